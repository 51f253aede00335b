#pragma once
#include <foreplan/core/interval.hpp>
#include <foreplan/core/period.hpp>
#include <foreplan/core/value.hpp>

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "io/fields.hpp"

/// The JSON Schema (draft 2020-12) of any type that has a list of its fields.
namespace foreplan::inline v0::io::internal {

inline Value list(std::initializer_list<Value> items) { return Value::array(items); }

inline Value text_schema(std::string_view pattern = {}) {
  Value schema = Value::object({{"type", "string"}});
  if (!pattern.empty()) schema.set("pattern", "^(" + std::string(pattern) + ")$");
  return schema;
}

inline Value integer_schema() {
  using Limits = std::numeric_limits<int>;
  return Value::object({{"type", "integer"}, {"minimum", Limits::min()}, {"maximum", Limits::max()}});
}

/// The default of a member, where the schema should say it: empty texts, lists and objects need no words.
template <class T>
Value default_of(const T& member) {
  if constexpr (std::unsigned_integral<T> && !std::same_as<T, bool>) {
    return static_cast<std::int64_t>(member);
  } else if constexpr (std::is_arithmetic_v<T>) {
    return member;
  } else if constexpr (Named<T>) {
    for (const auto& [value, name] : Names<T>::all)
      if (value == member) return name;
  } else if constexpr (std::same_as<T, std::vector<double>>) {
    Value items;
    for (const double x : member) items.push_back(x);
    return items;
  }
  return nullptr;
}

class Schema {
 public:
  /// The schema of a document of type T.
  template <class T>
  Value document() {
    T example;
    Value root = Value::object({{"$schema", "https://json-schema.org/draft/2020-12/schema"}});
    const Value described = object_schema(example);
    for (const auto& [key, value] : described.as_object()) root.set(key, value);
    root.set("$defs", std::move(definitions_));
    return root;
  }

 private:
  template <class T>
  Value of() {
    if constexpr (ListOf<T>::value) {
      return Value::object({{"type", "array"}, {"items", of<typename T::value_type>()}});
    } else if constexpr (std::same_as<T, std::optional<double>>) {
      return Value::object({{"type", list({"number", "null"})}});
    } else if constexpr (OptionalOf<T>::value) {
      return of<typename T::value_type>();
    } else if constexpr (std::same_as<T, Value>) {
      return Value::object({{"type", list({"object", "null"})}});
    } else if constexpr (std::same_as<T, std::string>) {
      return text_schema();
    } else if constexpr (std::same_as<T, bool>) {
      return Value::object({{"type", "boolean"}});
    } else if constexpr (std::same_as<T, double>) {
      return Value::object({{"type", "number"}});
    } else if constexpr (std::same_as<T, int>) {
      return integer_schema();
    } else if constexpr (std::unsigned_integral<T>) {
      static_assert(sizeof(T) == 8);
      return Value::object({{"type", "integer"}, {"minimum", 0}, {"exclusiveMaximum", 0x1p64}});
    } else if constexpr (Named<T>) {
      Value names;
      for (const auto& [value, name] : Names<T>::all) names.push_back(name);
      return Value::object({{"enum", std::move(names)}});
    } else if constexpr (std::same_as<T, Rounded>) {
      return defined("printed_number", [this] { return printed_number(); });
    } else if constexpr (std::same_as<T, Period>) {
      return defined("period", [] {
        return with_description("A year, quarter, month, ISO week or day: 2015, 2015Q3, 2015-07, 2015-W07, 2015-07-31.",
                                text_schema(kPeriod));
      });
    } else if constexpr (std::same_as<T, PeriodRange>) {
      return defined("periods", [] {
        const std::string period(kPeriod);
        return with_description("One period, or first and last: 2015, 2016-2020, 2015Q1..2016Q4.",
                                text_schema(period + "|[0-9]{4}-[0-9]{4}|" + period + "\\.\\." + period));
      });
    } else if constexpr (std::same_as<T, PriceBasis>) {
      return defined("price_basis", [] {
        return with_description(
            "none, unstated, current, constant 1994 (prices of that year), index 2010 (100 in that year).",
            text_schema("none|unstated|current|(constant|index) [0-9]{1,4}"));
      });
    } else {
      T example{};
      return defined(about(Described{}, example).name, [&] { return object_schema(example); });
    }
  }

  struct Visitor {
    Schema& schema;
    Value properties = Value::object();
    Value needed = Value::array();
    Value alternatives = Value::array();  ///< Whole objects, when the fields depend on one of them.

    template <class T>
    void operator()(std::string_view key, T& member, std::string_view description) {
      Value property = with_description(description, schema.of<T>());
      if (Value standard = default_of(member); !standard.is(Value::Kind::null))
        property.set("default", std::move(standard));
      properties.set(std::string(key), std::move(property));
    }
    template <class T>
    void required(std::string_view key, T&, std::string_view description) {
      require(key, with_description(description, schema.of<T>()));
    }
    template <class T>
    void open(std::string_view key, T&, std::string_view description) {
      require(key, with_description(description, schema.of_open<T>()));
    }
    template <class... Models>
    void one_of(std::string_view key, std::variant<Models...>&, std::string_view description) {
      const auto add = [&]<class Model>(Model model) {
        Visitor all{schema, properties, needed};
        all.require(key, Value::object({{"description", description}, {"const", about(Described{}, model).name}}));
        fields(all, model);
        alternatives.push_back(all.object(about(Described{}, model).text));
      };
      (add(Models{}), ...);
    }
    Value object(std::string_view description) {
      Value whole = Value::object({{"description", description}});
      if (alternatives.size() > 0) {
        whole.set("anyOf", std::move(alternatives));
        return whole;
      }
      whole.set("type", "object");
      whole.set("properties", std::move(properties));
      if (needed.size() > 0) whole.set("required", std::move(needed));
      whole.set("additionalProperties", false);
      return whole;
    }

   private:
    void require(std::string_view key, Value property) {
      properties.set(std::string(key), std::move(property));
      needed.push_back(key);
    }
  };

  template <class T>
  Value object_schema(T& example) {
    Visitor visitor{*this};
    fields(visitor, example);
    return visitor.object(about(Described{}, example).text);
  }

  /// Numbers that may be missing or infinite, or lists of them.
  template <class T>
  Value of_open() {
    if constexpr (ListOf<T>::value)
      return Value::object({{"type", "array"}, {"items", of_open<typename T::value_type>()}});
    else
      return defined("open_number", [] {
        return with_description("A number that may be missing (null) or infinite.",
                                Value::object({{"anyOf", list({Value::object({{"type", list({"number", "null"})}}),
                                                               Value::object({{"enum", list({"inf", "-inf"})}})})}}));
      });
  }

  Value printed_number() {
    Value forms =
        list({text_schema("[+-]?[0-9]+(\\.[0-9]+)?"), Value::object({{"type", "number"}}), of<RoundedDocument>()});
    return with_description(
        "A text keeps the digits as printed and stands for everything within half a unit of the last: \"25.20\" is not "
        "\"25.2\". A plain number is exact.",
        Value::object({{"anyOf", std::move(forms)}}));
  }

  /// A reference to the definition of that name, which is made when it is first met.
  template <class Make>
  Value defined(std::string_view name, Make make) {
    if (definitions_.find(name) == nullptr) {
      definitions_.set(std::string(name), nullptr);  // its place, in the order of first use
      Value made = make();
      definitions_.set(std::string(name), std::move(made));
    }
    return Value::object({{"$ref", "#/$defs/" + std::string(name)}});
  }

  static Value with_description(std::string_view description, const Value& schema) {
    Value out = Value::object({{"description", description}});
    for (const auto& [key, value] : schema.as_object()) out.set(key, value);
    return out;
  }

  static constexpr std::string_view kPeriod =
      "[0-9]{4}(Q[1-4]|-(0[1-9]|1[0-2])|-W(0[1-9]|[1-4][0-9]|5[0-3])|-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]))?";
  Value definitions_ = Value::object();
};

}  // namespace foreplan::inline v0::io::internal
