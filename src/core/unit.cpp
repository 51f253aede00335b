#include <foreplan/core/unit.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "core/check.hpp"

namespace foreplan::inline v0 {
namespace {

int read_year(std::string_view text) {
  int year = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), year);
  return read.ec == std::errc() && read.ptr == text.data() + text.size() ? year : 0;
}

void require_base_year(std::string_view function, int year) {
  if (year < 1 || year > 9999) detail::fail(function, "base year must be 1 to 9999", std::to_string(year));
}

void require_scale(std::string_view function, int power) {
  detail::require(power >= -30 && power <= 30, function, "scale_power must be in [-30, 30]", std::to_string(power));
}

struct Scale {
  int power;
  std::string_view name;
};
constexpr std::array<Scale, 4> kScales{{{3, "thousand"}, {6, "million"}, {9, "billion"}, {12, "trillion"}}};

constexpr std::string_view kPureNumber = "pure number";

/// Cuts `text` off after its first comma and space; what follows them is `rest`.
std::string_view next_part(std::string_view& rest) {
  const auto comma = rest.find(", ");
  const std::string_view part = rest.substr(0, comma);
  rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 2);
  return part;
}

/// The power of ten that `word` stands for, 0 when it stands for none.
int scale_power_of(std::string_view word) {
  for (const Scale& scale : kScales)
    if (word == scale.name) return scale.power;
  if (word == "mn") return 6;
  if (word == "bn") return 9;
  int power = 0;
  if (!word.starts_with("10^")) return 0;
  const auto read = std::from_chars(word.data() + 3, word.data() + word.size(), power);
  return read.ec == std::errc() && read.ptr == word.data() + word.size() && power >= -30 && power <= 30 ? power : 0;
}

/// The nearest double, which neither pow nor one over its result always is.
double power_of_ten(int power) {
  const std::string decimal = "1e" + std::to_string(power);
  double factor = 0;
  std::from_chars(decimal.data(), decimal.data() + decimal.size(), factor);
  return factor;
}

std::optional<PriceBasis> price_basis_of(std::string_view part) {
  if (part == "price basis unstated") return PriceBasis::unstated();
  if (part == "current prices") return PriceBasis::current();
  const auto year_between = [&](std::string_view before, std::string_view after) {
    if (!part.starts_with(before) || !part.ends_with(after) || part.size() < before.size() + after.size()) return 0;
    const int year = read_year(part.substr(before.size(), part.size() - before.size() - after.size()));
    return year >= 1 && year <= 9999 ? year : 0;
  };
  if (const int year = year_between("constant ", " prices"); year > 0) return PriceBasis::constant(year);
  if (const int year = year_between("", " prices"); year > 0) return PriceBasis::constant(year);
  if (const int year = year_between("index ", " = 100"); year > 0) return PriceBasis::index(year);
  return std::nullopt;
}

std::optional<Valuation> valuation_of(std::string_view part) {
  for (const auto v : {Valuation::basic, Valuation::producer, Valuation::purchaser})
    if (part == std::string(to_string(v)) + " valuation") return v;
  return std::nullopt;
}

}  // namespace

PriceBasis PriceBasis::constant(int year) {
  require_base_year("PriceBasis::constant", year);
  return {Kind::constant, year};
}

PriceBasis PriceBasis::index(int year) {
  require_base_year("PriceBasis::index", year);
  return {Kind::index, year};
}

PriceBasis PriceBasis::parse(std::string_view text) {
  if (text == "none") return none();
  if (text == "unstated") return unstated();
  if (text == "current") return current();
  for (const std::string_view word : {std::string_view("constant "), std::string_view("index ")}) {
    if (!text.starts_with(word)) continue;
    const int year = read_year(text.substr(word.size()));
    if (year < 1 || year > 9999) break;
    const PriceBasis basis = word[0] == 'c' ? constant(year) : index(year);
    if (to_string(basis) == text) return basis;  // "constant 01994" is no text of ours
  }
  detail::fail("PriceBasis::parse", "a price basis reads like none, unstated, current, constant 1994 or index 2010",
               detail::quoted(text));
}

std::string to_string(PriceBasis basis) {
  switch (basis.kind()) {
    case PriceBasis::Kind::none:
      return "none";
    case PriceBasis::Kind::unstated:
      return "unstated";
    case PriceBasis::Kind::current:
      return "current";
    case PriceBasis::Kind::constant:
      return "constant " + std::to_string(basis.year());
    case PriceBasis::Kind::index:
      return "index " + std::to_string(basis.year());
  }
  return "unknown";
}

std::string_view to_string(Valuation valuation) noexcept {
  switch (valuation) {
    case Valuation::unspecified:
      return "unspecified";
    case Valuation::basic:
      return "basic";
    case Valuation::producer:
      return "producer";
    case Valuation::purchaser:
      return "purchaser";
  }
  return "unknown";
}

Valuation parse_valuation(std::string_view text) {
  for (const auto v : {Valuation::unspecified, Valuation::basic, Valuation::producer, Valuation::purchaser})
    if (text == to_string(v)) return v;
  detail::fail("parse_valuation", "valuation must be unspecified, basic, producer or purchaser", detail::quoted(text));
}

Unit Unit::money(std::string currency, int scale_power, PriceBasis price_basis, Valuation valuation) {
  detail::require(!currency.empty(), "Unit::money", "currency must not be empty");
  require_scale("Unit::money", scale_power);
  detail::require(price_basis.kind() != PriceBasis::Kind::none, "Unit::money", "money needs a price basis", "none");
  return {std::move(currency), scale_power, price_basis, valuation};
}

std::string to_string(const Unit& unit) {
  std::string text;
  if (unit.scale_power != 0) {
    for (const Scale& scale : kScales)
      if (scale.power == unit.scale_power) text = scale.name;
    if (text.empty()) text = "10^" + std::to_string(unit.scale_power);
  }
  if (!unit.name.empty()) text += (text.empty() ? "" : " ") + unit.name;
  if (text.empty()) text = kPureNumber;
  switch (unit.price_basis.kind()) {
    case PriceBasis::Kind::none:
      break;
    case PriceBasis::Kind::unstated:
      text += ", price basis unstated";
      break;
    case PriceBasis::Kind::current:
      text += ", current prices";
      break;
    case PriceBasis::Kind::constant:
      text += ", constant " + std::to_string(unit.price_basis.year()) + " prices";
      break;
    case PriceBasis::Kind::index:
      text += ", index " + std::to_string(unit.price_basis.year()) + " = 100";
      break;
  }
  if (unit.valuation != Valuation::unspecified) text += ", " + std::string(to_string(unit.valuation)) + " valuation";
  return text;
}

Unit parse_unit(std::string_view text) {
  const auto refuse = [&] {
    detail::fail("parse_unit", "a unit reads like t, million USD, or billion VND, constant 1994 prices, basic valuation",
                 detail::quoted(text));
  };
  std::string_view rest = text;
  std::string_view amount = next_part(rest);
  if (amount.empty() || text.ends_with(", ") || amount.find(',') != std::string_view::npos) refuse();
  Unit unit;
  const std::string_view word = amount.substr(0, amount.find(' '));
  unit.scale_power = scale_power_of(word);
  if (unit.scale_power != 0) amount.remove_prefix(std::min(word.size() + 1, amount.size()));
  if (amount.starts_with(' ') || amount.ends_with(' ') || amount.starts_with("10^")) refuse();
  if (amount != kPureNumber) unit.name = amount;
  while (!rest.empty()) {
    const std::string_view part = next_part(rest);
    if (unit.valuation != Valuation::unspecified) refuse();  // the last part there may be
    if (const auto valuation = valuation_of(part)) unit.valuation = *valuation;
    else if (const auto basis = price_basis_of(part); basis && !unit.is_money()) unit.price_basis = *basis;
    else refuse();
  }
  return unit;
}

double scale_factor(const Unit& from, const Unit& to) {
  if (from.name != to.name || from.price_basis != to.price_basis || from.valuation != to.valuation)
    detail::fail<UnitMismatch>("scale_factor", "units must differ in scale only",
                               to_string(from) + " and " + to_string(to));
  for (const Unit& unit : {from, to}) require_scale("scale_factor", unit.scale_power);
  return power_of_ten(from.scale_power - to.scale_power);
}

void require_same_unit(const Unit& a, const Unit& b, std::string_view function) {
  if (a != b) detail::fail<UnitMismatch>(function, "units must agree", to_string(a) + " and " + to_string(b));
}

}  // namespace foreplan::inline v0
