#include "forecast/data.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <utility>

#include "core/check.hpp"

namespace foreplan::inline v0::forecast {

ModelData model_data(std::string_view function, std::span<const double> y, const Transform& transform,
                     std::size_t season_length) {
  for (std::size_t i = 0; i < y.size(); ++i)
    if (std::isinf(y[i]))
      detail::fail(function, "y must be finite, or NaN where missing", detail::number_text(y[i]),
                   "at index " + std::to_string(i));
  ModelData data{resolved(transform, y, season_length), {}, 0};
  data.values.reserve(y.size());
  for (std::size_t i = 0; i < y.size(); ++i) {
    data.values.push_back(transformed(data.transform, y[i]));
    data.observations += std::isnan(y[i]) ? 0 : 1;
    if (std::isinf(data.values[i]))
      detail::fail(function, "transformed values must be finite", detail::number_text(data.values[i]),
                   "for " + detail::number_text(y[i]) + " at index " + std::to_string(i));
  }
  return data;
}

double power_of_two_above(std::initializer_list<std::span<const double>> values) {
  double size = 0;
  for (const auto part : values)
    for (const double x : part) size = std::abs(x) > size ? std::abs(x) : size;  // NaN is not above anything
  if (!(size > 0)) return 1;
  size = within_doubles(size);  // a variance may be infinite
  int exponent = 0;
  (void)std::frexp(size, &exponent);
  // Denormal sizes have no reciprocal: 2^1000 is enough to bring them into range. 2^1024 is no double.
  return std::ldexp(1.0, std::clamp(exponent, -1000, 1023));
}

double headroom(std::initializer_list<std::span<const double>> values) {
  const double scale = power_of_two_above(values);
  return scale > 0x1p500 ? scale : 1;
}

ScaledData scaled_data(std::string_view function, std::span<const double> y, const Transform& transform,
                       std::size_t season_length, std::span<const double> states) {
  ModelData data = model_data(function, y, transform, season_length);
  ScaledData result{
      .transform = data.transform, .y = std::move(data.values), .scale = 1, .observations = data.observations};
  result.scale = power_of_two_above({result.y, states});
  for (double& x : result.y) {
    x /= result.scale;
    if (x < result.least) result.least = x;
    if (x > result.most) result.most = x;
  }
  return result;
}

double rounding_of(double squares) noexcept {
  constexpr double kUnit = std::numeric_limits<double>::epsilon() / 4;
  return std::max(squares * kUnit * kUnit, std::numeric_limits<double>::min());
}

double gaussian_log_likelihood(double log_squares, double n, double scale) {
  constexpr double kTwoPi = 6.283185307179586477;
  return -n / 2 * (std::log(kTwoPi / n) + 1 + log_squares) - n * std::log(scale);
}

void require_observation(std::string_view function, const ModelData& data) {
  if (data.observations == 0)
    detail::fail(function, "y must have an observation", std::to_string(data.values.size()) + " values, all missing");
}

Predictive moved(Predictive model, std::vector<double> values) {
  for (std::size_t h = 0; h < values.size(); ++h) model.mean[h] += values[h];
  if (model.path)
    model.path = [own = std::move(model.path), values = std::move(values)](std::span<const double> innovations,
                                                                           std::span<double> path) {
      own(innovations, path);
      for (std::size_t h = 0; h < path.size(); ++h) path[h] += values[h];
    };
  return model;
}

Predictive times(Predictive model, double scale, bool relative) {
  const double unit = relative ? 1 : scale;
  for (double& x : model.mean) x *= scale;
  for (double& v : model.variance) v = v * scale * scale;
  model.sigma2 = model.sigma2 * unit * unit;
  multiply(model.residuals, unit);
  if (model.path)
    model.path = [own = std::move(model.path), scale, unit](std::span<const double> innovations,
                                                            std::span<double> path) {
      std::vector<double> scaled(innovations.begin(), innovations.end());
      for (std::size_t h = 0; h < path.size(); ++h) scaled[h] /= unit;  // what follows them is standard normal
      own(scaled, path);
      for (double& x : path) x *= scale;
    };
  return model;
}

std::vector<double> known(std::span<const double> residuals) {
  std::vector<double> result;
  std::copy_if(residuals.begin(), residuals.end(), std::back_inserter(result), [](double e) { return !std::isnan(e); });
  return result;
}

void require_horizon(std::string_view function, std::size_t horizon) {
  if (horizon < 1 || horizon > 1'000'000)
    detail::fail(function, "the horizon must be in [1, 1,000,000]", std::to_string(horizon));
}

std::size_t season_of(Frequency frequency) noexcept {
  switch (frequency) {
    case Frequency::quarterly:
      return 4;
    case Frequency::monthly:
      return 12;
    case Frequency::weekly:
      return 52;
    case Frequency::daily:
      return 7;
    case Frequency::annual:
      break;
  }
  return 1;
}

}  // namespace foreplan::inline v0::forecast
