#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include <foreplan/forecast/tbats.hpp>

/// The sum of squares of TBATS at its best initial states, with derivatives.
namespace foreplan::inline v0::forecast {

/// A pair of states s, s* that turns by v = 2 pi j / m a period.
struct TbatsWave {
  std::size_t season = 0;  ///< Of which it is the
  std::size_t place = 0;   ///< j-th harmonic, less one.
  double cosine = 1, sine = 0;
  bool partner = true;  ///< Whether s* is seen: not for 2 j = m.
};

/// The harmonics of all seasons but those whose frequency a shorter season has.
[[nodiscard]] std::vector<TbatsWave> waves_of(const std::vector<double>& lengths,
                                              const std::vector<std::size_t>& harmonics);

/// Numbers that the states move by. gamma1 and gamma2 have one number a season.
struct TbatsPoint {
  double alpha = 0, beta = 0, phi = 1;
  std::vector<double> gamma1{}, gamma2{}, ar{}, ma{};
  double lambda = 1;
};

/// States l, b, then s and s* of every wave: b only moves with a trend.
class TbatsPass {
 public:
  /// @param y  where `form.box_cox` before the transformation, > 0, of a geometric mean near 1; else on the model's
  ///           scale. NaN where missing.
  TbatsPass(const TbatsForm& form, std::span<const double> y);

  /// log (SSE + rounding) + 2 (1 - lambda) log G at the best initial states, G the geometric mean of y or 1; infinite
  /// where that is not finite.
  double value(const TbatsPoint& point);
  /// At the last point of `value`: gradient, and Hessian of Gauss and Newton for the sum of squares over itself
  /// (Kaufman 1975), by alpha, [beta], [phi], gamma1 and gamma2 of each season in turn, AR, MA, [lambda].
  void model(std::span<double> gradient, std::span<double> hessian);

  [[nodiscard]] std::size_t parameters() const noexcept { return parameters_; }
  [[nodiscard]] std::size_t seeds() const noexcept { return seeds_; }
  [[nodiscard]] const std::vector<TbatsWave>& waves() const noexcept { return waves_; }
  /// e of the last point; NaN where y is missing.
  [[nodiscard]] std::vector<double> errors() const;
  /// Best initial states of the last point.
  [[nodiscard]] std::span<const double> initial() const noexcept { return initial_; }

 private:
  void transform(double lambda);
  void weigh_states(const TbatsPoint& point);
  void first_errors(const TbatsPoint& point);
  void filter(double* first, std::size_t columns);
  void bridge(double* column, double* filled) const;
  bool factor();
  void solve(std::span<double> x) const;
  void tangents();
  [[nodiscard]] double* column(std::size_t k) { return columns_.data() + k * n_; }
  [[nodiscard]] double product(std::size_t a, std::size_t b) const {
    return a >= b ? gram_[a * (a + 1) / 2 + b] : gram_[b * (b + 1) / 2 + a];
  }

  TbatsForm form_;
  std::span<const double> y_;
  std::size_t n_;
  std::vector<TbatsWave> waves_;
  std::vector<std::size_t> gaps_;
  std::size_t parameters_ = 0, moving_ = 0, seeds_ = 0;  // moving_: parameters before AR, MA and lambda
  std::vector<std::size_t> state_of_seed_, seed_of_state_;
  TbatsPoint point_;
  double mean_log_ = 0, rounding_ = 0, squares_ = 0;
  std::vector<double> logs_, z_, by_lambda_;  // log y, transformed values, 0 where missing, and their derivatives
  std::vector<double> columns_;               // residuals, W (seeds), J (parameters)
  std::vector<double> echo_, gram_, factor_, length_, initial_, solution_, filled_, room_, unfiltered_, lanes_;
  std::vector<double> gain1_, gain2_;  // gammas of waves
};

}  // namespace foreplan::inline v0::forecast
