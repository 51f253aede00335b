#include <foreplan/scenario/solve.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>

#include "core/check.hpp"
#include "scenario/begin_run.hpp"
#include "scenario/inputs.hpp"
#include "scenario/period_solver.hpp"
#include "scenario/scenario_solver.hpp"
#include "scenario/stacked.hpp"

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
namespace {

constexpr std::array kLadder{SolveMethod::torn, SolveMethod::full_block, SolveMethod::trust_region,
                             SolveMethod::homotopy};

/// The order with every simultaneous block solved for all its variables.
Order all_torn(Order order) {
  for (OrderedBlock& block : order.blocks)
    if (block.torn > 0) block.torn = block.members.size();
  return order;
}

/// One scenario on its own: down the ladder of methods, with another program wherever other variables are solved for.
class ScenarioSolver {
 public:
  ScenarioSolver(RunData& run, std::span<const Switch> switches, const Window& window, const SolveOptions& options)
      : run_(run), model_(run.model.data()), switches_(switches), window_(window), options_(options) {}

  void solve() {
    const std::size_t last = window_.first + window_.periods - 1;
    const bool one_way = std::all_of(switches_.begin(), switches_.end(),
                                     [&](const Switch& s) { return s.covers(window_.first) && s.covers(last); });
    if (!one_way) {
      // Every column may have an order of its own, so that all of it is solved before the next.
      solve_columns(kAllStages);
    } else {
      Way& way = way_at(window_.first);
      for (std::size_t s = 0; s < way.stages.size(); ++s)
        if (!(way.stages[s].stage->forward ? solve_forward(way, s) : solve_columns(s))) return;
    }
    if (run_.failure) return;
    run_.solved = window_.periods;
    run_.range.last = window_.period(last);
    run_.stop = Stop::converged;
  }

 private:
  static constexpr std::size_t kAllStages = static_cast<std::size_t>(-1);

  struct StageSolver {
    const Stage* stage = nullptr;
    std::vector<double> fixed{};
    std::optional<PeriodSolver<1>> torn{};
    std::optional<PeriodSolver<1>> full{};  ///< Every simultaneous block solved for all its variables.
  };
  /// A choice of unknowns, with its code and solvers.
  struct Way {
    std::shared_ptr<const Program> program{}, full_program{};
    std::vector<StageSolver> stages{};
  };

  bool solve_columns(std::size_t stage) {
    for (std::size_t p = 0; p < window_.periods; ++p) {
      if (options_.execution.cancel.cancelled()) throw Cancelled("scenario::solve: cancelled");
      const std::size_t column = window_.first + p;
      Way& way = way_at(column);
      const std::size_t begin = stage == kAllStages ? 0 : stage;
      const std::size_t end = stage == kAllStages ? way.stages.size() : stage + 1;
      for (std::size_t s = begin; s < end; ++s) {
        if (way.stages[s].stage->forward)
          foreplan::detail::fail("scenario::solve", "swaps in a model that looks ahead must cover the whole range",
                                 to_string(window_.period(column)));
        if (!solve_period(way, s, column)) return false;
      }
      // What stands is a solution only if no later stage is to come.
      if (end != way.stages.size()) continue;
      run_.solved = p + 1;
      run_.range.last = window_.period(column);
    }
    return true;
  }

  bool solve_period(Way& way, std::size_t stage, std::size_t column) {
    StageSolver& solvers = way.stages[stage];
    std::vector<SolveMethod> tried;
    for (const SolveMethod method : kLadder) {
      if (options_.method != SolveMethod::automatic && method != options_.method) continue;
      if (!tried.empty()) ++run_.work.fallbacks;
      tried.push_back(method);
      PeriodSolver<1>& solver = method == SolveMethod::full_block ? full(way, stage) : *solvers.torn;
      const Trouble trouble = solver.solve(run_.values.data(), solvers.fixed.data(), {true}, column, method)[0];
      if (trouble.stop == Stop::converged) return true;
      if (tried.size() < kLadder.size() && options_.method == SolveMethod::automatic) continue;
      std::vector<double> values, imbalances;
      for (const Store& store : trouble.segment->stores) values.push_back(solver.slots()[store.slot]);
      for (const Torn& torn : trouble.segment->torn) imbalances.push_back(solver.slots()[torn.residual]);
      report(*way.program, *trouble.segment, trouble.stop, column, values, imbalances, std::move(tried));
    }
    return false;
  }

  bool solve_forward(Way& way, std::size_t stage) {
    const StageSolver& solvers = way.stages[stage];
    const StackedTrouble trouble =
        solve_stacked(*solvers.stage, run_.values.data(), solvers.fixed, window_, options_, run_.work);
    if (trouble.stop == Stop::converged) return true;
    report(*way.program, solvers.stage->segments.front(), trouble.stop, trouble.column, trouble.values, {},
           {SolveMethod::torn});
    return false;
  }

  Way& way_at(std::size_t column) {
    std::vector<std::size_t> active;
    for (std::size_t i = 0; i < switches_.size(); ++i)
      if (switches_[i].covers(column)) active.push_back(i);
    Way& way = ways_[active];
    if (way.program) return way;
    way.program = active.empty() ? model_.program : build_program(model_, unknowns_at(model_, switches_, column));
    for (const Stage& stage : way.program->stages) {
      StageSolver& solvers = way.stages.emplace_back();
      solvers.stage = &stage;
      solvers.fixed = fixed_values(run_, stage);
      if (!stage.forward) begin(solvers.torn, stage);
    }
    return way;
  }

  PeriodSolver<1>& full(Way& way, std::size_t stage) {
    if (!way.full_program) {
      std::vector<bool> unknown(model_.variables.size());
      for (const std::uint32_t v : way.program->order.unknowns) unknown[v] = true;
      Expressions e = model_.expressions;
      way.full_program = generate(model_, e, all_torn(order_equations(model_, e, unknown)));
    }
    StageSolver& solvers = way.stages[stage];
    if (!solvers.full) begin(solvers.full, way.full_program->stages[stage]);
    return *solvers.full;
  }
  void begin(std::optional<PeriodSolver<1>>& solver, const Stage& stage) {
    solver.emplace(stage, window_.columns, options_);
    solver->begin({&run_.work});
  }

  /// @param values      of the segment's stores.
  /// @param imbalances  of its torn variables, where known.
  void report(const Program& program, const Segment& segment, Stop stop, std::size_t column,
              const std::vector<double>& values, const std::vector<double>& imbalances,
              std::vector<SolveMethod> tried) {
    SolveFailure failure{.stop = stop, .period = window_.period(column), .tried = std::move(tried)};
    run_.stop = stop;
    std::vector<std::pair<double, std::size_t>> ranked;  // imbalance, place in stores
    for (std::size_t i = 0; i < values.size(); ++i) {
      double imbalance = std::isfinite(values[i]) ? 0 : INFINITY;
      if (i < imbalances.size()) imbalance = std::isfinite(imbalances[i]) ? std::abs(imbalances[i]) : INFINITY;
      // A straight stretch holds many equations: only those without a value are in trouble.
      if (segment.torn.empty() && imbalance == 0) continue;
      ranked.emplace_back(imbalance, i);
    }
    std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    for (const auto& [imbalance, i] : ranked) {
      const Store& store = segment.stores[i];
      failure.equations.push_back(model_.equations[program.order.owner[store.variable]].name);
      failure.variables.push_back(model_.variables[store.variable].name);
      failure.values.push_back(values[i]);
    }
    failure.sentence = sentence(failure);
    run_.failure = std::move(failure);
  }

  static std::string sentence(const SolveFailure& f) {
    std::string out = to_string(f.period) + ": ";
    out += f.variables.size() == 1 ? "equation " : "block of " + std::to_string(f.variables.size()) + " equations (";
    for (std::size_t i = 0; i < f.variables.size() && i < 5; ++i)
      out += (i == 0 ? "" : ", ") + f.equations[i] + " (" + f.variables[i] + " = " +
             foreplan::detail::number_text(f.values[i]) + ")";
    if (f.variables.size() > 5) out += ", ...";
    if (f.variables.size() != 1) out += ")";
    out += " stopped: " + std::string(to_string(f.stop)) + "; tried ";
    for (std::size_t i = 0; i < f.tried.size(); ++i) out += (i == 0 ? "" : ", ") + std::string(to_string(f.tried[i]));
    return out;
  }

  RunData& run_;
  const ModelData& model_;
  std::span<const Switch> switches_;
  const Window& window_;
  const SolveOptions& options_;
  std::map<std::vector<std::size_t>, Way> ways_{};  ///< By the switches in force.
};

}  // namespace

void check_options(const SolveOptions& options) {
  foreplan::detail::require(options.tolerance > 0 && options.tolerance <= 1e-3, "scenario::solve",
                            "options.tolerance must be in (0, 1e-3]", options.tolerance);
  foreplan::detail::require(options.max_iterations >= 1, "scenario::solve", "options.max_iterations must be >= 1",
                            std::to_string(options.max_iterations));
}

Prepared prepare(const Model& model, const Scenario& scenario, const Window& window, std::vector<double> base) {
  Prepared out = begin_run(model, scenario, window, std::move(base));
  RunData& run = *out.run;
  out.switches = apply_layers(model.data(), scenario, window, run.values);
  run.switches = out.switches;
  require_complete(model.data(), out.switches, window, run.values);
  run.fixed_values = read_fixed(model.data(), scenario);
  return out;
}

std::vector<double> fixed_values(const RunData& run, const Stage& stage) {
  std::vector<double> out;
  for (const FixedLoad& load : stage.fixed_loads) out.push_back(run.fixed(load.variable, load.period));
  return out;
}

void solve_alone(RunData& run, std::span<const Switch> switches, const Window& window, const SolveOptions& options) {
  ScenarioSolver(run, switches, window, options).solve();
}

}  // namespace detail

Run solve(const Model& model, const Scenario& scenario, PeriodRange range, const SolveOptions& options) {
  detail::check_options(options);
  const detail::ModelData& data = model.data();
  const detail::Window window = detail::window_of(data, scenario, range);
  detail::Prepared prepared = detail::prepare(model, scenario, window, detail::gather(data, scenario.data(), window));
  detail::solve_alone(*prepared.run, prepared.switches, window, options);
  return Run(std::move(prepared.run));
}

}  // namespace foreplan::inline v0::scenario
