#include <foreplan/stats/accuracy.hpp>
#include <foreplan/tuning/ensemble.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <memory>
#include <string>
#include <utility>

#include "core/check.hpp"
#include "forecast/conformal_data.hpp"
#include "stats/attempt.hpp"
#include "tuning/ensemble_mix.hpp"
#include "tuning/ensemble_widths.hpp"

namespace foreplan::inline v0::tuning {
namespace {

using foreplan::detail::fail;

/// A group with its members as models.
struct Prepared {
  EnsembleGroup group{};
  std::vector<stats::Forecaster> models{};
};
struct PreparedEnsemble {
  std::string name{};
  std::vector<Prepared> groups{};

  /// Of a season, or the nearest one.
  [[nodiscard]] const Prepared& of(std::size_t season_length) const {
    const auto distance = [&](const Prepared& p) {
      if (season_length < p.group.first_season) return p.group.first_season - season_length;
      return season_length > p.group.last_season ? season_length - p.group.last_season : 0;
    };
    return *std::min_element(groups.begin(), groups.end(),
                             [&](const Prepared& a, const Prepared& b) { return distance(a) < distance(b); });
  }
};

/// What a group made of a series: fits of the members that take part, the others empty.
struct Parts {
  std::vector<stats::Fitted> fits{};
  std::vector<double> weights{};
  double width_score = 0, scale = 0;  ///< Of the widths, where there are any.

  [[nodiscard]] bool has(std::size_t i) const { return static_cast<bool>(fits[i].predict); }
};

std::string hundredths(double x) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, x, std::chars_format::fixed, 2).ptr};
}

std::string bracketed(const std::string& model) {
  const bool list = model.find(", ") != std::string::npos || model.find(" + ") != std::string::npos;
  return list ? "(" + model + ")" : model;
}

std::string described(const std::string& name, const EnsembleGroup& group, const Parts& parts) {
  std::string text;
  std::size_t pooled = 0;
  const std::vector<bool> of_pool = in_pool(group.pool, parts.fits.size());
  const bool weighted = !group.pool || group.pool->share < 1;
  for (std::size_t i = 0; i < parts.fits.size(); ++i) {
    if (!parts.has(i)) continue;
    if (of_pool[i]) ++pooled;
    if (!weighted || parts.weights[i] == 0) continue;
    text += (text.empty() ? "" : " + ") + hundredths(parts.weights[i]) + " " + bracketed(parts.fits[i].model);
  }
  if (group.pool && pooled > 0) {
    const std::string kind = group.pool->trimmed_share == 0.5 ? "median" : "trimmed mean";
    text += text.empty() ? kind : ", " + hundredths(group.pool->share) + " of it the " + kind;
    text += " of " + std::to_string(pooled);
  }
  return name + ": " + text + (group.widths ? ", widths learnt" : "") + (group.calibration ? ", calibrated" : "");
}

using Shared = std::shared_ptr<const PreparedEnsemble>;

stats::Fitted together(const Shared& ensemble, const EnsembleGroup& group, Parts parts, const std::string& remarks) {
  stats::Fitted result{.model = described(ensemble->name, group, parts) + remarks};
  bool updates = true;
  for (std::size_t i = 0; i < parts.fits.size(); ++i) {
    if (!parts.has(i)) continue;
    result.usable = result.usable && parts.fits[i].usable;
    updates = updates && static_cast<bool>(parts.fits[i].update);
  }
  if (updates)
    result.update = [=, &group](std::span<const double> more) {
      Parts next = parts;
      for (std::size_t i = 0; i < parts.fits.size(); ++i)
        if (parts.has(i)) next.fits[i] = parts.fits[i].update(more);
      return together(ensemble, group, std::move(next), remarks);
    };
  // the group lives in what `ensemble` holds
  result.predict = [ensemble, &group, parts = std::move(parts)](std::size_t horizon,
                                                                const std::vector<double>& levels) {
    const bool quantiles = group.widths && !levels.empty();
    const std::vector<double> asked = quantiles ? with_levels_of(*group.widths, levels) : levels;
    std::vector<stats::Outlook> said(parts.fits.size());
    for (std::size_t i = 0; i < said.size(); ++i)
      if (parts.has(i)) said[i] = stats::predict(parts.fits[i], horizon, asked);
    stats::Outlook outlook = mixed(said, parts.weights, group.pool);
    if (quantiles) {
      widen(outlook, said, *group.widths, parts.width_score, parts.scale);
      outlook = restricted(std::move(outlook), levels);
    }
    return group.calibration ? forecast::moved(std::move(outlook), *group.calibration) : outlook;
  };
  return result;
}

stats::Fitted fit(const Shared& ensemble, std::span<const double> y, std::size_t season_length) {
  constexpr std::string_view kFunction = "tuning::forecaster";
  if (season_length < 1) fail(kFunction, "the season length must be >= 1", "0");
  const Prepared& prepared = ensemble->of(season_length);
  const EnsembleGroup& group = prepared.group;
  Parts parts{std::vector<stats::Fitted>(group.members.size()), ensemble_weights(group, y, season_length), 0, 0};
  const std::vector<bool> takes_part = taking_part(group, parts.weights);
  std::string remarks, reason, whose;
  double sum = 0;
  bool any = false;
  for (std::size_t i = 0; i < group.members.size(); ++i) {
    if (!takes_part[i]) continue;
    const stats::Forecaster& model = prepared.models[i];
    stats::Fitted fitted;
    const std::string failure = stats::attempt([&] {
      fitted = model.fit(y, season_length);
      if (fitted.model.empty()) fitted.model = model.name;
      const double next = stats::predict(fitted, 1).mean[0];
      if (!std::isfinite(next))
        fail(kFunction, "points must be finite", foreplan::detail::number_text(next), "at step 1");
    });
    if (failure.empty()) {
      parts.fits[i] = std::move(fitted);
      sum += parts.weights[i];
      any = true;
      continue;
    }
    remarks += "; without " + model.name + ": " + failure;
    if (reason.empty()) reason = failure, whose = model.name;
  }
  if (!any)
    fail(kFunction, "at least one member must forecast this series", reason, "from " + foreplan::detail::quoted(whose));
  for (std::size_t i = 0; i < parts.weights.size(); ++i)
    parts.weights[i] = parts.has(i) && sum > 0 ? parts.weights[i] / sum : 0;
  if (group.widths) {
    parts.scale = stats::naive_absolute_scale(y, group.scale_lag == 0 ? season_length : group.scale_lag);
    if (const auto& trees = group.widths->by_features)
      parts.width_score = evaluate(*trees, features_by_name(y, season_length, trees->features))[0];
  }
  return together(ensemble, group, std::move(parts), remarks);
}

}  // namespace

std::vector<double> ensemble_weights(const EnsembleGroup& group, std::span<const double> y, std::size_t season_length) {
  if (!group.by_features || group.share_by_features == 0) return weights_of(group, {});
  const BoostedTrees& trees = *group.by_features;
  return weights_of(group, evaluate(trees, features_by_name(y, season_length, trees.features)));
}

stats::Forecaster forecaster(const Ensemble& ensemble, std::span<const ModelEntry> entries) {
  validate(ensemble);
  auto prepared = std::make_shared<PreparedEnsemble>();
  prepared->name = ensemble.name;
  for (const EnsembleGroup& group : ensemble.groups)
    prepared->groups.push_back({group, forecasters(group.members, entries)});
  return {ensemble.name, [shared = Shared(std::move(prepared))](std::span<const double> y, std::size_t season_length) {
            return fit(shared, y, season_length);
          }};
}

}  // namespace foreplan::inline v0::tuning
