#include <foreplan/plan/plan.hpp>

#include <algorithm>
#include <cmath>

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
  detail::fail(function,
               std::string(what) + " must be known" + (near.empty() ? "" : " (did you mean \"" + near + "\"?)"),
               detail::quoted(id), where);
}

/// `where` says so only when it is asked: most plans have nothing to complain about.
template <class Where>
const Indicator& require_indicator(const Plan& plan, const std::string& id, Where where) {
  for (const auto& indicator : plan.indicators)
    if (indicator.id == id) return indicator;
  unknown(kValidate, "indicator", id, ids(plan.indicators), where());
}

/// Sorted; refuses ids that are empty or repeated.
std::vector<std::string_view> claimed(std::vector<std::string_view> names, std::string_view what) {
  std::sort(names.begin(), names.end());
  if (!names.empty() && names.front().empty()) detail::fail(kValidate, std::string(what) + " id must not be empty", {});
  const auto twice = std::adjacent_find(names.begin(), names.end());
  if (twice != names.end())
    detail::fail(kValidate, std::string(what) + " id must be used once", detail::quoted(*twice));
  return names;
}

/// Refusals about one statement, which name it.
class StatementCheck {
 public:
  StatementCheck(const Plan& plan, const Statement& statement) : plan_(plan), s_(statement) {}

  void run() const {
    const Indicator& indicator = indicator_of(s_.indicator);
    check_total(indicator);
    check_period();
    check_value(s_.value);
    if (s_.bound == Bound::between) {
      check_value(s_.upper);
      if (!(s_.value.value() <= s_.upper.value()))
        fail("between needs value <= upper",
             detail::number_text(s_.value.value()) + ", " + detail::number_text(s_.upper.value()));
    }
    if (s_.kind == StatementKind::conversion) check_conversion();
    if (s_.price_basis.kind() != PriceBasis::Kind::none && !indicator.unit.is_money() &&
        s_.kind != StatementKind::growth)
      fail<UnitMismatch>("only money has a price basis", to_string(s_.price_basis));
  }

 private:
  template <class Error = InvalidArgument>
  [[noreturn]] void fail(std::string_view rule, const std::string& got) const {
    detail::fail<Error>(kValidate, rule, got, where());
  }
  std::string where() const { return "in statement " + detail::quoted(s_.id); }

  const Indicator& indicator_of(const std::string& id) const {
    return require_indicator(plan_, id, [this] { return where(); });
  }

  bool needs_total() const { return s_.kind == StatementKind::share || s_.kind == StatementKind::contribution; }

  void check_total(const Indicator& indicator) const {
    if (needs_total() && s_.of.empty()) fail("a share or contribution needs the total it is of", {});
    if (s_.of.empty()) return;
    if (!needs_total() && s_.kind != StatementKind::growth)
      fail("only shares, contributions and growth of a share are of a total", detail::quoted(s_.of));
    const Indicator& total = indicator_of(s_.of);
    if (s_.of == s_.indicator) fail("an indicator is no part of itself", detail::quoted(s_.of));
    // Another scale is only a power of ten, and another valuation may be meant; another unit has no ratio.
    if (indicator.unit.name != total.unit.name)
      fail<UnitMismatch>("a part has the unit of its total",
                         to_string(indicator.unit) + " and " + to_string(total.unit));
    const PriceBasis own = indicator.unit.price_basis, whole = total.unit.price_basis;
    const bool unstated = own.kind() == PriceBasis::Kind::unstated || whole.kind() == PriceBasis::Kind::unstated;
    if (s_.price_basis.kind() == PriceBasis::Kind::none && own != whole && !unstated)
      fail<UnitMismatch>("a statement about a part and a total at different prices needs a price basis",
                         to_string(indicator.unit) + " and " + to_string(total.unit));
  }

  void check_period() const {
    const Period first = s_.period.first, last = s_.period.last;
    if (first.frequency() != last.frequency()) fail<PeriodMismatch>("a period has one frequency", to_string(first));
    if (last < first) fail("a period ends after it begins", to_string(first) + ".." + to_string(last));
    if ((s_.kind == StatementKind::level || needs_total()) && first != last)
      fail("a level, share or contribution is of one period", to_string(s_.period));
    const auto frequency = plan_.statements.empty() ? plan_.assumptions.front().period.first.frequency()
                                                    : plan_.statements.front().period.first.frequency();
    if (first.frequency() != frequency)
      fail<PeriodMismatch>("all periods of a plan have one frequency", to_string(first));
  }

  void check_value(const Rounded& value) const {
    const double v = value.value();
    if (!std::isfinite(v)) fail("value must be finite", detail::number_text(v));
    switch (s_.kind) {
      case StatementKind::level:
      case StatementKind::conversion:
        if (!(v > 0)) fail("value must be > 0", detail::number_text(v));
        break;
      case StatementKind::growth:
        if (!(v > -100)) fail("growth must be > -100 %", detail::number_text(v));
        break;
      case StatementKind::share:
        if (!(v > 0 && v <= 100)) fail("share must be in (0, 100] %", detail::number_text(v));
        break;
      case StatementKind::contribution:
        break;
    }
  }

  void check_conversion() const {
    const auto money = [](PriceBasis b) {
      return b.kind() == PriceBasis::Kind::current || b.kind() == PriceBasis::Kind::constant;
    };
    if (!money(s_.price_basis) || !money(s_.to_price_basis) || s_.price_basis == s_.to_price_basis)
      fail("a conversion needs two different price bases, current or constant",
           to_string(s_.price_basis) + ", " + to_string(s_.to_price_basis));
  }

  const Plan& plan_;
  const Statement& s_;
};

void check_identity(const Plan& plan, const Identity& identity) {
  const auto where = [&] { return "in identity " + detail::quoted(identity.id); };
  const Unit& unit = require_indicator(plan, identity.total, where).unit;
  if (identity.parts.empty()) detail::fail(kValidate, "an identity needs parts", {}, where());
  std::vector<std::string_view> members{identity.total};
  for (const auto& part : identity.parts) {
    const Unit& own = require_indicator(plan, part, where).unit;
    if (std::find(members.begin(), members.end(), part) != members.end())
      detail::fail(kValidate, "an indicator stands once in an identity", detail::quoted(part), where());
    members.push_back(part);
    if (own != unit)
      detail::fail<UnitMismatch>(kValidate, "parts have the unit of their total",
                                 to_string(own) + " and " + to_string(unit), where());
  }
}

void check_quantity(const Plan& plan, const Quantity& quantity, const std::vector<std::string_view>& sources) {
  const auto where = [&] { return "in quantity " + detail::quoted(quantity.id); };
  const Unit& unit = require_indicator(plan, quantity.indicator, where).unit;
  if (quantity.kind != QuantityKind::growth && quantity.of.empty())
    detail::fail(kValidate, "a quantity other than growth needs the indicator it is of", {}, where());
  if (!quantity.of.empty()) {
    const Unit& of = require_indicator(plan, quantity.of, where).unit;
    if (of.name != unit.name)
      detail::fail<UnitMismatch>(kValidate, "a quantity is of an indicator of its unit",
                                 to_string(unit) + " and " + to_string(of), where());
  }
  for (const auto& id : quantity.given)
    if (!std::binary_search(sources.begin(), sources.end(), id))
      unknown(kValidate, "statement", id, {sources.begin(), sources.end()}, where());
}

template <class T>
void collect(std::vector<std::string_view>& names, const std::vector<T>& items) {
  for (const auto& item : items) names.push_back(item.id);
}

}  // namespace

const std::string& Label::in(Language language) const noexcept {
  return language == Language::vietnamese && !vi.empty() ? vi : en;
}

std::string_view to_string(StatementKind kind) noexcept {
  switch (kind) {
    case StatementKind::level:
      return "level";
    case StatementKind::growth:
      return "growth";
    case StatementKind::share:
      return "share";
    case StatementKind::contribution:
      return "contribution";
    case StatementKind::conversion:
      return "conversion";
  }
  return "unknown";
}

std::string_view to_string(Role role) noexcept {
  switch (role) {
    case Role::observation:
      return "observation";
    case Role::target:
      return "target";
    case Role::assumption:
      return "assumption";
  }
  return "unknown";
}

std::string_view to_string(Bound bound) noexcept {
  switch (bound) {
    case Bound::exactly:
      return "exactly";
    case Bound::at_least:
      return "at_least";
    case Bound::at_most:
      return "at_most";
    case Bound::about:
      return "about";
    case Bound::between:
      return "between";
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
  std::vector<std::string_view> indicators, sources, quantities;
  collect(indicators, plan.indicators);
  collect(sources, plan.statements);
  collect(sources, plan.assumptions);
  collect(sources, plan.identities);
  collect(quantities, plan.quantities);
  claimed(std::move(indicators), "indicator");
  sources = claimed(std::move(sources), "statement or identity");
  claimed(std::move(quantities), "quantity");
  for (const auto* list : {&plan.statements, &plan.assumptions})
    for (const auto& s : *list) StatementCheck(plan, s).run();
  for (const auto& identity : plan.identities) check_identity(plan, identity);
  for (const auto& quantity : plan.quantities) check_quantity(plan, quantity, sources);
}

}  // namespace foreplan::inline v0::plan
