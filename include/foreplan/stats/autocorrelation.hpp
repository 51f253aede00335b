#pragma once
#include <foreplan/core/series.hpp>
#include <foreplan/export.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

/// How values follow one another: autocorrelations, partial ones, and correlations of one series with another's past.
///
///   const auto r = autocorrelations(residuals);
///   for (std::size_t k = 1; k < r.values.size(); ++k)
///     if (std::abs(r.values[k]) > r.band) ...               // white noise would pass it in 5 of 100 lags
///
/// Results do not depend on the unit. Of a series that does not vary they are NaN, beyond lag 0 of one with itself.
namespace foreplan::inline v0::stats {

/// What is done with a missing value (NaN).
enum class MissingPairs : std::uint8_t {
  refuse,
  /// A lag's sum is over the pairs of which both are known, divided by their number + lag (all that n would be with
  /// nothing missing), so that far lags do not grow; means are of known values. NaN for a lag without any pair. The
  /// autocorrelations of such sums may be those of no process: partial ones are NaN from where they would leave
  /// [-1, 1].
  skip,
};

/// What the sum of products of lag k is divided by; the correlation is that over the same of lag 0.
enum class LagDivisor : std::uint8_t {
  observations,  ///< n: "biased", smaller in error, and always the autocorrelations of some process.
  pairs,         ///< n - k (with missing values, the pairs): "adjusted"; may pass 1.
};

struct AutocorrelationOptions {
  std::optional<std::size_t> lags{};  ///< Up to n - 1. Unset: the whole part of 10 log10(n), at most n - 1.
  bool centred = true;                ///< Whether means are taken off; residuals have none to take.
  LagDivisor divisor = LagDivisor::observations;
  MissingPairs missing = MissingPairs::refuse;
  double coverage = 0.95;  ///< (0, 1), of the bands.
};

struct Autocorrelations {
  std::size_t observations{};    ///< n, known ones.
  std::vector<double> values{};  ///< [k] of lag k; 1 at lag 0.
  double band{};                 ///< +- z / sqrt(n): where those of white noise stay.
  /// [k]: +- z sqrt((1 + 2 (r_1^2 + ... + r_(k-1)^2)) / n), where that of lag k stays if the process is a moving
  /// average of order k - 1 (Bartlett 1946); 0 at lag 0. Empty for partial ones.
  std::vector<double> bartlett{};
};

/// r_k = c_k / c_0, c_k the mean over t of (y_t - mean)(y_(t-k) - mean). O(n lags).
/// @throws InvalidArgument  (all of this header) for fewer than two known values, infinite ones, options out of range.
[[nodiscard]] FOREPLAN_EXPORT Autocorrelations autocorrelations(std::span<const double> y,
                                                                const AutocorrelationOptions& = {});

/// The last coefficient of the autoregression of order k that the autocorrelations imply, by the recursion of Durbin
/// (1960) and Levinson (1947); 1 at lag 0. White noise stays in the same band (Quenouille 1949).
[[nodiscard]] FOREPLAN_EXPORT Autocorrelations partial_autocorrelations(std::span<const double> y,
                                                                        const AutocorrelationOptions& = {});

struct CrossCorrelations {
  std::size_t observations{};    ///< n, where both are known.
  std::size_t lags{};            ///< K
  std::vector<double> values{};  ///< Of lags -K, ..., 0, ..., K.
  double band{};                 ///< +- z / sqrt(n), for series one of which is white noise.

  [[nodiscard]] double at(std::ptrdiff_t lag) const {
    return values[static_cast<std::size_t>(lag + static_cast<std::ptrdiff_t>(lags))];
  }
};
/// At lag k of x_(t+k) with y_t, over the two standard deviations: at k < 0, x leads y.
/// @throws InvalidArgument  also unless they are of one length.
[[nodiscard]] FOREPLAN_EXPORT CrossCorrelations cross_correlations(std::span<const double> x, std::span<const double> y,
                                                                   const AutocorrelationOptions& = {});

}  // namespace foreplan::inline v0::stats
