#include "scenario/lexer.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace foreplan::inline v0::scenario::detail {

bool is_name(std::string_view text) noexcept {
  return !text.empty() && is_letter(text[0]) &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_letter(c) || is_digit(c); });
}

bool is_whole(std::string_view text) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

Token Lexer::finish(TokenKind kind, std::size_t begin) const noexcept {
  Token token;
  token.kind = kind;
  token.offset = static_cast<std::uint32_t>(begin);
  token.length = static_cast<std::uint32_t>(at_ - begin);
  return token;
}

Token Lexer::refuse(std::size_t begin, const char* expected) const noexcept {
  Token token = finish(TokenKind::invalid, begin);
  token.expected = expected;
  return token;
}

void Lexer::skip_blanks() noexcept {
  while (at_ < text_.size()) {
    const char c = text_[at_];
    const bool comment = dialect_ == Dialect::model && (c == '#' || (c == '/' && peek(1) == '/'));
    if (comment) {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (c == ' ' || c == '\t' || c == '\r' || (c == '\n' && dialect_ == Dialect::frml)) {
      ++at_;
    } else {
      return;
    }
  }
}

Token Lexer::next() {
  skip_blanks();
  if (at_ >= text_.size()) return finish(TokenKind::end_of_text, text_.size());
  const char c = text_[at_];
  if (is_digit(c) || (c == '.' && is_digit(peek(1)))) return number();
  if (is_letter(c) || c == '@' || c == '{') return name();
  if (c == '"') return string();
  if (c == '[') return unit();
  return sign();
}

Token Lexer::number() {
  const std::size_t begin = at_;
  const auto skip_digits = [&] {
    while (is_digit(peek())) ++at_;
  };
  skip_digits();
  if (peek() == '.' && peek(1) != '.') {
    ++at_;
    skip_digits();
  }
  if (peek() == 'e' || peek() == 'E') {
    const std::size_t sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
    if (is_digit(peek(1 + sign))) {
      at_ += 1 + sign;
      skip_digits();
    }
  }
  if (is_letter(peek())) {
    while (is_letter(peek()) || is_digit(peek())) ++at_;
    if (at_ - begin > kLongestName) return refuse(begin, "a word of at most 1000 characters");
    return finish(TokenKind::word, begin);
  }
  Token token = finish(TokenKind::number, begin);
  const auto read = std::from_chars(text_.data() + begin, text_.data() + at_, token.value);
  // What underflows is 0; what overflows is no number.
  if (read.ec == std::errc::result_out_of_range) {
    const std::string_view digits = text(token);
    const auto e = digits.find_first_of("eE");
    if (e == std::string_view::npos || e + 1 >= digits.size() || digits[e + 1] != '-')
      return refuse(begin, "a number of at most 1.8e308");
    token.value = 0;
  }
  return token;
}

Token Lexer::name() {
  const std::size_t begin = at_;
  const bool has_at = peek() == '@';
  if (has_at) ++at_;
  const std::size_t first = at_;
  bool braces = false;
  while (is_letter(peek()) || is_digit(peek()) || (peek() == '{' && dialect_ == Dialect::model)) {
    if (peek() == '{') {
      braces = true;
      while (at_ < text_.size() && peek() != '}' && peek() != '\n') ++at_;
      if (peek() != '}') return refuse(begin, "} after the loop's name");
    }
    ++at_;
  }
  if (at_ == first) {
    if (!has_at) ++at_;
    return refuse(begin, has_at ? "a function's name after @" : "an operand or an operator");
  }
  if (at_ - first > kLongestName) return refuse(begin, "a name of at most 1000 characters");
  Token token = finish(TokenKind::name, first);
  token.braces = braces;
  token.at = has_at;
  return token;
}

Token Lexer::string() {
  const std::size_t begin = at_++;
  while (at_ < text_.size() && peek() != '"' && peek() != '\n') ++at_;
  if (peek() != '"' || at_ >= text_.size()) return refuse(begin, "\" at the end of the description, on its line");
  ++at_;
  return finish(TokenKind::string, begin);
}

Token Lexer::unit() {
  const std::size_t begin = at_++;
  while (at_ < text_.size() && peek() != ']' && peek() != '\n') ++at_;
  if (peek() != ']') return refuse(begin, "] at the end of the unit, on its line");
  ++at_;
  return finish(TokenKind::unit, begin);
}

Token Lexer::sign() {
  struct Sign {
    std::string_view text;
    TokenKind kind;
  };
  static constexpr Sign kSigns[] = {
      {"**", TokenKind::power}, {"<=", TokenKind::less_equal}, {">=", TokenKind::greater_equal},
      {"==", TokenKind::equal}, {"!=", TokenKind::not_equal},  {"<>", TokenKind::not_equal},
      {"..", TokenKind::range}, {"+", TokenKind::plus},        {"-", TokenKind::minus},
      {"*", TokenKind::times},  {"/", TokenKind::divide},      {"^", TokenKind::power},
      {"<", TokenKind::less},   {">", TokenKind::greater},     {"=", TokenKind::assign},
      {"(", TokenKind::open},   {")", TokenKind::close},       {",", TokenKind::comma},
      {":", TokenKind::colon},  {"\n", TokenKind::newline},    {"$", TokenKind::dollar}};
  const std::size_t begin = at_;
  for (const Sign& s : kSigns)
    if (text_.substr(at_, s.text.size()) == s.text) {
      at_ += s.text.size();
      return finish(s.kind, begin);
    }
  // The whole of a character that is more than a byte long.
  ++at_;
  while (at_ < text_.size() && (static_cast<unsigned char>(text_[at_]) & 0xC0) == 0x80) ++at_;
  return refuse(begin, "a name, a number or an operator");
}

}  // namespace foreplan::inline v0::scenario::detail
