#pragma once
#include "numeric/dispatch.hpp"

namespace foreplan::inline v0::numeric {

/// That of three tables which is the tier's.
template <class Table>
[[nodiscard]] constexpr const Table& of_tier(Tier tier, const Table& baseline, const Table& v3,
                                             const Table& v4) noexcept {
  switch (tier) {
    case Tier::baseline:
      break;
    case Tier::v3:
      return v3;
    case Tier::v4:
      return v4;
  }
  return baseline;
}

}  // namespace foreplan::inline v0::numeric
