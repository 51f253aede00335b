#pragma once
#include <foreplan/structure/lmdi.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// The decomposition itself, for all that call it. Private: not installed.
namespace foreplan::inline v0::structure {

/// Who asks, and what the places of the two matrices are called in messages; indices where names are empty.
struct LmdiPlace {
  static constexpr std::size_t kAll = static_cast<std::size_t>(-1);

  std::string_view function{};
  std::vector<std::string> sectors{}, factors{};
  std::string first{}, last{};  ///< The periods.

  [[nodiscard]] std::string at(std::size_t sector, std::size_t factor, bool late) const;
};
[[nodiscard]] Lmdi decompose(const Matrix& first, const Matrix& last, const LmdiOptions&, const LmdiPlace&);
/// Aggregates and factors' sums from `terms`, `sector_first` and `sector_last`.
void sum_terms(Lmdi&);

}  // namespace foreplan::inline v0::structure
