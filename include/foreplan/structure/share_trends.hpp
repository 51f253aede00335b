#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/core/frame.hpp>
#include <foreplan/export.hpp>
#include <foreplan/stats/var.hpp>
#include <foreplan/structure/log_ratios.hpp>
#include <foreplan/structure/matrix.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Trends of shares, continued with bands that stay inside (0, 1): shares become log ratios, these get a trend, and
/// every simulated path comes back as shares that sum to 1.
namespace foreplan::inline v0::structure {

/// Where the trend is straight. The three log ratios are linear maps of one another, which least squares does not mind:
/// they give the same shares and bands, and differ in what `rate` says.
enum class ShareSpace : std::uint8_t {
  alr,    ///< Log ratios to the last part.
  clr,    ///< Log ratios to the geometric mean.
  ilr,    ///< Pivot coordinates, `pivot_basis`.
  logit,  ///< log(s / (1 - s)) of each part by itself. They do not sum to 1 and are divided by their sum: see `sums`.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(ShareSpace) noexcept;

enum class ShareTrend : std::uint8_t {
  linear,                  ///< z_t = a + b t + u_t, errors independent: shares come back to the line.
  random_walk,             ///< z_t = z_(t-1) + u_t
  random_walk_with_drift,  ///< z_t = z_(t-1) + b + u_t: shares stay where shocks left them.
  vector_autoregression,   ///< Of the coordinates themselves, as `ShareTrendOptions::var` says.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(ShareTrend) noexcept;

struct ShareTrendOptions {
  ShareSpace space = ShareSpace::ilr;
  ShareTrend trend = ShareTrend::random_walk_with_drift;
  CompositionOptions composition{};  ///< What the frame holds, and what becomes of zeros.
  stats::VarOptions var{};           ///< For vector_autoregression.

  bool operator==(const ShareTrendOptions&) const = default;
};

struct ShareTrendFit {
  std::vector<std::string> parts{};
  Period last{};
  ShareSpace space = ShareSpace::ilr;
  ShareTrend trend = ShareTrend::random_walk_with_drift;
  /// b in the coordinates of `space`, per period, and its standard errors; empty unless linear or with drift.
  std::vector<double> rate{};
  std::vector<double> rate_errors{};
  std::vector<double> newest{};  ///< Coordinates of the last period, as fitted.
  Matrix basis{};                ///< Of the coordinates fitted, `pivot_basis`; empty for logits.
  stats::VarFit model{};         ///< Of the coordinates, or of their differences for random walks.

  [[nodiscard]] bool usable() const noexcept { return model.usable(); }
};

/// On all series of a frame.
/// @throws InvalidArgument  as `compositions` and `stats::fit_var` do; also for a history that leaves fewer than 2
///   degrees of freedom (4 periods are needed for linear and drift, 3 for a random walk), naming how many periods there
///   are.
[[nodiscard]] FOREPLAN_EXPORT ShareTrendFit fit_share_trend(const Frame& shares, const ShareTrendOptions& = {});

struct ShareForecastOptions {
  double coverage = 0.90;  ///< (0, 1)
  std::size_t draws = 10'000;
  std::uint64_t seed = 0;
  bool parameter_uncertainty = true;  ///< As in `stats::VarSimulateOptions`.
  bool keep_draws = false;
  Execution execution{};
};

/// Matrices have a row a period and a column a part.
struct ShareForecast {
  std::vector<std::string> parts{};
  Period start{};  ///< The period after the data.
  double coverage = 0.90;
  /// The forecast of the coordinates brought back, without simulation: the Aitchison centre. Sums to 1.
  Matrix centre{};
  Matrix mean{};    ///< Arithmetic mean of the draws: the expected share. Sums to 1.
  Matrix median{};  ///< Of the draws, part by part: does not sum to 1.
  Matrix lower{};   ///< Central interval of each part and period by itself.
  Matrix upper{};
  /// What the parts summed to before they were divided by it, mean over the draws, one a period: 1 but for logits.
  std::vector<double> sums{};
  std::size_t draws = 0;
  /// When kept, number (draw x horizon + step) x parts + part; each step of each draw sums to 1 within n units in the
  /// last place.
  std::vector<double> paths{};
};
/// The same bits for any number of threads. Cost O(draws x horizon x n^2), and memory for draws x horizon x n numbers.
/// @throws InvalidArgument  unless the fit is usable, 0 < coverage < 1, there are draws and steps, and at most 10^8
///   numbers. @throws Cancelled
[[nodiscard]] FOREPLAN_EXPORT ShareForecast predict(const ShareTrendFit&, std::size_t horizon,
                                                    const ShareForecastOptions& = {});

}  // namespace foreplan::inline v0::structure
