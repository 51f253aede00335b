#include <foreplan/core/errors.hpp>
#include <foreplan/io/files.hpp>
#include <foreplan/io/plan.hpp>

#include <algorithm>
#include <functional>
#include <optional>

#include "core/check.hpp"
#include "io/document_reader.hpp"
#include "io/plan_fields.hpp"
#include "plan/violations.hpp"
#include "scenario/changes.hpp"
#include "text/json.hpp"

namespace foreplan::inline v0::io {
namespace {

using namespace internal;  // NOLINT: the field lists of this module
using text::JsonDocument;
using text::JsonNode;

/// Says what `validate` refuses, but nothing that may only follow from values that could not be read.
void check_plan(const plan::Plan& plan, const JsonNode& root, Issues& issues) {
  const auto violations = plan::internal::violations(plan, JsonDocument::kMostIssues);
  const Issues read = issues;
  for (const auto& v : violations) {
    const std::string_view pointer = v.pointer;
    const std::size_t list = pointer.find('/', 1);
    const std::string_view item =
        list == std::string_view::npos ? pointer : pointer.substr(0, pointer.find('/', list + 1));
    if (read.any_in(item)) continue;
    if (std::any_of(v.depends_on.begin(), v.depends_on.end(), [&](std::string_view l) { return read.incomplete(l); }))
      continue;
    issues.add(offset_of(root, pointer), v.pointer, "that " + v.rule, v.got, v.suggestion);
  }
}

/// Throws for a change of a variable that nobody knows.
using RequireKnown = std::function<void(const scenario::Change&)>;

/// Each change that is refused by itself, or else the scenario as a whole.
void add_refusals(const ScenarioDocument& scenario, const Frame& data, const RequireKnown& require_known,
                  const InvalidArgument& refusal, const JsonNode& root, const std::string& pointer, Issues& issues) {
  bool found = false;
  for (std::size_t i = 0; i < scenario.layers.size(); ++i) {
    const scenario::Layer& layer = scenario.layers[i];
    for (std::size_t k = 0; k < layer.changes.size() && !layer.name.empty() && !issues.full(); ++k) {
      try {
        require_known(layer.changes[k]);
        (void)scenario::Scenario(layer.name, data, {{layer.name, {layer.changes[k]}}});
      } catch (const InvalidArgument& one) {
        add_refusal(one, root, pointer + "/layers/" + std::to_string(i) + "/changes/" + std::to_string(k), issues);
        found = true;
      }
    }
  }
  if (!found) add_refusal(refusal, root, pointer, issues);
}

/// Refuses what a small document could ask all memory or hours for: each scenario holds the sectors' data, each change
/// looks for its own among them, and names are compared pair by pair.
bool within_limits(const PlanDocument& document, const JsonNode& root, Issues& issues) {
  constexpr std::size_t kMostNames = 10'000, kMostLayers = 1'000, kMostHeld = 1'000'000;
  const auto within = [&](std::size_t n, std::size_t most, std::string_view what, const std::string& pointer) {
    if (n > most)
      issues.add(offset_of(root, pointer), pointer, "at most " + std::to_string(most) + " " + std::string(what),
                 std::to_string(n));
    return n <= most;
  };
  const plan::Projection& projection = document.plan.projection;
  std::size_t held = document.scenarios.size();
  for (std::size_t i = 0; i < document.scenarios.size(); ++i) {
    const auto& layers = document.scenarios[i].layers;
    if (!within(layers.size(), kMostLayers, "layers", "/scenarios/" + std::to_string(i) + "/layers")) return false;
    for (const scenario::Layer& layer : layers) held += layer.changes.size();
  }
  return within(projection.sectors.size(), kMostNames, "sectors", "/projection/sectors") &&
         within(projection.events.size(), kMostNames, "events", "/projection/events") &&
         within(held * projection.sectors.size(), kMostHeld, "scenarios and changes times sectors", "/scenarios");
}

/// Issues of a model's text, each at its line; nothing when it compiles.
void add_model(const plan::Projection& projection, const JsonNode& root, Issues& issues,
               std::optional<scenario::Model>& model) {
  const std::string pointer = "/projection/model";
  try {
    model = plan::compile_model(projection);
  } catch (const ParseError& error) {
    add_lines(error, projection.model.size(), root, pointer, issues);
  } catch (const InvalidArgument& refusal) {
    add_refusal(refusal, root, pointer, issues);
  }
}

void add_scenarios(PlanDocument& document, const JsonNode& root, Issues& issues) {
  const plan::Projection& projection = document.plan.projection;
  if (issues.incomplete("/projection")) return;
  std::optional<scenario::Model> model;
  if (!projection.model.empty()) add_model(projection, root, issues, model);
  if (document.scenarios.empty() || issues.incomplete("/projection")) return;
  if (!within_limits(document, root, issues)) return;
  Frame data;
  try {
    data = plan::base_data(projection);
  } catch (const InvalidArgument& refusal) {
    return add_refusal(refusal, root, "/projection", issues);
  }
  const RequireKnown require_known = [&](const scenario::Change& change) {
    if (model)
      static_cast<void>((*model)[change.variable]);
    else
      scenario::detail::require_in_data(data, change);
  };
  for (std::size_t i = 0; i < document.scenarios.size() && !issues.full(); ++i) {
    const ScenarioDocument& s = document.scenarios[i];
    const std::string pointer = "/scenarios/" + std::to_string(i);
    if (issues.any_in(pointer)) continue;
    try {
      for (const scenario::Layer& layer : s.layers)
        for (const scenario::Change& change : layer.changes) require_known(change);
      document.plan.scenarios.emplace_back(s.name, data, s.layers);
    } catch (const InvalidArgument& refusal) {
      add_refusals(s, data, require_known, refusal, root, pointer, issues);
    }
  }
}

}  // namespace

plan::Plan read_plan(std::string_view text, std::string_view file) {
  const auto check = [](PlanDocument& document, const JsonNode& root, Issues& issues) {
    check_plan(document.plan, root, issues);
    add_scenarios(document, root, issues);
  };
  return std::move(read_document<PlanDocument>(text, file, check).plan);
}

plan::Plan read_plan_file(const std::string& path) { return read_plan(read_file(path), path); }

}  // namespace foreplan::inline v0::io
