#include <foreplan/io/plan.hpp>

#include <foreplan/core/errors.hpp>
#include <foreplan/io/files.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <concepts>
#include <type_traits>

#include "core/check.hpp"
#include "io/fields.hpp"
#include "text/json.hpp"

namespace foreplan::inline v0::io {
namespace {

using namespace internal;  // NOLINT: the field lists of this module
using text::JsonNode;

template <class T>
concept Named = requires { Names<T>::all; };
template <class T>
struct ListOf : std::false_type {};
template <class T>
struct ListOf<std::vector<T>> : std::true_type {};

// Reading -----------------------------------------------------------------------------------------------

class Reader {
 public:
  Reader(std::string_view text, std::string_view file) : text_(text), file_(file) {}

  template <class T>
  void read(T& to, const JsonNode& node, const std::string& pointer) {
    if constexpr (ListOf<T>::value) {
      if (node.kind != JsonNode::Kind::array) return wrong("a list", node, pointer);
      to.clear();
      for (std::size_t i = 0; i < node.items.size(); ++i) {
        typename T::value_type item{};
        read(item, node.items[i], pointer + "/" + std::to_string(i));
        to.push_back(std::move(item));
      }
    } else if constexpr (std::same_as<T, std::string>) {
      if (node.kind != JsonNode::Kind::text) return wrong("a text", node, pointer);
      to = node.text;
    } else if constexpr (std::same_as<T, bool>) {
      if (node.kind != JsonNode::Kind::boolean) return wrong("true or false", node, pointer);
      to = node.boolean;
    } else if constexpr (std::same_as<T, double> || std::same_as<T, int>) {
      read_number(to, node, pointer);
    } else if constexpr (Named<T>) {
      read_name(to, node, pointer);
    } else if constexpr (std::same_as<T, Rounded>) {
      read_printed(to, node, pointer);
    } else if constexpr (std::same_as<T, Period>) {
      read_text(to, node, pointer, "a period such as \"2015\" or \"2015Q3\"", [](std::string_view s) { return Period::parse(s); });
    } else if constexpr (std::same_as<T, PeriodRange>) {
      read_text(to, node, pointer, "a period such as \"2015\" or \"2016-2020\"", [](std::string_view s) {
        if (s.find("..") != std::string_view::npos || s.size() == 9) return PeriodRange::parse(s);
        return PeriodRange{Period::parse(s), Period::parse(s)};
      });
    } else if constexpr (std::same_as<T, PriceBasis>) {
      read_text(to, node, pointer, "a price basis such as \"current\" or \"constant 1994\"", [](std::string_view s) { return PriceBasis::parse(s); });
    } else {
      read_object(to, node, pointer);
    }
  }

  void finish() {
    if (!issues_.empty()) throw ParseError(std::move(issues_));
  }

 private:
  /// Follows the list of fields: finds each key in the object, and remembers it for the check of the rest.
  struct Visitor {
    Reader& reader;
    const JsonNode& node;
    const std::string& pointer;
    std::vector<std::string> known{};

    template <class T>
    void operator()(std::string_view key, T& member) {
      known.emplace_back(key);
      if (const JsonNode* value = find(key)) reader.read(member, *value, pointer + "/" + std::string(key));
    }
    template <class T>
    void required(std::string_view key, T& member) {
      (*this)(key, member);
      if (find(key) == nullptr) reader.issue(node, pointer, "the key " + detail::quoted(key), "an object without it");
    }
    const JsonNode* find(std::string_view key) const {
      for (const auto& [name, value] : node.members)
        if (name == key) return &value;
      return nullptr;
    }
  };

  template <class T>
  void read_object(T& to, const JsonNode& node, const std::string& pointer) {
    if (node.kind != JsonNode::Kind::object) return wrong("an object", node, pointer);
    Visitor visitor{*this, node, pointer};
    fields(visitor, to);
    for (const auto& [key, value] : node.members) {
      if (std::find(visitor.known.begin(), visitor.known.end(), key) != visitor.known.end()) continue;
      const std::string near = detail::nearest_name(key, visitor.known);
      issue(value, pointer + "/" + text::pointer_step(key), "a known key", detail::quoted(key),
            near.empty() ? std::string() : "did you mean \"" + near + "\"?");
    }
  }

  template <class T>
  void read_number(T& to, const JsonNode& node, const std::string& pointer) {
    if (node.kind != JsonNode::Kind::number) return wrong("a number", node, pointer);
    T value{};
    const auto end = node.text.data() + node.text.size();
    const auto read = std::from_chars(node.text.data(), end, value);
    if (read.ec != std::errc() || read.ptr != end)
      return issue(node, pointer, std::same_as<T, int> ? "a whole number that fits 32 bits" : "a number that fits a double", node.text);
    to = value;
  }

  template <class T>
  void read_name(T& to, const JsonNode& node, const std::string& pointer) {
    if (node.kind != JsonNode::Kind::text) return wrong("a text", node, pointer);
    std::vector<std::string> known;
    std::string all;
    for (const auto& [value, name] : Names<T>::all) {
      if (name == node.text) {
        to = value;
        return;
      }
      known.emplace_back(name);
      all += (all.empty() ? "\"" : ", \"") + std::string(name) + "\"";
    }
    const std::string near = detail::nearest_name(node.text, known);
    issue(node, pointer, "one of " + all, detail::quoted(node.text), near.empty() ? std::string() : "did you mean \"" + near + "\"?");
  }

  /// Text keeps the digits as printed; a plain number is exact.
  void read_printed(Rounded& to, const JsonNode& node, const std::string& pointer) {
    if (node.kind == JsonNode::Kind::number) {
      double value = to.value();
      read_number(value, node, pointer);
      to = Rounded(value);
    } else {
      read_text(to, node, pointer, "a printed number such as \"25.20\", without thousands separators or a decimal comma",
                [](std::string_view s) { return Rounded(s); });
    }
  }

  template <class T, class Parse>
  void read_text(T& to, const JsonNode& node, const std::string& pointer, const char* expected, Parse parse) {
    if (node.kind != JsonNode::Kind::text) return wrong(expected, node, pointer);
    try {
      to = parse(node.text);
    } catch (const InvalidArgument&) {
      issue(node, pointer, expected, detail::quoted(node.text));
    }
  }

  void wrong(std::string expected, const JsonNode& node, const std::string& pointer) {
    issue(node, pointer, std::move(expected), std::string(text::described(node.kind)));
  }

  void issue(const JsonNode& node, std::string pointer, std::string expected, std::string found, std::string suggestion = {}) {
    constexpr std::size_t kMost = 100;
    if (issues_.size() >= kMost) return;
    const text::Place place = text::place_of(text_, node.offset);
    issues_.push_back({std::string(file_), place.line, place.column, std::move(pointer), std::move(expected), std::move(found), std::move(suggestion)});
  }

  std::string_view text_, file_;
  std::vector<ParseIssue> issues_;
};

// Writing -----------------------------------------------------------------------------------------------

/// Types whose empty value is the default of every member of that type. A number may have another default, and
/// is written always.
template <class T>
constexpr bool may_be_left_out() {
  return !std::is_arithmetic_v<T> && !Named<T> && !std::same_as<T, Period> && !std::same_as<T, std::vector<double>>;
}

class Writer {
 public:
  template <class T>
  void write(T& value) {
    if constexpr (ListOf<T>::value) {
      using Item = typename T::value_type;
      const bool flat = std::same_as<Item, double> || std::same_as<Item, std::string>;
      out_ += '[';
      ++depth_;
      for (std::size_t i = 0; i < value.size(); ++i) {
        if (i > 0) out_ += flat ? ", " : ",";
        if (!flat) line();
        write(value[i]);
      }
      --depth_;
      if (!flat && !value.empty()) line();
      out_ += ']';
    } else if constexpr (std::same_as<T, std::string>) {
      out_ += text::json_text(value);
    } else if constexpr (std::same_as<T, bool>) {
      out_ += value ? "true" : "false";
    } else if constexpr (std::same_as<T, int>) {
      out_ += std::to_string(value);
    } else if constexpr (std::same_as<T, double>) {
      detail::require(std::isfinite(value), "io::write_plan", "numbers must be finite", value);
      out_ += detail::number_text(value);
    } else if constexpr (Named<T>) {
      for (const auto& [known, name] : Names<T>::all)
        if (known == value) out_ += text::json_text(name);
    } else if constexpr (std::same_as<T, Rounded>) {
      double exact = value.value();
      if (value.is_exact()) write(exact);
      else out_ += text::json_text(value.text());
    } else if constexpr (std::same_as<T, Period>) {
      out_ += text::json_text(to_string(value));
    } else if constexpr (std::same_as<T, PeriodRange>) {
      out_ += text::json_text(value.first == value.last ? to_string(value.first) : to_string(value));
    } else if constexpr (std::same_as<T, PriceBasis>) {
      out_ += text::json_text(to_string(value));
    } else {
      out_ += '{';
      ++depth_;
      Visitor visitor{*this};
      fields(visitor, value);
      --depth_;
      if (visitor.any) line();
      out_ += '}';
    }
  }

  std::string take() { return std::move(out_) + "\n"; }

 private:
  struct Visitor {
    Writer& writer;
    bool any = false;

    template <class T>
    void operator()(std::string_view key, T& member) {
      if (!may_be_left_out<T>() || !(member == T{})) required(key, member);
    }
    template <class T>
    void required(std::string_view key, T& member) {
      if (any) writer.out_ += ',';
      any = true;
      writer.line();
      writer.out_ += text::json_text(key) + ": ";
      writer.write(member);
    }
  };

  void line() { (out_ += '\n').append(2 * depth_, ' '); }

  std::string out_;
  std::size_t depth_ = 0;
};

}  // namespace

plan::Plan read_plan(std::string_view text, std::string_view file) {
  const JsonNode root = text::parse_json(text, file);
  PlanDocument document;
  Reader reader(text, file);
  reader.read(document, root, "");
  reader.finish();
  if (!document.scenarios.empty()) {
    const Frame data = plan::base_data(document.plan.projection);
    for (auto& s : document.scenarios) document.plan.scenarios.emplace_back(std::move(s.name), data, std::move(s.layers));
  }
  plan::validate(document.plan);
  return std::move(document.plan);
}

plan::Plan read_plan_file(const std::string& path) { return read_plan(read_file(path), path); }

std::string write_plan(const plan::Plan& plan) {
  PlanDocument document{plan, {}};
  for (const auto& s : plan.scenarios) document.scenarios.push_back({s.name(), s.layers()});
  Writer writer;
  writer.write(document);
  return writer.take();
}

}  // namespace foreplan::inline v0::io
