#include "forecast/tbats_search.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#include "forecast/tbats_region.hpp"
#include "numeric/multistart.hpp"
#include "numeric/small_descent.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kFirstBarrier = 1e-3, kLastBarrier = 1e-11, kQuickBarrier = 1e-6;
constexpr double kExact = 1e-11, kRough = 1e-7;  // of log F, n / 2 of which a log likelihood is
constexpr double kLargestPartial = 0.999;        // ARMA's partial autocorrelations, and inverse ones of MA

/// Coefficients of a stationary polynomial from its partial autocorrelations, all in (-1, 1) (Barndorff-Nielsen & Schou
/// 1973), with `derivatives` by them, one row a coefficient.
void from_partial(std::span<const double> partial, std::vector<double>& coefficients,
                  std::vector<double>& derivatives) {
  const std::size_t p = partial.size();
  coefficients.assign(p, 0.0);
  derivatives.assign(p * p, 0.0);
  for (std::size_t k = 0; k < p; ++k) {
    const std::vector<double> before = coefficients, by = derivatives;
    for (std::size_t i = 0; i < k; ++i) {
      coefficients[i] = before[i] - partial[k] * before[k - 1 - i];
      for (std::size_t j = 0; j < k; ++j) derivatives[i * p + j] = by[i * p + j] - partial[k] * by[(k - 1 - i) * p + j];
      derivatives[i * p + k] = -before[k - 1 - i];
    }
    coefficients[k] = partial[k];
    derivatives[k * p + k] = 1;
  }
}

/// The reverse.
std::vector<double> partial_of(std::vector<double> coefficients) {
  std::vector<double> partial(coefficients.size());
  for (std::size_t k = coefficients.size(); k-- > 0;) {
    const double r = partial[k] = std::clamp(coefficients[k], -kLargestPartial, kLargestPartial);
    const std::vector<double> after = coefficients;
    for (std::size_t i = 0; i < k; ++i) coefficients[i] = (after[i] + r * after[k - 1 - i]) / (1 - r * r);
  }
  return partial;
}

/// The numbers that are searched over: those of `TbatsPass::model`, with partial autocorrelations for ARMA.
class Problem {
 public:
  Problem(const TbatsForm& form, TbatsPass& pass, TbatsRegion& region)
      : form_(form), pass_(pass), region_(region), natural_(pass.parameters()) {
    point_.gamma1.resize(form.harmonics.size());
    point_.gamma2.resize(form.harmonics.size());
  }
  double weight = 0;  ///< Of the barrier.

  [[nodiscard]] std::size_t size() const noexcept { return natural_; }
  const TbatsPoint& point_at(std::span<const double> u) {
    std::size_t k = 0;
    point_.alpha = u[k++];
    point_.beta = form_.trend ? u[k++] : 0;
    point_.phi = form_.damped ? u[k++] : 1;
    for (std::size_t i = 0; i < form_.harmonics.size(); ++i) point_.gamma1[i] = u[k++], point_.gamma2[i] = u[k++];
    from_partial(u.subspan(k, form_.ar), point_.ar, by_ar_);
    k += form_.ar;
    from_partial(u.subspan(k, form_.ma), point_.ma, by_ma_);
    // 1 + ma_1 B + ... is invertible where 1 - ar_1 B - ... is stationary.
    for (double& x : point_.ma) x = -x;
    for (double& x : by_ma_) x = -x;
    k += form_.ma;
    point_.lambda = form_.box_cox ? u[k] : 1;
    return point_;
  }
  [[nodiscard]] std::vector<double> numbers_of(const TbatsPoint& p) const {
    std::vector<double> u{p.alpha};
    if (form_.trend) u.push_back(p.beta);
    if (form_.damped) u.push_back(p.phi);
    for (std::size_t i = 0; i < form_.harmonics.size(); ++i) u.insert(u.end(), {p.gamma1[i], p.gamma2[i]});
    const auto add = [&](const std::vector<double>& partial) { u.insert(u.end(), partial.begin(), partial.end()); };
    add(partial_of(p.ar));
    std::vector<double> ma = p.ma;
    for (double& x : ma) x = -x;
    add(partial_of(std::move(ma)));
    if (form_.box_cox) u.push_back(p.lambda);
    return u;
  }

  double value(std::span<const double> u) {
    const TbatsPoint& p = point_at(u);
    const double barrier = region_.barrier(p);
    if (!std::isfinite(barrier)) return kInfinity;
    return pass_.value(p) + weight * barrier;
  }
  void model(std::span<const double>, std::span<double> gradient, std::span<double> hessian) {
    pass_.model(gradient, hessian);
    const std::size_t ar = natural_ - form_.ar - form_.ma - (form_.box_cox ? 1 : 0);
    carry_over(by_ar_, ar, form_.ar, gradient, hessian);
    carry_over(by_ma_, ar + form_.ar, form_.ma, gradient, hessian);
    if (weight > 0) region_.add_model(point_, weight, gradient, hessian, natural_);
  }

 private:
  /// From coefficients to partial autocorrelations: T'g and T'HT, T the derivatives of `count` numbers from `first`.
  void carry_over(const std::vector<double>& t, std::size_t first, std::size_t count, std::span<double> gradient,
                  std::span<double> hessian) {
    if (count == 0) return;
    const std::size_t n = natural_;
    std::vector<double> row(count);
    const auto turn = [&](auto at) {
      for (std::size_t j = 0; j < count; ++j) {
        row[j] = 0;
        for (std::size_t i = 0; i < count; ++i) row[j] += t[i * count + j] * at(i);
      }
      for (std::size_t j = 0; j < count; ++j) at(j) = row[j];
    };
    turn([&](std::size_t i) -> double& { return gradient[first + i]; });
    for (std::size_t r = 0; r < n; ++r) turn([&](std::size_t i) -> double& { return hessian[r * n + first + i]; });
    for (std::size_t c = 0; c < n; ++c) turn([&](std::size_t i) -> double& { return hessian[(first + i) * n + c]; });
  }

  const TbatsForm& form_;
  TbatsPass& pass_;
  TbatsRegion& region_;
  std::size_t natural_;
  std::vector<double> by_ar_, by_ma_;
  TbatsPoint point_;
};

using numeric::SearchPoint;

struct Start {
  double alpha, beta, gamma, lambda;
};
/// From slow to quick; the first are tried in a quick search. lambda is a part of its range.
constexpr std::array<Start, 6> kStarts{{{0.1, 0.01, 0.01, 0.5},
                                        {0.6, 0.03, 0.002, 0.2},
                                        {0.95, 0.005, 0.0005, 0.8},
                                        {0.3, 0.05, 0.05, 0.2},
                                        {0.02, 0.0005, 0.1, 0.5},
                                        {1.3, 0.2, 0.01, 0.5}}};
constexpr std::size_t kQuickStarts = 2, kKept = 5;
constexpr int kFirstSteps = 5;

/// To first order the harmonic of frequency v is damped by gamma1 cos v - gamma2 sin v: all of a season are when
/// (gamma1, -gamma2) points to the middle of their frequencies.
TbatsPoint starting_point(const Start& start, const TbatsForm& form, const std::vector<TbatsWave>& waves,
                          const TbatsLimits& limits) {
  TbatsPoint p{.alpha = start.alpha, .beta = form.trend ? start.beta : 0, .phi = form.damped ? 0.97 : 1};
  p.lambda = form.box_cox ? limits.least_lambda + start.lambda * (limits.largest_lambda - limits.least_lambda) : 1;
  const double each = start.gamma / std::max<double>(1, static_cast<double>(waves.size()) / 4);
  for (std::size_t i = 0; i < form.harmonics.size(); ++i) {
    const double middle = std::numbers::pi * static_cast<double>(form.harmonics[i] + 1) / form.season_lengths[i];
    p.gamma1.push_back(each * std::cos(middle));
    p.gamma2.push_back(-each * std::sin(middle));
  }
  p.ar.assign(form.ar, 0.0);
  p.ma.assign(form.ma, 0.0);
  return p;
}

class Search {
 public:
  Search(const TbatsForm& form, std::span<const double> y, const TbatsLimits& limits)
      : form_(form),
        limits_(limits),
        pass_(form, y),
        region_(form, pass_.waves(), limits.largest_root),
        problem_(form, pass_, region_),
        descent_(problem_, problem_.size()) {
    const auto bound = [&](double lower, double upper) { lower_.push_back(lower), upper_.push_back(upper); };
    bound(-1, 4);
    if (form.trend) bound(-1, 4);
    if (form.damped) bound(0.8, 1);
    for (std::size_t i = 0; i < 2 * form.harmonics.size(); ++i) bound(-2, 2);
    for (std::size_t i = 0; i < form.ar + form.ma; ++i) bound(-kLargestPartial, kLargestPartial);
    if (form.box_cox) bound(limits.least_lambda, limits.largest_lambda);
  }

  TbatsOptimum run(const std::vector<TbatsPoint>& starts) {
    std::vector<SearchPoint> found;
    problem_.weight = kFirstBarrier;
    for (const TbatsPoint& p : starts) begin(p, found);
    const std::size_t own = limits_.thorough ? kStarts.size() : kQuickStarts;
    for (std::size_t i = 0; i < own; ++i) begin(starting_point(kStarts[i], form_, pass_.waves(), limits_), found);
    for (SearchPoint& c : found) follow(c, kFirstSteps, kRough);
    numeric::keep_best(found, limits_.thorough ? kKept : 1);
    SearchPoint best;
    const double last = limits_.thorough ? kLastBarrier : kQuickBarrier;
    const double exact = limits_.thorough ? kExact : kRough;
    for (SearchPoint& c : found) {
      descend(c, last, exact);
      // Into a corner of the region the way is long unless one knows how its border bends.
      if (c.stop == Stop::iteration_limit && limits_.thorough) {
        SearchPoint other = c;
        region_.bent = true;
        descend(other, last, exact);
        region_.bent = false;
        if (other.value < c.value) c = std::move(other);
      }
      if (c.value < best.value) best = c;
    }
    TbatsOptimum result{.parameters = pass_.parameters() + pass_.seeds() + 1};
    if (!std::isfinite(best.value)) return result;
    problem_.weight = 0;
    result.value = problem_.value(best.x);
    result.point = problem_.point_at(best.x);
    result.initial.assign(pass_.initial().begin(), pass_.initial().end());
    result.errors = pass_.errors();
    result.stop = best.stop;
    return result;
  }

 private:
  /// A start that is not admissible is drawn towards states that hardly move.
  void begin(TbatsPoint p, std::vector<SearchPoint>& found) {
    for (int tries = 0; tries < 20; ++tries) {
      SearchPoint c{.x = problem_.numbers_of(p)};
      for (std::size_t j = 0; j < c.x.size(); ++j) c.x[j] = std::clamp(c.x[j], lower_[j], upper_[j]);
      c.value = problem_.value(c.x);
      if (std::isfinite(c.value)) {
        found.push_back(std::move(c));
        return;
      }
      p.alpha /= 2, p.beta /= 4;
      for (double& g : p.gamma1) g /= 2;
      for (double& g : p.gamma2) g /= 2;
    }
  }
  /// Behind a barrier that gives way little by little. What it gives way to next need not be found to the last digits.
  void descend(SearchPoint& c, double last, double exact) {
    for (problem_.weight = kFirstBarrier; problem_.weight > last; problem_.weight /= 30)
      follow(c, limits_.max_iterations, std::max(problem_.weight / 10, exact));
    const Stop behind = c.stop;
    problem_.weight = 0;
    follow(c, limits_.max_iterations, exact);
    // Without it a border ends the search as if rounding did.
    if (c.stop == Stop::no_progress) c.stop = behind;
  }
  void follow(SearchPoint& c, int iterations, double tolerance) {
    numeric::follow(descent_, c, {.lower = lower_, .upper = upper_, .iterations = iterations, .tolerance = tolerance});
  }

  TbatsForm form_;
  TbatsLimits limits_;
  TbatsPass pass_;
  TbatsRegion region_;
  Problem problem_;
  numeric::SmallDescent<Problem> descent_;
  std::vector<double> lower_, upper_;
};

}  // namespace

TbatsOptimum most_likely(const TbatsForm& form, std::span<const double> y, const TbatsLimits& limits,
                         const std::vector<TbatsPoint>& starts) {
  return Search(form, y, limits).run(starts);
}

}  // namespace foreplan::inline v0::forecast
