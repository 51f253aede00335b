#pragma once
#include <foreplan/export.hpp>
#include <foreplan/structure/input_output.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// How much a sector pulls at those that supply it, and pushes those that it supplies. Conventions are many; the result
/// carries those that it was made under. A = flows by output of the buyer, B = flows by output of the seller,
/// L = (I - A)^-1, G = (I - B)^-1. Miller & Blair (2009), section 12.2, compares them.
namespace foreplan::inline v0::structure {

enum class LinkageReach : std::uint8_t {
  direct,  ///< Of one round, from A and B (Chenery & Watanabe 1958).
  total,   ///< Of all rounds, from L and G (Rasmussen 1956).
};
/// Backward linkages are column sums of A or L always; forward ones are row sums
enum class ForwardLinkage : std::uint8_t {
  ghosh,     ///< of B or G: by what one unit of primary input of the sector enables (Beyers 1976, Jones 1976).
  leontief,  ///< of A or L: by what one unit of final demand for every sector asks of it (Rasmussen 1956).
};
enum class LinkageScale : std::uint8_t {
  sums,        ///< As they are.
  normalised,  ///< By their mean over the sectors: 1 is average (Rasmussen's powers of dispersion).
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(LinkageReach) noexcept;
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(ForwardLinkage) noexcept;
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(LinkageScale) noexcept;

struct LinkageConvention {
  LinkageReach reach = LinkageReach::total;
  ForwardLinkage forward = ForwardLinkage::ghosh;
  LinkageScale scale = LinkageScale::normalised;

  bool operator==(const LinkageConvention&) const = default;
};

/// By both linkages against their means.
enum class LinkageRole : std::uint8_t {
  key,       ///< Both above the mean.
  backward,  ///< Only the backward one: it pulls.
  forward,   ///< Only the forward one: it pushes.
  weak,
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(LinkageRole) noexcept;

struct Linkages {
  std::vector<std::string> sectors{};
  LinkageConvention convention{};
  std::vector<double> backward{};
  std::vector<double> forward{};
  std::vector<LinkageRole> roles{};

  bool operator==(const Linkages&) const = default;
};

/// Cost: a factorisation and two solves for total linkages.
/// @throws InvalidArgument  as `input_coefficients` and `factor`.
[[nodiscard]] FOREPLAN_EXPORT Linkages linkages(const InputOutputTable&, const LinkageConvention& convention);

/// How evenly a linkage spreads: the coefficient of variation of the cells that it sums, with n - 1 in the variance
/// (Rasmussen 1956). A low one next to a high linkage marks a sector that moves all others alike. NaN where all cells
/// are zero.
struct LinkageSpread {
  std::vector<double> backward{};  ///< Of the columns of A or L.
  std::vector<double> forward{};   ///< Of the rows of B or G, or of A or L.

  bool operator==(const LinkageSpread&) const = default;
};
/// Cost: the whole inverse for total linkages. The scale plays no part.
/// @throws InvalidArgument  as `linkages`; for fewer than two sectors.
[[nodiscard]] FOREPLAN_EXPORT LinkageSpread linkage_spread(const InputOutputTable&, LinkageReach reach,
                                                           ForwardLinkage forward);

}  // namespace foreplan::inline v0::structure
