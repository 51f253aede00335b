#include <foreplan/core/errors.hpp>
#include <foreplan/forecast/adjusted.hpp>
#include <foreplan/forecast/auto_forecast.hpp>
#include <foreplan/forecast/forecaster.hpp>
#include <foreplan/forecast/intermittent.hpp>
#include <foreplan/forecast/models.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

#include "core/check.hpp"
#include "forecast/data.hpp"
#include "forecast/decomposition_data.hpp"
#include "forecast/seasonal_indices.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr std::string_view kName = "forecast::auto_forecast";
constexpr std::size_t kLongestSeason = 24;   // that `default` takes as such
constexpr std::size_t kFewestForModels = 4;  // observations
constexpr int kOrdinaryExponent = 500;

/// One model to be tried.
struct Attempt {
  stats::Forecaster model{};
  std::size_t season_length = 1;
};

/// What rules 1 to 6 of the header come to.
struct Plan {
  std::vector<double> values{};
  double scale = 1;  ///< A power of two, which forecasts are times.
  double least = 0, largest = 0;
  std::size_t observations = 0;
  std::vector<Attempt> attempts{};
  std::vector<std::string> why{};

  void say(std::string sentence) { why.push_back(std::move(sentence)); }
  void try_model(std::string_view name, std::size_t season_length = 1) {
    attempts.push_back({named_model(name), season_length});
  }
  [[nodiscard]] double range() const { return largest - least; }
};

std::string counted(std::size_t n, std::string_view noun) {
  return std::to_string(n) + " " + std::string(noun) + (n == 1 ? "" : "s");
}

void require_arguments(std::span<const double> y, const AutoForecastOptions& o) {
  require_observation(kName, model_data(kName, y, {}));
  require_horizon(kName, o.horizon);
  for (std::size_t i = 0; i < o.season_lengths.size(); ++i)
    if (o.season_lengths[i] < 1 || o.season_lengths[i] > 100'000)
      detail::fail(kName, "season lengths must be in [1, 100,000]", std::to_string(o.season_lengths[i]),
                   "at index " + std::to_string(i));
  for (std::size_t i = 0; i < o.levels.size(); ++i)
    if (!(o.levels[i] > 0 && o.levels[i] < 1))
      detail::fail(kName, "levels must be in (0, 1)", detail::number_text(o.levels[i]),
                   "at index " + std::to_string(i));
  if (!o.non_negative) return;
  for (std::size_t i = 0; i < y.size(); ++i)
    if (y[i] < 0)
      detail::fail(kName, "values must be >= 0 for forecasts that are to be non_negative", detail::number_text(y[i]),
                   "at index " + std::to_string(i));
}

/// Of the zeros among the observations: the first run, the longest behind another value, and the last run.
struct ZeroRuns {
  std::size_t first = 0, later = 0, last = 0;
};
ZeroRuns zero_runs(std::span<const double> y) {
  ZeroRuns runs;
  std::size_t run = 0;
  bool begun = false;
  for (const double x : y) {
    if (std::isnan(x)) continue;
    run = x == 0 ? run + 1 : 0;
    begun = begun || x != 0;
    (begun ? runs.later : runs.first) = std::max(begun ? runs.later : runs.first, run);
  }
  runs.last = run;
  return runs;
}

/// Rule 1.
void drop_what_is_before(Plan& plan) {
  std::vector<double>& y = plan.values;
  const auto drop = [&](auto unwanted, std::string_view noun, std::string_view which) {
    const auto first = std::find_if_not(y.begin(), y.end(), unwanted);
    const auto dropped = static_cast<std::size_t>(std::count_if(y.begin(), first, unwanted));
    if (dropped > 0) plan.say(counted(dropped, noun) + std::string(which) + " at the beginning left out");
    y.erase(y.begin(), first);
  };
  drop([](double x) { return std::isnan(x); }, "missing value", "");
  const bool negative = std::any_of(y.begin(), y.end(), [](double x) { return x < 0; });
  const ZeroRuns runs = zero_runs(y);
  const bool all_zero = std::all_of(y.begin(), y.end(), [](double x) { return x == 0 || std::isnan(x); });
  if (!negative && !all_zero && runs.first > runs.later)
    drop([](double x) { return x == 0 || std::isnan(x); }, "period", " without any value but zero");
  const auto missing =
      static_cast<std::size_t>(std::count_if(y.begin(), y.end(), [](double x) { return std::isnan(x); }));
  plan.observations = y.size() - missing;
  if (missing > 0) plan.say(std::to_string(missing) + " of " + counted(y.size(), "value") + " missing");
}

/// Rule 2.
void bring_near_one(Plan& plan) {
  plan.scale = power_of_two_above(plan.values);
  const int exponent = std::ilogb(plan.scale);
  if (std::abs(exponent) <= kOrdinaryExponent) plan.scale = 1;
  plan.least = std::numeric_limits<double>::infinity();
  plan.largest = -plan.least;
  for (double& x : plan.values) {
    x /= plan.scale;
    if (std::isnan(x)) continue;
    plan.least = std::min(plan.least, x);
    plan.largest = std::max(plan.largest, x);
  }
  if (plan.scale != 1)
    plan.say("values as large as " +
             detail::number_text(std::max(std::abs(plan.least), std::abs(plan.largest)) * plan.scale) +
             " divided by 2^" + std::to_string(exponent) + ", forecasts multiplied");
}

/// Rule 5, its first half.
std::vector<std::size_t> usable_seasons(Plan& plan, std::vector<std::size_t> lengths) {
  std::sort(lengths.begin(), lengths.end());
  lengths.erase(std::unique(lengths.begin(), lengths.end()), lengths.end());
  std::erase(lengths, 1);
  std::erase_if(lengths, [&](std::size_t m) {
    const bool is_short = plan.values.size() < 2 * m;
    const bool unusable = is_short || place_never_observed(plan.values, m).has_value();
    if (unusable)
      plan.say("season of " + std::to_string(m) +
               " left out: " + (is_short ? "less than two of them" : "a place of it is never observed"));
    return unusable;
  });
  return lengths;
}

/// Rule 4.
bool plan_rare_demand(Plan& plan, const std::vector<std::size_t>& seasons) {
  if (plan.least < 0) return false;
  const DemandPattern pattern = classify_demand(plan.values);
  if (pattern.demand != DemandClass::intermittent && pattern.demand != DemandClass::lumpy) return false;
  if (!seasons.empty() && seasonality(plan.values, seasons.front(), 0.90) > 1) return false;
  plan.say("demand is " + std::string(to_string(pattern.demand)) + ": in one of " +
           detail::number_text(std::round(100 * pattern.mean_interval) / 100) + " periods");
  ZeroRuns runs = zero_runs(plan.values);
  std::size_t at_end = runs.last;
  std::vector<double> before = plan.values;
  while (!before.empty() && !(before.back() > 0)) before.pop_back();
  runs = zero_runs(before);
  const bool fading = at_end > std::max(runs.first, runs.later);
  if (fading) plan.say("none for " + counted(at_end, "period") + ", longer than ever before: tsb, which fades");
  plan.try_model(fading ? "tsb" : "sba");
  return true;
}

/// Rules 5, its second half, and 6.
void plan_ordinary(Plan& plan, const std::vector<std::size_t>& seasons) {
  if (seasons.size() < 2 && (seasons.empty() || seasons.front() <= kLongestSeason)) {
    plan.say("nothing unusual: the default combination");
    return plan.try_model("default", seasons.empty() ? 1 : seasons.front());
  }
  std::string list;
  for (const std::size_t m : seasons) list += (list.empty() ? "" : ", ") + std::to_string(m);
  plan.say((seasons.size() > 1 ? "seasons of " : "a long season, of ") + list +
           " taken out by STL: exponential smoothing of what is left");
  plan.attempts.push_back({forecaster("stl_ets", [seasons](std::span<const double> y, std::size_t) {
    return fit_adjusted(y, {.season_lengths = seasons});
  })});
}

Plan plan_for(std::span<const double> y, const AutoForecastOptions& o) {
  Plan plan{.values = {y.begin(), y.end()}};
  drop_what_is_before(plan);
  bring_near_one(plan);
  const bool constant = !(plan.range() > 0);
  if (plan.observations < kFewestForModels || constant) {
    plan.say(plan.observations >= kFewestForModels
                 ? "all observations are " + detail::number_text(plan.least * plan.scale)
                 : counted(plan.observations, "observation") + " only: the last one repeated");
    plan.try_model("naive");
    return plan;
  }
  const std::vector<std::size_t> seasons = usable_seasons(plan, o.season_lengths);
  if (!plan_rare_demand(plan, seasons)) plan_ordinary(plan, seasons);
  for (const std::string_view name : {"ets", "theta", "naive"})
    plan.try_model(name, seasons.empty() ? 1 : seasons.front());
  return plan;
}

/// What is wrong with a forecast; empty when nothing is.
std::string fault_of(const stats::Outlook& outlook, const Plan& plan, bool last) {
  const auto far = [&](double x, double ranges) {
    return !(x >= plan.least - ranges * plan.range() && x <= plan.largest + ranges * plan.range());
  };
  for (std::size_t h = 0; h < outlook.horizon(); ++h) {
    const double reach = 1 + static_cast<double>(h + 1) / static_cast<double>(plan.observations);
    if (far(outlook.mean[h], 1'000 * reach)) return "exploded at step " + std::to_string(h + 1);
    for (const std::vector<double>& quantile : outlook.quantiles)
      if (!last && far(quantile[h], 1'000 * reach * reach))
        return "had no sensible bounds at step " + std::to_string(h + 1);
  }
  return {};
}

/// Back from the plan's scale, within the doubles.
void finish(stats::Outlook& outlook, const Plan& plan, bool non_negative, std::vector<std::string>& why) {
  std::size_t raised = 0;
  const auto each = [&](std::vector<double>& values) {
    for (double& x : values) {
      if (std::isnan(x)) continue;
      x = within_doubles(x * plan.scale);
      if (!non_negative || x >= 0) continue;
      x = 0;
      ++raised;
    }
  };
  each(outlook.mean);
  for (std::vector<double>& quantile : outlook.quantiles) each(quantile);
  if (raised > 0) why.push_back(counted(raised, "number") + " below zero answered as zero");
}

AutoForecast carry_out(const Plan& plan, std::size_t horizon, const std::vector<double>& levels, bool non_negative) {
  AutoForecast result{.why = plan.why};
  for (const Attempt& attempt : plan.attempts) {
    const bool last = &attempt == &plan.attempts.back();
    if (!result.name.empty()) result.why.push_back("replaced by " + attempt.model.name);
    result.name = attempt.model.name;
    std::string fault;
    try {
      const stats::Fitted fit = attempt.model.fit(plan.values, attempt.season_length);
      result.model = fit.model;
      result.outlook = stats::predict(fit, horizon, levels);
      fault = fault_of(result.outlook, plan, last);
    } catch (const InvalidArgument& error) {
      if (last) throw;
      fault = std::string("failed: ") + error.what();
    }
    if (fault.empty() || last) break;
    result.why.push_back(result.name + " " + fault);
  }
  finish(result.outlook, plan, non_negative, result.why);
  return result;
}

}  // namespace

AutoForecast auto_forecast(std::span<const double> y, const AutoForecastOptions& options) {
  require_arguments(y, options);
  return carry_out(plan_for(y, options), options.horizon, options.levels, options.non_negative);
}

AutoForecast auto_forecast(const Series& y, const AutoForecastOptions& options) {
  AutoForecastOptions own = options;
  if (own.season_lengths.empty()) own.season_lengths = {season_of(y.start.frequency())};
  AutoForecast result = auto_forecast(y.span(), own);
  result.origin = origin_of(y);
  return result;
}

stats::Forecaster auto_forecaster(const AutoForecastOptions& options) {
  return {"auto", [non_negative = options.non_negative](std::span<const double> y, std::size_t m) {
            const AutoForecastOptions own{.season_lengths = {m}, .non_negative = non_negative};
            require_arguments(y, own);
            stats::Fitted fit;
            const Plan plan = plan_for(y, own);
            fit.model = "auto, " + plan.attempts.front().model.name;
            fit.predict = [plan, non_negative](std::size_t horizon, const std::vector<double>& levels) {
              return carry_out(plan, horizon, levels, non_negative).outlook;
            };
            return fit;
          }};
}

}  // namespace foreplan::inline v0::forecast
