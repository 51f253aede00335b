#include <foreplan/structure/population.hpp>

#include <cmath>

#include "core/check.hpp"
#include "numeric/scalar_search.hpp"
#include "structure/population_check.hpp"

namespace foreplan::inline v0::structure {
namespace {

/// Girls alive at the end of a step for each woman of a group at its start: the first row of the Leslie matrix.
std::vector<double> daughters(const PopulationRates& rates, const AgeGroups& ages) {
  const std::vector<double>&s = rates.survival.female, &f = rates.fertility;
  const double factor = s[0] * static_cast<double>(ages.width) / 2 / (1 + rates.sex_ratio_at_birth);
  std::vector<double> row(ages.count, 0);
  for (std::size_t i = 0; i + 1 < ages.count; ++i) row[i] = factor * (f[i] + s[i + 1] * f[i + 1]);
  return row;
}

}  // namespace

Matrix leslie_matrix(const PopulationRates& rates, const AgeGroups& ages) {
  constexpr std::string_view kName = "structure::leslie_matrix";
  require_ages(kName, ages);
  require_rates(kName, rates, ages, "");
  Matrix m = filled_matrix(ages.count, ages.count);
  m.values = daughters(rates, ages);
  m.values.resize(ages.count * ages.count, 0);
  for (std::size_t i = 1; i < ages.count; ++i) m(i, i - 1) = rates.survival.female[i];
  m(ages.count - 1, ages.count - 1) = rates.survival.female.back();
  return m;
}

StablePopulation stable_population(const PopulationRates& rates, const AgeGroups& ages) {
  constexpr std::string_view kName = "structure::stable_population";
  require_ages(kName, ages);
  require_rates(kName, rates, ages, "");
  const std::vector<double>& s = rates.survival.female;
  StablePopulation result;
  result.stop = Stop::infeasible;
  // Girls born of a girl when she is in group i.
  std::vector<double> net = daughters(rates, ages);
  double alive = 1;
  for (std::size_t i = 0; i + 1 < ages.count; ++i) {
    net[i] *= alive;
    result.net_reproduction += net[i];
    alive *= s[i + 1];
  }
  if (!(result.net_reproduction > 0)) return result;
  // sum_i net_i factor^-(i + 1) = 1, the characteristic equation; as every exponent is at least 1, ln(factor) lies
  // between 0 and ln(net reproduction).
  const auto lotka = [&](double u) {
    double sum = 0;
    for (std::size_t i = 0; i + 1 < ages.count; ++i) sum += net[i] * std::exp(-u * static_cast<double>(i + 1));
    return std::log(sum);
  };
  const double bound = std::log(result.net_reproduction);
  double u = 0;
  if (bound != 0) {
    const double slack = 1e-12 * (1 + std::abs(bound));
    const numeric::ScalarPoint root =
        numeric::find_root(lotka, std::min(0.0, bound) - slack, std::max(0.0, bound) + slack, {.bits = 52});
    if (root.stop != Stop::converged) {
      result.stop = root.stop;
      return result;
    }
    u = root.x;
  }
  result.factor = std::exp(u);
  result.growth = u / static_cast<double>(ages.width);
  if (!(result.factor > s.back())) return result;
  double share = 1, sum = 0;
  for (std::size_t i = 0; i < ages.count; ++i) {
    if (i > 0) share *= s[i] / (i + 1 == ages.count ? result.factor - s[i] : result.factor);
    result.shares.push_back(share);
    sum += share;
  }
  for (double& x : result.shares) x /= sum;
  result.stop = Stop::converged;
  return result;
}

}  // namespace foreplan::inline v0::structure
