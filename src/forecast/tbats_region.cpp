#include "forecast/tbats_region.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>

namespace foreplan::inline v0::forecast {
namespace {

using Eigen::Index;
using Eigen::MatrixXcd;
using Eigen::MatrixXd;
using Eigen::VectorXd;
using Complex = std::complex<double>;

/// States level, [growth], then s and, where seen, s* of each wave.
struct System {
  MatrixXd d;  ///< F - g w'
  VectorXd g, w;
  std::vector<Index> places;  ///< Of each wave's s.
};

System system_of(bool trend, const std::vector<TbatsWave>& waves, const TbatsPoint& p) {
  Index size = trend ? 2 : 1;
  System s;
  for (const TbatsWave& wave : waves) {
    s.places.push_back(size);
    size += wave.partner ? 2 : 1;
  }
  s.d = MatrixXd::Zero(size, size);
  s.g = VectorXd::Zero(size), s.w = VectorXd::Zero(size);
  s.d(0, 0) = s.w(0) = 1;
  s.g(0) = p.alpha;
  if (trend) s.d(0, 1) = s.d(1, 1) = s.w(1) = p.phi, s.g(1) = p.beta;
  for (std::size_t k = 0; k < waves.size(); ++k) {
    const TbatsWave& wave = waves[k];
    const Index at = s.places[k];
    s.d(at, at) = wave.cosine;
    s.w(at) = 1;
    s.g(at) = p.gamma1[wave.season];
    if (!wave.partner) continue;
    s.d(at, at + 1) = wave.sine, s.d(at + 1, at) = -wave.sine, s.d(at + 1, at + 1) = wave.cosine;
    s.g(at + 1) = p.gamma2[wave.season];
  }
  s.d -= s.g * s.w.transpose();
  return s;
}

/// |1 - a b|^2
double distance2(const Complex& a, const Complex& b) {
  const double re = 1 - (a.real() * b.real() - a.imag() * b.imag()), im = a.real() * b.imag() + a.imag() * b.real();
  return re * re + im * im;
}

/// How eigenvalues move with each parameter, one row an eigenvalue: with eigenvectors y'x = 1 by y' dD x.
MatrixXcd derivatives(const System& s, const TbatsForm& form, const std::vector<TbatsWave>& waves,
                      const MatrixXcd& right) {
  const MatrixXcd left = right.partialPivLu().inverse();
  const Index n = s.d.rows(), gammas = 1 + (form.trend ? 1 : 0) + (form.damped ? 1 : 0);
  MatrixXcd moved = MatrixXcd::Zero(n, gammas + 2 * static_cast<Index>(form.harmonics.size()));
  for (Index i = 0; i < n; ++i) {
    const Complex seen = (s.w.transpose().cast<Complex>() * right.col(i))(0);
    moved(i, 0) = -left(i, 0) * seen;
    if (form.trend) moved(i, 1) = -left(i, 1) * seen;
    if (form.damped) moved(i, 2) = (left(i, 0) + left(i, 1) - (left.row(i) * s.g.cast<Complex>())(0)) * right(1, i);
    for (std::size_t k = 0; k < waves.size(); ++k) {
      const Index at = gammas + 2 * static_cast<Index>(waves[k].season);
      moved(i, at) -= left(i, s.places[k]) * seen;
      if (waves[k].partner) moved(i, at + 1) -= left(i, s.places[k] + 1) * seen;
    }
  }
  return moved;
}

}  // namespace

TbatsRegion::TbatsRegion(const TbatsForm& form, const std::vector<TbatsWave>& waves, double radius)
    : form_(form), waves_(waves), radius_(radius) {}

double TbatsRegion::largest_root(const TbatsPoint& p) const {
  const System s = system_of(form_.trend, waves_, p);
  if (!s.d.allFinite()) return std::numeric_limits<double>::infinity();
  return Eigen::EigenSolver<MatrixXd>(s.d, false).eigenvalues().cwiseAbs().maxCoeff();
}

double TbatsRegion::barrier(const TbatsPoint& p) const {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const System s = system_of(form_.trend, waves_, p);
  if (!s.d.allFinite()) return kInfinity;
  const Eigen::EigenSolver<MatrixXd> solver(s.d, false);
  if (solver.info() != Eigen::Success) return kInfinity;
  const Eigen::VectorXcd v = solver.eigenvalues() / radius_;
  double sum = 0, product = 1;
  for (Index i = 0; i < v.size(); ++i) {
    if (!(std::norm(v(i)) < 1)) return kInfinity;
    for (Index j = 0; j <= i; ++j) {
      product *= distance2(v(i), v(j));
      if (product < 1e-200 || product > 1e200) sum -= std::log(product), product = 1;
    }
  }
  return (sum - std::log(product)) / 2;
}

void TbatsRegion::add_model(const TbatsPoint& p, double weight, std::span<double> gradient, std::span<double> hessian,
                            std::size_t stride) const {
  const System s = system_of(form_.trend, waves_, p);
  const Eigen::EigenSolver<MatrixXd> solver(s.d, true);
  if (solver.info() != Eigen::Success) return;
  const Eigen::VectorXcd v = solver.eigenvalues() / radius_;
  const MatrixXcd moved = derivatives(s, form_, waves_, solver.eigenvectors()) / radius_;
  if (!moved.allFinite()) return;  // where two eigenvalues meet
  const Index n = v.size(), count = moved.cols();
  for (Index i = 0; i < n; ++i) {
    Complex slope = 0;
    for (Index j = 0; j < n; ++j) slope += (i == j ? 2.0 : 1.0) * v(j) / (1.0 - v(i) * v(j));
    for (Index k = 0; k < count; ++k) gradient[static_cast<std::size_t>(k)] += weight * (slope * moved(i, k)).real();
  }
  VectorXd by(count);
  const auto add_square = [&](double distance) {
    by /= distance;
    if (!(distance > 0) || !by.allFinite()) return;
    for (Index j = 0; j < count; ++j)
      for (Index k = 0; k < count; ++k)
        hessian[static_cast<std::size_t>(j) * stride + static_cast<std::size_t>(k)] += weight * by(j) * by(k);
  };
  // Of two conjugate or neighbouring real eigenvalues with sum s and product q: 1 - q, 1 - s + q and 1 + s + q are what
  // must be positive (Jury), and move smoothly when the two meet.
  std::vector<Index> real;
  const auto add_pair = [&](Index a, Index b) {
    const double sum = (v(a) + v(b)).real(), q = (v(a) * v(b)).real();
    const VectorXd by_sum = (moved.row(a) + moved.row(b)).real();
    const VectorXd by_q = (v(b) * moved.row(a) + v(a) * moved.row(b)).real();
    by = by_q, add_square(1 - q);
    by = by_q - by_sum, add_square(1 - sum + q);
    by = by_q + by_sum, add_square(1 + sum + q);
  };
  for (Index i = 0; i < n; ++i) {
    if (v(i).imag() == 0) real.push_back(i);
    if (v(i).imag() > 0 && i + 1 < n) add_pair(i, i + 1);
  }
  std::sort(real.begin(), real.end(), [&](Index a, Index b) { return v(a).real() > v(b).real(); });
  for (std::size_t i = 0; i + 1 < real.size(); i += 2) add_pair(real[i], real[i + 1]);
  if (real.size() % 2 == 1) {
    const Index last = real.back();
    for (const double side : {-1.0, 1.0}) by = side * moved.row(last).real(), add_square(1 + side * v(last).real());
  }
}

double spectral_radius(bool trend, const std::vector<TbatsWave>& waves, const TbatsPoint& point) {
  TbatsForm form;
  form.trend = trend;
  return TbatsRegion(form, waves, 1).largest_root(point);
}

}  // namespace foreplan::inline v0::forecast
