#include <foreplan/scenario/regret.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "scenario/batches.hpp"

namespace foreplan::inline v0::scenario {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kMostRuns = 10'000'000;

using foreplan::detail::fail;
using foreplan::detail::quoted;

void check_names(std::string_view function, std::string_view what, const std::vector<std::string>& names) {
  foreplan::detail::require(!names.empty(), function, "there must be " + std::string(what), "none");
  std::vector<std::string> sorted = names;
  std::sort(sorted.begin(), sorted.end());
  const auto twice = std::adjacent_find(sorted.begin(), sorted.end());
  if (twice != sorted.end()) fail(function, std::string(what) + " must have different names", quoted(*twice));
}

void check_options(std::string_view function, const RegretOptions& options) {
  foreplan::detail::require(options.optimism >= 0 && options.optimism <= 1, function,
                            "options.optimism must be in [0, 1]", options.optimism);
  foreplan::detail::require(!options.threshold || std::isfinite(*options.threshold), function,
                            "options.threshold must be finite", options.threshold.value_or(0));
}

/// Everything but the regrets' comparison with other policies.
PolicyRegret describe(const std::string& name, const std::vector<double>& outcomes, const std::vector<double>& best,
                      const RegretOptions& options) {
  const double sign = options.better == Better::higher ? 1 : -1;
  PolicyRegret out{.policy = name, .outcomes = outcomes};
  std::size_t satisfied = 0;
  double sum = 0;
  for (std::size_t f = 0; f < outcomes.size(); ++f) {
    const double y = outcomes[f];
    out.missing += std::isnan(y) ? 1 : 0;
    out.regrets.push_back(sign * (best[f] - y));
    if (f == 0 || out.regrets[f] > out.max_regret) out.max_regret = out.regrets[f], out.worst_future = f;
    if (f == 0 || sign * y > sign * out.best) out.best = y;
    if (f == 0 || sign * y < sign * out.worst) out.worst = y;
    sum += y;
    if (options.threshold && sign * y >= sign * *options.threshold) ++satisfied;
  }
  const auto n = static_cast<double>(outcomes.size());
  out.mean = sum / n;
  out.hurwicz = options.optimism * out.best + (1 - options.optimism) * out.worst;
  if (options.threshold) out.satisficing = static_cast<double>(satisfied) / n;
  if (out.missing > 0) {
    out.max_regret = out.best = out.worst = out.mean = out.hurwicz = kNaN;
    if (options.threshold) out.satisficing = kNaN;
  }
  return out;
}

/// The first policy of which `value` is highest; none when all are NaN.
template <class Value>
std::optional<std::size_t> highest(const std::vector<PolicyRegret>& policies, Value&& value) {
  std::optional<std::size_t> out;
  double most = 0;
  for (std::size_t p = 0; p < policies.size(); ++p) {
    const double v = value(policies[p]);
    if (std::isnan(v) || (out && v <= most)) continue;
    out = p;
    most = v;
  }
  return out;
}

std::vector<std::string> names_of(const std::vector<Layer>& layers) {
  std::vector<std::string> out;
  for (const Layer& layer : layers) out.push_back(layer.name);
  return out;
}

}  // namespace

RegretTable regret_table(const std::vector<std::string>& policies, const std::vector<std::string>& futures,
                         const std::vector<std::vector<double>>& outcomes, const RegretOptions& options) {
  constexpr std::string_view kFunction = "scenario::regret_table";
  check_names(kFunction, "policies", policies);
  check_names(kFunction, "futures", futures);
  check_options(kFunction, options);
  if (outcomes.size() != policies.size())
    fail(kFunction, "there must be a row of outcomes for each policy",
         std::to_string(outcomes.size()) + " for " + std::to_string(policies.size()));
  const double sign = options.better == Better::higher ? 1 : -1;
  std::vector<double> best(futures.size(), kNaN);
  for (std::size_t p = 0; p < policies.size(); ++p) {
    if (outcomes[p].size() != futures.size())
      fail(kFunction, "there must be an outcome for each future",
           std::to_string(outcomes[p].size()) + " for " + std::to_string(futures.size()),
           "of policy " + quoted(policies[p]));
    for (std::size_t f = 0; f < futures.size(); ++f) {
      const double y = outcomes[p][f];
      if (std::isinf(y))
        fail(kFunction, "outcomes must not be infinite", foreplan::detail::number_text(y),
             "of policy " + quoted(policies[p]) + " in future " + quoted(futures[f]));
      if (!std::isnan(y) && (std::isnan(best[f]) || sign * y > sign * best[f])) best[f] = y;
    }
  }
  RegretTable out{.futures = futures, .options = options};
  for (std::size_t p = 0; p < policies.size(); ++p)
    out.policies.push_back(describe(policies[p], outcomes[p], best, options));
  out.minimax_regret = highest(out.policies, [](const PolicyRegret& p) { return -p.max_regret; });
  out.maximin = highest(out.policies, [&](const PolicyRegret& p) { return sign * p.worst; });
  out.best_mean = highest(out.policies, [&](const PolicyRegret& p) { return sign * p.mean; });
  out.best_hurwicz = highest(out.policies, [&](const PolicyRegret& p) { return sign * p.hurwicz; });
  out.most_satisficing = highest(out.policies, [](const PolicyRegret& p) { return p.satisficing.value_or(kNaN); });
  return out;
}

RegretTable regret(const Model& model, const Scenario& base, const std::vector<Layer>& policies,
                   const std::vector<Layer>& futures, PeriodRange range, const Outcome& outcome,
                   const RegretOptions& options, const SolveOptions& solve) {
  constexpr std::string_view kFunction = "scenario::regret";
  check_names(kFunction, "policies", names_of(policies));
  check_names(kFunction, "futures", names_of(futures));
  check_options(kFunction, options);
  static_cast<void>(range.size());
  detail::require_outcome(kFunction, model, range, outcome);
  const std::size_t runs = foreplan::detail::checked_product(policies.size(), futures.size(), kMostRuns, kFunction,
                                                             "policies times futures");

  std::vector<std::vector<double>> outcomes(policies.size(), std::vector<double>(futures.size(), kNaN));
  std::size_t failed = 0;
  std::string first_failure;
  detail::solve_batches(
      model, runs, range, solve,
      [&](std::size_t i) {
        return detail::with_layer(detail::with_layer(base, futures[i % futures.size()]), policies[i / futures.size()]);
      },
      [&](std::size_t i, const Run& run) {
        const std::size_t p = i / futures.size(), f = i % futures.size();
        const double y = run.usable() ? detail::value_of(run, outcome.variable, outcome.period) : kNaN;
        if (std::isfinite(y)) {
          outcomes[p][f] = y;
        } else if (++failed == 1) {
          first_failure = "policy " + quoted(policies[p].name) + " in future " + quoted(futures[f].name) + ": " +
                          (run.failure() ? run.failure()->sentence : to_string(outcome) + " is not finite");
        }
        return true;
      });
  RegretTable out = regret_table(names_of(policies), names_of(futures), outcomes, options);
  out.failed = failed;
  out.first_failure = std::move(first_failure);
  return out;
}

}  // namespace foreplan::inline v0::scenario
