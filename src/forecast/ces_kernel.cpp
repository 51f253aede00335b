#include "forecast/ces_kernel.hpp"
#include "forecast/data.hpp"

#include <foreplan/core/dual.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "numeric/kernels.hpp"

namespace foreplan::inline v0::forecast {
namespace {

std::size_t joint_columns(const CesShape& shape, CesInitial initial) {
  return shape.joint() && initial == CesInitial::estimated ? shape.free_states() : 0;
}

}  // namespace

// `responses_` begins with room for the residuals in the joint forms, whose products are taken with them.
CesSquares::CesSquares(const CesShape& shape, std::span<const double> y, CesInitial initial)
    : shape_(shape),
      y_(y),
      initial_kind_(initial),
      guess_(shape.size()),
      initial_(shape.size()),
      state_(shape.size()),
      errors_(y.size()),
      tangents_(4 * y.size()),
      model_(y.size(), joint_columns(shape, initial)) {
  const std::size_t joint = joint_columns(shape, initial), lag = shape.lag();
  if (joint > 0) {
    responses_.resize((1 + shape.size()) * y.size());
    gram_.resize((joint + 1) * (joint + 2) / 2);
    all_.resize(joint);
    std::iota(all_.begin(), all_.end(), std::size_t{0});
    ones_.assign(joint, 1);
  } else if (initial == CesInitial::estimated) {
    responses_.resize(2 * y.size());
    squares_of_.resize(lag), shares_.resize(lag), rest_of_.resize(lag);
  }
  step_.resize(std::max(joint, shape.size()));
  double squares = 0;
  for (const double x : y) {
    gaps_ = gaps_ || std::isnan(x);
    if (!std::isnan(x)) squares += x * x;
  }
  floor_ = rounding_of(squares);
  guess_states();
}

void CesSquares::guess_states() {
  const std::size_t m = shape_.m, early = std::max<std::size_t>(10, 2 * m);
  std::vector<double> sums(m, 0), counts(m, 0);
  double sum = 0, count = 0;
  for (std::size_t t = 0; t < y_.size() && count < static_cast<double>(early); ++t) {
    if (std::isnan(y_[t])) continue;
    sum += y_[t], count += 1;
    sums[t % m] += y_[t], counts[t % m] += 1;
  }
  const double mean = sum / count;
  for (std::size_t j = 0; j < m; ++j) sums[j] = counts[j] > 0 ? sums[j] / counts[j] - mean : 0;
  const std::size_t lag = shape_.lag();
  for (std::size_t k = 0; k < lag; ++k) guess_[k] = guess_[lag + k] = mean + (lag > 1 ? sums[k] : 0);
  if (!shape_.joint()) return;
  const double middle = std::accumulate(sums.begin(), sums.end(), 0.0) / static_cast<double>(m);
  for (std::size_t i = 2; i < guess_.size(); ++i) guess_[i] = sums[(i - 2) % m] - middle;
}

double CesSquares::value(const CesParameters& p) {
  const std::size_t n = y_.size();
  const auto silent = [&](std::size_t t, double f) { return std::isnan(y_[t]) ? 0 : y_[t] - f; };
  const auto recorded = [&](std::size_t t, double f) { return errors_[t] = silent(t, f); };
  initial_ = guess_;
  if (initial_kind_ == CesInitial::backcast) {
    walk_ces(shape_, p, initial_.data(), 0, n, false, silent);
    walk_ces(shape_, p, initial_.data(), 0, n, true, silent);
  }
  state_ = initial_;
  walk_ces(shape_, p, state_.data(), 0, n, false, recorded);
  if (initial_kind_ == CesInitial::estimated) {
    set_responses(p);
    project(errors_, step_, true);
    for (std::size_t i = 0; i < initial_.size(); ++i) initial_[i] += step_[i];
  }
  squares_ = floor_;
  for (const double e : errors_) squares_ += e * e;
  return std::log(squares_);
}

template <std::size_t N>
void CesSquares::differentiate(const CesParameters& p) {
  using D = Dual<N>;
  const std::size_t n = y_.size();
  std::array<D, 4> parameters{D(p[0]), D(p[1]), D(p[2]), D(p[3])};
  for (std::size_t j = 0; j < N; ++j) parameters[j].gradient[j] = 1;
  const auto silent = [&](std::size_t t, const D& f) { return std::isnan(y_[t]) ? D(0.0) : y_[t] - f; };
  const auto recorded = [&](std::size_t t, const D& f) {
    const D e = silent(t, f);
    for (std::size_t j = 0; j < N; ++j) tangents_[j * n + t] = e.gradient[j];
    return e;
  };
  std::vector<D> x;
  const bool backcast = initial_kind_ == CesInitial::backcast;
  for (const double s : backcast ? guess_ : initial_) x.emplace_back(s);
  if (backcast) {
    walk_ces(shape_, parameters, x.data(), 0, n, false, silent);
    walk_ces(shape_, parameters, x.data(), 0, n, true, silent);
  }
  walk_ces(shape_, parameters, x.data(), 0, n, false, recorded);
}

std::span<const double> CesSquares::tangents(const CesParameters& p) {
  const std::size_t n = y_.size();
  if (shape_.joint())
    differentiate<4>(p);
  else
    differentiate<2>(p);
  if (initial_kind_ == CesInitial::estimated)
    for (std::size_t j = 0; j < shape_.smoothing(); ++j) project(std::span(tangents_).subspan(j * n, n), step_, false);
  return tangents_;
}

void CesSquares::set_responses(const CesParameters& p) {
  const std::size_t n = y_.size(), m = shape_.m, lag = shape_.lag();
  const auto respond = [&](std::size_t first_state, std::size_t states, std::size_t from, double* column) {
    std::fill(state_.begin(), state_.end(), 0.0);
    std::fill_n(state_.begin() + static_cast<std::ptrdiff_t>(first_state), states, 1.0);
    std::fill_n(column, std::min(from, n), 0.0);
    if (from < n)
      walk_ces(shape_, p, state_.data(), from, n - from, false,
               [&](std::size_t t, double f) { return column[t] = gaps_ && std::isnan(y_[t]) ? 0 : -f; });
  };
  if (!shape_.joint()) {  // Seasons know nothing of each other: all at once.
    double* const level = responses_.data();
    double* const potential = level + n;
    respond(0, lag, 0, level);
    respond(lag, lag, 0, potential);
    for (std::size_t k = 0; k < lag; ++k) {
      double ll = 0, lc = 0, cc = 0, rest = 0;
      for (std::size_t t = k; t < n; t += lag) ll += level[t] * level[t], lc += level[t] * potential[t];
      shares_[k] = ll > 0 ? lc / ll : 0;
      for (std::size_t t = k; t < n; t += lag) {
        cc += potential[t] * potential[t];
        potential[t] -= shares_[k] * level[t];
        rest += potential[t] * potential[t];
      }
      squares_of_[k] = ll;
      rest_of_[k] = rest > 1e-24 * cc ? rest : 0;
    }
    return;
  }
  std::copy(errors_.begin(), errors_.end(), responses_.begin());
  double* column = responses_.data() + n;
  respond(0, 1, 0, column);
  respond(1, 1, 0, column + n);
  column += 2 * n;
  for (std::size_t kind = 0; 2 + kind * m < shape_.size(); ++kind) {
    double* const block = column + kind * (m - 1) * n;
    // The last one stands for itself less each other's, by which the sum is 0.
    for (std::size_t j = 0; j < m; ++j) {
      double* const out = block + j * n;
      if (j == 0 || gaps_) {
        respond(2 + kind * m + j, 1, j, out);
      } else {
        std::fill_n(out, std::min(j, n), 0.0);
        if (j < n) std::copy_n(block, n - j, out + j);
      }
    }
    const double* const last = block + (m - 1) * n;
    for (std::size_t j = 0; j + 1 < m; ++j)
      for (std::size_t t = 0; t < n; ++t) block[j * n + t] -= last[t];
  }
  const std::size_t columns = shape_.free_states();
  numeric::kernels().gram(responses_.data(), n, columns + 1, gram_.data());
  model_.set(std::span(responses_).first((columns + 1) * n), gram_, all_);
}

void CesSquares::project(std::span<double> v, std::span<double> coefficients, bool first) {
  if (!shape_.joint()) return project_seasons(v, coefficients);
  const std::size_t n = y_.size(), m = shape_.m, columns = shape_.free_states();
  std::span<double> step = coefficients.first(columns);
  if (first)
    model_.solve(0, ones_, step);
  else
    model_.solve_for(v, 0, ones_, step);
  const auto add = numeric::kernels().add_multiple;
  for (std::size_t j = 0; j < columns; ++j) add(v.data(), step[j], responses_.data() + (j + 1) * n, n);
  if (!first) return;
  // Every last seasonal, from the back so that nothing is overwritten.
  for (std::size_t kinds = (columns - 2) / (m - 1); kinds-- > 0;) {
    double* const from = coefficients.data() + 2 + kinds * (m - 1);
    double* const to = coefficients.data() + 2 + kinds * m;
    const double sum = std::accumulate(from, from + (m - 1), 0.0);
    if (to != from) std::copy_backward(from, from + (m - 1), to + (m - 1));
    to[m - 1] = -sum;
  }
}

void CesSquares::project_seasons(std::span<double> v, std::span<double> coefficients) const {
  const std::size_t n = y_.size(), lag = shape_.lag();
  const double* const level = responses_.data();
  const double* const potential = level + n;
  for (std::size_t k = 0; k < lag; ++k) {
    double lv = 0, cv = 0;
    for (std::size_t t = k; t < n; t += lag) lv += level[t] * v[t], cv += potential[t] * v[t];
    const double by_level = squares_of_[k] > 0 ? lv / squares_of_[k] : 0;
    const double by_rest = rest_of_[k] > 0 ? cv / rest_of_[k] : 0;
    for (std::size_t t = k; t < n; t += lag) v[t] -= by_level * level[t] + by_rest * potential[t];
    coefficients[lag + k] = -by_rest;
    coefficients[k] = shares_[k] * by_rest - by_level;
  }
}

}  // namespace foreplan::inline v0::forecast
