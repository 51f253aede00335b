#pragma once
#include <cstddef>
#include <span>
#include <vector>

/// Local regression over places 0, 1, ..., n - 1 with tricube weights (Cleveland 1979), as STL needs it.
namespace foreplan::inline v0::numeric {

struct LoessOptions {
  std::size_t window = 3;  ///< q: odd.
  int degree = 1;          ///< 0 or 1.
  std::size_t jump = 1;    ///< Regressions at every so many places, straight lines in between.
};

/// Smooths any number of series of one length; a place whose value is missing (NaN) is skipped. Not for two threads
/// at once: working memory is kept.
class Loess {
 public:
  explicit Loess(const LoessOptions& options);

  /// Writes the curve at the n places of y, or at the n + 2 from -1 to n when `curve` has as many.
  /// @param weights  empty (all 1) or one a value, >= 0. Where no value near has a weight, y itself is the curve.
  void smooth(std::span<const double> y, std::span<const double> weights, std::span<double> curve);

 private:
  void complete(std::span<const double> y, std::span<const double> weights, std::span<double> curve);
  void with_gaps(std::span<const double> y, std::span<const double> weights, std::span<double> curve);
  void inner(std::span<const double> y, std::span<const double> weights, std::size_t first, std::size_t count,
             std::size_t step, double range, std::span<double> curve);

  LoessOptions options_;
  /// Weights of the q - 2 values around a place in the middle: tricube, that times distance, times its square.
  std::vector<double> tricube_{}, first_{}, second_{};
  double tricube_sum_ = 0;
  std::vector<double> places_{}, values_{}, kept_{};
};

}  // namespace foreplan::inline v0::numeric
