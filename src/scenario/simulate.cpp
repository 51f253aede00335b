#include <foreplan/scenario/simulate.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>

#include "core/check.hpp"
#include "numeric/parallel.hpp"
#include "numeric/quantiles.hpp"
#include "scenario/scenario_solver.hpp"
#include "scenario/shock_draws.hpp"
#include "scenario/side_by_side.hpp"
#include "scenario/targets.hpp"

namespace foreplan::inline v0::scenario {
namespace detail {
namespace {

using foreplan::detail::fail;
using foreplan::detail::number_text;
using foreplan::detail::quoted;

constexpr std::string_view kFunction = "scenario::simulate";
constexpr std::size_t kMostDraws = 100'000'000;
constexpr std::size_t kGroups = 8;  // of lanes, one unit of work: what a thread sets up serves all of them
constexpr std::size_t kUnit = kGroups * kLanes;

void check(const SimulateOptions& o) {
  if (o.draws < 1 || o.draws > kMostDraws)
    fail(kFunction, "options.draws must be in [1, 10^8]", std::to_string(o.draws));
  if (o.track.empty()) fail(kFunction, "options.track must name the variables to be kept", "none");
  for (std::size_t i = 0; i < o.track.size(); ++i)
    if (std::find(o.track.begin(), o.track.begin() + static_cast<std::ptrdiff_t>(i), o.track[i]) !=
        o.track.begin() + static_cast<std::ptrdiff_t>(i))
      fail(kFunction, "options.track must name a variable once", quoted(o.track[i]));
  for (const double c : o.coverages)
    if (!(c > 0 && c < 1)) fail(kFunction, "options.coverages must be in (0, 1)", number_text(c));
  if (!(o.max_failed >= 0 && o.max_failed <= 1))
    fail(kFunction, "options.max_failed must be in [0, 1]", number_text(o.max_failed));
  if (o.antithetic && o.draws % 2 != 0)
    fail(kFunction, "antithetic draws come in pairs: options.draws must be even", std::to_string(o.draws));
}

/// How many values are stored.
std::size_t stored(const SimulateOptions& o, std::size_t periods) {
  std::size_t cells = 0, bytes = 0;
  const bool over = __builtin_mul_overflow(o.draws, periods, &cells) ||
                    __builtin_mul_overflow(cells, o.track.size(), &cells) ||
                    __builtin_mul_overflow(cells, sizeof(double), &bytes);
  if (over || bytes > o.max_bytes)
    fail(kFunction, "draws x periods x variables must fit into options.max_bytes, " + std::to_string(o.max_bytes),
         std::to_string(o.draws) + " x " + std::to_string(periods) + " x " + std::to_string(o.track.size()) +
             " numbers of 8 bytes");
  return cells;
}

struct FailedDraw {
  std::size_t draw = 0;
  Stop stop = Stop::not_run;
  std::string sentence{};
};

/// What a thread draws into.
struct Scratch {
  std::vector<double> normal{}, shocks{}, parameters{};
};

class Simulator {
 public:
  Simulator(const Model& model, const Scenario& scenario, PeriodRange range, const SimulateOptions& options)
      : model_(model),
        options_(options),
        solve_options_{.tolerance = options.tolerance,
                       .max_iterations = options.max_iterations,
                       .execution = {.cancel = options.execution.cancel}},
        window_(window_of(model.data(), scenario.data(), range, kFunction)),
        cells_(stored(options, window_.periods)) {
    check_options(solve_options_);
    for (const std::string& name : options.track)
      tracked_.push_back(variable_named(model.data(), name, kFunction, "in options.track"));
    base_ = prepare(model, scenario, window_, gather(model.data(), scenario.data(), window_));
    for (const std::uint32_t v : tracked_) units_.push_back(require_values(scenario, v));
    shocks_.emplace(model, scenario, range, options);
    parameters_.emplace(model.data(), options);
    program_ = program();
  }

  Simulation run(const std::string& scenario, PeriodRange range) {
    Simulation out = begun(scenario, range);
    kept_ = out.kept.data();
    const std::size_t units = (options_.draws + kUnit - 1) / kUnit;
    std::vector<std::vector<FailedDraw>> failed(units);
    numeric::parallel_for(units, options_.execution, [&](std::size_t u) { failed[u] = unit(u); });
    const FailedDraw* first = nullptr;
    for (const auto& some : failed) {
      out.failed += some.size();
      if (!first && !some.empty()) first = &some.front();
    }
    if (first) out.first_failure = "draw " + std::to_string(first->draw) + ": " + first->sentence;
    const double allowed = options_.max_failed * static_cast<double>(options_.draws);
    const bool too_many = out.failed == out.draws || static_cast<double>(out.failed) > allowed;
    out.stop = too_many ? first->stop : Stop::converged;
    describe(out);
    if (!options_.keep_draws) out.kept = {};
    return out;
  }

  /// Of a scenario that has no solution to begin from: no draw is made.
  Simulation none(const std::string& scenario, PeriodRange range, const Run& unusable) {
    Simulation out = begun(scenario, range);
    out.stop = unusable.stop();
    out.failed = out.draws;
    if (unusable.failure()) out.first_failure = unusable.failure()->sentence;
    std::fill(out.kept.begin(), out.kept.end(), NAN);
    describe(out);
    if (!options_.keep_draws) out.kept = {};
    return out;
  }

 private:
  [[nodiscard]] Simulation begun(const std::string& scenario, PeriodRange range) const {
    Simulation out{.scenario = scenario,
                   .range = range,
                   .draws = options_.draws,
                   .seed = options_.seed,
                   .antithetic = options_.antithetic,
                   .coverages = options_.coverages};
    out.kept.resize(cells_);
    return out;
  }

  /// The unit of a tracked variable, which must be solved for or have values.
  [[nodiscard]] Unit require_values(const Scenario& scenario, std::uint32_t v) const {
    const ModelVariable& variable = model_.data().variables[v];
    for (std::size_t c = window_.first; c < window_.first + window_.periods; ++c)
      if (!unknowns_at(model_.data(), base_.switches, c)[v] &&
          !std::isfinite(base_.run->values[v * window_.columns + c]))
        fail(kFunction, "tracked variables must have values or be solved for",
             "none in " + to_string(window_.period(c)), "for " + quoted(variable.name));
    if (variable.unit) return *variable.unit;
    return scenario.data().contains(variable.name) ? scenario.data()[variable.name].unit : Unit{};
  }

  /// Code for all periods, where one serves all; else nothing, and draws are solved one by one.
  [[nodiscard]] std::shared_ptr<const Program> program() const {
    std::shared_ptr<const Program> one = model_.data().program;
    const std::size_t first = window_.first, last = first + window_.periods - 1;
    if (!base_.switches.empty()) {
      for (const Switch& s : base_.switches)
        if (!s.covers(first) || !s.covers(last)) return nullptr;
      one = build_program(model_.data(), unknowns_at(model_.data(), base_.switches, first));
    }
    return one->stages.size() == 1 && !one->stages.front().forward ? one : nullptr;
  }

  /// The values of one draw over those of the scenario: values[(variable * columns + column) * stride].
  void place(std::size_t draw, std::size_t stride, double* values, Scratch& scratch) const {
    auto& [normal, shocks, drawn] = scratch;
    const std::size_t columns = window_.columns;
    const auto cell = [&](std::uint32_t v, std::size_t c) -> double& { return values[(v * columns + c) * stride]; };
    const std::vector<double>& base = base_.run->values;
    for (const Behavioural& b : shocks_->equations())
      for (std::size_t c = window_.first; c < columns; ++c) cell(b.add_factor, c) = base[b.add_factor * columns + c];
    drawn.resize(parameters_->variables().size());
    parameters_->draw(draw, drawn);
    for (std::size_t i = 0; i < drawn.size(); ++i) {
      const std::uint32_t v = parameters_->variables()[i];
      // Parameters are the same always; what is exogenous has a history that is known.
      const std::size_t begin = model_.data().variables[v].kind == VariableKind::parameter ? 0 : window_.first;
      for (std::size_t c = begin; c < columns; ++c)
        cell(v, c) = parameters_->replaces() ? drawn[i] : base[v * columns + c] + drawn[i];
    }
    shocks.resize(shocks_->equations().size() * window_.periods);
    shocks_->draw(draw, normal, shocks);
    for (std::size_t i = 0; i < shocks_->equations().size(); ++i)
      for (std::size_t p = 0; p < window_.periods; ++p)
        cell(shocks_->equations()[i].add_factor, window_.first + p) += shocks[i * window_.periods + p];
  }

  void keep(std::size_t draw, std::size_t stride, const double* values) {
    for (std::size_t t = 0; t < tracked_.size(); ++t)
      for (std::size_t p = 0; p < window_.periods; ++p)
        kept_[(t * window_.periods + p) * options_.draws + draw] =
            values ? values[(tracked_[t] * window_.columns + window_.first + p) * stride] : NAN;
  }

  std::vector<FailedDraw> unit(std::size_t u) {
    std::vector<FailedDraw> failed;
    Scratch scratch;
    const std::size_t begin = u * kUnit, end = std::min(begin + kUnit, options_.draws);
    if (!program_) {
      for (std::size_t d = begin; d < end; ++d) alone(d, scratch, failed);
      return failed;
    }
    const Stage& stage = program_->stages.front();
    SideBySide lanes(stage, window_, solve_options_);
    const std::vector<double> fixed = fixed_values(*base_.run, stage);
    lanes.fill(base_.run->values, fixed);
    std::array<SolveWork, kLanes> work{};
    std::array<SolveWork*, kLanes> works{};
    for (std::size_t l = 0; l < kLanes; ++l) works[l] = &work[l];
    for (std::size_t d = begin; d < end; d += kLanes) {
      const std::size_t count = std::min(kLanes, end - d);
      std::array<bool, kLanes> going{};
      lanes.start_from(base_.run->values);
      for (std::size_t l = 0; l < count; ++l) {
        place(d + l, kLanes, lanes.values() + l, scratch);
        going[l] = true;
      }
      const std::array<bool, kLanes> solved = lanes.solve(going, works);
      for (std::size_t l = 0; l < count; ++l) {
        if (solved[l])
          keep(d + l, kLanes, lanes.values() + l);
        else
          alone(d + l, scratch, failed);
      }
    }
    return failed;
  }

  void alone(std::size_t draw, Scratch& scratch, std::vector<FailedDraw>& failed) {
    if (options_.execution.cancel.cancelled()) throw Cancelled("scenario::simulate: cancelled");
    RunData run = *base_.run;
    place(draw, 1, run.values.data(), scratch);
    solve_alone(run, base_.switches, window_, solve_options_);
    if (run.stop == Stop::converged) return keep(draw, 1, run.values.data());
    keep(draw, 1, nullptr);
    // Of many failures only the first is told.
    failed.push_back({draw, run.stop, failed.empty() && run.failure ? run.failure->sentence : std::string()});
  }

  void describe(Simulation& out) const {
    const std::size_t periods = window_.periods, n = options_.draws, intervals = options_.coverages.size();
    std::vector<double> probabilities{0.5};
    for (const double c : options_.coverages) {
      probabilities.push_back((1 - c) / 2);
      probabilities.push_back(1 - (1 - c) / 2);
    }
    const std::vector<double> missing(periods, std::numeric_limits<double>::quiet_NaN());
    for (std::size_t t = 0; t < tracked_.size(); ++t) {
      const std::vector<std::vector<double>> ends(intervals, missing);
      out.variables.push_back({options_.track[t], units_[t], missing, missing, missing, ends, ends});
    }
    if (out.failed == out.draws) return;
    Execution execution = options_.execution;
    execution.progress = {};
    numeric::parallel_for(tracked_.size() * periods, execution, [&](std::size_t cell) {
      SimulatedVariable& variable = out.variables[cell / periods];
      const std::size_t p = cell % periods;
      std::span<const double> sample(&out.kept[cell * n], n);
      std::vector<double> solved;
      if (out.failed > 0) {
        std::copy_if(sample.begin(), sample.end(), std::back_inserter(solved), [](double x) { return !std::isnan(x); });
        sample = solved;
      }
      const auto count = static_cast<double>(sample.size());
      double sum = 0, squares = 0;
      for (const double x : sample) sum += x;
      const double mean = sum / count;
      for (const double x : sample) squares += (x - mean) * (x - mean);
      variable.mean[p] = mean;
      if (sample.size() > 1) variable.standard_deviation[p] = std::sqrt(squares / (count - 1));
      const std::vector<double> q = numeric::quantiles(sample, probabilities);
      variable.median[p] = q[0];
      for (std::size_t i = 0; i < intervals; ++i) {
        variable.lower[i][p] = q[1 + 2 * i];
        variable.upper[i][p] = q[2 + 2 * i];
      }
    });
  }

  const Model& model_;
  const SimulateOptions& options_;
  SolveOptions solve_options_;
  Window window_;
  std::size_t cells_ = 0;
  std::vector<std::uint32_t> tracked_{};
  std::vector<Unit> units_{};
  Prepared base_{};
  std::optional<ShockDraws> shocks_{};
  std::optional<ParameterSource> parameters_{};
  std::shared_ptr<const Program> program_{};
  double* kept_ = nullptr;
};

}  // namespace
}  // namespace detail

Simulation simulate(const Model& model, const Scenario& scenario, PeriodRange range, const SimulateOptions& options) {
  detail::check(options);
  if (!detail::states_targets(scenario))
    return detail::Simulator(model, scenario, range, options).run(scenario.name(), range);
  const Run met = solve(model, scenario, range,
                        {.tolerance = options.tolerance,
                         .max_iterations = options.max_iterations,
                         .execution = {.cancel = options.execution.cancel}});
  detail::Simulator simulator(model, met.targets()->scenario, range, options);
  Simulation out = met.usable() ? simulator.run(scenario.name(), range) : simulator.none(scenario.name(), range, met);
  out.targets = met.targets();
  return out;
}

}  // namespace foreplan::inline v0::scenario
