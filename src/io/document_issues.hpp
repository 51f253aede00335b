#pragma once
#include <foreplan/core/errors.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "text/json.hpp"

/// What is wrong with a document, collected while it is read.
namespace foreplan::inline v0::io::internal {

inline constexpr std::string_view kUnknownKey = "a known key";

/// "did you mean ...?", or nothing.
[[nodiscard]] std::string did_you_mean(std::string_view name, const std::vector<std::string>& known);

/// Everything wrong with one document so far.
class Issues {
 public:
  Issues(std::string_view text, std::string_view file, std::vector<ParseIssue> first)
      : text_(text), file_(file), found_(std::move(first)) {}

  [[nodiscard]] bool full() const { return found_.size() >= text::JsonDocument::kMostIssues; }

  void add(std::size_t offset, std::string pointer, std::string_view expected, std::string found,
           std::string suggestion = {}) {
    if (full()) return;
    const text::Place place = text::place_of(text_, offset);
    found_.push_back({std::string(file_), place.line, place.column, std::move(pointer), std::string(expected),
                      std::move(found), std::move(suggestion)});
  }

  /// Whether something is wrong at `pointer` or below it.
  [[nodiscard]] bool any_in(std::string_view pointer) const {
    return std::any_of(found_.begin(), found_.end(), [&](const ParseIssue& issue) {
      const std::string_view at = issue.pointer;
      return at.empty() || (at.starts_with(pointer) && (at.size() == pointer.size() || at[pointer.size()] == '/'));
    });
  }

  /// The same, or at a value that it is in: one of another kind, or without a key.
  [[nodiscard]] bool any_in_or_above(std::string_view pointer) const {
    return any_in(pointer) || std::any_of(found_.begin(), found_.end(), [&](const ParseIssue& issue) {
             return pointer.starts_with(issue.pointer) && pointer.substr(issue.pointer.size()).starts_with('/');
           });
  }

  /// Whether the list at `pointer` may lack items: something is wrong in it, or a key may have been meant as its.
  [[nodiscard]] bool incomplete(std::string_view pointer) const {
    return any_in(pointer) || std::any_of(found_.begin(), found_.end(), [](const ParseIssue& issue) {
             return issue.expected == kUnknownKey && issue.pointer.rfind('/') == 0;
           });
  }

  [[nodiscard]] std::size_t size() const { return found_.size(); }

  template <class E = ParseError>
  void raise() {
    if (!found_.empty()) throw E(text::in_order(std::move(found_)));
  }

 private:
  std::string_view text_, file_;
  std::vector<ParseIssue> found_;
};

/// Offset of what the pointer names, or of the nearest above it that the document has.
[[nodiscard]] std::size_t offset_of(const text::JsonNode& root, std::string_view pointer);

/// What a message of the library says, as an issue of the document.
void add_refusal(const InvalidArgument& refusal, const text::JsonNode& root, const std::string& pointer,
                 Issues& issues);

/// What the compiler says of a model that stands in the document as a list of `lines` lines, each at its line.
void add_lines(const ParseError& error, std::size_t lines, const text::JsonNode& root, const std::string& pointer,
               Issues& issues);

}  // namespace foreplan::inline v0::io::internal
