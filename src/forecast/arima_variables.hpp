#pragma once
#include <foreplan/forecast/arima.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace foreplan::inline v0::forecast {

/// Coefficients as functions of what is searched: phi and Phi of the hyperbolic angles of their partial
/// autocorrelations (r = tanh x); theta and Theta, signs turned, of angles (r = sin x). Likelihoods are even around a
/// root on the unit circle, so that their slope by a partial autocorrelation is zero at its bound, where a search would
/// stay; by angles there is no bound.
class ArimaVariables {
 public:
  explicit ArimaVariables(const ArimaOrder& order);

  [[nodiscard]] std::size_t size() const { return partials_.size(); }
  [[nodiscard]] std::vector<double> bounds(double sign) const;
  void coefficients(std::span<const double> x, std::span<double> c);
  /// After `coefficients` at the same place: derivatives by coefficients become those by the variables.
  void pull_back(std::span<const double> x, std::span<double> gradient) const;

  /// Point i of a sequence that fills the space evenly: multiples of powers of the root of x^(k+1) = x + 1 (Roberts
  /// 2018).
  [[nodiscard]] std::vector<double> spread(std::size_t i) const;
  /// Point i of a sequence of places with a pair of AR roots near the unit circle and MA roots at about its frequency:
  /// ridges, on which the two nearly cancel, that are narrow but can be high. Seasonal polynomials are those at `like`.
  [[nodiscard]] std::vector<double> cycle(std::size_t i, std::span<const double> like);
  /// The largest difference between the arcsines of two places' partial autocorrelations.
  [[nodiscard]] double distance(std::span<const double> x, std::span<const double> y) const;
  /// The place of another order's coefficients, those that it has not being zero.
  [[nodiscard]] std::vector<double> near(const ArimaOrder& other, std::span<const double> coefficients) const;
  /// The place with MA partial autocorrelations that are nearly 1 in size put to 1; false when there are none.
  [[nodiscard]] bool snap(std::vector<double>& x) const;
  /// Away from there again.
  void step_off(std::vector<double>& x) const;

 private:
  struct Block {
    std::size_t at, count;
    bool ma;
  };
  ArimaOrder order_;
  std::vector<Block> parts_{};  ///< p, q, P, Q
  std::vector<double> partials_{}, steps_{};
};

}  // namespace foreplan::inline v0::forecast
