#include <foreplan/growth/rates.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/check.hpp"
#include "core/estimate.hpp"
#include "growth/forms.hpp"

namespace foreplan::inline v0::growth {
namespace {

constexpr std::string_view kMean = "growth::arithmetic_mean_rate", kLeastSquares = "growth::least_squares_rate";

void require_positive(std::string_view function, std::string_view what, double x) {
  if (!(x > 0) || !std::isfinite(x))
    detail::fail(function, std::string(what) + " must be > 0 and finite", detail::number_text(x));
}

double finite_rate(std::string_view function, double rate) {
  detail::require(std::isfinite(rate), function, "the rate must be finite", rate);
  return rate;
}

double checked_rate(std::string_view function, double first, double last, double periods, RateForm form) {
  require_positive(function, "first", first);
  require_positive(function, "last", last);
  require_positive(function, "periods", periods);
  return finite_rate(function, rate(first, last, periods, form));
}

void require_count(std::string_view function, std::size_t n) {
  detail::require(n >= 2, function, "at least two levels are needed", std::to_string(n));
}

std::span<const double> checked(std::string_view function, std::span<const double> levels) {
  require_count(function, levels.size());
  for (std::size_t i = 0; i < levels.size(); ++i)
    if (!(levels[i] > 0) || !std::isfinite(levels[i]))
      detail::fail(function, "levels must be > 0 and finite", detail::number_text(levels[i]),
                   "at index " + std::to_string(i));
  return levels;
}

/// Printed levels with the ends of their intervals.
struct Levels {
  std::vector<double> value{}, lower{}, upper{};
};
Levels checked(std::string_view function, std::span<const Rounded> levels) {
  require_count(function, levels.size());
  Levels result;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    detail::require_above(function, "level " + std::to_string(i), levels[i], 0);
    result.value.push_back(levels[i].value());
    result.lower.push_back(levels[i].interval().lower);
    result.upper.push_back(levels[i].interval().upper);
  }
  return result;
}

double mean_rate(std::span<const double> levels) {
  double sum = 0;
  for (std::size_t i = 1; i < levels.size(); ++i) sum += levels[i] / levels[i - 1] - 1;
  return sum / static_cast<double>(levels.size() - 1);
}

double fitted_rate(std::span<const double> levels) {
  const auto n = static_cast<double>(levels.size());
  const double middle = (n - 1) / 2;
  double covariance = 0;
  for (std::size_t t = 0; t < levels.size(); ++t)
    covariance += (static_cast<double>(t) - middle) * log_ratio(levels[0], levels[t]);
  return std::expm1(covariance / (n * (n * n - 1) / 12));
}

/// The mean is convex in each level while the others are held, so that it is greatest where every level is at an end:
/// the best sum of ratios that leads to either end of each level in turn.
double greatest_mean_rate(const Levels& y) {
  double at_lower = 0, at_upper = 0;
  for (std::size_t t = 1; t < y.value.size(); ++t) {
    const auto best = [&](double level) {
      return std::max(at_lower + level / y.lower[t - 1], at_upper + level / y.upper[t - 1]) - 1;
    };
    const double lower = best(y.lower[t]), upper = best(y.upper[t]);
    at_lower = lower;
    at_upper = upper;
  }
  return std::max(at_lower, at_upper) / static_cast<double>(y.value.size() - 1);
}

/// As a function of the logs of the levels the mean is convex. Setting one level after the other to its best, the
/// geometric mean of its neighbours, leads to the minimum; the tangent plane where that stops bounds it from below.
double least_mean_rate(const Levels& y) {
  constexpr int kSweeps = 100;
  const std::size_t n = y.value.size();
  std::vector<double> x = y.value;
  x.front() = y.upper.front();
  x.back() = y.lower.back();
  for (int sweep = 0; sweep < kSweeps; ++sweep)
    for (std::size_t t = 1; t + 1 < n; ++t)
      x[t] = std::clamp(std::sqrt(x[t - 1]) * std::sqrt(x[t + 1]), y.lower[t], y.upper[t]);
  double slack = 0;
  for (std::size_t t = 1; t + 1 < n; ++t) {
    const double slope = x[t] / x[t - 1] - x[t + 1] / x[t];
    slack += std::min(slope * std::log(y.lower[t] / x[t]), slope * std::log(y.upper[t] / x[t]));
  }
  return mean_rate(x) + slack / static_cast<double>(n - 1);
}

}  // namespace

double compound_rate(double first, double last, double periods) {
  return checked_rate("growth::compound_rate", first, last, periods, RateForm::compound);
}

double compound_rate(const Series& levels, const PeriodRange& periods) {
  constexpr std::string_view kName = "growth::compound_rate";
  const auto count = static_cast<double>(periods.size());
  const auto level = [&](Period p) {
    if (!levels.covers(p) || std::isnan(levels.at(p)))
      detail::fail<PeriodMismatch>(kName, detail::quoted(levels.name) + " must have a value at both ends",
                                   "none for " + to_string(p));
    if (!(levels.at(p) > 0) || !std::isfinite(levels.at(p)))
      detail::fail(kName, "levels must be > 0 and finite", detail::number_text(levels.at(p)), "in " + to_string(p));
    return levels.at(p);
  };
  const double first = level(periods.first - 1), last = level(periods.last);
  return finite_rate(kName, rate(first, last, count, RateForm::compound));
}

double simple_rate(double first, double last, double periods) {
  return checked_rate("growth::simple_rate", first, last, periods, RateForm::simple);
}

double log_rate(double first, double last, double periods) {
  return checked_rate("growth::log_rate", first, last, periods, RateForm::logarithmic);
}

double level_after(double first, double rate, double periods, RateForm form) {
  constexpr std::string_view kName = "growth::level_after";
  require_positive(kName, "first", first);
  detail::require(std::isfinite(rate), kName, "rate must be finite", rate);
  detail::require(form != RateForm::compound || rate > -1, kName, "a compound rate must be > -1", rate);
  detail::require(std::isfinite(periods) && periods >= 0, kName, "periods must be >= 0 and finite", periods);
  const double level = first * factor(rate, periods, form);
  detail::require(level > 0 && std::isfinite(level), kName, "the level must stay > 0 and finite", level);
  return level;
}

double arithmetic_mean_rate(std::span<const double> levels) {
  return finite_rate(kMean, mean_rate(checked(kMean, levels)));
}

double arithmetic_mean_rate(const Series& levels) { return arithmetic_mean_rate(levels.span()); }

Estimate arithmetic_mean_rate(std::span<const Rounded> levels) {
  const Levels y = checked(kMean, levels);
  return detail::spanned(mean_rate(y.value), {least_mean_rate(y), greatest_mean_rate(y)});
}

double least_squares_rate(std::span<const double> levels) {
  return finite_rate(kLeastSquares, fitted_rate(checked(kLeastSquares, levels)));
}

double least_squares_rate(const Series& levels) { return least_squares_rate(levels.span()); }

Estimate least_squares_rate(std::span<const Rounded> levels) {
  // The slope falls with every level before the middle and rises with every level after it.
  const Levels y = checked(kLeastSquares, levels);
  const std::size_t n = y.value.size();
  std::vector<double> flattest = y.upper, steepest = y.lower;
  std::copy(y.lower.begin() + static_cast<std::ptrdiff_t>(n / 2), y.lower.end(),
            flattest.begin() + static_cast<std::ptrdiff_t>(n / 2));
  std::copy(y.upper.begin() + static_cast<std::ptrdiff_t>(n / 2), y.upper.end(),
            steepest.begin() + static_cast<std::ptrdiff_t>(n / 2));
  return detail::spanned(fitted_rate(y.value), {fitted_rate(flattest), fitted_rate(steepest)});
}

std::string_view to_string(RateForm form) noexcept {
  switch (form) {
    case RateForm::compound:
      return "compound";
    case RateForm::simple:
      return "simple";
    case RateForm::logarithmic:
      return "logarithmic";
  }
  return "unknown";
}

}  // namespace foreplan::inline v0::growth
