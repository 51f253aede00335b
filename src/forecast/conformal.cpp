#include <foreplan/forecast/conformal.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "core/check.hpp"
#include "forecast/conformal_data.hpp"
#include "forecast/data.hpp"

namespace foreplan::inline v0::forecast {
namespace {

using foreplan::detail::fail;

/// Of -1 and +1 standard normal deviations.
constexpr double kLow = 0.15865525393145705, kHigh = 0.8413447460685429;

/// Errors in order, and how many of them count as independent.
struct Sample {
  std::vector<double> errors{};
  std::vector<double> magnitudes{};
  std::size_t origins = 0;

  void sort() {
    for (const double e : errors) magnitudes.push_back(std::abs(e));
    std::sort(errors.begin(), errors.end());
    std::sort(magnitudes.begin(), magnitudes.end());
  }
};

struct Scores {
  std::vector<Sample> by_step{};
  Sample pooled{};  ///< In units of the model's spread.
};

double spread(const stats::Outlook& outlook, std::size_t low, std::size_t h) {
  return (outlook.quantiles[low + 1][h] - outlook.quantiles[low][h]) / 2;
}
bool is_spread(double s) { return std::isfinite(s) && s > 0; }

Scores scores_of(const std::vector<stats::OriginOutlook>& said, std::span<const double> y, std::size_t horizon) {
  Scores scores;
  scores.by_step.resize(horizon);
  for (const stats::OriginOutlook& origin : said) {
    bool any = false;
    for (std::size_t h = 0; h < origin.outlook.horizon(); ++h) {
      const double e = y[origin.known + h] - origin.outlook.mean[h];
      if (!std::isfinite(e)) continue;
      scores.by_step[h].errors.push_back(e);
      ++scores.by_step[h].origins;
      const double s = spread(origin.outlook, 0, h);
      if (!is_spread(s) || !std::isfinite(e / s)) continue;
      scores.pooled.errors.push_back(e / s);
      any = true;
    }
    if (any) ++scores.pooled.origins;
  }
  scores.pooled.sort();
  for (Sample& step : scores.by_step) step.sort();
  return scores;
}

/// From the point to the quantile; nothing when there are too few errors for its level.
std::optional<double> distance(const Sample& sample, double level, ConformalScore score) {
  const auto count = static_cast<double>(sample.errors.size()), origins = static_cast<double>(sample.origins);
  if (count == 0) return std::nullopt;
  const bool upper = level >= 0.5, absolute = score == ConformalScore::absolute;
  const double tail = upper ? level : 1 - level, c = absolute ? 2 * tail - 1 : tail;
  const double rank = rank_of((origins + 1) * c * (count / origins));
  if (rank > count) return std::nullopt;
  const auto place = static_cast<std::size_t>(rank);
  if (absolute) {
    const double r = place == 0 ? 0 : sample.magnitudes[place - 1];
    return upper ? r : -r;
  }
  return upper ? sample.errors[place - 1] : sample.errors[sample.errors.size() - place];
}

bool pools(const Scores& scores, std::size_t h, const ConformalOptions& options) {
  return h >= scores.by_step.size() || scores.by_step[h].errors.size() < options.pooled_below;
}

/// Of period h, whose model has spread s.
std::optional<double> distance(const Scores& scores, std::size_t h, double s, double level,
                               const ConformalOptions& options) {
  if (pools(scores, h, options) && is_spread(s) && scores.pooled.origins > 0) {
    const auto d = distance(scores.pooled, level, options.score);
    return d ? std::optional(*d * s) : std::nullopt;
  }
  return h < scores.by_step.size() ? distance(scores.by_step[h], level, options.score) : std::nullopt;
}

stats::Outlook conformal_outlook(const stats::Fitted& fit, const Scores& scores, const ConformalOptions& options,
                                 std::size_t horizon, const std::vector<double>& levels) {
  if (levels.empty()) return stats::predict(fit, horizon);
  std::vector<double> asked = levels;
  asked.insert(asked.end(), {kLow, kHigh});
  stats::Outlook own = stats::predict(fit, horizon, asked);
  stats::Outlook result{std::move(own.mean), levels, {}};
  for (std::size_t l = 0; l < levels.size(); ++l) {
    result.quantiles.push_back(own.quantiles[l]);
    for (std::size_t h = 0; h < horizon; ++h)
      if (const auto d = distance(scores, h, spread(own, levels.size(), h), levels[l], options))
        result.quantiles[l][h] = within_doubles(result.mean[h] + *d);
  }
  nest(result);
  return result;
}

/// ", conformal up to 0.92 from 12 origins, steps pooled"
std::string described(const Scores& scores, const std::vector<stats::OriginOutlook>& said,
                      const ConformalOptions& options) {
  std::size_t least = std::numeric_limits<std::size_t>::max();
  bool pooled = false;
  for (std::size_t h = 0; h < scores.by_step.size(); ++h) {
    const bool shares = pools(scores, h, options) && scores.pooled.origins > 0;
    least = std::min(least, shares ? scores.pooled.origins : scores.by_step[h].origins);
    pooled = pooled || shares;
  }
  if (least == 0) {
    const auto failed =
        std::find_if(said.begin(), said.end(), [](const auto& origin) { return !origin.error.empty(); });
    return ", intervals its own: " +
           (failed != said.end() ? failed->error : "no errors at " + std::to_string(said.size()) + " origins");
  }
  const double tail = static_cast<double>(least) / static_cast<double>(least + 1);
  const double coverage = options.score == ConformalScore::absolute ? tail : 2 * tail - 1;
  char text[32];
  const auto end =
      std::to_chars(text, text + sizeof text, std::floor(coverage * 1000 + 1e-6) / 1000, std::chars_format::fixed, 3)
          .ptr;
  return ", conformal up to " + std::string(text, end) + " from " + std::to_string(least) +
         (least == 1 ? " origin" : " origins") + (pooled ? ", steps pooled" : "");
}

stats::Fitted with_scores(const stats::Fitted& fit, const std::shared_ptr<const Scores>& scores,
                          const ConformalOptions& options, const std::string& remark) {
  stats::Fitted result{.model = fit.model + remark, .usable = fit.usable};
  result.predict = [=](std::size_t horizon, const std::vector<double>& levels) {
    return conformal_outlook(fit, *scores, options, horizon, levels);
  };
  if (fit.update)
    result.update = [=](std::span<const double> more) {
      return with_scores(fit.update(more), scores, options, remark);
    };
  return result;
}

}  // namespace

stats::Forecaster conformal(stats::Forecaster forecaster, const ConformalOptions& options) {
  constexpr std::string_view kFunction = "forecast::conformal";
  if (!forecaster.fit)
    fail(kFunction, "a forecaster must have `fit`", "none in " + foreplan::detail::quoted(forecaster.name));
  (void)stats::origins_of({}, options.origins);
  std::string name = forecaster.name;
  return {std::move(name), [model = std::move(forecaster), options](std::span<const double> y, std::size_t m) {
            const stats::Fitted fit = model.fit(y, m);
            const auto said = stats::rolling_outlooks(model, y, m, options.origins, {kLow, kHigh}, options.execution);
            const auto scores = std::make_shared<const Scores>(scores_of(said, y, options.origins.horizon));
            return with_scores(fit, scores, options, described(*scores, said, options));
          }};
}

}  // namespace foreplan::inline v0::forecast
