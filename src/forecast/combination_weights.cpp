#include <foreplan/forecast/combination.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "core/check.hpp"
#include "forecast/combination_data.hpp"
#include "numeric/parallel.hpp"
#include "numeric/quadratic_program.hpp"

namespace foreplan::inline v0::forecast {
namespace {

using foreplan::detail::fail;
using foreplan::detail::require;

bool answers(const stats::OriginOutlook& origin) {
  return std::any_of(origin.outlook.mean.begin(), origin.outlook.mean.end(), [](double x) { return std::isfinite(x); });
}

/// Errors of the members that answered, over what all of them answered.
struct Compared {
  std::vector<std::size_t> members{};
  std::vector<std::vector<double>> errors{};  ///< A vector for each of `members`, all of one length.
  double scale = 0;                           ///< The largest magnitude of any error.
  std::size_t origins = 0;
};

Compared compared(const std::vector<std::vector<stats::OriginOutlook>>& said, std::span<const double> y) {
  Compared result;
  for (std::size_t i = 0; i < said.size(); ++i)
    if (std::any_of(said[i].begin(), said[i].end(), answers)) result.members.push_back(i);
  const std::size_t k = result.members.size();
  result.errors.resize(k);
  std::vector<double> e(k);
  for (std::size_t o = 0; k > 0 && o < said[0].size(); ++o) {
    const auto unanswered = [&](std::size_t i) { return !answers(said[i][o]); };
    if (std::any_of(result.members.begin(), result.members.end(), unanswered)) continue;
    bool any = false;
    const std::size_t horizon = said[result.members[0]][o].outlook.horizon();
    for (std::size_t h = 0; h < horizon; ++h) {
      for (std::size_t i = 0; i < k; ++i) {
        const stats::OriginOutlook& origin = said[result.members[i]][o];
        e[i] = y[origin.known + h] - origin.outlook.mean[h];
      }
      if (!std::all_of(e.begin(), e.end(), [](double x) { return std::isfinite(x); })) continue;
      any = true;
      for (std::size_t i = 0; i < k; ++i) {
        result.errors[i].push_back(e[i]);
        result.scale = std::max(result.scale, std::abs(e[i]));
      }
    }
    if (any) ++result.origins;
  }
  return result;
}

/// Mean of e_i e_j, in units of the scale, so that squares stay in range.
double mean_product(const Compared& c, std::size_t i, std::size_t j) {
  if (c.scale == 0) return 0;
  double sum = 0;
  for (std::size_t n = 0; n < c.errors[i].size(); ++n) sum += c.errors[i][n] / c.scale * (c.errors[j][n] / c.scale);
  return sum / static_cast<double>(c.errors[i].size());
}
double mean_magnitude(const Compared& c, std::size_t i) {
  if (c.scale == 0) return 0;
  double sum = 0;
  for (const double e : c.errors[i]) sum += std::abs(e) / c.scale;
  return sum / static_cast<double>(c.errors[i].size());
}

std::vector<double> inverse(const std::vector<double>& errors, double power) {
  const double least = *std::min_element(errors.begin(), errors.end());
  std::vector<double> w;
  double sum = 0;
  for (const double error : errors) {
    w.push_back(error == least ? 1 : std::pow(least / error, power));
    sum += w.back();
  }
  for (double& x : w) x /= sum;
  return w;
}

/// With weights of sum 1 the combination's error is the combination of the errors.
std::vector<double> stacked(const Compared& c, double ridge) {
  const std::size_t k = c.errors.size();
  const double equal = 1.0 / static_cast<double>(k);
  double size = 0;
  for (std::size_t i = 0; i < k; ++i) size += mean_product(c, i, i) * equal;
  if (size == 0) return std::vector<double>(k, equal);
  std::vector<double> h(k * k), g(k, ridge * equal);
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j <= i; ++j) h[i * k + j] = h[j * k + i] = mean_product(c, i, j) / size;
    h[i * k + i] += ridge;
  }
  std::vector<double> w = numeric::minimise_quadratic(h, g, std::vector(k, 1.0), std::vector(k, equal)).x;
  double sum = 0;
  for (double& x : w) {
    if (x < 1e-12) x = 0;  // what rounding leaves gives a member no part
    sum += x;
  }
  for (double& x : w) x /= sum;
  return w;
}

}  // namespace

void check_combination(std::string_view function, const std::vector<stats::Forecaster>& members,
                       const CombinationOptions& options) {
  constexpr std::size_t kMost = 2'000;
  if (members.empty() || members.size() > kMost)
    fail(function, "1 to 2,000 members are needed", std::to_string(members.size()));
  std::set<std::string> names;
  for (const stats::Forecaster& member : members) {
    if (!member.fit) fail(function, "a member must have `fit`", "none in " + foreplan::detail::quoted(member.name));
    if (!names.insert(member.name).second)
      fail(function, "members must have names of their own", foreplan::detail::quoted(member.name) + " twice");
  }
  require(options.trimmed_share >= 0 && options.trimmed_share < 0.5, function, "trimmed_share must be in [0, 0.5)",
          options.trimmed_share);
  require(options.power > 0 && options.power <= 100, function, "power must be in (0, 100]", options.power);
  require(options.ridge >= 0 && std::isfinite(options.ridge), function, "ridge must be >= 0 and finite", options.ridge);
  require(options.fewest_origins >= 1, function, "fewest_origins must be >= 1", "0");
  (void)stats::origins_of({}, options.origins);
}

CombinationWeights combination_weights(const std::vector<stats::Forecaster>& members, std::span<const double> y,
                                       std::size_t season_length, const CombinationOptions& options) {
  check_combination("forecast::combination_weights", members, options);
  const std::size_t k = members.size();
  CombinationWeights result;
  for (const stats::Forecaster& member : members) result.names.push_back(member.name);
  result.weights.assign(k, 1.0 / static_cast<double>(k));
  result.errors.assign(k, std::numeric_limits<double>::quiet_NaN());
  result.failures.resize(k);
  if (!compares(options.weighting)) return result;

  std::vector<std::vector<stats::OriginOutlook>> said(k);
  numeric::parallel_for(k, options.execution, [&](std::size_t i) {
    said[i] = stats::rolling_outlooks(members[i], y, season_length, options.origins);
  });
  const Compared c = compared(said, y);
  result.origins = c.origins;
  if (c.origins < options.fewest_origins) {
    result.fallback = std::to_string(c.origins) + (c.origins == 1 ? " origin is" : " origins are") + " fewer than " +
                      std::to_string(options.fewest_origins);
    return result;
  }
  const bool squared = options.error == CombinationError::mean_squared;
  std::vector<double> errors;
  for (std::size_t i = 0; i < c.members.size(); ++i) {
    errors.push_back(squared ? mean_product(c, i, i) : mean_magnitude(c, i));
    result.errors[c.members[i]] = errors.back() * c.scale * (squared ? c.scale : 1);
  }
  const std::vector<double> weights =
      options.weighting == Weighting::stacked ? stacked(c, options.ridge) : inverse(errors, options.power);
  result.weights.assign(k, 0.0);
  for (std::size_t i = 0; i < c.members.size(); ++i) result.weights[c.members[i]] = weights[i];
  for (std::size_t i = 0; i < k; ++i) {
    if (std::binary_search(c.members.begin(), c.members.end(), i)) continue;
    const std::string& reason = said[i].front().error;
    result.failures[i] = reason.empty() ? "no finite points" : reason;
  }
  return result;
}

std::string_view to_string(Weighting weighting) noexcept {
  switch (weighting) {
    case Weighting::mean:
      return "mean";
    case Weighting::median:
      return "median";
    case Weighting::trimmed:
      return "trimmed mean";
    case Weighting::inverse_error:
      return "inverse error";
    case Weighting::stacked:
      return "stacked";
  }
  return "unknown";
}

}  // namespace foreplan::inline v0::forecast
