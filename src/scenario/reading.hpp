#pragma once
#include <foreplan/scenario/model.hpp>

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "scenario/issues.hpp"
#include "scenario/lexer.hpp"
#include "scenario/syntax.hpp"

namespace foreplan::inline v0::scenario::detail {

/// Names and their numbers, in the order of first use.
class Symbols {
 public:
  std::uint32_t intern(std::string_view name);
  [[nodiscard]] const std::string& name(std::uint32_t symbol) const { return *names_[symbol]; }
  [[nodiscard]] std::size_t size() const noexcept { return names_.size(); }
  /// kNone for a name not met.
  [[nodiscard]] std::uint32_t find(std::string_view name) const;

 private:
  std::unordered_map<std::string, std::uint32_t, StringHash, std::equal_to<>> numbers_;
  std::vector<const std::string*> names_;
};

/// Thrown within the front end: the statement cannot be understood, and its issue is recorded.
struct Refused {
  std::size_t resume = 0;  ///< Where reading goes on.
};
/// A limit is reached: nothing more is read.
struct LimitReached {};

/// A text being read: the place, what is known so far, what was wrong.
struct Reading {
  Reading(std::string_view text, Dialect d, const CompileOptions& o, Issues& i)
      : options(&o), issues(&i), lexer(text, d), dialect(d) {
    syntax.text = text;
  }

  const CompileOptions* options;
  Issues* issues;
  Lexer lexer;
  Dialect dialect;
  Token token{};     ///< The next one, not yet taken.
  Token previous{};  ///< The last one taken.
  Syntax syntax{};
  Symbols symbols{};
  std::unordered_map<std::string, std::uint32_t, StringHash, std::equal_to<>>
      lists{};                            ///< Name to place in syntax.lists.
  std::size_t elements = 0;               ///< Of all lists.
  std::size_t refused_loops = 0;          ///< Around this place: their names are not known.
  std::vector<std::string_view> scope{};  ///< Names of loops, by slot.

  void advance() {
    previous = token;
    token = lexer.next();
  }
  void skip_newlines() {
    while (token.kind == TokenKind::newline) token = lexer.next();
  }
  [[nodiscard]] Token after() const {
    Lexer ahead = lexer;
    return ahead.next();
  }
  [[nodiscard]] std::string_view text(const Token& t) const { return lexer.text(t); }
  [[nodiscard]] bool is(TokenKind kind) const noexcept { return token.kind == kind; }
  [[nodiscard]] bool is_word(std::string_view word) const { return is_word(token, word); }
  [[nodiscard]] bool is_word(const Token& t, std::string_view word) const {
    return t.kind == TokenKind::name && !t.at && text(t) == word;
  }
  /// Takes the next token, which must be of this kind.
  Token take(TokenKind kind, const char* expected, std::string suggestion = {});

  /// Records an issue at a token and goes on.
  void report(const Token& at, std::string expected, std::string suggestion = {});
  /// Records an issue and gives the statement up.
  [[noreturn]] void refuse(const Token& at, std::string expected, std::string suggestion = {});
  [[noreturn]] void refuse_limit(std::size_t offset, std::string_view limit, std::size_t most);
  /// How a token reads in a message.
  [[nodiscard]] std::string shown(const Token& t) const;

  /// A name or a description with {index} in it. `{{` stands for a brace where `escapes`.
  std::uint32_t pattern(std::uint32_t offset, std::uint32_t length, bool escapes = false);
  std::uint32_t pattern(const Token& name) { return pattern(name.offset, name.length); }
  /// "2,5" where the comma is the token at hand.
  [[nodiscard]] std::string decimal_comma() const;

 private:
  void index(std::uint32_t offset, std::uint32_t length);
};

/// @throws ParseError  for a text that is too long or not UTF-8.
void require_readable(std::string_view text, const CompileOptions& options);

/// `s in sector, (r, k) in (region, 1..4)`: reads it, and puts its names in scope.
std::uint32_t read_loop(Reading& reading);
/// The elements of a list, up to the end of the line or a closing parenthesis. kNone where nothing can be made of them.
std::uint32_t read_elements(Reading& reading, bool in_parentheses);

}  // namespace foreplan::inline v0::scenario::detail
