#include <foreplan/growth/elasticity.hpp>
#include <foreplan/growth/rates.hpp>
#include <foreplan/plan/capacity.hpp>
#include <foreplan/stats/distributions.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/check.hpp"
#include "plan/item_checks.hpp"

namespace foreplan::inline v0::plan {
namespace {

/// One function's checks: each names the item it is about.
struct Check {
  std::string_view function;
  std::string where;

  void operator()(bool ok, std::string_view rule, double got) const {
    if (!ok) detail::fail(function, rule, detail::number_text(got), where);
  }
  void positive(double x, std::string_view name) const {
    (*this)(x > 0 && std::isfinite(x), std::string(name) + " must be > 0 and finite", x);
  }
  void not_negative(double x, std::string_view name) const {
    (*this)(x >= 0 && std::isfinite(x), std::string(name) + " must be >= 0 and finite", x);
  }
  void growth(double x, std::string_view name) const {
    (*this)(x > -1 && std::isfinite(x), std::string(name) + " must be > -1 and finite", x);
  }
  void after(Period last, Period base) const {
    if (!(last > base))
      detail::fail<PeriodMismatch>(function, "last must be after the base period, " + to_string(base), to_string(last),
                                   where);
  }
};

Check check(std::string_view function, std::string_view what, std::string_view id) {
  return {function, "in " + std::string(what) + " " + detail::quoted(id)};
}

/// The period in which the last land is let, or empty when that is too far away for a period.
std::optional<Period> exhausted(Period counted, double remaining, double pace) {
  if (remaining == 0) return counted;
  if (!(pace > 0)) return std::nullopt;
  // A quotient that is whole but for rounding is that whole number of periods; at any pace the rest takes one.
  const double periods = std::max(1.0, std::ceil(remaining / pace * (1 - 1e-12)));
  constexpr double kMorePeriodsThanAnyCalendarHas = 1e7;
  if (periods > kMorePeriodsThanAnyCalendarHas) return std::nullopt;
  try {
    return counted + static_cast<std::int64_t>(periods);
  } catch (const InvalidArgument&) {
    return std::nullopt;
  }
}

double normal_density(double z) { return std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi); }

/// A supply of this mean and coefficient of variation against a limit: P(S < limit) and E min(S, limit).
struct Limited {
  double probability_below = 0;
  double expected = 0;
};
Limited limited(double mean, double variation, YieldDistribution distribution, double limit) {
  if (mean == 0 || variation == 0) return {mean < limit ? 1.0 : 0.0, std::min(mean, limit)};
  if (distribution == YieldDistribution::normal) {
    const double sd = variation * mean;
    const double z = (limit - mean) / sd;
    const double below = stats::normal_cdf(z);
    return {below, limit - ((limit - mean) * below + sd * normal_density(z))};
  }
  const double sigma = std::sqrt(std::log1p(variation * variation));
  const double z = (std::log(limit / mean) + sigma * sigma / 2) / sigma;
  return {stats::normal_cdf(z), mean * stats::normal_cdf(z - sigma) + limit * stats::normal_upper(z)};
}

/// (a - b) / ln(a / b), a when they are equal.
double logarithmic_mean(double a, double b) {
  const double log_ratio = std::log(a / b);
  return log_ratio == 0 ? a : b * std::expm1(log_ratio) / log_ratio;
}

}  // namespace

std::string_view to_string(YieldDistribution distribution) noexcept {
  switch (distribution) {
    case YieldDistribution::lognormal:
      return "lognormal";
    case YieldDistribution::normal:
      return "normal";
  }
  return "unknown";
}

void internal::require_zone(std::string_view function, const Zone& zone) {
  const std::string where = "in zone " + detail::quoted(zone.id);
  check_zone(
      zone,
      [&](std::string_view, std::string_view rule, const std::string& got) { detail::fail(function, rule, got, where); },
      [&](std::string_view, std::string_view rule, const std::string& got) {
        detail::fail<PeriodMismatch>(function, rule, got, where);
      });
}

ZoneOutlook zone_outlook(const Zone& zone, double coverage) {
  internal::require_zone("plan::zone_outlook", zone);
  const Check c = check("plan::zone_outlook", "zone", zone.id);
  c(coverage > 0 && coverage < 1, "coverage must be in (0, 1)", coverage);

  ZoneOutlook out{.coverage = coverage};
  out.fill_rate = zone.let_area / zone.total_area;
  out.remaining = zone.total_area - zone.let_area;
  out.periods_left = out.remaining == 0 ? 0 : out.remaining / zone.absorption;
  const double spread = std::exp(zone.absorption_log_sd * stats::normal_quantile((1 + coverage) / 2));
  out.exhaustion = exhausted(zone.period, out.remaining, zone.absorption);
  out.earliest = exhausted(zone.period, out.remaining, zone.absorption * spread);
  out.latest = exhausted(zone.period, out.remaining, zone.absorption / spread);
  return out;
}

RawMaterialBalance raw_material_balance(const RawMaterial& material, double need) {
  const Check c = check("plan::raw_material_balance", "raw material", material.id);
  c.not_negative(material.area, "area");
  c.positive(material.yield, "yield");
  c.not_negative(material.yield_variation, "yield_variation");
  c.positive(material.capacity, "capacity");
  c(need > 0 && need <= 1, "need must be in (0, 1]", need);
  const bool normal = material.distribution == YieldDistribution::normal;
  c(!normal || material.yield_variation <= 1.0 / 3, "yield_variation of normal yields must be <= 1/3",
    material.yield_variation);

  RawMaterialBalance out{.supply = material.area * material.yield, .need = need};
  c(std::isfinite(out.supply), "area x yield must be finite", out.supply);
  const Limited plant = limited(out.supply, material.yield_variation, material.distribution, material.capacity);
  const Limited needed = limited(out.supply, material.yield_variation, material.distribution, need * material.capacity);
  out.balance = out.supply - material.capacity;
  out.utilisation = std::min(1.0, out.supply / material.capacity);
  out.expected_utilisation = plant.expected / material.capacity;
  out.shortfall_probability = needed.probability_below;
  out.area_needed = need * material.capacity / material.yield;
  return out;
}

ElectricityOutlook electricity_outlook(const ElectricityDemand& demand) {
  const Check c = check("plan::electricity_outlook", "electricity demand", demand.id);
  c.positive(demand.base, "base");
  c.growth(demand.driver_growth, "driver_growth");
  c.after(demand.last, demand.base_period);
  if (demand.driver_stated_to.frequency() != demand.last.frequency())
    detail::fail<PeriodMismatch>(c.function, "driver_stated_to must have the frequency of last",
                                 to_string(demand.driver_stated_to), c.where);
  detail::require(!demand.elasticities.empty(), c.function, "elasticities must not be empty", c.where);

  const std::int64_t periods = demand.last - demand.base_period;
  ElectricityOutlook out{.periods = {demand.base_period, demand.last}};
  out.extrapolated = demand.last > demand.driver_stated_to;
  for (const double e : demand.elasticities) {
    c(std::isfinite(e), "elasticities must be finite", e);
    c(1 + e * demand.driver_growth > 0, "1 + elasticity x driver_growth must be > 0", 1 + e * demand.driver_growth);
    ElectricityPath path{.elasticity = e};
    for (std::int64_t n = 0; n <= periods; ++n) {
      const auto demanded = [&](growth::ElasticityForm form) {
        return demand.base * growth::elasticity_multiple(e, demand.driver_growth, static_cast<double>(n), form).value;
      };
      path.linear.push_back(demanded(growth::ElasticityForm::linear));
      path.power.push_back(demanded(growth::ElasticityForm::power));
    }
    path.linear_multiple = path.linear.back() / demand.base;
    path.power_multiple = path.power.back() / demand.base;
    out.paths.push_back(std::move(path));
  }
  return out;
}

LabourOutlook labour_outlook(const LabourDemand& demand) {
  const Check c = check("plan::labour_outlook", "labour demand", demand.id);
  c.positive(demand.base, "base");
  c.growth(demand.output_growth, "output_growth");
  c.growth(demand.productivity_growth, "productivity_growth");
  c.after(demand.last, demand.base_period);

  const std::int64_t periods = demand.last - demand.base_period;
  const double output = std::log1p(demand.output_growth);
  const double productivity = std::log1p(demand.productivity_growth);
  LabourOutlook out{.growth = std::expm1(output - productivity)};
  out.demand = {demand.id, demand.base_period, demand.unit, {}};
  for (std::int64_t n = 0; n <= periods; ++n)
    out.demand.values.push_back(growth::level_after(demand.base, out.growth, static_cast<double>(n)));
  out.additional = out.demand.values.back() - demand.base;
  const double weight = logarithmic_mean(out.demand.values.back(), demand.base) * static_cast<double>(periods);
  out.output_effect = weight * output;
  out.productivity_effect = -weight * productivity;
  return out;
}

}  // namespace foreplan::inline v0::plan
