#include <foreplan/io/files.hpp>
#include <foreplan/io/scenarios.hpp>
#include <foreplan/scenario/hash.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "io/document_reader.hpp"
#include "io/document_schema.hpp"
#include "io/document_writer.hpp"
#include "io/scenario_fields.hpp"
#include "io/scenario_sources.hpp"
#include "text/json_value.hpp"

namespace foreplan::inline v0::io {
namespace {

using namespace internal;  // NOLINT: the field lists of this module

ContentDocument content_of(const scenario::Model& model, const scenario::Scenario& scenario) {
  return {scenario::content_hash(model), scenario::content_hash(scenario.data()),
          scenario::content_hash(scenario.layers())};
}

void check_content(const ContentDocument& stated, const ContentDocument& met, Reading& reading) {
  const auto check = [&](const std::string& name, const std::string& expected, const std::string& found) {
    if (expected != found)
      reading.add_mismatch("/content/" + name, "the content hash of the " + name + ", " + expected, found,
                           "the " + name);
  };
  check("model", met.model, stated.model);
  check("data", met.data, stated.data);
  check("layers", met.layers, stated.layers);
}

/// Changes by themselves, each at its place, and then the scenario as a whole.
void make_scenario(const ScenarioDocument& from, Frame data, const scenario::Model* model, scenario::Scenario& to,
                   Reading& reading) {
  for (std::size_t i = 0; i < from.layers.size(); ++i)
    check_changes(from.layers[i].changes, data, model, "/scenario/layers/" + std::to_string(i) + "/changes", reading);
  if (reading.issues.any_in("/scenario")) return;
  try {
    to = scenario::Scenario(from.name, std::move(data), from.layers);
    // The layers say all: a name of their own would be lost.
    if (to.name() != from.name)
      reading.add("/scenario/name", "the name of the last layer, " + foreplan::detail::quoted(to.name()),
                  foreplan::detail::quoted(from.name));
  } catch (const InvalidArgument& refusal) {
    add_refusal(refusal, reading.root, "/scenario", reading.issues);
  }
}

void check_range(const RunDocument& document, Reading& reading) {
  if (reading.issues.any_in("/range")) return;
  try {
    static_cast<void>(document.range.size());
  } catch (const InvalidArgument& refusal) {
    add_refusal(refusal, reading.root, "/range", reading.issues);
  }
}

}  // namespace

RunRecord read_run(std::string_view text, const DocumentReadOptions& options, std::string_view file) {
  text::JsonDocument json = text::parse_json(text, file);
  Issues issues(text, file, std::move(json.repeated));
  RunDocument document;
  Reader(issues).read(document, json.root());
  Reading reading{json.root(), issues, options};
  constexpr std::size_t kMostLayers = scenario::ScenarioRegistry::kMostInherited;
  if (document.scenario.layers.size() > kMostLayers) {
    reading.add("/scenario/layers", "at most " + std::to_string(kMostLayers) + " layers",
                std::to_string(document.scenario.layers.size()));
    reading.raise();
  }

  RunRecord out{.title = std::move(document.title),
                .data_file = document.data.file,
                .range = document.range,
                .options = document.options};
  std::optional<ModelSource> model;
  if (!issues.any_in("/model")) model = load_model(document.model, "/model", reading);
  std::optional<Frame> data;
  if (!issues.any_in("/data")) data = load_data(document.data, "/data", reading);
  check_range(document, reading);
  if (data) make_scenario(document.scenario, std::move(*data), model ? &model->model : nullptr, out.scenario, reading);
  if (model && data && issues.size() == 0)
    check_content(document.content, content_of(model->model, out.scenario), reading);
  reading.raise();
  out.model = std::move(*model);
  return out;
}

RunRecord read_run_file(const std::string& path) {
  const std::string folder = path.substr(0, path.rfind('/') + 1);
  return read_run(read_file(path), {.folder = folder.empty() ? "./" : folder}, path);
}

std::string write_run(const RunRecord& run) {
  constexpr std::string_view kFunction = "io::write_run";
  RunDocument document{.title = run.title, .range = run.range, .options = run.options};
  document.model = model_document(run.model, kFunction);
  document.data = data_document(run.data_file, run.scenario.data(), kFunction);
  document.scenario = {run.scenario.name(), run.scenario.layers()};
  document.content = content_of(run.model.model, run.scenario);
  static_cast<void>(run.range.size());  // throws
  return written(kFunction, document, kElsewhere);
}

std::string run_schema() { return text::value_text(Schema().document<RunDocument>()); }

scenario::Run solve(const RunRecord& run, const Execution& execution) {
  scenario::SolveOptions options = run.options;
  options.execution = execution;
  return scenario::solve(run.model.model, run.scenario, run.range, options);
}

}  // namespace foreplan::inline v0::io
