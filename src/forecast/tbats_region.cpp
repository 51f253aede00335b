#include "forecast/tbats_region.hpp"

#include <Eigen/Eigenvalues>
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

/// y of a state, y' = w' (v - F)^-1, with its derivatives by v.
struct Response {
  Complex value = 0, first = 0, second = 0;
};

/// How an eigenvalue moves with each parameter, and how that changes. It is a root of f(v) = 1 + y(v)'g, so that
/// dv = -df / f' and so on. The change with phi is left out.
struct Motion {
  std::vector<Complex> first{}, second{};  ///< count, and count x count.
};

Motion motion_of(Complex v, const TbatsForm& form, const std::vector<TbatsWave>& waves, const TbatsPoint& p) {
  const std::size_t gammas = 1 + (form.trend ? 1 : 0) + (form.damped ? 1 : 0), phi = 2;
  const std::size_t count = gammas + 2 * form.harmonics.size();
  std::vector<Response> by(count);  // of the states that each parameter adds to
  const Complex l = 1.0 / (v - 1.0), b = form.trend ? 1.0 / (v - p.phi) : 0.0;
  by[0] = {l, -l * l, 2.0 * l * l * l};
  if (form.trend)
    by[1] = {p.phi * v * l * b, p.phi * l * b * (1.0 - v * (l + b)),
             2.0 * p.phi * l * b * (v * (l * l + l * b + b * b) - l - b)};
  for (const TbatsWave& w : waves) {
    Response& one = by[gammas + 2 * w.season];
    Response& two = by[gammas + 2 * w.season + 1];
    const Complex u = v - w.cosine;
    const double n = w.sine;
    if (!w.partner) {
      const Complex r = 1.0 / u;
      one.value += r, one.first -= r * r, one.second += 2.0 * r * r * r;
      continue;
    }
    const Complex r = 1.0 / (u * u + n * n), r2 = r * r, r3 = r2 * r;
    one.value += u * r, one.first += (n * n - u * u) * r2, one.second += 2.0 * u * (u * u - 3 * n * n) * r3;
    two.value += n * r, two.first -= 2 * n * u * r2, two.second += 2 * n * (3.0 * u * u - n * n) * r3;
  }
  std::vector<double> g{p.alpha};
  if (form.trend) g.push_back(p.beta);
  if (form.damped) g.push_back(0);
  for (std::size_t i = 0; i < form.harmonics.size(); ++i) g.insert(g.end(), {p.gamma1[i], p.gamma2[i]});
  Complex slope = 0, bend = 0, y_g = 0;
  for (std::size_t j = 0; j < count; ++j)
    slope += g[j] * by[j].first, bend += g[j] * by[j].second, y_g += g[j] * by[j].value;
  // y' dD x with x = (v - F)^-1 g, in whose growth is beta / (v - phi).
  if (form.damped) by[phi].value = (by[0].value + by[1].value - y_g) * p.beta * b;
  Motion m{std::vector<Complex>(count), std::vector<Complex>(count * count)};
  for (std::size_t j = 0; j < count; ++j) m.first[j] = -by[j].value / slope;
  for (std::size_t j = 0; j < count; ++j)
    for (std::size_t k = 0; k < count; ++k)
      if (!form.damped || (j != phi && k != phi))
        m.second[j * count + k] =
            -(by[j].first * m.first[k] + by[k].first * m.first[j] + bend * m.first[j] * m.first[k]) / slope;
  return m;
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
  MatrixXcd moved(count, n);  // one column a root
  std::vector<MatrixXcd> change(roots_.size());
  for (Index i = 0; i < n; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const Motion m = motion_of(roots_[at], form_, waves_, p);
    v(i) = roots_[at] / radius_;
    moved.col(i) = Eigen::Map<const Eigen::VectorXcd>(m.first.data(), count) / radius_;
    change[at] = Eigen::Map<const MatrixXcd>(m.second.data(), count, count) / radius_;
  }
  if (!moved.allFinite()) return;  // where two eigenvalues meet, or one is of F
  for (Index i = 0; i < n; ++i) {
    Complex slope = 0;
    for (Index j = 0; j < n; ++j) slope += (i == j ? 2.0 : 1.0) * v(j) / (1.0 - v(i) * v(j));
    for (Index k = 0; k < count; ++k) gradient[static_cast<std::size_t>(k)] += weight * (slope * moved(k, i)).real();
  }
  // Of - log of a distance.
  MatrixXd second = MatrixXd::Zero(count, count);
  const auto add = [&](double distance, const VectorXd& by, const MatrixXd& bend) {
    MatrixXd term = by * by.transpose() / (distance * distance);
    if (bent) term -= bend / distance;
    if (distance > 0 && term.allFinite()) second += term;
  };
  // Of two conjugate or neighbouring real eigenvalues with sum s and product q: 1 - q, 1 - s + q and 1 + s + q are what
  // must be positive (Jury), and move smoothly when the two meet.
  std::vector<Index> real;
  const auto add_pair = [&](Index a, Index b) {
    const auto &by_a = moved.col(a), &by_b = moved.col(b);
    const MatrixXcd &bent_a = change[static_cast<std::size_t>(a)], &bent_b = change[static_cast<std::size_t>(b)];
    const double sum = (v(a) + v(b)).real(), q = (v(a) * v(b)).real();
    const VectorXd by_sum = (by_a + by_b).real(), by_q = (v(b) * by_a + v(a) * by_b).real();
    const MatrixXd bent_sum = (bent_a + bent_b).real();
    const MatrixXd bent_q = (v(b) * bent_a + v(a) * bent_b + by_a * by_b.transpose() + by_b * by_a.transpose()).real();
    add(1 - q, by_q, -bent_q);
    add(1 - sum + q, by_q - by_sum, bent_q - bent_sum);
    add(1 + sum + q, by_q + by_sum, bent_q + bent_sum);
  };
  for (Index i = 0; i < n; ++i) {
    if (v(i).imag() == 0) real.push_back(i);
    if (v(i).imag() > 0 && i + 1 < n) add_pair(i, i + 1);
  }
  std::sort(real.begin(), real.end(), [&](Index a, Index b) { return v(a).real() > v(b).real(); });
  for (std::size_t i = 0; i + 1 < real.size(); i += 2) add_pair(real[i], real[i + 1]);
  if (real.size() % 2 == 1) {
    const Index last = real.back();
    const MatrixXd bend = change[static_cast<std::size_t>(last)].real();
    for (const double side : {-1.0, 1.0}) add(1 + side * v(last).real(), moved.col(last).real(), side * bend);
  }
  if (bent) {
    // A model of steps needs what curves upwards.
    const Eigen::SelfAdjointEigenSolver<MatrixXd> curves(second);
    if (curves.info() != Eigen::Success) return;
    second = curves.eigenvectors() * curves.eigenvalues().cwiseMax(0).asDiagonal() * curves.eigenvectors().transpose();
  }
  for (Index j = 0; j < count; ++j)
    for (Index k = 0; k < count; ++k)
      hessian[static_cast<std::size_t>(j) * stride + static_cast<std::size_t>(k)] += weight * second(j, k);
}

double spectral_radius(bool trend, const std::vector<TbatsWave>& waves, const TbatsPoint& point) {
  TbatsForm form;
  form.trend = trend;
  return TbatsRegion(form, waves, 1).largest_root(point);
}

}  // namespace foreplan::inline v0::forecast
