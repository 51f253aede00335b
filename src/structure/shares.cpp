#include <foreplan/structure/shares.hpp>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/check.hpp"
#include "core/estimate.hpp"

namespace foreplan::inline v0::structure {
namespace {

void require_share(std::string_view function, const Rounded& share) {
  const Interval range = share.interval();
  if (!(range.lower > 0 && range.upper < 1))
    detail::fail(function,
                 share.is_exact() ? "a share must be in (0, 1)" : "a share must be in (0, 1) over its whole interval",
                 share.text());
}

void require_periods(std::string_view function, double periods) {
  detail::require(std::isfinite(periods) && periods > 0, function, "periods must be > 0 and finite", periods);
}

double odds(double share) { return share / (1 - share); }

}  // namespace

Shares shares(const Frame& levels, const std::vector<std::string>& parts, std::string_view total) {
  constexpr std::string_view kName = "structure::shares";
  detail::require(!parts.empty(), kName, "at least one part is needed");
  const Unit& unit = levels[parts.front()].unit;
  std::vector<const Series*> series;
  for (const auto& part : parts) {
    if (std::count(parts.begin(), parts.end(), part) > 1)
      detail::fail(kName, "a part must be named once", detail::quoted(part));
    series.push_back(&levels[part]);
    require_same_unit(unit, series.back()->unit, kName);
  }
  const Series* whole = total.empty() ? nullptr : &levels[total];
  if (whole != nullptr) require_same_unit(unit, whole->unit, kName);

  Shares result;
  result.price_basis = unit.price_basis;
  result.denominator = whole == nullptr ? Denominator::sum_of_parts : Denominator::given_total;
  result.total = total;
  std::vector<Series> columns;
  for (const Series* s : series) columns.push_back({s->name, s->start, Unit{}, std::vector<double>(s->size())});
  for (std::size_t t = 0; t < levels.periods(); ++t) {
    const auto where = [&](const Series& s) {
      return "in series " + detail::quoted(s.name) + " in " + to_string(s.period(t));
    };
    double sum = 0;
    for (const Series* s : series) {
      if (s->values[t] < 0 || std::isinf(s->values[t]))
        detail::fail(kName, "levels must be >= 0 and finite", detail::number_text(s->values[t]), where(*s));
      sum += s->values[t];
    }
    const double denominator = whole == nullptr ? sum : whole->values[t];
    if (!std::isnan(denominator) && (!(denominator > 0) || std::isinf(denominator)))
      detail::fail(kName, "the total must be > 0 and finite", detail::number_text(denominator),
                   where(whole == nullptr ? *series.front() : *whole));
    for (std::size_t i = 0; i < series.size(); ++i) columns[i].values[t] = series[i]->values[t] / denominator;
  }
  result.shares = Frame(std::move(columns));
  return result;
}

Frame sum_sectors(const Frame& levels, const std::vector<SectorGroup>& groups) {
  constexpr std::string_view kName = "structure::sum_sectors";
  std::set<std::string_view> named;
  std::vector<Series> sums;
  for (const SectorGroup& group : groups) {
    detail::require(!group.sectors.empty(), kName, "a group must have sectors", detail::quoted(group.name));
    Series sum = levels[group.sectors.front()];
    sum.name = group.name;
    std::fill(sum.values.begin(), sum.values.end(), 0);
    for (const std::string& sector : group.sectors) {
      const Series& s = levels[sector];
      require_same_unit(sum.unit, s.unit, kName);
      if (!named.insert(sector).second)
        detail::fail(kName, "a sector must be named once", detail::quoted(sector),
                     "in group " + detail::quoted(group.name));
      for (std::size_t t = 0; t < s.size(); ++t) sum.values[t] += s.values[t];
    }
    sums.push_back(std::move(sum));
  }
  return Frame(std::move(sums));
}

ImpliedGrowth implied_growth(const Rounded& share, const Rounded& later_share, const Rounded& part_growth,
                             double periods) {
  constexpr std::string_view kName = "structure::implied_growth";
  require_share(kName, share);
  require_share(kName, later_share);
  detail::require_above(kName, "part_growth", part_growth, -1);
  require_periods(kName, periods);
  // Both rise with the part's growth and the first share, and fall with the later share.
  const auto total = [&](double s, double l, double g) { return (1 + g) * std::pow(s / l, 1 / periods) - 1; };
  const auto rest = [&](double s, double l, double g) {
    return (1 + g) * std::pow(odds(s) / odds(l), 1 / periods) - 1;
  };
  const Interval s = share.interval(), l = later_share.interval(), g = part_growth.interval();
  const auto estimate = [&](const auto& growth) {
    return detail::spanned(growth(share.value(), later_share.value(), part_growth.value()),
                           {growth(s.lower, l.upper, g.lower), growth(s.upper, l.lower, g.upper)});
  };
  return {estimate(total), estimate(rest)};
}

Estimate share_after(const Rounded& share, const Rounded& part_growth, const Rounded& total_growth, double periods) {
  constexpr std::string_view kName = "structure::share_after";
  require_share(kName, share);
  detail::require_above(kName, "part_growth", part_growth, -1);
  detail::require_above(kName, "total_growth", total_growth, -1);
  require_periods(kName, periods);
  const auto later = [&](double s, double g, double total) { return s * std::pow((1 + g) / (1 + total), periods); };
  const Interval s = share.interval(), g = part_growth.interval(), t = total_growth.interval();
  return detail::spanned(later(share.value(), part_growth.value(), total_growth.value()),
                         {later(s.lower, g.lower, t.upper), later(s.upper, g.upper, t.lower)});
}

Estimate part_growth_for_share(const Rounded& share, const Rounded& later_share, const Rounded& total_growth,
                               double periods) {
  constexpr std::string_view kName = "structure::part_growth_for_share";
  require_share(kName, share);
  require_share(kName, later_share);
  detail::require_above(kName, "total_growth", total_growth, -1);
  require_periods(kName, periods);
  const auto growth = [&](double s, double l, double total) { return (1 + total) * std::pow(l / s, 1 / periods) - 1; };
  const Interval s = share.interval(), l = later_share.interval(), t = total_growth.interval();
  return detail::spanned(growth(share.value(), later_share.value(), total_growth.value()),
                         {growth(s.upper, l.lower, t.lower), growth(s.lower, l.upper, t.upper)});
}

}  // namespace foreplan::inline v0::structure
