#include "structure/productive.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

#include "core/check.hpp"

namespace foreplan::inline v0::structure {
namespace {

constexpr std::size_t kNamed = 5;
constexpr int kRounds = 1000;

enum class Side : std::uint8_t { right, left };

/// M x, or M' x.
std::vector<double> product(const SparseMatrix& m, Side side, const std::vector<double>& x) {
  std::vector<double> y(m.rows, 0);
  for (std::size_t i = 0; i < m.rows; ++i)
    for (std::size_t k = m.starts[i]; k < m.starts[i + 1]; ++k) {
      if (side == Side::right)
        y[i] += m.values[k] * x[m.column[k]];
      else
        y[m.column[k]] += m.values[k] * x[i];
    }
  return y;
}

struct Eigenpair {
  double value = 0;
  std::vector<double> vector{};  ///< Sums to 1.
};

/// The largest eigenvalue of M >= 0 by the power method on M + s I: the shift keeps sectors that deliver in a ring from
/// turning for ever.
Eigenpair largest(const SparseMatrix& m, Side side) {
  const double n = static_cast<double>(m.rows);
  Eigenpair e{0, std::vector<double>(m.rows, 1 / n)};
  const std::vector<double> first = product(m, side, e.vector);
  const double shift = std::max(std::accumulate(first.begin(), first.end(), 0.0), 0x1p-1000);
  for (int round = 0; round < kRounds; ++round) {
    std::vector<double> y = product(m, side, e.vector);
    e.value = std::accumulate(y.begin(), y.end(), 0.0);
    for (std::size_t i = 0; i < m.rows; ++i) e.vector[i] = (y[i] + shift * e.vector[i]) / (e.value + shift);
  }
  return e;
}

}  // namespace

std::string sector_name(const std::vector<std::string>& sectors, std::size_t i) {
  return sectors.empty() ? "sector " + std::to_string(i) : detail::quoted(sectors[i]);
}

std::string leading_sectors(std::span<const double> part, const std::vector<std::string>& sectors) {
  std::vector<std::size_t> order(part.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return part[a] > part[b]; });
  while (order.size() > 1 && !(part[order.back()] > 1e-6 * part[order.front()])) order.pop_back();
  std::string text;
  for (std::size_t k = 0; k < std::min(order.size(), kNamed); ++k)
    text += (k == 0 ? "" : ", ") + sector_name(sectors, order[k]);
  if (order.size() > kNamed) text += " and " + std::to_string(order.size() - kNamed) + " more";
  return text;
}

double spectral_radius(const SparseMatrix& m) { return largest(m, Side::right).value; }

void fail_unproductive(std::string_view function, const SparseMatrix& m, const std::vector<std::string>& sectors) {
  const Eigenpair right = largest(m, Side::right), left = largest(m, Side::left);
  std::vector<double> part(m.rows);
  for (std::size_t i = 0; i < m.rows; ++i) part[i] = right.vector[i] * left.vector[i];
  std::string where = "from " + leading_sectors(part, sectors);
  if (const std::vector<double> sums = product(m, Side::left, std::vector<double>(m.rows, 1));
      *std::max_element(sums.begin(), sums.end()) > 2) {
    const auto worst = static_cast<std::size_t>(std::max_element(sums.begin(), sums.end()) - sums.begin());
    where += "; the column of " + sector_name(sectors, worst) + " sums to " + detail::number_text(sums[worst]) +
             ": are these flows, not coefficients?";
  }
  detail::fail(function, "coefficients must leave something over, a spectral radius below 1 (Hawkins & Simon 1949)",
               detail::number_text(std::round(right.value * 1e9) / 1e9), where);
}

}  // namespace foreplan::inline v0::structure
