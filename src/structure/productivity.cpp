#include <foreplan/structure/productivity.hpp>

#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "structure/shift_terms.hpp"

namespace foreplan::inline v0::structure {
namespace {

/// Frames with their sectors put in one order, and what messages call them.
struct Table {
  std::string_view function{};
  std::string_view numerator_name{};
  std::string_view denominator_name{};
  std::vector<const Series*> numerator{};
  std::vector<const Series*> denominator{};
  std::vector<const Series*> nominal{};  ///< Empty: no prices.
  const Series* total = nullptr;
};

/// The series of `frame` under the names of `sectors`, in their order; it must have no others.
std::vector<const Series*> in_order_of(const Frame& sectors, const Frame& frame, std::string_view function,
                                       std::string_view what) {
  std::vector<const Series*> series;
  for (const Series& s : sectors.series()) series.push_back(&frame[s.name]);
  if (frame.size() != sectors.size())
    for (const Series& s : frame.series())
      if (!sectors.contains(s.name)) {
        std::vector<std::string> known;
        for (const Series& k : sectors.series()) known.push_back(k.name);
        const std::string near = detail::nearest_name(s.name, known);
        detail::fail(
            function, "the frames must have the same sectors", detail::quoted(s.name),
            "in " + std::string(what) + " only" + (near.empty() ? "" : ", nearest is " + detail::quoted(near)));
      }
  for (const Series* s : series)
    if (s->unit != series.front()->unit) require_same_unit(series.front()->unit, s->unit, function);
  return series;
}

Table ratio_table(std::string_view function, const Frame& numerator, std::string_view numerator_name,
                  const Frame& denominator, std::string_view denominator_name) {
  detail::require(!numerator.empty(), function, "at least one sector is needed");
  return {function,
          numerator_name,
          denominator_name,
          in_order_of(numerator, numerator, function, numerator_name),
          in_order_of(numerator, denominator, function, denominator_name),
          {},
          nullptr};
}

void require_unit(std::string_view function, bool ok, std::string_view rule, const Series& s) {
  if (!ok) detail::fail<UnitMismatch>(function, rule, to_string(s.unit), "in series " + detail::quoted(s.name));
}

Table productivity_table(std::string_view function, const ProductivityData& data) {
  using Kind = PriceBasis::Kind;
  Table table = ratio_table(function, data.volume, "volume", data.employment, "employment");
  const Series &volume = *table.numerator.front(), &labour = *table.denominator.front();
  const auto is_volume = [](const Unit& u) {
    return u.price_basis.kind() == Kind::constant || u.price_basis.kind() == Kind::none;
  };
  require_unit(function, is_volume(volume.unit), "volume must be at constant prices", volume);
  require_unit(function, !labour.unit.is_money(), "employment must not be money", labour);
  if (!data.nominal.empty()) {
    table.nominal = in_order_of(data.volume, data.nominal, function, "nominal");
    const Series& nominal = *table.nominal.front();
    require_unit(function, nominal.unit.price_basis.kind() == Kind::current, "nominal must be at current prices",
                 nominal);
    if (volume.unit.is_money() && volume.unit.name != nominal.unit.name)
      detail::fail<UnitMismatch>(function, "volume and nominal must be in one currency",
                                 to_string(volume.unit) + " and " + to_string(nominal.unit));
  }
  if (data.total_volume) {
    table.total = &*data.total_volume;
    require_same_unit(volume.unit, table.total->unit, function);
  }
  return table;
}

/// Values of all sectors in one period.
struct Levels {
  std::vector<double> numerator{};
  std::vector<double> denominator{};
  std::vector<double> nominal{};
  std::optional<double> total{};

  [[nodiscard]] ProductivityLevels view() const { return {numerator, denominator, nominal, total}; }
};

double value_at(const Series& series, Period p, std::string_view function) {
  if (!series.covers(p))
    detail::fail<PeriodMismatch>(function, detail::quoted(series.name) + " must cover the periods asked for",
                                 "none for " + to_string(p));
  const double x = series.at(p);
  if (std::isnan(x))
    detail::fail<PeriodMismatch>(function, detail::quoted(series.name) + " must have no missing value", "NaN",
                                 "in " + to_string(p));
  return x;
}

Levels levels_at(const Table& table, Period p) {
  const auto values = [&](const std::vector<const Series*>& series) {
    std::vector<double> x;
    x.reserve(series.size());
    for (const Series* s : series) x.push_back(value_at(*s, p, table.function));
    return x;
  };
  Levels levels{values(table.numerator), values(table.denominator), values(table.nominal), std::nullopt};
  if (table.total != nullptr) levels.total = value_at(*table.total, p, table.function);
  return levels;
}

ShiftDecomposition step(const Table& table, const Levels& from, const Levels& to, Period first, Period last,
                        WithinShift convention) {
  const auto period = [&](int which) { return to_string(which == 0 ? first : last); };
  const LevelNames names{table.function, table.numerator_name, table.denominator_name,
                         [&](std::size_t i, int which) {
                           return "in sector " + detail::quoted(table.numerator[i]->name) + " in " + period(which);
                         },
                         [&](int which) { return "in " + period(which); }};
  ShiftDecomposition result;
  result.first = first;
  result.last = last;
  decompose_levels(from.view(), to.view(), convention, names, result);
  for (std::size_t i = 0; i < result.sectors.size(); ++i) result.sectors[i].name = table.numerator[i]->name;
  return result;
}

void require_order(std::string_view function, Period first, Period last) {
  if (!(first < last))
    detail::fail(function, "the first period must be before the last", to_string(first) + " and " + to_string(last));
}

ShiftDecomposition one_step(const Table& table, Period first, Period last, WithinShift convention) {
  require_order(table.function, first, last);
  return step(table, levels_at(table, first), levels_at(table, last), first, last, convention);
}

void carry(std::optional<double>& sum, const std::optional<double>& term, double weight) {
  if (term) sum = sum.value_or(0) + weight * *term;
}

/// Adds a period's contributions to those of the horizon.
void carry(ShiftDecomposition& horizon, const ShiftDecomposition& period, double weight) {
  horizon.sectors.resize(period.sectors.size());
  for (std::size_t i = 0; i < period.sectors.size(); ++i) {
    SectorShift& sum = horizon.sectors[i];
    const SectorShift& s = period.sectors[i];
    sum.name = s.name;
    sum.within += weight * s.within;
    sum.between += weight * s.between;
    carry(sum.static_effect, s.static_effect, weight);
    carry(sum.dynamic_effect, s.dynamic_effect, weight);
    carry(sum.price_effect, s.price_effect, weight);
  }
}

ChainedDecomposition chain(const Table& table, Period first, Period last, WithinShift convention) {
  require_order(table.function, first, last);
  ChainedDecomposition result;
  Levels from = levels_at(table, first);
  double level = 1;  // productivity of the whole, first period 1
  for (Period p = first; p < last; ++p) {
    Levels to = levels_at(table, p + 1);
    result.periods.push_back(step(table, from, to, p, p + 1, convention));
    carry(result.horizon, result.periods.back(), level);
    level *= 1 + result.periods.back().growth;
    from = std::move(to);
  }
  result.horizon.convention = convention;
  result.horizon.chained = true;
  result.horizon.first = first;
  result.horizon.last = last;
  result.horizon.growth = level - 1;
  add_up(result.horizon);
  return result;
}

}  // namespace

std::string_view to_string(WithinShift convention) noexcept {
  switch (convention) {
    case WithinShift::base_share:
      return "base_share";
    case WithinShift::midpoint:
      return "midpoint";
    case WithinShift::three_term:
      return "three_term";
    case WithinShift::csls:
      return "csls";
    case WithinShift::trad:
      return "trad";
    case WithinShift::gead:
      return "gead";
    case WithinShift::diewert:
      return "diewert";
  }
  return "unknown";
}

bool needs_prices(WithinShift convention) noexcept {
  return convention == WithinShift::trad || convention == WithinShift::gead || convention == WithinShift::diewert;
}

std::span<const WithinShift> within_shifts() noexcept {
  static constexpr WithinShift kAll[] = {WithinShift::base_share, WithinShift::midpoint, WithinShift::three_term,
                                         WithinShift::csls,       WithinShift::trad,     WithinShift::gead,
                                         WithinShift::diewert};
  return kAll;
}

ShiftDecomposition decompose_productivity(const ProductivityData& data, Period first, Period last,
                                          WithinShift convention) {
  return one_step(productivity_table("structure::decompose_productivity", data), first, last, convention);
}

ChainedDecomposition chain_productivity(const ProductivityData& data, Period first, Period last,
                                        WithinShift convention) {
  return chain(productivity_table("structure::chain_productivity", data), first, last, convention);
}

std::vector<ShiftDecomposition> compare_conventions(const ProductivityData& data, Period first, Period last) {
  const Table table = productivity_table("structure::compare_conventions", data);
  std::vector<WithinShift> usable;
  for (const WithinShift convention : within_shifts())
    if (!needs_prices(convention) || !table.nominal.empty()) usable.push_back(convention);
  std::vector<ShiftDecomposition> all;
  for (const WithinShift convention : usable) all.push_back(one_step(table, first, last, convention));
  if (last - first > 1)
    for (const WithinShift convention : usable) all.push_back(chain(table, first, last, convention).horizon);
  return all;
}

ShiftDecomposition decompose_ratio(const Frame& numerator, const Frame& denominator, Period first, Period last,
                                   WithinShift convention) {
  constexpr std::string_view kName = "structure::decompose_ratio";
  if (needs_prices(convention))
    detail::fail(kName, "a ratio has no prices: the convention must need none", to_string(convention));
  return one_step(ratio_table(kName, numerator, "numerator", denominator, "denominator"), first, last, convention);
}

ShiftDecomposition decompose_productivity(const ProductivityLevels& first, const ProductivityLevels& last,
                                          WithinShift convention) {
  const auto period = [](int which) -> std::string { return which == 0 ? "the first period" : "the last period"; };
  const LevelNames names{
      "structure::decompose_productivity", "volume", "employment",
      [&](std::size_t i, int which) { return "in sector " + std::to_string(i) + " in " + period(which); },
      [&](int which) { return "in " + period(which); }};
  ShiftDecomposition result;
  decompose_levels(first, last, convention, names, result);
  return result;
}

}  // namespace foreplan::inline v0::structure
