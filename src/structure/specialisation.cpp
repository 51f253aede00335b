#include <foreplan/structure/specialisation.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "structure/region_table.hpp"
#include "structure/scaled.hpp"

namespace foreplan::inline v0::structure {
namespace {

std::vector<double> scaled_one(std::string_view function, Structure x, bool zeros_allowed = true) {
  detail::require(x.size() >= 2, function, "at least two cells are needed", std::to_string(x.size()));
  return scaled(function, x, zeros_allowed);
}

/// Two distributions, the first of which has nothing that the reference has not.
ScaledPair compared(std::string_view function, Structure x, Structure reference) {
  ScaledPair pair = scaled_pair(function, x, reference);
  for (std::size_t i = 0; i < x.size(); ++i)
    if (reference[i] == 0 && x[i] > 0)
      detail::fail(function, "the reference must have the cells that the structure has",
                   "0, and " + detail::number_text(x[i]), "at index " + std::to_string(i));
  return pair;
}

double sum_of_squares(std::span<const double> s) {
  double sum = 0;
  for (const double x : s) sum += x * x;
  return sum;
}

double entropy_of(std::span<const double> s) {
  double sum = 0;
  for (const double x : s)
    if (x > 0) sum -= x * std::log(x);
  return std::max(0.0, sum);
}

double theil_t_of(std::span<const double> s) {
  double sum = 0;
  for (const double x : s)
    if (x > 0) sum += x * std::log(x * static_cast<double>(s.size()));
  return std::max(0.0, sum);
}

double gini_of(std::vector<double> s, GiniSample sample) {
  std::sort(s.begin(), s.end());
  const auto n = static_cast<double>(s.size());
  double differences = 0, sum = 0;
  for (std::size_t i = 0; i < s.size(); ++i) {
    differences += (2 * static_cast<double>(i) + 1 - n) * s[i];
    sum += s[i];
  }
  return std::max(0.0, differences / sum / (sample == GiniSample::sample ? n - 1 : n));
}

double distance(std::span<const double> s, std::span<const double> q) {
  double sum = 0;
  for (std::size_t i = 0; i < s.size(); ++i) sum += std::abs(s[i] - q[i]);
  return sum;
}

std::vector<double> quotients(const ScaledPair& pair) {
  std::vector<double> result;
  for (std::size_t i = 0; i < pair.first.size(); ++i)
    result.push_back(pair.last[i] > 0 ? pair.first[i] / pair.last[i] : 0);
  return result;
}

LocalisationCurve curve_of(const ScaledPair& pair) {
  const std::vector<double> quotient = quotients(pair);
  LocalisationCurve curve;
  curve.order.resize(quotient.size());
  std::iota(curve.order.begin(), curve.order.end(), std::size_t{0});
  std::stable_sort(curve.order.begin(), curve.order.end(),
                   [&](std::size_t a, std::size_t b) { return quotient[a] > quotient[b]; });
  curve.reference = curve.activity = {0};
  for (const std::size_t i : curve.order) {
    curve.reference.push_back(curve.reference.back() + pair.last[i]);
    curve.activity.push_back(curve.activity.back() + pair.first[i]);
  }
  curve.reference.back() = curve.activity.back() = 1;
  return curve;
}

double locational_gini_of(const ScaledPair& pair) {
  const LocalisationCurve curve = curve_of(pair);
  double twice_area = 0;
  for (std::size_t k = 1; k < curve.order.size() + 1; ++k)
    twice_area += (curve.reference[k] - curve.reference[k - 1]) * (curve.activity[k] + curve.activity[k - 1]);
  return std::max(0.0, twice_area - 1);
}

double theil_against_of(const ScaledPair& pair) {
  double sum = 0;
  for (std::size_t i = 0; i < pair.first.size(); ++i)
    if (pair.first[i] > 0) sum += pair.first[i] * std::log(pair.first[i] / pair.last[i]);
  return std::max(0.0, sum);
}

/// Checked levels of one region or sector, and of the whole.
SpecialisationMeasures measures(std::string_view function, std::string name, std::span<const double> x,
                                std::span<const double> whole, const SpecialisationOptions& options) {
  const ScaledPair pair = compared(function, x, whole);
  SpecialisationMeasures m;
  m.name = std::move(name);
  m.weight = std::accumulate(x.begin(), x.end(), 0.0) / std::accumulate(whole.begin(), whole.end(), 0.0);
  if (options.reference == SpecialisationReference::rest) {
    std::vector<double> rest(whole.begin(), whole.end());
    for (std::size_t i = 0; i < rest.size(); ++i) rest[i] -= x[i];
    double sum = 0;
    for (const double r : rest) sum += r;
    if (!(sum > 0)) detail::fail(function, "there is no rest to compare with", "0", "beside " + detail::quoted(m.name));
    m.krugman = distance(pair.first, scaled(function, rest));
  } else {
    m.krugman = distance(pair.first, pair.last);
  }
  m.hoover = m.krugman / 2;
  m.locational_gini = locational_gini_of(pair);
  const std::vector<double> all = quotients(pair);
  std::vector<double> present;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (pair.last[i] > 0) present.push_back(all[i]);
  m.gini_of_quotients = present.size() < 2 ? 0 : gini_of(present, options.gini);
  m.theil_against = theil_against_of(pair);
  const auto n = static_cast<double>(x.size());
  m.gini = gini_of(pair.first, options.gini);
  m.herfindahl = sum_of_squares(pair.first);
  m.normalised_herfindahl = std::max(0.0, (m.herfindahl - 1 / n) / (1 - 1 / n));
  m.theil_t = theil_t_of(pair.first);
  m.entropy = entropy_of(pair.first);
  m.normalised_entropy = m.entropy / std::log(n);
  return m;
}

/// The regions of `table`, then the nation.
Specialisation of_table(std::string_view function, const RegionTable& table, const SpecialisationOptions& options) {
  const std::size_t n = table.sectors.size(), count = table.regions.size() - 1;
  detail::require(n >= 2, function, "at least two sectors are needed", std::to_string(n));
  Specialisation result;
  result.period = table.periods.front();
  result.unit = table.unit;
  result.reference = options.reference;
  result.gini = options.gini;
  result.regions.assign(table.regions.begin(), table.regions.end() - 1);
  result.sectors = table.sectors;
  result.location_quotients = filled_matrix(count, n);
  const std::span<const double> nation = table.row(0, count);
  for (std::size_t i = 0; i < n; ++i)
    if (nation[i] == 0) result.absent_sectors.push_back(table.sectors[i]);
  for (std::size_t r = 0; r < count; ++r) {
    const std::span<const double> x = table.row(0, r);
    const std::string where = "in region " + detail::quoted(table.regions[r]) + " in " + to_string(result.period);
    if (!(std::accumulate(x.begin(), x.end(), 0.0) > 0))
      detail::fail(function, "a region needs output in some sector", "0", where);
    for (std::size_t i = 0; i < n; ++i)
      if (x[i] > nation[i])
        detail::fail(function, "a region cannot have more of a sector than the nation",
                     detail::number_text(x[i]) + " of " + detail::number_text(nation[i]),
                     "of " + detail::quoted(table.sectors[i]) + " " + where);
    result.by_region.push_back(measures(function, table.regions[r], x, nation, options));
    const std::vector<double> quotient = quotients(scaled_pair(function, x, nation));
    std::copy(quotient.begin(), quotient.end(), result.location_quotients.row(r).begin());
  }
  return result;
}

}  // namespace

double herfindahl(Structure x) { return sum_of_squares(scaled_one("structure::herfindahl", x)); }

double normalised_herfindahl(Structure x) {
  const auto s = scaled_one("structure::normalised_herfindahl", x);
  const auto n = static_cast<double>(s.size());
  return std::max(0.0, (sum_of_squares(s) - 1 / n) / (1 - 1 / n));
}

double entropy(Structure x) { return entropy_of(scaled_one("structure::entropy", x)); }

double normalised_entropy(Structure x) {
  const auto s = scaled_one("structure::normalised_entropy", x);
  return std::min(1.0, entropy_of(s) / std::log(static_cast<double>(s.size())));
}

double theil_t(Structure x) { return theil_t_of(scaled_one("structure::theil_t", x)); }

double theil_l(Structure x) {
  const auto s = scaled_one("structure::theil_l", x, false);
  const auto n = static_cast<double>(s.size());
  double sum = 0;
  for (const double v : s) sum -= std::log(v * n) / n;
  return std::max(0.0, sum);
}

double gini(Structure x, GiniSample sample) { return gini_of(scaled_one("structure::gini", x), sample); }

std::vector<double> location_quotients(Structure x, Structure reference) {
  return quotients(compared("structure::location_quotients", x, reference));
}

double hoover(Structure x, Structure reference) {
  const ScaledPair pair = scaled_pair("structure::hoover", x, reference);
  return distance(pair.first, pair.last) / 2;
}

double theil_against(Structure x, Structure reference) {
  return theil_against_of(compared("structure::theil_against", x, reference));
}

LocalisationCurve localisation_curve(Structure x, Structure reference) {
  return curve_of(compared("structure::localisation_curve", x, reference));
}

double locational_gini(Structure x, Structure reference) {
  return locational_gini_of(compared("structure::locational_gini", x, reference));
}

EllisonGlaeser ellison_glaeser(Structure x, Structure reference, double plant_herfindahl) {
  constexpr std::string_view kName = "structure::ellison_glaeser";
  detail::require(plant_herfindahl > 0 && plant_herfindahl < 1, kName, "plant_herfindahl must be in (0, 1)",
                  plant_herfindahl);
  const ScaledPair pair = scaled_pair(kName, x, reference);
  EllisonGlaeser result;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double d = pair.first[i] - pair.last[i];
    result.raw += d * d;
  }
  const double spread = 1 - sum_of_squares(pair.last);
  detail::require(spread > 0, kName, "the reference must be in more than one region", 1 - spread);
  result.gamma = (result.raw - spread * plant_herfindahl) / (spread * (1 - plant_herfindahl));
  return result;
}

Specialisation specialisation(const std::vector<Region>& regions, Period period, const SpecialisationOptions& options) {
  constexpr std::string_view kName = "structure::specialisation";
  detail::require(regions.size() >= 2, kName, "at least two regions are needed where their sum is the nation",
                  std::to_string(regions.size()));
  std::vector<const Region*> all;
  for (const Region& region : regions) all.push_back(&region);
  const RegionTable table = region_table(kName, all, {period}, true);
  Specialisation result = of_table(kName, table, options);
  result.nation_is_sum = true;
  std::vector<double> totals, sector(regions.size());
  for (std::size_t r = 0; r < regions.size(); ++r) {
    const auto row = table.row(0, r);
    totals.push_back(std::accumulate(row.begin(), row.end(), 0.0));
  }
  for (std::size_t i = 0; i < table.sectors.size(); ++i) {
    if (table.row(0, regions.size())[i] == 0) continue;
    for (std::size_t r = 0; r < regions.size(); ++r) sector[r] = table.row(0, r)[i];
    result.by_sector.push_back(measures(kName, table.sectors[i], sector, totals, options));
  }
  return result;
}

Specialisation specialisation(const std::vector<Region>& regions, const Region& nation, Period period,
                              const SpecialisationOptions& options) {
  constexpr std::string_view kName = "structure::specialisation";
  detail::require(!regions.empty(), kName, "at least one region is needed");
  std::vector<const Region*> all;
  for (const Region& region : regions) all.push_back(&region);
  all.push_back(&nation);
  return of_table(kName, region_table(kName, all, {period}), options);
}

double Specialisation::location_quotient(std::string_view region, std::string_view sector) const {
  constexpr std::string_view kName = "structure::Specialisation::location_quotient";
  return location_quotients(place_of(kName, "region", region, regions), place_of(kName, "sector", sector, sectors));
}

std::string_view to_string(GiniSample sample) noexcept {
  return sample == GiniSample::sample ? "sample" : "population";
}

std::string_view to_string(SpecialisationReference reference) noexcept {
  return reference == SpecialisationReference::rest ? "rest" : "whole";
}

}  // namespace foreplan::inline v0::structure
