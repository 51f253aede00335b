#include <foreplan/structure/shares.hpp>

#include <cmath>

#include "core/check.hpp"

namespace foreplan::inline v0::structure {
namespace {

void require_share(std::string_view function, double share) {
  detail::require(share > 0 && share < 1, function, "a share must be in (0, 1)", share);
}
void require_growth(std::string_view function, double rate, double periods) {
  detail::require(std::isfinite(rate) && rate > -1, function, "growth must be > -1 and finite", rate);
  detail::require(std::isfinite(periods) && periods > 0, function, "periods must be > 0 and finite", periods);
}

}  // namespace

Shares shares(const Frame& levels, const std::vector<std::string>& parts, std::string_view total) {
  constexpr std::string_view kName = "structure::shares";
  detail::require(!parts.empty(), kName, "at least one part is needed");
  const Unit& unit = levels[parts.front()].unit;
  std::vector<const Series*> series;
  for (const auto& part : parts) {
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
    const auto where = [&](const Series& s) { return "in series " + detail::quoted(s.name) + " in " + to_string(s.period(t)); };
    double sum = 0;
    for (const Series* s : series) {
      if (s->values[t] < 0 || std::isinf(s->values[t]))
        detail::fail(kName, "levels must be >= 0 and finite", detail::number_text(s->values[t]), where(*s));
      sum += s->values[t];
    }
    const double denominator = whole == nullptr ? sum : whole->values[t];
    if (!std::isnan(denominator) && (!(denominator > 0) || std::isinf(denominator)))
      detail::fail(kName, "the total must be > 0 and finite", detail::number_text(denominator), where(whole == nullptr ? *series.front() : *whole));
    for (std::size_t i = 0; i < series.size(); ++i) columns[i].values[t] = series[i]->values[t] / denominator;
  }
  result.shares = Frame(std::move(columns));
  return result;
}

ImpliedGrowth implied_growth(double share, double later_share, double part_growth, double periods) {
  constexpr std::string_view kName = "structure::implied_growth";
  require_share(kName, share);
  require_share(kName, later_share);
  require_growth(kName, part_growth, periods);
  const double total = (1 + part_growth) * std::pow(share / later_share, 1 / periods);
  const double rest = total * std::pow((1 - later_share) / (1 - share), 1 / periods);
  return {total - 1, rest - 1};
}

double share_after(double share, double part_growth, double total_growth, double periods) {
  constexpr std::string_view kName = "structure::share_after";
  require_share(kName, share);
  require_growth(kName, part_growth, periods);
  require_growth(kName, total_growth, periods);
  return share * std::pow((1 + part_growth) / (1 + total_growth), periods);
}

double part_growth_for_share(double share, double later_share, double total_growth, double periods) {
  constexpr std::string_view kName = "structure::part_growth_for_share";
  require_share(kName, share);
  require_share(kName, later_share);
  require_growth(kName, total_growth, periods);
  return (1 + total_growth) * std::pow(later_share / share, 1 / periods) - 1;
}

}  // namespace foreplan::inline v0::structure
