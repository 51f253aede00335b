#include <foreplan/structure/share_targets.hpp>
#include <foreplan/structure/shift.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/check.hpp"
#include "structure/markov_check.hpp"

namespace foreplan::inline v0::structure {
namespace {

constexpr std::string_view kName = "structure::target_path";
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
using Rows = std::vector<std::vector<double>>;  ///< [step][sector]

struct Task {
  std::vector<std::string> names{};
  std::vector<double> levels{}, shares{};
  double total = 0;
  std::vector<double> target{};  ///< NaN for a sector without.
  double targeted = 0;           ///< Sum of the targets.
  bool all = false;              ///< Every sector has one.
  Period base{};
  std::size_t periods = 0;
  Unit unit{};

  [[nodiscard]] std::size_t size() const { return names.size(); }
  [[nodiscard]] std::size_t place(const std::string& sector) const {
    const auto found = std::find(names.begin(), names.end(), sector);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    const std::string near = detail::nearest_name(sector, names);
    detail::fail(
        kName, "sector must be one of the data" + (near.empty() ? "" : " (did you mean " + detail::quoted(near) + "?)"),
        detail::quoted(sector));
  }
};

void require_rates(const std::vector<double>& rates, std::size_t periods, const std::string& whose) {
  if (rates.size() != 1 && rates.size() != periods)
    detail::fail(kName, "rates must be one, or one for each of the " + std::to_string(periods) + " periods",
                 std::to_string(rates.size()), "for " + whose);
  for (std::size_t t = 0; t < rates.size(); ++t)
    if (!(rates[t] > -1) || std::isinf(rates[t]))
      detail::fail(kName, "rates must be > -1 and finite", detail::number_text(rates[t]),
                   "at index " + std::to_string(t) + " for " + whose);
}
double rate_at(const std::vector<double>& rates, std::size_t step) { return rates[rates.size() == 1 ? 0 : step - 1]; }

Task read(const Frame& levels, const TargetPathOptions& options) {
  constexpr std::size_t kMost = 1000;
  constexpr std::int64_t kLongest = 10'000;
  constexpr double kSum = 1e-9;
  Task task;
  if (levels.size() < 2 || levels.size() > kMost)
    detail::fail(kName, "2 to 1000 sectors are needed", std::to_string(levels.size()));
  task.base = options.base.value_or(levels.range().last);
  const std::int64_t periods = options.target - task.base;
  if (periods < 1 || periods > kLongest)
    detail::fail<PeriodMismatch>(kName, "the target must be 1 to 10000 periods after the base",
                                 to_string(options.target) + " after " + to_string(task.base));
  task.periods = static_cast<std::size_t>(periods);
  task.unit = levels.series().front().unit;
  for (const Series& s : levels.series()) {
    require_same_unit(task.unit, s.unit, kName);
    const double level = s.at(task.base);
    if (!(level >= 0) || std::isinf(level))
      detail::fail(kName, "levels must be >= 0 and finite", detail::number_text(level),
                   "in series " + detail::quoted(s.name) + " in " + to_string(task.base));
    task.names.push_back(s.name);
    task.levels.push_back(level);
    task.total += level;
  }
  detail::require(task.total > 0 && std::isfinite(task.total), kName, "the total must be > 0 and finite", task.total);
  for (const double level : task.levels) task.shares.push_back(level / task.total);
  require_rates(options.total_growth, task.periods, "the total");

  task.target.assign(task.size(), kMissing);
  detail::require(!options.shares.empty(), kName, "at least one target is needed");
  for (const EndShare& t : options.shares) {
    const std::size_t i = task.place(t.sector);
    if (!(t.share > 0 && t.share < 1))
      detail::fail(kName, "a target share must be in (0, 1)", detail::number_text(t.share),
                   "for " + detail::quoted(t.sector));
    if (!std::isnan(task.target[i])) detail::fail(kName, "a sector must have one target", detail::quoted(t.sector));
    task.target[i] = t.share;
    task.targeted += t.share;
  }
  task.all = options.shares.size() == task.size();
  if (task.all) {
    if (!(std::abs(task.targeted - 1) <= kSum))
      detail::fail(kName, "targets of all sectors must sum to 1", detail::number_text(task.targeted));
    for (double& t : task.target) t /= task.targeted;
    return task;
  }
  if (!(task.targeted < 1))
    detail::fail(kName, "targets must sum to less than 1", detail::number_text(task.targeted),
                 "in " + to_string(options.target));
  double rest = 0;
  for (std::size_t i = 0; i < task.size(); ++i) rest += std::isnan(task.target[i]) ? task.shares[i] : 0;
  if (!(rest > 0)) detail::fail(kName, "a sector above 0 must be left without a target, to take what remains");
  return task;
}

/// Targets met, the others in the proportions of `q`.
std::vector<double> meeting(const Task& task, const std::vector<double>& q) {
  double rest = 0;
  for (std::size_t i = 0; i < task.size(); ++i) rest += std::isnan(task.target[i]) ? q[i] : 0;
  std::vector<double> p;
  for (std::size_t i = 0; i < task.size(); ++i)
    p.push_back(std::isnan(task.target[i]) ? (1 - task.targeted) * (q[i] / rest) : task.target[i]);
  return p;
}

void close(std::vector<double>& x) {
  double sum = 0;
  for (const double v : x) sum += v;
  for (double& v : x) v /= sum;
}

/// Equal steps between base and target: shares of the others are in the same proportions at both ends, so all the way.
Rows proportional(const Task& task) {
  const std::vector<double> end = meeting(task, task.shares);
  Rows rows;
  for (std::size_t t = 0; t <= task.periods; ++t) {
    const double way = static_cast<double>(t) / static_cast<double>(task.periods);
    rows.emplace_back();
    for (std::size_t i = 0; i < task.size(); ++i) rows.back().push_back(task.shares[i] * (1 - way) + end[i] * way);
    close(rows.back());
  }
  rows.back() = end;
  return rows;
}

Rows cross_entropy(const Task& task, const TargetPathOptions& options) {
  std::vector<const SectorGrowth*> growth(task.size());
  for (const SectorGrowth& g : options.baseline) {
    const std::size_t i = task.place(g.sector);
    if (growth[i] != nullptr) detail::fail(kName, "growth must be given once", detail::quoted(g.sector));
    require_rates(g.rates, task.periods, detail::quoted(g.sector));
    growth[i] = &g;
  }
  for (std::size_t i = 0; i < task.size(); ++i) {
    if (!options.baseline.empty() && growth[i] == nullptr)
      detail::fail(kName, "the baseline must name every sector", "no growth of " + detail::quoted(task.names[i]));
    if (!std::isnan(task.target[i]) && task.shares[i] == 0)
      detail::fail(kName, "a targeted sector must be above 0 under cross_entropy", "0",
                   "for " + detail::quoted(task.names[i]));
  }
  Rows q{task.shares};
  for (std::size_t t = 1; t <= task.periods; ++t) {
    q.push_back(q.back());
    for (std::size_t i = 0; i < task.size(); ++i)
      if (growth[i] != nullptr) q.back()[i] *= 1 + rate_at(growth[i]->rates, t);
    close(q.back());
  }
  const std::vector<double> end = meeting(task, q.back());
  Rows rows = q;
  for (std::size_t t = 1; t < task.periods; ++t) {
    const double way = static_cast<double>(t) / static_cast<double>(task.periods);
    for (std::size_t i = 0; i < task.size(); ++i)
      if (q[t][i] > 0) rows[t][i] *= std::pow(end[i] / q.back()[i], way);
    close(rows[t]);
  }
  rows.back() = end;
  return rows;
}

std::vector<double> from_left(const std::vector<double>& x, const Matrix& q) {
  std::vector<double> y(x.size());
  for (std::size_t i = 0; i < x.size(); ++i)
    for (std::size_t j = 0; j < x.size(); ++j) y[j] += x[i] * q(i, j);
  return y;
}
std::vector<double> from_right(const Matrix& q, const std::vector<double>& x) {
  std::vector<double> y(x.size());
  for (std::size_t i = 0; i < x.size(); ++i)
    for (std::size_t j = 0; j < x.size(); ++j) y[i] += q(i, j) * x[j];
  return y;
}

/// Rows and targeted columns in turn. The prior is only ever multiplied by vectors, n periods on end.
Rows ras(const Task& task, const TargetPathOptions& options, TargetPath& path) {
  constexpr int kIterations = 20'000;
  constexpr double kConverged = 1e-14, kApart = 1e-6;
  if (!options.transitions) detail::fail(kName, "ras needs prior transitions", "none");
  const Matrix& q = *options.transitions;
  require_transitions(kName, q);
  const std::size_t n = task.size();
  if (q.rows != n)
    detail::fail(kName, "transitions must have a row for each of the " + std::to_string(n) + " sectors",
                 std::to_string(q.rows));
  std::vector<double> r(n), c(n, 1.0);
  double gap = 1, least = 1;
  int stalled = 0;
  for (int k = 0; k < kIterations; ++k) {
    std::vector<double> out = c;
    for (std::size_t t = 0; t < task.periods; ++t) out = from_right(q, out);
    for (std::size_t i = 0; i < n; ++i) r[i] = task.shares[i] > 0 ? task.shares[i] / out[i] : 0;
    std::vector<double> in = r;
    for (std::size_t t = 0; t < task.periods; ++t) in = from_left(in, q);
    gap = 0;
    for (std::size_t j = 0; j < n; ++j) {
      if (std::isnan(task.target[j])) continue;
      const double off = std::abs(in[j] * c[j] / task.target[j] - 1);
      gap = std::isfinite(off) ? std::max(gap, off) : kInfinity;  // multipliers ran away
    }
    if (!std::isfinite(gap) || gap <= kConverged) break;
    // Once rounding is all that is left, the gap stops shrinking.
    stalled = gap < least ? 0 : stalled + 1;
    least = std::min(least, gap);
    if (stalled > 20 && gap < 1e-12) break;
    for (std::size_t j = 0; j < n; ++j)
      if (!std::isnan(task.target[j])) c[j] = task.target[j] / in[j];
  }
  if (!(gap <= 1e-12)) {
    path.stop = gap <= kApart ? Stop::iteration_limit : Stop::infeasible;
    return {};
  }
  Rows left{r}, right{c};
  for (std::size_t t = 0; t < task.periods; ++t) {
    left.push_back(from_left(left.back(), q));
    right.push_back(from_right(q, right.back()));
  }
  Rows rows;
  for (std::size_t t = 0; t <= task.periods; ++t) {
    rows.emplace_back();
    for (std::size_t k = 0; k < n; ++k) rows.back().push_back(left[t][k] * right[task.periods - t][k]);
    close(rows.back());
  }
  rows.front() = task.shares;
  rows.back() = meeting(task, rows.back());
  path.flows = filled_matrix(n, n);
  for (std::size_t i = 0; i < n; ++i) {
    std::vector<double> row(n);
    row[i] = 1;
    for (std::size_t t = 0; t < task.periods; ++t) row = from_left(row, q);
    for (std::size_t j = 0; j < n; ++j) path.flows(i, j) = r[i] * row[j] * c[j];
  }
  return rows;
}

void describe(const Task& task, const TargetPathOptions& options, const Rows& rows, TargetPath& path) {
  std::vector<Series> shares, levels, growth;
  std::vector<double> total{task.total};
  for (std::size_t t = 1; t <= task.periods; ++t) {
    total.push_back(total.back() * (1 + rate_at(options.total_growth, t)));
    if (!(total.back() > 0) || std::isinf(total.back()))
      detail::fail(kName, "levels must stay > 0 and finite", detail::number_text(total.back()),
                   "for the total in " + to_string(task.base + static_cast<std::int64_t>(t)));
  }
  for (std::size_t i = 0; i < task.size(); ++i) {
    shares.push_back({task.names[i], task.base, Unit{}, {}});
    levels.push_back({task.names[i], task.base, task.unit, {}});
    growth.push_back({task.names[i], task.base + 1, Unit{}, {}});
    std::vector<double>& level = levels.back().values;
    double fastest = kMissing;
    for (std::size_t t = 0; t <= task.periods; ++t) {
      shares.back().values.push_back(rows[t][i]);
      level.push_back(t == 0 ? task.levels[i] : rows[t][i] * total[t]);
      if (t == 0) continue;
      const double rate = level[t - 1] > 0 ? level[t] / level[t - 1] - 1 : kMissing;
      growth.back().values.push_back(rate);
      fastest = std::fmax(fastest, rate);
    }
    const double compound = level.front() > 0
                                ? std::expm1(std::log(level.back() / level.front()) / static_cast<double>(task.periods))
                                : kMissing;
    path.needs.push_back(
        {task.names[i], !std::isnan(task.target[i]), task.shares[i], rows.back()[i], compound, fastest});
    const double p = rows.back()[i];
    if (p > 0) path.divergence += p * std::log(p / task.shares[i]);
  }
  path.moved = nav(task.shares, rows.back());
  path.shares = Frame(std::move(shares));
  path.levels = Frame(std::move(levels));
  path.growth = Frame(std::move(growth));
}

}  // namespace

TargetPath target_path(const Frame& levels, TargetConvention convention, const TargetPathOptions& options) {
  const Task task = read(levels, options);
  TargetPath path;
  path.convention = convention;
  path.stop = Stop::converged;
  const Rows rows = convention == TargetConvention::proportional ? proportional(task)
                    : convention == TargetConvention::ras        ? ras(task, options, path)
                                                                 : cross_entropy(task, options);
  if (path.usable()) describe(task, options, rows, path);
  return path;
}

std::vector<TargetPath> compare_target_paths(const Frame& levels, const TargetPathOptions& options) {
  std::vector<TargetPath> paths{target_path(levels, TargetConvention::proportional, options)};
  if (options.transitions) paths.push_back(target_path(levels, TargetConvention::ras, options));
  paths.push_back(target_path(levels, TargetConvention::cross_entropy, options));
  return paths;
}

std::string_view to_string(TargetConvention convention) noexcept {
  switch (convention) {
    case TargetConvention::proportional:
      return "proportional";
    case TargetConvention::ras:
      return "ras";
    case TargetConvention::cross_entropy:
      return "cross_entropy";
  }
  return "unknown";
}

}  // namespace foreplan::inline v0::structure
