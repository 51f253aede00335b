#include <foreplan/forecast/combination.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <utility>

#include "core/check.hpp"
#include "forecast/combination_data.hpp"
#include "numeric/parallel.hpp"
#include "stats/attempt.hpp"

namespace foreplan::inline v0::forecast {
namespace {

using foreplan::detail::fail;

constexpr std::string_view kFunction = "forecast::combine";

/// A member that has weight.
struct Part {
  stats::Fitted fit{};
  double weight = 0;
};

/// One number of several, by the rule of the combination.
double centre(std::vector<double> values, const std::vector<double>& weights, const CombinationOptions& options) {
  const std::size_t k = values.size();
  const auto between = [&](std::size_t first, std::size_t last) {
    double sum = 0;
    for (std::size_t i = first; i < last; ++i) sum += values[i] / static_cast<double>(last - first);
    return sum;
  };
  switch (options.weighting) {
    case Weighting::median:
      std::sort(values.begin(), values.end());
      return between((k - 1) / 2, k / 2 + 1);
    case Weighting::trimmed: {
      std::sort(values.begin(), values.end());
      // the product may be a whole number but for rounding
      const auto cut = static_cast<std::size_t>(options.trimmed_share * static_cast<double>(k) + 1e-9);
      return between(cut, k - cut);
    }
    default: {
      const double all = std::accumulate(weights.begin(), weights.end(), 0.0);
      double sum = 0;
      for (std::size_t i = 0; i < k; ++i) sum += weights[i] / all * values[i];
      return sum;
    }
  }
}

}  // namespace

void put_in_order(stats::Outlook& outlook, std::size_t h) {
  const std::size_t n = outlook.levels.size();
  std::vector<std::size_t> by_level(n);
  std::iota(by_level.begin(), by_level.end(), std::size_t{0});
  std::stable_sort(by_level.begin(), by_level.end(),
                   [&](std::size_t a, std::size_t b) { return outlook.levels[a] < outlook.levels[b]; });
  std::vector<double> values(n);
  for (std::size_t i = 0; i < n; ++i) values[i] = outlook.quantiles[i][h];
  std::sort(values.begin(), values.end());
  for (std::size_t i = 0; i < n; ++i) outlook.quantiles[by_level[i]][h] = values[i];
}

stats::Outlook combined(const std::vector<stats::Outlook>& members, const std::vector<double>& member_weights,
                        const CombinationOptions& options) {
  constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
  const std::size_t horizon = members.front().horizon();
  const std::vector<double>& levels = members.front().levels;
  stats::Outlook result{std::vector(horizon, kUnknown), levels, {levels.size(), std::vector(horizon, kUnknown)}};
  const auto of_those = [&](const auto& asked, const auto& value) {
    std::vector<double> values, weights;
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (!asked(members[i])) continue;
      values.push_back(value(members[i]));
      weights.push_back(member_weights[i]);
    }
    return values.empty() ? kUnknown : centre(std::move(values), weights, options);
  };
  for (std::size_t h = 0; h < horizon; ++h) {
    const auto has_point = [h](const stats::Outlook& o) { return std::isfinite(o.mean[h]); };
    const auto has_all = [&](const stats::Outlook& o) {
      return has_point(o) && std::all_of(o.quantiles.begin(), o.quantiles.end(),
                                         [h](const std::vector<double>& q) { return std::isfinite(q[h]); });
    };
    result.mean[h] = of_those(has_point, [h](const stats::Outlook& o) { return o.mean[h]; });
    if (std::none_of(members.begin(), members.end(), has_all)) continue;
    for (std::size_t l = 0; l < levels.size(); ++l)
      result.quantiles[l][h] = of_those(has_all, [=](const stats::Outlook& o) { return o.quantiles[l][h]; });
    put_in_order(result, h);
  }
  return result;
}

namespace {

std::string hundredths(double weight) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, weight, std::chars_format::fixed, 2).ptr;
  return {text, end};
}

/// "mean of ETS(A,N,N), theta", "stacked 0.71 ETS(A,N,N) + 0.29 theta".
std::string described(const std::vector<Part>& parts, Weighting weighting) {
  const bool weighted = weighting == Weighting::inverse_error || weighting == Weighting::stacked;
  std::string text = std::string(to_string(weighting)) + (weighted ? " " : " of ");
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::string& model = parts[i].fit.model;
    const bool list = model.find(", ") != std::string::npos || model.find(" + ") != std::string::npos;
    if (i > 0) text += weighted ? " + " : ", ";
    if (weighted) text += hundredths(parts[i].weight) + " ";
    text += list ? "(" + model + ")" : model;
  }
  return text;
}

stats::Fitted together(std::vector<Part> parts, const CombinationOptions& options, const std::string& remarks) {
  stats::Fitted result{.model = described(parts, options.weighting) + remarks};
  result.usable = std::all_of(parts.begin(), parts.end(), [](const Part& part) { return part.fit.usable; });
  if (std::all_of(parts.begin(), parts.end(), [](const Part& part) { return bool(part.fit.update); }))
    result.update = [parts, options, remarks](std::span<const double> more) {
      std::vector<Part> next = parts;
      numeric::parallel_for(next.size(), options.execution,
                            [&](std::size_t i) { next[i].fit = parts[i].fit.update(more); });
      return together(std::move(next), options, remarks);
    };
  result.predict = [parts = std::move(parts), options](std::size_t horizon, const std::vector<double>& levels) {
    std::vector<stats::Outlook> members;
    std::vector<double> weights;
    for (const Part& part : parts) {
      members.push_back(stats::predict(part.fit, horizon, levels));
      weights.push_back(part.weight);
    }
    return combined(members, weights, options);
  };
  return result;
}

stats::Fitted fit_together(const std::vector<stats::Forecaster>& members, const CombinationOptions& options,
                           std::span<const double> y, std::size_t season_length) {
  std::vector<stats::Fitted> fits(members.size());
  std::vector<std::string> reasons(members.size());
  numeric::parallel_for(members.size(), options.execution, [&](std::size_t i) {
    reasons[i] = stats::attempt([&] {
      fits[i] = members[i].fit(y, season_length);
      if (fits[i].model.empty()) fits[i].model = members[i].name;
      const std::vector<double> mean = stats::predict(fits[i], options.origins.horizon).mean;
      const auto bad = std::find_if(mean.begin(), mean.end(), [](double x) { return !std::isfinite(x); });
      if (bad != mean.end())
        fail(kFunction, "points must be finite", foreplan::detail::number_text(*bad),
             "at step " + std::to_string(bad - mean.begin() + 1));
    });
  });
  std::vector<std::size_t> answering;
  std::vector<stats::Forecaster> asked;
  for (std::size_t i = 0; i < members.size(); ++i)
    if (reasons[i].empty()) {
      answering.push_back(i);
      asked.push_back(members[i]);
    }
  if (answering.empty())
    fail(kFunction, "at least one member must forecast this series", reasons[0],
         "from " + foreplan::detail::quoted(members[0].name));

  CombinationOptions rule = options;
  std::string remarks;
  std::vector<double> weights(answering.size(), 1.0 / static_cast<double>(answering.size()));
  if (compares(options.weighting) && answering.size() > 1) {
    const CombinationWeights found = combination_weights(asked, y, season_length, options);
    weights = found.weights;
    for (std::size_t i = 0; i < answering.size(); ++i) reasons[answering[i]] = found.failures[i];
    if (!found.fallback.empty()) {
      rule.weighting = Weighting::mean;
      remarks = ", since " + found.fallback;
    }
  }
  std::vector<Part> parts;
  for (std::size_t i = 0; i < answering.size(); ++i)
    if (weights[i] > 0) parts.push_back({std::move(fits[answering[i]]), weights[i]});
  for (std::size_t i = 0; i < members.size(); ++i)
    if (!reasons[i].empty()) remarks += "; without " + members[i].name + ": " + reasons[i];
  return together(std::move(parts), rule, remarks);
}

}  // namespace

stats::Forecaster combine(std::string name, std::vector<stats::Forecaster> members, const CombinationOptions& options) {
  if (name.empty()) fail(kFunction, "a combination must have a name");
  check_combination(kFunction, members, options);
  return {std::move(name), [members = std::move(members), options](std::span<const double> y, std::size_t m) {
            return fit_together(members, options, y, m);
          }};
}

}  // namespace foreplan::inline v0::forecast
