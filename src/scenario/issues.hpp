#pragma once
#include <foreplan/core/errors.hpp>

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace foreplan::inline v0::scenario::detail {

struct Place {
  std::size_t line = 0, column = 0;  ///< From 1; columns in bytes.
};

/// What is wrong with a text, collected; each place is reported once, however often a loop comes by.
class Issues {
 public:
  static constexpr std::size_t kMost = 100;

  Issues(std::string_view text, std::string file);

  void add(std::size_t offset, std::string expected, std::string found = {}, std::string suggestion = {});
  [[nodiscard]] bool empty() const noexcept { return issues_.empty(); }
  [[nodiscard]] bool full() const noexcept { return issues_.size() >= kMost; }
  [[nodiscard]] Place place(std::size_t offset) const;
  /// @throws ParseError  in the order of the text, unless there is nothing.
  void raise() const;

 private:
  [[nodiscard]] std::string excerpt(std::size_t offset) const;

  std::string_view text_;
  std::string file_;
  std::vector<std::uint32_t> lines_;  ///< Where each line begins.
  std::set<std::size_t> places_;
  std::vector<std::pair<std::size_t, ParseIssue>> issues_;
};

}  // namespace foreplan::inline v0::scenario::detail
