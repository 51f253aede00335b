#include <foreplan/growth/contributions.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "core/estimate.hpp"

namespace foreplan::inline v0::growth {
namespace {

struct Level {
  double value = 0, lower = 0, upper = 0;
};
Level operator-(const Level& sum, const Level& part) {
  return {sum.value - part.value, sum.lower - part.lower, sum.upper - part.upper};
}

std::vector<Level> read(std::string_view function, const std::vector<Rounded>& levels) {
  std::vector<Level> result;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const double x = levels[i].value();
    if (!std::isfinite(x) || x < 0)
      detail::fail(function, "levels must be >= 0 and finite", detail::number_text(x), "at index " + std::to_string(i));
    const Interval range = levels[i].interval();
    result.push_back({x, std::max(0.0, range.lower), range.upper});
  }
  return result;
}

Level sum(const std::vector<Level>& levels) {
  Level total;
  for (const Level& x : levels) total = {total.value + x.value, total.lower + x.lower, total.upper + x.upper};
  return total;
}

/// (x1 - x0) / (x0 + others) rises with x1 and falls with x0. With the others it falls where x1 > x0 and rises where
/// x1 < x0.
Estimate point(const Level& x0, const Level& x1, const Level& total) {
  const Level others = total - x0;
  const double most = x1.upper - x0.lower, least = x1.lower - x0.upper;
  return detail::spanned((x1.value - x0.value) / total.value,
                         {most / (x0.lower + (most > 0 ? others.lower : others.upper)),
                          least / (x0.upper + (least > 0 ? others.upper : others.lower))});
}

/// d / (d + D), D the change of the other parts, is monotone in d for each D and in D for each d, as long as d + D
/// keeps its sign: the extremes lie at the four corners.
Estimate share_of_growth(const Level& x0, const Level& x1, const Level& total0, const Level& total1) {
  const double change = x1.value - x0.value, total = total1.value - total0.value;
  const double value = total == 0 ? std::numeric_limits<double>::quiet_NaN() : change / total;
  if (total1.lower <= total0.upper && total1.upper >= total0.lower) return {value, {}};
  const Level others0 = total0 - x0, others1 = total1 - x1;
  const double low = x1.lower - x0.upper, high = x1.upper - x0.lower;
  const double rest_low = others1.lower - others0.upper, rest_high = others1.upper - others0.lower;
  const auto share = [](double d, double rest) { return d / (d + rest); };
  return detail::spanned(value,
                         {share(low, rest_low), share(low, rest_high), share(high, rest_low), share(high, rest_high)});
}

}  // namespace

Contributions contributions(const std::vector<Rounded>& first, const std::vector<Rounded>& last) {
  constexpr std::string_view kName = "growth::contributions";
  if (first.empty() || first.size() != last.size())
    detail::fail(kName, "first and last must be of one length, at least 1",
                 std::to_string(first.size()) + " and " + std::to_string(last.size()));
  const std::vector<Level> x0 = read(kName, first), x1 = read(kName, last);
  const Level total0 = sum(x0), total1 = sum(x1);
  detail::require(total0.lower > 0 && std::isfinite(total0.upper), kName,
                  "the first total must be finite and > 0 over its whole interval", total0.value);
  detail::require(std::isfinite(total1.upper), kName, "the last total must be finite", total1.value);
  Contributions result;
  result.growth = detail::spanned((total1.value - total0.value) / total0.value,
                                  {total1.lower / total0.upper - 1, total1.upper / total0.lower - 1});
  for (std::size_t i = 0; i < x0.size(); ++i) {
    result.points.push_back(point(x0[i], x1[i], total0));
    result.shares_of_growth.push_back(share_of_growth(x0[i], x1[i], total0, total1));
  }
  return result;
}

Estimate part_growth(const Rounded& contribution, const Rounded& share) {
  constexpr std::string_view kName = "growth::part_growth";
  detail::require_above(kName, "share", share, 0);
  const Interval c = contribution.interval(), s = share.interval();
  detail::require(s.upper <= 1, kName, "share must be <= 1 over its whole interval", share.text());
  if (!std::isfinite(contribution.value()) || !(c.lower > -s.lower))
    detail::fail(kName, "contribution must be finite and > -share over the whole intervals", contribution.text(),
                 "with share " + share.text());
  // Rises with the contribution; with the share it falls or rises as the contribution is above or below 0.
  return detail::spanned(contribution.value() / share.value(),
                         {c.lower / s.lower, c.lower / s.upper, c.upper / s.lower, c.upper / s.upper});
}

}  // namespace foreplan::inline v0::growth
