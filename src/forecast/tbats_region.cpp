#include "forecast/tbats_region.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>

namespace foreplan::inline v0::forecast {
namespace {

using Eigen::Index;
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

/// How an eigenvalue v moves with each parameter: by y' dD x / y'x, with x = (v - F)^-1 g, y' = w' (v - F)^-1 and
/// w'x = -1.
void derivatives(Complex v, const TbatsForm& form, const std::vector<TbatsWave>& waves, const TbatsPoint& p,
                 std::span<Complex> moved) {
  const std::size_t gammas = 1 + (form.trend ? 1 : 0) + (form.damped ? 1 : 0);
  std::fill(moved.begin(), moved.end(), Complex{});
  const Complex level = 1.0 / (v - 1.0), growth = form.trend ? 1.0 / (v - p.phi) : 0.0;
  const Complex x_level = level * (p.alpha + p.phi * p.beta * growth), x_growth = p.beta * growth;
  const Complex y_level = level, y_growth = p.phi * v * level * growth;
  Complex length = y_level * x_level + y_growth * x_growth, y_g = y_level * p.alpha + y_growth * p.beta;
  moved[0] = y_level;
  if (form.trend) moved[1] = y_growth;
  for (const TbatsWave& w : waves) {
    const double g1 = p.gamma1[w.season], g2 = w.partner ? p.gamma2[w.season] : 0;
    const Complex from = v - w.cosine, scale = 1.0 / (w.partner ? from * from + w.sine * w.sine : from);
    const Complex y1 = w.partner ? from * scale : scale, y2 = w.sine * scale;
    const Complex x1 = y1 * g1 + y2 * g2, x2 = w.partner ? y1 * g2 - y2 * g1 : 0.0;
    length += y1 * x1 + y2 * x2;
    y_g += y1 * g1 + y2 * g2;
    const std::size_t at = gammas + 2 * w.season;
    moved[at] += y1;
    moved[at + 1] += y2;
  }
  if (form.damped) moved[2] = (y_level + y_growth - y_g) * x_growth;
  for (Complex& m : moved) m /= length;
}

}  // namespace

TbatsRegion::TbatsRegion(const TbatsForm& form, const std::vector<TbatsWave>& waves, double radius)
    : form_(form), waves_(waves), radius_(radius) {}

double TbatsRegion::largest_root(const TbatsPoint& p) const {
  const System s = system_of(form_.trend, waves_, p);
  if (!s.d.allFinite()) return std::numeric_limits<double>::infinity();
  return Eigen::EigenSolver<MatrixXd>(s.d, false).eigenvalues().cwiseAbs().maxCoeff();
}

double TbatsRegion::barrier(const TbatsPoint& p) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const System s = system_of(form_.trend, waves_, p);
  if (!s.d.allFinite()) return kInfinity;
  const Eigen::EigenSolver<MatrixXd> solver(s.d, false);
  if (solver.info() != Eigen::Success) return kInfinity;
  const Eigen::VectorXcd v = solver.eigenvalues() / radius_;
  roots_.assign(solver.eigenvalues().begin(), solver.eigenvalues().end());
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
  const auto n = static_cast<Index>(roots_.size());
  const Index count =
      1 + (form_.trend ? 1 : 0) + (form_.damped ? 1 : 0) + 2 * static_cast<Index>(form_.harmonics.size());
  Eigen::VectorXcd v(n);
  // One row a root.
  Eigen::Matrix<Complex, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> moved(n, count);
  for (Index i = 0; i < n; ++i) {
    const Complex root = roots_[static_cast<std::size_t>(i)];
    v(i) = root / radius_;
    derivatives(root, form_, waves_, p, {moved.row(i).data(), static_cast<std::size_t>(count)});
  }
  moved /= radius_;
  if (!moved.allFinite()) return;  // where two eigenvalues meet, or one is of F
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
