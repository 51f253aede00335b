#include "stats/coefficient_shifts.hpp"

#include <Eigen/Cholesky>
#include <cmath>
#include <limits>

#include "stats/linear_model.hpp"
#include "stats/segment_sums.hpp"

namespace foreplan::inline v0::stats {

std::vector<RegressionFit> segment_regressions(std::span<const double> y, const std::vector<Regressor>& x,
                                               const std::vector<std::size_t>& breaks,
                                               const RegressionOptions& options) {
  std::vector<RegressionFit> fits;
  for (std::size_t i = 0, first = 0; i <= breaks.size(); ++i) {
    const std::size_t end = i < breaks.size() ? breaks[i] : y.size();
    fits.push_back(fit_regression(y.subspan(first, end - first), cut(x, first, end - first), options));
    first = end;
  }
  return fits;
}

double shift_statistic(const std::vector<RegressionFit>& fits) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  const std::size_t columns = fits.front().coefficients.size();
  const auto k = static_cast<Eigen::Index>(columns);
  // In units of the first standard errors, so that neither units nor a large common coefficient matter.
  Eigen::VectorXd scale(k);
  for (std::size_t j = 0; j < columns; ++j) {
    const double error = fits.front().coefficients[j].standard_error;
    if (!(error > 0) || !std::isfinite(error)) return kNaN;
    scale[static_cast<Eigen::Index>(j)] = error;
  }
  std::vector<Eigen::VectorXd> shifts;  // From the first regression's coefficients.
  std::vector<Eigen::MatrixXd> precisions;
  Eigen::MatrixXd precision = Eigen::MatrixXd::Zero(k, k);
  Eigen::VectorXd weighted = Eigen::VectorXd::Zero(k);
  for (const RegressionFit& fit : fits) {
    Eigen::VectorXd shift(k);
    Eigen::MatrixXd covariance(k, k);
    for (Eigen::Index i = 0; i < k; ++i) {
      const auto row = static_cast<std::size_t>(i);
      shift[i] = (fit.coefficients[row].estimate - fits.front().coefficients[row].estimate) / scale[i];
      for (Eigen::Index j = 0; j < k; ++j)
        covariance(i, j) = fit.covariance[row * columns + static_cast<std::size_t>(j)] / scale[i] / scale[j];
    }
    const Eigen::LLT<Eigen::MatrixXd> factor(covariance);
    if (!covariance.allFinite() || factor.info() != Eigen::Success || !(factor.rcond() > 1e-15)) return kNaN;
    precisions.emplace_back(factor.solve(Eigen::MatrixXd::Identity(k, k)));
    shifts.push_back(shift);
    precision += precisions.back();
    weighted += precisions.back() * shift;
  }
  const Eigen::VectorXd common = precision.llt().solve(weighted);
  double statistic = 0;
  for (std::size_t i = 0; i < fits.size(); ++i)
    statistic += (shifts[i] - common).dot(precisions[i] * (shifts[i] - common));
  return statistic;
}

double shift_statistic_at(std::span<const double> y, const std::vector<Regressor>& x,
                          const std::vector<std::size_t>& breaks, const RegressionOptions& options) {
  const std::vector<RegressionFit> fits = segment_regressions(y, x, breaks, options);
  const double rounding = rounding_only(y);
  for (const RegressionFit& fit : fits)
    if (!fit.usable() || !(fit.residual_sum > rounding)) return std::numeric_limits<double>::quiet_NaN();
  return shift_statistic(fits);
}

}  // namespace foreplan::inline v0::stats
