#pragma once
#include <foreplan/core/value.hpp>

#include <cmath>
#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "core/check.hpp"
#include "io/fields.hpp"
#include "text/json.hpp"
#include "text/json_value.hpp"

/// From any type that has a list of its fields to JSON that reads back equal.
namespace foreplan::inline v0::io::internal {

/// Types whose empty value is the default of every member of that type. A number may have another default, and
/// is written always.
template <class T>
constexpr bool may_be_left_out() {
  return std::equality_comparable<T> && !std::is_arithmetic_v<T> && !Named<T> && !std::same_as<T, Period> &&
         !std::same_as<T, std::vector<double>>;
}

/// Whether a list is short and simple enough to be read on one line.
template <class T>
bool fits_a_line(const std::vector<T>& list) {
  if constexpr (std::same_as<T, std::string>) {
    constexpr std::size_t kLine = 100;
    std::size_t length = 0;
    for (const std::string& text : list) length += text.size() + 4;
    return length <= kLine;
  }
  return std::is_arithmetic_v<T> || std::same_as<T, std::optional<double>>;
}

class Writer {
 public:
  /// @param function  named in errors.
  explicit Writer(std::string_view function) : function_(function) {}

  template <class T>
  void write(T& value) {
    if constexpr (ListOf<T>::value) {
      write_items(value, [this](auto& item) { this->write(item); });
    } else if constexpr (OptionalOf<T>::value) {
      if (value)
        write(*value);
      else
        out_ += "null";
    } else if constexpr (std::same_as<T, Value>) {
      write_value(value);
    } else if constexpr (std::same_as<T, std::string>) {
      out_ += text::json_text(value);
    } else if constexpr (std::same_as<T, bool>) {
      out_ += value ? "true" : "false";
    } else if constexpr (std::integral<T>) {
      out_ += std::to_string(value);
    } else if constexpr (std::same_as<T, double>) {
      if (!std::isfinite(value))
        detail::fail(function_, "numbers must be finite", detail::number_text(value), "at " + detail::quoted(key_));
      out_ += detail::number_text(value);
    } else if constexpr (Named<T>) {
      write_name(value);
    } else if constexpr (std::same_as<T, Rounded>) {
      write_printed(value);
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
    void operator()(std::string_view key, T& member, std::string_view description) {
      if constexpr (may_be_left_out<T>())
        if (member == T{}) return;
      required(key, member, description);
    }
    template <class T>
    void required(std::string_view key, T& member, std::string_view) {
      begin(key);
      writer.write(member);
    }
    template <class T>
    void open(std::string_view key, T& member, std::string_view) {
      begin(key);
      writer.write_open(member);
    }
    template <class... Models>
    void one_of(std::string_view key, std::variant<Models...>& of, std::string_view) {
      std::visit(
          [&](auto& model) {
            begin(key);
            writer.out_ += text::json_text(about(Described{}, model).name);
            fields(*this, model);
          },
          of);
    }

   private:
    void begin(std::string_view key) {
      if (any) writer.out_ += ',';
      any = true;
      writer.line();
      writer.out_.append("\"").append(key).append("\": ");
      writer.key_ = key;
    }
  };

  template <class T, class WriteItem>
  void write_items(std::vector<T>& list, const WriteItem& write_item) {
    const bool flat = fits_a_line(list);
    out_ += '[';
    ++depth_;
    for (std::size_t i = 0; i < list.size(); ++i) {
      if (i > 0) out_ += flat ? ", " : ",";
      if (!flat) line();
      write_item(list[i]);
    }
    --depth_;
    if (!flat && !list.empty()) line();
    out_ += ']';
  }

  /// Indented as what it stands in: texts hold no line ends, which JSON escapes.
  void write_value(const Value& value) {
    std::string text = text::value_text(value, function_);
    text.pop_back();
    for (const char c : text) {
      out_ += c;
      if (c == '\n') out_.append(2 * depth_, ' ');
    }
  }

  /// Numbers that may be missing or infinite.
  template <class T>
  void write_open(std::vector<T>& list) {
    write_items(list, [this](auto& item) { this->write_open(item); });
  }
  void write_open(double value) {
    if (std::isnan(value))
      out_ += "null";
    else if (std::isinf(value))
      out_ += value > 0 ? "\"inf\"" : "\"-inf\"";
    else
      out_ += detail::number_text(value);
  }

  template <class T>
  void write_name(T value) {
    for (const auto& [known, name] : Names<T>::all)
      if (known == value) {
        out_.append("\"").append(name).append("\"");
        return;
      }
    if constexpr (std::is_enum_v<T>)
      detail::fail(function_, "enumerations must have one of their values", std::to_string(static_cast<int>(value)),
                   "at " + detail::quoted(key_));
  }

  /// As text where that reads back equal. It does not for digits that are known before the point only, or for a value
  /// of more digits than are said to be known.
  void write_printed(const Rounded& value) {
    RoundedDocument number{value.value(), value.is_exact() ? 0 : value.decimals()};
    if (value.is_exact()) return write(number.value);
    const std::string text = value.text();
    if (number.decimals >= 0 && text.size() <= kLongestNumber && Rounded(text) == value)
      out_ += text::json_text(text);
    else
      write(number);
  }

  void line() { (out_ += '\n').append(2 * depth_, ' '); }

  static constexpr std::size_t kLongestNumber = 400;  ///< That a `Rounded` reads.
  std::string_view function_;
  std::string out_;
  std::size_t depth_ = 0;
  std::string_view key_{};  ///< Of the member being written, for messages.
};

/// The text of a document that can be read again.
/// @param advice  for whoever has too long a one.
/// @throws InvalidArgument  for what a document cannot hold, also more bytes than are read.
template <class Document>
[[nodiscard]] std::string written(std::string_view function, Document& document, std::string_view advice = {}) {
  Writer writer(function);
  writer.write(document);
  std::string text = writer.take();
  const std::size_t most = text::JsonLimits{}.bytes;
  if (text.size() > most)
    detail::fail(function, "a document must have at most " + std::to_string(most) + " bytes" + std::string(advice),
                 std::to_string(text.size()));
  return text;
}

}  // namespace foreplan::inline v0::io::internal
