#pragma once
#include <foreplan/core/errors.hpp>
#include <foreplan/core/interval.hpp>
#include <foreplan/core/period.hpp>
#include <foreplan/core/value.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <concepts>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/check.hpp"
#include "io/document_issues.hpp"
#include "io/fields.hpp"
#include "text/json.hpp"
#include "text/json_value.hpp"

/// From JSON to any type that has a list of its fields.
namespace foreplan::inline v0::io::internal {

class Reader {
 public:
  explicit Reader(Issues& issues) : issues_(issues) {}

  template <class T>
  void read(T& to, const text::JsonNode& node) {
    if constexpr (ListOf<T>::value) {
      read_list(to, node);
    } else if constexpr (OptionalOf<T>::value) {
      to.reset();
      if (std::same_as<T, std::optional<double>> && node.kind == text::JsonNode::Kind::null) return;
      typename T::value_type value{};
      read(value, node);
      to = std::move(value);
    } else if constexpr (std::same_as<T, Value>) {
      read_value(to, node);
    } else if constexpr (std::same_as<T, std::string>) {
      if (node.kind != text::JsonNode::Kind::text) return wrong("a text", node);
      to = node.text;
    } else if constexpr (std::same_as<T, bool>) {
      if (node.kind != text::JsonNode::Kind::boolean) return wrong("true or false", node);
      to = node.boolean;
    } else if constexpr (std::same_as<T, double>) {
      read_number(to, node);
    } else if constexpr (std::integral<T>) {
      read_integer(to, node);
    } else if constexpr (Named<T>) {
      read_name(to, node);
    } else if constexpr (std::same_as<T, Rounded>) {
      read_printed(to, node);
    } else if constexpr (std::same_as<T, Period>) {
      read_text(to, node, "a period such as \"2015\" or \"2015Q3\"",
                [](std::string_view s) { return Period::parse(s); });
    } else if constexpr (std::same_as<T, PeriodRange>) {
      read_text(to, node, "a period such as \"2015\" or \"2016-2020\"", [](std::string_view s) {
        if (s.find("..") != std::string_view::npos || s.size() == 9) return PeriodRange::parse(s);
        return PeriodRange{Period::parse(s), Period::parse(s)};
      });
    } else if constexpr (std::same_as<T, PriceBasis>) {
      read_text(to, node, "a price basis such as \"current\" or \"constant 1994\"",
                [](std::string_view s) { return PriceBasis::parse(s); });
    } else {
      read_object(to, node);
    }
  }

 private:
  /// Where the reader is: keys of objects, places of items.
  struct Step {
    std::string_view key{};
    std::size_t index = 0;
  };

  /// Follows the list of fields: finds each key in the object, and remembers it for the check of the rest.
  struct Visitor {
    Reader& reader;
    const text::JsonNode& node;
    std::vector<std::string> known{};
    bool complete = true;  ///< Whether `known` is all that the object may have.

    template <class T>
    bool operator()(std::string_view key, T& member, std::string_view) {
      return with(key, [&](const text::JsonNode& value) { reader.read(member, value); });
    }
    template <class T>
    void required(std::string_view key, T& member, std::string_view description) {
      if (!(*this)(key, member, description)) missing(key);
    }
    template <class T>
    void open(std::string_view key, T& member, std::string_view) {
      if (!with(key, [&](const text::JsonNode& value) { reader.read_open(member, value); })) missing(key);
    }
    template <class... Models>
    void one_of(std::string_view key, std::variant<Models...>& to, std::string_view) {
      bool found = false;
      const auto choose = [&](const text::JsonNode& name) {
        if (name.kind != text::JsonNode::Kind::text) return reader.wrong("a text", name);
        const auto take = [&]<class Model>(Model model) {
          if (about(Described{}, model).name == name.text) to = std::move(model), found = true;
        };
        (take(Models{}), ...);
        if (!found) reader.unknown_name(name, {about(Described{}, Models{}).name...});
      };
      if (!with(key, choose)) missing(key);
      complete = complete && found;
      if (found) std::visit([&](auto& model) { fields(*this, model); }, to);
    }

   private:
    /// Whether the object has the key.
    template <class Read>
    bool with(std::string_view key, const Read& read) {
      known.emplace_back(key);
      for (const text::JsonNode& value : node) {
        if (value.key != key) continue;
        reader.path_.push_back({value.key});
        read(value);
        reader.path_.pop_back();
        return true;
      }
      return false;
    }
    void missing(std::string_view key) { reader.issue(node, "the key " + detail::quoted(key), "an object without it"); }
  };

  template <class T>
  void read_object(T& to, const text::JsonNode& node) {
    if (node.kind != text::JsonNode::Kind::object) return wrong("an object", node);
    Visitor visitor{*this, node};
    fields(visitor, to);
    for (const text::JsonNode& value : node) {
      if (issues_.full() || !visitor.complete) return;
      if (std::find(visitor.known.begin(), visitor.known.end(), value.key) != visitor.known.end()) continue;
      issues_.add(value.key_offset, text::pointer_below(pointer(), value.key), kUnknownKey, detail::quoted(value.key),
                  did_you_mean(value.key, visitor.known));
    }
  }

  /// An object of anything, or null.
  void read_value(Value& to, const text::JsonNode& node) {
    using Kind = text::JsonNode::Kind;
    if (node.kind != Kind::object && node.kind != Kind::null) return wrong("an object or null", node);
    const std::string above = pointer();
    for (const text::JsonNode* below = &node; below != &node + node.span; ++below) {
      double x = 0;
      const char* end = below->text.data() + below->text.size();
      if (below->kind == Kind::number && std::from_chars(below->text.data(), end, x).ec != std::errc())
        issues_.add(below->offset, above + text::pointer_to(*below, node), "a number that fits a double",
                    detail::quoted(below->text));
    }
    if (!issues_.any_in(above)) to = text::value_of(node);  // keys used twice are issues already
  }

  template <class T>
  void read_list(std::vector<T>& to, const text::JsonNode& node) {
    read_items(to, node, [this](T& value, const text::JsonNode& item) { read(value, item); });
  }

  template <class T, class ReadItem>
  void read_items(std::vector<T>& to, const text::JsonNode& node, const ReadItem& read_item) {
    if (node.kind != text::JsonNode::Kind::array) return wrong("a list", node);
    to.clear();
    for (const text::JsonNode& item : node) {
      T value{};
      path_.push_back({{}, to.size()});
      read_item(value, item);
      path_.pop_back();
      to.push_back(std::move(value));
    }
  }

  /// Numbers that may be missing or infinite.
  template <class T>
  void read_open(std::vector<T>& to, const text::JsonNode& node) {
    read_items(to, node, [this](T& value, const text::JsonNode& item) { read_open(value, item); });
  }
  void read_open(double& to, const text::JsonNode& node) {
    using Kind = text::JsonNode::Kind;
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    if (node.kind == Kind::null)
      to = std::numeric_limits<double>::quiet_NaN();
    else if (node.kind == Kind::text && (node.text == "inf" || node.text == "-inf"))
      to = node.text == "inf" ? kInfinity : -kInfinity;
    else if (node.kind == Kind::text)
      issue(node, "a number, null, \"inf\" or \"-inf\"", detail::quoted(node.text));
    else
      read_number(to, node);
  }

  bool read_number(double& to, const text::JsonNode& node) {
    if (node.kind != text::JsonNode::Kind::number) return wrong("a number", node), false;
    const char* end = node.text.data() + node.text.size();
    double value = 0;
    const auto read = std::from_chars(node.text.data(), end, value);
    if (read.ec != std::errc() || read.ptr != end)
      return issue(node, "a number that fits a double", detail::quoted(node.text)), false;
    to = value;
    return true;
  }

  /// Every whole number that fits, in whatever form: 1000, 1e3, 1000.0. Digits alone are read exactly.
  template <class T>
  void read_integer(T& to, const text::JsonNode& node) {
    using Limits = std::numeric_limits<T>;
    const char* end = node.text.data() + node.text.size();
    T digits = 0;
    if (node.kind == text::JsonNode::Kind::number) {
      const auto read = std::from_chars(node.text.data(), end, digits);
      if (read.ec == std::errc() && read.ptr == end) {
        to = digits;
        return;
      }
    }
    double value = 0;
    if (!read_number(value, node)) return;
    // Half the largest number and one is a power of two, which a double holds.
    if (value != std::trunc(value) || value < static_cast<double>(Limits::min()) ||
        value >= 2 * static_cast<double>(Limits::max() / 2 + 1))
      return issue(
          node,
          std::signed_integral<T> ? "a whole number that fits 32 bits" : "a whole number from 0 on that fits 64 bits",
          detail::quoted(node.text));
    to = static_cast<T>(value);
  }

  template <class T>
  void read_name(T& to, const text::JsonNode& node) {
    if (node.kind != text::JsonNode::Kind::text) return wrong("a text", node);
    std::vector<std::string_view> known;
    for (const auto& [value, name] : Names<T>::all) {
      if (name == node.text) {
        to = value;
        return;
      }
      known.push_back(name);
    }
    unknown_name(node, known);
  }

  void unknown_name(const text::JsonNode& node, const std::vector<std::string_view>& known) {
    std::string all;
    for (const std::string_view name : known) all += (all.empty() ? "\"" : ", \"") + std::string(name) + "\"";
    issue(node, "one of " + all, detail::quoted(node.text), did_you_mean(node.text, {known.begin(), known.end()}));
  }

  /// Text keeps the digits as printed; a plain number is exact; an object gives the digits apart.
  void read_printed(Rounded& to, const text::JsonNode& node) {
    constexpr const char* kExpected =
        "a printed number such as \"25.20\", without thousands separators or a decimal comma";
    if (node.kind == text::JsonNode::Kind::number) {
      double value = 0;
      if (read_number(value, node)) to = Rounded(value);
    } else if (node.kind == text::JsonNode::Kind::object) {
      RoundedDocument number;
      read_object(number, node);
      try {
        to = Rounded(number.value, number.decimals);
      } catch (const InvalidArgument&) {
        issue(node, "decimals in -300 to 300", std::to_string(number.decimals));
      }
    } else {
      read_text(to, node, kExpected, [](std::string_view s) { return Rounded(s); });
    }
  }

  template <class T, class Parse>
  void read_text(T& to, const text::JsonNode& node, const char* expected, Parse parse) {
    if (node.kind != text::JsonNode::Kind::text) return wrong(expected, node);
    try {
      to = parse(node.text);
    } catch (const InvalidArgument&) {
      issue(node, expected, detail::quoted(node.text));
    }
  }

  void wrong(std::string_view expected, const text::JsonNode& node) {
    issue(node, expected, std::string(text::described(node.kind)));
  }

  void issue(const text::JsonNode& node, std::string_view expected, std::string found, std::string suggestion = {}) {
    issues_.add(node.offset, pointer(), expected, std::move(found), std::move(suggestion));
  }

  [[nodiscard]] std::string pointer() const {
    std::string steps;
    for (const Step& s : path_)
      steps = text::pointer_below(std::move(steps), s.key.data() != nullptr ? s.key : std::to_string(s.index));
    return steps;
  }

  Issues& issues_;
  std::vector<Step> path_;
};

/// The document that a text is, with what is wrong in itself and what `check` adds to the issues.
/// @param check  called as check(document, root, issues) with what could be read.
/// @throws ParseError
template <class Document, class Check>
[[nodiscard]] Document read_document(std::string_view text, std::string_view file, const Check& check) {
  text::JsonDocument json = text::parse_json(text, file);
  Issues issues(text, file, std::move(json.repeated));
  Document document;
  Reader(issues).read(document, json.root());
  check(document, json.root(), issues);
  issues.raise();
  return document;
}

}  // namespace foreplan::inline v0::io::internal
