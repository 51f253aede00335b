#include <foreplan/scenario/estimate.hpp>

#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "numeric/least_squares.hpp"
#include "scenario/estimation_sample.hpp"
#include "scenario/estimation_steps.hpp"
#include "scenario/fit_report.hpp"
#include "scenario/two_stages.hpp"

namespace foreplan::inline v0::scenario {

std::string_view to_string(EstimationMethod method) noexcept {
  switch (method) {
    case EstimationMethod::ordinary_least_squares:
      return "ordinary least squares";
    case EstimationMethod::two_stage_least_squares:
      return "two-stage least squares";
    case EstimationMethod::nonlinear_least_squares:
      return "nonlinear least squares";
    case EstimationMethod::three_stage_least_squares:
      return "three-stage least squares";
  }
  return "unknown";
}

const stats::Coefficient& EquationFit::operator[](std::string_view name) const {
  std::vector<std::string> known;
  for (const stats::Coefficient& c : coefficients) {
    if (c.name == name) return c;
    known.push_back(c.name);
  }
  const std::string nearest = foreplan::detail::nearest_name(name, known);
  foreplan::detail::fail("scenario::EquationFit", "coefficient must be one of the fit", foreplan::detail::quoted(name),
                         nearest.empty() ? "" : "(did you mean " + foreplan::detail::quoted(nearest) + "?)");
}

namespace detail {
namespace {

using foreplan::detail::fail;
using foreplan::detail::quoted;
using foreplan::detail::require;

constexpr std::string_view kFunction = "scenario::estimate";

void require_options(const EstimationOptions& options) {
  const bool two_stages = options.method == EstimationMethod::two_stage_least_squares;
  const bool nonlinear = options.method == EstimationMethod::nonlinear_least_squares;
  require(options.method != EstimationMethod::three_stage_least_squares, kFunction,
          "method must be of one equation; use estimate_system", to_string(options.method));
  require(two_stages || options.instruments.empty(), kFunction, "instruments are for two-stage least squares",
          to_string(options.method));
  require(nonlinear || options.autoregressive == 0, kFunction, "autoregressive errors need nonlinear least squares",
          to_string(options.method));
  require(options.autoregressive <= 1000, kFunction, "autoregressive must be at most 1000",
          std::to_string(options.autoregressive));
}

class Estimation {
 public:
  Estimation(EstimationSample sample, const EstimationOptions& options)
      : sample_(std::move(sample)),
        options_(options),
        free_(free_coefficients(sample_.parameters, options.polynomial_lags)),
        n_(sample_.observations),
        fit_(begun_fit(sample_, options.method)) {
    const std::size_t k = free_.names.size() + options.autoregressive;
    if (n_ <= k)
      fail(kFunction, "observations must be more than coefficients", std::to_string(n_) + " for " + std::to_string(k),
           "in equation " + quoted(sample_.equation) + (sample_.left_out.empty() ? "" : ": " + sample_.left_out));
  }

  EquationFit run() {
    switch (options_.method) {
      case EstimationMethod::ordinary_least_squares:
        ordinary();
        break;
      case EstimationMethod::two_stage_least_squares:
        projected();
        break;
      case EstimationMethod::nonlinear_least_squares:
        nonlinear();
        break;
      case EstimationMethod::three_stage_least_squares:
        break;  // refused above
    }
    return std::move(fit_);
  }

 private:
  void ordinary() {
    const LinearEquation equation = linear_equation(sample_, free_);
    const LinearForm form = linear_form(equation.y, equation.x, free_.names, options_.covariance);
    fit_.residuals = form.fit.residuals;
    fit_.errors = fit_.residuals;
    fit_.stop = Stop::converged;
    report(form, form.coefficients);
    fit_.f = f_test(form);
  }

  void projected() {
    const InstrumentSpace instruments = instrument_space(sample_, options_.constant_instrument, free_.names.size());
    fit_.instruments = instruments.names;
    const LinearEquation equation = linear_equation(sample_, free_);
    const TwoStages stages = two_stages(equation, instruments, free_.names);
    fit_.residuals = stages.residuals;
    fit_.errors = fit_.residuals;
    fit_.stop = Stop::converged;
    // The residuals of the equation itself are orthogonal to the projected regressors: the regression of X^ b + e on X^
    // has these estimates, with the residuals and the covariance that are meant.
    const LinearForm form = form_at(stages.hat, free_.names, stages.coefficients);
    report(form, stages.coefficients);
    if (!fit_.usable()) return;
    fit_.f = f_test(form);
    fit_.first_stage = first_stages(equation, instruments, stages, free_.names);
    fit_.sargan = sargan_test(instruments, stages);
  }

  /// Errors of all rows at these free coefficients. False where one is not defined.
  bool find_errors(std::span<const double> free) {
    sample_.sides.evaluate(combined(free_.basis, free, sample_.parameters.size()));
    u_.resize(sample_.before + n_);
    bool defined = true;
    for (std::size_t r = 0; r < u_.size(); ++r) {
      u_[r] = sample_.sides.value(0, r) - sample_.sides.value(1, r);
      defined = defined && std::isfinite(u_[r]);
    }
    return defined;
  }

  /// e_t = u_t - r_1 u_(t-1) - ... and its derivatives.
  bool residuals(std::span<const double> x, std::span<double> e, std::span<double> jacobian) {
    const std::size_t k = free_.names.size(), p = sample_.before;
    if (!find_errors(x.first(k))) return false;
    const auto filter = [&](const std::vector<double>& rows, std::span<double> to) {
      for (std::size_t i = 0; i < n_; ++i) {
        to[i] = rows[i + p];
        for (std::size_t s = 1; s <= p; ++s) to[i] -= x[k + s - 1] * rows[i + p - s];
      }
    };
    filter(u_, e);
    if (jacobian.empty()) return true;
    slopes_.resize(p + n_);
    for (std::size_t j = 0; j < k; ++j) {
      for (std::size_t r = 0; r < p + n_; ++r) slopes_[r] = slope(sample_, free_, r, j);
      filter(slopes_, jacobian.subspan(j * n_, n_));
    }
    for (std::size_t s = 1; s <= p; ++s)
      for (std::size_t i = 0; i < n_; ++i) jacobian[(k + s - 1) * n_ + i] = -u_[i + p - s];
    return std::all_of(jacobian.begin(), jacobian.end(), [](double d) { return std::isfinite(d); });
  }

  std::vector<double> start() const {
    std::vector<double> out(free_.names.size() + sample_.before);
    for (std::size_t i = 0; i < sample_.parameters.size(); ++i) {
      if (!std::isfinite(sample_.start[i]))
        fail(kFunction, "parameters must have values to start from", quoted(sample_.parameters[i]),
             "in equation " + quoted(sample_.equation) + ", " + to_string(sample_.range.first));
      for (std::size_t j = 0; j < free_.names.size(); ++j) out[j] += free_.basis[j][i] * sample_.start[i];
    }
    return out;
  }

  void nonlinear() {
    const std::size_t k = free_.names.size(), p = sample_.before;
    const auto function = [&](std::span<const double> x, std::span<double> e, std::span<double> jacobian) {
      return residuals(x, e, jacobian);
    };
    const numeric::LeastSquares found = numeric::least_squares(n_, start(), function, {.cancel = options_.cancel});
    fit_.stop = found.stop;
    fit_.iterations = found.iterations;
    if (found.stop == Stop::not_finite) {
      explain(fit_, "the equation is not defined at the parameters' starting values");
      return;
    }
    fit_.residuals = found.residuals;
    static_cast<void>(find_errors(std::span(found.x).first(k)));
    fit_.errors.assign(u_.begin() + static_cast<std::ptrdiff_t>(p), u_.end());
    std::vector<std::string> names = free_.names;
    for (std::size_t s = 1; s <= p; ++s) names.push_back("ar(" + std::to_string(s) + ")");
    Columns design(k + p, std::vector<double>(n_));
    for (std::size_t j = 0; j < design.size(); ++j)
      for (std::size_t i = 0; i < n_; ++i) design[j][i] = -found.jacobian[j * n_ + i];
    report(form_at(design, names, found.x), found.x);
    if (!fit_.usable() && fit_.collinear.empty())
      explain(fit_, "the search for the estimates ended without them: " + std::string(to_string(fit_.stop)));
  }

  /// The regression of design x coefficients + residuals on the design.
  LinearForm form_at(const Columns& design, const std::vector<std::string>& names,
                     std::span<const double> coefficients) const {
    std::vector<double> target = fit_.residuals;
    for (std::size_t j = 0; j < design.size(); ++j)
      if (!std::isnan(coefficients[j]))
        for (std::size_t i = 0; i < n_; ++i) target[i] += design[j][i] * coefficients[j];
    return linear_form(target, design, names, options_.covariance);
  }

  void report(const LinearForm& form, std::span<const double> free) {
    fit_.covariance_kind = form.fit.covariance_kind;
    fit_.lags = form.fit.lags;
    report_dependence(fit_, form.dependent);
    report_coefficients(fit_, sample_, free_, free, form.covariance, static_cast<double>(n_ - form.fit.rank));
    report_residuals(fit_, form.fit.rank);
  }

  EstimationSample sample_;
  const EstimationOptions& options_;
  FreeCoefficients free_;
  std::size_t n_;
  EquationFit fit_;
  std::vector<double> u_{}, slopes_{};
};

}  // namespace
}  // namespace detail

EquationFit estimate(const Model& model, const Scenario& scenario, std::string_view equation, PeriodRange range,
                     const EstimationOptions& options) {
  detail::require_options(options);
  return detail::Estimation(detail::sample_of(model, scenario, equation, range, options, detail::kFunction), options).run();
}

}  // namespace foreplan::inline v0::scenario
