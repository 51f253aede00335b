#include <foreplan/growth/rates.hpp>

#include <cmath>

#include "core/check.hpp"

namespace foreplan::inline v0::growth {
namespace {

void require_positive(std::string_view function, std::string_view what, double x) {
  if (!(x > 0) || !std::isfinite(x)) detail::fail(function, std::string(what) + " must be > 0 and finite", detail::number_text(x));
}

void require_ends(std::string_view function, double first, double last, double periods) {
  require_positive(function, "first", first);
  require_positive(function, "last", last);
  require_positive(function, "periods", periods);
}

void require_levels(std::string_view function, std::span<const double> levels) {
  if (levels.size() < 2) detail::fail(function, "at least two levels are needed", std::to_string(levels.size()));
  for (std::size_t i = 0; i < levels.size(); ++i)
    if (!(levels[i] > 0) || !std::isfinite(levels[i]))
      detail::fail(function, "levels must be > 0 and finite", detail::number_text(levels[i]), "at index " + std::to_string(i));
}

void require_rate(std::string_view function, double first, double rate, double periods) {
  require_positive(function, "first", first);
  detail::require(std::isfinite(rate) && rate > -1, function, "rate must be > -1 and finite", rate);
  detail::require(std::isfinite(periods) && periods >= 0, function, "periods must be >= 0 and finite", periods);
}

}  // namespace

double compound_rate(double first, double last, double periods) {
  require_ends("growth::compound_rate", first, last, periods);
  return std::expm1((std::log(last) - std::log(first)) / periods);
}

double simple_rate(double first, double last, double periods) {
  require_ends("growth::simple_rate", first, last, periods);
  return (last / first - 1) / periods;
}

double log_rate(double first, double last, double periods) {
  require_ends("growth::log_rate", first, last, periods);
  return (std::log(last) - std::log(first)) / periods;
}

double arithmetic_mean_rate(std::span<const double> levels) {
  require_levels("growth::arithmetic_mean_rate", levels);
  double sum = 0;
  for (std::size_t i = 1; i < levels.size(); ++i) sum += levels[i] / levels[i - 1] - 1;
  return sum / static_cast<double>(levels.size() - 1);
}

double arithmetic_mean_rate(const Series& levels) { return arithmetic_mean_rate(levels.span()); }

double least_squares_rate(std::span<const double> levels) {
  require_levels("growth::least_squares_rate", levels);
  const auto n = static_cast<double>(levels.size());
  const double middle = (n - 1) / 2;
  double covariance = 0;
  for (std::size_t t = 0; t < levels.size(); ++t) covariance += (static_cast<double>(t) - middle) * std::log(levels[t] / levels[0]);
  return std::expm1(covariance / (n * (n * n - 1) / 12));
}

double least_squares_rate(const Series& levels) { return least_squares_rate(levels.span()); }

double level_after(double first, double rate, double periods) {
  require_rate("growth::level_after", first, rate, periods);
  return first * std::pow(1 + rate, periods);
}

double level_after_simple(double first, double rate, double periods) {
  require_rate("growth::level_after_simple", first, rate, periods);
  const double level = first * (1 + rate * periods);
  detail::require(level > 0, "growth::level_after_simple", "the level must stay > 0", level);
  return level;
}

}  // namespace foreplan::inline v0::growth
