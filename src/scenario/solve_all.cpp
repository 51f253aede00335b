#include <foreplan/scenario/solve.hpp>

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>

#include "numeric/parallel.hpp"
#include "scenario/begin_run.hpp"
#include "scenario/side_by_side.hpp"
#include "scenario/targets.hpp"

namespace foreplan::inline v0::scenario {
namespace detail {
namespace {

/// Many scenarios, most of them above the data of the first: what these share is gathered and checked once.
class Batch {
 public:
  Batch(const Model& model, std::span<const Scenario> scenarios, PeriodRange range, const SolveOptions& options)
      : model_(model),
        data_(model.data()),
        scenarios_(scenarios),
        range_(range),
        options_(options),
        window_(window_of(data_, scenarios.front(), range)),
        base_(gather(data_, scenarios.front().data(), window_)),
        lacking_(incomplete(data_, window_, base_)),
        fixed_(read_fixed(data_, scenarios.front())) {
    const std::vector<Stage>& stages = data_.program->stages;
    if (stages.size() != 1 || stages.front().forward) return;
    stage_ = &stages.front();
    RunData first;
    first.fixed_values = fixed_;
    base_fixed_ = fixed_values(first, *stage_);
  }

  std::vector<Run> solve() {
    runs_.resize(scenarios_.size());
    const std::size_t groups = (scenarios_.size() + kLanes - 1) / kLanes;
    // What a thread sets up serves all groups of a unit.
    const std::size_t together = groups >= 64 ? 8 : 1, units = (groups + together - 1) / together;
    numeric::parallel_for(units, options_.execution, [&](std::size_t u) {
      unit(u * together * kLanes, std::min((u + 1) * together * kLanes, scenarios_.size()));
    });
    return std::move(runs_);
  }

 private:
  struct Lane {
    Prepared prepared{};
    bool shared = false;                   ///< Above the data of the first scenario,
    std::vector<std::uint32_t> changed{};  ///< with other values of these variables.
    bool searched = false;                 ///< For targets that it states.
    bool going = false;
  };
  using Lanes = std::array<Lane, kLanes>;

  [[nodiscard]] bool shares(std::size_t i) const { return &scenarios_[i].data() == &scenarios_.front().data(); }

  [[nodiscard]] Prepared prepared(std::size_t i) const {
    return prepare(model_, scenarios_[i], window_, shares(i) ? base_ : gather(data_, scenarios_[i].data(), window_));
  }

  void prepare_lane(std::size_t i, Lane& lane) const {
    static_cast<void>(window_of(data_, scenarios_[i], range_));
    lane.changed.clear();
    lane.searched = states_targets(scenarios_[i]);
    if (lane.searched) {  // on its own, when the others are done: till then it stands for nothing
      lane.shared = true;
      lane.prepared = begin_run(model_, scenarios_[i], window_, base_);
      lane.going = false;
      return;
    }
    lane.shared = shares(i);
    if (!lane.shared) {
      lane.prepared = prepared(i);
    } else {
      lane.prepared = begin_run(model_, scenarios_[i], window_, base_);
      RunData& run = *lane.prepared.run;
      lane.prepared.switches = apply_layers(data_, scenarios_[i], window_, run.values, &lane.changed);
      std::vector<std::uint32_t> doubtful;
      std::set_union(lacking_.begin(), lacking_.end(), lane.changed.begin(), lane.changed.end(),
                     std::back_inserter(doubtful));
      if (lane.prepared.switches.empty()) {
        require_complete(data_, {}, window_, run.values, doubtful);
      } else {
        require_complete(data_, lane.prepared.switches, window_, run.values);
      }
      run.fixed_values = fixed_;
    }
    lane.going = stage_ && lane.prepared.switches.empty();
  }

  void unit(std::size_t begin, std::size_t end) {
    Lanes lanes;
    std::optional<SideBySide> side_by_side;
    if (stage_) side_by_side.emplace(*stage_, window_, options_);
    bool filled = false;
    for (std::size_t first = begin; first < end; first += kLanes) {
      const std::size_t count = std::min(kLanes, end - first);
      for (std::size_t l = 0; l < count; ++l) {
        if (filled) restore(lanes[l], l, *side_by_side);
        prepare_lane(first + l, lanes[l]);
        runs_[first + l] = Run(lanes[l].prepared.run);
      }
      if (side_by_side) {
        if (!filled) side_by_side->fill(base_, base_fixed_);
        filled = true;
        group(lanes, count, *side_by_side);
      }
      for (std::size_t l = 0; l < count; ++l) finish(first + l, lanes[l]);
    }
  }

  /// The first scenario's data again where the lane's last scenario had others.
  void restore(const Lane& lane, std::size_t l, SideBySide& side_by_side) const {
    if (!lane.shared) return side_by_side.set(l, base_, base_fixed_);
    for (const std::uint32_t v : lane.changed) side_by_side.set_row(l, v, base_);
  }

  void group(Lanes& lanes, std::size_t count, SideBySide& side_by_side) const {
    SideBySide::Each<SolveWork*> work{};
    SideBySide::Each<bool> going{};
    SideBySide::Each<double*> values{};
    side_by_side.start_from(base_);
    for (std::size_t l = 0; l < kLanes; ++l) {
      Lane& lane = lanes[std::min(l, count - 1)];
      work[l] = &lane.prepared.run->work;
      if (l >= count) continue;
      RunData& run = *lane.prepared.run;
      if (lane.shared) {
        for (const std::uint32_t v : lane.changed) side_by_side.set_row(l, v, run.values);
      } else {
        side_by_side.set(l, run.values, fixed_values(run, *stage_));
      }
      going[l] = lane.going;
    }
    going = side_by_side.solve(going, work);
    for (std::size_t l = 0; l < count; ++l) {
      lanes[l].going = going[l];
      if (going[l]) values[l] = lanes[l].prepared.run->values.data();
    }
    side_by_side.take(values);
  }

  /// One that plain Newton does not solve, or that switches, is solved on its own.
  void finish(std::size_t i, const Lane& lane) {
    RunData& run = *lane.prepared.run;
    if (lane.searched) {
      runs_[i] = meet_targets(model_, scenarios_[i], range_, options_);
    } else if (lane.going) {
      run.solved = window_.periods;
      run.range.last = window_.period(window_.first + window_.periods - 1);
      run.stop = Stop::converged;
    } else {
      run = std::move(*prepared(i).run);
      solve_alone(run, lane.prepared.switches, window_, options_);
    }
  }

  const Model& model_;
  const ModelData& data_;
  std::span<const Scenario> scenarios_;
  PeriodRange range_;
  const SolveOptions& options_;
  Window window_;
  std::vector<double> base_;
  std::vector<std::uint32_t> lacking_;
  std::vector<RunData::FixedValue> fixed_;
  std::vector<double> base_fixed_{};  ///< The same for the stage's loads.
  const Stage* stage_ = nullptr;      ///< Code that serves all periods, where there is one.
  std::vector<Run> runs_{};
};

}  // namespace
}  // namespace detail

std::vector<Run> solve_all(const Model& model, std::span<const Scenario> scenarios, PeriodRange range,
                           const SolveOptions& options) {
  detail::check_options(options);
  if (scenarios.empty()) return {};
  return detail::Batch(model, scenarios, range, options).solve();
}

}  // namespace foreplan::inline v0::scenario
