#include <foreplan/plan/financing.hpp>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "core/check.hpp"

namespace foreplan::inline v0::plan {
namespace {

constexpr std::string_view kFunction = "plan::financing_balance";

void check_amounts(const std::vector<double>& amounts, std::size_t periods, std::string_view what,
                   std::string_view need) {
  const std::string where = "in " + std::string(what) + " of need " + detail::quoted(need);
  if (amounts.size() != periods)
    detail::fail(kFunction, "amounts must be one for each of the " + std::to_string(periods) + " periods",
                 std::to_string(amounts.size()), where);
  for (std::size_t i = 0; i < periods; ++i)
    if (!(amounts[i] >= 0) || !std::isfinite(amounts[i]))
      detail::fail(kFunction, "amounts must be >= 0 and finite", detail::number_text(amounts[i]),
                   "at index " + std::to_string(i) + " " + where);
}

}  // namespace

FinancingBalance financing_balance(const FinancingNeed& need) {
  if (!need.unit.is_money())
    detail::fail(kFunction, "unit must be money", to_string(need.unit), "in need " + detail::quoted(need.id));
  const std::size_t periods = need.period.size();
  check_amounts(need.required, periods, "the requirement", need.id);

  FinancingBalance balance{.unit = need.unit};
  balance.years.resize(periods);
  for (std::size_t i = 0; i < periods; ++i) {
    balance.years[i].period = need.period.first + static_cast<std::int64_t>(i);
    balance.years[i].required = need.required[i];
    balance.required += need.required[i];
  }

  for (const FinancingSource& source : need.sources) {
    detail::require(!source.id.empty(), kFunction, "sources must have an id", "\"\"");
    for (const FinancingSourceTotal& earlier : balance.sources)
      detail::require(earlier.source != source.id, kFunction, "sources must have different ids",
                      detail::quoted(source.id));
    check_amounts(source.amounts, periods, "source " + detail::quoted(source.id), need.id);
    const double factor = scale_factor(source.unit, need.unit);
    FinancingSourceTotal total{.source = source.id};
    for (std::size_t i = 0; i < periods; ++i) {
      const double amount = source.amounts[i] * factor;
      balance.years[i].available += amount;
      total.amount += amount;
    }
    total.share = balance.required > 0 ? total.amount / balance.required : 0;
    balance.available += total.amount;
    balance.sources.push_back(std::move(total));
  }

  double cumulative = 0;
  double unfunded = 0;
  for (FinancingYear& year : balance.years) {
    year.gap = year.required - year.available;
    cumulative += year.gap;
    // Money left over pays later years, never earlier ones: the largest cumulative gap so far stays unpaid.
    unfunded = std::max(unfunded, cumulative);
    year.cumulative_gap = cumulative;
    year.unfunded = unfunded;
  }
  balance.gap = balance.required - balance.available;
  balance.unfunded = unfunded;
  return balance;
}

}  // namespace foreplan::inline v0::plan
