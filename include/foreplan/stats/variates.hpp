#pragma once
#include <foreplan/core/random.hpp>
#include <foreplan/export.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// Random variates from Philox streams. The same stream gives the same bits on every machine, for any number of threads
/// and every instruction set.
namespace foreplan::inline v0::stats {

/// In bulk: out[i] comes from position `first + i` of the stream, so that any part can be made by itself and in any
/// order. Uniform on the open (0, 1): the numbers of `Stream::uniform`.
/// @throws InvalidArgument  when the end lies past the stream's 2^34 positions.
FOREPLAN_EXPORT void fill_uniform(const StreamKey& stream, std::uint64_t first, std::span<double> out);
/// Standard normal by inversion of the uniform number at the same position (algorithm AS 241 of Wichura 1988), about 4
/// ns each with AVX-512. Antithetic numbers are their negatives. Largest magnitude 8.21.
FOREPLAN_EXPORT void fill_normal(const StreamKey& stream, std::uint64_t first, std::span<double> out);

/// One at a time, at the stream's own pace.
[[nodiscard]] FOREPLAN_EXPORT double normal(Stream& stream);  ///< The number that `fill_normal` has at this position.
/// Gamma with density x^(shape - 1) exp(-x / scale), mean shape x scale: the squeeze of Marsaglia & Tsang (2000), which
/// takes two positions of the stream and seldom more; below shape 1 boosted by a uniform number's power, as they say.
/// @throws InvalidArgument  unless both are > 0 and finite.
[[nodiscard]] FOREPLAN_EXPORT double gamma(Stream& stream, double shape, double scale);

/// N(mean, covariance). Perfect correlation and zero variances are allowed.
class FOREPLAN_EXPORT MultivariateNormal {
 public:
  /// @param covariance  rows of a symmetric positive semi-definite matrix, as many as `mean` has values.
  /// @throws InvalidArgument  unless it is, and everything is finite.
  MultivariateNormal(std::vector<double> mean, const std::vector<std::vector<double>>& covariance);

  [[nodiscard]] std::size_t dimension() const noexcept { return mean_.size(); }
  /// mean + L z with L the lower Cholesky factor and z the stream's next `dimension()` normal numbers.
  /// @throws InvalidArgument  unless `out` has `dimension()` places.
  void draw(Stream& stream, std::span<double> out) const;

 private:
  std::vector<double> mean_;
  std::vector<double> factor_;  ///< L row by row.
};

}  // namespace foreplan::inline v0::stats
