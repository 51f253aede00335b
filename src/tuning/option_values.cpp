#include "tuning/option_values.hpp"

#include <algorithm>

namespace foreplan::inline v0::tuning {
namespace internal {

using Kind = Value::Kind;

std::string shown(const Value& value) {
  switch (value.kind()) {
    case Kind::null:
      return "null";
    case Kind::boolean:
      return value.as_boolean() ? "true" : "false";
    case Kind::integer:
      return std::to_string(value.as_integer());
    case Kind::number:
      return detail::number_text(value.as_number());
    case Kind::text:
      return detail::quoted(value.as_text());
    case Kind::array:
      return "a list";
    case Kind::object:
      break;
  }
  return "an object";
}

namespace {

std::string nearest_words(const std::string& nearest) {
  return nearest.empty() ? "" : "(nearest is " + detail::quoted(nearest) + ")";
}

[[noreturn]] void wrong_option(std::string_view function, const std::string& path, const std::string& expected,
                               const Value& from, const std::string& nearest = {}) {
  const std::string what = path.empty() ? "options" : "option " + detail::quoted(path);
  detail::fail(function, what + " must be " + expected, shown(from), nearest_words(nearest));
}

void require_known_option(std::string_view function, const std::string& path, const std::string& key,
                          const std::vector<std::string>& known) {
  if (std::find(known.begin(), known.end(), key) != known.end()) return;
  const std::string whole = path.empty() ? key : path + "." + key;
  if (known.empty()) detail::fail(function, "the model has no options", detail::quoted(whole));
  detail::fail(function, "an option must be one of the model's", detail::quoted(whole),
               nearest_words(detail::nearest_name(key, known)));
}

std::string_view expected(Kind kind) {
  switch (kind) {
    case Kind::boolean:
      return "true or false";
    case Kind::integer:
      return "a whole number";
    case Kind::number:
      return "a number";
    case Kind::text:
      return "a text";
    case Kind::array:
      return "a list";
    default:
      return "an object";
  }
}

/// One value of the kind of its default. Objects of options nest as deep as their defaults.
Value like_default(std::string_view function, const std::string& path, const Value& standard, const Value& given) {
  const Kind kind = standard.kind();
  if (kind == Kind::null || given.is(Kind::null)) return given;
  if (kind == Kind::number && given.is(Kind::integer)) return given.as_number();
  if (kind == Kind::integer && given.is(Kind::number)) {
    const double x = given.as_number();
    if (x == std::trunc(x) && std::abs(x) <= 0x1p53) return static_cast<std::int64_t>(x);
  }
  if (!given.is(kind)) wrong_option(function, path, std::string(expected(kind)), given);
  if (kind != Kind::object) return given;

  std::vector<std::string> known;
  Value::Object members;
  for (const auto& [key, value] : standard.as_object()) {
    known.push_back(key);
    const Value* set = given.find(key);
    members.emplace_back(
        key, set == nullptr ? value : like_default(function, path.empty() ? key : path + "." + key, value, *set));
  }
  for (const auto& [key, value] : given.as_object()) require_known_option(function, path, key, known);
  return Value::object(std::move(members));
}

}  // namespace

double OptionReader::number(const Value& from) const {
  if (!from.is(Kind::integer) && !from.is(Kind::number)) wrong("a number", from);
  const double x = from.as_number();
  if (!std::isfinite(x)) wrong("finite", from);
  return x;
}

void OptionReader::require_known(const std::string& key, const std::vector<std::string>& known) const {
  require_known_option(function_, path_, key, known);
}

void OptionReader::wrong(const std::string& expected, const Value& from, const std::string& nearest) const {
  wrong_option(function_, path_, expected, from, nearest);
}

}  // namespace internal

Value completed(std::string_view function, const Value& defaults, const Value& given) {
  if (given.is(Value::Kind::null)) return defaults;
  if (!given.is(Value::Kind::object)) internal::wrong_option(function, "", "an object", given);
  return internal::like_default(function, "", defaults.is(Value::Kind::null) ? Value::object() : defaults, given);
}

}  // namespace foreplan::inline v0::tuning
