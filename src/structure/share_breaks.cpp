#include <foreplan/structure/log_ratios.hpp>
#include <foreplan/structure/share_breaks.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "structure/joint_breaks.hpp"

namespace foreplan::inline v0::structure {
namespace {

constexpr std::string_view kName = "structure::fit_share_breaks";
constexpr std::size_t kMostPeriods = 500;

void require_levels(const Frame& levels) {
  detail::require(levels.size() >= 2, kName, "at least two sectors are needed", std::to_string(levels.size()));
  for (const Series& s : levels.series()) {
    require_same_unit(levels.series().front().unit, s.unit, kName);
    for (std::size_t t = 0; t < s.size(); ++t) {
      const std::string where = "in " + detail::quoted(s.name) + " in " + to_string(s.period(t));
      if (std::isnan(s.values[t])) detail::fail<PeriodMismatch>(kName, "levels must not be missing", "NaN", where);
      if (!(s.values[t] > 0) || std::isinf(s.values[t]))
        detail::fail(kName, "levels must be > 0 and finite", detail::number_text(s.values[t]), where);
    }
  }
}

/// Isometric log ratios, a row a period; |S| is the same in any orthonormal basis.
Matrix log_ratios(const Frame& levels) {
  const Matrix basis = pivot_basis(levels.size());
  Matrix z = filled_matrix(levels.periods(), basis.rows);
  std::vector<double> parts(levels.size());
  for (std::size_t t = 0; t < z.rows; ++t) {
    for (std::size_t i = 0; i < parts.size(); ++i) parts[i] = levels.series()[i].values[t];
    const std::vector<double> coordinates = ilr(parts, basis);
    std::copy(coordinates.begin(), coordinates.end(), z.row(t).begin());
  }
  return z;
}

/// log(s / (1 - s)) of one sector: its level against the sum of all others.
Series against_the_rest(const Frame& levels, std::size_t sector) {
  const Series& own = levels.series()[sector];
  Series ratio{own.name, own.start, {}, {}};
  for (std::size_t t = 0; t < own.size(); ++t) {
    double rest = 0;
    for (std::size_t i = 0; i < levels.size(); ++i)
      if (i != sector) rest += levels.series()[i].values[t];
    ratio.values.push_back(std::log(own.values[t]) - std::log(rest));
  }
  return ratio;
}

std::size_t most_breaks(const ShareBreakOptions& options, std::size_t periods, std::size_t least, std::size_t sectors,
                        std::size_t columns) {
  const std::size_t by_length = periods / least - 1, by_rank = (periods - sectors) / columns - 1;
  return std::min({by_length, by_rank, options.each.max_breaks.value_or(by_length)});
}

}  // namespace

ShareBreakFit fit_share_breaks(const Frame& levels, const ShareBreakOptions& options) {
  require_levels(levels);
  const std::size_t periods = levels.periods(), n = levels.size(), k = options.trend ? 2 : 1;
  if (periods < n + k || periods > kMostPeriods)
    detail::fail(kName, "periods must be at least sectors + " + std::to_string(k) + ", and at most 500",
                 std::to_string(periods) + " of " + std::to_string(n) + " sectors");
  ShareBreakFit result;
  stats::BreakOptions each = options.each;
  each.intercept = true;
  Frame time;
  if (options.trend) {
    Series steps{"time", levels.range().first, {}, {}};
    for (std::size_t t = 0; t < periods; ++t) steps.values.push_back(static_cast<double>(t));
    time = Frame({steps});
  }
  for (std::size_t i = 0; i < n; ++i) {
    const Series ratio = against_the_rest(levels, i);
    result.sectors.push_back(
        {ratio.name, options.trend ? stats::fit_breaks(ratio, time, each) : stats::fit_breaks(ratio, each)});
  }

  const Matrix z = log_ratios(levels);
  const std::size_t least = result.sectors.front().fit.minimum_segment;
  const std::size_t most = most_breaks(options, periods, least, n, k);
  JointPartition joint;
  double lowest = std::numeric_limits<double>::infinity();
  for (std::size_t m = 0; m <= std::max(most, options.each.breaks.value_or(0)); ++m) {
    if (m > most) detail::fail(kName, "breaks must leave room for log ratios", std::to_string(m));
    joint = joint_partition(z, joint.breaks, m, least, options.trend);
    SharePartition p{{}, joint.log_determinant, 0, joint.stop};
    for (const std::size_t b : joint.breaks) p.breaks.push_back(levels.range().first + static_cast<std::int64_t>(b));
    const auto parameters = static_cast<double>((m + 1) * k * (n - 1) + m), size = static_cast<double>(periods);
    p.bic = size * joint.log_determinant + std::log(size) * parameters;
    const bool wanted = options.each.breaks ? m == *options.each.breaks : p.bic < lowest;
    if (p.usable() && wanted) {
      lowest = p.bic;
      result.breaks = p.breaks;
    }
    result.partitions.push_back(std::move(p));
  }
  return result;
}

}  // namespace foreplan::inline v0::structure
