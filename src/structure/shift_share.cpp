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

/// A step of a table whose last row is the nation.
struct Step {
  const RegionTable& table;
  std::size_t place = 0;
  NationStep nation;
  std::span<const double> growth{};  ///< Of the nation's sectors.

  [[nodiscard]] Levels first(std::size_t region) const noexcept { return table.row(place, region); }
  [[nodiscard]] Levels last(std::size_t region) const noexcept { return table.row(place + 1, region); }
  [[nodiscard]] std::string where(std::size_t region) const {
    return "in region " + detail::quoted(table.regions[region]) + " in " + to_string(table.periods[place]);
  }
};

/// Lists the region's cells without a growth rate. @throws InvalidArgument  for one that only the nation's lack makes
/// so.
void note_zero_bases(std::string_view function, const Step& step, std::size_t region, std::vector<ZeroBase>& zeros) {
  const Levels e0 = step.first(region), e1 = step.last(region);
  for (std::size_t i = 0; i < e0.size(); ++i) {
    const bool absent = step.nation.first[i] == 0;
    if (absent && e0[i] > 0)
      detail::fail(function, "the nation must have the sectors that its regions have",
                   "none of " + detail::quoted(step.table.sectors[i]) + ", and " + detail::number_text(e0[i]),
                   step.where(region));
    if (e0[i] == 0 && e1[i] > 0)
      zeros.push_back({absent ? ZeroBaseKind::absent_nation : ZeroBaseKind::sector_enters, step.place, region, i});
  }
}

/// Fills k, the growth of each sector among the region's neighbours.
void find_neighbours_growth(const Step& step, std::size_t region, const Matrix& weights, NeighbourGrowth kind,
                            std::span<double> k, std::vector<ZeroBase>& zeros) {
  const bool of_levels = kind == NeighbourGrowth::of_weighted_levels;
  std::vector<double> below(k.size(), 0);
  std::fill(k.begin(), k.end(), 0);
  for (std::size_t s = 0; s < weights.columns; ++s) {
    const double w = weights(region, s);
    if (w == 0) continue;
    const Levels s0 = step.first(s), s1 = step.last(s);
    for (std::size_t i = 0; i < k.size(); ++i) {
      below[i] += w * s0[i];
      k[i] += w * (of_levels ? s1[i] - s0[i] : s0[i] > 0 ? growth(s0[i], s1[i]) : step.growth[i]);
    }
  }
  for (std::size_t i = 0; i < k.size(); ++i) {
    if (of_levels && below[i] > 0) k[i] /= below[i];
    if (below[i] > 0) continue;
    k[i] = step.growth[i];
    if (step.first(region)[i] > 0) zeros.push_back({ZeroBaseKind::no_neighbour, step.place, region, i});
  }
}

GerfinFactors gerfin_factors(std::string_view function, const Step& step, std::size_t region) {
  const Levels e0 = step.first(region), n0 = step.nation.first, n1 = step.nation.last;
  double hypothetical = 0;
  for (std::size_t i = 0; i < e0.size(); ++i) hypothetical += n0[i] > 0 ? e0[i] * (n1[i] / n0[i]) : 0;
  const double first = sum_of(e0), last = sum_of(step.last(region)), nation = sum_of(n1) / sum_of(n0);
  if (!(first > 0 && hypothetical > 0))
    detail::fail(function, "Gerfin's factors need a region with something at the base that the nation keeps",
                 detail::number_text(first > 0 ? hypothetical : first), step.where(region));
  return {(last / first) / nation, (hypothetical / first) / nation, last / hypothetical};
}

/// The regions of `table`, then the nation in its last row of each period.
ShiftShare of_table(std::string_view function, const RegionTable& table, const ShiftShareOptions& options) {
  const std::size_t n = table.sectors.size(), regions = table.regions.size() - 1;
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
  result.changes.resize(result.steps() * regions * n);
  result.values.resize(
      detail::checked_product(result.changes.size(), effects.size(), 1'000'000'000, function, "effects"));
  const bool spatial = options.form == ShiftShareForm::spatial;
  const Matrix weights = spatial ? usable_weights(function, options.spatial, result.regions) : Matrix{};
  std::vector<double> k(spatial ? n : 0), g(n);
  for (std::size_t t = 0; t < result.steps(); ++t) {
    Step step{table, t, NationStep(table.row(t, regions), table.row(t + 1, regions)), g};
    if (!(step.nation.total > 0) || !std::isfinite(step.nation.total) || !std::isfinite(step.nation.total_growth))
      detail::fail(function, "the nation's total must be > 0 and finite", detail::number_text(step.nation.total),
                   "in " + to_string(table.periods[t]));
    for (std::size_t i = 0; i < n; ++i) g[i] = step.nation.sector_growth(i);
    step.nation.growth = g;
    for (std::size_t r = 0; r < regions; ++r) {
      const Levels e0 = step.first(r), e1 = step.last(r);
      note_zero_bases(function, step, r, result.zero_bases);
      if (spatial) find_neighbours_growth(step, r, weights, options.spatial.growth, k, result.zero_bases);
      for (std::size_t i = 0; i < n; ++i) result.changes[(t * regions + r) * n + i] = e1[i] - e0[i];
      const std::span<double> out(result.values.data() + (t * regions + r) * effects.size() * n, effects.size() * n);
      decompose(options.form, e0, e1, step.nation, out, k);
      require_finite(function, out, [&] { return step.where(r); });
      if (options.form == ShiftShareForm::gerfin) result.factors.push_back(gerfin_factors(function, step, r));
    }
  }
  return result;
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

}  // namespace foreplan::inline v0::structure
