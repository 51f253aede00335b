#pragma once
#include <foreplan/forecast/ets.hpp>

#include <cstddef>
#include <span>
#include <vector>

/// One pass over a series by the recursion of forecast/ets.hpp, and one back for the gradient.
namespace foreplan::inline v0::forecast {

/// Parameters and states in the order of gradients: alpha, beta, gamma, phi, level, growth, then m seasonals, that of
/// the first period first. What a form lacks is there but not read.
inline constexpr std::size_t kAlpha = 0, kBeta = 1, kGamma = 2, kPhi = 3, kLevel = 4, kGrowth = 5, kSeasonals = 6;

/// The logarithm of a product of forecasts is taken after so many periods, or earlier where it goes out of range.
inline constexpr std::size_t kLogarithmsEvery = 64;

/// One period's recursion to first order: how changes (d) of states and parameters move on. With p the growth carried
/// on and q the level expected of forecast/ets.hpp,
///   dp = growth db + power dphi                        dq = level dl + carried dp
///   dl <- level_q dq + level_s ds + level_alpha dalpha
///   db <- dp + growth_q dq + growth_s ds + growth_l dl + growth_beta dbeta
///   ds <- season_q dq + season_s ds + season_gamma dgamma
///   de = error_q dq + error_s ds                       dlog|f| = log_q dq + log_s ds      (0 where y is missing)
/// What a form lacks is not set.
struct EtsStep {
  double growth, power, level, carried;
  double level_q, level_s, level_alpha;
  double growth_q, growth_s, growth_l, growth_beta;
  double season_q, season_s, season_gamma;
  double error_q, error_s, log_q, log_s;
  double residual;  ///< e
};

class EtsPass {
 public:
  /// @param y  NaN where missing; outlives the pass.
  EtsPass(const EtsForm& form, std::size_t season_length, std::span<const double> y);

  /// How many numbers a point has: 6, and m with seasons.
  [[nodiscard]] std::size_t size() const noexcept { return kSeasonals + seasons_; }
  [[nodiscard]] std::size_t seasons() const noexcept { return seasons_; }
  [[nodiscard]] std::span<const double> data() const noexcept { return work_.y; }
  [[nodiscard]] double observations() const noexcept { return count_; }
  /// Sums of squares count at least so much: the rounding of the data.
  [[nodiscard]] double least_squares() const noexcept { return work_.floor; }

  /// log(SSE) + (2 / n) sum of log |f| for multiplicative errors; infinite where a multiplicative part is not positive.
  /// SSE counts nothing below the rounding of the data.
  double value(std::span<const double> point);
  /// The same, with its derivatives.
  double value(std::span<const double> point, std::span<double> gradient);

  /// Linearises the last pass, which must have been finite: a step for each period, and SSE.
  double linearise(std::span<EtsStep> steps);

  /// Of the last pass without a gradient: its forecasts, and the states at its end, seasonals that of the next period
  /// first.
  [[nodiscard]] std::span<const double> forecasts() const noexcept { return std::span(history_).first(work_.y.size()); }
  [[nodiscard]] EtsState last() const;

  /// Implementation: the recursion of one form.
  struct Work;
  using Forward = double (*)(Work&);
  using Backward = void (*)(Work&);
  using Linearise = void (*)(const Work&, EtsStep*);
  struct Work {
    std::span<const double> y;
    std::size_t seasons = 0;
    double floor = 0;  ///< Least SSE.
    double count = 0;
    const double* point = nullptr;
    double* gradient = nullptr;
    double squares = 0;
    double level = 0, growth = 0;
    /// Of each period, before it: level, growth, growth carried on, seasonal, forecast.
    double *levels = nullptr, *growths = nullptr, *carried = nullptr, *seasonals = nullptr, *forecasts = nullptr;
    double* ring = nullptr;  ///< The m seasonals now, by period mod m; on the way back their adjoints.
  };

 private:
  void begin(std::span<const double> point);

  EtsForm form_;
  std::size_t seasons_ = 0;
  double count_ = 0;
  std::vector<double> history_, ring_;  ///< What `Work` has of each period, the forecasts first; the seasonals.
  Work work_;
  Forward forward_ = nullptr;
  Backward backward_ = nullptr;
  Linearise linearise_ = nullptr;
};

}  // namespace foreplan::inline v0::forecast
