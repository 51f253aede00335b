#include <foreplan/tuning/selection.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <numeric>
#include <tuple>

#include <foreplan/stats/accuracy.hpp>
#include <foreplan/stats/rolling_origins.hpp>

#include "stats/attempt.hpp"
#include "text/number_format.hpp"
#include "tuning/candidates.hpp"

namespace foreplan::inline v0::tuning {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::string figure(double x) { return text::number(x, text::decimals_for(std::fabs(x), 3), Language::english); }

/// Levels that a measure needs: of an interval of 90 % and, of pinball loss, of the median too.
std::vector<double> levels_of(Measure measure) {
  if (measure == Measure::pinball) return {0.05, 0.5, 0.95};
  if (measure == Measure::msis) return {0.05, 0.95};
  return {};
}

double loss_of(const stats::OriginOutlook& origin, std::span<const double> y, std::size_t season_length,
               const BacktestChoice& options) {
  if (!origin.error.empty()) return kNaN;
  const std::span<const double> known = y.first(origin.known), actual = y.subspan(origin.known, options.horizon);
  // All candidates share the scale: what it is matters less than that there is one.
  if (std::isnan(stats::naive_absolute_scale(known, season_length))) season_length = 1;
  const stats::Outlook& said = origin.outlook;
  const auto scaled = [&](double loss, double scale) { return loss == 0 && scale == 0 ? 0 : loss / scale; };
  switch (options.measure) {
    case Measure::smape:
      return stats::smape(actual, said.mean);
    case Measure::rmsse:
      return stats::rmsse(actual, said.mean, known, season_length);
    case Measure::pinball: {
      double sum = 0;
      for (std::size_t l = 0; l < said.levels.size(); ++l)
        sum += stats::pinball_loss(actual, said.quantiles[l], said.levels[l]) / static_cast<double>(said.levels.size());
      return scaled(sum, stats::naive_absolute_scale(known, season_length));
    }
    case Measure::msis:
      return stats::msis(actual, said.quantiles[0], said.quantiles[1], 0.9, known, season_length);
    case Measure::mase:
    case Measure::owa:
      break;
  }
  return stats::mase(actual, said.mean, known, season_length);
}

/// Origins x candidates.
std::vector<std::vector<double>> losses_of(const Candidates& candidates, std::span<const double> y,
                                           std::size_t season_length, const BacktestChoice& options) {
  const stats::RollingOrigins rolling{.horizon = options.horizon,
                                      .origins = options.origins,
                                      .step = options.step,
                                      .least = options.least,
                                      .refit = options.refit};
  std::vector<std::vector<double>> losses;
  for (std::size_t c = 0; c < candidates.size(); ++c) {
    const auto origins = stats::rolling_outlooks(candidates[c], y, season_length, rolling, levels_of(options.measure));
    losses.resize(origins.size(), std::vector<double>(candidates.size(), kNaN));
    for (std::size_t o = 0; o < origins.size(); ++o) losses[o][c] = loss_of(origins[o], y, season_length, options);
  }
  return losses;
}

struct Preference {
  std::vector<std::size_t> order{};
  std::vector<double> mean{};
  std::size_t origins = 0;  ///< That tell.
};

Preference by_mean_loss(const std::vector<std::vector<double>>& losses, std::size_t candidates) {
  Preference result;
  result.mean.assign(candidates, 0);
  std::vector<std::size_t> missing(candidates, 0);
  for (const std::vector<double>& of_origin : losses) {
    if (std::none_of(of_origin.begin(), of_origin.end(), [](double x) { return std::isfinite(x); })) continue;
    ++result.origins;
    for (std::size_t c = 0; c < candidates; ++c)
      if (std::isfinite(of_origin[c]))
        result.mean[c] += of_origin[c];
      else
        ++missing[c];
  }
  for (std::size_t c = 0; c < candidates; ++c)
    result.mean[c] =
        missing[c] == 0 && result.origins > 0 ? result.mean[c] / static_cast<double>(result.origins) : kInfinity;
  result.order.resize(candidates);
  std::iota(result.order.begin(), result.order.end(), std::size_t{0});
  std::stable_sort(result.order.begin(), result.order.end(), [&](std::size_t a, std::size_t b) {
    return std::tuple(missing[a], result.mean[a]) < std::tuple(missing[b], result.mean[b]);
  });
  return result;
}

void check(const BacktestChoice& o) {
  constexpr std::string_view kFunction = "tuning::choose_by_backtest";
  const auto count = [&](std::string_view what, std::size_t x) {
    if (x < 1 || x > 1'000'000)
      detail::fail(kFunction, std::string(what) + " must be in [1, 1,000,000]", std::to_string(x));
  };
  count("horizon", o.horizon);
  count("origins", o.origins);
  count("step", o.step);
  count("least", o.least);
  if (o.measure == Measure::owa || to_string(o.measure).empty())
    detail::fail(kFunction, "measure must be one of a series by itself: smape, mase, rmsse, pinball or msis",
                 o.measure == Measure::owa ? "owa" : std::to_string(static_cast<int>(o.measure)));
}

double value_of(const stats::FitCriteria& criteria, forecast::Criterion which) {
  switch (which) {
    case forecast::Criterion::aic:
      return criteria.aic;
    case forecast::Criterion::bic:
      return criteria.bic;
    case forecast::Criterion::aicc:
      break;
  }
  return criteria.aicc;
}

/// A fit among others of one series.
struct Tried {
  std::size_t candidate = 0;
  stats::Fitted fit{};
  double criterion = kNaN;
};

/// The kind of likelihood that most have, of equals that of the earlier one; empty where nobody has a criterion.
std::string kind_of_most(const std::vector<Tried>& tried) {
  std::string most;
  std::size_t largest = 0;
  for (const Tried& t : tried) {
    if (!std::isfinite(t.criterion)) continue;
    const auto n = static_cast<std::size_t>(std::count_if(tried.begin(), tried.end(), [&](const Tried& other) {
      return std::isfinite(other.criterion) && other.fit.criteria.of == t.fit.criteria.of;
    }));
    if (n > largest) most = t.fit.criteria.of, largest = n;
  }
  return most;
}

stats::Fitted fit_by_criterion(const Candidates& candidates, forecast::Criterion criterion, std::span<const double> y,
                               std::size_t season_length) {
  std::vector<Tried> tried;
  for (std::size_t c = 0; c < candidates.size(); ++c) {
    Tried t{c, {}, kNaN};
    bool answered = false;
    const std::string error = stats::attempt([&] {
      t.fit = candidates[c].fit(y, season_length);
      answered = true;
    });
    if (!answered) continue;
    t.criterion = value_of(t.fit.criteria, criterion);
    tried.push_back(std::move(t));
  }
  if (tried.empty()) return candidates.back().fit(y, season_length);  // says once more why not
  const std::string kind = kind_of_most(tried);
  const auto comparable = [&](const Tried& t) { return std::isfinite(t.criterion) && t.fit.criteria.of == kind; };
  const auto key = [&](const Tried& t) {
    return std::tuple(!comparable(t), comparable(t) && !t.fit.usable, comparable(t) ? t.criterion : 0.0);
  };
  std::stable_sort(tried.begin(), tried.end(), [&](const Tried& a, const Tried& b) { return key(a) < key(b); });
  const auto compared = static_cast<std::size_t>(std::count_if(tried.begin(), tried.end(), comparable));
  std::string remark;
  if (compared == 0) {
    remark = ", the first: none has " + std::string(to_string(criterion));
  } else {
    remark = ", of " + std::to_string(compared) + " by " + std::string(to_string(criterion)) + " " +
             figure(tried[0].criterion);
    if (compared > 1)
      remark += " (next: " + candidates[tried[1].candidate].name + " " + figure(tried[1].criterion) + ")";
    for (std::size_t i = compared; i < tried.size(); ++i)
      remark += ", " + candidates[tried[i].candidate].name +
                (std::isfinite(tried[i].criterion) ? " not comparable" : " without it");
  }
  return with_remark(std::move(tried[0].fit), remark);
}

}  // namespace

stats::Forecaster choose_by_backtest(std::string name, std::vector<stats::Forecaster> candidates,
                                     const BacktestChoice& options) {
  check_candidates("tuning::choose_by_backtest", candidates);
  check(options);
  auto fit = [candidates = std::move(candidates), options](std::span<const double> y, std::size_t season_length) {
    const Preference p = by_mean_loss(losses_of(candidates, y, season_length, options), candidates.size());
    const auto remark = [&](std::size_t chosen) -> std::string {
      if (p.origins == 0) return ", of " + std::to_string(candidates.size()) + ": no origin tells";
      std::string why = ", of " + std::to_string(candidates.size()) + " by " + std::string(to_string(options.measure)) +
                        " " + figure(p.mean[chosen]) + " at " + std::to_string(p.origins) +
                        (p.origins == 1 ? " origin" : " origins");
      const auto next = std::find_if(p.order.begin(), p.order.end(), [&](std::size_t c) { return c != chosen; });
      if (next != p.order.end() && std::isfinite(p.mean[*next]))
        why += " (next: " + candidates[*next].name + " " + figure(p.mean[*next]) + ")";
      return why;
    };
    return fit_first(candidates, p.order, y, season_length, remark);
  };
  return {std::move(name), std::move(fit)};
}

stats::Forecaster choose_by_criterion(std::string name, std::vector<stats::Forecaster> candidates,
                                      forecast::Criterion criterion) {
  check_candidates("tuning::choose_by_criterion", candidates);
  auto fit = [candidates = std::move(candidates), criterion](std::span<const double> y, std::size_t season_length) {
    return fit_by_criterion(candidates, criterion, y, season_length);
  };
  return {std::move(name), std::move(fit)};
}

}  // namespace foreplan::inline v0::tuning
