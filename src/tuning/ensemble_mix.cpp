#include "tuning/ensemble_mix.hpp"

#include <foreplan/forecast/features.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

#include "core/check.hpp"
#include "forecast/combination_data.hpp"
#include "numeric/elementary.hpp"

namespace foreplan::inline v0::tuning {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

}  // namespace

std::vector<bool> in_pool(const std::optional<EnsemblePool>& pool, std::size_t count) {
  std::vector<bool> result(count, pool && pool->members.empty());
  if (pool)
    for (const std::size_t i : pool->members) result[i] = true;
  return result;
}

double pooled(std::vector<double>& values, double trimmed_share) {
  std::sort(values.begin(), values.end());
  const std::size_t k = values.size();
  // the product may be a whole number but for rounding
  const auto cut = std::min(static_cast<std::size_t>(trimmed_share * static_cast<double>(k) + 1e-9), (k - 1) / 2);
  double sum = 0;
  for (std::size_t i = cut; i < k - cut; ++i) sum += values[i] / static_cast<double>(k - 2 * cut);
  return sum;
}

stats::Outlook mixed(const std::vector<stats::Outlook>& members, const std::vector<double>& weights,
                     const std::optional<EnsemblePool>& pool) {
  const std::size_t k = members.size();
  const auto first = std::find_if(members.begin(), members.end(), [](const auto& o) { return o.horizon() > 0; });
  const std::size_t horizon = first->horizon();
  const std::vector<double>& levels = first->levels;
  stats::Outlook result{std::vector(horizon, kUnknown), levels, {levels.size(), std::vector(horizon, kUnknown)}};
  const std::vector<bool> of_pool = in_pool(pool, k);
  const double share = pool ? pool->share : 0;
  std::vector<std::size_t> known;
  std::vector<double> values;

  const auto number = [&](const auto& of) {
    double sum = 0, all = 0, middle = 0;
    for (const std::size_t i : known)
      if (share < 1 && weights[i] > 0) all += weights[i];
    for (const std::size_t i : known)
      if (share < 1 && weights[i] > 0) sum += weights[i] / all * of(members[i]);
    values.clear();
    for (const std::size_t i : known)
      if (of_pool[i]) values.push_back(of(members[i]));
    if (!values.empty()) middle = pooled(values, pool->trimmed_share);
    if (all > 0 && !values.empty()) return (1 - share) * sum + share * middle;
    return all > 0 ? sum : values.empty() ? kUnknown : middle;
  };
  for (std::size_t h = 0; h < horizon; ++h) {
    known.clear();
    for (std::size_t i = 0; i < k; ++i)
      if (members[i].horizon() > 0 && std::isfinite(members[i].mean[h])) known.push_back(i);
    result.mean[h] = number([h](const stats::Outlook& o) { return o.mean[h]; });
    std::erase_if(known, [&](std::size_t i) {
      const auto& q = members[i].quantiles;
      return std::any_of(q.begin(), q.end(),
                         [h](const std::vector<double>& level) { return !std::isfinite(level[h]); });
    });
    for (std::size_t l = 0; l < levels.size(); ++l)
      result.quantiles[l][h] = number([=](const stats::Outlook& o) { return o.quantiles[l][h]; });
    if (!levels.empty() && !std::isnan(result.quantiles[0][h])) forecast::put_in_order(result, h);
  }
  return result;
}

void softmax(std::span<const double> scores, std::span<double> weights) {
  const double most = *std::max_element(scores.begin(), scores.end());
  double sum = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) sum += weights[i] = numeric::exponential(scores[i] - most);
  for (double& w : weights) w /= sum;
}

std::vector<double> weights_of(const EnsembleGroup& group, std::span<const double> scores) {
  std::vector<double> weights = group.weights;
  if (!scores.empty()) {
    std::vector<double> of_trees(scores.size());
    softmax(scores, of_trees);
    const double share = group.share_by_features;
    for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = share * of_trees[i] + (1 - share) * weights[i];
  }
  // 1 / members may be the least in spite of rounding
  const double least = std::min(group.least_weight, *std::max_element(weights.begin(), weights.end()));
  double sum = 0;
  for (double& w : weights) {
    if (w < least) w = 0;
    sum += w;
  }
  for (double& w : weights) w /= sum;
  return weights;
}

std::vector<bool> taking_part(const EnsembleGroup& group, const std::vector<double>& weights) {
  std::vector<bool> result = in_pool(group.pool, weights.size());
  const bool weighted = !group.pool || group.pool->share < 1;
  for (std::size_t i = 0; i < weights.size(); ++i) result[i] = result[i] || (weighted && weights[i] > 0);
  return result;
}

bool is_smoothing_feature(const std::string& name) {
  return name.starts_with("ses_") || name.starts_with("holt_") || name.starts_with("hw_");
}

std::vector<double> features_by_name(std::span<const double> y, std::size_t season_length,
                                     const std::vector<std::string>& names) {
  const bool smoothing = std::any_of(names.begin(), names.end(), is_smoothing_feature);
  const std::vector<std::string> all = forecast::feature_names();
  const std::vector<double> values =
      forecast::feature_values(forecast::series_features(y, season_length, {.smoothing = smoothing}), kUnknown);
  std::vector<double> result;
  for (const std::string& name : names) {
    const auto at = std::find(all.begin(), all.end(), name);
    const double value = at == all.end() ? kUnknown : values[static_cast<std::size_t>(at - all.begin())];
    result.push_back(std::isfinite(value) ? value : kUnknown);
  }
  return result;
}

void check_pool(std::string_view function, const EnsemblePool& pool, std::size_t members) {
  using foreplan::detail::fail;
  using foreplan::detail::require;
  require(pool.trimmed_share >= 0 && pool.trimmed_share <= 0.5, function, "a pool's trimmed_share must be in [0, 0.5]",
          pool.trimmed_share);
  require(pool.share > 0 && pool.share <= 1, function, "a pool's share must be in (0, 1]", pool.share);
  for (std::size_t i = 0; i < pool.members.size(); ++i) {
    if (pool.members[i] >= members)
      fail(function, "a pool's members must be places among " + std::to_string(members) + " members",
           std::to_string(pool.members[i]), "at index " + std::to_string(i));
    if (i > 0 && pool.members[i] <= pool.members[i - 1])
      fail(function, "a pool's members must rise", std::to_string(pool.members[i]), "at index " + std::to_string(i));
  }
}

}  // namespace foreplan::inline v0::tuning
