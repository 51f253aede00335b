#include <foreplan/growth/level_breaks.hpp>

#include <cmath>
#include <limits>
#include <string>

#include "core/check.hpp"
#include "growth/forms.hpp"
#include "stats/neighbour_score.hpp"

namespace foreplan::inline v0::growth {
namespace {

void require_options(std::string_view function, const LevelBreakOptions& o) {
  detail::require(o.neighbours >= 2, function, "neighbours must be >= 2", std::to_string(o.neighbours));
  detail::require(o.threshold > 0 && std::isfinite(o.threshold), function, "threshold must be > 0 and finite",
                  o.threshold);
  detail::require(o.least_jump >= 0 && std::isfinite(o.least_jump), function, "least_jump must be >= 0 and finite",
                  o.least_jump);
}

/// log(y(t) / y(t - 1)), missing where either is; element 0 is missing.
std::vector<double> log_growth(std::string_view function, const Series& levels) {
  std::vector<double> growth(levels.size(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t t = 0; t < levels.size(); ++t) {
    const double x = levels.values[t];
    if (!std::isnan(x) && !(x > 0 && std::isfinite(x)))
      detail::fail(function, "levels must be > 0 and finite, or missing", detail::number_text(x),
                   "in series " + detail::quoted(levels.name) + " in " + to_string(levels.period(t)));
    if (t > 0) growth[t] = log_ratio(levels.values[t - 1], x);
  }
  return growth;
}

std::optional<double> growth_at(const std::vector<double>& growth, std::size_t t) {
  if (t >= growth.size() || std::isnan(growth[t])) return std::nullopt;
  return std::expm1(growth[t]);
}

/// How period t compares with its neighbours; empty when there is nothing to compare.
std::optional<LevelBreak> measured(const Series& levels, const std::vector<double>& growth, std::size_t t,
                                   std::size_t k) {
  const auto beside = stats::neighbour_score(growth, t, k);
  if (!beside) return std::nullopt;
  LevelBreak b;
  b.period = levels.period(t);
  b.growth = std::expm1(growth[t]);
  b.typical_growth = std::expm1(beside->typical);
  b.jump = std::expm1(beside->distance);
  b.score = beside->score;
  b.growth_before = growth_at(growth, t - 1);
  b.growth_after = growth_at(growth, t + 1);
  return b;
}

bool breaks(const LevelBreak& b, const LevelBreakOptions& o) {
  return std::abs(b.score) > o.threshold && std::abs(b.jump) >= o.least_jump;
}

/// What was measured in every period.
struct Measured {
  const Series& levels;
  std::vector<std::optional<LevelBreak>> periods;

  [[nodiscard]] std::optional<LevelBreak> at(Period p) const {
    return levels.covers(p) ? periods[static_cast<std::size_t>(p - levels.start)] : std::nullopt;
  }
};

Measured measure(std::string_view function, const Series& levels, const LevelBreakOptions& options) {
  Measured all{levels, {}};
  const std::vector<double> growth = log_growth(function, levels);
  for (std::size_t t = 0; t < growth.size(); ++t)
    all.periods.push_back(measured(levels, growth, t, options.neighbours));
  return all;
}

BreakKind kind_of(const std::optional<LevelBreak>& constant, const std::optional<LevelBreak>& current,
                  bool constant_breaks, bool current_breaks) {
  if (!constant || !current) return BreakKind::unknown;
  if (constant_breaks && current_breaks) return BreakKind::revision;
  return constant_breaks ? BreakKind::price_base : BreakKind::current_only;
}

}  // namespace

std::vector<LevelBreak> level_breaks(const Series& levels, const LevelBreakOptions& options) {
  constexpr std::string_view kName = "growth::level_breaks";
  require_options(kName, options);
  std::vector<LevelBreak> found;
  for (const auto& b : measure(kName, levels, options).periods)
    if (b && breaks(*b, options)) found.push_back(*b);
  return found;
}

std::vector<RebasingBreak> rebasing_breaks(const Series& constant, const Series& current,
                                           const LevelBreakOptions& options) {
  constexpr std::string_view kName = "growth::rebasing_breaks";
  require_options(kName, options);
  Unit unit = constant.unit;
  unit.price_basis = PriceBasis::current();
  if (constant.unit.price_basis.kind() != PriceBasis::Kind::constant || unit != current.unit)
    detail::fail<UnitMismatch>(kName, "one unit at constant and at current prices is needed",
                               to_string(constant.unit) + " and " + to_string(current.unit));
  if (constant.start.frequency() != current.start.frequency())
    detail::fail<PeriodMismatch>(kName, "series must be of one frequency",
                                 to_string(constant.start) + " and " + to_string(current.start));
  const Measured real = measure(kName, constant, options), nominal = measure(kName, current, options);
  std::vector<RebasingBreak> found;
  if (constant.empty() || current.empty()) return found;
  const Period last = constant.last() < current.last() ? current.last() : constant.last();
  for (Period p = constant.start < current.start ? constant.start : current.start; p <= last; ++p) {
    const auto a = real.at(p), b = nominal.at(p);
    const bool a_breaks = a && breaks(*a, options), b_breaks = b && breaks(*b, options);
    if (a_breaks || b_breaks)
      found.push_back({p, kind_of(a, b, a_breaks, b_breaks), a_breaks ? a : std::nullopt, b_breaks ? b : std::nullopt});
    if (p == last) break;  // the year 9999 has no next
  }
  return found;
}

}  // namespace foreplan::inline v0::growth
