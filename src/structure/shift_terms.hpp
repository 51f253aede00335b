#pragma once
#include <foreplan/structure/productivity.hpp>

#include <functional>
#include <string>
#include <string_view>

/// One decomposition on bare numbers, which productivity and other ratios share. Private: not installed.
namespace foreplan::inline v0::structure {

/// What the numbers are called in messages. Periods are 0, the first, and 1, the last.
struct LevelNames {
  std::string_view function{};
  std::string_view numerator{};    ///< "volume"
  std::string_view denominator{};  ///< "employment"
  std::function<std::string(std::size_t sector, int period)> place{};
  std::function<std::string(int period)> period_place{};
};

/// Fills all but names and periods. `result.sectors` is resized; storage that it has is used again.
/// @throws InvalidArgument  as `decompose_productivity`.
void decompose_levels(const ProductivityLevels& first, const ProductivityLevels& last, WithinShift convention,
                      const LevelNames& names, ShiftDecomposition& result);

/// Forms a sector's between and total from its parts, and the sums over sectors.
void add_up(ShiftDecomposition& result);

}  // namespace foreplan::inline v0::structure
