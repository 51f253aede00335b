#include <foreplan/stats/distributions.hpp>

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/fisher_f.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>

#include "core/check.hpp"

namespace foreplan::inline v0::stats {
namespace {

namespace bm = boost::math;
// Arguments are checked here, and an overflow is the infinity that it is: nothing else is thrown.
using Policy = bm::policies::policy<bm::policies::overflow_error<bm::policies::ignore_error>,
                                    bm::policies::underflow_error<bm::policies::ignore_error>,
                                    bm::policies::promote_double<false>>;

void number(std::string_view function, double x) { detail::require(!std::isnan(x), function, "x must be a number", x); }
void positive(std::string_view function, std::string_view what, double x) {
  if (!(x > 0) || !std::isfinite(x))
    detail::fail(function, std::string(what) + " must be > 0 and finite", detail::number_text(x));
}
/// Degrees of freedom and shapes: beyond these Boost gives NaN, throws errors of its own, or stops the program.
void shape_parameter(std::string_view function, std::string_view what, double x) {
  if (!(x >= 1e-6 && x <= 1e9))
    detail::fail(function, std::string(what) + " must be in [1e-6, 1e9]", detail::number_text(x));
}
void probability(std::string_view function, double p) {
  detail::require(p > 0 && p < 1, function, "p must be in (0, 1)", p);
}
/// Where the quantile is searched for; further out Boost's search does not end.
void searched_probability(std::string_view function, double p) {
  detail::require(p >= 1e-100 && p < 1, function, "p must be in [1e-100, 1)", p);
}

template <class Distribution>
double below(const Distribution& d, double x) {
  if (std::isinf(x)) return x > 0 ? 1 : 0;
  return bm::cdf(d, x);
}
template <class Distribution>
double above(const Distribution& d, double x) {
  if (std::isinf(x)) return x > 0 ? 0 : 1;
  return bm::cdf(bm::complement(d, x));
}

}  // namespace

double normal_cdf(double x) {
  number("stats::normal_cdf", x);
  return below(bm::normal_distribution<double, Policy>(), x);
}
double normal_upper(double x) {
  number("stats::normal_upper", x);
  return above(bm::normal_distribution<double, Policy>(), x);
}
double normal_quantile(double p) {
  probability("stats::normal_quantile", p);
  return bm::quantile(bm::normal_distribution<double, Policy>(), p);
}

double student_t_cdf(double x, double degrees) {
  number("stats::student_t_cdf", x);
  shape_parameter("stats::student_t_cdf", "degrees", degrees);
  return below(bm::students_t_distribution<double, Policy>(degrees), x);
}
double student_t_upper(double x, double degrees) {
  number("stats::student_t_upper", x);
  shape_parameter("stats::student_t_upper", "degrees", degrees);
  return above(bm::students_t_distribution<double, Policy>(degrees), x);
}
double student_t_quantile(double p, double degrees) {
  probability("stats::student_t_quantile", p);
  shape_parameter("stats::student_t_quantile", "degrees", degrees);
  return bm::quantile(bm::students_t_distribution<double, Policy>(degrees), p);
}

double gamma_cdf(double x, double shape, double scale) {
  number("stats::gamma_cdf", x);
  shape_parameter("stats::gamma_cdf", "shape", shape);
  positive("stats::gamma_cdf", "scale", scale);
  return x <= 0 ? 0 : below(bm::gamma_distribution<double, Policy>(shape, scale), x);
}
double gamma_quantile(double p, double shape, double scale) {
  searched_probability("stats::gamma_quantile", p);
  shape_parameter("stats::gamma_quantile", "shape", shape);
  positive("stats::gamma_quantile", "scale", scale);
  return bm::quantile(bm::gamma_distribution<double, Policy>(shape, scale), p);
}

double beta_cdf(double x, double a, double b) {
  number("stats::beta_cdf", x);
  shape_parameter("stats::beta_cdf", "a", a);
  shape_parameter("stats::beta_cdf", "b", b);
  return bm::cdf(bm::beta_distribution<double, Policy>(a, b), std::clamp(x, 0.0, 1.0));
}
double beta_quantile(double p, double a, double b) {
  searched_probability("stats::beta_quantile", p);
  shape_parameter("stats::beta_quantile", "a", a);
  shape_parameter("stats::beta_quantile", "b", b);
  return bm::quantile(bm::beta_distribution<double, Policy>(a, b), p);
}

double chi_squared_upper(double x, double degrees) {
  number("stats::chi_squared_upper", x);
  shape_parameter("stats::chi_squared_upper", "degrees", degrees);
  return x <= 0 ? 1 : above(bm::chi_squared_distribution<double, Policy>(degrees), x);
}
double f_upper(double x, double numerator, double denominator) {
  number("stats::f_upper", x);
  shape_parameter("stats::f_upper", "numerator", numerator);
  shape_parameter("stats::f_upper", "denominator", denominator);
  return x <= 0 ? 1 : above(bm::fisher_f_distribution<double, Policy>(numerator, denominator), x);
}
double binomial_cdf(double successes, double trials, double p) {
  constexpr std::string_view kName = "stats::binomial_cdf";
  number(kName, successes);
  detail::require(trials >= 0 && trials <= 1e9 && trials == std::floor(trials), kName,
                  "trials must be a whole number, 0 to 1e9", trials);
  detail::require(p >= 0 && p <= 1, kName, "p must be in [0, 1]", p);
  if (successes < 0) return 0;
  if (successes >= trials) return 1;
  return bm::cdf(bm::binomial_distribution<double, Policy>(trials, p), std::floor(successes));
}

}  // namespace foreplan::inline v0::stats
