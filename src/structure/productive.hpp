#pragma once
#include <foreplan/structure/matrix.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Which sectors are at fault when I - M has no use. Only asked when something is wrong: the work of many products.
namespace foreplan::inline v0::structure {

/// The largest eigenvalue of M >= 0, by a thousand rounds of the power method.
[[nodiscard]] double spectral_radius(const SparseMatrix& m);
/// @throws InvalidArgument  for `function`, always: M >= 0 has a spectral radius of 1 or more, and the sectors named
/// take
///   part in the eigenvector of it, on both sides.
[[noreturn]] void fail_unproductive(std::string_view function, const SparseMatrix& m,
                                    const std::vector<std::string>& sectors);
/// Names of the sectors with the most `part` in something, the first few, down to a millionth of the largest part.
[[nodiscard]] std::string leading_sectors(std::span<const double> part, const std::vector<std::string>& sectors);
/// "industry" in quotes, or "sector 3" where there are no names.
[[nodiscard]] std::string sector_name(const std::vector<std::string>& sectors, std::size_t i);

}  // namespace foreplan::inline v0::structure
