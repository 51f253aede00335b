#include <foreplan/scenario/control.hpp>

#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "numeric/bounds.hpp"
#include "numeric/least_squares.hpp"
#include "scenario/instruments.hpp"
#include "scenario/run_data.hpp"
#include "scenario/targets.hpp"

namespace foreplan::inline v0::scenario {
namespace {

using detail::Cell;
using detail::Derivatives;
using detail::short_number;
using detail::Stretch;
using foreplan::detail::fail;
using foreplan::detail::number_text;
using foreplan::detail::quoted;
using foreplan::detail::require;

constexpr std::string_view kFunction = "scenario::optimal_control";
constexpr std::size_t kNoUnknown = static_cast<std::size_t>(-1);

void check_list(const std::vector<double>& list, const std::string& variable, const PeriodRange& range,
                const char* what) {
  const std::size_t periods = range.size();
  if (list.size() != 1 && list.size() != periods)
    fail(kFunction, std::string(what) + " must be one, or one for each of the " + std::to_string(periods) + " periods",
         std::to_string(list.size()), "for " + quoted(variable));
  for (const double x : list)
    if (!std::isfinite(x))
      fail(kFunction, std::string(what) + " must be finite", number_text(x), "for " + quoted(variable));
}

void check_cost(double cost, const std::string& variable, const char* what) {
  if (!(cost >= 0) || !std::isfinite(cost))
    fail(kFunction, std::string(what) + " must be >= 0 and finite", number_text(cost), "for " + quoted(variable));
}

void check_options(const ControlOptions& o) {
  require(!o.targets.empty(), kFunction, "options.targets must not be empty", "none");
  require(!o.instruments.empty(), kFunction, "options.instruments must not be empty", "none");
  for (const ControlTarget& t : o.targets) {
    check_list(t.wish, t.variable, t.range, "wishes");
    check_cost(t.weight, t.variable, "weights");
    if (t.deviation == Deviation::relative)
      for (const double wish : t.wish)
        if (wish == 0)
          fail(kFunction, "relative deviations need wishes that are not 0", "0", "for " + quoted(t.variable));
  }
  for (const ControlInstrument& i : o.instruments) {
    if (!i.wish.empty()) check_list(i.wish, i.variable, i.range, "wishes");
    check_cost(i.level_cost, i.variable, "level costs");
    check_cost(i.change_cost, i.variable, "change costs");
    if (!(i.lower <= i.upper) || i.lower == INFINITY || i.upper == -INFINITY)
      fail(kFunction, "bounds must be numbers, lower <= upper", number_text(i.lower) + " and " + number_text(i.upper),
           "for " + quoted(i.variable));
  }
  require(o.discount > 0 && o.discount <= 1, kFunction, "options.discount must be in (0, 1]", o.discount);
  require(o.max_iterations >= 1, kFunction, "options.max_iterations must be >= 1", std::to_string(o.max_iterations));
}

double element(const std::vector<double>& list, std::size_t i) { return list[list.size() == 1 ? 0 : i]; }

/// coefficient * (quantity - wish), squared a term of the objective. The quantity is a target's value, an instrument's,
/// or an instrument's less the one before.
struct Term {
  std::size_t part = 0;
  double coefficient = 0, wish = 0;
  Cell target{};
  std::size_t unknown = kNoUnknown, previous = kNoUnknown;
};

class Control {
 public:
  Control(const Model& model, const Scenario& base, const ControlOptions& options)
      : model_(model), base_(base), o_(options) {
    std::vector<Stretch> targets, instruments;
    for (const ControlTarget& t : o_.targets) targets.push_back({t.variable, t.range});
    for (const ControlInstrument& i : o_.instruments) instruments.push_back({i.variable, i.range});
    detail::check_stretches(model, targets, kFunction, "target");
    detail::check_stretches(model, instruments, kFunction, "instrument");
    range_ = detail::range_over(model, base, o_.range, instruments, targets, kFunction);
    layer_ = detail::layer_name(base, o_.layer, "control");
    static_cast<void>(base_.layer(layer_));  // refuses a name that is taken
    run_ = scenario::solve(model_, base_, range_, o_.solve);
    ++result_.solutions;
    read_instruments(instruments);
    read_targets(targets);
    read_costs();
  }

  ControlResult run() {
    result_.objective_before = run_.usable() ? objective(run_, before_, &ControlPart::before) : NAN;
    if (terms_.empty()) fail(kFunction, "some weight or cost must be > 0", "none");
    const numeric::LeastSquares found = numeric::least_squares(
        terms_.size(), before_,
        [&](std::span<const double> x, std::span<double> r, std::span<double> j) { return residuals(x, r, j); },
        {.max_iterations = o_.max_iterations, .lower = lower_, .upper = upper_, .cancel = o_.solve.execution.cancel});
    result_.stop = found.stop;
    result_.iterations = found.iterations;
    solve_at(found.x);
    result_.scenario = scenario_;
    result_.run = run_;
    result_.objective = run_.usable() ? objective(run_, x_, &ControlPart::after) : NAN;
    describe();
    return std::move(result_);
  }

 private:
  void read_instruments(std::span<const Stretch> stretches) {
    for (std::size_t i = 0; i < stretches.size(); ++i) {
      for (const Cell& cell : detail::cells_of(run_.data(), stretches[i], false, kFunction, "instrument")) {
        cells_.push_back(cell);
        directions_.push_back({{cell, 1}});
        before_.push_back(value_at(run_.data(), cell));
        lower_.push_back(o_.instruments[i].lower);
        upper_.push_back(o_.instruments[i].upper);
      }
    }
  }
  [[nodiscard]] double discounted(double weight, std::size_t column) const {
    const auto t = static_cast<std::int64_t>(column) - (range_.first - run_.data().origin);
    return std::sqrt(weight * std::pow(o_.discount, static_cast<double>(t)));
  }
  void add_part(const std::string& variable, const char* what) { result_.parts.push_back({variable, what, 0, 0}); }
  void add_term(Term term) {
    if (term.coefficient == 0) return;
    term.part = result_.parts.size() - 1;
    if (term.unknown == kNoUnknown) outputs_.push_back(term.target);
    terms_.push_back(term);
  }
  void read_targets(std::span<const Stretch> stretches) {
    for (std::size_t i = 0; i < stretches.size(); ++i) {
      const ControlTarget& target = o_.targets[i];
      const auto cells = detail::cells_of(run_.data(), stretches[i], true, kFunction, "target");
      add_part(target.variable, "target");
      for (std::size_t t = 0; t < cells.size(); ++t) {
        const double wish = element(target.wish, t);
        const double unit = target.deviation == Deviation::relative ? std::abs(wish) : 1;
        add_term({.coefficient = discounted(target.weight, cells[t].column) / unit, .wish = wish, .target = cells[t]});
      }
    }
  }
  void read_costs() {
    std::size_t j = 0;
    for (const ControlInstrument& instrument : o_.instruments) {
      const std::size_t periods = instrument.range.size(), begin = j;
      if (instrument.level_cost > 0) add_part(instrument.variable, "level");
      for (std::size_t t = 0; t < periods && instrument.level_cost > 0; ++t)
        add_term({.coefficient = discounted(instrument.level_cost, cells_[begin + t].column),
                  .wish = instrument.wish.empty() ? before_[begin + t] : element(instrument.wish, t),
                  .unknown = begin + t});
      if (instrument.change_cost > 0) add_change_cost(instrument, begin, periods);
      j += periods;
    }
  }
  void add_change_cost(const ControlInstrument& instrument, std::size_t begin, std::size_t periods) {
    const Cell first = cells_[begin];
    const Period before_first = instrument.range.first - 1;
    double last = first.column > 0 ? value_at(run_.data(), {first.variable, first.column - 1}) : NAN;
    if (!std::isfinite(last) && base_.data().contains(instrument.variable) &&
        base_.data()[instrument.variable].covers(before_first))
      last = base_.data().at(instrument.variable, before_first);
    if (!std::isfinite(last) && !model_[instrument.variable].value)
      fail(kFunction, "a change cost needs the value before the range",
           "none for " + instrument.variable + " in " + to_string(before_first));
    if (!std::isfinite(last)) last = *model_[instrument.variable].value;
    add_part(instrument.variable, "change");
    for (std::size_t t = 0; t < periods; ++t)
      add_term({.coefficient = discounted(instrument.change_cost, cells_[begin + t].column),
                .wish = t == 0 ? last : 0,
                .unknown = begin + t,
                .previous = t == 0 ? kNoUnknown : begin + t - 1});
  }

  /// Solves the model at x, unless it stands there.
  void solve_at(std::span<const double> x) {
    if (std::equal(x.begin(), x.end(), x_.begin(), x_.end())) return;
    x_.assign(x.begin(), x.end());
    scenario_ = base_.layer(layer_);
    std::size_t j = 0;
    for (const ControlInstrument& instrument : o_.instruments) {
      std::vector<double> by(instrument.range.size());
      for (double& change : by) {
        change = x_[j] - before_[j];
        ++j;
      }
      scenario_ = scenario_.with({ChangeKind::shift, instrument.variable, instrument.range, std::move(by)});
    }
    run_ = scenario::solve(model_, scenario_, range_, o_.solve);
    ++result_.solutions;
  }

  [[nodiscard]] static double deviation(const Term& term, const Run& run, std::span<const double> x) {
    if (term.unknown == kNoUnknown) return value_at(run.data(), term.target) - term.wish;
    return x[term.unknown] - (term.previous == kNoUnknown ? 0 : x[term.previous]) - term.wish;
  }

  bool residuals(std::span<const double> x, std::span<double> r, std::span<double> jacobian) {
    solve_at(x);
    if (!run_.usable()) return false;
    const std::size_t m = terms_.size();
    for (std::size_t i = 0; i < m; ++i) r[i] = terms_[i].coefficient * deviation(terms_[i], run_, x);
    if (jacobian.empty()) return true;
    const Derivatives derivatives(run_);
    if (derivatives.stop() != Stop::converged) return false;
    const std::vector<double> moved = derivatives.tangent(directions_, outputs_);
    std::fill(jacobian.begin(), jacobian.end(), 0.0);
    for (std::size_t i = 0, row = 0; i < m; ++i) {
      const Term& term = terms_[i];
      if (term.unknown != kNoUnknown) {
        jacobian[term.unknown * m + i] = term.coefficient;
        if (term.previous != kNoUnknown) jacobian[term.previous * m + i] = -term.coefficient;
        continue;
      }
      for (std::size_t j = 0; j < x.size(); ++j) jacobian[j * m + i] = term.coefficient * moved[row * x.size() + j];
      ++row;
    }
    return true;
  }

  double objective(const Run& run, std::span<const double> x, double ControlPart::*where) {
    double sum = 0;
    for (const Term& term : terms_) {
      const double r = term.coefficient * deviation(term, run, x);
      result_.parts[term.part].*where += r * r;
    }
    for (const ControlPart& part : result_.parts) sum += part.*where;
    return sum;
  }

  /// d objective / d instrument values: the targets' part backward through the model.
  [[nodiscard]] std::vector<double> gradient() const {
    std::vector<detail::Weighted> pull;
    std::vector<double> out(x_.size());
    for (const Term& term : terms_) {
      const double slope = 2 * term.coefficient * term.coefficient * deviation(term, run_, x_);
      if (term.unknown == kNoUnknown)
        pull.push_back({term.target, slope});
      else
        out[term.unknown] += slope;
      if (term.previous != kNoUnknown) out[term.previous] -= slope;
    }
    const Derivatives derivatives(run_);
    if (derivatives.stop() != Stop::converged) return std::vector<double>(x_.size(), NAN);
    const std::vector<double> cells = derivatives.adjoint(pull);
    for (std::size_t j = 0; j < out.size(); ++j)
      out[j] += cells[cells_[j].variable * run_.data().columns + cells_[j].column];
    return out;
  }

  void describe() {
    std::size_t j = 0;
    const numeric::Bounds bounds(lower_, upper_);
    if (run_.usable()) {
      result_.gradient = gradient();
      result_.projected_gradient = bounds.slope(x_, result_.gradient, result_.objective);
    }
    for (const ControlInstrument& instrument : o_.instruments) {
      SoughtInstrument s{instrument.variable, instrument.range, SeekProfile::free, 0, {}, {}, {}};
      const std::size_t periods = instrument.range.size();
      for (std::size_t t = 0; t < periods; ++t, ++j) {
        s.before.push_back(before_[j]);
        s.values.push_back(value_at(run_.data(), cells_[j]));
        s.changes.push_back(x_[j] - before_[j]);
        s.amount += s.changes.back() / static_cast<double>(periods);
        if (result_.gradient.empty() || !bounds.blocks(j, x_[j], result_.gradient[j])) continue;
        const bool upper = x_[j] >= upper_[j];
        result_.bounds.push_back({instrument.variable, instrument.range.first + static_cast<std::int64_t>(t), upper,
                                  upper ? upper_[j] : lower_[j]});
      }
      result_.instruments.push_back(std::move(s));
    }
    if (!run_.usable()) {
      result_.sentence =
          "the model could not be solved: " + (run_.failure() ? run_.failure()->sentence : std::string());
      return;
    }
    result_.sentence = "objective from " + short_number(result_.objective_before) + " to " +
                       short_number(result_.objective) + " in " + std::to_string(result_.iterations) + " iterations";
    if (!result_.bounds.empty())
      result_.sentence += "; " + std::to_string(result_.bounds.size()) + " values stand on bounds";
    if (result_.stop == Stop::singular)
      result_.sentence += "; other values of the instruments do as well: give them a cost";
    if (!result_.usable()) result_.sentence += "; stopped: " + std::string(to_string(result_.stop));
  }

  const Model& model_;
  const Scenario& base_;
  const ControlOptions& o_;
  PeriodRange range_{};
  std::string layer_{};
  std::vector<Cell> cells_{}, outputs_{};  ///< Of instruments' values; of targets' terms, in order.
  std::vector<detail::Direction> directions_{};
  std::vector<double> before_{}, lower_{}, upper_{};
  std::vector<Term> terms_{};
  std::vector<double> x_{};  ///< Where `run_` stands; empty: without any change.
  Scenario scenario_{};
  Run run_{};
  ControlResult result_{};
};

}  // namespace

std::string_view to_string(Deviation deviation) noexcept {
  return deviation == Deviation::absolute ? "absolute" : "relative";
}

ControlResult optimal_control(const Model& model, const Scenario& scenario, const ControlOptions& options) {
  detail::require_no_targets(
      scenario, kFunction, "state them among options.targets, or solve it and go on with the scenario of Run::targets");
  check_options(options);
  return Control(model, scenario, options).run();
}

}  // namespace foreplan::inline v0::scenario
