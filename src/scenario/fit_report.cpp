#include "scenario/fit_report.hpp"

#include <foreplan/stats/distributions.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace foreplan::inline v0::scenario::detail {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

double two_sided(double t, double degrees) {
  if (std::isnan(t)) return kNaN;
  const double z = std::abs(t);
  return std::min(1.0, 2 * (std::isfinite(degrees) ? stats::student_t_upper(z, degrees) : stats::normal_upper(z)));
}

double squared_correlation(std::span<const double> a, std::span<const double> b) {
  const auto n = static_cast<double>(a.size());
  double mean_a = 0, mean_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    mean_a += a[i] / n;
    mean_b += b[i] / n;
  }
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += (a[i] - mean_a) * (b[i] - mean_b);
    aa += (a[i] - mean_a) * (a[i] - mean_a);
    bb += (b[i] - mean_b) * (b[i] - mean_b);
  }
  return aa > 0 && bb > 0 ? ab * ab / (aa * bb) : kNaN;
}

}  // namespace

EquationFit begun_fit(const EstimationSample& sample, EstimationMethod method) {
  EquationFit fit{.equation = sample.equation,
                  .variable = sample.variable,
                  .add_factor = sample.add_factor,
                  .method = method,
                  .sentence = sample.left_out,
                  .range = sample.range,
                  .parameters = sample.parameters.size(),
                  .observations = sample.observations};
  const bool known = sample.sides.form(0) == SampledExpressions::Form::constant;
  for (std::size_t i = 0; i < sample.observations; ++i)
    fit.actual.push_back(known ? sample.sides.value(0, sample.before + i) : kNaN);
  return fit;
}

void explain(EquationFit& fit, const std::string& sentence) {
  fit.sentence = sentence + (fit.sentence.empty() ? "" : "; " + fit.sentence);
}

void report_dependence(EquationFit& fit, const std::vector<stats::Dependence>& dependent) {
  fit.collinear = dependent;
  if (dependent.empty()) return;
  fit.stop = Stop::singular;
  std::string text;
  for (const stats::Dependence& d : dependent) {
    text += (text.empty() ? "the regressor of " : "; that of ") + d.name;
    text += d.terms.empty() ? " is 0" : " is determined by ";
    for (std::size_t i = 0; i < d.terms.size(); ++i)
      text += (i == 0 ? "that of " : i + 1 == d.terms.size() ? " and " : ", ") + d.terms[i].name;
  }
  explain(fit, "not identified: " + text);
}

void report_coefficients(EquationFit& fit, const EstimationSample& sample, const FreeCoefficients& free,
                         std::span<const double> values, std::span<const double> covariance, double degrees) {
  const std::size_t q = values.size(), parameters = sample.parameters.size();
  const std::size_t autoregressive = q - free.names.size(), named = parameters + autoregressive;
  // parameters and ar(i) = wide x free coefficients
  Columns wide = free.basis;
  for (std::vector<double>& column : wide) column.resize(named);
  for (std::size_t s = 0; s < autoregressive; ++s) wide.emplace_back(named)[parameters + s] = 1;
  const std::vector<double> estimates = combined(wide, values, named);
  // 0 times the NaN of another coefficient is no part of a sum.
  std::vector<double> half(named * q);
  for (std::size_t a = 0; a < named; ++a)
    for (std::size_t i = 0; i < q; ++i)
      for (std::size_t j = 0; j < q && wide[i][a] != 0; ++j) half[a * q + j] += wide[i][a] * covariance[i * q + j];
  fit.covariance.assign(named * named, 0);
  for (std::size_t b = 0; b < named; ++b)
    for (std::size_t j = 0; j < q; ++j)
      for (std::size_t a = 0; a < named && wide[j][b] != 0; ++a)
        fit.covariance[a * named + b] += half[a * q + j] * wide[j][b];
  fit.free_coefficients = q;
  for (std::size_t a = 0; a < named; ++a) {
    stats::Coefficient c{.name =
                             a < parameters ? sample.parameters[a] : "ar(" + std::to_string(a - parameters + 1) + ")"};
    c.standard_error = std::sqrt(fit.covariance[a * named + a]);
    c.estimate = std::isnan(c.standard_error) ? kNaN : estimates[a];
    c.t = c.estimate / c.standard_error;
    c.p_value = two_sided(c.t, degrees);
    fit.coefficients.push_back(std::move(c));
  }
}

void report_residuals(EquationFit& fit, std::size_t rank) {
  const auto n = static_cast<double>(fit.observations), k = static_cast<double>(rank);
  const std::vector<double>& e = fit.residuals;
  double sum = 0, total = 0, changes = 0;
  for (const double y : fit.actual) sum += y;
  fit.residual_sum = 0;
  for (std::size_t i = 0; i < e.size(); ++i) {
    fit.fitted.push_back(fit.actual[i] - e[i]);
    fit.residual_sum += e[i] * e[i];
    total += (fit.actual[i] - sum / n) * (fit.actual[i] - sum / n);
    if (i > 0) changes += (e[i] - e[i - 1]) * (e[i] - e[i - 1]);
  }
  fit.standard_error = std::sqrt(fit.residual_sum / (n - k));
  fit.r2 = total > 0 ? 1 - fit.residual_sum / total : kNaN;
  fit.adjusted_r2 = 1 - (1 - fit.r2) * (n - 1) / (n - k);
  fit.squared_correlation = squared_correlation(fit.actual, fit.fitted);
  fit.log_likelihood = -n / 2 * (std::log(2 * std::numbers::pi * fit.residual_sum / n) + 1);
  fit.aic = -2 * fit.log_likelihood + 2 * (k + 1);
  fit.bic = -2 * fit.log_likelihood + std::log(n) * (k + 1);
  fit.durbin_watson = changes / fit.residual_sum;
}

}  // namespace foreplan::inline v0::scenario::detail
