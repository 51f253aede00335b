#pragma once
#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

namespace foreplan::inline v0::plan::internal {

/// Numbers names in the order in which they come; a lookup costs a hash and a comparison or two. The names must outlive
/// it.
class NameIndex {
 public:
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  explicit NameIndex(std::size_t expected = 0) {
    names_.reserve(expected);
    resize(expected);
  }

  [[nodiscard]] std::size_t find(std::string_view name) const noexcept {
    const std::size_t at = slots_[slot(name)];
    return at == 0 ? kNone : at - 1;
  }
  /// False when the name is there already.
  bool insert(std::string_view name) {
    if (2 * (names_.size() + 1) > slots_.size()) resize(2 * names_.size() + 1);
    std::size_t& at = slots_[slot(name)];
    if (at != 0) return false;
    names_.push_back(name);
    at = names_.size();
    return true;
  }
  [[nodiscard]] const std::vector<std::string_view>& names() const noexcept { return names_; }

 private:
  /// Where the name is, or would be: slots hold places from 1, and are taken in turn from the hash on.
  [[nodiscard]] std::size_t slot(std::string_view name) const noexcept {
    std::size_t i = std::hash<std::string_view>{}(name) & (slots_.size() - 1);
    while (slots_[i] != 0 && names_[slots_[i] - 1] != name) i = (i + 1) & (slots_.size() - 1);
    return i;
  }
  void resize(std::size_t names) {
    std::size_t size = 8;
    while (size < 2 * (names + 1)) size *= 2;
    slots_.assign(size, 0);
    for (std::size_t k = 0; k < names_.size(); ++k) slots_[slot(names_[k])] = k + 1;
  }

  std::vector<std::string_view> names_;
  std::vector<std::size_t> slots_;  ///< A power of two, at most half of them taken.
};

}  // namespace foreplan::inline v0::plan::internal
