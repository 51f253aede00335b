#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/export.hpp>
#include <foreplan/stats/forecaster.hpp>
#include <foreplan/stats/rolling_origins.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Several models as one (Bates & Granger 1969; Timmermann 2006). The result is a `stats::Forecaster` like its members,
/// so that combinations combine.
///
///   const auto model = combine("ets and theta", {ets, theta});
///   const auto next = stats::predict(model.fit(y, 12), 12, {0.05, 0.95});
///
/// Quantiles are combined as the points are, level by level (Vincentisation, which Lichtendahl, Grushka-Cockayne &
/// Winkler 2013 prefer to averaged probabilities), and then put in order.
namespace foreplan::inline v0::forecast {

enum class Weighting : std::uint8_t {
  mean,     ///< The same weight for each.
  median,   ///< Of each period and level by itself; of an even number, the mean of the middle two.
  trimmed,  ///< Of each period and level by itself, the mean of what is left without the lowest and the highest.
  /// w_i proportional to 1 / error_i^power, the errors over rolling origins. Members without any error share all.
  inverse_error,
  /// The w >= 0 of sum 1 that minimise mean (y - sum w_i f_i)^2 / s + ridge sum (w_i - 1 / k)^2 over rolling origins, s
  /// the mean of the k members' mean squared errors (stacking: Breiman 1996, with the sum held).
  stacked,
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(Weighting) noexcept;

/// Over all origins and steps ahead together.
enum class CombinationError : std::uint8_t {
  mean_squared,   ///< Mean e^2, units of y^2.
  mean_absolute,  ///< Mean |e|, units of y.
};

struct CombinationOptions {
  Weighting weighting = Weighting::mean;
  /// [0, 0.5); share of `trimmed` left out at each side: of k members the floor(share x k) lowest and as many highest.
  double trimmed_share = 0.2;
  CombinationError error = CombinationError::mean_squared;  ///< Of `inverse_error`.
  double power = 1;                                         ///< > 0, at most 100; of `inverse_error`.
  double ridge = 0.1;                                       ///< >= 0; of `stacked`, towards equal weights.
  stats::RollingOrigins origins{};                          ///< Of `inverse_error` and `stacked`.
  std::size_t fewest_origins = 3;                           ///< >= 1; with fewer, weights are equal.
  Execution execution{};  ///< A unit is a member. Results are the same for any number of threads.
};

/// Weights of members for one series, in the order of the members.
struct CombinationWeights {
  std::vector<std::string> names{};
  std::vector<double> weights{};  ///< >= 0, adding up to 1.
  std::vector<double> errors{};   ///< By `options.error`; NaN where there is none, infinite beyond doubles' range.
  std::vector<std::string> failures{};  ///< Why a member has no weight, which is its first failure; else empty.
  std::size_t origins = 0;              ///< That were compared.
  std::string fallback{};               ///< Why weights are equal although others were asked for; else empty.

  bool operator==(const CombinationWeights&) const = default;
};

/// Members are compared where all of them have finite points and y is known: an origin and step that one cannot answer
/// counts for none. A member that answers at no origin has no weight. `mean`, `median` and `trimmed` compare nothing:
/// equal weights, no errors. Cost: as `rolling_outlooks` for each member.
/// @throws InvalidArgument  without members, for one without `fit`, for two of one name, for options out of range.
/// @throws Cancelled
[[nodiscard]] FOREPLAN_EXPORT CombinationWeights combination_weights(const std::vector<stats::Forecaster>& members,
                                                                     std::span<const double> y,
                                                                     std::size_t season_length,
                                                                     const CombinationOptions& options = {});

/// Members combined. Those that throw an `Error`, or whose points are not finite over the `origins.horizon` periods
/// after the series, are left out. `Fitted::model` says what was combined and with which weights, who was left out and
/// why, and whether equal weights stand for those asked for: "stacked 0.71 ETS(A,N,N) + 0.29 theta; without arima:
/// ...".
///
/// A period that a member has no finite point for is combined of the others; so are its quantiles without the members
/// that do not know all of them. Where nobody does they are NaN. `usable` when every member that has weight is;
/// `update` when every such member can, weights as they are.
///
/// `fit` throws InvalidArgument, with the first member's reason, when all are left out.
/// @throws InvalidArgument  as `combination_weights`, and for an empty name.
[[nodiscard]] FOREPLAN_EXPORT stats::Forecaster combine(std::string name, std::vector<stats::Forecaster> members,
                                                        const CombinationOptions& options = {});

}  // namespace foreplan::inline v0::forecast
