#include <foreplan/forecast/auto_arima.hpp>
#include <foreplan/forecast/combination.hpp>
#include <foreplan/forecast/default_combination.hpp>
#include <foreplan/forecast/forecaster.hpp>
#include <foreplan/forecast/smoothing.hpp>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <utility>

#include "core/check.hpp"
#include "forecast/combination_data.hpp"
#include "forecast/conformal_data.hpp"
#include "forecast/data.hpp"
#include "forecast/named_fits.hpp"
#include "stats/attempt.hpp"

namespace foreplan::inline v0::forecast {
namespace {

struct Member {
  std::string name{};
  std::function<AnyFit()> fit{};
};

std::vector<Member> members(std::span<const double> y, std::size_t m) {
  const Member ets{"ets_capped", [=] { return fit_ets(y, {.season_length = m <= 24 ? m : 1, .largest_beta = 0.2}); }},
      dotm{"dotm", [=] { return fit_theta(y, {.season_length = m}); }},
      ces{"ces", [=] { return fit_ces(y, {.season_length = m}); }},
      arima{"box_cox_arima", [=] { return fit_auto_arima(y, {.season_length = m, .transform = power(y)}).fit; }},
      stl_dotm{"stl_dotm",
               [=] {
                 return fit_adjusted(y, {.season_lengths = {m}},
                                     [](std::span<const double> z) { return fit_theta(z); });
               }},
      stl_arima{"stl_arima", [=] {
                  return fit_adjusted(y, {.season_lengths = {m}, .transform = power(y)},
                                      [](std::span<const double> z) { return fit_auto_arima(z).fit; });
                }};
  if (m == 1)
    return {ets,
            {"holt", [=] { return fit_ets(y, holt()); }},
            ces,
            arima,
            {"box_cox_dotm", [=] { return fit_theta(y, {.transform = power(y)}); }},
            {"drift", [=] { return fit_drift(y); }}};
  if (m <= 4) return {ets, dotm, stl_dotm, arima};
  if (m <= 12) return {ets, dotm, stl_dotm, arima, stl_arima, ces};
  return {ets, dotm, stl_dotm, stl_arima};
}

}  // namespace

bool DefaultFit::usable() const {
  return std::all_of(members.begin(), members.end(), [](const AnyFit& fit) { return forecast::usable(fit); });
}

DefaultFit fit_default(std::span<const double> y, const DefaultOptions& options) {
  constexpr std::string_view kName = "forecast::fit_default";
  const std::size_t m = options.season_length;
  if (m < 1 || m > 100'000) detail::fail(kName, "the season length must be in [1, 100,000]", std::to_string(m));
  require_observation(kName, model_data(kName, y, {}));
  DefaultFit result{.season_length = m, .calibrated = options.calibrated};
  for (const Member& member : members(y, m)) {
    const std::string reason = stats::attempt([&] { result.members.push_back(member.fit()); });
    if (!reason.empty()) result.left_out.push_back(member.name + ": " + reason);
  }
  if (result.members.empty())
    detail::fail(kName, "at least one member must forecast this series", result.left_out.front());
  return result;
}

DefaultFit fit_default(const Series& y, const DefaultOptions& options) {
  DefaultFit fit = fit_default(y.span(), options);
  fit.origin = origin_of(y);
  return fit;
}

stats::Outlook outlook(const DefaultFit& fit, std::size_t horizon, const std::vector<double>& levels) {
  if (fit.members.empty()) detail::fail("forecast::outlook", "a combination must have members", "none");
  std::vector<stats::Outlook> members;
  for (const AnyFit& member : fit.members) members.push_back(stats::predict(fitted(member), horizon, levels));
  stats::Outlook result = combined(members, std::vector<double>(members.size(), 1), {.weighting = Weighting::median});
  return fit.calibrated ? moved(std::move(result), default_calibration(fit.season_length)) : result;
}

Forecast predict(const DefaultFit& fit, std::size_t horizon, const PredictOptions& options) {
  const double coverage = options.coverage;
  detail::require(coverage > 0 && coverage < 1, "forecast::predict", "coverage must be in (0, 1)", coverage);
  const double tail = (1 - coverage) / 2;
  Forecast result = stats::interval(outlook(fit, horizon, {tail, 1 - tail}), coverage);
  result.origin = fit.origin;
  return result;
}

QuantileForecast quantiles(const DefaultFit& fit, std::size_t horizon, const std::vector<double>& levels) {
  stats::Outlook found = outlook(fit, horizon, levels);
  return {fit.origin, levels, std::move(found.quantiles)};
}

SamplePaths sample_paths(const DefaultFit& fit, std::size_t horizon, const PathOptions& options) {
  const QuantileForecast each = quantiles(fit, horizon, path_levels());
  std::vector<Predictive> members;
  for (const AnyFit& member : fit.members) members.push_back(predictive(member, horizon));
  const auto varies = std::find_if(members.begin(), members.end(), [](const Predictive& p) { return p.sigma2 > 0; });
  return couple(each, sample_paths(varies == members.end() ? members.front() : *varies, options));
}

DefaultFit update(const DefaultFit& fit, std::span<const double> more) {
  DefaultFit result = fit;
  for (AnyFit& member : result.members) member = update(member, more);
  if (result.origin) result.origin->last = result.origin->last + static_cast<std::int64_t>(more.size());
  return result;
}

std::string describe(const DefaultFit& fit) {
  std::string text = "median of ";
  for (std::size_t i = 0; i < fit.members.size(); ++i) text += (i > 0 ? ", " : "") + describe(fit.members[i]);
  if (fit.calibrated) text += ", calibrated";
  for (const std::string& reason : fit.left_out) text += "; without " + reason;
  return text;
}

namespace {

stats::Fitted as_fitted(DefaultFit fit) {
  stats::Fitted result{.model = describe(fit), .usable = fit.usable()};
  result.predict = [fit](std::size_t horizon, const std::vector<double>& levels) {
    return outlook(fit, horizon, levels);
  };
  result.update = [fit = std::move(fit)](std::span<const double> more) { return as_fitted(update(fit, more)); };
  return result;
}

}  // namespace

stats::Forecaster default_combination(bool calibrated) {
  return {"default", [calibrated](std::span<const double> y, std::size_t m) {
            return as_fitted(fit_default(y, {.season_length = m, .calibrated = calibrated}));
          }};
}

}  // namespace foreplan::inline v0::forecast
