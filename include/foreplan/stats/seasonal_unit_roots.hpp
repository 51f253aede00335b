#pragma once
#include <foreplan/export.hpp>
#include <foreplan/stats/unit_roots.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

/// Unit roots at each of a season's frequencies: Hylleberg, Engle, Granger & Yoo (1990) for quarters, Beaulieu & Miron
/// (1993) for months.
///
/// 1 - B^m has a root at each of the frequencies 2 pi k / m, k = 0, ..., m / 2 (a pair of complex ones but for the
/// first and the last). The test regression is
///
///   y_t - y_(t-m) = deterministic part + pi_1 x_0 + pi_2 x_(m/2) + sum over the others of (a_k c_k + b_k s_k)
///                   + d_1 (y_(t-1) - y_(t-1-m)) + ... + e_t
///
/// with c_k the sum over j = 1, ..., m of cos(2 pi k j / m) y_(t-j), s_k that of sines, x_0 = c_0 and x_(m/2) =
/// c_(m/2). Where there is a root its coefficients are zero.
namespace foreplan::inline v0::stats {

struct HegyOptions {
  Deterministic deterministic = Deterministic::constant;
  bool seasonal_dummies = true;  ///< Only with a constant or trend.
  /// Of y_t - y_(t-m). Unset: the number from 0 to m of least AIC (fewer in short series), all over the same
  /// observations.
  std::optional<std::size_t> lags{};
};

/// What one frequency's test says. A unit root there is rejected by a low p.
struct SeasonalFrequency {
  std::size_t cycles = 0;  ///< k, a season: 0 is the root 1, m / 2 the root -1.
  double statistic = 0;    ///< t, low where there is no root, at 0 and m / 2; F of both coefficients, high, elsewhere.
  double p_value = 0;      ///< Between the table's 1, 2.5, 5 and 10 % by straight lines; 0.01 and 0.1 beyond.
  double critical_1 = 0, critical_5 = 0, critical_10 = 0;

  bool operator==(const SeasonalFrequency&) const = default;
};

struct HegyResult {
  std::vector<SeasonalFrequency> frequencies{};  ///< m / 2 + 1 of them, by `cycles`.
  std::size_t lags = 0;
  std::size_t observations = 0;  ///< That the regression is over.

  bool operator==(const HegyResult&) const = default;
};

/// Critical values are those of the papers' tables, 48, 100, 136 and 200 observations for quarters, 240, 480 and
/// infinitely many for months; between them by straight lines in one over the observations, beyond them those of the
/// nearest. Those for quarters look like quantiles of t with the residual sum over the observations: for short series
/// the test is a little on the careful side.
/// Where y leaves nothing to estimate a frequency's coefficients from, t is infinite and F zero: no root is rejected.
/// @param season_length  m: 4 or 12, for which there are tables.
/// @throws InvalidArgument  for values that are not finite or all equal; too few of them for the regression; another
///   season length; dummies without a constant.
[[nodiscard]] FOREPLAN_EXPORT HegyResult hegy_test(std::span<const double> y, std::size_t season_length,
                                                   const HegyOptions& = {});

}  // namespace foreplan::inline v0::stats
