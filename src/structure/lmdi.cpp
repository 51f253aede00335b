#include <foreplan/structure/lmdi.hpp>

#include <cmath>
#include <limits>
#include <string>

#include "core/check.hpp"
#include "structure/lmdi_terms.hpp"
#include "structure/matrix_check.hpp"

namespace foreplan::inline v0::structure {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

/// ln(x1 / x0) for values of one sign. Near each other the logarithm of their quotient would lose the digits in which
/// they differ; the difference itself is exact there.
double log_ratio(double x0, double x1) {
  const double ratio = x1 / x0;
  if (ratio > 0.5 && ratio < 2) return 2 * std::atanh((x1 - x0) / (x0 + x1));
  if (ratio > 0 && std::isfinite(ratio)) return std::log(ratio);
  return std::log(std::abs(x1)) - std::log(std::abs(x0));
}

/// L(b, a), given s = ln(b / a). For a near b by a (e^s - 1) / s, which is the same and has no cancellation; from the
/// smaller of the two, so that their order does not matter.
double mean_of(double a, double b, double s) {
  if (std::abs(s) > 1) return (b - a) / s;
  if (s < 0) return mean_of(b, a, -s);
  return s == 0 ? a : a * (std::expm1(s) / s);
}

void require_factors(const Matrix& first, const Matrix& last, const LmdiOptions& options, const LmdiPlace& place) {
  const std::string_view name = place.function;
  require_shape(name, first);
  require_shape(name, last);
  if (first.rows != last.rows || first.columns != last.columns || first.values.empty())
    detail::fail(name, "first and last must be of one size, sectors x factors, at least 1 x 1",
                 std::to_string(first.rows) + " x " + std::to_string(first.columns) + " and " +
                     std::to_string(last.rows) + " x " + std::to_string(last.columns));
  detail::require(std::isfinite(options.small_value) && options.small_value > 0, name,
                  "small_value must be > 0 and finite", options.small_value);
  for (std::size_t i = 0; i < first.rows; ++i)
    for (std::size_t k = 0; k < first.columns; ++k) {
      const double x0 = first(i, k), x1 = last(i, k);
      for (const bool late : {false, true}) {
        const double x = late ? x1 : x0;
        if (!std::isfinite(x))
          detail::fail(name, "factors must be finite", detail::number_text(x), place.at(i, k, late));
        if (x == 0 && options.zeros == LmdiZeros::refuse)
          detail::fail(name, "factors must not be 0", "0", place.at(i, k, late));
      }
      if ((x0 < 0 && x1 > 0) || (x0 > 0 && x1 < 0))
        detail::fail(name, "a factor must keep its sign", detail::number_text(x0) + " and " + detail::number_text(x1),
                     place.at(i, k, true));
    }
}

Matrix without_zeros(const Matrix& x, const Matrix& other, double small) {
  Matrix result = x;
  for (std::size_t c = 0; c < x.values.size(); ++c)
    if (x.values[c] == 0) result.values[c] = std::copysign(small, other.values[c]);
  return result;
}

std::vector<double> products(const Matrix& x, bool late, const LmdiPlace& place) {
  std::vector<double> result(x.rows, 1);
  for (std::size_t i = 0; i < x.rows; ++i) {
    bool zero = false;
    for (const double factor : x.row(i)) {
      result[i] *= factor;
      zero = zero || factor == 0;
    }
    // A product that is too small for a double would be taken for a zero.
    if (!std::isfinite(result[i]) || (result[i] == 0 && !zero))
      detail::fail(place.function, "the product of a sector's factors must be in the range of doubles",
                   detail::number_text(result[i]), place.at(i, LmdiPlace::kAll, late));
  }
  return result;
}

double sum_of(const std::vector<double>& x) {
  double sum = 0;
  for (const double v : x) sum += v;
  return sum;
}

/// The terms of one sector whose aggregate goes from v0 to v1, and its weight L(v1, v0).
double sector_terms(std::span<const double> x0, std::span<const double> x1, double v0, double v1,
                    std::span<double> terms) {
  if (v0 == 0 || v1 == 0) {  // the eight cases of Ang, Zhang & Choi (1998), table 2
    const double moved = v1 - v0;
    std::size_t zeros = 0;
    for (std::size_t k = 0; k < x0.size(); ++k) zeros += (x0[k] == 0) != (x1[k] == 0);
    for (std::size_t k = 0; k < x0.size(); ++k)
      terms[k] = moved != 0 && (x0[k] == 0) != (x1[k] == 0) ? moved / static_cast<double>(zeros) : 0;
    return 0;
  }
  double s = 0;
  for (std::size_t k = 0; k < x0.size(); ++k) s += terms[k] = log_ratio(x0[k], x1[k]);
  // With the sum of the logarithms as ln(v1 / v0) the terms add up to v1 - v0 however they are rounded.
  const double weight = mean_of(v0, v1, s);
  for (double& term : terms) term *= weight;
  return weight;
}

/// LMDI-II: the terms of shares, and their weights, scaled.
void rescale_by_shares(std::string_view function, const Matrix& x0, const Matrix& x1, Lmdi& result) {
  if (!(result.first > 0 && result.last > 0) && !(result.first < 0 && result.last < 0))
    detail::fail(function, "the aggregate must keep its sign and not be 0 for LMDI-II",
                 detail::number_text(result.first) + " and " + detail::number_text(result.last));
  const double whole = mean_of(result.first, result.last, log_ratio(result.first, result.last));
  double weights = 0;
  for (std::size_t i = 0; i < x0.rows; ++i) {
    const double s0 = result.sector_first[i] / result.first, s1 = result.sector_last[i] / result.last;
    if (s0 == 0 || s1 == 0) {
      (void)sector_terms(x0.row(i), x1.row(i), s0, s1, result.terms.row(i));
      continue;
    }
    const double w = mean_of(s0, s1, log_ratio(s0, s1));
    for (std::size_t k = 0; k < x0.columns; ++k) result.terms(i, k) = w * log_ratio(x0(i, k), x1(i, k));
    weights += w;
  }
  if (weights == 0)
    detail::fail(function, "LMDI-II needs sectors that are not 0 in both periods, with weights that do not cancel",
                 detail::number_text(weights), "as their sum");
  for (double& term : result.terms.values) term *= whole / weights;
}

}  // namespace

std::string LmdiPlace::at(std::size_t sector, std::size_t factor, bool late) const {
  const auto name = [](const std::vector<std::string>& names, std::string_view what, std::size_t index) {
    return std::string(what) + " " + (names.empty() ? std::to_string(index) : detail::quoted(names[index]));
  };
  std::string text = "in " + name(sectors, "sector", sector);
  if (factor != kAll) text += ", " + name(factors, "factor", factor);
  return text + (first.empty() ? late ? ", last" : ", first" : ", " + (late ? last : first));
}

void sum_terms(Lmdi& result) {
  result.first = sum_of(result.sector_first);
  result.last = sum_of(result.sector_last);
  result.change = result.last - result.first;
  result.additive.assign(result.terms.columns, 0);
  for (std::size_t i = 0; i < result.terms.rows; ++i)
    for (std::size_t k = 0; k < result.terms.columns; ++k) result.additive[k] += result.terms(i, k);
  const bool one_sign = (result.first > 0 && result.last > 0) || (result.first < 0 && result.last < 0);
  result.ratio = one_sign ? result.last / result.first : kMissing;
  result.multiplicative.assign(result.terms.columns, kMissing);
  if (!one_sign) return;
  const double mean = mean_of(result.first, result.last, log_ratio(result.first, result.last));
  for (std::size_t k = 0; k < result.terms.columns; ++k) result.multiplicative[k] = std::exp(result.additive[k] / mean);
}

Lmdi decompose(const Matrix& first, const Matrix& last, const LmdiOptions& options, const LmdiPlace& place) {
  require_factors(first, last, options, place);
  const bool small = options.zeros == LmdiZeros::small_value;
  const Matrix x0 = small ? without_zeros(first, last, options.small_value) : first;
  const Matrix x1 = small ? without_zeros(last, first, options.small_value) : last;
  Lmdi result;
  result.method = options.method;
  result.zeros = options.zeros;
  result.sector_first = products(x0, false, place);
  result.sector_last = products(x1, true, place);
  result.terms = filled_matrix(x0.rows, x0.columns);
  for (std::size_t i = 0; i < x0.rows; ++i)
    (void)sector_terms(x0.row(i), x1.row(i), result.sector_first[i], result.sector_last[i], result.terms.row(i));
  sum_terms(result);
  if (!std::isfinite(result.first) || !std::isfinite(result.last))
    detail::fail(place.function, "the aggregate must be in the range of doubles",
                 detail::number_text(result.first) + " and " + detail::number_text(result.last));
  if (options.method == LmdiMethod::lmdi_2) {
    rescale_by_shares(place.function, x0, x1, result);
    sum_terms(result);
  }
  return result;
}

double logarithmic_mean(double a, double b) {
  constexpr std::string_view kName = "structure::logarithmic_mean";
  for (const double x : {a, b}) detail::require(std::isfinite(x) && x >= 0, kName, "values must be >= 0 and finite", x);
  return a == 0 || b == 0 ? 0 : mean_of(a, b, log_ratio(a, b));
}

Lmdi lmdi(const Matrix& first, const Matrix& last, const LmdiOptions& options) {
  return decompose(first, last, options, {.function = "structure::lmdi"});
}

std::string_view to_string(LmdiMethod method) noexcept {
  switch (method) {
    case LmdiMethod::lmdi_1:
      return "lmdi_1";
    case LmdiMethod::lmdi_2:
      return "lmdi_2";
  }
  return "unknown";
}

std::string_view to_string(LmdiZeros zeros) noexcept {
  switch (zeros) {
    case LmdiZeros::analytical_limit:
      return "analytical_limit";
    case LmdiZeros::small_value:
      return "small_value";
    case LmdiZeros::refuse:
      return "refuse";
  }
  return "unknown";
}

}  // namespace foreplan::inline v0::structure
