#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

/// The words and signs of a model's text, one at a time, so that memory does not grow with the text.
namespace foreplan::inline v0::scenario::detail {

enum class TokenKind : std::uint8_t {
  end_of_text,
  newline,
  name,    ///< `gdp`, `va_{s}`, `{i}`; keywords and functions too
  number,  ///< 4.5, 1e-3
  word,    ///< begins like a number and goes on like a name: `2015Q1`, `15_64`
  string,
  unit,  ///< [text]
  plus,
  minus,
  times,
  divide,
  power,
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  not_equal,
  assign,
  open,
  close,
  comma,
  colon,
  range,   ///< ..
  dollar,  ///< ends a formula of FRML text
  invalid,
};

struct Token {
  TokenKind kind = TokenKind::end_of_text;
  bool braces = false;  ///< A name with {index} in it.
  bool at = false;      ///< A name with @ before it, which is not part of the text.
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
  double value = 0;           ///< number
  const char* expected = "";  ///< invalid: what should stand here
};

/// FRML text has no line structure: formulas end with `$`. It has no braces, and its comments are unknown.
enum class Dialect : std::uint8_t { model, frml };

inline constexpr std::size_t kLongestName = 1000;

class Lexer {
 public:
  Lexer(std::string_view text, Dialect dialect) noexcept : text_(text), dialect_(dialect) {}

  [[nodiscard]] Token next();
  [[nodiscard]] std::string_view text() const noexcept { return text_; }
  [[nodiscard]] std::string_view text(const Token& t) const noexcept { return text_.substr(t.offset, t.length); }
  [[nodiscard]] std::size_t position() const noexcept { return at_; }
  void seek(std::size_t position) noexcept { at_ = position; }

 private:
  [[nodiscard]] char peek(std::size_t ahead = 0) const noexcept {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  void skip_blanks() noexcept;
  Token number();
  Token name();
  Token string();
  Token unit();
  Token sign();
  Token finish(TokenKind kind, std::size_t begin) const noexcept;
  Token refuse(std::size_t begin, const char* expected) const noexcept;

  std::string_view text_;
  std::size_t at_ = 0;
  Dialect dialect_;
};

[[nodiscard]] constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_letter(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
/// Letters, digits and _, beginning with no digit.
[[nodiscard]] bool is_name(std::string_view text) noexcept;
/// Digits only, at least one.
[[nodiscard]] bool is_whole(std::string_view text) noexcept;

}  // namespace foreplan::inline v0::scenario::detail
