#include <algorithm>
#include <charconv>
#include <unordered_set>

#include "core/check.hpp"
#include "scenario/reading.hpp"

namespace foreplan::inline v0::scenario::detail {
namespace {

constexpr std::int64_t kMostWhole = 1'000'000'000;

std::int64_t whole(Reading& r, const Token& t) {
  const std::string_view text = r.text(t);
  std::int64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (t.kind != TokenKind::number || !is_whole(text) || read.ec != std::errc() || value > kMostWhole)
    r.refuse(t, "a whole number of at most 1000000000");
  return value;
}

/// `1..4`
LoopSource whole_numbers(Reading& r) {
  const Token low = r.take(TokenKind::number, "a whole number");
  r.take(TokenKind::range, ".. and the last whole number");
  const Token high = r.take(TokenKind::number, "a whole number after ..");
  const std::int64_t first = whole(r, low), last = whole(r, high);
  if (last < first) r.refuse(high, "a whole number that is not below " + std::to_string(first));
  return {kNone, first, static_cast<std::uint64_t>(last - first + 1)};
}

LoopSource source(Reading& r) {
  if (r.is(TokenKind::number)) return whole_numbers(r);
  if (r.is(TokenKind::open)) {
    r.advance();
    const std::uint32_t list = read_elements(r, true);
    r.take(TokenKind::close, ") after the elements");
    return {list, 0, r.syntax.lists[list].size()};
  }
  const Token name = r.take(TokenKind::name, "a list, numbers such as 1..4, or elements in parentheses");
  const auto found = r.lists.find(r.text(name));
  if (found != r.lists.end()) return {found->second, 0, r.syntax.lists[found->second].size()};
  std::vector<std::string> known;
  constexpr std::size_t kMostCompared = 1000;
  if (r.lists.size() <= kMostCompared)
    for (const auto& [list, place] : r.lists) known.push_back(list);
  std::sort(known.begin(), known.end());
  const std::string near = v0::detail::nearest_name(r.text(name), known);
  r.report(name, "a list that is defined above",
           near.empty() ? "write list " + std::string(r.text(name)) + " = ..." : "did you mean " + near + "?");
  return {};
}

void put_in_scope(Reading& r, const Token& name) {
  if (name.braces || name.at) r.refuse(name, "a plain name");
  if (is_keyword(r.text(name))) r.refuse(name, "a name that is not reserved");
  if (std::find(r.scope.begin(), r.scope.end(), r.text(name)) != r.scope.end())
    r.refuse(name, "a name that no loop around it has");
  r.scope.push_back(r.text(name));
}

/// Names enter the scope only after the whole loop is read: `{s}` has no place in its own header.
LoopRange range(Reading& r, std::vector<Token>& names) {
  LoopRange made;
  if (!r.is(TokenKind::open)) {
    names.push_back(r.take(TokenKind::name, "the name of the loop's element", "as in: s in sector"));
    if (!r.is_word("in")) r.refuse(r.token, "in and a list");
    r.advance();
    made.sources.push_back(source(r));
    return made;
  }
  const std::size_t before = names.size();
  do {
    r.advance();
    names.push_back(r.take(TokenKind::name, "the name of the loop's element"));
  } while (r.is(TokenKind::comma));
  r.take(TokenKind::close, ") after the names");
  if (!r.is_word("in")) r.refuse(r.token, "in and lists in parentheses");
  r.advance();
  const Token open = r.token;
  if (!r.is(TokenKind::open)) r.refuse(r.token, "as many lists in parentheses as there are names");
  do {
    r.advance();
    made.sources.push_back(source(r));
  } while (r.is(TokenKind::comma));
  r.take(TokenKind::close, ") after the lists");
  if (made.sources.size() != names.size() - before)
    r.refuse(open, std::to_string(names.size() - before) + " lists, one for each name");
  for (const LoopSource& s : made.sources)
    if (s.count != made.sources[0].count && s.count > 0 && made.sources[0].count > 0)
      r.refuse(open, "lists of one length, as they run side by side",
               "their lengths are " + std::to_string(made.sources[0].count) + " and " + std::to_string(s.count));
  return made;
}

}  // namespace

std::uint32_t read_loop(Reading& r) {
  Loop loop;
  loop.first_slot = static_cast<std::uint32_t>(r.scope.size());
  std::vector<Token> names;
  loop.ranges.push_back(range(r, names));
  while (r.is(TokenKind::comma)) {
    r.advance();
    r.skip_newlines();
    loop.ranges.push_back(range(r, names));
  }
  if (r.scope.size() + names.size() > r.options->max_depth)
    r.refuse_limit(names[0].offset, "nested loops, CompileOptions::max_depth", r.options->max_depth);
  for (const Token& name : names) put_in_scope(r, name);
  r.syntax.loops.push_back(std::move(loop));
  return static_cast<std::uint32_t>(r.syntax.loops.size() - 1);
}

std::uint32_t read_elements(Reading& r, bool in_parentheses) {
  std::vector<std::string> elements;
  std::unordered_set<std::string> met;
  const auto add = [&](const Token& at, std::string element) {
    if (++r.elements > r.options->max_equations)
      r.refuse_limit(at.offset, "elements of lists, CompileOptions::max_equations", r.options->max_equations);
    if (!met.insert(element).second) r.report(at, "each element once");
    elements.push_back(std::move(element));
  };
  for (;;) {
    if (in_parentheses) r.skip_newlines();
    const bool plain = (r.is(TokenKind::name) && !r.token.braces && !r.token.at) || r.is(TokenKind::word);
    if (plain) {
      add(r.token, std::string(r.text(r.token)));
      r.advance();
    } else if (r.is(TokenKind::number)) {
      const Token at = r.token;
      if (r.after().kind == TokenKind::range) {
        const LoopSource numbers = whole_numbers(r);
        for (std::uint64_t i = 0; i < numbers.count; ++i)
          add(at, std::to_string(numbers.first + static_cast<std::int64_t>(i)));
      } else {
        (void)whole(r, at);
        add(at, std::string(r.text(at)));
        r.advance();
      }
    } else {
      break;
    }
    if (r.is(TokenKind::comma)) {
      r.advance();
      r.skip_newlines();
    }
  }
  if (elements.empty()) r.refuse(r.token, "the elements of the list", "as in: list sector = agr ind srv");
  if (!in_parentheses && !r.is(TokenKind::newline) && !r.is(TokenKind::end_of_text))
    r.refuse(r.token, "names and whole numbers");
  r.syntax.lists.push_back(std::move(elements));
  return static_cast<std::uint32_t>(r.syntax.lists.size() - 1);
}

}  // namespace foreplan::inline v0::scenario::detail
