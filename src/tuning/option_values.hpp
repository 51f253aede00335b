#pragma once
#include <foreplan/core/value.hpp>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/check.hpp"
#include "text/names.hpp"

/// Options from `Value` to any type that has a list of its fields, and back.
namespace foreplan::inline v0::tuning {

/// The default of an unset member is null.
template <class T>
[[nodiscard]] Value option_value(const T& from);

namespace internal {

template <class T>
inline constexpr bool kOptional = false;
template <class T>
inline constexpr bool kOptional<std::optional<T>> = true;
template <class T>
inline constexpr bool kList = false;
template <class T>
inline constexpr bool kList<std::vector<T>> = true;

struct OptionWriter {
  Value object = Value::object();

  template <class T>
  void operator()(std::string_view key, T& member, std::string_view = {}) {
    object.set(std::string(key), option_value(member));
  }
  template <class T>
  void required(std::string_view key, T& member, std::string_view) {
    (*this)(key, member);
  }
};

/// A value for a message: itself where it is short.
[[nodiscard]] std::string shown(const Value& value);

/// Reads what an object has into members that stay as they are where it has nothing.
class OptionReader {
 public:
  /// @param function  named in errors.
  explicit OptionReader(std::string_view function) : function_(function) {}

  template <class T>
  void read(T& to, const Value& from) {
    using Kind = Value::Kind;
    if constexpr (kOptional<T>) {
      if (from.is(Kind::null)) return to.reset();
      typename T::value_type value{};
      if (to) value = *to;
      read(value, from);
      to = std::move(value);
    } else if constexpr (kList<T>) {
      if (!from.is(Kind::array)) wrong("a list", from);
      to.clear();
      for (const Value& item : from.as_array()) read(to.emplace_back(), item);
    } else if constexpr (std::same_as<T, Value>) {
      to = from;
    } else if constexpr (std::same_as<T, std::string>) {
      if (!from.is(Kind::text)) wrong("a text", from);
      to = from.as_text();
    } else if constexpr (std::same_as<T, bool>) {
      if (!from.is(Kind::boolean)) wrong("true or false", from);
      to = from.as_boolean();
    } else if constexpr (std::same_as<T, double>) {
      to = number(from);
    } else if constexpr (std::integral<T>) {
      read_whole(to, from);
    } else if constexpr (text::Named<T>) {
      read_name(to, from);
    } else {
      read_object(to, from);
    }
  }

 private:
  struct Visitor {
    OptionReader& reader;
    const Value& object;
    std::vector<std::string> known{};

    template <class T>
    void operator()(std::string_view key, T& member, std::string_view = {}) {
      known.emplace_back(key);
      const Value* value = object.find(key);
      if (value == nullptr) return;
      const std::size_t above = reader.path_.size();
      reader.path_ += (above == 0 ? "" : ".") + std::string(key);
      reader.read(member, *value);
      reader.path_.resize(above);
    }
    template <class T>
    void required(std::string_view key, T& member, std::string_view) {
      (*this)(key, member);
    }
  };

  template <class T>
  void read_object(T& to, const Value& from) {
    if (!from.is(Value::Kind::object)) wrong("an object", from);
    Visitor visitor{*this, from};
    fields(visitor, to);
    for (const auto& [key, value] : from.as_object()) require_known(key, visitor.known);
  }

  /// Whole numbers may come as 3.0 from other programs.
  template <class T>
  void read_whole(T& to, const Value& from) {
    constexpr double kMost = std::min(static_cast<double>(std::numeric_limits<T>::max()), 0x1p53);
    const double x = from.is(Value::Kind::integer) || from.is(Value::Kind::number) ? from.as_number() : NAN;
    if (!(x >= (std::signed_integral<T> ? -kMost : 0) && x <= kMost) || x != std::trunc(x))
      wrong(std::signed_integral<T> ? "a whole number" : "a whole number >= 0", from);
    to = static_cast<T>(x);
  }

  template <class T>
  void read_name(T& to, const Value& from) {
    std::vector<std::string> known;
    std::string all;
    for (const auto& [value, name] : text::Names<T>::all) {
      if (from.is(Value::Kind::text) && from.as_text() == name) {
        to = value;
        return;
      }
      known.emplace_back(name);
      all += (all.empty() ? "\"" : ", \"") + std::string(name) + "\"";
    }
    wrong("one of " + all, from, from.is(Value::Kind::text) ? detail::nearest_name(from.as_text(), known) : "");
  }

  [[nodiscard]] double number(const Value& from) const;
  void require_known(const std::string& key, const std::vector<std::string>& known) const;
  [[noreturn]] void wrong(const std::string& expected, const Value& from, const std::string& nearest = {}) const;

  std::string_view function_;
  std::string path_{};  ///< Of the option being read: "transform.kind".
};

}  // namespace internal

template <class T>
Value option_value(const T& from) {
  if constexpr (internal::kOptional<T>) {
    return from ? option_value(*from) : Value();
  } else if constexpr (internal::kList<T>) {
    Value items = Value::array();
    for (const auto& item : from) items.push_back(option_value(item));
    return items;
  } else if constexpr (std::same_as<T, bool> || std::same_as<T, double> || std::same_as<T, std::string> ||
                       std::same_as<T, Value>) {
    return from;
  } else if constexpr (std::integral<T>) {
    return static_cast<std::int64_t>(from);
  } else if constexpr (text::Named<T>) {
    for (const auto& [value, name] : text::Names<T>::all)
      if (value == from) return name;
    return nullptr;
  } else {
    T copy = from;  // lists of fields are of what can be read too
    internal::OptionWriter writer;
    fields(writer, copy);
    return std::move(writer.object);
  }
}

/// `to` with what the object sets, null for what is not to be set.
/// @throws InvalidArgument  naming the option by its path and the nearest one known; for another kind of value.
template <class T>
void read_options(std::string_view function, T& to, const Value& from) {
  internal::OptionReader(function).read(to, from);
}

/// `given` completed from the defaults, in their order.
/// @throws InvalidArgument  for an option that has no default, with the nearest one that has; for another kind than the
///   default's, but null, which says that an option is not to be set.
[[nodiscard]] Value completed(std::string_view function, const Value& defaults, const Value& given);

}  // namespace foreplan::inline v0::tuning
