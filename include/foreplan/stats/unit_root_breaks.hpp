#pragma once
#include <foreplan/export.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

/// A unit root against a trend that breaks once, at a date that is not known (Zivot & Andrews 1992).
///
///   y_t - y_(t-1) = mu + beta t + theta DU_t(b) + gamma DT_t(b) + rho y_(t-1)
///                   + c_1 (y_(t-1) - y_(t-2)) + ... + c_k (y_(t-k) - y_(t-k-1)) + e_t
///
/// DU_t(b) is 1 from index b on and 0 before, DT_t(b) is 1, 2, ... from b on and 0 before; `BreakingPart` says which of
/// the two are there. The statistic is the least t of rho over all b. n is the number of values, all finite.
namespace foreplan::inline v0::stats {

enum class BreakingPart : std::uint8_t {
  intercept,  ///< DU: model A, a change of the level.
  trend,      ///< DT: model B, a change of the slope.
  both,       ///< Model C.
};

struct ZivotAndrewsOptions {
  BreakingPart part = BreakingPart::intercept;
  /// [0, 0.4]: b leaves at least floor(trimming n) values on both sides. With 0 it is every b for which the columns are
  /// independent.
  double trimming = 0.15;
  /// k, < n / 3, for every b. Unset: that of `adf_test` with a trend, by AIC without a break. (The paper chooses it
  /// anew for each b.)
  std::optional<std::size_t> lags{};
};

struct ZivotAndrewsResult {
  double statistic = 0;
  double p_value = 0;  ///< Between the paper's quantiles by straight lines; in [0.01, 0.99].
  double critical_1 = 0, critical_5 = 0, critical_10 = 0;
  std::size_t index = 0;  ///< b of the least t: the first value, from 0, of the later regime.
  std::size_t lags = 0;
  std::size_t observations = 0;  ///< n - 1 - k

  bool operator==(const ZivotAndrewsResult&) const = default;
};

/// The null hypothesis is a unit root with drift and no break: it is rejected below the critical value. Quantiles are
/// the asymptotic ones of the paper's tables 2 to 4. A zero residual sum gives -infinity.
/// Cost: O(n^2 (k + 5)^2).
/// @throws InvalidArgument  for values that are not finite or all equal; too few of them; options out of range.
[[nodiscard]] FOREPLAN_EXPORT ZivotAndrewsResult zivot_andrews_test(std::span<const double> y,
                                                                    const ZivotAndrewsOptions& = {});

}  // namespace foreplan::inline v0::stats
