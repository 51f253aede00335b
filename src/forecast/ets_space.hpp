#pragma once
#include <foreplan/forecast/ets.hpp>

#include <cstddef>
#include <span>
#include <vector>

/// The search space of one form: which numbers are free, within what bounds, and where to begin.
namespace foreplan::inline v0::forecast {

/// The largest distance that parameters keep from the ends of the usual ranges.
inline constexpr double kInside = 1e-4;

[[nodiscard]] constexpr bool has_trend(const EtsForm& f) noexcept { return f.trend != EtsTrend::none; }
[[nodiscard]] constexpr bool is_damped(const EtsForm& f) noexcept {
  return f.trend == EtsTrend::additive_damped || f.trend == EtsTrend::multiplicative_damped;
}
[[nodiscard]] constexpr bool has_ratio_trend(const EtsForm& f) noexcept {
  return f.trend == EtsTrend::multiplicative || f.trend == EtsTrend::multiplicative_damped;
}
[[nodiscard]] constexpr bool has_season(const EtsForm& f) noexcept { return f.season != EtsSeason::none; }
/// Whether it needs values all > 0.
[[nodiscard]] constexpr bool needs_positive(const EtsForm& f) noexcept {
  return f.error == EtsError::multiplicative || has_ratio_trend(f) || f.season == EtsSeason::multiplicative;
}

/// Whether all roots of the characteristic polynomial of the additive model of this shape (Hyndman, Akram & Archibald
/// 2008) lie in the closed unit circle, within 1e-8. Values within `kInside` of an end count as inside.
[[nodiscard]] bool admissible(const EtsForm& form, std::size_t season_length, double alpha, double beta, double gamma,
                              double phi);

/// Free numbers u <-> parameters and initial states (the points of `EtsPass`). Under the usual bounds
///   alpha = u in its range, beta = lo + (min(alpha, cap) - lo) u, gamma = lo + (1 - alpha - lo) u, u in [0, 1],
/// so that the bounds are a box; states are measured in steps of the size of the data's changes, and the last seasonal
/// is what makes them sum to 0 (additive) or m (multiplicative).
class EtsSpace {
 public:
  /// @param columns  how many numbers stand behind those of the point, for a regression.
  EtsSpace(const EtsForm& form, std::size_t season_length, std::span<const double> y, const EtsOptions& options,
           std::size_t columns = 0);

  /// Number of parameters and states that are estimated.
  [[nodiscard]] std::size_t size() const noexcept { return lower_.size(); }
  /// How many of them, the first, are smoothing parameters.
  [[nodiscard]] std::size_t smoothing() const noexcept { return level_; }
  /// Where those of the regression begin; they are measured in `step()`.
  [[nodiscard]] std::size_t columns() const noexcept { return columns_; }
  [[nodiscard]] double step() const noexcept { return level_step_; }
  [[nodiscard]] const std::vector<double>& lower() const noexcept { return lower_; }
  [[nodiscard]] const std::vector<double>& upper() const noexcept { return upper_; }

  /// Writes the point of `u`.
  void point(std::span<const double> u, std::span<double> point) const;
  /// Grows without end towards the border of the admissible region, where that is a bound, and is infinite beyond; with
  /// its derivatives by the four parameters unless `by_point` is empty.
  [[nodiscard]] double barrier(std::span<const double> point, std::span<double> by_point) const;
  /// The derivatives by u from those by the point.
  void pull_back(std::span<const double> u, std::span<const double> by_point, std::span<double> by_u) const;
  /// How the point changes with each u, row by row of the point: `EtsTangents::seeds`.
  void seed(std::span<const double> u, std::span<double> rows, std::size_t stride) const;
  /// Starting values, of different smoothing parameters and the same states.
  [[nodiscard]] std::vector<std::vector<double>> starts() const;
  /// The same, one behind the other.
  [[nodiscard]] std::vector<double> start_rows() const;
  /// Takes the growth and the seasonals of a start half way to having none.
  void flatten(std::span<double> u) const;

 private:
  [[nodiscard]] double beta_top(double alpha) const;
  [[nodiscard]] double gamma_top(double alpha) const;
  void guess_states(std::span<const double> y);

  EtsForm form_;
  std::size_t m_ = 1;
  EtsOptions options_;
  bool wide_ = false;  ///< Admissible bounds alone: alpha, beta and gamma are themselves.
  std::size_t alpha_ = kNone, beta_ = kNone, gamma_ = kNone, phi_ = kNone, level_ = 0, growth_ = kNone,
              seasonals_ = kNone, columns_ = 0;  ///< Places in u.
  std::vector<double> lower_, upper_;
  double level0_ = 0, growth0_ = 0, level_step_ = 1, growth_step_ = 1, seasonal_step_ = 1;
  std::vector<double> seasonals0_;
  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
};

}  // namespace foreplan::inline v0::forecast
