#include "forecast/tbats_kernel.hpp"
#include "forecast/data.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "numeric/kernels.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr std::size_t kLanes = 8, kLevel = 0, kGrowth = 1, kFirstWave = 2;
constexpr double kDependent = 1e-12;  // part of a column's square that the columns before leave of it

/// d/dlambda of (y^lambda - 1) / lambda for L = log y: L^2 (t e^t - e^t + 1) / t^2, t = lambda L.
double by_lambda(double lambda, double log_y) {
  const double t = lambda * log_y;
  if (std::abs(t) > 0.5) return log_y * log_y * (t * std::exp(t) - std::expm1(t)) / (t * t);
  double sum = 0, power = 1;  // t^k / (k! (k + 2))
  for (int k = 0; k < 16; ++k) {
    sum += power / (k + 2);
    power *= t / (k + 1);
  }
  return log_y * log_y * sum;
}

}  // namespace

std::vector<TbatsWave> waves_of(const std::vector<double>& lengths, const std::vector<std::size_t>& harmonics) {
  std::vector<TbatsWave> waves;
  const auto taken = [&](std::size_t season, double j) {
    for (std::size_t i = 0; i < lengths.size(); ++i) {
      if (!(lengths[i] < lengths[season])) continue;
      const double other = j * lengths[i] / lengths[season], whole = std::round(other);
      if (whole >= 1 && whole <= static_cast<double>(harmonics[i]) && std::abs(other - whole) < 1e-9 * whole)
        return true;
    }
    return false;
  };
  for (std::size_t i = 0; i < lengths.size(); ++i)
    for (std::size_t place = 0; place < harmonics[i]; ++place) {
      const double j = static_cast<double>(place + 1), angle = 2 * std::numbers::pi * j / lengths[i];
      if (taken(i, j)) continue;
      if (2 * j == lengths[i])
        waves.push_back({i, place, -1, 0, false});
      else
        waves.push_back({i, place, std::cos(angle), std::sin(angle), true});
    }
  return waves;
}

TbatsPass::TbatsPass(const TbatsForm& form, std::span<const double> y)
    : form_(form), y_(y), n_(y.size()), waves_(waves_of(form.season_lengths, form.harmonics)) {
  moving_ = 1 + (form.trend ? 1 : 0) + (form.damped ? 1 : 0) + 2 * form.harmonics.size();
  parameters_ = moving_ + form.ar + form.ma + (form.box_cox ? 1 : 0);
  const std::size_t states = kFirstWave + 2 * waves_.size();
  seed_of_state_.assign(states, states);
  const auto seed = [&](std::size_t state) {
    seed_of_state_[state] = state_of_seed_.size();
    state_of_seed_.push_back(state);
  };
  seed(kLevel);
  if (form.trend) seed(kGrowth);
  for (std::size_t w = 0; w < waves_.size(); ++w) {
    seed(kFirstWave + 2 * w);
    if (waves_[w].partner) seed(kFirstWave + 2 * w + 1);
  }
  seeds_ = state_of_seed_.size();
  double observed = 0;
  for (std::size_t t = 0; t < n_; ++t) {
    if (std::isnan(y[t])) {
      gaps_.push_back(t);
    } else {
      ++observed;
      if (form.box_cox) mean_log_ += std::log(y[t]);
    }
  }
  if (observed > 0) mean_log_ /= observed;
  const std::size_t count = 1 + seeds_ + parameters_;
  z_.resize(n_), by_lambda_.resize(n_), echo_.resize(n_), room_.resize(n_);
  columns_.resize(count * n_), gram_.resize(count * (count + 1) / 2), factor_.resize(seeds_ * seeds_);
  length_.resize(seeds_), solution_.resize(seeds_), initial_.resize(states), filled_.resize(count * gaps_.size());
  gain1_.resize(waves_.size()), gain2_.resize(waves_.size());
  unfiltered_.resize(n_);
  if (form.box_cox) {
    logs_.resize(n_);
    for (std::size_t t = 0; t < n_; ++t) logs_[t] = std::log(y[t]);
  } else {
    transform(1);
  }
}

void TbatsPass::transform(double lambda) {
  double squares = 0;
  for (std::size_t t = 0; t < n_; ++t) {
    const double y = y_[t];
    z_[t] = by_lambda_[t] = 0;
    if (std::isnan(y)) continue;
    z_[t] = y;
    if (form_.box_cox) {
      const double log_y = logs_[t];
      z_[t] = lambda == 0 ? log_y : std::expm1(lambda * log_y) / lambda;
      by_lambda_[t] = by_lambda(lambda, log_y);
    }
    squares += z_[t] * z_[t];
  }
  rounding_ = rounding_of(squares);
}

/// W: row t is w' D^(t-1), D = F - g w', which each step multiplies from the right; -w' D^(j-1) g is what an
/// observation does to d j steps on.
void TbatsPass::weigh_states(const TbatsPoint& p) {
  const std::size_t waves = waves_.size();
  std::vector<double> s(waves, 1.0), partner(waves, 0.0);
  double level = 1, growth = form_.trend ? p.phi : 0;
  double* const levels = column(1);
  double* const growths = column(2);
  for (std::size_t t = 0; t < n_; ++t) {
    levels[t] = level;
    if (form_.trend) growths[t] = growth;
    double q0 = level * p.alpha + growth * p.beta, q1 = 0;
    for (std::size_t w = 0; w < waves; ++w) {
      q0 += s[w] * gain1_[w];
      q1 += partner[w] * gain2_[w];
    }
    const double q = q0 + q1;
    if (t + 1 < n_) echo_[t + 1] = -q;
    for (std::size_t w = 0; w < waves; ++w) {
      const std::size_t state = kFirstWave + 2 * w;
      columns_[(1 + seed_of_state_[state]) * n_ + t] = s[w];
      if (waves_[w].partner) columns_[(1 + seed_of_state_[state + 1]) * n_ + t] = partner[w];
      const double c = waves_[w].cosine, v = waves_[w].sine, turned = c * s[w] - v * partner[w] - q;
      partner[w] = v * s[w] + c * partner[w];
      s[w] = turned;
    }
    if (form_.trend) growth = p.phi * (level + growth - q);
    level -= q;
  }
  echo_[0] = 1;
}

/// d of z less its first value, from states that are 0.
void TbatsPass::first_errors(const TbatsPoint& p) {
  const std::size_t waves = waves_.size();
  std::vector<double> s(waves, 0.0), partner(waves, 0.0);
  double level = 0, growth = 0;
  std::size_t first = 0;
  while (first + 1 < n_ && std::isnan(y_[first])) ++first;
  double* const out = column(0);
  for (std::size_t t = 0; t < n_; ++t) {
    double f = level + p.phi * growth;
    for (std::size_t w = 0; w < waves; ++w) f += s[w];
    const double d = (std::isnan(y_[t]) ? 0 : z_[t] - z_[first]) - f;
    out[t] = d;
    level += p.phi * growth + p.alpha * d;
    growth = p.phi * growth + p.beta * d;
    for (std::size_t w = 0; w < waves; ++w) {
      const double c = waves_[w].cosine, v = waves_[w].sine;
      const double turned = c * s[w] + v * partner[w] + gain1_[w] * d;
      partner[w] = -v * s[w] + c * partner[w] + gain2_[w] * d;
      s[w] = turned;
    }
  }
}

/// e from d, in several columns: e_t = d_t - sum of ar_i d(t-i) - sum of ma_i e(t-i).
void TbatsPass::filter(double* first, std::size_t columns) {
  const auto& ar = point_.ar;
  const auto& ma = point_.ma;
  if (!ar.empty())
    for (std::size_t k = 0; k < columns; ++k) {
      double* const x = first + k * n_;
      std::copy_n(x, n_, unfiltered_.data());
      for (std::size_t i = 0; i < std::min(ar.size(), n_ - 1); ++i)
        numeric::kernels().add_multiple(x + i + 1, -ar[i], unfiltered_.data(), n_ - i - 1);
    }
  if (ma.empty()) return;
  // Four at a time: each waits for its own last value.
  std::size_t k = 0;
  for (; k + 4 <= columns; k += 4) {
    double *const a = first + k * n_, *const b = a + n_, *const c = b + n_, *const d = c + n_;
    for (std::size_t t = 1; t < n_; ++t)
      for (std::size_t i = 0; i < std::min(ma.size(), t); ++i) {
        const std::size_t before = t - i - 1;
        a[t] -= ma[i] * a[before], b[t] -= ma[i] * b[before];
        c[t] -= ma[i] * c[before], d[t] -= ma[i] * d[before];
      }
  }
  for (; k < columns; ++k) {
    double* const x = first + k * n_;
    for (std::size_t t = 1; t < n_; ++t)
      for (std::size_t i = 0; i < std::min(ma.size(), t); ++i) x[t] -= ma[i] * x[t - i - 1];
  }
}

/// A missing value is taken to be the one whose innovation is 0.
void TbatsPass::bridge(double* x, double* filled) const {
  for (std::size_t g = 0; g < gaps_.size(); ++g) {
    const std::size_t t = gaps_[g];
    filled[g] = -x[t];
    numeric::kernels().add_multiple(x + t, filled[g], echo_.data(), n_ - t);
    x[t] = 0;
  }
}

/// Cholesky's factor of W'W with columns at length 1; dependent columns have a zero pivot.
bool TbatsPass::factor() {
  const std::size_t m = seeds_;
  for (std::size_t i = 0; i < m; ++i) {
    const double square = product(1 + i, 1 + i);
    if (!std::isfinite(square)) return false;
    length_[i] = square > 1e-200 ? std::sqrt(square) : 0;
  }
  for (std::size_t i = 0; i < m; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = length_[i] > 0 && length_[j] > 0 ? product(1 + i, 1 + j) / (length_[i] * length_[j]) : 0;
      const double *a = factor_.data() + i * m, *b = factor_.data() + j * m;
      for (std::size_t k = 0; k < j; ++k) sum -= a[k] * b[k];
      if (i == j)
        factor_[i * m + i] = sum > kDependent ? std::sqrt(sum) : 0;
      else
        factor_[i * m + j] = b[j] > 0 ? sum / b[j] : 0;
    }
  return true;
}

/// x with W'W x = the given, 0 for dependent columns.
void TbatsPass::solve(std::span<double> x) const {
  const std::size_t m = seeds_;
  for (std::size_t i = 0; i < m; ++i) {
    double sum = length_[i] > 0 ? x[i] / length_[i] : 0;
    for (std::size_t k = 0; k < i; ++k) sum -= factor_[i * m + k] * x[k];
    x[i] = factor_[i * m + i] > 0 ? sum / factor_[i * m + i] : 0;
  }
  for (std::size_t i = m; i-- > 0;) {
    x[i] = factor_[i * m + i] > 0 ? x[i] / factor_[i * m + i] : 0;
    for (std::size_t k = 0; k < i; ++k) x[k] -= factor_[i * m + k] * x[i];
  }
  for (std::size_t i = 0; i < m; ++i) x[i] = length_[i] > 0 ? x[i] / length_[i] : 0;
}

double TbatsPass::value(const TbatsPoint& point) {
  const auto& kernels = numeric::kernels();
  point_ = point;
  if (form_.box_cox) transform(point.lambda);
  for (std::size_t w = 0; w < waves_.size(); ++w) {
    gain1_[w] = point.gamma1[waves_[w].season];
    gain2_[w] = waves_[w].partner ? point.gamma2[waves_[w].season] : 0;
  }
  weigh_states(point);
  first_errors(point);
  filter(columns_.data(), 1 + seeds_);
  filter(echo_.data(), 1);
  for (std::size_t k = 0; k <= seeds_; ++k) bridge(column(k), filled_.data() + k * gaps_.size());
  kernels.gram(columns_.data(), n_, 1 + seeds_, gram_.data());
  if (!std::isfinite(gram_[0]) || !factor()) return std::numeric_limits<double>::infinity();
  std::fill(initial_.begin(), initial_.end(), 0.0);
  // The second time takes back what rounding in the products did to the first.
  for (int time = 0; time < 2; ++time) {
    for (std::size_t j = 0; j < seeds_; ++j)
      solution_[j] = time == 0 ? product(0, 1 + j) : kernels.dot(column(0), column(1 + j), n_);
    solve(solution_);
    for (std::size_t j = 0; j < seeds_; ++j) {
      initial_[state_of_seed_[j]] += solution_[j];
      kernels.add_multiple(column(0), -solution_[j], column(1 + j), n_);
      for (std::size_t g = 0; g < gaps_.size(); ++g) filled_[g] -= solution_[j] * filled_[(1 + j) * gaps_.size() + g];
    }
  }
  squares_ = kernels.dot(column(0), column(0), n_) + rounding_;
  std::size_t first = 0;
  while (first + 1 < n_ && std::isnan(y_[first])) ++first;
  initial_[kLevel] += z_[first];
  for (std::size_t g = 0; g < gaps_.size(); ++g) z_[gaps_[g]] = z_[first] + filled_[g];
  const double result = std::log(squares_) + 2 * (1 - point.lambda) * mean_log_;
  return std::isfinite(result) ? result : std::numeric_limits<double>::infinity();
}

/// Derivatives of d for the parameters that move the states, and of z for lambda, side by side: the first lane is the
/// series itself.
void TbatsPass::tangents() {
  const std::size_t waves = waves_.size(), lanes = 1 + moving_ + (form_.box_cox ? 1 : 0);
  const std::size_t width = (lanes + kLanes - 1) / kLanes * kLanes, states = kFirstWave + 2 * waves;
  const std::size_t seasons = form_.harmonics.size();
  // States, f and then d, and what d adds to s and s* of each season.
  lanes_.assign((states + 1 + 2 * seasons) * width, 0.0);
  double* const level = lanes_.data();
  double* const growth = level + width;
  double* const wave = growth + width;
  double* const d = lanes_.data() + states * width;
  double* const push = d + width;
  for (std::size_t k = 0; k < states; ++k) lanes_[k * width] = initial_[k];
  const TbatsPoint& p = point_;
  const std::size_t alpha = 1, beta = 2, phi = form_.trend ? 3 : 2, gammas = 1 + moving_ - 2 * seasons;
  for (std::size_t t = 0; t < n_; ++t) {
    for (std::size_t k = 0; k < width; ++k) d[k] = level[k] + p.phi * growth[k];
    for (std::size_t w = 0; w < waves; ++w)
      for (std::size_t k = 0; k < width; ++k) d[k] += wave[2 * w * width + k];
    const double carried = growth[0];
    if (form_.damped) d[phi] += carried;
    for (std::size_t k = 0; k < width; ++k) d[k] = -d[k];
    d[0] += z_[t];
    if (form_.box_cox) d[1 + moving_] += by_lambda_[t];
    for (std::size_t k = 0; k < width; ++k) {
      level[k] += p.phi * growth[k] + p.alpha * d[k];
      growth[k] = p.phi * growth[k] + p.beta * d[k];
    }
    level[alpha] += d[0];
    if (form_.trend) growth[beta] += d[0];
    if (form_.damped) level[phi] += carried, growth[phi] += carried;
    for (std::size_t i = 0; i < seasons; ++i) {
      double *const one = push + 2 * i * width, *const two = one + width;
      for (std::size_t k = 0; k < width; ++k) one[k] = p.gamma1[i] * d[k], two[k] = p.gamma2[i] * d[k];
      one[gammas + 2 * i] += d[0];
      two[gammas + 2 * i + 1] += d[0];
    }
    for (std::size_t w = 0; w < waves; ++w) {
      const double c = waves_[w].cosine, v = waves_[w].sine;
      const double *const one = push + 2 * waves_[w].season * width, *const two = one + width;
      double *const s = wave + 2 * w * width, *const partner = s + width;
      if (!waves_[w].partner) {
        for (std::size_t k = 0; k < width; ++k) s[k] = c * s[k] + one[k];
        continue;
      }
      for (std::size_t k = 0; k < width; ++k) {
        const double turned = c * s[k] + v * partner[k] + one[k];
        partner[k] = c * partner[k] - v * s[k] + two[k];
        s[k] = turned;
      }
    }
    room_[t] = d[0];
    for (std::size_t k = 0; k < moving_; ++k) columns_[(1 + seeds_ + k) * n_ + t] = d[1 + k];
    if (form_.box_cox) columns_[(seeds_ + parameters_) * n_ + t] = d[1 + moving_];
  }
}

std::vector<double> TbatsPass::errors() const {
  std::vector<double> e(columns_.begin(), columns_.begin() + static_cast<std::ptrdiff_t>(n_));
  for (const std::size_t t : gaps_) e[t] = std::numeric_limits<double>::quiet_NaN();
  return e;
}

void TbatsPass::model(std::span<double> gradient, std::span<double> hessian) {
  const auto& kernels = numeric::kernels();
  tangents();
  const std::size_t arma = form_.ar + form_.ma, first = 1 + seeds_;
  filter(column(first), moving_);
  if (form_.box_cox) filter(column(seeds_ + parameters_), 1);
  // d(t-i) and e(t-i), through the moving average.
  for (std::size_t k = 0; k < arma; ++k) {
    const bool ar = k < form_.ar;
    const double* const source = ar ? room_.data() : column(0);
    double* const out = column(first + moving_ + k);
    const std::size_t lag = 1 + (ar ? k : k - form_.ar);
    for (std::size_t t = 0; t < n_; ++t) {
      double sum = t >= lag ? -source[t - lag] : 0;
      for (std::size_t i = 0; i < std::min(point_.ma.size(), t); ++i) sum -= point_.ma[i] * out[t - i - 1];
      out[t] = sum;
    }
  }
  if (!gaps_.empty())
    for (std::size_t k = 0; k < parameters_; ++k)
      bridge(column(first + k), filled_.data() + (first + k) * gaps_.size());
  if (form_.box_cox) kernels.add_multiple(column(seeds_ + parameters_), -mean_log_, column(0), n_);
  kernels.gram(columns_.data(), n_, 1 + seeds_ + parameters_, gram_.data());
  // J'J less what the initial states take up of it.
  const std::size_t m = seeds_;
  std::vector<double> taken(parameters_ * m);
  for (std::size_t a = 0; a < parameters_; ++a) {
    double* const z = taken.data() + a * m;
    for (std::size_t i = 0; i < m; ++i) {
      double sum = length_[i] > 0 ? product(first + a, 1 + i) / length_[i] : 0;
      for (std::size_t k = 0; k < i; ++k) sum -= factor_[i * m + k] * z[k];
      z[i] = factor_[i * m + i] > 0 ? sum / factor_[i * m + i] : 0;
    }
    gradient[a] = 2 * product(first + a, 0) / squares_;
    for (std::size_t b = 0; b <= a; ++b) {
      double sum = product(first + a, first + b);
      for (std::size_t i = 0; i < m; ++i) sum -= z[i] * taken[b * m + i];
      hessian[a * parameters_ + b] = hessian[b * parameters_ + a] = 2 * sum / squares_;
    }
  }
}

}  // namespace foreplan::inline v0::forecast
