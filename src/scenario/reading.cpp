#include "scenario/reading.hpp"

#include <algorithm>
#include <charconv>

#include "core/check.hpp"
#include "text/utf8.hpp"

namespace foreplan::inline v0::scenario::detail {

void require_readable(std::string_view text, const CompileOptions& options) {
  constexpr std::size_t kPlaces = 0xfffffff0;  // kept in 32 bits
  const std::size_t most = std::min(options.max_bytes, kPlaces);
  if (text.size() > most)
    throw ParseError({{.file = options.file,
                       .expected = "at most " + std::to_string(most) + " bytes (CompileOptions::max_bytes)",
                       .found = std::to_string(text.size())}});
  if (const std::size_t bad = text::first_bad_byte(text); bad < text.size()) {
    Issues issues(text, options.file);
    issues.add(bad, "UTF-8", "a byte that is part of no character");
    issues.raise();
  }
}

std::uint32_t Symbols::intern(std::string_view name) {
  if (const auto found = numbers_.find(name); found != numbers_.end()) return found->second;
  const auto place = numbers_.emplace(name, static_cast<std::uint32_t>(names_.size())).first;
  names_.push_back(&place->first);
  return place->second;
}

std::uint32_t Symbols::find(std::string_view name) const {
  const auto found = numbers_.find(name);
  return found == numbers_.end() ? kNone : found->second;
}

Token Reading::take(TokenKind kind, const char* expected, std::string suggestion) {
  if (token.kind != kind) refuse(token, expected, std::move(suggestion));
  advance();
  return previous;
}

std::string Reading::shown(const Token& t) const {
  if (t.kind == TokenKind::end_of_text) return "the end of the text";
  if (t.kind == TokenKind::newline) return "the end of the line";
  if (t.kind == TokenKind::string || t.kind == TokenKind::unit) return std::string(text(t).substr(0, 40));
  return v0::detail::quoted(text(t), 40);
}

void Reading::report(const Token& at, std::string expected, std::string suggestion) {
  if (at.kind == TokenKind::invalid) expected = at.expected;
  issues->add(at.offset, std::move(expected), shown(at), std::move(suggestion));
}

void Reading::refuse(const Token& at, std::string expected, std::string suggestion) {
  report(at, std::move(expected), std::move(suggestion));
  throw Refused{lexer.text().find(dialect == Dialect::frml ? '$' : '\n', at.offset)};
}

void Reading::refuse_limit(std::size_t offset, std::string_view limit, std::size_t most) {
  issues->add(offset, "at most " + std::to_string(most) + " (" + std::string(limit) + ")", "more");
  throw LimitReached{};
}

std::string Reading::decimal_comma() const {
  const Token next = after();
  const bool number = previous.kind == TokenKind::number && next.kind == TokenKind::number &&
                      previous.offset + previous.length == token.offset && token.offset + 1 == next.offset;
  if (!number) return {};
  return "decimals have a point: " + std::string(text(previous)) + "." + std::string(text(next));
}

std::uint32_t Reading::pattern(std::uint32_t offset, std::uint32_t length, bool escapes) {
  const std::string_view all = lexer.text().substr(0, offset + length);
  NamePattern made{static_cast<std::uint32_t>(syntax.pieces.size()), 0, offset};
  const std::uint32_t end = offset + length;
  std::uint32_t at = offset;
  while (at < end) {
    const auto brace = static_cast<std::uint32_t>(std::min<std::size_t>(all.find('{', at), end));
    if (brace > at) syntax.pieces.push_back({at, brace - at, kNone, 0});
    if (brace == end) break;
    if (escapes && brace + 1 < end && all[brace + 1] == '{') {
      syntax.pieces.push_back({brace, 1, kNone, 0});
      at = brace + 2;
      continue;
    }
    const auto close = static_cast<std::uint32_t>(std::min<std::size_t>(all.find('}', brace), end));
    index(brace + 1, close - brace - 1);
    at = std::min(close + 1, end);
  }
  made.count = static_cast<std::uint32_t>(syntax.pieces.size()) - made.first;
  syntax.patterns.push_back(made);
  return static_cast<std::uint32_t>(syntax.patterns.size() - 1);
}

void Reading::index(std::uint32_t offset, std::uint32_t length) {
  std::string_view inside = lexer.text().substr(offset, length);
  const auto trimmed = [](std::string_view s) {
    while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
    while (!s.empty() && s.back() == ' ') s.remove_suffix(1);
    return s;
  };
  const auto sign = inside.find_first_of("+-");
  const std::string_view name = trimmed(inside.substr(0, sign));
  Piece piece{offset, length, kNone, 0};
  if (sign != std::string_view::npos) {
    const std::string_view digits = trimmed(inside.substr(sign + 1));
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), piece.delta);
    if (!is_whole(digits) || read.ec != std::errc())
      issues->add(offset + sign, "+ or - and a whole number after the loop's name", v0::detail::quoted(inside, 40));
    else if (inside[sign] == '-')
      piece.delta = -piece.delta;
  }
  const auto found = std::find(scope.begin(), scope.end(), name);
  if (found == scope.end()) {
    piece.refused = true;
    syntax.pieces.push_back(piece);
    if (refused_loops > 0) return;
    const std::string near = v0::detail::nearest_name(name, {scope.begin(), scope.end()});
    issues->add(offset, scope.empty() ? "a loop around this line" : "the name of a loop around this line",
                v0::detail::quoted(inside, 40), near.empty() ? std::string() : "did you mean {" + near + "}?");
    return;
  }
  piece.slot = static_cast<std::uint32_t>(found - scope.begin());
  syntax.pieces.push_back(piece);
}

}  // namespace foreplan::inline v0::scenario::detail
