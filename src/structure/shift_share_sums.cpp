#include <foreplan/structure/shift_share.hpp>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/check.hpp"
#include "structure/region_table.hpp"

namespace foreplan::inline v0::structure {
namespace {

/// Sums whose rounding does not grow with their length (Neumaier 1974).
struct Sum {
  double value = 0, rest = 0;
  void add(double x) {
    const double t = value + x;
    rest += std::abs(value) >= std::abs(x) ? (value - t) + x : (x - t) + value;
    value = t;
  }
};

struct Cells {
  std::size_t first = 0, last = 0;
};
Cells named(std::string_view function, std::string_view what, const std::optional<std::string>& name,
            const std::vector<std::string>& known) {
  if (!name) return {0, known.size()};
  const std::size_t place = place_of(function, what, *name, known);
  return {place, place + 1};
}

template <class Value>
double sum_over(std::string_view function, const ShiftShare& of, const ShiftSelection& selection, const Value& value) {
  const Cells regions = named(function, "region", selection.region, of.regions);
  const Cells sectors = named(function, "sector", selection.sector, of.sectors);
  Cells steps{0, of.steps()};
  if (selection.to) {
    const auto at = std::find(of.periods.begin(), of.periods.end(), *selection.to);
    if (at == of.periods.end() || at == of.periods.begin())
      detail::fail(function, "a step must end in this period", to_string(*selection.to));
    steps = {static_cast<std::size_t>(at - of.periods.begin()) - 1, static_cast<std::size_t>(at - of.periods.begin())};
  }
  Sum sum;
  for (std::size_t t = steps.first; t < steps.last; ++t)
    for (std::size_t r = regions.first; r < regions.last; ++r)
      for (std::size_t i = sectors.first; i < sectors.last; ++i) sum.add(value(t, r, i));
  return sum.value + sum.rest;
}

}  // namespace

double ShiftShare::sum(ShiftEffect effect, const ShiftSelection& selection) const {
  constexpr std::string_view kName = "structure::ShiftShare::sum";
  const auto at = std::find(effects.begin(), effects.end(), effect);
  if (at == effects.end())
    detail::fail(kName, "the effect must be one of the form " + std::string(to_string(form)), to_string(effect));
  const auto e = static_cast<std::size_t>(at - effects.begin());
  return sum_over(kName, *this, selection,
                  [&](std::size_t t, std::size_t r, std::size_t i) { return (*this)(e, t, r, i); });
}

double ShiftShare::change(const ShiftSelection& selection) const {
  return sum_over("structure::ShiftShare::change", *this, selection, [&](std::size_t t, std::size_t r, std::size_t i) {
    return changes[(t * regions.size() + r) * sectors.size() + i];
  });
}

GerfinFactors ShiftShare::factors_of(std::string_view region) const {
  constexpr std::string_view kName = "structure::ShiftShare::factors_of";
  detail::require(form == ShiftShareForm::gerfin, kName, "only the form gerfin has factors", to_string(form));
  const std::size_t r = named(kName, "region", std::string(region), regions).first;
  GerfinFactors product;
  for (std::size_t t = 0; t < steps(); ++t) {
    const GerfinFactors& step = factors[t * regions.size() + r];
    product.regional *= step.regional;
    product.structural *= step.structural;
    product.locational *= step.locational;
  }
  return product;
}

std::string_view to_string(ShiftShareForm form) noexcept {
  constexpr std::array<std::string_view, 5> kNames = {"dunn", "esteban_marquillas", "arcelus", "gerfin", "spatial"};
  const auto i = static_cast<std::size_t>(form);
  return i < kNames.size() ? kNames[i] : "unknown";
}

std::string_view to_string(ShiftEffect effect) noexcept {
  constexpr std::array<std::string_view, 13> kNames = {"national",
                                                       "industry_mix",
                                                       "competitive",
                                                       "allocation",
                                                       "neighbour",
                                                       "expected_national",
                                                       "differential_national",
                                                       "expected_industry_mix",
                                                       "differential_industry_mix",
                                                       "expected_regional_growth",
                                                       "differential_regional_growth",
                                                       "expected_regional_mix",
                                                       "differential_regional_mix"};
  const auto i = static_cast<std::size_t>(effect);
  return i < kNames.size() ? kNames[i] : "unknown";
}

std::string_view to_string(ShiftShareTiming timing) noexcept {
  return timing == ShiftShareTiming::dynamic ? "dynamic" : "comparative_static";
}

std::string_view to_string(ZeroBaseKind kind) noexcept {
  constexpr std::array<std::string_view, 3> kNames = {"sector_enters", "absent_nation", "no_neighbour"};
  const auto i = static_cast<std::size_t>(kind);
  return i < kNames.size() ? kNames[i] : "unknown";
}

}  // namespace foreplan::inline v0::structure
