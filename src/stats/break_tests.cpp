#include <foreplan/stats/break_tests.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "core/check.hpp"
#include "stats/best_partitions.hpp"
#include "stats/break_critical_values.hpp"
#include "stats/coefficient_shifts.hpp"
#include "stats/linear_model.hpp"
#include "stats/segment_sums.hpp"

namespace foreplan::inline v0::stats {
namespace {

constexpr std::string_view kFunction = "stats::test_breaks";

BreakCriticalValues critical_values(const BreakTestOptions& options, std::size_t columns) {
  if (!break_critical_values(1, options.trimming, 0.05))
    detail::fail(kFunction, "trimming must be 0.05, 0.10, 0.15, 0.20 or 0.25", detail::number_text(options.trimming));
  if (!break_critical_values(1, 0.05, options.significance))
    detail::fail(kFunction, "significance must be 0.10, 0.05, 0.025 or 0.01",
                 detail::number_text(options.significance));
  const auto values = break_critical_values(columns, options.trimming, options.significance);
  if (!values) detail::fail(kFunction, "1 to 10 columns, the intercept included", std::to_string(columns));
  return *values;
}

/// W / n, the part of the statistic that does not depend on the number of breaks.
double shift_of(const LinearModel& model, const std::vector<Regressor>& x, const Partition& none,
                const Partition& partition, const BreakTestOptions& options) {
  const double rounding = rounding_only(model.y);
  if (!(none.residual_sum > rounding)) return 0;
  if (!(partition.residual_sum > rounding)) return std::numeric_limits<double>::infinity();
  if (options.covariance.kind == Covariance::classical)
    return std::max(0.0, none.residual_sum - partition.residual_sum) / partition.residual_sum;
  return shift_statistic_at(model.y, x, partition.breaks,
                            {.intercept = options.intercept, .covariance = options.covariance}) /
         static_cast<double>(model.rows);
}

/// The largest, or NaN where one is.
void take_larger(double& largest, double value) {
  if (!(value <= largest) && !std::isnan(largest)) largest = value;
}

}  // namespace

BreakTests test_breaks(std::span<const double> y, const std::vector<Regressor>& x, const BreakTestOptions& options) {
  const LinearModel model = checked_model(kFunction, y, x, options.intercept);
  const BreakCriticalValues critical = critical_values(options, model.columns());
  const std::size_t least = checked_segment(kFunction, model, options.trimming);
  require_segment_covariance(kFunction, options.covariance, least, model.columns());
  require_full_rank(kFunction, fit_regression(y, x, {.intercept = options.intercept}), "in the whole sample");

  const std::vector<Partition> partitions =
      best_partitions(kFunction, segment_rows(model), least, critical.sup_f.size(), options.cancel);
  BreakTests tests{.ud_max = {.critical = critical.ud_max}, .wd_max = {.critical = critical.wd_max}};
  for (std::size_t m = 1; m < partitions.size(); ++m) {
    const double breaks = static_cast<double>(m);
    const double degrees = static_cast<double>(model.rows) - (breaks + 1) * static_cast<double>(model.columns());
    const double shift = shift_of(model, x, partitions[0], partitions[m], options);
    BreakNumberTest test{.breaks = partitions[m].breaks, .critical = critical.sup_f[m - 1]};
    test.statistic = shift == 0 ? 0 : degrees / breaks * shift;
    take_larger(tests.ud_max.statistic, test.statistic);
    take_larger(tests.wd_max.statistic, test.statistic * (critical.sup_f[0] / critical.sup_f[m - 1]));
    tests.numbers.push_back(std::move(test));
  }
  return tests;
}

BreakTests test_breaks(const Series& y, const BreakTestOptions& options) { return test_breaks(y.span(), {}, options); }

BreakTests test_breaks(const Series& y, const Frame& x, const BreakTestOptions& options) {
  if (y.empty()) detail::fail(kFunction, "y must not be empty", detail::quoted(y.name));
  return test_breaks(y.span(), regressors(x, {y.start, y.last()}), options);
}

}  // namespace foreplan::inline v0::stats
