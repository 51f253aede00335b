#include <foreplan/growth/targets.hpp>

#include <algorithm>
#include <cmath>
#include <initializer_list>

#include "core/check.hpp"

namespace foreplan::inline v0::growth {
namespace {

void require_level(std::string_view function, std::string_view what, const Rounded& level) {
  if (!std::isfinite(level.value()) || !(level.interval().lower > 0))
    detail::fail(function, std::string(what) + " must be finite and > 0 over its whole interval", level.text());
}

void require_rate(std::string_view function, const Rounded& rate) {
  if (!std::isfinite(rate.value()) || !(rate.interval().lower > -1))
    detail::fail(function, "rate must be finite and > -1 over its whole interval", rate.text());
}

void require_periods(std::string_view function, double periods) {
  if (!(periods > 0) || !std::isfinite(periods)) detail::fail(function, "periods must be > 0 and finite", detail::number_text(periods));
}

/// All functions here are monotone in each argument, so that their range lies between corners.
Estimate between(double value, std::initializer_list<double> corners) {
  const auto [low, high] = std::minmax(corners);
  return {value, {std::min(low, value), std::max(high, value)}};
}

}  // namespace

Estimate required_growth(const Rounded& base, const Rounded& target, double periods) {
  constexpr std::string_view kName = "growth::required_growth";
  require_level(kName, "base", base);
  require_level(kName, "target", target);
  require_periods(kName, periods);
  const auto rate = [&](double b, double t) { return std::expm1((std::log(t) - std::log(b)) / periods); };
  const Interval b = base.interval(), t = target.interval();
  return between(rate(base.value(), target.value()), {rate(b.upper, t.lower), rate(b.lower, t.upper)});
}

Estimate level_reached(const Rounded& base, const Rounded& rate, double periods) {
  constexpr std::string_view kName = "growth::level_reached";
  require_level(kName, "base", base);
  require_rate(kName, rate);
  require_periods(kName, periods);
  const auto level = [&](double b, double g) { return b * std::pow(1 + g, periods); };
  const Interval b = base.interval(), g = rate.interval();
  return between(level(base.value(), rate.value()), {level(b.lower, g.lower), level(b.upper, g.upper)});
}

Estimate implied_base(const Rounded& target, const Rounded& rate, double periods) {
  constexpr std::string_view kName = "growth::implied_base";
  require_level(kName, "target", target);
  require_rate(kName, rate);
  require_periods(kName, periods);
  const auto base = [&](double t, double g) { return t / std::pow(1 + g, periods); };
  const Interval t = target.interval(), g = rate.interval();
  return between(base(target.value(), rate.value()), {base(t.lower, g.upper), base(t.upper, g.lower)});
}

Estimate implied_factor(const Rounded& at_old, const Rounded& at_new) {
  constexpr std::string_view kName = "growth::implied_factor";
  require_level(kName, "at_old", at_old);
  require_level(kName, "at_new", at_new);
  const Interval o = at_old.interval(), n = at_new.interval();
  return between(at_new.value() / at_old.value(), {n.lower / o.upper, n.upper / o.lower});
}

Estimate periods_to_target(const Rounded& base, const Rounded& target, const Rounded& rate) {
  constexpr std::string_view kName = "growth::periods_to_target";
  require_level(kName, "base", base);
  require_level(kName, "target", target);
  require_rate(kName, rate);
  const Interval b = base.interval(), t = target.interval(), g = rate.interval();
  const bool up = t.lower >= b.upper && g.lower > 0, down = t.upper <= b.lower && g.upper < 0;
  if (!up && !down)
    detail::fail(kName, "the target must lie ahead at every rate that the rounding allows", base.text() + " to " + target.text(),
                 "at rate " + rate.text());
  const auto periods = [](double from, double to, double r) { return std::log(to / from) / std::log1p(r); };
  std::vector<double> corners;
  for (const double x : {b.lower, b.upper})
    for (const double y : {t.lower, t.upper})
      for (const double r : {g.lower, g.upper}) corners.push_back(periods(x, y, r));
  const auto [low, high] = std::minmax_element(corners.begin(), corners.end());
  return {periods(base.value(), target.value(), rate.value()), {*low, *high}};
}

std::vector<double> path(double first, double last, std::size_t periods, PathForm form) {
  constexpr std::string_view kName = "growth::path";
  for (const double x : {first, last}) detail::require(std::isfinite(x) && x > 0, kName, "levels must be > 0 and finite", x);
  detail::require(periods >= 1 && periods <= 1'000'000, kName, "periods must be 1 to 10^6", std::to_string(periods));
  std::vector<double> levels(periods + 1);
  const auto n = static_cast<double>(periods);
  for (std::size_t t = 0; t <= periods; ++t) {
    const double w = static_cast<double>(t) / n;
    levels[t] = form == PathForm::linear ? first + w * (last - first) : first * std::pow(last / first, w);
  }
  levels.front() = first;
  levels.back() = last;
  return levels;
}

}  // namespace foreplan::inline v0::growth
