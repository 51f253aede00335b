#include <foreplan/scenario/solve.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "core/check.hpp"
#include "numeric/parallel.hpp"
#include "scenario/inputs.hpp"
#include "scenario/period_solver.hpp"
#include "scenario/run_data.hpp"
#include "scenario/scenario_solver.hpp"

namespace foreplan::inline v0::scenario {

std::string_view to_string(SolveMethod method) noexcept {
  switch (method) {
    case SolveMethod::automatic:
      return "automatic";
    case SolveMethod::torn:
      return "torn";
    case SolveMethod::full_block:
      return "full block";
    case SolveMethod::trust_region:
      return "trust region";
    case SolveMethod::homotopy:
      return "homotopy";
  }
  return "unknown";
}

namespace detail {

void check_options(const SolveOptions& options) {
  foreplan::detail::require(options.tolerance > 0 && options.tolerance <= 1e-3, "scenario::solve",
                            "options.tolerance must be in (0, 1e-3]", options.tolerance);
  foreplan::detail::require(options.max_iterations >= 1, "scenario::solve", "options.max_iterations must be >= 1",
                            std::to_string(options.max_iterations));
}

namespace {

/// Reads what Op::at_period stands for in any equation.
std::vector<RunData::FixedValue> read_fixed(const ModelData& model, const Scenario& scenario) {
  std::vector<RunData::FixedValue> out;
  for (NodeId id = 0; id < model.expressions.size(); ++id) {
    const Node& n = model.expressions[id];
    if (n.op != Op::at_period) continue;
    const std::string& name = model.variables[n.a].name;
    const Period period = model.periods[n.b];
    const bool there = scenario.data().contains(name) && scenario.data()[name].covers(period);
    const double value = there ? scenario.data().at(name, period) : NAN;
    if (!std::isfinite(value))
      foreplan::detail::fail("scenario::solve", "data must hold every value that the model reads",
                             "none for " + name + " in " + to_string(period));
    out.push_back({n.a, n.b, value});
  }
  return out;
}

}  // namespace

Prepared prepare(const Model& model, const Scenario& scenario, const Window& window, std::vector<double> base) {
  Prepared out{std::make_shared<RunData>(), {}};
  RunData& run = *out.run;
  run.model = model;
  run.scenario = scenario.name();
  run.range = {window.period(window.first), window.period(window.first)};
  run.origin = window.origin;
  run.columns = window.columns;
  run.values = std::move(base);
  out.switches = apply_layers(model.data(), scenario, window, run.values);
  require_complete(model.data(), out.switches, window, run.values);
  run.fixed_values = read_fixed(model.data(), scenario);
  return out;
}

namespace {

/// Eight or fewer scenarios side by side. One that plain Newton does not solve, or that switches, is solved on its own.
class LaneSolver {
 public:
  LaneSolver(const Window& window, const SolveOptions& options) : window_(window), options_(options) {}

  /// @param prepare  makes what is to be solved; asked again for a scenario that is solved on its own after all.
  std::shared_ptr<const RunData> add(std::function<Prepared()> prepare) {
    Lane& lane = lanes_[count_++];
    lane.prepared = prepare();
    lane.prepare = std::move(prepare);
    lane.going = lane.prepared.switches.empty();
    return lane.prepared.run;
  }

  void solve(const Program& program) {
    if (program.stages.size() == 1 && !program.stages.front().forward) {
      side_by_side(program.stages.front());
    } else {
      for (std::size_t l = 0; l < count_; ++l) lanes_[l].going = false;
    }
    for (std::size_t l = 0; l < count_; ++l) {
      Lane& lane = lanes_[l];
      RunData& run = *lane.prepared.run;
      if (lane.going) {
        run.solved = window_.periods;
        run.range.last = window_.period(window_.first + window_.periods - 1);
        run.stop = Stop::converged;
      } else {
        run = std::move(*lane.prepare().run);
        solve_alone(run, lane.prepared.switches, window_, options_);
      }
    }
  }

 private:
  struct Lane {
    std::function<Prepared()> prepare{};
    Prepared prepared{};
    std::vector<double> fixed{};
    bool going = false;
  };

  void side_by_side(const Stage& stage) {
    std::array<SolveWork*, kLanes> work{};
    std::array<double*, kLanes> values{};
    std::array<std::span<const double>, kLanes> fixed{};
    std::array<bool, kLanes> going{};
    for (std::size_t l = 0; l < kLanes; ++l) {
      Lane& lane = lanes_[std::min(l, count_ - 1)];  // idle lanes read the last scenario
      if (l < count_) lane.fixed = fixed_values(*lane.prepared.run, stage);
      work[l] = &lane.prepared.run->work;
      values[l] = lane.prepared.run->values.data();
      fixed[l] = lane.fixed;
      going[l] = l < count_ && lane.going;
    }
    PeriodSolver<kLanes> solver(stage, window_.columns, options_, work);
    for (std::size_t p = 0; p < window_.periods; ++p) {
      if (std::none_of(going.begin(), going.end(), [](bool g) { return g; })) break;
      if (options_.execution.cancel.cancelled()) throw Cancelled("scenario::solve_all: cancelled");
      const auto trouble = solver.solve(values, fixed, going, window_.first + p, SolveMethod::torn);
      for (std::size_t l = 0; l < count_; ++l) going[l] = going[l] && trouble[l].stop == Stop::converged;
    }
    for (std::size_t l = 0; l < count_; ++l) lanes_[l].going = going[l];
  }

  const Window& window_;
  const SolveOptions& options_;
  std::size_t count_ = 0;
  std::array<Lane, kLanes> lanes_{};
};

}  // namespace
}  // namespace detail

Run solve(const Model& model, const Scenario& scenario, PeriodRange range, const SolveOptions& options) {
  detail::check_options(options);
  const detail::ModelData& data = model.data();
  const detail::Window window = detail::window_of(data, scenario, range);
  detail::Prepared prepared = detail::prepare(model, scenario, window, detail::gather(data, scenario.data(), window));
  detail::solve_alone(*prepared.run, prepared.switches, window, options);
  return Run(std::move(prepared.run));
}

std::vector<Run> solve_all(const Model& model, std::span<const Scenario> scenarios, PeriodRange range,
                           const SolveOptions& options) {
  detail::check_options(options);
  std::vector<Run> runs(scenarios.size());
  if (scenarios.empty()) return runs;
  const detail::ModelData& data = model.data();
  const detail::Window window = detail::window_of(data, scenarios.front(), range);
  const std::vector<double> first = detail::gather(data, scenarios.front().data(), window);
  const std::size_t groups = (scenarios.size() + detail::kLanes - 1) / detail::kLanes;
  numeric::parallel_for(groups, options.execution, [&](std::size_t g) {
    detail::LaneSolver lanes(window, options);
    const std::size_t begin = g * detail::kLanes, end = std::min(begin + detail::kLanes, scenarios.size());
    for (std::size_t i = begin; i < end; ++i) {
      const Scenario& scenario = scenarios[i];
      // Scenarios that inherit from one base share its data.
      const bool shared = &scenario.data() == &scenarios.front().data();
      static_cast<void>(detail::window_of(data, scenario, range));
      runs[i] = Run(lanes.add([&model, &data, &scenario, &window, &first, shared] {
        return detail::prepare(model, scenario, window, shared ? first : detail::gather(data, scenario.data(), window));
      }));
    }
    lanes.solve(*data.program);
  });
  return runs;
}

}  // namespace foreplan::inline v0::scenario
