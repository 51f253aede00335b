#pragma once
#include <foreplan/stats/forecaster.hpp>

#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/check.hpp"
#include "stats/attempt.hpp"

/// What is asked of the models that are backtested or chosen from, and how one of them is taken.
namespace foreplan::inline v0::tuning {

using Candidates = std::vector<stats::Forecaster>;

inline void check_candidates(std::string_view function, const Candidates& candidates) {
  detail::require(!candidates.empty(), function, "there must be a candidate", "none");
  std::set<std::string_view> names;
  for (const stats::Forecaster& candidate : candidates) {
    if (!candidate.fit)
      detail::fail(function, "a candidate must have `fit`", "none in " + detail::quoted(candidate.name));
    if (!names.insert(candidate.name).second)
      detail::fail(function, "candidates must have names of their own", detail::quoted(candidate.name) + " twice");
  }
}

/// The fit under a name that says why, through updates too.
[[nodiscard]] inline stats::Fitted with_remark(stats::Fitted fit, const std::string& remark) {
  fit.model += remark;
  if (fit.update)
    fit.update = [update = std::move(fit.update), remark](std::span<const double> more) {
      return with_remark(update(more), remark);
    };
  return fit;
}

/// The first of them that can be fitted, with why it was taken.
[[nodiscard]] inline stats::Fitted fit_first(const Candidates& candidates, const std::vector<std::size_t>& order,
                                             std::span<const double> y, std::size_t season_length,
                                             const std::function<std::string(std::size_t)>& remark) {
  std::string failed;
  for (std::size_t i = 0;; ++i) {
    const std::size_t c = order[i];
    if (i + 1 == order.size()) return with_remark(candidates[c].fit(y, season_length), remark(c) + failed);
    std::optional<stats::Fitted> fit;
    const std::string error = stats::attempt([&] { fit = candidates[c].fit(y, season_length); });
    if (fit) return with_remark(*std::move(fit), remark(c) + failed);
    failed += ", " + candidates[c].name + " failed";
  }
}

}  // namespace foreplan::inline v0::tuning
