#include <foreplan/scenario/solve.hpp>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/check.hpp"
#include "numeric/parallel.hpp"
#include "scenario/inputs.hpp"
#include "scenario/period_solver.hpp"
#include "scenario/run_data.hpp"

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

void check_options(const SolveOptions& options) {
  foreplan::detail::require(options.tolerance > 0 && options.tolerance <= 1e-3, "scenario::solve",
                            "options.tolerance must be in (0, 1e-3]", options.tolerance);
  foreplan::detail::require(options.max_iterations >= 1, "scenario::solve", "options.max_iterations must be >= 1",
                            std::to_string(options.max_iterations));
}

std::vector<bool> endogenous(const ModelData& model) {
  std::vector<bool> out;
  for (const ModelVariable& v : model.variables) out.push_back(v.kind == VariableKind::endogenous);
  return out;
}

/// Values for `program.fixed_loads`, in their order.
std::vector<double> fixed_values(const ModelData& model, const Program& program, const Scenario& scenario) {
  std::vector<double> out;
  for (const FixedLoad& load : program.fixed_loads) {
    const std::string& name = model.variables[load.variable].name;
    const Period period = model.periods[load.period];
    const bool there = scenario.data().contains(name) && scenario.data()[name].covers(period);
    const double value = there ? scenario.data().at(name, period) : NAN;
    if (!std::isfinite(value))
      foreplan::detail::fail("scenario::solve", "data must hold every value that the model reads",
                             "none for " + name + " in " + to_string(period));
    out.push_back(value);
  }
  return out;
}

/// The order with every simultaneous block solved for all its variables.
Order all_torn(Order order) {
  for (OrderedBlock& block : order.blocks)
    if (block.torn > 0) block.torn = block.members.size();
  return order;
}

class ScenarioSolver {
 public:
  ScenarioSolver(RunData& run, const Program& program, const Window& window, std::vector<double> fixed,
                 const SolveOptions& options)
      : run_(run),
        model_(run.model.data()),
        window_(window),
        fixed_(std::move(fixed)),
        options_(options),
        torn_(program, window.columns, options, {&run.work}) {}

  void solve() {
    for (std::size_t p = 0; p < window_.periods; ++p) {
      if (options_.execution.cancel.cancelled()) throw Cancelled("scenario::solve: cancelled");
      const std::size_t column = window_.first + p;
      if (!solve_period(column)) return;
      run_.solved = p + 1;
      run_.range.last = window_.period(column);
    }
    run_.stop = Stop::converged;
  }

 private:
  bool solve_period(std::size_t column) {
    std::vector<SolveMethod> tried;
    Trouble trouble;
    for (const SolveMethod method : kLadder) {
      if (options_.method != SolveMethod::automatic && method != options_.method) continue;
      if (!tried.empty()) ++run_.work.fallbacks;
      PeriodSolver<1>& solver = method == SolveMethod::full_block ? full() : torn_;
      trouble = solver.solve({run_.values.data()}, {fixed_}, {true}, column, method)[0];
      tried.push_back(method);
      if (trouble.stop == Stop::converged) return true;
      last_ = &solver;
    }
    report(trouble, column, std::move(tried));
    return false;
  }

  PeriodSolver<1>& full() {
    if (!full_) {
      Expressions e = model_.expressions;
      Order order = order_equations(model_, e, endogenous(model_));
      full_program_ = generate(model_, e, all_torn(std::move(order)));
      full_.emplace(*full_program_, window_.columns, options_, std::array{&run_.work});
    }
    return *full_;
  }

  void report(const Trouble& trouble, std::size_t column, std::vector<SolveMethod> tried) {
    SolveFailure failure{.stop = trouble.stop, .period = window_.period(column), .tried = std::move(tried)};
    run_.stop = trouble.stop;
    const Program& program = last_->program();
    const std::vector<double>& w = last_->slots();
    std::vector<std::pair<double, std::size_t>> ranked;  // imbalance, place in stores
    for (std::size_t i = 0; i < trouble.segment->stores.size(); ++i) {
      double imbalance = std::isfinite(w[trouble.segment->stores[i].slot]) ? 0 : INFINITY;
      if (i < trouble.segment->torn.size()) {
        const double r = std::abs(w[trouble.segment->torn[i].residual]);
        imbalance = std::isfinite(r) ? r : INFINITY;
      }
      // A straight stretch holds many equations: only those without a value are in trouble.
      if (trouble.segment->torn.empty() && imbalance == 0) continue;
      ranked.emplace_back(imbalance, i);
    }
    std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    for (const auto& [imbalance, i] : ranked) {
      const Store& store = trouble.segment->stores[i];
      failure.equations.push_back(model_.equations[program.order.owner[store.variable]].name);
      failure.variables.push_back(model_.variables[store.variable].name);
      failure.values.push_back(w[store.slot]);
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
  const Window& window_;
  std::vector<double> fixed_;
  const SolveOptions& options_;
  PeriodSolver<1> torn_;
  std::shared_ptr<const Program> full_program_{};
  std::optional<PeriodSolver<1>> full_{};
  PeriodSolver<1>* last_ = nullptr;
};


/// A run before its first period: inputs gathered, layers applied, everything checked.
/// @param base  `gather` of the scenario's data for this window.
std::shared_ptr<RunData> prepare(const Model& model, const Scenario& scenario, const Window& window,
                                 std::vector<double> base) {
  const ModelData& data = model.data();
  auto run = std::make_shared<RunData>();
  run->model = model;
  run->scenario = scenario.name();
  run->range = {window.period(window.first), window.period(window.first)};
  run->origin = window.origin;
  run->columns = window.columns;
  run->values = std::move(base);
  apply_layers(data, scenario, window, run->values);
  require_complete(data, endogenous(data), window, run->values);
  return run;
}

/// Eight or fewer scenarios side by side. One that plain Newton does not solve is solved again on its own.
class LaneSolver {
 public:
  LaneSolver(const Window& window, const SolveOptions& options) : window_(window), options_(options) {}

  void add(std::shared_ptr<RunData> run, std::vector<double> fixed) {
    fixed_[count_] = std::move(fixed);
    starts_[count_] = run->values;
    runs_[count_++] = std::move(run);
  }

  void solve(const Program& program) {
    std::array<SolveWork*, kLanes> work{};
    std::array<double*, kLanes> values{};
    std::array<std::span<const double>, kLanes> fixed{};
    std::array<bool, kLanes> going{};
    for (std::size_t l = 0; l < kLanes; ++l) {
      RunData& run = *runs_[std::min(l, count_ - 1)];  // idle lanes read the last scenario
      work[l] = &run.work;
      values[l] = run.values.data();
      fixed[l] = fixed_[std::min(l, count_ - 1)];
      going[l] = l < count_;
    }
    PeriodSolver<kLanes> solver(program, window_.columns, options_, work);
    for (std::size_t p = 0; p < window_.periods; ++p) {
      if (options_.execution.cancel.cancelled()) throw Cancelled("scenario::solve_all: cancelled");
      const auto trouble = solver.solve(values, fixed, going, window_.first + p, SolveMethod::torn);
      for (std::size_t l = 0; l < count_; ++l) going[l] = going[l] && trouble[l].stop == Stop::converged;
    }
    for (std::size_t l = 0; l < count_; ++l) {
      RunData& run = *runs_[l];
      if (going[l]) {
        run.solved = window_.periods;
        run.range.last = window_.period(window_.first + window_.periods - 1);
        run.stop = Stop::converged;
      } else {
        run.values = std::move(starts_[l]);
        run.work = {};
        ScenarioSolver(run, program, window_, fixed_[l], options_).solve();
      }
    }
  }

 private:
  const Window& window_;
  const SolveOptions& options_;
  std::size_t count_ = 0;
  std::array<std::shared_ptr<RunData>, kLanes> runs_{};
  std::array<std::vector<double>, kLanes> fixed_{}, starts_{};
};

}  // namespace
}  // namespace detail

Run solve(const Model& model, const Scenario& scenario, PeriodRange range, const SolveOptions& options) {
  detail::check_options(options);
  const detail::ModelData& data = model.data();
  const detail::Window window = detail::window_of(data, scenario, range);
  auto run = detail::prepare(model, scenario, window, detail::gather(data, scenario.data(), window));
  detail::ScenarioSolver(*run, *data.program, window, detail::fixed_values(data, *data.program, scenario), options)
      .solve();
  return Run(std::move(run));
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
      auto run = detail::prepare(model, scenario, window,
                                 shared ? first : detail::gather(data, scenario.data(), window));
      runs[i] = Run(run);
      lanes.add(std::move(run), detail::fixed_values(data, *data.program, scenario));
    }
    lanes.solve(*data.program);
  });
  return runs;
}

}  // namespace foreplan::inline v0::scenario
