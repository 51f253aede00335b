#pragma once
#include <foreplan/forecast/ces.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "numeric/damped_model.hpp"

/// The recursion of forecast/ces.hpp.
namespace foreplan::inline v0::forecast {

/// a0, a1, b0, b1
using CesParameters = std::array<double, 4>;

/// Where the numbers of a state stand: levels, their potentials, seasonals, their potentials. Each season has a place
/// of its own, that of the first value first, whatever the time.
struct CesShape {
  CesSeason season = CesSeason::none;
  std::size_t m = 1;

  [[nodiscard]] std::size_t lag() const noexcept { return season == CesSeason::simple ? m : 1; }
  [[nodiscard]] bool joint() const noexcept { return season == CesSeason::partial || season == CesSeason::full; }
  [[nodiscard]] std::size_t size() const noexcept {
    return 2 * lag() + (joint() ? m : 0) + (season == CesSeason::full ? m : 0);
  }
  /// Smoothing parameters.
  [[nodiscard]] std::size_t smoothing() const noexcept {
    return season == CesSeason::full ? 4 : season == CesSeason::partial ? 3 : 2;
  }
  /// States that are free to be estimated.
  [[nodiscard]] std::size_t free_states() const noexcept {
    return season == CesSeason::full ? 2 * m : season == CesSeason::partial ? m + 1 : 2 * lag();
  }
  /// Coefficients, constant first and leading 1, of the polynomial whose roots are the eigenvalues of the transition
  /// less persistence times measurement; in the simple form their m-th powers.
  template <class T>
  [[nodiscard]] std::vector<T> characteristic(const std::array<T, 4>& p) const;
};

/// x^2 - (2 - a0) x + 2 - a0 - a1 backwards, and the same of the transition less persistence times measurement.
template <class T>
struct ComplexSmoothing {
  std::array<T, 3> moving, smoothed;
  ComplexSmoothing(const T& a0, const T& a1)
      : moving{T(1.0), a0 - 2.0, 2.0 - a0 - a1},
        smoothed{T(1.0), 2.0 * a0 - a1 - 2.0, a0 * (a0 - 3.0) + a1 * (a1 - 1.0) + 2.0} {}
};

template <class T>
std::vector<T> CesShape::characteristic(const std::array<T, 4>& p) const {
  const ComplexSmoothing<T> level(p[0], p[1]);
  const std::size_t degree = 2 + (joint() ? m : 0) + (season == CesSeason::full ? m : 0);
  std::vector<T> c(degree + 1);
  const auto add = [&](std::size_t power, const T& x) { c[degree - power] = c[degree - power] + x; };
  for (std::size_t k = 0; k < 3; ++k) add(k, level.smoothed[k]);
  if (season == CesSeason::partial)
    for (std::size_t k = 0; k < 3; ++k) add(m + k, p[2] * level.moving[k] - level.smoothed[k]);
  if (season == CesSeason::full) {
    const ComplexSmoothing<T> seasonal(p[2], p[3]);
    for (std::size_t j = 1; j < 3; ++j)
      for (std::size_t k = 0; k < 3; ++k)
        add(j * m + k,
            level.smoothed[k] * seasonal.moving[j] + level.moving[k] * (seasonal.smoothed[j] - seasonal.moving[j]));
  }
  return c;
}

/// Walks `count` steps from time `from` on, or back to it from its other end, of a state `x` in place. `innovation` is
/// asked error(t, forecast) once for each period.
template <CesSeason season, class T, class Innovation>
void walk_form(std::size_t m, const std::array<T, 4>& p, T* x, std::size_t from, std::size_t count, bool backwards,
               Innovation&& innovation) {
  constexpr bool kSimple = season == CesSeason::simple, kFull = season == CesSeason::full;
  constexpr bool kJoint = season == CesSeason::partial || kFull;
  const std::size_t lag = kSimple ? m : 1;
  const T potential_out = p[1] - 1.0, potential_kept = 1.0 - p[0], to_level = p[0] - p[1], to_potential = p[0] + p[1];
  const T season_out = p[3] - 1.0, season_kept = 1.0 - p[2];
  const T to_season = kFull ? p[2] - p[3] : p[2], to_season_potential = p[2] + p[3];
  T* const seasonals = x + 2 * lag;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t t = backwards ? from + count - 1 - i : from + i;
    const std::size_t place = kSimple || kJoint ? t % m : 0, k = kSimple ? place : 0;
    const T l = x[k], c = x[lag + k];
    T forecast = l;
    if constexpr (kJoint) forecast = forecast + seasonals[place];
    const T e = innovation(t, forecast);
    x[k] = l + potential_out * c + to_level * e;
    x[lag + k] = l + potential_kept * c + to_potential * e;
    if constexpr (kJoint) {
      const T s = seasonals[place];
      seasonals[place] = s + to_season * e;
      if constexpr (kFull) {
        const T g = seasonals[m + place];
        seasonals[place] = seasonals[place] + season_out * g;
        seasonals[m + place] = s + season_kept * g + to_season_potential * e;
      }
    }
  }
}

template <class T, class Innovation>
void walk_ces(const CesShape& shape, const std::array<T, 4>& p, T* x, std::size_t from, std::size_t count,
              bool backwards, Innovation&& innovation) {
  switch (shape.season) {
    case CesSeason::none:
      return walk_form<CesSeason::none>(shape.m, p, x, from, count, backwards, innovation);
    case CesSeason::simple:
      return walk_form<CesSeason::simple>(shape.m, p, x, from, count, backwards, innovation);
    case CesSeason::partial:
      return walk_form<CesSeason::partial>(shape.m, p, x, from, count, backwards, innovation);
    case CesSeason::full:
      return walk_form<CesSeason::full>(shape.m, p, x, from, count, backwards, innovation);
  }
}

/// The sum of squares of one form as a function of the smoothing parameters alone. Nothing is allocated after
/// construction, but for the joint forms with nearly dependent states.
class CesSquares {
 public:
  /// @param y  of the size of 1, NaN where missing.
  CesSquares(const CesShape& shape, std::span<const double> y, CesInitial initial);

  /// log(SSE + what rounding leaves of the data); not finite where the recursion is not.
  double value(const CesParameters& p);
  /// At the parameters of the last value.
  [[nodiscard]] std::span<const double> initial() const noexcept { return initial_; }
  [[nodiscard]] std::span<const double> residuals() const noexcept { return errors_; }  ///< 0 where y is missing.
  [[nodiscard]] double squares() const noexcept { return squares_; }                    ///< SSE + what rounding leaves.
  /// How the residuals change with each parameter, n numbers for each, when the initial states are what they are
  /// (backcast) or all but (estimated): Kaufman's (1975) Jacobian of separable least squares.
  [[nodiscard]] std::span<const double> tangents(const CesParameters& p);

 private:
  void guess_states();
  /// Fills the tangents by the first N parameters at given initial states.
  template <std::size_t N>
  void differentiate(const CesParameters& p);
  void set_responses(const CesParameters& p);
  /// Takes what the columns of responses explain out of v; their coefficients, for which the residuals lose it.
  void project(std::span<double> v, std::span<double> coefficients, bool first);
  void project_seasons(std::span<double> v, std::span<double> coefficients) const;

  CesShape shape_;
  std::span<const double> y_;
  CesInitial initial_kind_;
  bool gaps_ = false;
  double floor_ = 0, squares_ = 0;
  std::vector<double> guess_, initial_, state_, errors_, tangents_;
  std::vector<double> responses_;  ///< What a unit of each state adds to the residuals, one column after another.
  std::vector<double> squares_of_, shares_, rest_of_;  ///< For each season of levels and potentials.
  std::vector<double> gram_, step_, ones_;
  std::vector<std::size_t> all_;
  numeric::DampedModel model_;
};

}  // namespace foreplan::inline v0::forecast
