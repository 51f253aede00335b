#include <foreplan/structure/log_ratios.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/check.hpp"

namespace foreplan::inline v0::structure {
namespace {

std::string at_index(std::size_t i) { return "at index " + std::to_string(i); }

void require_parts(std::string_view function, std::span<const double> parts, std::size_t least = 2) {
  if (parts.size() < least)
    detail::fail(function, "a composition needs at least " + std::to_string(least) + " parts",
                 std::to_string(parts.size()));
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (!(parts[i] > 0) || std::isinf(parts[i]))
      detail::fail(function, "parts must be > 0 and finite", detail::number_text(parts[i]), at_index(i));
}

void require_coordinates(std::string_view function, std::span<const double> z, std::size_t least) {
  if (z.size() < least)
    detail::fail(function, "at least " + std::to_string(least) + " coordinates are needed", std::to_string(z.size()));
  for (std::size_t i = 0; i < z.size(); ++i)
    if (!std::isfinite(z[i]))
      detail::fail(function, "coordinates must be finite", detail::number_text(z[i]), at_index(i));
}

std::vector<double> closed(std::vector<double> x) {
  double sum = 0;
  for (const double v : x) sum += v;
  for (double& v : x) v /= sum;
  return x;
}

/// Closure of exp(z): the largest is taken out first, so that nothing overflows.
std::vector<double> closed_exponentials(std::vector<double> z) {
  const double most = *std::max_element(z.begin(), z.end());
  for (double& v : z) v = std::exp(v - most);
  return closed(std::move(z));
}

/// Of parts, not of shares: the sum of very large levels would leave the range of doubles.
std::vector<double> logarithms(std::span<const double> parts) {
  std::vector<double> logs(parts.begin(), parts.end());
  for (double& v : logs) v = std::log(v);
  return logs;
}

void require_basis(std::string_view function, const Matrix& basis, std::size_t n) {
  constexpr double kOrthonormal = 1e-9;
  if (n < 2 || basis.rows + 1 != n || basis.columns != n || basis.values.size() != basis.rows * basis.columns)
    detail::fail(function, "the basis of " + std::to_string(n) + " parts must have one row fewer than parts",
                 std::to_string(basis.rows) + " x " + std::to_string(basis.columns));
  for (std::size_t i = 0; i < basis.rows; ++i) {
    double sum = 0;
    for (const double v : basis.row(i)) sum += v;
    if (!(std::abs(sum) <= kOrthonormal))
      detail::fail(function, "rows of the basis must sum to 0", detail::number_text(sum),
                   "in row " + std::to_string(i));
    for (std::size_t k = 0; k <= i; ++k) {
      double product = 0;
      for (std::size_t j = 0; j < n; ++j) product += basis(i, j) * basis(k, j);
      if (!(std::abs(product - (i == k ? 1 : 0)) <= kOrthonormal))
        detail::fail(function, "rows of the basis must be orthonormal", detail::number_text(product),
                     "for rows " + std::to_string(k) + " and " + std::to_string(i));
    }
  }
}

}  // namespace

std::vector<double> closure(std::span<const double> parts) {
  constexpr std::string_view kName = "structure::closure";
  detail::require(!parts.empty(), kName, "a composition needs parts");
  double sum = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (!(parts[i] >= 0) || std::isinf(parts[i]))
      detail::fail(kName, "parts must be >= 0 and finite", detail::number_text(parts[i]), at_index(i));
    sum += parts[i];
  }
  detail::require(sum > 0 && std::isfinite(sum), kName, "the sum must be > 0 and finite", sum);
  return closed({parts.begin(), parts.end()});
}

std::vector<double> alr(std::span<const double> parts, std::size_t reference) {
  constexpr std::string_view kName = "structure::alr";
  require_parts(kName, parts);
  if (reference >= parts.size())
    detail::fail(kName, "the reference must be one of the " + std::to_string(parts.size()) + " parts",
                 std::to_string(reference));
  std::vector<double> z;
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (i != reference) z.push_back(std::log(parts[i]) - std::log(parts[reference]));
  return z;
}

std::vector<double> inverse_alr(std::span<const double> coordinates, std::size_t reference) {
  constexpr std::string_view kName = "structure::inverse_alr";
  require_coordinates(kName, coordinates, 1);
  if (reference > coordinates.size())
    detail::fail(kName, "the reference must be one of the " + std::to_string(coordinates.size() + 1) + " parts",
                 std::to_string(reference));
  std::vector<double> z(coordinates.begin(), coordinates.end());
  z.insert(z.begin() + static_cast<std::ptrdiff_t>(reference), 0.0);
  return closed_exponentials(std::move(z));
}

std::vector<double> clr(std::span<const double> parts) {
  require_parts("structure::clr", parts);
  std::vector<double> z = logarithms(parts);
  double mean = 0;
  for (const double v : z) mean += v;
  mean /= static_cast<double>(z.size());
  for (double& v : z) v -= mean;
  return z;
}

std::vector<double> inverse_clr(std::span<const double> coordinates) {
  require_coordinates("structure::inverse_clr", coordinates, 2);
  return closed_exponentials({coordinates.begin(), coordinates.end()});
}

Matrix pivot_basis(std::size_t parts) {
  constexpr std::size_t kMost = 10'000;
  if (parts < 2 || parts > kMost)
    detail::fail("structure::pivot_basis", "parts must be in [2, 10000]", std::to_string(parts));
  Matrix basis = filled_matrix(parts - 1, parts);
  for (std::size_t i = 0; i + 1 < parts; ++i) {
    const auto after = static_cast<double>(parts - 1 - i);
    basis(i, i) = std::sqrt(after / (after + 1));
    for (std::size_t j = i + 1; j < parts; ++j) basis(i, j) = -1 / std::sqrt(after * (after + 1));
  }
  return basis;
}

Matrix partition_basis(const std::vector<std::vector<int>>& signs) {
  constexpr std::string_view kName = "structure::partition_basis";
  const std::size_t n = signs.size() + 1;
  detail::require(n >= 2, kName, "a partition has one row fewer than parts, at least one");
  Matrix basis = filled_matrix(n - 1, n);
  // The groups that a row splits, and the groups that it makes, by their parts.
  std::vector<std::vector<bool>> split, made{std::vector<bool>(n, true)};
  for (std::size_t k = 0; k < signs.size(); ++k) {
    const std::string row = "in row " + std::to_string(k);
    if (signs[k].size() != n)
      detail::fail(kName, "a row must have one sign for each of the " + std::to_string(n) + " parts",
                   std::to_string(signs[k].size()), row);
    std::vector<bool> all(n), over(n), under(n);
    double r = 0, s = 0;
    for (std::size_t j = 0; j < n; ++j) {
      const int sign = signs[k][j];
      if (sign < -1 || sign > 1) detail::fail(kName, "signs must be -1, 0 or +1", std::to_string(sign), row);
      all[j] = sign != 0;
      over[j] = sign > 0;
      under[j] = sign < 0;
      r += sign > 0;
      s += sign < 0;
    }
    if (r == 0 || s == 0) detail::fail(kName, "a row must have parts on either side", r == 0 ? "no +1" : "no -1", row);
    for (std::size_t j = 0; j < n; ++j)
      basis(k, j) = over[j] ? std::sqrt(s / (r * (r + s))) : under[j] ? -std::sqrt(r / (s * (r + s))) : 0;
    split.push_back(all);
    made.push_back(over);
    made.push_back(under);
  }
  for (std::size_t k = 0; k < split.size(); ++k)
    if (std::count(split.begin(), split.end(), split[k]) > 1 ||
        std::find(made.begin(), made.end(), split[k]) == made.end())
      detail::fail(kName, "every row must split all parts or a group that another row leaves, each once", {},
                   "in row " + std::to_string(k));
  return basis;
}

std::vector<double> ilr(std::span<const double> parts, const Matrix& basis) {
  constexpr std::string_view kName = "structure::ilr";
  require_parts(kName, parts);
  require_basis(kName, basis, parts.size());
  // Centred first: rows of the basis sum to 0 only to rounding.
  const std::vector<double> centred = clr(parts);
  std::vector<double> z(basis.rows);
  for (std::size_t i = 0; i < basis.rows; ++i)
    for (std::size_t j = 0; j < basis.columns; ++j) z[i] += basis(i, j) * centred[j];
  return z;
}

std::vector<double> inverse_ilr(std::span<const double> coordinates, const Matrix& basis) {
  constexpr std::string_view kName = "structure::inverse_ilr";
  require_coordinates(kName, coordinates, 1);
  require_basis(kName, basis, coordinates.size() + 1);
  std::vector<double> z(basis.columns);
  for (std::size_t i = 0; i < basis.rows; ++i)
    for (std::size_t j = 0; j < basis.columns; ++j) z[j] += basis(i, j) * coordinates[i];
  return closed_exponentials(std::move(z));
}

double logit(double share) {
  detail::require(share > 0 && share < 1, "structure::logit", "a share must be in (0, 1)", share);
  return std::log(share) - std::log1p(-share);
}

double inverse_logit(double z) {
  detail::require(std::isfinite(z), "structure::inverse_logit", "z must be finite", z);
  if (z >= 0) return 1 / (1 + std::exp(-z));
  const double e = std::exp(z);
  return e / (1 + e);
}

std::vector<double> perturb(std::span<const double> x, std::span<const double> y) {
  constexpr std::string_view kName = "structure::perturb";
  require_parts(kName, x);
  require_parts(kName, y);
  if (x.size() != y.size())
    detail::fail(kName, "compositions must be of one length",
                 std::to_string(x.size()) + " and " + std::to_string(y.size()));
  std::vector<double> z = logarithms(x);
  for (std::size_t i = 0; i < z.size(); ++i) z[i] += std::log(y[i]);
  return closed_exponentials(std::move(z));
}

std::vector<double> power(std::span<const double> x, double exponent) {
  constexpr std::string_view kName = "structure::power";
  require_parts(kName, x);
  detail::require(std::isfinite(exponent), kName, "the exponent must be finite", exponent);
  std::vector<double> z = clr(x);
  for (double& v : z) {
    v *= exponent;
    detail::require(std::isfinite(v), kName, "the powers must stay in the range of doubles", exponent);
  }
  return closed_exponentials(std::move(z));
}

std::vector<double> aitchison_mean(const std::vector<std::vector<double>>& compositions) {
  constexpr std::string_view kName = "structure::aitchison_mean";
  detail::require(!compositions.empty(), kName, "at least one composition is needed");
  std::vector<double> sum(compositions.front().size());
  for (std::size_t t = 0; t < compositions.size(); ++t) {
    require_parts(kName, compositions[t]);
    if (compositions[t].size() != sum.size())
      detail::fail(kName, "compositions must be of one length",
                   std::to_string(compositions[t].size()) + " and " + std::to_string(sum.size()),
                   "for composition " + std::to_string(t));
    const std::vector<double> centred = clr(compositions[t]);
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += centred[i];
  }
  for (double& v : sum) v /= static_cast<double>(compositions.size());
  return closed_exponentials(std::move(sum));
}

std::vector<double> replace_zeros(std::span<const double> parts, const ZeroOptions& options) {
  constexpr std::string_view kName = "structure::replace_zeros";
  std::vector<double> x = closure(parts);
  const auto zeros = static_cast<double>(std::count(x.begin(), x.end(), 0.0)), n = static_cast<double>(x.size());
  if (options.policy != ZeroPolicy::refuse && options.policy != ZeroPolicy::keep)
    detail::require(options.amount > 0 && options.amount < 1, kName, "the amount must be in (0, 1)", options.amount);
  if (zeros == 0 || options.policy == ZeroPolicy::keep) return x;
  switch (options.policy) {
    case ZeroPolicy::refuse:
      detail::fail(kName, "parts must be > 0 unless a policy says what becomes of zeros", "0",
                   at_index(static_cast<std::size_t>(std::find(x.begin(), x.end(), 0.0) - x.begin())));
    case ZeroPolicy::keep:
      break;
    case ZeroPolicy::multiplicative:
      detail::require(zeros * options.amount < 1, kName, "the amounts of all zeros must leave something for the others",
                      zeros * options.amount);
      for (double& v : x) v = v == 0 ? options.amount : v * (1 - zeros * options.amount);
      break;
    case ZeroPolicy::additive: {
      const double put = options.amount * (zeros + 1) * (n - zeros) / (n * n);
      const double taken = options.amount * zeros * (zeros + 1) / (n * n);
      for (double& v : x) {
        detail::require(v == 0 || v > taken, kName, "every other part must be larger than what is taken from it", v);
        v = v == 0 ? put : v - taken;
      }
      break;
    }
  }
  return closed(std::move(x));
}

Compositions compositions(const Frame& parts, const CompositionOptions& options) {
  constexpr std::string_view kName = "structure::compositions";
  if (parts.size() < 2) detail::fail(kName, "a composition needs at least 2 series", std::to_string(parts.size()));
  detail::require(options.rounding >= 0 && std::isfinite(options.rounding), kName, "rounding must be >= 0 and finite",
                  options.rounding);
  Compositions result;
  result.start = parts.range().first;
  result.shares = filled_matrix(parts.periods(), parts.size());
  for (const Series& s : parts.series()) {
    require_same_unit(parts.series().front().unit, s.unit, kName);
    result.parts.push_back(s.name);
  }
  const double whole = options.parts == PartsAs::percent ? 100 : 1;
  for (std::size_t t = 0; t < parts.periods(); ++t) {
    const std::string period = "in " + to_string(parts.series().front().period(t));
    std::vector<double> x;
    double sum = 0;
    for (const Series& s : parts.series()) {
      const double v = s.values[t];
      const std::string where = "in series " + detail::quoted(s.name) + " " + period;
      if (std::isnan(v)) detail::fail(kName, "no value may be missing", "NaN", where);
      if (v < 0 || std::isinf(v)) detail::fail(kName, "parts must be >= 0 and finite", detail::number_text(v), where);
      if (v == 0 && options.zeros.policy == ZeroPolicy::refuse)
        detail::fail(kName, "parts must be > 0 unless a policy says what becomes of zeros", "0", where);
      x.push_back(v);
      sum += v;
    }
    if (!(sum > 0) || std::isinf(sum))
      detail::fail(kName, "the sum must be > 0 and finite", detail::number_text(sum), period);
    if (options.parts != PartsAs::levels && !(std::abs(sum / whole - 1) <= options.rounding))
      detail::fail(kName,
                   "parts given as " + std::string(to_string(options.parts)) + " must sum to " +
                       detail::number_text(whole) + " within rounding of " + detail::number_text(options.rounding),
                   detail::number_text(sum), period);
    x = replace_zeros(x, options.zeros);
    std::copy(x.begin(), x.end(), result.shares.row(t).begin());
  }
  return result;
}

std::string_view to_string(ZeroPolicy policy) noexcept {
  switch (policy) {
    case ZeroPolicy::refuse:
      return "refuse";
    case ZeroPolicy::keep:
      return "keep";
    case ZeroPolicy::multiplicative:
      return "multiplicative";
    case ZeroPolicy::additive:
      return "additive";
  }
  return "unknown";
}

std::string_view to_string(PartsAs parts) noexcept {
  switch (parts) {
    case PartsAs::fractions:
      return "fractions";
    case PartsAs::percent:
      return "percent";
    case PartsAs::levels:
      return "levels";
  }
  return "unknown";
}

}  // namespace foreplan::inline v0::structure
