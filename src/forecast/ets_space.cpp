#include "forecast/ets_space.hpp"

#include <foreplan/core/dual.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <utility>

#include "forecast/ets_kernel.hpp"
#include "forecast/schur.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Coefficients of the characteristic polynomial, constant first and leading 1, of the additive model of this shape
/// (Hyndman, Akram & Archibald 2008), without the root 1 that seasons always have.
template <class T>
std::vector<T> characteristic(const EtsForm& form, std::size_t m, const T& alpha, const T& beta, const T& gamma,
                              const T& phi) {
  if (!has_season(form)) {
    if (!has_trend(form)) return {alpha - 1.0, T(1.0)};
    return {phi * (1.0 - alpha), alpha + beta * phi - phi - 1.0, T(1.0)};
  }
  if (!has_trend(form)) {
    std::vector<T> c(m + 1, alpha);
    c[0] = alpha + gamma - 1.0;
    c[m] = T(1.0);
    return c;
  }
  const T middle = alpha + beta * phi - alpha * phi;
  std::vector<T> c(m + 2, middle);
  c[0] = phi * (1.0 - alpha - gamma);
  c[1] = middle + gamma - 1.0;
  c[m] = alpha + beta * phi - phi;
  c[m + 1] = T(1.0);
  return c;
}

/// The line by least squares through the first `count` values that are not missing, at its place before the first
/// period, and its slope.
std::pair<double, double> early_line(std::span<const double> y, std::size_t count) {
  double n = 0, st = 0, sy = 0;
  for (std::size_t t = 0; t < std::min(count, y.size()); ++t)
    if (!std::isnan(y[t])) n += 1, st += static_cast<double>(t + 1), sy += y[t];
  const double mt = st / n, my = sy / n;
  double tt = 0, ty = 0;
  for (std::size_t t = 0; t < std::min(count, y.size()); ++t)
    if (!std::isnan(y[t])) {
      const double x = static_cast<double>(t + 1) - mt;
      tt += x * x;
      ty += x * (y[t] - my);
    }
  const double slope = tt > 0 ? ty / tt : 0;
  return {my - slope * mt, slope};
}

/// Seasonal effects of the first cycles around the line between cycle means: differences, or ratios.
std::vector<double> early_seasonals(std::span<const double> y, std::size_t m, bool ratio) {
  const std::size_t cycles = std::min<std::size_t>(y.size() / m, 5);
  std::vector<double> means;
  for (std::size_t c = 0; c < cycles; ++c) {
    double sum = 0, n = 0;
    for (const double x : y.subspan(c * m, m))
      if (!std::isnan(x)) sum += x, n += 1;
    means.push_back(n > 0 ? sum / n : std::numeric_limits<double>::quiet_NaN());
  }
  const double slope = cycles > 1 ? (means.back() - means.front()) / static_cast<double>((cycles - 1) * m) : 0;
  std::vector<double> effects(m, 0), counts(m, 0);
  for (std::size_t c = 0; c < cycles; ++c)
    for (std::size_t j = 0; j < m; ++j) {
      const double centre = means[c] + slope * (static_cast<double>(j) - static_cast<double>(m - 1) / 2);
      const double effect = ratio ? y[c * m + j] / centre : y[c * m + j] - centre;
      if (std::isfinite(effect)) effects[j] += effect, counts[j] += 1;
    }
  double sum = 0;
  for (std::size_t j = 0; j < m; ++j) {
    effects[j] = counts[j] > 0 ? effects[j] / counts[j] : (ratio ? 1 : 0);
    if (ratio) effects[j] = std::max(effects[j], 0.01);
    sum += effects[j];
  }
  for (double& s : effects) s = ratio ? s * static_cast<double>(m) / sum : s - sum / static_cast<double>(m);
  return effects;
}

/// The mean of |differences|, or the largest |value| where all are alike.
double typical_change(std::span<const double> y) {
  double sum = 0, n = 0, last = std::numeric_limits<double>::quiet_NaN(), size = 0;
  for (const double x : y) {
    if (std::isnan(x)) continue;
    if (!std::isnan(last)) sum += std::abs(x - last), n += 1;
    size = std::max(size, std::abs(x));
    last = x;
  }
  const double change = n > 0 ? sum / n : 0;
  return change > 1e-6 * size ? change : std::max(size, std::numeric_limits<double>::min());
}

}  // namespace

bool admissible(const EtsForm& form, std::size_t season_length, double alpha, double beta, double gamma, double phi) {
  auto c = characteristic<double>(form, season_length, alpha, beta, gamma, is_damped(form) ? phi : 1);
  // Roots of c((1 + 1e-8) z): those on the circle count as inside.
  double power = 1;
  for (double& x : c) x *= power, power *= 1 + 1e-8;
  for (double& x : c) x /= c.back();
  return log_margin(std::move(c)).has_value();
}

EtsSpace::EtsSpace(const EtsForm& form, std::size_t season_length, std::span<const double> y, const EtsOptions& options,
                   std::size_t columns)
    : form_(form), m_(season_length), options_(options), wide_(options.bounds == EtsBounds::admissible) {
  const auto add = [&](double lower, double upper) {
    lower_.push_back(lower);
    upper_.push_back(upper);
    return lower_.size() - 1;
  };
  const std::size_t most = kSeasonals + (has_season(form) ? season_length : 0) + columns;
  lower_.reserve(most);
  upper_.reserve(most);
  // Under the admissible bounds alone the box only keeps the search from wandering: alpha < 2, gamma < 2, beta < 4.
  const double top = wide_ ? 2 - kInside : 1 - kInside;
  if (!options.alpha) alpha_ = add(kInside, top);
  if (has_trend(form) && !options.beta) beta_ = add(wide_ ? -1 : 0, wide_ ? 4 : 1);
  if (has_season(form) && !options.gamma) gamma_ = add(wide_ ? -1 : 0, wide_ ? 2 : 1);
  if (is_damped(form) && !options.phi) phi_ = add(wide_ ? kInside : 0.8, wide_ ? 1 : 0.98);
  guess_states(y);
  level_ = add(needs_positive(form) ? (kInside - 1) * level0_ / level_step_ : -kInfinity, kInfinity);
  if (has_trend(form))
    growth_ = add(has_ratio_trend(form) ? (kInside - growth0_) / growth_step_ : -kInfinity, kInfinity);
  if (has_season(form)) {
    seasonals_ = lower_.size();
    for (std::size_t j = 0; j + 1 < m_; ++j) add(-kInfinity, kInfinity);
  }
  columns_ = lower_.size();
  for (std::size_t j = 0; j < columns; ++j) add(-kInfinity, kInfinity);
}

void EtsSpace::guess_states(std::span<const double> y) {
  const bool ratio = form_.season == EtsSeason::multiplicative;
  std::vector<double> adjusted(y.begin(), y.end());
  if (has_season(form_)) {
    seasonals0_ = early_seasonals(y, m_, ratio);
    for (std::size_t t = 0; t < adjusted.size(); ++t)
      adjusted[t] = ratio ? y[t] / seasonals0_[t % m_] : y[t] - seasonals0_[t % m_];
  }
  level_step_ = typical_change(adjusted);
  const std::size_t early = std::max<std::size_t>(10, has_season(form_) ? 2 * m_ : 0);
  const auto [intercept, slope] = early_line(adjusted, early);
  if (!has_trend(form_)) {
    const auto first = std::find_if(adjusted.begin(), adjusted.end(), [](double x) { return !std::isnan(x); });
    level0_ = (intercept + slope + *first) / 2;
  } else {
    level0_ = intercept;
  }
  const double size = *std::max_element(adjusted.begin(), adjusted.end(), [](double a, double b) {
    return (std::isnan(a) ? 0 : std::abs(a)) < (std::isnan(b) ? 0 : std::abs(b));
  });
  if (needs_positive(form_)) level0_ = std::max(level0_, 0.05 * std::abs(size));
  growth0_ = slope;
  growth_step_ = level_step_;
  if (has_ratio_trend(form_)) {
    for (double& x : adjusted) x = x > 0 ? std::log(x) : std::numeric_limits<double>::quiet_NaN();
    const auto [log_level, log_growth] = early_line(adjusted, early);
    if (std::isfinite(log_level)) level0_ = std::exp(log_level);
    growth0_ = std::clamp(std::isfinite(log_growth) ? std::exp(log_growth) : 1.0, 0.5, 2.0);
    growth_step_ = level_step_ / std::abs(level0_);
  }
  seasonal_step_ = ratio ? level_step_ / std::max(std::abs(level0_), level_step_) : level_step_;
}

double EtsSpace::beta_top(double alpha) const { return std::min(alpha, options_.largest_beta); }
double EtsSpace::gamma_top(double alpha) const { return 1 - alpha; }

void EtsSpace::point(std::span<const double> u, std::span<double> x) const {
  const double alpha = options_.alpha ? *options_.alpha : u[alpha_];
  x[kAlpha] = alpha;
  x[kBeta] = x[kGamma] = x[kGrowth] = 0;
  x[kPhi] = 1;
  if (has_trend(form_)) {
    if (options_.beta)
      x[kBeta] = *options_.beta;
    else
      x[kBeta] = wide_ ? u[beta_] : kInside + std::max(0.0, beta_top(alpha) - kInside) * u[beta_];
    x[kGrowth] = growth0_ + growth_step_ * u[growth_];
  }
  if (has_season(form_)) {
    if (options_.gamma)
      x[kGamma] = *options_.gamma;
    else
      x[kGamma] = wide_ ? u[gamma_] : kInside + std::max(0.0, gamma_top(alpha) - kInside) * u[gamma_];
    double sum = 0;
    for (std::size_t j = 0; j + 1 < m_; ++j)
      sum += x[kSeasonals + j] = seasonals0_[j] + seasonal_step_ * u[seasonals_ + j];
    x[kSeasonals + m_ - 1] = (form_.season == EtsSeason::multiplicative ? static_cast<double>(m_) : 0) - sum;
  }
  if (is_damped(form_)) x[kPhi] = options_.phi ? *options_.phi : u[phi_];
  x[kLevel] = level0_ + level_step_ * u[level_];
}

double EtsSpace::barrier(std::span<const double> x, std::span<double> by_point) const {
  // What the usual bounds leave is admissible but for some seasonal forms.
  if (options_.bounds == EtsBounds::usual || (options_.bounds == EtsBounds::both && !has_season(form_))) return 0;
  auto parameters = seeded<4>({x[kAlpha], x[kBeta], x[kGamma], x[kPhi]});
  if (!is_damped(form_)) parameters[3] = Dual<4>(1.0);
  const auto margin = log_margin(characteristic(form_, m_, parameters[0], parameters[1], parameters[2], parameters[3]));
  if (!margin) return kInfinity;
  for (std::size_t j = 0; j < 4 && !by_point.empty(); ++j) by_point[j] = -margin->gradient[j];
  return -margin->value;
}

void EtsSpace::pull_back(std::span<const double> u, std::span<const double> by_point, std::span<double> by_u) const {
  const double alpha = options_.alpha ? *options_.alpha : u[alpha_];
  double by_alpha = by_point[kAlpha];
  if (has_trend(form_)) {
    if (beta_ != kNone) {
      const double width = beta_top(alpha) - kInside;
      by_u[beta_] = wide_ ? by_point[kBeta] : by_point[kBeta] * std::max(0.0, width);
      if (!wide_ && width > 0 && alpha < options_.largest_beta) by_alpha += by_point[kBeta] * u[beta_];
    }
    by_u[growth_] = by_point[kGrowth] * growth_step_;
  }
  if (has_season(form_)) {
    if (gamma_ != kNone) {
      const double width = gamma_top(alpha) - kInside;
      by_u[gamma_] = wide_ ? by_point[kGamma] : by_point[kGamma] * std::max(0.0, width);
      if (!wide_ && width > 0) by_alpha -= by_point[kGamma] * u[gamma_];
    }
    const double by_last = by_point[kSeasonals + m_ - 1];
    for (std::size_t j = 0; j + 1 < m_; ++j)
      by_u[seasonals_ + j] = (by_point[kSeasonals + j] - by_last) * seasonal_step_;
  }
  if (phi_ != kNone) by_u[phi_] = by_point[kPhi];
  if (alpha_ != kNone) by_u[alpha_] = by_alpha;
  by_u[level_] = by_point[kLevel] * level_step_;
}

void EtsSpace::seed(std::span<const double> u, std::span<double> rows, std::size_t stride) const {
  std::fill(rows.begin(), rows.end(), 0.0);
  const auto row = [&](std::size_t r) { return rows.subspan(r * stride, stride); };
  const double alpha = options_.alpha ? *options_.alpha : u[alpha_];
  if (alpha_ != kNone) row(kAlpha)[alpha_] = 1;
  if (phi_ != kNone) row(kPhi)[phi_] = 1;
  if (beta_ != kNone) {
    const double width = beta_top(alpha) - kInside;
    row(kBeta)[beta_] = wide_ ? 1 : std::max(0.0, width);
    if (!wide_ && width > 0 && alpha < options_.largest_beta && alpha_ != kNone) row(kBeta)[alpha_] = u[beta_];
  }
  if (gamma_ != kNone) {
    const double width = gamma_top(alpha) - kInside;
    row(kGamma)[gamma_] = wide_ ? 1 : std::max(0.0, width);
    if (!wide_ && width > 0 && alpha_ != kNone) row(kGamma)[alpha_] = -u[gamma_];
  }
  row(kLevel)[level_] = level_step_;
  if (growth_ != kNone) row(kGrowth)[growth_] = growth_step_;
  if (seasonals_ == kNone) return;
  for (std::size_t j = 0; j + 1 < m_; ++j) {
    row(kSeasonals + j)[seasonals_ + j] = seasonal_step_;
    row(kSeasonals + m_ - 1)[seasonals_ + j] = -seasonal_step_;
  }
}

std::vector<double> EtsSpace::start_rows() const {
  struct Smoothing {
    double alpha, beta, gamma, phi;  ///< Beta and gamma as parts of their ranges.
  };
  // Slow and quick levels; growth that hardly moves, moves with them, or almost follows; seasons that stay or change.
  static constexpr Smoothing kSeasonal[] = {
      {0.2, 0.1, 0.1, 0.95},     {0.5, 0.05, 0.1, 0.9},      {0.9, 0.5, 0.1, 0.95},      {0.05, 0.3, 0.2, 0.97},
      {0.5, 0.6, 0.5, 0.85},     {0.02, 0.02, 0.02, 0.97},   {0.99, 0.001, 0.001, 0.97}, {0.001, 0.001, 0.001, 0.97},
      {0.3, 0.001, 0.8, 0.975},  {0.5, 0.02, 0.95, 0.97},    {0.1, 0.02, 0.5, 0.975},    {0.5, 0.02, 0.001, 0.97},
      {0.01, 0.99, 0.001, 0.97}, {0.3, 0.001, 0.001, 0.975}, {0.05, 0.95, 0.1, 0.95},    {0.15, 0.7, 0.1, 0.9},
      {0.99, 0.2, 0.1, 0.95},    {0.5, 0.98, 0.1, 0.9}};
  // Without seasons: chosen one by one among some 80 places, so that one of them leads to the best maximum of as many as
  // can be of 28,000 fits of the M1, Tourism and M4 competitions; the last two where the trend is multiplicative.
  static constexpr Smoothing kPlain[] = {{0.7, 0.5, 0, 0.9},      {0.3, 0.001, 0, 0.975}, {0.3, 0.2, 0, 0.85},
                                         {0.7, 0.99, 0, 0.85},    {0.1, 0.8, 0, 0.95},    {0.001, 0.001, 0, 0.979},
                                         {0.99, 0.001, 0, 0.979}, {0.3, 0.8, 0, 0.81},    {0.9, 0.99, 0, 0.95},
                                         {0.5, 0.05, 0, 0.9},     {0.01, 0.5, 0, 0.975},  {0.05, 0.95, 0, 0.95},
                                         {0.1, 0.5, 0, 0.85},     {0.01, 0.02, 0, 0.81},  {0.99, 0.98, 0, 0.81},
                                         {0.5, 0.001, 0, 0.979},  {0.01, 0.8, 0, 0.85}};
  const std::span<const Smoothing> plain =
      std::span(kPlain).first(std::size(kPlain) - (has_ratio_trend(form_) ? 0 : 2));
  const std::span<const Smoothing> starts = has_season(form_) ? std::span<const Smoothing>(kSeasonal) : plain;
  const std::size_t n = size();
  std::vector<double> rows;
  rows.reserve(starts.size() * n);
  for (const Smoothing& s : starts) {
    rows.resize(rows.size() + n);
    const std::span<double> u = std::span(rows).last(n);
    if (alpha_ != kNone) u[alpha_] = s.alpha;
    const double alpha = options_.alpha.value_or(s.alpha);
    if (beta_ != kNone) u[beta_] = wide_ ? s.beta * alpha : s.beta;
    if (gamma_ != kNone) u[gamma_] = wide_ ? s.gamma * std::max(0.0, 1 - alpha) : s.gamma;
    if (phi_ != kNone) u[phi_] = s.phi;
    for (std::size_t i = 0; i + n < rows.size(); i += n)
      if (std::equal(u.begin(), u.end(), rows.begin() + static_cast<std::ptrdiff_t>(i))) {
        rows.resize(rows.size() - n);
        break;
      }
  }
  return rows;
}

std::vector<std::vector<double>> EtsSpace::starts() const {
  std::vector<std::vector<double>> result;
  const std::vector<double> rows = start_rows();
  for (auto row = rows.begin(); row != rows.end(); row += static_cast<std::ptrdiff_t>(size()))
    result.emplace_back(row, row + static_cast<std::ptrdiff_t>(size()));
  return result;
}

void EtsSpace::flatten(std::span<double> u) const {
  const auto half_way = [](double& x, double none) { x = (x + none) / 2; };
  if (growth_ != kNone) half_way(u[growth_], ((has_ratio_trend(form_) ? 1 : 0) - growth0_) / growth_step_);
  const double none = form_.season == EtsSeason::multiplicative ? 1 : 0;
  for (std::size_t j = 0; seasonals_ != kNone && j + 1 < m_; ++j)
    half_way(u[seasonals_ + j], (none - seasonals0_[j]) / seasonal_step_);
}

}  // namespace foreplan::inline v0::forecast
