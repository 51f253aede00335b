#include <foreplan/growth/targets.hpp>
#include <foreplan/report/audit.hpp>

#include "core/check.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

namespace foreplan::inline v0::report {
namespace {

using plan::Statement;
using plan::StatementKind;
using text::message;

constexpr std::string_view kFunction = "report::implied_base_table";

const Statement& stated(const plan::Plan& plan, std::string_view id, StatementKind kind) {
  const Statement& statement = plan::find_statement(plan, id);
  detail::require(statement.kind == kind, kFunction,
                  "statements must be a level, a level and a growth in this order, got " + detail::quoted(id) + " as",
                  to_string(statement.kind));
  return statement;
}

}  // namespace

Table implied_base_table(const plan::Plan& plan, std::string_view base_id, std::string_view target_id,
                         std::string_view growth_id, Language language) {
  const Statement& base = stated(plan, base_id, StatementKind::level);
  const Statement& target = stated(plan, target_id, StatementKind::level);
  const Statement& growth = stated(plan, growth_id, StatementKind::growth);
  for (const Statement* other : {&target, &growth})
    detail::require(other->indicator == base.indicator, kFunction, "statements must be about one indicator",
                    detail::quoted(other->indicator));
  const Period from = base.period.first, to = target.period.first;
  detail::require(growth.period == PeriodRange{from + 1, to}, kFunction,
                  "growth must be from the period after the base's to the target's", to_string(growth.period));

  // Levels are taken as they stand, as in the audit; a rate is everything that is printed so.
  const double periods = static_cast<double>(to - from), before = base.value.value();
  const Estimate level =
      growth::implied_base(target.value.value(), growth.value.scaled_by_power_of_ten(-2), periods);
  const auto factor = [&](double after) { return growth::implied_factor(before, after).value; };
  const Estimate conversion{factor(level.value), {factor(level.range.lower), factor(level.range.upper)}};

  const plan::Indicator& indicator = plan::find_indicator(plan, base.indicator);
  const PriceBasis at = base.price_basis.kind() == PriceBasis::Kind::none ? indicator.unit.price_basis : base.price_basis;
  const Interval rates = growth.value.interval();
  const int decimals = growth.value.decimals();
  Table table;
  table.caption = message(language, "report.implied.caption", {{"period", text::period_phrase(from, language)}});
  for (const char* header : {"report.implied", "report.value", "report.from", "report.to"})
    table.columns.push_back({std::string(message(language, header))});
  const auto row = [](std::string what, const Estimate& e, int shown) {
    return std::vector<Cell>{std::move(what), Rounded(e.value, shown), Rounded(e.range.lower, shown),
                             Rounded(e.range.upper, shown)};
  };
  table.rows = {row(text::capitalised(message(language, "report.implied.level",
                                              {{"indicator", indicator.name.in(language)},
                                               {"period", text::period_phrase(from, language)},
                                               {"unit", text::unit_name(indicator.unit, language)}})),
                    level, text::decimals_for(level.value, 5)),
                row(message(language, "report.implied.factor", {{"basis", text::price_basis_text(at, language)}}),
                    conversion, text::decimals_for(conversion.value, 4))};
  table.note = message(language, "report.implied.note",
                       {{"rate", text::percent_points(growth.value, language)},
                        {"lower", text::number(rates.lower, decimals + 1, language)},
                        {"upper", text::percent_points(Rounded(rates.upper, decimals + 1), language)}});
  if (target.bound == plan::Bound::at_least) table.note += " " + std::string(message(language, "report.implied.over"));
  table.cards = true;
  return table;
}

}  // namespace foreplan::inline v0::report
