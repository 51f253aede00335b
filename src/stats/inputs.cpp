#include <foreplan/stats/distributions.hpp>
#include <foreplan/stats/inputs.hpp>

#include <cmath>
#include <string>

#include "core/check.hpp"
#include "stats/input_points.hpp"

namespace foreplan::inline v0::stats {
namespace {

using detail::fail;
using detail::number_text;

std::string range_text(double low, double high) { return number_text(low) + " and " + number_text(high); }

void check(std::string_view function, const InputDistribution& input, std::string_view where) {
  const auto [shape, low, high, centre, spread] = input;
  if (shape == InputShape::normal) {
    if (!std::isfinite(centre)) fail(function, "mean must be finite", number_text(centre), where);
    if (!std::isfinite(spread) || spread <= 0)
      fail(function, "standard deviation must be > 0 and finite", number_text(spread), where);
    return;
  }
  if (!std::isfinite(low) || !std::isfinite(high) || !(low < high) || !std::isfinite(high - low))
    fail(function, "low < high must hold, both finite", range_text(low, high), where);
  if (shape == InputShape::log_uniform && low <= 0)
    fail(function, "low of a log-uniform input must be > 0", number_text(low), where);
  if (shape == InputShape::triangular && !(low <= centre && centre <= high))
    fail(function, "mode must lie between low and high", number_text(centre), where);
}

InputDistribution checked(std::string_view function, const InputDistribution& input) {
  check(function, input, {});
  return input;
}

/// Of a distribution that was checked.
double value(const InputDistribution& in, double p) {
  switch (in.shape) {
    case InputShape::uniform:
      return p >= 1 ? in.high : in.low + p * (in.high - in.low);
    case InputShape::normal:
      return in.centre + in.spread * normal_quantile(p);
    case InputShape::triangular: {
      const double width = in.high - in.low, at_mode = (in.centre - in.low) / width;
      if (p < at_mode) return in.low + std::sqrt(p * width * (in.centre - in.low));
      return in.high - std::sqrt((1 - p) * width * (in.high - in.centre));
    }
    case InputShape::log_uniform:
      if (p >= 1) return in.high;
      return in.low * std::exp(p * std::log(in.high / in.low));
  }
  return NAN;
}

}  // namespace

std::string_view to_string(InputShape shape) noexcept {
  switch (shape) {
    case InputShape::uniform:
      return "uniform";
    case InputShape::normal:
      return "normal";
    case InputShape::triangular:
      return "triangular";
    case InputShape::log_uniform:
      return "log-uniform";
  }
  return "unknown";
}

InputDistribution uniform(double low, double high) {
  return checked("stats::uniform", {.shape = InputShape::uniform, .low = low, .high = high});
}
InputDistribution normal(double mean, double standard_deviation) {
  return checked("stats::normal", {.shape = InputShape::normal, .centre = mean, .spread = standard_deviation});
}
InputDistribution triangular(double low, double mode, double high) {
  return checked("stats::triangular", {.shape = InputShape::triangular, .low = low, .high = high, .centre = mode});
}
InputDistribution log_uniform(double low, double high) {
  return checked("stats::log_uniform", {.shape = InputShape::log_uniform, .low = low, .high = high});
}

double quantile(const InputDistribution& input, double p) {
  check("stats::quantile", input, {});
  if (input.shape == InputShape::normal)
    detail::require(p > 0 && p < 1, "stats::quantile", "p must be in (0, 1) for a normal input", p);
  detail::require(p >= 0 && p <= 1, "stats::quantile", "p must be in [0, 1]", p);
  return value(input, p);
}

void check_inputs(std::string_view function, const std::vector<InputDistribution>& inputs) {
  detail::require(!inputs.empty(), function, "there must be inputs to vary", "none");
  for (std::size_t i = 0; i < inputs.size(); ++i) check(function, inputs[i], "for input " + std::to_string(i));
}

double input_value(const InputDistribution& input, double p) { return value(input, p); }

}  // namespace foreplan::inline v0::stats
