#include <foreplan/stats/distributions.hpp>
#include <foreplan/stats/forecast_comparison.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "core/check.hpp"
#include "stats/losses.hpp"

namespace foreplan::inline v0::stats {
namespace {

using Values = std::span<const double>;
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

void require_same_length(std::string_view function, Values first, Values second) {
  if (first.size() != second.size())
    detail::fail(function, "both forecasts must have a loss for each period",
                 std::to_string(second.size()) + " for " + std::to_string(first.size()));
}

/// Differences over the largest of them, so that no square leaves the range of a double.
struct Differences {
  std::vector<double> d{};  ///< NaN where one loss is not known.
  double scale = 1;
  std::size_t known = 0;
  double rounding = 0;  ///< Mean square of what rounding may have done to a known d.
};

Differences differences(Values first, Values second) {
  Differences out;
  out.d.resize(first.size(), kNaN);
  double most = 0;
  for (std::size_t i = 0; i < first.size(); ++i) {
    out.d[i] = first[i] - second[i];
    if (std::isnan(out.d[i])) continue;
    most = std::max(most, std::abs(out.d[i]));
    ++out.known;
  }
  if (most > 0) out.scale = most;
  for (std::size_t i = 0; i < first.size(); ++i) {
    if (std::isnan(out.d[i])) continue;
    out.d[i] /= out.scale;
    const double error = internal::kLossRounding * std::max(std::abs(first[i]), std::abs(second[i])) / out.scale;
    out.rounding += error * error / static_cast<double>(out.known);
  }
  return out;
}

template <class Upper>
double p_value(double statistic, Alternative alternative, const Upper& upper) {
  if (std::isnan(statistic)) return kNaN;
  if (alternative == Alternative::less) return upper(-statistic);
  if (alternative == Alternative::greater) return upper(statistic);
  return 2 * upper(std::abs(statistic));
}

/// Sum of w_k g_k over |k| < h.
double long_run_variance(const std::vector<double>& centred, double n, std::size_t h, DifferenceKernel kernel) {
  double sum = 0;
  for (std::size_t k = 0; k < h; ++k) {
    double product = 0;
    for (std::size_t t = k; t < centred.size(); ++t) {
      const double term = centred[t] * centred[t - k];
      if (!std::isnan(term)) product += term;
    }
    const double weight =
        kernel == DifferenceKernel::bartlett ? 1 - static_cast<double>(k) / static_cast<double>(h) : 1.0;
    sum += (k == 0 ? 1 : 2) * weight * product / n;
  }
  return sum;
}

DieboldMariano compare(std::string_view function, Values first, Values second, const DieboldMarianoOptions& options) {
  const Differences of = differences(first, second);
  if (of.known < 2)
    detail::fail(function, "there must be at least 2 periods of which both losses are known", std::to_string(of.known));
  if (options.horizon < 1 || options.horizon >= of.known)
    detail::fail(function, "options.horizon must be in [1, n - 1]", std::to_string(options.horizon),
                 "for n = " + std::to_string(of.known));
  const auto n = static_cast<double>(of.known);
  double mean = 0;
  for (const double d : of.d)
    if (!std::isnan(d)) mean += d;
  mean /= n;
  std::vector<double> centred = of.d;
  for (double& d : centred) d -= mean;

  DieboldMariano out{.mean_difference = mean * of.scale,
                     .statistic = kNaN,
                     .p_value = kNaN,
                     .observations = of.known,
                     .horizon = options.horizon,
                     .kernel = options.kernel};
  const double spread = long_run_variance(centred, n, 1, DifferenceKernel::rectangular);
  if (spread <= of.rounding) return out;  // d does not vary
  const auto positive = [&](double variance) { return variance > 1e-14 * spread; };
  double variance = long_run_variance(centred, n, out.horizon, out.kernel);
  if (!positive(variance)) {
    out.variance_was_negative = true;
    if (options.negative_variance == NegativeVariance::horizon_one) out.horizon = 1;
    if (options.negative_variance == NegativeVariance::bartlett) out.kernel = DifferenceKernel::bartlett;
    if (options.negative_variance != NegativeVariance::no_test)
      variance = long_run_variance(centred, n, out.horizon, out.kernel);
  }
  out.variance = variance / n * of.scale * of.scale;
  if (!positive(variance)) return out;
  out.statistic = mean / std::sqrt(variance / n);
  if (options.form == DieboldMarianoForm::original) {
    out.p_value = p_value(out.statistic, options.alternative, normal_upper);
    return out;
  }
  const auto h = static_cast<double>(out.horizon);
  out.statistic *= std::sqrt((n - h) * (n + 1 - h)) / n;  // n + 1 - 2 h + h (h - 1) / n is (n - h) (n + 1 - h) / n
  out.p_value = p_value(out.statistic, options.alternative, [&](double x) { return student_t_upper(x, n - 1); });
  return out;
}

}  // namespace

DieboldMariano diebold_mariano_of_losses(Values first, Values second, const DieboldMarianoOptions& options) {
  constexpr std::string_view kFunction = "stats::diebold_mariano_of_losses";
  require_same_length(kFunction, first, second);
  internal::check_losses(kFunction, "first", first);
  internal::check_losses(kFunction, "second", second);
  return compare(kFunction, first, second, options);
}

DieboldMariano diebold_mariano(Values first_errors, Values second_errors, const DieboldMarianoOptions& options) {
  constexpr std::string_view kFunction = "stats::diebold_mariano";
  require_same_length(kFunction, first_errors, second_errors);
  detail::require(options.power > 0 && options.power <= 4, kFunction, "options.power must be in (0, 4]", options.power);
  const double most = std::pow(internal::kMostLoss, 1 / std::max(1.0, options.power));
  internal::check_losses(kFunction, "first_errors", first_errors, most);
  internal::check_losses(kFunction, "second_errors", second_errors, most);
  const auto losses = [&](Values errors) {
    std::vector<double> out;
    for (const double e : errors) out.push_back(options.power == 2 ? e * e : std::pow(std::abs(e), options.power));
    return out;
  };
  return compare(kFunction, losses(first_errors), losses(second_errors), options);
}

ClusteredComparison clustered_diebold_mariano(Values first, Values second, std::span<const std::size_t> series,
                                              PanelMean kind, Alternative alternative) {
  constexpr std::string_view kFunction = "stats::clustered_diebold_mariano";
  require_same_length(kFunction, first, second);
  if (series.size() != first.size())
    detail::fail(kFunction, "series must say of each loss which series it belongs to",
                 std::to_string(series.size()) + " for " + std::to_string(first.size()));
  internal::check_losses(kFunction, "first", first);
  internal::check_losses(kFunction, "second", second);
  const Differences of = differences(first, second);

  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < of.d.size(); ++i)
    if (!std::isnan(of.d[i])) order.push_back(i);
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return series[i]; });
  struct Cluster {
    double sum = 0, count = 0;
  };
  std::vector<Cluster> clusters;
  for (std::size_t k = 0; k < order.size(); ++k) {
    if (k == 0 || series[order[k]] != series[order[k - 1]]) clusters.push_back({});
    clusters.back().sum += of.d[order[k]];
    clusters.back().count += 1;
  }
  if (clusters.size() < 2)
    detail::fail(kFunction, "there must be known losses of at least 2 series", std::to_string(clusters.size()));

  const auto groups = static_cast<double>(clusters.size()), n = static_cast<double>(order.size());
  const auto weight = [&](const Cluster& c) { return kind == PanelMean::series ? 1 / (groups * c.count) : 1 / n; };
  double mean = 0, squares = 0;
  for (const Cluster& c : clusters) mean += weight(c) * c.sum;
  for (const Cluster& c : clusters) {
    const double score = weight(c) * (c.sum - c.count * mean);
    squares += score * score;
  }
  const double variance = groups / (groups - 1) * squares;
  ClusteredComparison out{.mean_difference = mean * of.scale,
                          .standard_error = std::sqrt(variance) * of.scale,
                          .statistic = kNaN,
                          .p_value = kNaN,
                          .series = clusters.size(),
                          .forecasts = order.size()};
  if (variance > of.rounding / groups) out.statistic = mean / std::sqrt(variance);
  out.p_value = p_value(out.statistic, alternative, [&](double x) { return student_t_upper(x, groups - 1); });
  return out;
}

}  // namespace foreplan::inline v0::stats
