#include <foreplan/stats/regression.hpp>
#include <foreplan/stats/unit_root_breaks.hpp>
#include <foreplan/stats/unit_roots.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "core/check.hpp"
#include "stats/unit_root_data.hpp"

namespace foreplan::inline v0::stats {
namespace {

constexpr std::string_view kName = "stats::zivot_andrews_test";
constexpr std::array<double, 9> kProbability{0.01, 0.025, 0.05, 0.1, 0.5, 0.9, 0.95, 0.975, 0.99};
/// Zivot & Andrews (1992), tables 2A, 3A and 4A, in the order of `BreakingPart`.
constexpr std::array<std::array<double, 9>, 3> kQuantiles{{
    {-5.34, -5.02, -4.80, -4.58, -3.75, -2.99, -2.77, -2.56, -2.32},
    {-4.93, -4.67, -4.42, -4.11, -3.23, -2.48, -2.31, -2.17, -1.97},
    {-5.57, -5.30, -5.08, -4.82, -3.98, -3.25, -3.06, -2.91, -2.72},
}};

}  // namespace

ZivotAndrewsResult zivot_andrews_test(std::span<const double> y, const ZivotAndrewsOptions& o) {
  if (!(o.trimming >= 0 && o.trimming <= 0.4))
    detail::fail(kName, "trimming must be in [0, 0.4]", detail::number_text(o.trimming));
  const std::vector<double> z = unit_root_values(kName, y, 12);
  const std::size_t n = z.size();
  const std::size_t lags = o.lags ? *o.lags : adf_test(z, {.deterministic = Deterministic::trend}).lags;
  if (o.lags && 3 * lags >= n) detail::fail(kName, "lags must be below a third of the values", std::to_string(lags));

  // Rows are the times first, ..., n - 1.
  const std::size_t first = lags + 1, rows = n - first;
  const std::vector<double> d = lagged_difference(z, 1);
  const auto column = [&](const std::vector<double>& x, std::size_t from) {
    const auto begin = x.begin() + static_cast<std::ptrdiff_t>(from);
    return std::vector<double>(begin, begin + static_cast<std::ptrdiff_t>(rows));
  };
  const std::vector<double> target = column(d, lags);
  std::vector<Regressor> x{{"level", column(z, lags)}, {"trend", times(rows)}};
  for (std::size_t j = 1; j <= lags; ++j) x.push_back({"lag" + std::to_string(j), column(d, lags - j)});
  const std::size_t fixed = x.size();
  if (o.part != BreakingPart::trend) x.push_back({"intercept change", std::vector<double>(rows)});
  if (o.part != BreakingPart::intercept) x.push_back({"slope change", std::vector<double>(rows)});
  if (rows <= x.size() + 1)
    detail::fail(kName, "there must be more values than lags and coefficients", std::to_string(n));

  const auto& quantiles = kQuantiles[static_cast<std::size_t>(o.part)];
  ZivotAndrewsResult result{.statistic = std::numeric_limits<double>::infinity(),
                            .critical_1 = quantiles[0],
                            .critical_5 = quantiles[2],
                            .critical_10 = quantiles[3],
                            .lags = lags,
                            .observations = rows};
  const auto trimmed = static_cast<std::size_t>(o.trimming * static_cast<double>(n));
  for (std::size_t b = std::max(trimmed, first + 1); b <= std::min(n - trimmed, n - 1); ++b) {
    std::size_t k = fixed;
    const auto set = [&](auto value) {
      for (std::size_t t = first; t < n; ++t) x[k].values[t - first] = t < b ? 0.0 : value(t);
      ++k;
    };
    if (o.part != BreakingPart::trend) set([](std::size_t) { return 1.0; });
    if (o.part != BreakingPart::intercept) set([&](std::size_t t) { return static_cast<double>(t - b + 1); });
    const RegressionFit fit = fit_regression(target, x);
    if (!fit.usable()) continue;
    if (const double t = t_of(fit["level"]); t < result.statistic) result.statistic = t, result.index = b;
  }
  if (result.index == 0)
    detail::fail(kName, "some break must leave the regressors independent of each other", "none that does");
  result.p_value = table_probability(result.statistic, quantiles, kProbability);
  return result;
}

}  // namespace foreplan::inline v0::stats
