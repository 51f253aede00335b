#include <foreplan/scenario/seek.hpp>

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/check.hpp"
#include "numeric/householder.hpp"
#include "numeric/least_change.hpp"
#include "scenario/instruments.hpp"
#include "scenario/run_data.hpp"
#include "scenario/seek_sentence.hpp"
#include "scenario/targets.hpp"

namespace foreplan::inline v0::scenario {
namespace {

using detail::Cell;
using detail::Derivatives;
using detail::Stretch;
using foreplan::detail::fail;
using foreplan::detail::quoted;
using foreplan::detail::require;
using numeric::length;
using numeric::Side;

constexpr double kLeastDamping = 0x1p-30;
constexpr double kStill = 1e-8;        // a step beside what has been moved: |change| is then least to its square,
constexpr double kNearlyStill = 1e-5;  // and still to ten digits

/// The lists, whichever form was given.
void unify(SeekOptions& o, std::string_view function) {
  const bool target = !o.target.variable.empty(), instrument = !o.instrument.variable.empty();
  const auto one = [&](bool singular, std::size_t plural, const char* what) {
    if (singular == (plural > 0))
      fail(function, "options must hold " + std::string(what) + ", singular or plural", singular ? "both" : "neither");
  };
  one(target, o.targets.size(), "a target or targets");
  one(instrument, o.instruments.size(), "an instrument or instruments");
  if (target) o.targets.push_back(o.target);
  if (instrument) o.instruments.push_back(o.instrument);
}

void check_options(const SeekOptions& o, std::string_view function) {
  for (const SeekTarget& t : o.targets) {
    if (!std::isfinite(t.value))
      fail(function, "target values must be finite", foreplan::detail::number_text(t.value),
           "for " + quoted(t.variable));
    if (!(t.weight > 0) || !std::isfinite(t.weight))
      fail(function, "target weights must be > 0 and finite", foreplan::detail::number_text(t.weight),
           "for " + quoted(t.variable));
  }
  for (const SeekInstrument& i : o.instruments) detail::check_instrument(i, function, "for " + quoted(i.variable));
  require(o.tolerance > 0 && o.tolerance <= 1e-3, function, "options.tolerance must be in (0, 1e-3]", o.tolerance);
  require(o.max_iterations >= 1, function, "options.max_iterations must be >= 1", std::to_string(o.max_iterations));
}

/// One number that is looked for: an instrument's amount, or one of its values. Inside the search it is measured by
/// `norm`, so that the squared length of all is the weighted change.
struct Unknown {
  std::size_t instrument = 0;
  detail::Direction direction{};
  double norm = 1;
  double lower = 0, upper = 0;  ///< Of the amount.
};

class Search {
 public:
  Search(std::string_view function, const Model& model, const Scenario& base, SeekOptions options)
      : function_(function), model_(model), base_(base), o_(std::move(options)) {
    std::vector<Stretch> targets, instruments;
    for (const SeekTarget& t : o_.targets) targets.push_back({t.variable, {t.period, t.period}});
    for (const SeekInstrument& i : o_.instruments) instruments.push_back({i.variable, i.range});
    detail::check_stretches(model, targets, function_, "target");
    detail::check_stretches(model, instruments, function_, "instrument");
    range_ = detail::range_over(model, base, o_.range, instruments, targets, function_);
    layer_ = detail::layer_name(base, o_.layer, "seek");
  }

  SeekResult run() {
    static_cast<void>(base_.layer(layer_));  // refuses a name that is taken
    here_.scenario = base_;
    here_.run = scenario::solve(model_, base_, range_, o_.solve);
    ++result_.solutions;
    find_cells();
    if (!here_.run.usable()) return finish(here_.run.stop());
    set_up();
    here_.x.assign(unknowns_.size(), 0.0);
    measure(here_);
    std::optional<Derivatives> derivatives(here_.run);
    require_paths(*derivatives);
    const bool inside = start_ == here_.x;
    if (!inside) here_ = evaluate(start_);
    if (!here_.run.usable()) return finish(here_.run.stop());
    for (;; ++result_.iterations) {
      if (!inside || result_.iterations > 0) derivatives.emplace(here_.run);
      if (derivatives->stop() != Stop::converged) return finish(derivatives->stop());
      linearise(*derivatives);
      const numeric::LeastChange next = aim();
      at_ = next.at;
      std::vector<double> step(next.x);
      for (std::size_t j = 0; j < step.size(); ++j) step[j] -= here_.x[j];
      const bool reached = all_reached(here_);
      const double moved = length(here_.x) + kStill;
      const bool still = length(step) <= kStill * moved, nearly_still = length(step) <= kNearlyStill * moved;
      if (reached && (!choice() || still)) return finish(Stop::converged);
      if (!reached && stationary(step)) return finish(choice() || square() ? Stop::infeasible : Stop::converged);
      if (result_.iterations == o_.max_iterations) return finish(Stop::iteration_limit);
      if (!go(step, next.gap)) return finish(reached && nearly_still ? Stop::converged : Stop::no_progress);
    }
  }

 private:
  struct Trial {
    std::vector<double> x{};     ///< Unknowns, in their norms.
    std::vector<double> gaps{};  ///< value - wished, scaled and weighted.
    Scenario scenario{};
    Run run{};
  };

  [[nodiscard]] bool choice() const { return unknowns_.size() > targets_.size(); }
  [[nodiscard]] bool square() const { return unknowns_.size() == targets_.size(); }

  void find_cells() {
    const detail::RunData& run = here_.run.data();
    for (const SeekTarget& t : o_.targets)
      targets_.push_back(detail::cells_of(run, {t.variable, {t.period, t.period}}, true, function_, "target").front());
    for (const SeekInstrument& i : o_.instruments)
      cells_.push_back(detail::cells_of(run, {i.variable, i.range}, false, function_, "instrument"));
    for (const auto& cells : cells_) {
      std::vector<double>& values = before_.emplace_back();
      for (const Cell& cell : cells) values.push_back(value_at(run, cell));
    }
  }

  void set_up() {
    for (std::size_t i = 0; i < o_.targets.size(); ++i) {
      const double before = value_at(here_.run.data(), targets_[i]);
      target_before_.push_back(before);
      const double wished = o_.targets[i].value;
      target_scale_.push_back(wished != 0 ? std::abs(wished) : before != 0 ? std::abs(before) : 1);
    }
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      const SeekInstrument& instrument = o_.instruments[i];
      double size = 0;
      for (const double x : before_[i]) size += std::abs(x) / static_cast<double>(before_[i].size());
      const double scale = instrument.scale.value_or(size > 0 ? size : 1);
      const auto add = [&](std::size_t first, std::size_t count, bool proportional) {
        Unknown u{i, {}, 0, -INFINITY, INFINITY};
        for (std::size_t t = first; t < first + count; ++t) {
          const double x = before_[i][t], by = proportional ? x : 1;
          u.direction.push_back({cells_[i][t], by});
          u.norm += by * by;
          const double low = by > 0 ? instrument.lower : instrument.upper;
          const double high = by > 0 ? instrument.upper : instrument.lower;
          if (by == 0) continue;
          u.lower = std::max(u.lower, (low - x) / by);
          u.upper = std::min(u.upper, (high - x) / by);
        }
        if (u.norm == 0)
          fail(function_, "a proportional instrument must not be 0 everywhere", quoted(instrument.variable));
        if (!(u.lower <= u.upper))
          fail(function_, "bounds must leave a change that is the same in all periods", "none",
               "for " + quoted(instrument.variable));
        u.norm = std::sqrt(instrument.weight * u.norm) / scale;
        unknowns_.push_back(std::move(u));
      };
      const std::size_t periods = cells_[i].size();
      if (instrument.profile == SeekProfile::free)
        for (std::size_t t = 0; t < periods; ++t) add(t, 1, false);
      else
        add(0, periods, instrument.profile == SeekProfile::proportional);
    }
    for (const Unknown& u : unknowns_) {
      lower_.push_back(u.lower * u.norm);
      upper_.push_back(u.upper * u.norm);
      start_.push_back(std::clamp(0.0, lower_.back(), upper_.back()));
    }
  }

  /// Targets that nothing can act on are said before the search, from the equations alone.
  void require_paths(const Derivatives& derivatives) const {
    std::vector<detail::Direction> inputs;
    for (const Unknown& u : unknowns_) inputs.push_back(u.direction);
    const std::vector<bool> reach = derivatives.reaches(inputs, targets_);
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      const auto row = reach.begin() + static_cast<std::ptrdiff_t>(i * inputs.size());
      if (std::find(row, row + static_cast<std::ptrdiff_t>(inputs.size()), true) !=
          row + static_cast<std::ptrdiff_t>(inputs.size()))
        continue;
      std::string names;
      for (const SeekInstrument& s : o_.instruments)
        names += (names.empty() ? "" : ", ") + s.variable + " in " + detail::range_text(s.range);
      fail(function_, "some instrument must be able to act on each target in time", names,
           "for " + quoted(o_.targets[i].variable) + " in " + to_string(o_.targets[i].period) +
               ": no way leads there in the equations");
    }
  }

  /// Changes of one instrument, a value for each period.
  [[nodiscard]] std::vector<double> changes(std::size_t instrument, const std::vector<double>& x) const {
    std::vector<double> out;
    for (std::size_t j = 0; j < unknowns_.size(); ++j)
      if (unknowns_[j].instrument == instrument)
        for (const auto& [cell, by] : unknowns_[j].direction) out.push_back(by * x[j] / unknowns_[j].norm);
    return out;
  }

  Trial evaluate(std::vector<double> x) {
    Trial out;
    out.scenario = base_.layer(layer_);
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      std::vector<double> by = changes(i, x);
      if (o_.instruments[i].profile == SeekProfile::shift) by.resize(1);
      out.scenario = out.scenario.with({ChangeKind::shift, o_.instruments[i].variable, o_.instruments[i].range, by});
    }
    out.run = scenario::solve(model_, out.scenario, range_, o_.solve);
    out.x = std::move(x);
    ++result_.solutions;
    if (out.run.usable()) measure(out);
    return out;
  }
  void measure(Trial& trial) const {
    trial.gaps.clear();
    for (std::size_t i = 0; i < targets_.size(); ++i)
      trial.gaps.push_back(std::sqrt(o_.targets[i].weight) *
                           (value_at(trial.run.data(), targets_[i]) - o_.targets[i].value) / target_scale_[i]);
  }
  [[nodiscard]] bool is_reached(const Trial& trial, std::size_t i) const {
    return std::abs(trial.gaps[i]) <= o_.tolerance * std::sqrt(o_.targets[i].weight);
  }
  [[nodiscard]] bool all_reached(const Trial& trial) const {
    for (std::size_t i = 0; i < trial.gaps.size(); ++i)
      if (!is_reached(trial, i)) return false;
    return true;
  }

  void linearise(const Derivatives& derivatives) {
    std::vector<detail::Direction> directions;
    for (const Unknown& u : unknowns_) directions.push_back(u.direction);
    result_.sensitivities = derivatives.tangent(directions, targets_);
    slopes_ = result_.sensitivities;
    for (std::size_t i = 0; i < targets_.size(); ++i)
      for (std::size_t j = 0; j < unknowns_.size(); ++j)
        slopes_[i * unknowns_.size() + j] *= std::sqrt(o_.targets[i].weight) / (target_scale_[i] * unknowns_[j].norm);
  }
  [[nodiscard]] std::vector<double> slopes_times(std::span<const double> x) const {
    std::vector<double> out(targets_.size());
    for (std::size_t i = 0; i < out.size(); ++i)
      for (std::size_t j = 0; j < x.size(); ++j) out[i] += slopes_[i * x.size() + j] * x[j];
    return out;
  }
  /// Where the linear model has its targets, by the least change from no change at all.
  [[nodiscard]] numeric::LeastChange aim() const {
    std::vector<double> wanted = slopes_times(here_.x);
    for (std::size_t i = 0; i < wanted.size(); ++i) wanted[i] -= here_.gaps[i];
    return numeric::least_change(slopes_, wanted, lower_, upper_, here_.x);
  }
  /// Whether the step moves no target that could come nearer.
  [[nodiscard]] bool stationary(std::span<const double> step) const {
    return length(slopes_times(step)) <= 1e-8 * length(here_.gaps);
  }

  /// Shortens the step until change and gaps together (an exact penalty function) fall as the linear model promises.
  bool go(const std::vector<double>& step, double gap_there) {
    const auto change = [&](const std::vector<double>& x) { return choice() ? 0.5 * length(x) * length(x) : 0; };
    std::vector<double> there = here_.x;
    for (std::size_t j = 0; j < there.size(); ++j) there[j] += step[j];
    const double gap = length(here_.gaps), fall = std::max(0.0, gap - gap_there);
    const double growth = change(there) - change(here_.x);
    if (fall > o_.tolerance * gap && !all_reached(here_)) penalty_ = std::max(penalty_, 2 * growth / fall);
    const double promised = penalty_ * fall - growth;
    const double merit = change(here_.x) + penalty_ * gap;
    for (double damping = 1; damping >= kLeastDamping; damping /= 2) {
      for (std::size_t j = 0; j < there.size(); ++j)
        there[j] = std::clamp(here_.x[j] + damping * step[j], lower_[j], upper_[j]);
      Trial trial = evaluate(there);
      if (!trial.run.usable()) continue;
      if (change(trial.x) + penalty_ * length(trial.gaps) > merit - 1e-4 * damping * promised + 1e-12 * merit) continue;
      here_ = std::move(trial);
      return true;
    }
    return false;
  }

  SeekResult finish(Stop stop) {
    // The layer holds the instruments even where they do not move.
    if (!unknowns_.empty() && here_.run.usable() && here_.scenario.name() != layer_) here_ = evaluate(start_);
    SeekResult& r = result_;
    r.stop = stop;
    r.scenario = here_.scenario;
    r.run = here_.run;
    r.unknowns = unknowns_.size();
    r.reached = !here_.gaps.empty() && all_reached(here_);
    const bool known = here_.run.usable();
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      const SeekTarget& t = o_.targets[i];
      const double value = known ? value_at(here_.run.data(), targets_[i]) : NAN;
      r.targets.push_back({t.variable, t.period, t.value, target_before_.empty() ? NAN : target_before_[i], value,
                           value - t.value, known && !here_.gaps.empty() && is_reached(here_, i)});
    }
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      SoughtInstrument s{
          o_.instruments[i].variable, o_.instruments[i].range, o_.instruments[i].profile, 0, before_[i], {}, {}};
      for (std::size_t t = 0; t < cells_[i].size(); ++t) {
        s.values.push_back(value_at(here_.run.data(), cells_[i][t]));
        s.changes.push_back(s.values[t] - s.before[t]);
      }
      for (std::size_t j = 0, count = 0; j < here_.x.size() && j < unknowns_.size(); ++j)
        if (unknowns_[j].instrument == i)
          s.amount += (here_.x[j] / unknowns_[j].norm - s.amount) / static_cast<double>(++count);
      r.instruments.push_back(std::move(s));
    }
    find_binding();
    find_without_effect();
    r.sentence = detail::sentence(r);
    return std::move(result_);
  }

  void find_binding() {
    for (std::size_t j = 0; j < at_.size(); ++j) {
      if (at_[j] == Side::none) continue;
      const SeekInstrument& instrument = o_.instruments[unknowns_[j].instrument];
      for (const auto& [cell, by] : unknowns_[j].direction) {
        const double value = value_at(here_.run.data(), cell);
        const bool upper = (at_[j] == Side::upper) == (by > 0);
        const double bound = upper ? instrument.upper : instrument.lower;
        if (by == 0 || !(std::abs(value - bound) <= 1e-9 * (std::abs(bound) + std::abs(by)))) continue;
        const Period period = here_.run.data().origin + static_cast<std::int64_t>(cell.column);
        result_.bounds.push_back({instrument.variable, period, upper, bound});
      }
    }
  }

  void find_without_effect() {
    const std::size_t n = unknowns_.size();
    if (slopes_.empty()) return;
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      double most = 0;
      for (std::size_t j = 0; j < n; ++j) most = std::max(most, std::abs(slopes_[i * n + j]));
      for (std::size_t k = 0; k < cells_.size(); ++k) {
        bool acts = false;
        for (std::size_t j = 0; j < n; ++j)
          acts = acts || (unknowns_[j].instrument == k && std::abs(slopes_[i * n + j]) > 1e-15 * most);
        if (!acts)
          result_.without_effect.push_back({o_.instruments[k].variable, o_.targets[i].variable, o_.targets[i].period});
      }
    }
  }

  std::string_view function_;
  const Model& model_;
  const Scenario& base_;
  SeekOptions o_;
  PeriodRange range_{};
  std::string layer_{};
  std::vector<Cell> targets_{};
  std::vector<std::vector<Cell>> cells_{};     ///< Of each instrument,
  std::vector<std::vector<double>> before_{};  ///< and its values without any change.
  std::vector<double> target_before_{}, target_scale_{};
  std::vector<Unknown> unknowns_{};
  std::vector<double> lower_{}, upper_{}, start_{};  ///< In the norms.
  std::vector<double> slopes_{};                     ///< d gap / d unknown, scaled, row by row.
  std::vector<Side> at_{};
  double penalty_ = 1;
  Trial here_{};
  SeekResult result_{};
};

}  // namespace

namespace detail {

SeekResult seek(std::string_view function, const Model& model, const Scenario& scenario, SeekOptions options) {
  unify(options, function);
  check_options(options, function);
  return Search(function, model, scenario, std::move(options)).run();
}

}  // namespace detail

SeekResult seek(const Model& model, const Scenario& scenario, const SeekOptions& options) {
  constexpr std::string_view kFunction = "scenario::seek";
  detail::require_no_targets(scenario, kFunction, "state them among options.targets");
  return detail::seek(kFunction, model, scenario, options);
}

}  // namespace foreplan::inline v0::scenario
