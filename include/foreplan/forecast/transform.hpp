#pragma once
#include <foreplan/export.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>

/// Transformations that make a series suit a model: fitted on the transformed scale, answered on the series' own.
///
///   fit_ets(sales, {.transform = box_cox()});             // lambda chosen from the data
///   fit_theta(share, {.transform = between(0, 1)});       // forecasts and intervals never leave (0, 1)
namespace foreplan::inline v0::forecast {

enum class TransformKind : std::uint8_t {
  none,
  /// z = (y^lambda - 1) / lambda, log y for lambda = 0 (Box & Cox 1964). For lambda > 0 negative values are carried as
  /// (sign(y) |y|^lambda - 1) / lambda (Bickel & Doksum 1981). Values below some 1e-10 lose their digits to the 1: let
  /// them have a smaller unit.
  box_cox,
  /// z = log((y - floor) / (ceiling - y)); without a ceiling log(y - floor), without a floor -log(ceiling - y).
  bounded,
};

/// How an unset lambda is found.
enum class LambdaChoice : std::uint8_t {
  /// The lambda in [lower, upper] for which standard deviations over (means of subseries)^(1 - lambda) vary least, by
  /// their coefficient of variation (Guerrero 1993). Subseries are of one season, or of two values without one.
  guerrero,
  /// The lambda in [lower, upper] of largest profile likelihood of a linear trend with season dummies, errors normal
  /// and of one variance on the transformed scale.
  likelihood,
};

struct Transform {
  TransformKind kind = TransformKind::none;
  std::optional<double> lambda{};  ///< For `box_cox`; unset: estimated, and set in the fit.
  LambdaChoice choice = LambdaChoice::guerrero;
  double lower = -1;  ///< Where lambda is looked for: [-5, 5].
  double upper = 2;
  double floor = -std::numeric_limits<double>::infinity();  ///< For `bounded`; at least one of the two is finite.
  double ceiling = std::numeric_limits<double>::infinity();

  bool operator==(const Transform&) const = default;
};

[[nodiscard]] FOREPLAN_EXPORT Transform box_cox(std::optional<double> lambda = {}) noexcept;
[[nodiscard]] FOREPLAN_EXPORT Transform log_transform() noexcept;  ///< Box-Cox with lambda = 0.
[[nodiscard]] FOREPLAN_EXPORT Transform above(double floor) noexcept;
[[nodiscard]] FOREPLAN_EXPORT Transform below(double ceiling) noexcept;
[[nodiscard]] FOREPLAN_EXPORT Transform between(double floor, double ceiling) noexcept;

/// The transformation with lambda set, from the values that are not missing. Where the data say nothing (fewer than two
/// whole subseries, all of one mean) lambda is 1.
/// @param season_length  >= 1.
/// @throws InvalidArgument  for values outside the transformation's domain, naming value and index (infinite, or not
///   positive with a lambda <= 0 to choose from, or not strictly between the bounds); bounds or lambda out of range.
[[nodiscard]] FOREPLAN_EXPORT Transform resolved(const Transform&, std::span<const double> y,
                                                 std::size_t season_length = 1);

/// One value there and back; NaN stays NaN. With lambda < 0 no y is as far as z >= -1 / lambda: it comes back as
/// infinity, which forecasts answer as the largest double.
/// @throws InvalidArgument  for an unset lambda; `transformed` too for a value outside the domain.
[[nodiscard]] FOREPLAN_EXPORT double transformed(const Transform&, double y);
[[nodiscard]] FOREPLAN_EXPORT double restored(const Transform&, double z);

/// E[restored(Z)] for Z normal, to ten digits by quadrature where there is no formula; the median is `restored(mean)`.
/// Infinite where the expectation is (lambda < 0, variance > 0), NaN for a NaN.
/// @throws InvalidArgument  for a negative variance, an unset lambda.
[[nodiscard]] FOREPLAN_EXPORT double restored_mean(const Transform&, double mean, double variance);

}  // namespace foreplan::inline v0::forecast
