#include <foreplan/growth/targets.hpp>

#include <cmath>

#include "core/check.hpp"
#include "core/estimate.hpp"
#include "growth/forms.hpp"

namespace foreplan::inline v0::growth {
namespace {

void require_level(std::string_view function, std::string_view what, const Rounded& level) {
  detail::require_above(function, what, level, 0);
}

void require_rate(std::string_view function, const Rounded& rate, double periods, RateForm form) {
  if (form == RateForm::compound) detail::require_above(function, "rate", rate, -1);
  detail::require(std::isfinite(rate.value()), function, "rate must be finite", rate.value());
  const double least = factor(rate.interval().lower, periods, form);
  detail::require(least > 0, function, "growth must leave a level > 0 over the rate's whole interval", rate.text());
}

void require_periods(std::string_view function, double periods) {
  if (!(periods > 0) || !std::isfinite(periods))
    detail::fail(function, "periods must be > 0 and finite", detail::number_text(periods));
}

Estimate finite_level(std::string_view function, const Estimate& level) {
  detail::require(level.range.lower > 0 && std::isfinite(level.range.upper), function,
                  "the level must stay > 0 and finite", level.value);
  return level;
}

}  // namespace

Estimate required_growth(const Rounded& base, const Rounded& target, double periods, RateForm form) {
  constexpr std::string_view kName = "growth::required_growth";
  require_level(kName, "base", base);
  require_level(kName, "target", target);
  require_periods(kName, periods);
  const Interval b = base.interval(), t = target.interval();
  return detail::spanned(rate(base.value(), target.value(), periods, form),
                         {rate(b.upper, t.lower, periods, form), rate(b.lower, t.upper, periods, form)});
}

Estimate level_reached(const Rounded& base, const Rounded& rate, double periods, RateForm form) {
  constexpr std::string_view kName = "growth::level_reached";
  require_level(kName, "base", base);
  require_periods(kName, periods);
  require_rate(kName, rate, periods, form);
  const Interval b = base.interval(), g = rate.interval();
  return finite_level(
      kName, detail::spanned(base.value() * factor(rate.value(), periods, form),
                             {b.lower * factor(g.lower, periods, form), b.upper * factor(g.upper, periods, form)}));
}

Estimate implied_base(const Rounded& target, const Rounded& rate, double periods, RateForm form) {
  constexpr std::string_view kName = "growth::implied_base";
  require_level(kName, "target", target);
  require_periods(kName, periods);
  require_rate(kName, rate, periods, form);
  const Interval t = target.interval(), g = rate.interval();
  return finite_level(
      kName, detail::spanned(target.value() / factor(rate.value(), periods, form),
                             {t.lower / factor(g.upper, periods, form), t.upper / factor(g.lower, periods, form)}));
}

Estimate implied_factor(const Rounded& at_old, const Rounded& at_new) {
  constexpr std::string_view kName = "growth::implied_factor";
  require_level(kName, "at_old", at_old);
  require_level(kName, "at_new", at_new);
  const Interval o = at_old.interval(), n = at_new.interval();
  return detail::spanned(at_new.value() / at_old.value(), {n.lower / o.upper, n.upper / o.lower});
}

Estimate periods_to_target(const Rounded& base, const Rounded& target, const Rounded& rate, RateForm form) {
  constexpr std::string_view kName = "growth::periods_to_target";
  require_level(kName, "base", base);
  require_level(kName, "target", target);
  if (form == RateForm::compound) detail::require_above(kName, "rate", rate, -1);
  detail::require(std::isfinite(rate.value()), kName, "rate must be finite", rate.value());
  const Interval b = base.interval(), t = target.interval(), g = rate.interval();
  const bool up = t.lower >= b.upper && g.lower > 0, down = t.upper <= b.lower && g.upper < 0;
  if (!up && !down)
    detail::fail(kName, "the target must lie ahead at every rate that the rounding allows",
                 base.text() + " to " + target.text(), "at rate " + rate.text());
  const double shortest = up ? periods(b.upper, t.lower, g.upper, form) : periods(b.lower, t.upper, g.lower, form);
  const double longest = up ? periods(b.lower, t.upper, g.lower, form) : periods(b.upper, t.lower, g.upper, form);
  return detail::spanned(periods(base.value(), target.value(), rate.value(), form), {shortest, longest});
}

std::vector<double> path(double first, double last, std::size_t periods, PathForm form) {
  constexpr std::string_view kName = "growth::path";
  for (const double x : {first, last})
    detail::require(std::isfinite(x) && x > 0, kName, "levels must be > 0 and finite", x);
  detail::require(last / first > 0 && std::isfinite(last / first), kName,
                  "the ratio of the levels must be > 0 and finite", last / first);
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
