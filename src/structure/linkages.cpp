#include <foreplan/structure/leontief.hpp>
#include <foreplan/structure/linkages.hpp>

#include <cmath>
#include <limits>
#include <numeric>
#include <span>

#include "core/check.hpp"

namespace foreplan::inline v0::structure {
namespace {

double mean(std::span<const double> x) {
  return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
}

std::vector<double> variation_of_rows(const Matrix& m) {
  std::vector<double> v(m.rows);
  for (std::size_t i = 0; i < m.rows; ++i) {
    const double centre = mean(m.row(i));
    double squares = 0;
    for (const double x : m.row(i)) squares += (x - centre) * (x - centre);
    v[i] = centre != 0 ? std::sqrt(squares / static_cast<double>(m.columns - 1)) / centre
                       : std::numeric_limits<double>::quiet_NaN();
  }
  return v;
}

/// Rows of L as rows of G, G(i, j) = L(i, j) x(j) / x(i): what a sector without output delivers to is itself.
Matrix ghosh_inverse(Matrix l, const std::vector<double>& x) {
  for (std::size_t i = 0; i < l.rows; ++i)
    for (std::size_t j = 0; j < l.columns; ++j) l(i, j) = x[i] > 0 ? l(i, j) * x[j] / x[i] : i == j ? 1 : 0;
  return l;
}

std::vector<double> total_forward(const InputOutputTable& table, const InputOutputSystem& a, ForwardLinkage by) {
  if (by == ForwardLinkage::leontief) return a.solve(std::vector<double>(a.size(), 1)).values;
  std::vector<double> g = a.solve(table.output).values;  // row sums of L x = x G
  for (std::size_t i = 0; i < g.size(); ++i) g[i] = table.output[i] > 0 ? g[i] / table.output[i] : 1;
  return g;
}

}  // namespace

std::string_view to_string(LinkageReach reach) noexcept {
  switch (reach) {
    case LinkageReach::direct:
      return "direct";
    case LinkageReach::total:
      return "total";
  }
  return "unknown";
}
std::string_view to_string(ForwardLinkage forward) noexcept {
  switch (forward) {
    case ForwardLinkage::ghosh:
      return "ghosh";
    case ForwardLinkage::leontief:
      return "leontief";
  }
  return "unknown";
}
std::string_view to_string(LinkageScale scale) noexcept {
  switch (scale) {
    case LinkageScale::sums:
      return "sums";
    case LinkageScale::normalised:
      return "normalised";
  }
  return "unknown";
}
std::string_view to_string(LinkageRole role) noexcept {
  switch (role) {
    case LinkageRole::key:
      return "key";
    case LinkageRole::backward:
      return "backward";
    case LinkageRole::forward:
      return "forward";
    case LinkageRole::weak:
      return "weak";
  }
  return "unknown";
}

Linkages linkages(const InputOutputTable& table, const LinkageConvention& convention) {
  const Matrix a = input_coefficients(table);
  Linkages result{table.sectors, convention, {}, {}, {}};
  if (convention.reach == LinkageReach::direct) {
    result.backward = column_sums(a);
    result.forward = row_sums(convention.forward == ForwardLinkage::ghosh ? allocation_coefficients(table) : a);
  } else {
    const InputOutputSystem system = factor(a, table.sectors);
    result.backward = system.solve_transposed(std::vector<double>(a.rows, 1)).values;
    result.forward = total_forward(table, system, convention.forward);
  }
  const double backward = mean(result.backward), forward = mean(result.forward);
  for (std::size_t i = 0; i < a.rows; ++i) {
    const bool pulls = result.backward[i] > backward, pushes = result.forward[i] > forward;
    result.roles.push_back(pulls ? (pushes ? LinkageRole::key : LinkageRole::backward)
                                 : (pushes ? LinkageRole::forward : LinkageRole::weak));
    if (convention.scale == LinkageScale::sums) continue;
    result.backward[i] = backward != 0 ? result.backward[i] / backward : 0;
    result.forward[i] = forward != 0 ? result.forward[i] / forward : 0;
  }
  return result;
}

LinkageSpread linkage_spread(const InputOutputTable& table, LinkageReach reach, ForwardLinkage forward) {
  Matrix cells = input_coefficients(table);
  if (cells.rows < 2)
    detail::fail("structure::linkage_spread", "there must be at least two sectors", std::to_string(cells.rows));
  const bool ghosh = forward == ForwardLinkage::ghosh;
  if (reach == LinkageReach::total) cells = factor(cells, table.sectors).inverse();
  LinkageSpread spread{variation_of_rows(transposed(cells)), {}};
  if (ghosh)
    cells =
        reach == LinkageReach::total ? ghosh_inverse(std::move(cells), table.output) : allocation_coefficients(table);
  spread.forward = variation_of_rows(cells);
  return spread;
}

}  // namespace foreplan::inline v0::structure
