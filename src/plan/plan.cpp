#include <foreplan/plan/plan.hpp>

#include <cmath>
#include <set>

#include "core/check.hpp"

namespace foreplan::inline v0::plan {
namespace {

constexpr std::string_view kValidate = "plan::validate";

template <class T>
std::vector<std::string> ids(const std::vector<T>& items) {
  std::vector<std::string> names;
  for (const auto& item : items) names.push_back(item.id);
  return names;
}

[[noreturn]] void unknown(std::string_view function, std::string_view what, std::string_view id,
                          const std::vector<std::string>& known, const std::string& where = {}) {
  const std::string near = detail::nearest_name(id, known);
  detail::fail(function, std::string(what) + " must be known" + (near.empty() ? "" : " (did you mean \"" + near + "\"?)"),
               detail::quoted(id), where);
}

void require_indicator(const Plan& plan, const std::string& id, const std::string& where) {
  for (const auto& indicator : plan.indicators)
    if (indicator.id == id) return;
  unknown(kValidate, "indicator", id, ids(plan.indicators), where);
}

void claim(std::set<std::string_view>& seen, const std::string& id, std::string_view what) {
  detail::require(!id.empty(), kValidate, std::string(what) + " id must not be empty");
  detail::require(seen.insert(id).second, kValidate, std::string(what) + " id must be used once", detail::quoted(id));
}

void check_value(const Statement& s, const Rounded& value, const std::string& where) {
  const double v = value.value();
  if (!std::isfinite(v)) detail::fail(kValidate, "value must be finite", detail::number_text(v), where);
  switch (s.kind) {
    case StatementKind::level:
    case StatementKind::conversion:
      if (!(v > 0)) detail::fail(kValidate, "value must be > 0", detail::number_text(v), where);
      break;
    case StatementKind::growth:
      if (!(v > -100)) detail::fail(kValidate, "growth must be > -100 %", detail::number_text(v), where);
      break;
    case StatementKind::share:
      if (!(v > 0 && v <= 100)) detail::fail(kValidate, "share must be in (0, 100] %", detail::number_text(v), where);
      break;
    case StatementKind::contribution: break;
  }
}

void check_statement(const Plan& plan, const Statement& s) {
  const std::string where = "in statement " + detail::quoted(s.id);
  require_indicator(plan, s.indicator, where);
  const bool needs_of = s.kind == StatementKind::share || s.kind == StatementKind::contribution;
  const bool takes_of = needs_of || s.kind == StatementKind::growth;
  if (needs_of && s.of.empty()) detail::fail(kValidate, "a share or contribution needs the total it is of", {}, where);
  if (!takes_of && !s.of.empty())
    detail::fail(kValidate, "only shares, contributions and growth of a share are of a total", detail::quoted(s.of), where);
  if (!s.of.empty()) {
    require_indicator(plan, s.of, where);
    if (s.of == s.indicator) detail::fail(kValidate, "an indicator is no part of itself", detail::quoted(s.of), where);
  }
  if (s.period.first.frequency() != s.period.last.frequency())
    detail::fail<PeriodMismatch>(kValidate, "a period has one frequency", to_string(s.period.first), where);
  if (s.period.last < s.period.first)
    detail::fail(kValidate, "a period ends after it begins", to_string(s.period.first) + ".." + to_string(s.period.last), where);
  const bool one_period = s.kind == StatementKind::level || needs_of;
  if (one_period && s.period.first != s.period.last)
    detail::fail(kValidate, "a level, share or contribution is of one period", to_string(s.period), where);
  check_value(s, s.value, where);
  if (s.bound == Bound::between) {
    check_value(s, s.upper, where);
    if (!(s.value.value() <= s.upper.value()))
      detail::fail(kValidate, "between needs value <= upper",
                   detail::number_text(s.value.value()) + ", " + detail::number_text(s.upper.value()), where);
  }
  if (s.kind == StatementKind::conversion) {
    const auto money = [](PriceBasis b) {
      return b.kind() == PriceBasis::Kind::current || b.kind() == PriceBasis::Kind::constant;
    };
    if (!money(s.price_basis) || !money(s.to_price_basis) || s.price_basis == s.to_price_basis)
      detail::fail(kValidate, "a conversion needs two different price bases, current or constant",
                   to_string(s.price_basis) + ", " + to_string(s.to_price_basis), where);
  }
  const Indicator& indicator = find_indicator(plan, s.indicator);
  if (s.price_basis.kind() != PriceBasis::Kind::none && !indicator.unit.is_money() && s.kind != StatementKind::growth)
    detail::fail<UnitMismatch>(kValidate, "only money has a price basis", to_string(s.price_basis), where);
}

}  // namespace

const std::string& Label::in(Language language) const noexcept {
  return language == Language::vietnamese && !vi.empty() ? vi : en;
}

std::string_view to_string(StatementKind kind) noexcept {
  switch (kind) {
    case StatementKind::level: return "level";
    case StatementKind::growth: return "growth";
    case StatementKind::share: return "share";
    case StatementKind::contribution: return "contribution";
    case StatementKind::conversion: return "conversion";
  }
  return "unknown";
}

std::string_view to_string(Role role) noexcept {
  switch (role) {
    case Role::observation: return "observation";
    case Role::target: return "target";
    case Role::assumption: return "assumption";
  }
  return "unknown";
}

std::string_view to_string(Bound bound) noexcept {
  switch (bound) {
    case Bound::exactly: return "exactly";
    case Bound::at_least: return "at_least";
    case Bound::at_most: return "at_most";
    case Bound::about: return "about";
    case Bound::between: return "between";
  }
  return "unknown";
}

const Indicator& find_indicator(const Plan& plan, std::string_view id) {
  for (const auto& indicator : plan.indicators)
    if (indicator.id == id) return indicator;
  unknown("plan::find_indicator", "indicator", id, ids(plan.indicators));
}

const Statement& find_statement(const Plan& plan, std::string_view id) {
  for (const auto* list : {&plan.statements, &plan.assumptions})
    for (const auto& statement : *list)
      if (statement.id == id) return statement;
  unknown("plan::find_statement", "statement", id, ids(plan.statements));
}

void validate(const Plan& plan) {
  detail::require(plan.about_tolerance > 0 && plan.about_tolerance < 1, kValidate, "about_tolerance must be in (0, 1)",
                  plan.about_tolerance);
  std::set<std::string_view> indicators, statements, quantities;
  for (const auto& indicator : plan.indicators) claim(indicators, indicator.id, "indicator");
  const Period* first = nullptr;
  for (const auto* list : {&plan.statements, &plan.assumptions})
    for (const auto& s : *list) {
      claim(statements, s.id, "statement");
      check_statement(plan, s);
      if (first == nullptr) first = &s.period.first;
      if (s.period.first.frequency() != first->frequency())
        detail::fail<PeriodMismatch>(kValidate, "all periods of a plan have one frequency", to_string(s.period.first),
                                     "in statement " + detail::quoted(s.id));
    }
  for (const auto& identity : plan.identities) {
    claim(statements, identity.id, "identity");
    const std::string where = "in identity " + detail::quoted(identity.id);
    require_indicator(plan, identity.total, where);
    if (identity.parts.empty()) detail::fail(kValidate, "an identity needs parts", {}, where);
    std::set<std::string_view> members{identity.total};
    const Unit& unit = find_indicator(plan, identity.total).unit;
    for (const auto& part : identity.parts) {
      require_indicator(plan, part, where);
      if (!members.insert(part).second) detail::fail(kValidate, "an indicator stands once in an identity", detail::quoted(part), where);
      if (find_indicator(plan, part).unit != unit)
        detail::fail<UnitMismatch>(kValidate, "parts have the unit of their total",
                                   to_string(find_indicator(plan, part).unit) + " and " + to_string(unit), where);
    }
  }
  for (const auto& quantity : plan.quantities) {
    claim(quantities, quantity.id, "quantity");
    const std::string where = "in quantity " + detail::quoted(quantity.id);
    require_indicator(plan, quantity.indicator, where);
    if (!quantity.of.empty()) require_indicator(plan, quantity.of, where);
    for (const auto& id : quantity.given)
      if (!statements.contains(id)) unknown(kValidate, "statement", id, {statements.begin(), statements.end()}, where);
  }
}

}  // namespace foreplan::inline v0::plan
