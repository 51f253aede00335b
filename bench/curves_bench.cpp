#include <benchmark/benchmark.h>
#include <foreplan/growth.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <unsupported/Eigen/LevenbergMarquardt>
#include <vector>
#if FOREPLAN_HAS_TINY_SOLVER
#include <ceres/tiny_solver.h>
#endif

#include "growth/curve_kernels.hpp"
#include "numeric/least_squares.hpp"
#include "numeric/parallel.hpp"

namespace {

namespace fp = foreplan;
namespace growth = foreplan::growth;

// One logistic curve beside Eigen's Levenberg-Marquardt (MINPACK's lmder) and Ceres' TinySolver: 3 parameters, 30
// points, the same start and, for the peers, one tolerance at which all reach 8 digits of the parameters; a run that
// does not is an error. Peers have derivatives written by hand, as ours are. Ours goes on to the last digit, which
// takes one or two iterations more.
constexpr std::array<double, 3> kStart{40, 0.3, 7};  // ceiling, rate, midpoint
constexpr double kTolerance = 1e-10;

struct Data {
  std::vector<double> t{}, y{};
};

/// Every `seed` scatters in its own way, without a pattern.
Data observations(std::size_t seed = 0) {
  Data d;
  for (std::size_t i = 0; i < 30; ++i) {
    const auto place = static_cast<double>(i);
    d.t.push_back(0.5 + 0.65 * place);
    d.y.push_back(50 / (1 + std::exp(-0.5 * (d.t[i] - 9))) +
                  0.5 * std::sin(17.3 * place * place + static_cast<double>(seed)));
  }
  return d;
}

const std::array<double, 3>& solution() {
  static const std::array<double, 3> b = [] {
    const Data d = observations();
    const auto fit = growth::fit_logistic(d.t, d.y);
    return std::array{fit["ceiling"], fit["rate"], fit["midpoint"]};
  }();
  return b;
}

void check(benchmark::State& state, const double* b) {
  for (std::size_t j = 0; j < 3; ++j)
    if (!(std::abs(b[j] / solution()[j] - 1) < 1e-8)) state.SkipWithError("other parameters");
}

/// The same residuals and derivatives, in plain loops, for both peers.
void logistic(const double* b, const Data& d, double* residuals, double* jacobian) {
  const std::size_t n = d.t.size();
  for (std::size_t i = 0; i < n; ++i) {
    const double since = d.t[i] - b[2], s = 1 / (1 + std::exp(-b[1] * since));
    if (residuals != nullptr) residuals[i] = b[0] * s - d.y[i];
    if (jacobian == nullptr) continue;
    jacobian[i] = s;
    jacobian[n + i] = b[0] * s * (1 - s) * since;
    jacobian[2 * n + i] = -b[0] * s * (1 - s) * b[1];
  }
}

struct EigenProblem : Eigen::DenseFunctor<double> {
  const Data& d;
  explicit EigenProblem(const Data& data) : Eigen::DenseFunctor<double>(3, 30), d(data) {}
  int operator()(const InputType& b, ValueType& r) const {
    logistic(b.data(), d, r.data(), nullptr);
    return 0;
  }
  int df(const InputType& b, JacobianType& j) const {
    logistic(b.data(), d, nullptr, j.data());
    return 0;
  }
};

void EigenLevenbergMarquardt(benchmark::State& state) {
  const Data d = observations();
  EigenProblem problem(d);
  for (auto _ : state) {
    Eigen::VectorXd b = Eigen::Vector3d(kStart[0], kStart[1], kStart[2]);
    Eigen::LevenbergMarquardt<EigenProblem> solver(problem);
    solver.setFtol(kTolerance * kTolerance);
    solver.setXtol(kTolerance);
    solver.minimize(b);
    check(state, b.data());
  }
}
BENCHMARK(EigenLevenbergMarquardt);

#if FOREPLAN_HAS_TINY_SOLVER
struct CeresProblem {
  using Scalar = double;
  enum { NUM_RESIDUALS = 30, NUM_PARAMETERS = 3 };
  const Data& d;
  bool operator()(const double* b, double* r, double* j) const {
    logistic(b, d, r, j);
    return true;
  }
};

void CeresTinySolver(benchmark::State& state) {
  const Data d = observations();
  const CeresProblem problem{d};
  for (auto _ : state) {
    ceres::TinySolver<CeresProblem> solver;
    solver.options.parameter_tolerance = kTolerance;
    solver.options.function_tolerance = kTolerance * kTolerance;
    ceres::TinySolver<CeresProblem>::Parameters b(kStart[0], kStart[1], kStart[2]);
    solver.Solve(problem, &b);
    check(state, b.data());
  }
}
BENCHMARK(CeresTinySolver);
#endif

// The solver alone, as the peers are.
void LeastSquares(benchmark::State& state) {
  const Data d = observations();
  const auto kernel = growth::internal::curve_kernel(growth::Curve::logistic, fp::numeric::best_tier());
  const fp::numeric::Residuals residuals = [&](std::span<const double> b, std::span<double> r, std::span<double> j) {
    kernel(b.data(), d.t.data(), d.t.size(), r.data(), j.empty() ? nullptr : j.data());
    for (std::size_t i = 0; i < r.size(); ++i) r[i] -= d.y[i];
    return true;
  };
  fp::numeric::LeastSquaresOptions options;
  options.rounding = 1e-16 * 200;  // of the observations, as a fit sets it
  int evaluations = 0;
  for (auto _ : state) {
    const auto fit = fp::numeric::least_squares(30, {kStart.begin(), kStart.end()}, residuals, options);
    evaluations = fit.evaluations;
    check(state, fit.x.data());
  }
  state.counters["evaluations"] = evaluations;
}
BENCHMARK(LeastSquares);

// A whole fit: standard errors, criteria, residuals. A function of the caller's pays for 30 calls of exp an evaluation.
void FitCurve(benchmark::State& state) {
  const Data d = observations();
  const auto f = [](const auto& b, double t) {
    using std::exp;
    return b[0] / (1 + exp(-b[1] * (t - b[2])));
  };
  for (auto _ : state) benchmark::DoNotOptimize(growth::fit_curve<3>(f, kStart, d.t, d.y));
}
BENCHMARK(FitCurve);

// By name, from the same start or (0) from one that is found.
void FitLogistic(benchmark::State& state) {
  const Data d = observations();
  growth::CurveOptions options;
  if (state.range(0) != 0) options.start.assign(kStart.begin(), kStart.end());
  for (auto _ : state) benchmark::DoNotOptimize(growth::fit_logistic(d.t, d.y, options));
}
BENCHMARK(FitLogistic)->ArgName("start")->Arg(1)->Arg(0);

// Every curve from a start that is found, on a logistic course: those that can take it are quick, some microseconds. The
// others try one start for each valley of the grid, or the grid's best ones until two agree; those that the observations
// drive to infinity (Michaelis and Menten's, part of the double logistic's starts) take longest.
void FitNamed(benchmark::State& state) {
  const auto curve = growth::all_curves()[static_cast<std::size_t>(state.range(0))];
  state.SetLabel(std::string(growth::to_string(curve)));
  const Data d = observations();
  for (auto _ : state) benchmark::DoNotOptimize(growth::fit_curve(curve, d.t, d.y));
}
BENCHMARK(FitNamed)->DenseRange(0, 15);

// Four curves with a ceiling and one without, fitted to thirty observations and to their beginnings at each rolling
// origin: some hundred fits, so that a comparison takes as long as these and grows with the square of the series.
void CompareCurves(benchmark::State& state) {
  const Data d = observations();
  using growth::Curve;
  for (auto _ : state)
    benchmark::DoNotOptimize(growth::compare_curves(
        {Curve::logistic, Curve::gompertz, Curve::bass, Curve::richards, Curve::exponential}, d.t, d.y));
}
BENCHMARK(CompareCurves)->Unit(benchmark::kMillisecond);

// A hundred thousand logistic curves, each with its own scatter: linear in threads.
void HundredThousand(benchmark::State& state) {
  std::vector<Data> all;
  for (std::size_t i = 0; i < 1000; ++i) all.push_back(observations(i));
  std::vector<double> ceilings(100'000);
  for (auto _ : state)
    fp::numeric::parallel_for(1000, {.threads = static_cast<unsigned>(state.range(0))}, [&](std::size_t block) {
      for (std::size_t i = 0; i < 100; ++i) {
        const Data& d = all[(block + 7 * i) % all.size()];
        const auto fit = growth::fit_logistic(d.t, d.y);
        if (!fit.usable()) throw std::runtime_error("not usable");
        ceilings[100 * block + i] = fit.parameters[0].value;
      }
    });
  state.SetItemsProcessed(100'000 * state.iterations());
}
BENCHMARK(HundredThousand)->ArgName("threads")->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
