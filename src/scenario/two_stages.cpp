#include "scenario/two_stages.hpp"

#include <foreplan/stats/distributions.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.hpp"

namespace foreplan::inline v0::scenario::detail {
namespace {

using foreplan::detail::fail;
using foreplan::detail::quoted;

constexpr std::string_view kFunction = "scenario::estimate";

/// Sum of squared differences, or of squares.
double distance(std::span<const double> a, std::span<const double> b = {}) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double d = a[i] - (b.empty() ? 0 : b[i]);
    sum += d * d;
  }
  return sum;
}

void require_linear(const EstimationSample& sample) {
  std::string names;
  for (const std::size_t p : sample.sides.nonlinear_in()) names += (names.empty() ? "" : ", ") + sample.parameters[p];
  if (!names.empty())
    fail(kFunction, "equation must be linear in its parameters, or estimated by nonlinear_least_squares",
         "one that is not in " + names, "in equation " + quoted(sample.equation));
}

}  // namespace

double slope(const EstimationSample& sample, const FreeCoefficients& free, std::size_t row, std::size_t j) {
  double sum = 0;
  for (std::size_t p = 0; p < sample.parameters.size(); ++p)
    if (const double b = free.basis[j][p]; b != 0)
      sum += b * (sample.sides.derivative(0, row, p) - sample.sides.derivative(1, row, p));
  return sum;
}

LinearEquation linear_equation(EstimationSample& sample, const FreeCoefficients& free) {
  require_linear(sample);
  const std::size_t n = sample.observations;
  LinearEquation out{std::vector<double>(n), Columns(free.names.size(), std::vector<double>(n))};
  // What is left of the equation where all parameters are 0, and its derivatives.
  sample.sides.evaluate(std::vector<double>(sample.parameters.size()));
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t row = sample.before + i;
    out.y[i] = sample.sides.value(0, row) - sample.sides.value(1, row);
    double sum = out.y[i];
    for (std::size_t j = 0; j < out.x.size(); ++j) sum += out.x[j][i] = -slope(sample, free, row, j);
    if (!std::isfinite(sum))
      fail(kFunction, "equation must be defined in every period of the sample", foreplan::detail::number_text(sum),
           "in equation " + quoted(sample.equation) + ", " +
               to_string(sample.range.first + static_cast<std::int64_t>(i)));
  }
  return out;
}

InstrumentSpace instrument_space(const EstimationSample& sample, bool constant, std::size_t coefficients) {
  std::vector<std::string> names;
  Columns columns;
  if (constant) {
    names.emplace_back("constant");
    columns.emplace_back(sample.observations, 1);
  }
  for (const stats::Regressor& instrument : sample.instruments) {
    names.push_back(instrument.name);
    columns.push_back(instrument.values);
  }
  if (columns.size() < coefficients)
    fail(kFunction, "instruments must be at least as many as coefficients",
         std::to_string(columns.size()) + (constant ? ", the constant included," : "") + " for " +
             std::to_string(coefficients),
         "in equation " + quoted(sample.equation));
  if (columns.size() >= sample.observations)
    fail(kFunction, "instruments must be fewer than observations",
         std::to_string(columns.size()) + " for " + std::to_string(sample.observations),
         "in equation " + quoted(sample.equation));
  InstrumentSpace out{.basis = orthonormal(columns)};
  for (const std::size_t j : out.basis.kept) out.names.push_back(names[j]);
  return out;
}

TwoStages two_stages(const LinearEquation& equation, const InstrumentSpace& instruments,
                     const std::vector<std::string>& names) {
  TwoStages out;
  for (const std::vector<double>& x : equation.x) {
    out.hat.push_back(projected(instruments.basis, x));
    out.unexplained.push_back(distance(x, out.hat.back()));
    if (out.unexplained.back() > 1e-20 * distance(x)) continue;
    out.unexplained.back() = 0;
    out.hat.back() = x;
  }
  out.coefficients = linear_form(equation.y, out.hat, names, {}).coefficients;
  out.residuals = equation.y;
  for (std::size_t j = 0; j < out.hat.size(); ++j)
    if (const double b = out.coefficients[j]; !std::isnan(b))
      for (std::size_t i = 0; i < out.residuals.size(); ++i) out.residuals[i] -= equation.x[j][i] * b;
  return out;
}

std::vector<FirstStage> first_stages(const LinearEquation& equation, const InstrumentSpace& instruments,
                                     const TwoStages& stages, const std::vector<std::string>& names) {
  Columns included;
  for (std::size_t j = 0; j < equation.x.size(); ++j)
    if (stages.unexplained[j] == 0) included.push_back(equation.x[j]);
  const Orthonormal exogenous = orthonormal(included);
  const auto excluded = static_cast<double>(instruments.names.size() - exogenous.kept.size());
  const auto degrees = static_cast<double>(equation.y.size() - instruments.names.size());
  std::vector<FirstStage> out;
  for (std::size_t j = 0; j < equation.x.size(); ++j) {
    if (stages.unexplained[j] == 0) continue;
    const double without = distance(equation.x[j], projected(exogenous, equation.x[j]));
    FTest f{(without - stages.unexplained[j]) / excluded / (stages.unexplained[j] / degrees), excluded, degrees, 0};
    f.p_value = stats::f_upper(std::max(0.0, f.statistic), f.numerator, f.denominator);
    out.push_back({names[j], f});
  }
  return out;
}

std::optional<SarganTest> sargan_test(const InstrumentSpace& instruments, const TwoStages& stages) {
  if (instruments.names.size() <= stages.coefficients.size()) return std::nullopt;
  const double explained = distance(projected(instruments.basis, stages.residuals));
  SarganTest out{static_cast<double>(stages.residuals.size()) * explained / distance(stages.residuals),
                 static_cast<double>(instruments.names.size() - stages.coefficients.size()),
                 std::numeric_limits<double>::quiet_NaN()};
  if (std::isfinite(out.statistic)) out.p_value = stats::chi_squared_upper(out.statistic, out.degrees);
  return out;
}

}  // namespace foreplan::inline v0::scenario::detail
