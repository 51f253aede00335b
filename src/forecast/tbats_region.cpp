#include "forecast/tbats_region.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <limits>

namespace foreplan::inline v0::forecast {
namespace {

using Eigen::Index;
using Eigen::MatrixXcd;
using Eigen::MatrixXd;
using Eigen::VectorXd;

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
  double sum = 0;
  for (Index i = 0; i < s.d.rows(); ++i) {
    const double inside = 1 - std::norm(solver.eigenvalues()(i)) / (radius_ * radius_);
    if (!(inside > 0)) return kInfinity;
    sum -= std::log(inside);
  }
  return sum;
}

void TbatsRegion::add_model(const TbatsPoint& p, double weight, std::span<double> gradient, std::span<double> hessian,
                            std::size_t stride) const {
  const System s = system_of(form_.trend, waves_, p);
  const Eigen::EigenSolver<MatrixXd> solver(s.d, true);
  if (solver.info() != Eigen::Success) return;
  const MatrixXcd right = solver.eigenvectors(), left = right.partialPivLu().inverse();
  const std::size_t seasons = form_.harmonics.size();
  const std::size_t gammas = 1 + (form_.trend ? 1 : 0) + (form_.damped ? 1 : 0), count = gammas + 2 * seasons;
  std::vector<std::complex<double>> moved(count);
  std::vector<double> by(count);
  for (Index i = 0; i < s.d.rows(); ++i) {
    // With eigenvectors y'x = 1 an eigenvalue moves by y' dD x.
    const std::complex<double> value = solver.eigenvalues()(i);
    const std::complex<double> seen = (s.w.transpose().cast<std::complex<double>>() * right.col(i))(0);
    std::fill(moved.begin(), moved.end(), 0.0);
    moved[0] = -left(i, 0) * seen;
    if (form_.trend) moved[1] = -left(i, 1) * seen;
    if (form_.damped)
      moved[2] = (left(i, 0) + left(i, 1) - (left.row(i) * s.g.cast<std::complex<double>>())(0)) * right(1, i);
    for (std::size_t k = 0; k < waves_.size(); ++k) {
      const std::size_t at = gammas + 2 * waves_[k].season;
      moved[at] -= left(i, s.places[k]) * seen;
      if (waves_[k].partner) moved[at + 1] -= left(i, s.places[k] + 1) * seen;
    }
    const double square = radius_ * radius_, inside = square - std::norm(value);
    bool finite = inside > 0;
    for (std::size_t j = 0; j < count; ++j) {
      by[j] = 2 * (std::conj(value) * moved[j]).real() / inside;
      finite = finite && std::isfinite(by[j]);
    }
    if (!finite) continue;  // where two eigenvalues meet
    for (std::size_t j = 0; j < count; ++j) {
      gradient[j] += weight * by[j];
      for (std::size_t k = 0; k < count; ++k) hessian[j * stride + k] += weight * by[j] * by[k];
    }
  }
}

double spectral_radius(bool trend, const std::vector<TbatsWave>& waves, const TbatsPoint& point) {
  TbatsForm form;
  form.trend = trend;
  return TbatsRegion(form, waves, 1).largest_root(point);
}

}  // namespace foreplan::inline v0::forecast
