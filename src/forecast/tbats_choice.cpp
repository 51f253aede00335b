#include "forecast/tbats_choice.hpp"

#include <foreplan/forecast/auto_arima.hpp>
#include <foreplan/stats/distributions.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>

#include "forecast/best_model.hpp"
#include "forecast/criterion.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kSignificant = 0.001;
constexpr std::size_t kMostHarmonics = 200;  // that are chosen

std::size_t most_harmonics(double length) { return static_cast<std::size_t>(length / 2); }

/// y, or log y where lambda is open, less its moving average over one season of `length`; NaN where that does not
/// reach.
std::vector<double> without_trend(const TbatsData& data, double length) {
  const auto window = static_cast<std::size_t>(std::round(length)), half = window / 2;
  const std::size_t n = data.y.size();
  std::vector<double> z(n), sums(n + 1, 0.0), counts(n + 1, 0.0);
  for (std::size_t t = 0; t < n; ++t) {
    z[t] = data.box_cox ? std::log(data.y[t]) : data.y[t];
    const bool known = !std::isnan(z[t]);
    sums[t + 1] = sums[t] + (known ? z[t] : 0);
    counts[t + 1] = counts[t] + (known ? 1 : 0);
  }
  // Of an even number of periods the first and the last of one more count half.
  const bool even = window % 2 == 0;
  std::vector<double> rest(n, kNaN);
  for (std::size_t t = half; t + half < n; ++t) {
    double sum = sums[t + half + 1] - sums[t - half], count = counts[t + half + 1] - counts[t - half];
    if (even)
      for (const std::size_t end : {t - half, t + half})
        if (!std::isnan(z[end])) sum -= z[end] / 2, count -= 0.5;
    if (count > 0) rest[t] = z[t] - sum / count;
  }
  return rest;
}

/// How many harmonics of a season sequential F tests find in `rest`, which is left without them: at least one.
std::size_t significant_harmonics(std::vector<double>& rest, double length, std::size_t most, double& used) {
  double n = 0;
  for (const double x : rest) n += std::isnan(x) ? 0 : 1;
  std::size_t found = 0;
  for (std::size_t j = 1; j <= most; ++j) {
    double cc = 0, cs = 0, ss = 0, c = 0, s = 0, squares = 0;
    const double angle = 2 * std::numbers::pi * static_cast<double>(j) / length;
    const double turn_c = std::cos(angle), turn_s = std::sin(angle);
    const auto each = [&](auto use) {
      double a = 1, b = 0;  // cosine and sine
      for (double& x : rest) {
        if (!std::isnan(x)) use(x, a, b);
        const double next = a * turn_c - b * turn_s;
        b = a * turn_s + b * turn_c;
        a = next;
      }
    };
    each([&](double x, double a, double b) {
      cc += a * a, cs += a * b, ss += b * b, c += a * x, s += b * x, squares += x * x;
    });
    const double determinant = cc * ss - cs * cs;
    const bool single = 2 * static_cast<double>(j) == length;  // the sine is 0 throughout
    const double first = single ? c / cc : (ss * c - cs * s) / determinant;
    const double second = single ? 0 : (cc * s - cs * c) / determinant;
    const double explained = first * c + second * s, columns = single ? 1 : 2, degrees = n - used - columns;
    if (!(degrees > 0) || !std::isfinite(explained)) break;
    const double left = std::max(squares - explained, 0.0);
    const double f = explained / columns / (left / degrees);
    if (!(explained > 0) || (std::isfinite(f) && stats::f_upper(f, columns, degrees) >= kSignificant)) break;
    each([&](double& x, double a, double b) { x -= first * a + second * b; });
    used += columns;
    found = j;
    if (left == 0) break;
  }
  return std::max<std::size_t>(found, 1);
}

/// Leaves out what the series is too short for.
TbatsForm reduced(TbatsForm form, double observations) {
  const auto too_many = [&] { return static_cast<double>(parameters_of(form)) >= observations; };
  if (too_many()) form.ar = form.ma = 0;
  if (too_many()) form.damped = false;
  if (too_many()) form.trend = false;
  while (too_many() && !form.harmonics.empty()) {
    const auto most = std::max_element(form.harmonics.begin(), form.harmonics.end());
    if (--*most > 0) continue;
    form.season_lengths.erase(form.season_lengths.begin() + (most - form.harmonics.begin()));
    form.harmonics.erase(most);
  }
  return form;
}

class Choice {
 public:
  Choice(const TbatsOptions& options, std::vector<TbatsCandidate>& candidates)
      : options_(options), candidates_(candidates) {}

  void consider(const TbatsData& data) {
    data_ = &data;
    TbatsForm form{.box_cox = data.box_cox,
                   .trend = options_.trend.value_or(true),
                   .damped = options_.damped.value_or(false),
                   .ar = options_.ar.value_or(0),
                   .ma = options_.ma.value_or(0)};
    seasons(form);
    form = reduced(form, data.observations);
    Best best;
    take(best, estimate(form, {}));
    if (options_.harmonics.empty())
      for (std::size_t i = 0; i < best.model().form.harmonics.size(); ++i)
        if (!step(best, i, 1)) step(best, i, -1);
    const TbatsForm chosen = best.model().form;
    for (const auto& [trend, damped] : {std::pair{false, false}, {true, false}, {true, true}}) {
      if ((options_.trend && trend != *options_.trend) || (options_.damped && damped != *options_.damped)) continue;
      TbatsForm other = chosen;
      other.trend = trend, other.damped = damped;
      if (other == chosen || !(reduced(other, data.observations) == other)) continue;
      take(best, estimate(other, place_of(best.model())));
    }
    take(best_, std::move(best.model()));
  }

  TbatsEstimate result() {
    data_ = best_.model().data;
    if (!std::isfinite(best_.model().optimum.value)) return std::move(best_.model());
    if (!options_.ar && !options_.ma) with_arma();
    // Once more with all care.
    TbatsEstimate best = std::move(best_.model()), last = estimate(best.form, best.optimum.point, true);
    const bool better = last.optimum.value <= best.optimum.value || last.log_likelihood >= best.log_likelihood;
    return better ? std::move(last) : std::move(best);
  }

 private:
  using Best = BestModel<TbatsEstimate>;

  void seasons(TbatsForm& form) const {
    const double periods = static_cast<double>(data_->y.size());
    std::vector<std::size_t> kept(options_.season_lengths.size());
    std::iota(kept.begin(), kept.end(), std::size_t{0});
    std::erase_if(kept, [&](std::size_t i) { return 2 * options_.season_lengths[i] > periods; });
    for (const std::size_t i : kept) {
      form.season_lengths.push_back(options_.season_lengths[i]);
      form.harmonics.push_back(options_.harmonics.empty() ? 1 : options_.harmonics[i]);
    }
    if (kept.empty() || !options_.harmonics.empty()) return;
    std::vector<std::size_t> by_length(kept.size());
    std::iota(by_length.begin(), by_length.end(), std::size_t{0});
    std::stable_sort(by_length.begin(), by_length.end(),
                     [&](std::size_t a, std::size_t b) { return form.season_lengths[a] < form.season_lengths[b]; });
    std::vector<double> rest = without_trend(*data_, form.season_lengths[by_length.back()]);
    double used = 1;
    for (const std::size_t i : by_length)
      form.harmonics[i] = significant_harmonics(rest, form.season_lengths[i], most(form, i), used);
  }
  /// As many harmonics as leave half of the observations for all else.
  [[nodiscard]] std::size_t most(const TbatsForm& form, std::size_t season) const {
    const std::size_t all = std::accumulate(form.harmonics.begin(), form.harmonics.end(), std::size_t{0});
    const std::size_t others = all - form.harmonics[season];
    const std::size_t room = std::min(static_cast<std::size_t>(data_->observations / 4), kMostHarmonics);
    return std::max<std::size_t>(
        1, std::min(most_harmonics(form.season_lengths[season]), room > others ? room - others : 0));
  }
  /// One harmonic more or less as long as that is better.
  bool step(Best& best, std::size_t season, int by) {
    bool better = false;
    for (;;) {
      TbatsForm form = best.model().form;
      std::size_t& k = form.harmonics[season];
      if (by > 0 ? k >= most(form, season) : k <= 1) return better;
      k = by > 0 ? k + 1 : k - 1;
      if (!take(best, estimate(form, place_of(best.model())))) return better;
      better = true;
    }
  }
  void with_arma() {
    AutoArimaOptions search{.d = 0, .seasonal_d = 0, .constant = false, .criterion = options_.criterion};
    const TbatsEstimate& best = best_.model();
    const AutoArimaFit found = fit_auto_arima(best.optimum.errors, search);
    TbatsForm form = best.form;
    form.ar = found.fit.order.p, form.ma = found.fit.order.q;
    if (form.ar + form.ma == 0 || !(reduced(form, data_->observations) == form)) return;
    TbatsPoint start = best.optimum.point;
    start.ar = found.fit.ar, start.ma = found.fit.ma;
    take(best_, estimate(form, start));
  }
  static bool take(Best& best, TbatsEstimate other) {
    const double criterion = other.criterion;
    return best.offer(std::move(other), criterion);
  }

  /// Where the search for a neighbour begins; of a form without a likelihood there is no such place.
  static std::optional<TbatsPoint> place_of(const TbatsEstimate& found) {
    if (!std::isfinite(found.optimum.value)) return {};
    return found.optimum.point;
  }
  TbatsEstimate estimate(const TbatsForm& form, const std::optional<TbatsPoint>& near, bool thorough = false) {
    TbatsLimits limits = data_->limits;
    limits.thorough = thorough;
    std::vector<TbatsPoint> starts;
    if (near) {
      TbatsPoint start = *near;
      if (!form.trend) start.beta = 0;
      if (form.trend && start.beta == 0) start.beta = 0.001;
      start.ar.resize(form.ar), start.ma.resize(form.ma);
      const bool newly_damped = form.damped && start.phi == 1;
      start.phi = !form.damped ? 1 : newly_damped ? 0.999 : start.phi;
      starts.push_back(start);
      if (newly_damped) start.phi = 0.97, starts.push_back(start);
    }
    TbatsEstimate result{.data = data_, .form = form, .optimum = most_likely(form, data_->y, limits, starts)};
    if (std::isfinite(result.optimum.value)) {
      const double n = data_->observations;
      result.log_likelihood = -n / 2 * (std::log(2 * std::numbers::pi / n) + 1 + result.optimum.value) -
                              n * std::log(data_->scale) + data_->log_jacobian;
      result.criterion =
          criterion_of(options_.criterion, result.log_likelihood, static_cast<double>(result.optimum.parameters), n);
    }
    if (!thorough) candidates_.push_back({form, result.log_likelihood, result.criterion});
    return result;
  }

  const TbatsOptions& options_;
  std::vector<TbatsCandidate>& candidates_;
  const TbatsData* data_ = nullptr;
  Best best_;
};

}  // namespace

std::size_t parameters_of(const TbatsForm& form) {
  std::size_t count = 3 + (form.trend ? 2 : 0) + (form.damped ? 1 : 0) + form.ar + form.ma + (form.box_cox ? 1 : 0);
  for (const TbatsWave& wave : waves_of(form.season_lengths, form.harmonics)) count += wave.partner ? 2 : 1;
  return count + 2 * form.harmonics.size();
}

TbatsEstimate best_form(const std::vector<TbatsData>& data, const TbatsOptions& options,
                        std::vector<TbatsCandidate>& candidates) {
  Choice choice(options, candidates);
  for (const TbatsData& d : data) choice.consider(d);
  return choice.result();
}

}  // namespace foreplan::inline v0::forecast
