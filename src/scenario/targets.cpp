#include "scenario/targets.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "core/check.hpp"
#include "scenario/inputs.hpp"
#include "scenario/instruments.hpp"
#include "scenario/run_data.hpp"

namespace foreplan::inline v0::scenario::detail {
namespace {

using foreplan::detail::fail;
using foreplan::detail::quoted;

std::string in_layer(const Layer& layer) { return "in layer " + quoted(layer.name); }

void check_names_and_periods(const Model& model, const Layer& layer, const Change& change, const PeriodRange& range) {
  const auto check = [&](const std::string& variable, const PeriodRange& periods, const char* what) {
    if (!model.contains(variable)) {
      std::vector<std::string> known;
      for (const ModelVariable& v : model.variables()) known.push_back(v.name);
      const std::string nearest = foreplan::detail::nearest_name(variable, known);
      fail(kSolve, std::string(what) + " must be a variable of the model", quoted(variable),
           in_layer(layer) + (nearest.empty() ? "" : " (did you mean " + quoted(nearest) + "?)"));
    }
    if (periods.first.frequency() != range.first.frequency())
      fail<PeriodMismatch>(kSolve, std::string(what) + " periods must have the range's frequency", range_text(periods),
                           "for " + quoted(variable) + " " + in_layer(layer));
    if (!range.contains(periods.first) || !range.contains(periods.last))
      fail<PeriodMismatch>(kSolve,
                           std::string(what) + " periods must lie in the range that is solved, " + range_text(range),
                           range_text(periods), "for " + quoted(variable) + " " + in_layer(layer));
  };
  check(change.variable, change.range, "target");
  for (const SeekInstrument& i : change.instruments) check(i.variable, i.range, "instrument");
}

/// What is stated last of every variable and period, and the instruments of that.
class Stated {
 public:
  Stated(const Model& model, const Scenario& scenario, const PeriodRange& range) {
    for (const Layer& layer : scenario.layers())
      for (const Change& change : layer.changes) {
        if (change.kind != ChangeKind::target) continue;
        check_names_and_periods(model, layer, change, range);
        add(layer, change);
      }
    for (std::size_t s = 0; s < sources_.size(); ++s)
      if (std::any_of(by_.begin(), by_.end(), [&](std::size_t by) { return by == s; })) take(sources_[s]);
  }

  [[nodiscard]] std::vector<SeekTarget>& targets() noexcept { return targets_; }
  [[nodiscard]] std::vector<SeekInstrument>& instruments() noexcept { return instruments_; }

 private:
  struct Source {
    const Layer* layer = nullptr;
    const Change* change = nullptr;
  };

  void add(const Layer& layer, const Change& change) {
    for (std::size_t i = 0; i < change.range.size(); ++i) {
      const Period period = change.range.first + static_cast<std::int64_t>(i);
      const auto [at, fresh] =
          places_.emplace(std::pair(std::string_view(change.variable), period.ordinal()), targets_.size());
      if (fresh) {
        targets_.push_back({.variable = change.variable, .period = period});
        by_.push_back(0);
      }
      targets_[at->second].value = change.values[change.values.size() == 1 ? 0 : i];
      by_[at->second] = sources_.size();
    }
    sources_.push_back({&layer, &change});
  }

  void take(const Source& source) {
    for (const SeekInstrument& instrument : source.change->instruments) {
      bool there = false;
      for (std::size_t j = 0; j < instruments_.size(); ++j) {
        const SeekInstrument& other = instruments_[j];
        if (other.variable != instrument.variable || other.range.last < instrument.range.first ||
            instrument.range.last < other.range.first)
          continue;
        if (!(other == instrument))
          fail(kSolve, "targets that have an instrument in common must state it alike", quoted(instrument.variable),
               "in " + range_text(other.range) + " " + in_layer(*layers_[j]) + " and in " +
                   range_text(instrument.range) + " " + in_layer(*source.layer));
        there = true;
      }
      if (there) continue;
      instruments_.push_back(instrument);
      layers_.push_back(source.layer);
    }
  }

  std::map<std::pair<std::string_view, std::int64_t>, std::size_t> places_{};
  std::vector<Source> sources_{};
  std::vector<SeekTarget> targets_{};
  std::vector<std::size_t> by_{};  ///< The source of each target.
  std::vector<SeekInstrument> instruments_{};
  std::vector<const Layer*> layers_{};  ///< Of each instrument.
};

SolveFailure not_reached(Stop stop, const TargetSearch& search) {
  SolveFailure out{.stop = stop, .sentence = search.sentence};
  for (const SoughtTarget& t : search.targets) {
    if (t.reached) continue;
    if (out.variables.empty() || t.period < out.period) out.period = t.period;
    out.variables.push_back(t.variable);
    out.values.push_back(t.value);
  }
  return out;
}

}  // namespace

bool states_targets(const Scenario& scenario) noexcept {
  for (const Layer& layer : scenario.layers())
    for (const Change& change : layer.changes)
      if (change.kind == ChangeKind::target) return true;
  return false;
}

void require_no_targets(const Scenario& scenario, std::string_view function, std::string_view instead) {
  for (const Layer& layer : scenario.layers())
    for (const Change& change : layer.changes)
      if (change.kind == ChangeKind::target)
        fail(function, "the scenario must not state targets", quoted(change.variable),
             in_layer(layer) + " (" + std::string(instead) + ")");
}

Run meet_targets(const Model& model, const Scenario& scenario, PeriodRange range, const SolveOptions& options) {
  static_cast<void>(range.size());  // refuses an empty one
  const Scenario plain = scenario.without_targets();
  Stated stated(model, scenario, range);
  const SeekOptions wanted{.targets = std::move(stated.targets()),
                           .instruments = std::move(stated.instruments()),
                           .range = range,
                           .layer = layer_name(plain, {}, "targets"),
                           .tolerance = std::clamp(10 * options.tolerance, SeekOptions{}.tolerance, 1e-3),
                           .solve = options};
  SeekResult found = seek(kSolve, model, plain, wanted);
  auto run = std::make_shared<RunData>(found.run.data());
  run->scenario = scenario.name();
  if (run->stop == Stop::converged && !found.reached) {
    run->stop = found.stop == Stop::converged ? Stop::infeasible : found.stop;
    run->failure = not_reached(run->stop, found);
  }
  run->targets = static_cast<TargetSearch&&>(found);
  return Run(std::move(run));
}

}  // namespace foreplan::inline v0::scenario::detail
