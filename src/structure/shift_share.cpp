#include <foreplan/structure/shift_share.hpp>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/check.hpp"
#include "structure/matrix_check.hpp"
#include "structure/region_table.hpp"

namespace foreplan::inline v0::structure {
namespace {

using Levels = std::span<const double>;

constexpr std::array kDunn = {ShiftEffect::national, ShiftEffect::industry_mix, ShiftEffect::competitive};
constexpr std::array kEsteban = {ShiftEffect::national, ShiftEffect::industry_mix, ShiftEffect::competitive,
                                 ShiftEffect::allocation};
constexpr std::array kArcelus = {ShiftEffect::expected_national,        ShiftEffect::differential_national,
                                 ShiftEffect::expected_industry_mix,    ShiftEffect::differential_industry_mix,
                                 ShiftEffect::expected_regional_growth, ShiftEffect::differential_regional_growth,
                                 ShiftEffect::expected_regional_mix,    ShiftEffect::differential_regional_mix};
constexpr std::array kSpatial = {ShiftEffect::national, ShiftEffect::industry_mix, ShiftEffect::neighbour,
                                 ShiftEffect::competitive};

double sum_of(Levels x) {
  double sum = 0;
  for (const double v : x) sum += v;
  return sum;
}

/// Growth of a total; of nothing it is not defined, and 0 here.
double growth(double first, double last) { return first > 0 ? (last - first) / first : 0; }

/// What all regions of one step have in common. `growth` is empty for a single region, whose kernel asks for each
/// sector's growth once and has no memory to keep it in.
struct NationStep {
  Levels first{}, last{}, growth{};
  double total = 0;
  double total_growth = 0;

  NationStep(Levels n0, Levels n1) : first(n0), last(n1), total(sum_of(n0)) {
    total_growth = structure::growth(total, sum_of(n1));
  }
  [[nodiscard]] double sector_growth(std::size_t i) const noexcept {
    return growth.empty() ? structure::growth(first[i], last[i]) : growth[i];
  }
};

/// Levels are checked. Each pair or list of effects is completed by what the others leave of the change.
template <ShiftShareForm kForm>
void decompose(Levels e0, Levels e1, const NationStep& nation, std::span<double> out, Levels k) {
  const std::size_t n = e0.size();
  double to_homothetic = 0, regional_excess = 0;
  if constexpr (kForm == ShiftShareForm::esteban_marquillas || kForm == ShiftShareForm::arcelus) {
    const double total = sum_of(e0);
    to_homothetic = total / nation.total;
    regional_excess = growth(total, sum_of(e1)) - nation.total_growth;
  }
  for (std::size_t i = 0; i < n; ++i) {
    const double change = e1[i] - e0[i], excess = nation.sector_growth(i) - nation.total_growth;
    const double national = e0[i] * nation.total_growth, mix = e0[i] * excess;
    const double own = change - (national + mix), h = to_homothetic * nation.first[i];
    const auto put = [&](std::size_t effect, double value) { out[effect * n + i] = value; };
    // An effect of the region's size, and its part at the homothetic level.
    const auto split = [&](std::size_t effect, double whole, double expected) {
      put(effect, expected);
      put(effect + 1, whole - expected);
    };
    if constexpr (kForm == ShiftShareForm::arcelus) {
      const double regional = e0[i] * regional_excess, rest = own - regional;
      split(0, national, h * nation.total_growth);
      split(2, mix, h * excess);
      split(4, regional, h * regional_excess);
      split(6, rest, e0[i] > 0 ? h * (rest / e0[i]) : rest);
      continue;
    }
    put(0, national);
    put(1, mix);
    if constexpr (kForm == ShiftShareForm::esteban_marquillas) {
      split(2, own, e0[i] > 0 ? h * (own / e0[i]) : own);
    } else if constexpr (kForm == ShiftShareForm::spatial) {
      const double neighbour = e0[i] * (k[i] - nation.sector_growth(i));
      put(2, neighbour);
      put(3, change - (national + mix + neighbour));
    } else {
      put(2, own);
    }
  }
}

void decompose(ShiftShareForm form, Levels e0, Levels e1, const NationStep& nation, std::span<double> out, Levels k) {
  switch (form) {
    case ShiftShareForm::dunn:
    case ShiftShareForm::gerfin:
      return decompose<ShiftShareForm::dunn>(e0, e1, nation, out, k);
    case ShiftShareForm::esteban_marquillas:
      return decompose<ShiftShareForm::esteban_marquillas>(e0, e1, nation, out, k);
    case ShiftShareForm::arcelus:
      return decompose<ShiftShareForm::arcelus>(e0, e1, nation, out, k);
    case ShiftShareForm::spatial:
      return decompose<ShiftShareForm::spatial>(e0, e1, nation, out, k);
  }
}

template <class Where>
void require_finite(std::string_view function, Levels effects, const Where& where) {
  for (const double x : effects)
    if (!std::isfinite(x)) [[unlikely]]
      detail::fail(function, "levels must be of sizes whose effects are finite", detail::number_text(x), where());
}

std::vector<Period> step_periods(std::string_view function, const Region& region, const ShiftShareOptions& options) {
  std::vector<Period> periods = options.periods;
  if (periods.empty() && !region.sectors.empty()) periods = {region.sectors.range().first, region.sectors.range().last};
  detail::require<PeriodMismatch>(periods.size() >= 2, function, "at least two periods are needed",
                                  std::to_string(periods.size()));
  for (std::size_t t = 1; t < periods.size(); ++t)
    if (!(periods[t - 1] < periods[t]))
      detail::fail<PeriodMismatch>(function, "periods must rise",
                                   to_string(periods[t - 1]) + " before " + to_string(periods[t]));
  if (options.timing == ShiftShareTiming::comparative_static) return periods;
  const std::size_t count = PeriodRange{periods.front(), periods.back()}.size();
  detail::require(count <= 1'000'000, function, "at most 10^6 periods are possible", std::to_string(count));
  std::vector<Period> all;
  for (std::size_t t = 0; t < count; ++t) all.push_back(periods.front() + static_cast<std::int64_t>(t));
  return all;
}

Matrix usable_weights(std::string_view function, const SpatialWeights& spatial, const std::vector<std::string>& names) {
  Matrix w = spatial.weights;
  require_shape(function, w);
  if (w.rows != names.size() || w.columns != names.size())
    detail::fail(function, "spatial weights must have a row and a column for each region",
                 std::to_string(w.rows) + " x " + std::to_string(w.columns),
                 "for " + std::to_string(names.size()) + " regions");
  for (std::size_t r = 0; r < w.rows; ++r) {
    const std::string where = "in the row of " + detail::quoted(names[r]);
    for (const double x : w.row(r))
      if (!std::isfinite(x) || x < 0)
        detail::fail(function, "spatial weights must be >= 0 and finite", detail::number_text(x), where);
    if (w(r, r) != 0) detail::fail(function, "a region is not its own neighbour", detail::number_text(w(r, r)), where);
    const double sum = sum_of(w.row(r));
    if (!(sum > 0) || !std::isfinite(sum))
      detail::fail(function, "every region needs a neighbour", "weights of sum " + detail::number_text(sum), where);
    if (spatial.rows == SpatialRows::row_standardised && !(std::abs(sum - 1) <= 1e-9))
      detail::fail(function, "row-standardised weights must sum to 1", detail::number_text(sum), where);
    if (spatial.rows == SpatialRows::standardise)
      for (double& x : w.row(r)) x /= sum;
  }
  return w;
}

/// The regions of `table`, then the nation in its last row of each period.
ShiftShare of_table(std::string_view function, const RegionTable& table, const ShiftShareOptions& options) {
  const std::size_t n = table.sectors.size(), nation = table.regions.size() - 1;
  ShiftShare result;
  result.form = options.form;
  result.timing = options.timing;
  result.spatial_rows = options.spatial.rows;
  result.neighbour_growth = options.spatial.growth;
  result.unit = table.unit;
  result.regions.assign(table.regions.begin(), table.regions.end() - 1);
  result.sectors = table.sectors;
  result.periods = table.periods;
  const auto effects = effects_of(options.form);
  result.effects.assign(effects.begin(), effects.end());
  result.changes.resize(result.steps() * nation * n);
  result.values.resize(
      detail::checked_product(result.changes.size(), effects.size(), 1'000'000'000, function, "effects"));
  Matrix weights;
  if (options.form == ShiftShareForm::spatial) weights = usable_weights(function, options.spatial, result.regions);
  std::vector<double> k(options.form == ShiftShareForm::spatial ? n : 0), below(k.size()), above(k.size()), g(n);

  for (std::size_t t = 0; t < result.steps(); ++t) {
    const Levels n0 = table.row(t, nation), n1 = table.row(t + 1, nation);
    const std::string from = " in " + to_string(table.periods[t]);
    NationStep step(n0, n1);
    if (!(step.total > 0) || !std::isfinite(step.total) || !std::isfinite(step.total_growth))
      detail::fail(function, "the nation's total must be > 0 and finite", detail::number_text(step.total), from);
    for (std::size_t i = 0; i < n; ++i) g[i] = growth(n0[i], n1[i]);
    step.growth = g;
    for (std::size_t r = 0; r < nation; ++r) {
      const Levels e0 = table.row(t, r), e1 = table.row(t + 1, r);
      const auto where = [&] { return "in region " + detail::quoted(result.regions[r]) + from; };
      for (std::size_t i = 0; i < n; ++i) {
        result.changes[(t * nation + r) * n + i] = e1[i] - e0[i];
        if (n0[i] > 0 && (e0[i] > 0 || e1[i] == 0)) continue;
        if (n0[i] == 0 && e0[i] > 0)
          detail::fail(function, "the nation must have the sectors that its regions have",
                       "none of " + detail::quoted(table.sectors[i]) + ", and " + detail::number_text(e0[i]), where());
        if (e1[i] > 0)
          result.zero_bases.push_back(
              {n0[i] == 0 ? ZeroBaseKind::absent_nation : ZeroBaseKind::sector_enters, t, r, i});
      }
      if (options.form == ShiftShareForm::spatial) {
        const bool of_levels = options.spatial.growth == NeighbourGrowth::of_weighted_levels;
        std::fill(below.begin(), below.end(), 0);
        std::fill(above.begin(), above.end(), 0);
        for (std::size_t s = 0; s < nation; ++s) {
          const double w = weights(r, s);
          if (w == 0) continue;
          const Levels s0 = table.row(t, s), s1 = table.row(t + 1, s);
          for (std::size_t i = 0; i < n; ++i) {
            below[i] += w * s0[i];
            above[i] += of_levels ? w * (s1[i] - s0[i]) : w * (s0[i] > 0 ? growth(s0[i], s1[i]) : g[i]);
          }
        }
        for (std::size_t i = 0; i < n; ++i) {
          k[i] = below[i] > 0 ? (of_levels ? above[i] / below[i] : above[i]) : g[i];
          if (below[i] == 0 && e0[i] > 0) result.zero_bases.push_back({ZeroBaseKind::no_neighbour, t, r, i});
        }
      }
      const std::span<double> out(result.values.data() + (t * nation + r) * effects.size() * n, effects.size() * n);
      decompose(options.form, e0, e1, step, out, k);
      require_finite(function, out, where);
      if (options.form != ShiftShareForm::gerfin) continue;
      double hypothetical = 0;
      for (std::size_t i = 0; i < n; ++i) hypothetical += n0[i] > 0 ? e0[i] * (n1[i] / n0[i]) : 0;
      const double first = sum_of(e0), last = sum_of(e1), nation_factor = sum_of(n1) / sum_of(n0);
      if (!(first > 0 && hypothetical > 0))
        detail::fail(function, "Gerfin's factors need a region with something at the base that the nation keeps",
                     detail::number_text(first > 0 ? hypothetical : first), where());
      result.factors.push_back(
          {(last / first) / nation_factor, (hypothetical / first) / nation_factor, last / hypothetical});
    }
  }
  return result;
}

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

std::span<const ShiftEffect> effects_of(ShiftShareForm form) noexcept {
  switch (form) {
    case ShiftShareForm::esteban_marquillas:
      return kEsteban;
    case ShiftShareForm::arcelus:
      return kArcelus;
    case ShiftShareForm::spatial:
      return kSpatial;
    case ShiftShareForm::dunn:
    case ShiftShareForm::gerfin:
      break;
  }
  return kDunn;
}

void decompose_shift(ShiftShareForm form, std::span<const double> region_first, std::span<const double> region_last,
                     std::span<const double> nation_first, std::span<const double> nation_last,
                     std::span<double> effects, std::span<const double> neighbour) {
  constexpr std::string_view kName = "structure::decompose_shift";
  const std::size_t n = region_first.size();
  if (n == 0 || region_last.size() != n || nation_first.size() != n || nation_last.size() != n) [[unlikely]]
    detail::fail(kName, "levels must be of one length, at least 1",
                 std::to_string(n) + ", " + std::to_string(region_last.size()) + ", " +
                     std::to_string(nation_first.size()) + " and " + std::to_string(nation_last.size()));
  const std::size_t count = effects_of(form).size();
  if (effects.size() / count != n || effects.size() % count != 0) [[unlikely]]
    detail::fail(kName, "effects must have " + std::to_string(count) + " places a sector",
                 std::to_string(effects.size()) + " for " + std::to_string(n) + " sectors");
  if (neighbour.size() != (form == ShiftShareForm::spatial ? n : 0)) [[unlikely]]
    detail::fail(kName, "the spatial form, and no other, needs the neighbours' growth of each sector",
                 std::to_string(neighbour.size()));
  double nation = 0;
  for (std::size_t i = 0; i < n; ++i) {
    for (const double x : {region_first[i], region_last[i], nation_first[i], nation_last[i]})
      if (!std::isfinite(x) || x < 0) [[unlikely]]
        detail::fail(kName, "levels must be >= 0 and finite", detail::number_text(x), "at index " + std::to_string(i));
    if (nation_first[i] == 0 && region_first[i] > 0) [[unlikely]]
      detail::fail(kName, "the nation must have the sectors that its regions have",
                   "0, and " + detail::number_text(region_first[i]), "at index " + std::to_string(i));
    nation += nation_first[i];
  }
  if (!(nation > 0) || !std::isfinite(nation)) [[unlikely]]
    detail::fail(kName, "the nation's total must be > 0 and finite", detail::number_text(nation));
  decompose(form, region_first, region_last, NationStep(nation_first, nation_last), effects, neighbour);
  require_finite(kName, effects, [] { return std::string(); });
}

ShiftShare shift_share(const std::vector<Region>& regions, const Region& nation, const ShiftShareOptions& options) {
  constexpr std::string_view kName = "structure::shift_share";
  detail::require(!regions.empty(), kName, "at least one region is needed");
  std::vector<const Region*> all;
  for (const Region& region : regions) all.push_back(&region);
  all.push_back(&nation);
  return of_table(kName, region_table(kName, all, step_periods(kName, nation, options)), options);
}

ShiftShare shift_share(const std::vector<Region>& regions, const ShiftShareOptions& options) {
  constexpr std::string_view kName = "structure::shift_share";
  detail::require(!regions.empty(), kName, "at least one region is needed");
  std::vector<const Region*> all;
  for (const Region& region : regions) all.push_back(&region);
  ShiftShare result =
      of_table(kName, region_table(kName, all, step_periods(kName, regions.front(), options), true), options);
  result.nation_is_sum = true;
  return result;
}

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
