#pragma once
#include <functional>

namespace foreplan::inline v0::growth::internal {

/// Where `excess`, negative at `inside`, passes zero on the way in one direction (1 or -1), by steps that grow. An
/// excess that is not finite counts as `large`. It may depend on what was asked before, as that of a warm-started search
/// does: no place is asked twice. Where it stays negative: `bound` if that is met, or else infinity.
[[nodiscard]] double profile_end(const std::function<double(double)>& excess, double inside, double step,
                                 double direction, double bound, double large);

}  // namespace foreplan::inline v0::growth::internal
