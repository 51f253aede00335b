#include "scenario/scenario_solver.hpp"

#include <foreplan/core/errors.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>

#include "core/check.hpp"
#include "scenario/period_solver.hpp"
#include "scenario/stacked.hpp"

namespace foreplan::inline v0::scenario::detail {

std::vector<double> fixed_values(const RunData& run, const Stage& stage) {
  std::vector<double> out;
  for (const FixedLoad& load : stage.fixed_loads) out.push_back(run.fixed(load.variable, load.period));
  return out;
}

namespace {

constexpr std::array kLadder{SolveMethod::torn, SolveMethod::full_block, SolveMethod::trust_region,
                             SolveMethod::homotopy};

/// The order with every simultaneous block solved for all its variables.
Order all_torn(Order order) {
  for (OrderedBlock& block : order.blocks)
    if (block.torn > 0) block.torn = block.members.size();
  return order;
}

class ScenarioSolver {
 public:
  ScenarioSolver(RunData& run, std::span<const Switch> switches, const Window& window, const SolveOptions& options)
      : run_(run), model_(run.model.data()), switches_(switches), window_(window), options_(options) {}

  void solve() {
    const std::size_t last = window_.first + window_.periods - 1;
    const bool one_way = std::all_of(switches_.begin(), switches_.end(),
                                     [&](const Switch& s) { return s.covers(window_.first) && s.covers(last); });
    if (one_way) {
      Way& way = way_at(window_.first);
      for (std::size_t s = 0; s < way.stages.size(); ++s)
        if (!(way.stages[s].stage->forward ? solve_forward(way, s) : solve_columns(s))) return;
    } else if (!(looks_ahead() ? solve_together() : solve_columns(kAllStages))) {
      // Every column may have an order of its own, so that all of it is solved before the next, or all at once.
      return;
    }
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
    const StackedCode code{solvers.stage, solvers.fixed};
    const std::vector<std::size_t> code_of(window_.periods);
    const StackedTrouble trouble = solve_stacked({&code, 1}, code_of, run_.values.data(), window_, options_, run_.work);
    return trouble.stop == Stop::converged || report(*way.program, *solvers.stage, trouble);
  }

  bool looks_ahead() {
    for (std::size_t c = window_.first; c < window_.first + window_.periods; ++c)
      for (const StageSolver& s : way_at(c).stages)
        if (s.stage->forward) return true;
    return false;
  }

  /// All periods and all equations at once, where periods that look ahead differ in what they solve for.
  bool solve_together() {
    std::vector<bool> anywhere(model_.variables.size());
    for (std::size_t c = window_.first; c < window_.first + window_.periods; ++c)
      for (const std::uint32_t v : way_at(c).program->order.unknowns) anywhere[v] = true;
    std::map<std::vector<std::size_t>, std::size_t> places;
    std::vector<std::shared_ptr<const Program>> programs;
    std::vector<std::vector<double>> fixed;
    std::vector<std::size_t> code_of;
    for (std::size_t c = window_.first; c < window_.first + window_.periods; ++c) {
      const auto [place, is_new] = places.emplace(active(c), programs.size());
      code_of.push_back(place->second);
      if (!is_new) continue;
      programs.push_back(build_stacked_program(model_, unknowns_at(model_, switches_, c), anywhere));
      fixed.push_back(fixed_values(run_, programs.back()->stages.front()));
    }
    std::vector<StackedCode> codes;
    for (std::size_t i = 0; i < programs.size(); ++i) codes.push_back({&programs[i]->stages.front(), fixed[i]});
    const StackedTrouble trouble = solve_stacked(codes, code_of, run_.values.data(), window_, options_, run_.work);
    if (trouble.stop == Stop::converged) return true;
    const Program& program = *programs[code_of[trouble.column - window_.first]];
    return report(program, program.stages.front(), trouble);
  }
  /// Reports a block that is solved for all periods at once; false.
  bool report(const Program& program, const Stage& stage, const StackedTrouble& trouble) {
    report(program, stage.segments.front(), trouble.stop, trouble.column, trouble.values, {}, {SolveMethod::torn});
    return false;
  }

  [[nodiscard]] std::vector<std::size_t> active(std::size_t column) const {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < switches_.size(); ++i)
      if (switches_[i].covers(column)) out.push_back(i);
    return out;
  }

  Way& way_at(std::size_t column) {
    const std::vector<std::size_t> switched = active(column);
    Way& way = ways_[switched];
    if (way.program) return way;
    way.program = switched.empty() ? model_.program : build_program(model_, unknowns_at(model_, switches_, column));
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

void solve_alone(RunData& run, std::span<const Switch> switches, const Window& window, const SolveOptions& options) {
  ScenarioSolver(run, switches, window, options).solve();
}

}  // namespace foreplan::inline v0::scenario::detail
