#include "structure/shift_terms.hpp"

#include <cmath>

#include "core/check.hpp"

namespace foreplan::inline v0::structure {
namespace {

/// Sums of one period.
struct Totals {
  double volume = 0;
  double employment = 0;
  double nominal = 0;

  [[nodiscard]] double ratio() const { return volume / employment; }
};

/// One sector in one period: its share in the denominator, its ratio as a multiple of the first total's, its relative
/// price.
struct Position {
  double theta = 0;
  double x = 0;
  double p = 1;
};

double checked_level(const LevelNames& names, std::string_view what, double value, std::size_t sector, int period) {
  if (!(value >= 0) || std::isinf(value)) [[unlikely]]
    detail::fail(names.function, std::string(what) + " must be >= 0 and finite", detail::number_text(value),
                 names.place(sector, period));
  return value;
}

void require_total(const LevelNames& names, std::string_view what, double value, int period) {
  if (!(value > 0) || std::isinf(value)) [[unlikely]]
    detail::fail(names.function, "total " + std::string(what) + " must be > 0 and finite", detail::number_text(value),
                 names.period_place(period));
}

/// Checks one period and adds it up.
Totals totals(const ProductivityLevels& levels, bool prices, const LevelNames& names, int period) {
  Totals sum;
  for (std::size_t i = 0; i < levels.volume.size(); ++i) {
    const double v = checked_level(names, names.numerator, levels.volume[i], i, period);
    const double l = checked_level(names, names.denominator, levels.employment[i], i, period);
    if (l == 0 && v > 0) [[unlikely]]
      detail::fail(names.function,
                   std::string(names.numerator) + " without " + std::string(names.denominator) +
                       " has no ratio: join the sector with another",
                   detail::number_text(v), names.place(i, period));
    sum.volume += v;
    sum.employment += l;
    if (!prices) continue;
    const double n = checked_level(names, "nominal", levels.nominal[i], i, period);
    if (v == 0 && n > 0) [[unlikely]]
      detail::fail(names.function, "nominal value without volume has no price: join the sector with another",
                   detail::number_text(n), names.place(i, period));
    sum.nominal += n;
  }
  if (levels.total_volume) sum.volume = *levels.total_volume;
  require_total(names, names.numerator, sum.volume, period);
  require_total(names, names.denominator, sum.employment, period);
  if (prices) require_total(names, "nominal", sum.nominal, period);
  return sum;
}

/// Both positions of a sector. What does not exist in one period is as in the other.
struct Move {
  Position from{};
  Position to{};
};
Move move_of(const ProductivityLevels& first, const ProductivityLevels& last, const Totals& before, const Totals& after,
             bool prices, std::size_t i) {
  const double unit = before.ratio();
  const auto position = [&](const ProductivityLevels& levels, const Totals& total) {
    const double v = levels.volume[i], l = levels.employment[i];
    Position at{l / total.employment, l > 0 ? v / l / unit : 0, 1};
    if (prices) at.p = v > 0 ? levels.nominal[i] / v / (total.nominal / total.volume) : 0;
    return at;
  };
  Move m{position(first, before), position(last, after)};
  if (first.employment[i] == 0) m.from.x = m.to.x;
  if (last.employment[i] == 0) m.to.x = m.from.x;
  if (prices && first.volume[i] == 0) m.from.p = m.to.p;
  if (prices && last.volume[i] == 0) m.to.p = m.from.p;
  return m;
}

/// The terms of one sector by the table of `WithinShift`; `growth` is that of the whole.
void set_terms(const Move& m, WithinShift convention, double growth, SectorShift& s) {
  const Position &a = m.from, &b = m.to;
  const double dx = b.x - a.x, dtheta = b.theta - a.theta;
  s.static_effect.reset();
  s.dynamic_effect.reset();
  s.price_effect.reset();
  switch (convention) {
    case WithinShift::base_share:
      s.within = a.theta * dx;
      s.between = b.x * dtheta;
      return;
    case WithinShift::midpoint:
      s.within = (a.theta + b.theta) / 2 * dx;
      s.between = (a.x + b.x) / 2 * dtheta;
      return;
    case WithinShift::three_term:
      s.within = a.theta * dx;
      s.static_effect = a.x * dtheta;
      s.dynamic_effect = dx * dtheta;
      return;
    case WithinShift::csls:
      s.within = a.theta * dx;
      s.static_effect = (a.x - 1) * dtheta;
      s.dynamic_effect = (dx - growth) * dtheta;
      return;
    case WithinShift::trad:
      s.within = a.theta * a.p * dx;
      s.static_effect = a.p * a.x * dtheta;
      s.dynamic_effect = a.p * dx * dtheta;
      return;
    case WithinShift::gead: {
      const double dr = b.theta * b.p - a.theta * a.p;
      s.within = a.theta * a.p * dx;
      s.static_effect = a.x * dr;
      s.dynamic_effect = dx * dr;
      return;
    }
    case WithinShift::diewert:
      s.within = a.theta * a.p * dx;
      s.static_effect = a.p * (a.x * dtheta);
      s.price_effect = a.theta * a.x * (b.p - a.p);
      // The four products of changes. Added up one by one they can cancel each other where they are large.
      s.dynamic_effect = b.p * (b.theta * b.x - a.theta * a.x) - s.within - *s.static_effect;
      return;
  }
}

void require_lengths(const ProductivityLevels& first, const ProductivityLevels& last, bool prices,
                     const LevelNames& names) {
  const std::size_t n = first.volume.size();
  detail::require(n > 0, names.function, "at least one sector is needed");
  for (const std::size_t size : {first.employment.size(), last.volume.size(), last.employment.size(),
                                 prices ? first.nominal.size() : n, prices ? last.nominal.size() : n})
    if (size != n)
      detail::fail(names.function, "all lists must have one value for each of " + std::to_string(n) + " sectors",
                   std::to_string(size));
}

void add_to(std::optional<double>& sum, const std::optional<double>& term) {
  if (term) sum = sum.value_or(0) + *term;
}

}  // namespace

void add_up(ShiftDecomposition& result) {
  result.within = result.between = result.total = 0;
  result.static_effect.reset();
  result.dynamic_effect.reset();
  result.price_effect.reset();
  for (SectorShift& s : result.sectors) {
    if (s.static_effect) s.between = *s.static_effect + s.dynamic_effect.value_or(0) + s.price_effect.value_or(0);
    s.total = s.within + s.between;
    result.within += s.within;
    result.between += s.between;
    result.total += s.total;
    add_to(result.static_effect, s.static_effect);
    add_to(result.dynamic_effect, s.dynamic_effect);
    add_to(result.price_effect, s.price_effect);
  }
  result.residual = result.growth - result.total;
}

void decompose_levels(const ProductivityLevels& first, const ProductivityLevels& last, WithinShift convention,
                      const LevelNames& names, ShiftDecomposition& result) {
  const bool prices = needs_prices(convention);
  if (prices && (first.nominal.empty() || last.nominal.empty()))
    detail::fail(names.function, "this convention needs nominal value added", to_string(convention));
  require_lengths(first, last, prices, names);
  const Totals before = totals(first, prices, names, 0), after = totals(last, prices, names, 1);
  result.convention = convention;
  result.growth = after.ratio() / before.ratio() - 1;
  result.sectors.resize(first.volume.size());
  for (std::size_t i = 0; i < result.sectors.size(); ++i)
    set_terms(move_of(first, last, before, after, prices, i), convention, result.growth, result.sectors[i]);
  add_up(result);
  if (!std::isfinite(result.growth) || !std::isfinite(result.total))
    detail::fail(names.function, "ratios must be within the range of numbers", detail::number_text(result.total));
}

}  // namespace foreplan::inline v0::structure
