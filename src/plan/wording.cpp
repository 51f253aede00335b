#include "plan/wording.hpp"

#include <algorithm>

#include "text/messages.hpp"
#include "text/number_format.hpp"

namespace foreplan::inline v0::plan::internal {
namespace {

Unit unit_of(const Plan& plan, const Statement& s) {
  Unit unit = find_indicator(plan, s.indicator).unit;
  if (s.price_basis.kind() != PriceBasis::Kind::none) unit.price_basis = s.price_basis;
  return unit;
}

bool in_per_cent(const Statement& s) { return s.kind == StatementKind::growth || s.kind == StatementKind::share; }

std::string bare_value(const Plan& plan, const Statement& s, const Rounded& value, Language language) {
  if (in_per_cent(s)) return text::percent_points(value, language);
  if (s.kind == StatementKind::level) return text::quantity(value, unit_of(plan, s), language);
  return text::number(value, language);
}

/// A share whose growth is over 0 or under 0 rises or falls.
std::string statement_key(const Statement& s) {
  const bool of_share = s.kind == StatementKind::growth && !s.of.empty();
  if (of_share && s.value.value() == 0 && s.bound == Bound::at_least) return "kind.share_rises";
  if (of_share && s.value.value() == 0 && s.bound == Bound::at_most) return "kind.share_falls";
  return "kind." + std::string(to_string(s.kind)) + (of_share ? "_of_share" : "");
}

template <class Upper>
std::string bounded(const Statement& s, std::string value, Upper upper, Language language) {
  switch (s.bound) {
    case Bound::exactly:
      return value;
    case Bound::at_least:
      return text::message(language, "kind.at_least", {{"value", value}});
    case Bound::at_most:
      return text::message(language, "kind.at_most", {{"value", value}});
    case Bound::about:
      return text::message(language, "kind.about", {{"value", value}});
    case Bound::between:
      return text::message(language, "kind.between", {{"value", text::number(s.value, language)}, {"upper", upper()}});
  }
  return value;
}

}  // namespace

std::string capitalised(std::string sentence) {
  if (!sentence.empty() && sentence[0] >= 'a' && sentence[0] <= 'z')
    sentence[0] = static_cast<char>(sentence[0] - 'a' + 'A');
  return sentence;
}

const std::string& name_of(const Plan& plan, const std::string& indicator, Language language) {
  return find_indicator(plan, indicator).name.in(language);
}

int printed_decimals(const Statement& s) { return s.value.is_exact() ? 0 : std::clamp(s.value.decimals(), 0, 12); }

std::string value_text(const Plan& plan, const Statement& s, Language language) {
  return bounded(
      s, bare_value(plan, s, s.value, language), [&] { return bare_value(plan, s, s.upper, language); }, language);
}

std::string amount_text(const Plan& plan, const Statement& s, Language language) {
  const Unit unit = unit_of(plan, s);
  return bounded(
      s, text::amount(s.value, unit, language), [&] { return text::amount(s.upper, unit, language); }, language);
}

std::string period_text(const PeriodRange& period, Language language) {
  return period.first == period.last ? text::period_phrase(period.first, language)
                                     : text::period_text(period, language);
}

std::string statement_text(const Plan& plan, const Statement& s, Language language) {
  const bool over_time = s.kind == StatementKind::growth || s.kind == StatementKind::conversion;
  const bool converts = s.kind == StatementKind::conversion;
  const auto prices = [&](PriceBasis basis) {
    return converts ? text::price_basis_text(basis, language) : std::string();
  };
  return text::message(
      language, statement_key(s),
      {{"indicator", name_of(plan, s.indicator, language)},
       {"of", s.of.empty() ? std::string() : name_of(plan, s.of, language)},
       {"period", over_time ? text::period_text(s.period, language) : period_text(s.period, language)},
       {"each", over_time ? text::each_period(s.period.first.frequency(), language) : std::string_view()},
       {"value", value_text(plan, s, language)},
       {"from", prices(s.price_basis)},
       {"to", prices(s.to_price_basis)}});
}

std::string identity_text(const Plan& plan, const Identity& identity, Language language) {
  std::vector<std::string> parts;
  for (const auto& part : identity.parts) parts.push_back(name_of(plan, part, language));
  return text::message(
      language, "kind.identity",
      {{"total", name_of(plan, identity.total, language)}, {"parts", text::list_text(language, parts)}});
}

std::string quantity_text(const Plan& plan, const Statement& s, double quantity, int extra, Language language) {
  const int decimals = printed_decimals(s) + extra;
  if (in_per_cent(s)) return text::percent(quantity, decimals, language);
  if (s.kind == StatementKind::level) return text::amount(quantity, decimals, unit_of(plan, s), language);
  return text::number(quantity, decimals, language);
}

}  // namespace foreplan::inline v0::plan::internal
