#include <foreplan/scenario/estimate.hpp>
#include <foreplan/stats/distributions.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "numeric/least_squares.hpp"
#include "scenario/estimation_sample.hpp"
#include "scenario/estimation_steps.hpp"

namespace foreplan::inline v0::scenario {

std::string_view to_string(EstimationMethod method) noexcept {
  switch (method) {
    case EstimationMethod::ordinary_least_squares:
      return "ordinary least squares";
    case EstimationMethod::two_stage_least_squares:
      return "two-stage least squares";
    case EstimationMethod::nonlinear_least_squares:
      return "nonlinear least squares";
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
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

void require_options(const EstimationOptions& options) {
  const bool two_stages = options.method == EstimationMethod::two_stage_least_squares;
  const bool nonlinear = options.method == EstimationMethod::nonlinear_least_squares;
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
        n_(sample_.observations) {
    const std::size_t k = free_.names.size() + options.autoregressive;
    if (n_ <= k)
      fail(kFunction, "observations must be more than coefficients", std::to_string(n_) + " for " + std::to_string(k),
           "in equation " + quoted(sample_.equation) + (sample_.left_out.empty() ? "" : ": " + sample_.left_out));
    fit_.equation = sample_.equation;
    fit_.variable = sample_.variable;
    fit_.add_factor = sample_.add_factor;
    fit_.method = options.method;
    fit_.range = sample_.range;
    fit_.sentence = sample_.left_out;
    fit_.observations = n_;
    fit_.parameters = sample_.parameters.size();
    for (std::size_t i = 0; i < n_; ++i)
      fit_.actual.push_back(constant_left() ? sample_.sides.value(0, sample_.before + i) : kNaN);
  }

  EquationFit run() {
    switch (options_.method) {
      case EstimationMethod::ordinary_least_squares:
        ordinary();
        break;
      case EstimationMethod::two_stage_least_squares:
        two_stages();
        break;
      case EstimationMethod::nonlinear_least_squares:
        nonlinear();
        break;
    }
    return std::move(fit_);
  }

 private:
  [[nodiscard]] bool constant_left() const { return sample_.sides.form(0) == SampledExpressions::Form::constant; }
  [[nodiscard]] Period period(std::size_t i) const { return sample_.range.first + static_cast<std::int64_t>(i); }

  void require_linear() const {
    const auto& in = sample_.sides.nonlinear_in();
    if (in.empty()) return;
    std::string names;
    for (const std::size_t p : in) names += (names.empty() ? "" : ", ") + sample_.parameters[p];
    fail(kFunction, "equation must be linear in its parameters, or estimated by nonlinear_least_squares",
         "one that is not in " + names, "in equation " + quoted(sample_.equation));
  }

  /// y = X b + u: what is left of the equation at b = 0, and its derivatives.
  void linearise() {
    require_linear();
    sample_.sides.evaluate(std::vector<double>(sample_.parameters.size()));
    y_.resize(n_);
    x_.assign(free_.names.size(), std::vector<double>(n_));
    for (std::size_t i = 0; i < n_; ++i) {
      y_[i] = sample_.sides.value(0, i) - sample_.sides.value(1, i);
      double sum = y_[i];
      for (std::size_t j = 0; j < x_.size(); ++j) sum += x_[j][i] = -slope(i, j);
      if (!std::isfinite(sum))
        fail(kFunction, "equation must be defined in every period of the sample",
             std::isfinite(y_[i]) ? foreplan::detail::number_text(sum) : foreplan::detail::number_text(y_[i]),
             "in equation " + quoted(sample_.equation) + ", " + to_string(period(i)));
    }
  }
  /// d(left - right) / d free coefficient j in a row.
  [[nodiscard]] double slope(std::size_t row, std::size_t j) const {
    double sum = 0;
    for (std::size_t p = 0; p < sample_.parameters.size(); ++p)
      if (const double b = free_.basis[j][p]; b != 0)
        sum += b * (sample_.sides.derivative(0, row, p) - sample_.sides.derivative(1, row, p));
    return sum;
  }

  void ordinary() {
    linearise();
    const LinearForm form = linear_form(y_, x_, free_.names, options_.covariance);
    fit_.residuals = form.fit.residuals;
    fit_.errors = fit_.residuals;
    fit_.stop = Stop::converged;
    describe(form, form.coefficients);
    fit_.f = f_test(form);
  }

  void two_stages() {
    std::vector<std::string> names;
    Columns z;
    if (options_.constant_instrument) {
      names.emplace_back("constant");
      z.emplace_back(n_, 1);
    }
    for (const stats::Regressor& instrument : sample_.instruments) {
      names.push_back(instrument.name);
      z.push_back(instrument.values);
    }
    const std::size_t k = free_.names.size();
    if (z.size() < k)
      fail(kFunction, "instruments must be at least as many as coefficients",
           std::to_string(z.size()) + (options_.constant_instrument ? ", the constant included," : "") + " for " +
               std::to_string(k),
           "in equation " + quoted(sample_.equation));
    if (z.size() >= n_)
      fail(kFunction, "instruments must be fewer than observations",
           std::to_string(z.size()) + " for " + std::to_string(n_), "in equation " + quoted(sample_.equation));
    linearise();
    const Orthonormal basis = orthonormal(z);
    for (const std::size_t j : basis.kept) fit_.instruments.push_back(names[j]);

    Columns hat;
    std::vector<double> unexplained(
        k);  // Of each regressor by all instruments: sum of squares; 0 where it is among them.
    for (std::size_t j = 0; j < k; ++j) {
      hat.push_back(projected(basis, x_[j]));
      unexplained[j] = distance(x_[j], hat[j]);
      if (unexplained[j] <= 1e-20 * distance(x_[j], {})) {
        unexplained[j] = 0;
        hat[j] = x_[j];
      }
    }
    const std::vector<double> coefficients = linear_form(y_, hat, free_.names, {}).coefficients;
    // The projected regressors leave X b - X^ b to the residuals of the equation itself, which are orthogonal to them:
    // the regression of X^ b + e on X^ has these estimates, with the residuals and covariance that are meant.
    std::vector<double> target(n_);
    fit_.residuals.assign(n_, 0);
    for (std::size_t i = 0; i < n_; ++i) {
      fit_.residuals[i] = y_[i];
      for (std::size_t j = 0; j < k; ++j) {
        const double b = std::isnan(coefficients[j]) ? 0 : coefficients[j];
        fit_.residuals[i] -= x_[j][i] * b;
        target[i] += hat[j][i] * b;
      }
      target[i] += fit_.residuals[i];
    }
    fit_.errors = fit_.residuals;
    fit_.stop = Stop::converged;
    const LinearForm form = linear_form(target, hat, free_.names, options_.covariance);
    describe(form, coefficients);
    if (!fit_.usable()) return;
    fit_.f = f_test(form);
    first_stages(basis, unexplained);
    if (basis.kept.size() > k) {
      const std::vector<double> explained = projected(basis, fit_.residuals);
      const double squares = distance(fit_.residuals, {});
      SarganTest test{static_cast<double>(n_) * distance(explained, {}) / squares,
                      static_cast<double>(basis.kept.size() - k), 0};
      test.p_value = std::isfinite(test.statistic) ? stats::chi_squared_upper(test.statistic, test.degrees) : kNaN;
      fit_.sargan = test;
    }
  }

  /// Sum of squared differences, or of squares.
  static double distance(std::span<const double> a, std::span<const double> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      const double d = a[i] - (b.empty() ? 0 : b[i]);
      sum += d * d;
    }
    return sum;
  }

  void first_stages(const Orthonormal& instruments, std::span<const double> unexplained) {
    Columns included;
    for (std::size_t j = 0; j < x_.size(); ++j)
      if (unexplained[j] == 0) included.push_back(x_[j]);
    const Orthonormal exogenous = orthonormal(included);
    const auto excluded = static_cast<double>(instruments.kept.size() - exogenous.kept.size());
    const auto degrees = static_cast<double>(n_ - instruments.kept.size());
    for (std::size_t j = 0; j < x_.size(); ++j) {
      if (unexplained[j] == 0) continue;
      const double without = distance(x_[j], projected(exogenous, x_[j]));
      FTest f{(without - unexplained[j]) / excluded / (unexplained[j] / degrees), excluded, degrees, 0};
      f.p_value = stats::f_upper(std::max(0.0, f.statistic), f.numerator, f.denominator);
      fit_.first_stage.push_back({free_.names[j], f});
    }
  }

  /// Errors of all rows at these free coefficients. False where one is not defined.
  bool find_errors(std::span<const double> free) {
    sample_.sides.evaluate(combined(free_.basis, free, sample_.parameters.size()));
    const std::size_t rows = sample_.before + n_;
    u_.resize(rows);
    bool defined = true;
    for (std::size_t r = 0; r < rows; ++r) {
      u_[r] = sample_.sides.value(0, r) - sample_.sides.value(1, r);
      defined = defined && std::isfinite(u_[r]);
    }
    return defined;
  }

  /// e_t = u_t - r_1 u_(t-1) - ... and its derivatives.
  bool residuals(std::span<const double> x, std::span<double> e, std::span<double> jacobian) {
    const std::size_t k = free_.names.size(), p = sample_.before;
    if (!find_errors(x.first(k))) return false;
    const auto filtered = [&](std::size_t i, const auto& of) {
      double sum = of(i + p);
      for (std::size_t s = 1; s <= p; ++s) sum -= x[k + s - 1] * of(i + p - s);
      return sum;
    };
    for (std::size_t i = 0; i < n_; ++i) e[i] = filtered(i, [&](std::size_t r) { return u_[r]; });
    if (jacobian.empty()) return true;
    std::vector<double> slopes(p + n_);
    for (std::size_t j = 0; j < k; ++j) {
      for (std::size_t r = 0; r < p + n_; ++r) slopes[r] = slope(r, j);
      for (std::size_t i = 0; i < n_; ++i) jacobian[j * n_ + i] = filtered(i, [&](std::size_t r) { return slopes[r]; });
    }
    for (std::size_t s = 1; s <= p; ++s)
      for (std::size_t i = 0; i < n_; ++i) jacobian[(k + s - 1) * n_ + i] = -u_[i + p - s];
    return std::all_of(jacobian.begin(), jacobian.end(), [](double d) { return std::isfinite(d); });
  }

  void nonlinear() {
    const std::size_t k = free_.names.size(), p = sample_.before;
    std::vector<double> start(k + p);
    for (std::size_t j = 0; j < k; ++j)
      for (std::size_t i = 0; i < sample_.parameters.size(); ++i) {
        if (!std::isfinite(sample_.start[i]))
          fail(kFunction, "parameters must have values to start from", quoted(sample_.parameters[i]),
               "in equation " + quoted(sample_.equation) + ", " + to_string(sample_.range.first));
        start[j] += free_.basis[j][i] * sample_.start[i];
      }
    const auto function = [&](std::span<const double> x, std::span<double> e, std::span<double> jacobian) {
      return residuals(x, e, jacobian);
    };
    const numeric::LeastSquares found = numeric::least_squares(n_, start, function, {.cancel = options_.cancel});
    fit_.stop = found.stop;
    fit_.iterations = found.iterations;
    if (found.stop == Stop::not_finite) {
      explain("the equation is not defined at the parameters' starting values");
      return;
    }
    fit_.residuals = found.residuals;
    static_cast<void>(find_errors(std::span(found.x).first(k)));
    fit_.errors.assign(u_.begin() + static_cast<std::ptrdiff_t>(p), u_.end());
    std::vector<std::string> names = free_.names;
    Columns design;
    std::vector<double> target = fit_.residuals;
    for (std::size_t s = 1; s <= p; ++s) names.push_back("ar(" + std::to_string(s) + ")");
    for (std::size_t j = 0; j < k + p; ++j) {
      std::vector<double>& column = design.emplace_back(n_);
      for (std::size_t i = 0; i < n_; ++i) {
        column[i] = -found.jacobian[j * n_ + i];
        target[i] += column[i] * found.x[j];
      }
    }
    describe(linear_form(target, design, names, options_.covariance), found.x);
    if (fit_.stop != Stop::converged && fit_.collinear.empty())
      explain("the search for the estimates ended without them: " + std::string(to_string(fit_.stop)));
  }

  void explain(std::string what) { fit_.sentence = what + (fit_.sentence.empty() ? "" : "; " + fit_.sentence); }

  /// Everything that estimates are judged by, from the regression that they end in.
  void describe(const LinearForm& form, std::span<const double> free) {
    const stats::RegressionFit& fit = form.fit;
    fit_.free_coefficients = form.coefficients.size();
    fit_.collinear = form.dependent;
    if (!form.dependent.empty()) {
      fit_.stop = Stop::singular;
      std::string names;
      for (const stats::Dependence& d : form.dependent) {
        names += (names.empty() ? "the regressor of " : "; that of ") + d.name;
        names += d.terms.empty() ? " is 0" : " is determined by ";
        for (std::size_t i = 0; i < d.terms.size(); ++i)
          names += (i == 0 ? "that of " : i + 1 == d.terms.size() ? " and " : ", ") + d.terms[i].name;
      }
      explain("not identified: " + names);
    }
    fit_.covariance_kind = fit.covariance_kind;
    fit_.lags = fit.lags;
    coefficients(form, free);

    double sum = 0, total = 0, squares = 0;
    for (const double e : fit_.residuals) squares += e * e;
    for (const double y : fit_.actual) sum += y;
    const auto n = static_cast<double>(n_);
    fit_.residual_sum = squares;
    for (std::size_t i = 0; i < n_; ++i) {
      fit_.fitted.push_back(fit_.actual[i] - fit_.residuals[i]);
      total += (fit_.actual[i] - sum / n) * (fit_.actual[i] - sum / n);
    }
    const double degrees = n - static_cast<double>(fit.rank);
    fit_.standard_error = std::sqrt(squares / degrees);
    fit_.r2 = total > 0 ? 1 - squares / total : kNaN;
    fit_.adjusted_r2 = 1 - (1 - fit_.r2) * (n - 1) / degrees;
    fit_.squared_correlation = squared_correlation(fit_.actual, fit_.fitted);
    fit_.log_likelihood = fit.log_likelihood;
    fit_.aic = fit.aic;
    fit_.bic = fit.bic;
    fit_.durbin_watson = fit.durbin_watson;
  }

  void coefficients(const LinearForm& form, std::span<const double> free) {
    const std::size_t k = free_.names.size(), p = sample_.before, named = sample_.parameters.size() + p;
    // parameters and ar(i) = wide x free coefficients
    Columns wide = free_.basis;
    for (std::vector<double>& column : wide) column.resize(named);
    for (std::size_t s = 0; s < p; ++s) wide.emplace_back(named)[sample_.parameters.size() + s] = 1;
    const std::vector<double> estimates = combined(wide, free, named);
    const std::size_t q = k + p;
    std::vector<double> half(named * q);
    fit_.covariance.assign(named * named, 0);
    for (std::size_t a = 0; a < named; ++a)
      for (std::size_t j = 0; j < q; ++j)
        for (std::size_t i = 0; i < q; ++i)
          if (wide[i][a] != 0) half[a * q + j] += wide[i][a] * form.covariance[i * q + j];
    for (std::size_t a = 0; a < named; ++a)
      for (std::size_t b = 0; b < named; ++b)
        for (std::size_t j = 0; j < q; ++j)
          if (wide[j][b] != 0) fit_.covariance[a * named + b] += half[a * q + j] * wide[j][b];
    const double degrees = static_cast<double>(n_ - form.fit.rank);
    for (std::size_t a = 0; a < named; ++a) {
      const bool parameter = a < sample_.parameters.size();
      stats::Coefficient c{
          .name = parameter ? sample_.parameters[a] : "ar(" + std::to_string(a - sample_.parameters.size() + 1) + ")",
          .estimate = estimates[a]};
      const bool dependent = std::isnan(fit_.covariance[a * named + a]);
      if (dependent) c.estimate = kNaN;
      c.standard_error = std::sqrt(fit_.covariance[a * named + a]);
      c.t = c.estimate / c.standard_error;
      c.p_value = std::isnan(c.t) ? kNaN : std::min(1.0, 2 * stats::student_t_upper(std::abs(c.t), degrees));
      fit_.coefficients.push_back(std::move(c));
    }
  }

  static double squared_correlation(std::span<const double> a, std::span<const double> b) {
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

  EstimationSample sample_;
  const EstimationOptions& options_;
  FreeCoefficients free_;
  std::size_t n_;
  EquationFit fit_{};
  std::vector<double> y_{};
  Columns x_{};
  std::vector<double> u_{};
};

}  // namespace
}  // namespace detail

EquationFit estimate(const Model& model, const Scenario& scenario, std::string_view equation, PeriodRange range,
                     const EstimationOptions& options) {
  detail::require_options(options);
  return detail::Estimation(detail::sample_of(model, scenario, equation, range, options), options).run();
}

}  // namespace foreplan::inline v0::scenario
