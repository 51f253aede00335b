#include "forecast/arima_likelihood.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace foreplan::forecast {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::vector<double> wave(std::size_t n) {
  std::vector<double> y;
  for (std::size_t t = 0; t < n; ++t) {
    const double x = static_cast<double>(t);
    y.push_back(std::sin(x * 0.9) + 0.3 * std::cos(x * x) + 0.02 * x + 0.4 * static_cast<double>((t * 7) % 5));
  }
  return y;
}

/// Autocovariances by the weights of an infinite moving average.
std::vector<double> by_weights(std::span<const double> phi, std::span<const double> theta, std::size_t lags) {
  std::vector<double> psi(4000);
  for (std::size_t j = 0; j < psi.size(); ++j) {
    psi[j] = j == 0 ? 1 : j <= theta.size() ? theta[j - 1] : 0;
    for (std::size_t i = 1; i <= std::min(j, phi.size()); ++i) psi[j] += phi[i - 1] * psi[j - i];
  }
  std::vector<double> result(lags + 1);
  for (std::size_t k = 0; k <= lags; ++k)
    for (std::size_t j = 0; j + k < psi.size(); ++j) result[k] += psi[j] * psi[j + k];
  return result;
}

/// L of the covariance matrix of rows that are kept, its log determinant, and x of L x = b.
struct Dense {
  std::vector<double> l;
  std::size_t n;
  double log_determinant = 0;

  Dense(const std::vector<double>& v, std::size_t size) : l(v), n(size) {
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j <= i; ++j) {
        double sum = l[i * n + j];
        for (std::size_t k = 0; k < j; ++k) sum -= l[i * n + k] * l[j * n + k];
        l[i * n + j] = i == j ? std::sqrt(sum) : sum / l[j * n + j];
        if (i == j) log_determinant += std::log(sum);
      }
  }
  [[nodiscard]] std::vector<double> solve(std::vector<double> b) const {
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < i; ++j) b[i] -= l[i * n + j] * b[j];
      b[i] /= l[i * n + i];
    }
    return b;
  }
};

struct Model {
  ArimaOrder order;
  std::size_t m;
  std::vector<double> coefficients;
};

std::vector<Model> models() {
  return {{{0, 0, 0}, 1, {}},
          {{2, 0, 0}, 1, {0.5, 0.3}},
          {{0, 0, 2}, 1, {0.5, -0.3}},
          {{1, 0, 1}, 1, {0.95, -0.4}},
          {{3, 0, 2}, 1, {0.5, -0.3, 0.2, 0.7, 0.2}},
          {{0, 0, 1, 0, 0, 1}, 4, {-0.4, -0.6}},
          {{2, 0, 1, 1, 0, 1}, 4, {0.3, 0.2, -0.4, 0.7, -0.6}},
          {{1, 0, 2, 2, 0, 0}, 4, {-0.5, 0.3, 0.2, 0.4, 0.3}},
          {{5, 0, 1, 1, 0, 1}, 4, {0.2, 0.1, -0.1, 0.1, 0.2, 0.3, -0.5, 0.4}}};
}

// Against the Cholesky factor of the whole covariance matrix, whose entries come from the infinite moving average.
TEST(ArimaLikelihood, IsThatOfTheWholeCovarianceMatrix) {
  const std::vector<double> y = wave(40);
  for (const Model& model : models()) {
    const ArimaColumns data = arima_columns(y, {}, model.order, model.m);
    ArimaLikelihood likelihood(data, model.order, model.m);
    const double value = likelihood.exact(model.coefficients, {});
    const std::vector<double> phi(likelihood.phi().begin(), likelihood.phi().end());
    const std::vector<double> c = by_weights(phi, likelihood.theta(), y.size());
    std::vector<double> v(y.size() * y.size());
    for (std::size_t i = 0; i < y.size(); ++i)
      for (std::size_t j = 0; j < y.size(); ++j) v[i * y.size() + j] = c[i > j ? i - j : j - i];
    const Dense dense(v, y.size());
    double squares = 0;
    for (const double x : dense.solve(y)) squares += x * x;
    EXPECT_NEAR(value, std::log(squares) + dense.log_determinant / static_cast<double>(y.size()), 1e-12)
        << to_string(model.order, model.m);
  }
}

// Missing values: the matrix of what was observed alone.
TEST(ArimaLikelihood, LeavesOutWhatIsMissing) {
  std::vector<double> y = wave(40);
  for (const std::size_t t : {std::size_t{3}, std::size_t{17}, std::size_t{18}, std::size_t{30}}) y[t] = kNaN;
  for (const Model& model : models()) {
    const ArimaColumns data = arima_columns(y, {}, model.order, model.m);
    ArimaLikelihood likelihood(data, model.order, model.m);
    (void)likelihood.exact(model.coefficients, {});
    const std::vector<double> phi(likelihood.phi().begin(), likelihood.phi().end());
    const std::vector<double> c = by_weights(phi, likelihood.theta(), y.size());
    std::vector<double> v, kept;
    for (std::size_t i = 0; i < y.size(); ++i) {
      if (std::isnan(y[i])) continue;
      kept.push_back(y[i]);
      for (std::size_t j = 0; j < y.size(); ++j)
        if (!std::isnan(y[j])) v.push_back(c[i > j ? i - j : j - i]);
    }
    const Dense dense(v, kept.size());
    double squares = 0;
    for (const double x : dense.solve(kept)) squares += x * x;
    EXPECT_EQ(data.observations, kept.size());
    EXPECT_NEAR(likelihood.sum_of_squares() / squares, 1, 1e-11) << to_string(model.order, model.m);
    EXPECT_NEAR(likelihood.log_determinants(), dense.log_determinant, 1e-11) << to_string(model.order, model.m);
  }
}

TEST(ArimaLikelihood, HasTheGradientOfItsDifferences) {
  std::vector<double> gaps = wave(50);
  for (const std::size_t t : {std::size_t{3}, std::size_t{17}, std::size_t{18}, std::size_t{30}}) gaps[t] = kNaN;
  std::vector<double> trend;
  for (std::size_t t = 0; t < 50; ++t) trend.push_back(static_cast<double>(t * t % 11));
  for (const bool missing : {false, true})
    for (const bool conditional : {false, true})
      for (Model model : models()) {
        model.order.d = 1;
        const ArimaColumns data = arima_columns(missing ? gaps : wave(50), {trend}, model.order, model.m);
        ArimaLikelihood likelihood(data, model.order, model.m);
        const auto value = [&](const std::vector<double>& c, std::span<double> gradient) {
          return conditional ? likelihood.conditional(c, gradient) : likelihood.exact(c, gradient);
        };
        std::vector<double> gradient(model.coefficients.size());
        (void)value(model.coefficients, gradient);
        for (std::size_t j = 0; j < gradient.size(); ++j) {
          const double step = 1e-5;
          const auto at = [&](double by) {
            std::vector<double> c = model.coefficients;
            c[j] += by;
            return value(c, {});
          };
          const double slope = (8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step))) / (12 * step);
          EXPECT_NEAR(gradient[j], slope, 1e-9 * std::max(1.0, std::abs(slope)))
              << to_string(model.order, model.m) << ' ' << j << ' ' << missing << conditional;
        }
      }
}

TEST(ArimaLikelihood, GoesThroughPartialAutocorrelationsAndBack) {
  const std::vector<double> partials{0.5, -0.7, 0.3, 0.9};
  std::vector<double> coefficients(4), again(4);
  from_partials(partials, coefficients);
  ASSERT_TRUE(to_partials(coefficients, again, 1));
  for (std::size_t j = 0; j < 4; ++j) EXPECT_NEAR(again[j], partials[j], 1e-14);
  const std::vector<double> weights{1, -2, 0.5, 3};
  std::vector<double> gradient = weights;
  partials_pull_back(partials, gradient);
  for (std::size_t j = 0; j < 4; ++j) {
    const auto at = [&](double by) {
      std::vector<double> p = partials, c(4);
      p[j] += by;
      from_partials(p, c);
      double sum = 0;
      for (std::size_t i = 0; i < 4; ++i) sum += weights[i] * c[i];
      return sum;
    };
    EXPECT_NEAR(gradient[j], (at(1e-5) - at(-1e-5)) / 2e-5, 1e-9);
  }
}

TEST(ArmaPass, GivesTheSameBitsOnEveryTier) {
  const std::vector<double> y = wave(60);
  for (const Model& model : models()) {
    const ProductPolynomial ar(model.order.p, model.order.seasonal_p, model.m, -1);
    const ProductPolynomial ma(model.order.q, model.order.seasonal_q, model.m, 1);
    const std::size_t r = std::max(ar.degree(), ma.degree());
    const ArimaColumns data = arima_columns(y, {}, model.order, model.m);
    ArimaLikelihood expanded(data, model.order, model.m);
    (void)expanded.exact(model.coefficients, {});
    Autocovariance c(ar, ma, r);
    ASSERT_TRUE(c.compute(expanded.phi(), expanded.theta()));
    std::vector<std::vector<double>> results;
    for (const numeric::Tier tier : numeric::tiers()) {
      ArmaPass pass(y.size(), r, ar.powers(), tier);
      ASSERT_TRUE(pass.factor(expanded.phi(), c.values()));
      std::vector<double> e(y.size()), ahead, by_phi(ar.degree()), by_c(r + 1);
      pass.innovations(expanded.phi(), y.data(), e.data(), ahead);
      pass.pull_back(expanded.phi(), y.data(), e.data(), 1, 1, by_phi, by_c);
      e.insert(e.end(), by_phi.begin(), by_phi.end());
      e.insert(e.end(), by_c.begin(), by_c.end());
      e.push_back(pass.log_determinant());
      results.push_back(e);
    }
    for (const auto& other : results) EXPECT_EQ(other, results[0]) << to_string(model.order, model.m);
  }
}

}  // namespace
}  // namespace foreplan::forecast
