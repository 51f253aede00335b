#include <foreplan/stats/variates.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/stats/distributions.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace foreplan::stats {
namespace {

using testing::HasSubstr;
using testing::ThrowsMessage;

const StreamKey kKey{.seed = 4, .purpose = purpose_id("test"), .draw = 3};

/// Kolmogorov's statistic times sqrt(n); above 1.95 with probability 0.001.
template <class Cdf>
double distance(std::vector<double> x, Cdf cdf) {
  std::sort(x.begin(), x.end());
  const auto n = static_cast<double>(x.size());
  double d = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double f = cdf(x[i]);
    d = std::max({d, f - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - f});
  }
  return d * std::sqrt(n);
}

TEST(FillNormal, FollowsTheNormalDistribution) {
  std::vector<double> x(100'000);
  fill_normal(kKey, 0, x);
  EXPECT_LT(distance(x, normal_cdf), 1.95);
}

TEST(FillNormal, AnyPartIsThatOfTheWhole) {
  std::vector<double> whole(1000), part(137);
  fill_normal(kKey, 0, whole);
  fill_normal(kKey, 701, part);
  EXPECT_TRUE(std::equal(part.begin(), part.end(), whole.begin() + 701));
  Stream stream(kKey);
  for (const double z : whole) EXPECT_EQ(normal(stream), z);
}

TEST(FillUniform, IsTheStreamsUniform) {
  std::vector<double> x(9);
  fill_uniform(kKey, 2, x);
  Stream stream(kKey);
  stream.seek(2);
  for (const double u : x) EXPECT_EQ(stream.uniform(), u);
}

TEST(FillUniform, EndsWithTheStream) {
  std::vector<double> x(2);
  EXPECT_THAT([&] { fill_uniform(kKey, (std::uint64_t{1} << 34) - 1, x); },
              ThrowsMessage<InvalidArgument>(HasSubstr("positions must lie below 2^34; got 2 from 17179869183 on")));
  EXPECT_NO_THROW(fill_normal(kKey, (std::uint64_t{1} << 34) - 2, x));
}

TEST(Gamma, FollowsTheGammaDistribution) {
  for (const double shape : {0.1, 0.5, 1.0, 2.5, 100.0}) {
    Stream stream({.seed = 6, .draw = static_cast<std::uint64_t>(100 * shape)});
    std::vector<double> x(20'000);
    for (double& v : x) v = gamma(stream, shape, 3);
    EXPECT_LT(distance(x, [&](double v) { return gamma_cdf(v, shape, 3); }), 1.95) << shape;
  }
}

TEST(Gamma, RefusesBadParameters) {
  Stream stream(kKey);
  for (const double bad :
       {0.0, -1.0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    EXPECT_THAT([&] { (void)gamma(stream, bad, 1); }, ThrowsMessage<InvalidArgument>(HasSubstr("shape must be > 0")));
    EXPECT_THAT([&] { (void)gamma(stream, 1, bad); }, ThrowsMessage<InvalidArgument>(HasSubstr("scale must be > 0")));
  }
}

TEST(MultivariateNormal, HasItsMeanAndCovariance) {
  const std::vector<double> mean{1, -2, 0};
  const std::vector<std::vector<double>> covariance{{4, 1.2, 0}, {1.2, 1, 0.3}, {0, 0.3, 9}};
  const MultivariateNormal distribution(mean, covariance);
  constexpr int kDraws = 50'000;
  std::vector<double> sum(3), x(3);
  std::vector<std::vector<double>> products(3, std::vector<double>(3));
  Stream stream(kKey);
  for (int d = 0; d < kDraws; ++d) {
    distribution.draw(stream, x);
    for (std::size_t i = 0; i < 3; ++i) {
      sum[i] += x[i];
      for (std::size_t j = 0; j < 3; ++j) products[i][j] += (x[i] - mean[i]) * (x[j] - mean[j]);
    }
  }
  for (std::size_t i = 0; i < 3; ++i) {
    // Four standard errors.
    EXPECT_NEAR(sum[i] / kDraws, mean[i], 4 * std::sqrt(covariance[i][i] / kDraws));
    for (std::size_t j = 0; j < 3; ++j) {
      const double error =
          std::sqrt((covariance[i][i] * covariance[j][j] + covariance[i][j] * covariance[i][j]) / kDraws);
      EXPECT_NEAR(products[i][j] / kDraws, covariance[i][j], 4 * error) << i << j;
    }
  }
}

TEST(MultivariateNormal, PerfectCorrelationIsKeptExactly) {
  const MultivariateNormal distribution({0, 0, 5}, {{4, -2, 0}, {-2, 1, 0}, {0, 0, 0}});
  Stream stream(kKey);
  std::vector<double> x(3);
  for (int d = 0; d < 100; ++d) {
    distribution.draw(stream, x);
    EXPECT_EQ(x[0], -2 * x[1]);
    EXPECT_EQ(x[2], 5);
  }
}

TEST(MultivariateNormal, RefusesWhatIsNoCovariance) {
  using Rows = std::vector<std::vector<double>>;
  const auto message = [](Rows rows, const char* text) {
    EXPECT_THAT([&] { MultivariateNormal({0, 0}, rows); }, ThrowsMessage<InvalidArgument>(HasSubstr(text)));
  };
  message({{1, 0}}, "covariance must have a row for each of the 2 means; got 1");
  message({{1, 0}, {0}}, "covariance must be square; got 1 values in row 1");
  message({{1, 0.5}, {0.4, 1}}, "covariance must be symmetric; got 0.4 and 0.5 in row 1");
  message({{1, 2}, {2, 1}}, "covariance must be positive semi-definite");
  // What differs by rounding is what estimates give.
  EXPECT_NO_THROW(MultivariateNormal({0, 0}, {{1, 0.3}, {0.3 * (1 + 4e-16), 1}}));
  EXPECT_NO_THROW(MultivariateNormal({0, 0}, {{1e-200, 3e-101}, {3e-101 * (1 + 4e-16), 1}}));
  message({{1, std::numeric_limits<double>::quiet_NaN()}, {0, 1}}, "covariance must be finite; got NaN in row 0");
  EXPECT_THAT([] { MultivariateNormal({std::numeric_limits<double>::infinity()}, {{1}}); },
              ThrowsMessage<InvalidArgument>(HasSubstr("mean must be finite")));
  const MultivariateNormal fine({0, 0}, {{1, 0}, {0, 1}});
  Stream stream(kKey);
  std::vector<double> x(3);
  EXPECT_THAT([&] { fine.draw(stream, x); },
              ThrowsMessage<InvalidArgument>(HasSubstr("out must have 2 places; got 3")));
}

}  // namespace
}  // namespace foreplan::stats
