#include "numeric/gmres.hpp"

#include <gtest/gtest.h>

#include <Eigen/LU>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace foreplan::numeric {
namespace {

LinearMap map_of(const Eigen::MatrixXd& a) {
  return [&a](std::span<const double> in, std::span<double> out) {
    Eigen::Map<Eigen::VectorXd>(out.data(), a.rows()) = a * Eigen::Map<const Eigen::VectorXd>(in.data(), a.cols());
  };
}

void keep(std::span<const double> in, std::span<double> out) { std::copy(in.begin(), in.end(), out.begin()); }

Eigen::MatrixXd random_matrix(int n, double scale) {
  std::mt19937_64 engine(3);
  Eigen::MatrixXd a = Eigen::MatrixXd::Identity(n, n);
  for (int j = 0; j < n; ++j)
    for (int i = 0; i < n; ++i) a(i, j) += scale * (static_cast<double>(engine() >> 11) * 0x1p-52 - 1);
  return a;
}

TEST(Gmres, AgreesWithElimination) {
  for (const int n : {1, 2, 30, 200}) {
    const Eigen::MatrixXd a = random_matrix(n, 0.4 / std::sqrt(n));
    const Eigen::VectorXd b = Eigen::VectorXd::LinSpaced(n, -1, 2);
    const GmresResult r = gmres(map_of(a), keep, {b.data(), static_cast<std::size_t>(n)});
    ASSERT_EQ(r.stop, Stop::converged) << n;
    const Eigen::VectorXd x = a.partialPivLu().solve(b);
    for (int i = 0; i < n; ++i) EXPECT_NEAR(r.x[static_cast<std::size_t>(i)], x[i], 1e-10);
    const Eigen::VectorXd rest = b - a * Eigen::Map<const Eigen::VectorXd>(r.x.data(), n);
    EXPECT_NEAR(r.residual, rest.cwiseAbs().maxCoeff() / b.cwiseAbs().maxCoeff(), 1e-14);
    EXPECT_LE(r.residual, 1e-12);
  }
}

TEST(Gmres, IsDoneAtOnceWhereTheNearMatrixIsTheMatrix) {
  const Eigen::MatrixXd a = random_matrix(50, 0.3), inverse = a.inverse();
  const std::vector<double> b(50, 1);
  const GmresResult r = gmres(map_of(a), map_of(inverse), b);
  EXPECT_EQ(r.stop, Stop::converged);
  EXPECT_LE(r.iterations, 2u);
}

TEST(Gmres, SaysWhyItStopped) {
  const Eigen::MatrixXd singular = Eigen::Vector3d(1, 2, 0).asDiagonal();
  EXPECT_EQ(gmres(map_of(singular), keep, std::vector<double>{1, 1, 1}).stop, Stop::no_progress);
  EXPECT_EQ(gmres(map_of(singular), keep, std::vector<double>{1, 1, 0}).stop, Stop::converged);
  EXPECT_EQ(gmres(map_of(singular), keep, std::vector<double>{0, 0, 0}).iterations, 0u);
  // However large the solution may become next to a singular matrix, it is not taken for one.
  Eigen::MatrixXd ring = Eigen::MatrixXd::Identity(200, 200);
  for (int i = 0; i < 200; ++i) ring((i + 1) % 200, i) = -1;
  EXPECT_FALSE(gmres(map_of(ring), keep, std::vector<double>(200, 1), {.norm = 2}).stop == Stop::converged);
  const Eigen::MatrixXd a = random_matrix(100, 0.5 / 10);
  const GmresResult cut = gmres(map_of(a), keep, std::vector<double>(100, 1), {.restart = 3, .iterations = 6});
  EXPECT_EQ(cut.stop, Stop::iteration_limit);
  EXPECT_EQ(cut.iterations, 6u);
  EXPECT_GT(cut.residual, 1e-12);
  const auto broken = [](std::span<const double>, std::span<double> out) {
    std::fill(out.begin(), out.end(), std::numeric_limits<double>::quiet_NaN());
  };
  EXPECT_EQ(gmres(broken, keep, std::vector<double>{1, 2}).stop, Stop::not_finite);
}

}  // namespace
}  // namespace foreplan::numeric
