#include <foreplan/io/files.hpp>
#include <foreplan/io/scenarios.hpp>

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/check.hpp"
#include "io/document_reader.hpp"
#include "io/document_schema.hpp"
#include "io/document_writer.hpp"
#include "io/scenario_fields.hpp"
#include "io/scenario_sources.hpp"
#include "text/json_value.hpp"

namespace foreplan::inline v0::io {
namespace {

using namespace internal;  // NOLINT: the field lists of this module
using scenario::ScenarioEntry;

using Places = std::map<std::string_view, std::size_t>;

/// Names used twice, and scenarios inherited that are not there.
Places check_names(const std::vector<ScenarioEntry>& entries, Reading& reading) {
  Places places;
  std::vector<std::string> known;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::string name = "/scenarios/" + std::to_string(i) + "/name";
    if (reading.issues.any_in(name)) continue;
    if (entries[i].name.empty())
      reading.add(name, "a name", "\"\"");
    else if (!places.emplace(entries[i].name, i).second)
      reading.add(name, "each name once", detail::quoted(entries[i].name) + " again");
    else
      known.push_back(entries[i].name);
  }
  for (std::size_t i = 0; i < entries.size() && !reading.issues.full(); ++i) {
    const std::string& inherits = entries[i].inherits;
    if (inherits.empty() || places.contains(inherits)) continue;
    reading.add("/scenarios/" + std::to_string(i) + "/inherits", "the name of another scenario",
                detail::quoted(inherits), did_you_mean(inherits, known));
  }
  return places;
}

/// Each cycle once, at the first of its scenarios in the document.
void check_cycles(const std::vector<ScenarioEntry>& entries, const Places& places, Reading& reading) {
  constexpr std::size_t kUnseen = 0;
  std::vector<std::size_t> seen(entries.size(), kUnseen);  // the walk that came by, from 1
  for (std::size_t i = 0; i < entries.size() && !reading.issues.full(); ++i) {
    std::size_t at = i;
    while (seen[at] == kUnseen) {
      seen[at] = i + 1;
      const auto next = places.find(entries[at].inherits);
      if (next == places.end()) break;
      at = next->second;
      if (seen[at] == i + 1) {
        reading.add("/scenarios/" + std::to_string(at) + "/inherits", "no cycle of inheritance",
                    detail::quoted(entries[at].name) + ", which comes to inherit from itself");
        break;
      }
    }
  }
}

}  // namespace

ScenarioSet read_scenarios(std::string_view text, const DocumentReadOptions& options, std::string_view file) {
  text::JsonDocument json = text::parse_json(text, file);
  Issues issues(text, file, std::move(json.repeated));
  ScenarioSetDocument document;
  Reader(issues).read(document, json.root());
  Reading reading{json.root(), issues, options};

  ScenarioSet out{
      .title = std::move(document.title), .source = std::move(document.source), .data_file = document.data.file};
  if (document.model && !issues.any_in("/model")) out.model = load_model(*document.model, "/model", reading);
  std::optional<Frame> data;
  if (!issues.any_in("/data")) data = load_data(document.data, "/data", reading);
  const std::vector<ScenarioEntry>& entries = document.scenarios;
  if (entries.size() > scenario::ScenarioRegistry::kMostScenarios) {
    reading.add("/scenarios", "at most " + std::to_string(scenario::ScenarioRegistry::kMostScenarios) + " scenarios",
                std::to_string(entries.size()));
    reading.raise();
  }
  check_cycles(entries, check_names(entries, reading), reading);
  const bool known = data && (!document.model || out.model);
  for (std::size_t i = 0; i < entries.size() && data && !issues.full(); ++i)
    check_changes(entries[i].changes, *data, known && out.model ? &out.model->model : nullptr,
                  "/scenarios/" + std::to_string(i) + "/changes", reading);
  reading.raise();
  try {
    out.registry = scenario::ScenarioRegistry(std::move(*data), std::move(document.scenarios));
  } catch (const InvalidArgument& refusal) {
    add_refusal(refusal, json.root(), "/scenarios", issues);
  }
  reading.raise();
  return out;
}

ScenarioSet read_scenarios_file(const std::string& path) {
  const std::string folder = path.substr(0, path.rfind('/') + 1);
  return read_scenarios(read_file(path), {.folder = folder.empty() ? "./" : folder}, path);
}

std::string write_scenarios(const ScenarioSet& set) {
  constexpr std::string_view kFunction = "io::write_scenarios";
  ScenarioSetDocument document{.title = set.title, .source = set.source};
  if (set.model) document.model = model_document(*set.model, kFunction);
  document.data = data_document(set.data_file, set.registry.data(), kFunction);
  document.scenarios = set.registry.entries();
  return written(kFunction, document, kElsewhere);
}

std::string scenarios_schema() { return text::value_text(Schema().document<ScenarioSetDocument>()); }

}  // namespace foreplan::inline v0::io
