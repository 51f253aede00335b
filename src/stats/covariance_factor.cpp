#include "stats/covariance_factor.hpp"

#include <cmath>
#include <string>

#include "core/check.hpp"
#include "numeric/cholesky.hpp"

namespace foreplan::inline v0::stats::internal {

std::vector<double> covariance_factor(const std::vector<std::vector<double>>& covariance, std::size_t n,
                                      std::string_view function, std::string_view name, std::string_view order) {
  using foreplan::detail::fail;
  using foreplan::detail::number_text;
  constexpr double kRounding = 1e-12;
  const std::string what(name);
  if (covariance.size() != n)
    fail(function, what + " must have a row for each of the " + std::to_string(n) + " " + std::string(order),
         std::to_string(covariance.size()));
  std::vector<double> rows;
  rows.reserve(n * n);
  for (std::size_t i = 0; i < n; ++i) {
    const std::string where = "in row " + std::to_string(i);
    if (covariance[i].size() != n)
      fail(function, what + " must be square", std::to_string(covariance[i].size()) + " values", where);
    for (std::size_t j = 0; j < n; ++j) {
      const double c = covariance[i][j];
      if (!std::isfinite(c)) fail(function, what + " must be finite", number_text(c), where);
      if (j < i) {
        const double across = covariance[j][i];
        const double size = std::sqrt(std::abs(covariance[i][i])) * std::sqrt(std::abs(covariance[j][j]));
        if (c != across && !(std::abs(c - across) <= kRounding * size))
          fail(function, what + " must be symmetric", number_text(c) + " and " + number_text(across), where);
        rows[j * n + i] = c;
      }
      rows.push_back(c);
    }
  }
  auto factor = numeric::cholesky(rows, n);
  if (!factor) fail(function, what + " must be positive semi-definite", "a negative variance of some sum");
  return std::move(*factor);
}

}  // namespace foreplan::inline v0::stats::internal
