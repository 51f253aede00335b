#include <foreplan/stats/distributions.hpp>
#include <foreplan/stats/var.hpp>
#include <foreplan/stats/variates.hpp>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

#include "core/check.hpp"
#include "numeric/cholesky.hpp"
#include "numeric/parallel.hpp"
#include "numeric/row_major.hpp"

namespace foreplan::inline v0::stats {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using foreplan::detail::fail;
using foreplan::detail::number_text;
using foreplan::detail::require;
using numeric::listed;
using numeric::matrix_of;

std::size_t terms_of(VarTerms terms) { return static_cast<std::size_t>(terms); }

MatrixXd read(std::string_view function, const Frame& data) {
  constexpr std::size_t kMost = 100;
  if (data.empty() || data.size() > kMost)
    fail(function, "a frame of 1 to 100 series is needed", std::to_string(data.size()));
  MatrixXd y(static_cast<Index>(data.periods()), static_cast<Index>(data.size()));
  for (std::size_t j = 0; j < data.size(); ++j) {
    const Series& s = data.series()[j];
    for (std::size_t t = 0; t < s.size(); ++t) {
      if (!std::isfinite(s.values[t]))
        fail(function, "values must be finite", number_text(s.values[t]),
             "in series " + foreplan::detail::quoted(s.name) + " in " + to_string(s.period(t)));
      y(static_cast<Index>(t), static_cast<Index>(j)) = s.values[t];
    }
  }
  return y;
}

/// One order, fitted over the rows from `first` on.
struct Sample {
  MatrixXd x, y;
};
Sample sample(const MatrixXd& data, std::size_t lags, VarTerms terms, std::size_t first) {
  const Index k = data.cols(), n = data.rows() - static_cast<Index>(first);
  const auto d = static_cast<Index>(terms_of(terms));
  Sample s{MatrixXd(n, d + k * static_cast<Index>(lags)), data.bottomRows(n)};
  if (d > 0) s.x.col(0).setOnes();
  if (d > 1) s.x.col(1) = VectorXd::LinSpaced(n, static_cast<double>(first + 1), static_cast<double>(data.rows()));
  for (Index lag = 1; lag <= static_cast<Index>(lags); ++lag)
    s.x.middleCols(d + (lag - 1) * k, k) = data.middleRows(static_cast<Index>(first) - lag, n);
  return s;
}

struct Estimated {
  MatrixXd coefficients, inverse, residuals;
  bool full_rank = false;
};
Estimated estimate(const Sample& s) {
  constexpr double kRank = 1e-12;
  Estimated e;
  const Index r = s.x.cols();
  if (r == 0) return {MatrixXd(0, s.y.cols()), MatrixXd(0, 0), s.y, true};
  const VectorXd size = s.x.colwise().norm().transpose();
  if (size.minCoeff() == 0) return e;
  const MatrixXd scaled = s.x * size.cwiseInverse().asDiagonal();
  Eigen::ColPivHouseholderQR<MatrixXd> qr(scaled);
  qr.setThreshold(kRank);
  e.full_rank = qr.rank() == r;
  if (!e.full_rank) return e;
  e.coefficients = size.cwiseInverse().asDiagonal() * qr.solve(s.y);
  e.residuals = s.y - s.x * e.coefficients;
  const MatrixXd inverse_r =
      qr.matrixR().topLeftCorner(r, r).triangularView<Eigen::Upper>().solve(MatrixXd::Identity(r, r));
  const MatrixXd half = size.cwiseInverse().asDiagonal() * (qr.colsPermutation() * inverse_r);
  e.inverse = half * half.transpose();
  return e;
}

double log_determinant(const MatrixXd& residuals) {
  const auto n = static_cast<double>(residuals.rows());
  // From R of the residuals: their squares would lose half of the digits.
  const Eigen::HouseholderQR<MatrixXd> qr(residuals / std::sqrt(n));
  double sum = 0;
  for (Index j = 0; j < residuals.cols(); ++j)
    sum +=
        j < residuals.rows() ? 2 * std::log(std::abs(qr.matrixQR()(j, j))) : -std::numeric_limits<double>::infinity();
  return sum;
}

VarOrder criteria(const Estimated& e, std::size_t lags) {
  const auto n = static_cast<double>(e.residuals.rows());
  const double fit = log_determinant(e.residuals);
  const double free = static_cast<double>(e.residuals.cols() * e.coefficients.rows()) / n;
  return {lags, fit + 2 * free, fit + std::log(n) * free, fit + 2 * std::log(std::log(n)) * free};
}

MatrixXd companion(const VarFit& fit) {
  const auto k = static_cast<Index>(fit.names.size()), p = static_cast<Index>(fit.lags);
  MatrixXd m = MatrixXd::Zero(k * p, k * p);
  if (p == 0) return m;
  const MatrixXd b = matrix_of(fit.coefficients, fit.regressors, fit.names.size());
  m.topRows(k) = b.bottomRows(k * p).transpose();
  m.bottomLeftCorner(k * (p - 1), k * (p - 1)).setIdentity();
  return m;
}

/// The next row, given the newest p of them first to last.
VectorXd step(const MatrixXd& coefficients, VarTerms terms, double t, const std::vector<VectorXd>& newest) {
  const Index d = static_cast<Index>(terms_of(terms)), k = coefficients.cols();
  VectorXd y = VectorXd::Zero(k);
  if (d > 0) y += coefficients.row(0).transpose();
  if (d > 1) y += t * coefficients.row(1).transpose();
  for (std::size_t lag = 0; lag < newest.size(); ++lag)
    y += coefficients.middleRows(d + static_cast<Index>(lag) * k, k).transpose() * newest[lag];
  return y;
}

void advance(std::vector<VectorXd>& newest, const VectorXd& y) {
  if (newest.empty()) return;
  newest.pop_back();
  newest.insert(newest.begin(), y);
}

std::vector<VectorXd> newest_of(const VarFit& fit) {
  std::vector<VectorXd> rows;
  const auto k = static_cast<Index>(fit.names.size());
  for (std::size_t lag = 0; lag < fit.lags; ++lag)
    rows.emplace_back(Eigen::Map<const VectorXd>(fit.newest.data() + static_cast<Index>(lag) * k, k));
  return rows;
}

}  // namespace

VarFit fit_var(const Frame& data, const VarOptions& options) {
  constexpr std::string_view kName = "stats::fit_var";
  const MatrixXd y = read(kName, data);
  const std::size_t periods = data.periods(), k = data.size(), d = terms_of(options.terms);
  const auto enough = [&](std::size_t lags, std::size_t first) {
    return first < periods && periods - first > d + k * lags;
  };
  // A singular S has a determinant of 0, by rounding of anything.
  const auto comparable = [&](std::size_t lags, std::size_t first) {
    return first < periods && periods - first >= d + k * lags + std::max<std::size_t>(k, 2);
  };
  VarFit fit;
  fit.terms = options.terms;
  if (options.lags) {
    fit.lags = *options.lags;
  } else {
    double best = std::numeric_limits<double>::infinity();
    // The longest order that any can be compared at.
    std::size_t longest = std::min(options.max_lags, periods);
    while (longest > 0 && !comparable(longest, longest)) --longest;
    for (std::size_t lags = 0; lags <= longest && comparable(lags, longest); ++lags) {
      const Estimated e = estimate(sample(y, lags, options.terms, longest));
      if (!e.full_rank) continue;
      fit.orders.push_back(criteria(e, lags));
      const VarOrder& o = fit.orders.back();
      const double value = options.criterion == LagCriterion::aic   ? o.aic
                           : options.criterion == LagCriterion::bic ? o.bic
                                                                    : o.hq;
      if (value < best) {
        best = value;
        fit.lags = lags;
      }
    }
  }
  if (fit.lags > periods || !enough(fit.lags, fit.lags))
    fail(kName, "there must be more rows than regressors in an equation",
         std::to_string(fit.lags > periods ? 0 : periods - fit.lags) + " rows, " + std::to_string(d + k * fit.lags) +
             " regressors",
         "with " + std::to_string(fit.lags) + " lags of " + std::to_string(k) + " series");
  for (const Series& s : data.series()) fit.names.push_back(s.name);
  fit.last = data.range().last;
  fit.observations = periods - fit.lags;
  fit.regressors = d + k * fit.lags;
  for (std::size_t lag = 0; lag < fit.lags; ++lag)
    for (std::size_t j = 0; j < k; ++j)
      fit.newest.push_back(y(static_cast<Index>(periods - 1 - lag), static_cast<Index>(j)));
  const Estimated e = estimate(sample(y, fit.lags, options.terms, fit.lags));
  if (!e.full_rank) {
    fit.stop = Stop::singular;
    return fit;
  }
  fit.stop = Stop::converged;
  const auto n = static_cast<double>(fit.observations);
  const MatrixXd s = e.residuals.transpose() * e.residuals / (n - static_cast<double>(fit.regressors));
  fit.coefficients = listed(e.coefficients);
  fit.standard_errors = listed((e.inverse.diagonal() * s.diagonal().transpose()).cwiseSqrt());
  fit.covariance = listed(s);
  fit.inverse = listed(e.inverse);
  fit.residuals = listed(e.residuals);
  const VarOrder own = criteria(e, fit.lags);
  fit.aic = own.aic;
  fit.bic = own.bic;
  fit.hq = own.hq;
  fit.log_likelihood =
      -n / 2 * (static_cast<double>(k) * (1 + std::log(2 * std::numbers::pi)) + log_determinant(e.residuals));
  if (fit.lags > 0) {
    const Eigen::VectorXcd values = companion(fit).eigenvalues();
    for (const auto& v : values) fit.moduli.push_back(std::abs(v));
    std::sort(fit.moduli.begin(), fit.moduli.end(), std::greater<>());
  }
  return fit;
}

VarForecast predict(const VarFit& fit, std::size_t horizon, const PredictOptions& options) {
  constexpr std::string_view kName = "stats::predict";
  constexpr std::size_t kMost = 10'000;
  require(fit.usable(), kName, "the vector autoregression must be usable", to_string(fit.stop));
  require(options.coverage > 0 && options.coverage < 1, kName, "coverage must be in (0, 1)", options.coverage);
  if (horizon > kMost) fail(kName, "horizon must be at most 10000", std::to_string(horizon));
  const std::size_t k = fit.names.size();
  const auto size = static_cast<Index>(k);
  const MatrixXd b = matrix_of(fit.coefficients, fit.regressors, k), s = matrix_of(fit.covariance, k, k);
  const MatrixXd c = companion(fit);
  const double z = normal_quantile(0.5 + options.coverage / 2);
  std::vector<VectorXd> newest = newest_of(fit);
  MatrixXd response = MatrixXd::Zero(std::max<Index>(c.rows(), size), size);  // F_h on top, then F_(h-1), ...
  response.topRows(size).setIdentity();
  MatrixXd covariance = MatrixXd::Zero(size, size);
  VarForecast result;
  result.coverage = options.coverage;
  for (std::size_t h = 1; h <= horizon; ++h) {
    const VectorXd y = step(b, fit.terms, static_cast<double>(fit.observations + fit.lags + h), newest);
    advance(newest, y);
    covariance += response.topRows(size) * s * response.topRows(size).transpose();
    response = fit.lags > 0 ? MatrixXd(c * response) : MatrixXd::Zero(size, size);
    const VectorXd half = z * covariance.diagonal().cwiseSqrt();
    result.mean.push_back(listed(y));
    result.lower.push_back(listed(y - half));
    result.upper.push_back(listed(y + half));
    result.covariance.push_back(listed(covariance));
  }
  return result;
}

std::vector<double> simulate(const VarFit& fit, std::size_t horizon, const VarSimulateOptions& options) {
  constexpr std::string_view kName = "stats::simulate";
  constexpr std::size_t kMost = 100'000'000, kUnit = 64;
  require(fit.usable(), kName, "the vector autoregression must be usable", to_string(fit.stop));
  require(options.draws > 0 && horizon > 0, kName, "draws and horizon must be > 0");
  const std::size_t k = fit.names.size(), r = fit.regressors;
  const std::size_t path = foreplan::detail::checked_product(horizon, k, kMost, kName, "numbers");
  std::vector<double> paths(foreplan::detail::checked_product(options.draws, path, kMost, kName, "numbers"));
  const auto size = static_cast<Index>(k), rows = static_cast<Index>(r);
  const double degrees = static_cast<double>(fit.observations - r);
  const auto covariance_factor = numeric::cholesky(fit.covariance, k);
  const auto inverse_factor = numeric::cholesky(fit.inverse, r);
  require(covariance_factor && inverse_factor, kName, "covariances must be positive semi-definite");
  const MatrixXd l = matrix_of(*covariance_factor, k, k), x = matrix_of(*inverse_factor, r, r);
  const MatrixXd estimated = matrix_of(fit.coefficients, r, k);
  const std::uint64_t purpose = purpose_id("stats::simulate VarFit");
  const auto one = [&](std::size_t draw) {
    Stream stream({options.seed, purpose, 0, draw, 0});
    const auto normals = [&](Index m, Index n) {
      MatrixXd z(m, n);
      for (Index i = 0; i < m; ++i)
        for (Index j = 0; j < n; ++j) z(i, j) = normal(stream);
      return z;
    };
    MatrixXd factor = l, b = estimated;
    if (options.parameter_uncertainty) {
      // Bartlett's factor T of a Wishart matrix; S = L T^-T (L T^-T)' x degrees.
      MatrixXd t = MatrixXd::Zero(size, size);
      for (Index i = 0; i < size; ++i) {
        const double chi_squared = gamma(stream, (degrees + static_cast<double>(size - 1 - i)) / 2, 2);
        t(i, i) = std::sqrt(chi_squared / degrees);
        for (Index j = 0; j < i; ++j) t(i, j) = normal(stream) / std::sqrt(degrees);
      }
      factor = t.triangularView<Eigen::Lower>().solve(l.transpose()).transpose();
      if (rows > 0) b += x * normals(rows, size) * factor.transpose();
    }
    std::vector<VectorXd> newest = newest_of(fit);
    for (std::size_t h = 1; h <= horizon; ++h) {
      const VectorXd y =
          step(b, fit.terms, static_cast<double>(fit.observations + fit.lags + h), newest) + factor * normals(size, 1);
      advance(newest, y);
      std::copy(y.begin(), y.end(), paths.begin() + static_cast<std::ptrdiff_t>(draw * path + (h - 1) * k));
    }
  };
  numeric::parallel_for((options.draws + kUnit - 1) / kUnit, options.execution, [&](std::size_t unit) {
    for (std::size_t d = unit * kUnit; d < std::min(options.draws, (unit + 1) * kUnit); ++d) one(d);
  });
  return paths;
}

std::string_view to_string(VarTerms terms) noexcept {
  switch (terms) {
    case VarTerms::none:
      return "none";
    case VarTerms::constant:
      return "constant";
    case VarTerms::constant_and_trend:
      return "constant_and_trend";
  }
  return "unknown";
}

std::string_view to_string(LagCriterion criterion) noexcept {
  switch (criterion) {
    case LagCriterion::aic:
      return "aic";
    case LagCriterion::bic:
      return "bic";
    case LagCriterion::hq:
      return "hq";
  }
  return "unknown";
}

}  // namespace foreplan::inline v0::stats
