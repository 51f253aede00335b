#include "plan/violations.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "core/check.hpp"
#include "plan/item_checks.hpp"
#include "plan/name_index.hpp"

namespace foreplan::inline v0::plan::internal {
namespace {

using Kind = Violation::Kind;

using Lists = std::vector<std::string_view>;

constexpr std::string_view kIndicators = "/indicators", kStatements = "/statements", kAssumptions = "/assumptions",
                           kIdentities = "/identities";

class Checker {
 public:
  Checker(const Plan& plan, std::size_t most)
      : plan_(plan),
        most_(most),
        indicators_(plan.indicators.size()),
        statements_(plan.statements.size() + plan.assumptions.size() + plan.identities.size()) {}

  std::vector<Violation> all() {
    if (!(plan_.about_tolerance > 0 && plan_.about_tolerance < 1)) {
      at_ = {.list = "/about_tolerance"};
      add("", "about_tolerance must be in (0, 1)", detail::number_text(plan_.about_tolerance));
    }
    check_indicators();
    check_statements(plan_.statements, kStatements);
    check_statements(plan_.assumptions, kAssumptions);
    check_identities();
    check_quantities();
    check_projects();
    check_zones();
    return std::move(found_);
  }

 private:
  /// What is being checked; texts are made of it only when there is something to say.
  struct Item {
    std::string_view list{};
    std::size_t index = 0;
    std::string_view what{};
    std::string_view id{};
  };

  void enter(std::string_view list, std::size_t i, std::string_view what, const std::string& id) {
    at_ = {list, i, what, id};
  }
  std::string pointer(std::string_view member) const {
    std::string text(at_.list);
    if (!at_.what.empty()) text += "/" + std::to_string(at_.index);
    if (!member.empty()) text += "/" + std::string(member);
    return text;
  }
  std::string where() const {
    return at_.what.empty() ? std::string() : "in " + std::string(at_.what) + " " + detail::quoted(at_.id);
  }

  void add(std::string_view member, std::string_view rule, std::string got = {}, Kind kind = Kind::argument,
           Lists depends_on = {}, std::string suggestion = {}) {
    if (found_.size() >= most_) return;
    found_.push_back({kind, pointer(member), std::string(rule), std::move(got), where(), std::move(suggestion),
                      std::move(depends_on)});
  }

  void add_unknown(std::string_view member, std::string_view what, std::string_view id, const NameIndex& known,
                   Lists depends_on) {
    constexpr std::size_t kMostCompared = 1000;  // the nearest of a million names would take minutes
    std::vector<std::string> names(known.names().begin(), known.names().end());
    std::sort(names.begin(), names.end());
    names.resize(std::min(names.size(), kMostCompared));
    const std::string near = detail::nearest_name(id, names);
    add(member, std::string(what) + " must be known", detail::quoted(id), Kind::argument, std::move(depends_on),
        near.empty() ? std::string() : "did you mean " + detail::quoted(near) + "?");
  }

  void claim(NameIndex& seen, const std::string& id, std::string_view what) {
    if (id.empty())
      add("id", std::string(what) + " id must not be empty");
    else if (!seen.insert(id))
      add("id", std::string(what) + " id must be used once", detail::quoted(id));
  }

  /// The indicator, or nullptr after having said that there is none.
  const Indicator* indicator(const std::string& id, std::string_view member) {
    if (const std::size_t found = indicators_.find(id); found != NameIndex::kNone) return claimed_[found];
    add_unknown(member, "indicator", id, indicators_, {kIndicators});
    return nullptr;
  }
  const Indicator* indicator(const std::string& id, std::string_view list, std::size_t k) {
    if (const std::size_t found = indicators_.find(id); found != NameIndex::kNone) return claimed_[found];
    return indicator(id, in_list(list, k));
  }
  static std::string in_list(std::string_view list, std::size_t k) {
    return std::string(list) + "/" + std::to_string(k);
  }

  void check_indicators() {
    for (std::size_t i = 0; i < plan_.indicators.size(); ++i) {
      const Indicator& x = plan_.indicators[i];
      enter(kIndicators, i, "indicator", x.id);
      const std::size_t before = indicators_.names().size();
      claim(indicators_, x.id, "indicator");
      if (indicators_.names().size() > before) claimed_.push_back(&x);
    }
  }

  void check_statements(const std::vector<Statement>& list, std::string_view name) {
    for (std::size_t i = 0; i < list.size() && found_.size() < most_; ++i) {
      const Statement& s = list[i];
      enter(name, i, "statement", s.id);
      claim(statements_, s.id, "statement");
      check_statement(s);
      check_frequency(s.period);
    }
  }

  void check_frequency(const PeriodRange& period) {
    if (first_ == nullptr) first_ = &period.first;
    if (period.first.frequency() != first_->frequency())
      add("period", "all periods of a plan have one frequency", to_string(period.first), Kind::period,
          {kStatements, kAssumptions});
  }

  void check_statement(const Statement& s) {
    const Indicator* x = indicator(s.indicator, "indicator");
    const bool needs_of = s.kind == StatementKind::share || s.kind == StatementKind::contribution;
    const bool takes_of = needs_of || s.kind == StatementKind::growth;
    if (needs_of && s.of.empty()) add("of", "a share or contribution needs the total it is of");
    if (!takes_of && !s.of.empty())
      add("of", "only shares, contributions and growth of a share are of a total", detail::quoted(s.of));
    if (!s.of.empty()) {
      const Indicator* total = indicator(s.of, "of");
      if (s.of == s.indicator) add("of", "an indicator is no part of itself", detail::quoted(s.of));
      if (x != nullptr && total != nullptr) check_units(s, x->unit, total->unit);
    }
    check_period(s.period, s.kind == StatementKind::level || needs_of);
    check_value(s, s.value, "value");
    if (s.bound == Bound::between) {
      check_value(s, s.upper, "upper");
      if (!(s.value.value() <= s.upper.value()))
        add("upper", "between needs value <= upper",
            detail::number_text(s.value.value()) + ", " + detail::number_text(s.upper.value()));
    }
    if (s.kind == StatementKind::conversion) check_conversion(s);
    if (x != nullptr && s.price_basis.kind() != PriceBasis::Kind::none && !x->unit.is_money() &&
        s.kind != StatementKind::growth)
      add("price_basis", "only money has a price basis", to_string(s.price_basis), Kind::unit, {kIndicators});
  }

  /// Another scale is only a power of ten, and another valuation may be meant; another unit has no ratio.
  void check_units(const Statement& s, const Unit& part, const Unit& total) {
    const auto both = [&] { return to_string(part) + " and " + to_string(total); };
    if (part.name != total.name) return add("of", "a part has the unit of its total", both(), Kind::unit, {kIndicators});
    const bool unstated = part.price_basis.kind() == PriceBasis::Kind::unstated ||
                          total.price_basis.kind() == PriceBasis::Kind::unstated;
    if (s.price_basis.kind() == PriceBasis::Kind::none && part.price_basis != total.price_basis && !unstated)
      add("of", "a statement about a part and a total at different prices needs a price basis", both(), Kind::unit,
          {kIndicators});
  }

  void check_period(const PeriodRange& p, bool one_period) {
    if (p.first.frequency() != p.last.frequency())
      return add("period", "a period has one frequency", to_string(p.first) + ".." + to_string(p.last), Kind::period);
    if (p.last < p.first)
      return add("period", "a period ends after it begins", to_string(p.first) + ".." + to_string(p.last));
    if (one_period && p.first != p.last) add("period", "a level, share or contribution is of one period", to_string(p));
  }

  void check_value(const Statement& s, const Rounded& value, std::string_view member) {
    const double v = value.value();
    if (!std::isfinite(v)) return add(member, "value must be finite", detail::number_text(v));
    switch (s.kind) {
      case StatementKind::level:
      case StatementKind::conversion:
        if (!(v > 0)) add(member, "value must be > 0", detail::number_text(v));
        break;
      case StatementKind::growth:
        if (!(v > -100)) add(member, "growth must be > -100 %", detail::number_text(v));
        break;
      case StatementKind::share:
        if (!(v > 0 && v <= 100)) add(member, "share must be in (0, 100] %", detail::number_text(v));
        break;
      case StatementKind::contribution:
        break;
    }
  }

  void check_conversion(const Statement& s) {
    const auto money = [](PriceBasis b) {
      return b.kind() == PriceBasis::Kind::current || b.kind() == PriceBasis::Kind::constant;
    };
    if (!money(s.price_basis) || !money(s.to_price_basis) || s.price_basis == s.to_price_basis)
      add("to_price_basis", "a conversion needs two different price bases, current or constant",
          to_string(s.price_basis) + ", " + to_string(s.to_price_basis));
  }

  void check_identities() {
    for (std::size_t i = 0; i < plan_.identities.size() && found_.size() < most_; ++i) {
      const Identity& identity = plan_.identities[i];
      enter(kIdentities, i, "identity", identity.id);
      claim(statements_, identity.id, "identity");
      const Indicator* total = indicator(identity.total, "total");
      if (identity.parts.empty()) add("parts", "an identity needs parts");
      NameIndex members(identity.parts.size());
      members.insert(identity.total);
      for (std::size_t k = 0; k < identity.parts.size(); ++k) {
        const std::string& part = identity.parts[k];
        const Indicator* x = indicator(part, "parts", k);
        if (!members.insert(part)) add(in_list("parts", k), "an indicator stands once in an identity", detail::quoted(part));
        if (x != nullptr && total != nullptr && x->unit != total->unit)
          add(in_list("parts", k), "parts have the unit of their total", to_string(x->unit) + " and " + to_string(total->unit),
              Kind::unit, {kIndicators});
      }
    }
  }

  void check_quantities() {
    NameIndex quantities(plan_.quantities.size());
    for (std::size_t i = 0; i < plan_.quantities.size() && found_.size() < most_; ++i) {
      const Quantity& quantity = plan_.quantities[i];
      enter("/quantities", i, "quantity", quantity.id);
      claim(quantities, quantity.id, "quantity");
      check_period(quantity.period, false);
      check_frequency(quantity.period);
      const Indicator* x = indicator(quantity.indicator, "indicator");
      if (quantity.of.empty() && quantity.kind != QuantityKind::growth)
        add("of", "a quantity other than growth needs the indicator it is of");
      const Indicator* of = quantity.of.empty() ? nullptr : indicator(quantity.of, "of");
      if (x != nullptr && of != nullptr && x->unit.name != of->unit.name)
        add("of", "a quantity is of an indicator of its unit", to_string(x->unit) + " and " + to_string(of->unit), Kind::unit,
            {kIndicators});
      for (std::size_t k = 0; k < quantity.given.size(); ++k)
        if (statements_.find(quantity.given[k]) == NameIndex::kNone)
          add_unknown("given/" + std::to_string(k), "statement", quantity.given[k], statements_,
                      {kStatements, kAssumptions, kIdentities});
    }
  }

  void check_projects() {
    for (std::size_t i = 0; i < plan_.projects.size() && found_.size() < most_; ++i) {
      enter("/projects", i, "project", plan_.projects[i].id);
      check_project_numbers(plan_.projects[i], [this](std::string_view member, std::string_view rule, std::string got) {
        add(member, rule, std::move(got));
      });
    }
  }

  void check_zones() {
    for (std::size_t i = 0; i < plan_.zones.size() && found_.size() < most_; ++i) {
      enter("/zones", i, "zone", plan_.zones[i].id);
      check_zone(
          plan_.zones[i],
          [this](std::string_view member, std::string_view rule, std::string got) { add(member, rule, std::move(got)); },
          [this](std::string_view member, std::string_view rule, std::string got) {
            add(member, rule, std::move(got), Kind::period);
          });
    }
  }

  const Plan& plan_;
  std::size_t most_;
  std::vector<Violation> found_;
  Item at_;
  NameIndex indicators_, statements_;  ///< Ids; those of assumptions and identities are among the statements'.
  std::vector<const Indicator*> claimed_;  ///< Of each id of an indicator, the first that has it.
  const Period* first_ = nullptr;
};

}  // namespace

std::vector<Violation> violations(const Plan& plan, std::size_t most) { return Checker(plan, most).all(); }

void raise(const Violation& v) {
  constexpr std::string_view kFunction = "plan::validate";
  const std::string rule = v.rule + (v.suggestion.empty() ? "" : " (" + v.suggestion + ")");
  switch (v.kind) {
    case Kind::argument:
      break;
    case Kind::unit:
      detail::fail<UnitMismatch>(kFunction, rule, v.got, v.where);
    case Kind::period:
      detail::fail<PeriodMismatch>(kFunction, rule, v.got, v.where);
  }
  detail::fail(kFunction, rule, v.got, v.where);
}

}  // namespace foreplan::inline v0::plan::internal
