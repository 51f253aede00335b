#include <foreplan/scenario/attribution.hpp>
#include <foreplan/stats/shapley.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

#include "core/check.hpp"
#include "numeric/gauss_legendre.hpp"
#include "scenario/batches.hpp"
#include "scenario/shocks.hpp"

namespace foreplan::inline v0::scenario {
namespace {

using detail::Shock;
using foreplan::detail::fail;
using foreplan::detail::quoted;
using foreplan::detail::require;

constexpr std::string_view kFunction = "scenario::attribute";
constexpr std::size_t kMostValues = 100'000'000;

void check_options(const AttributionOptions& o) {
  require(o.most_exact >= 1 && o.most_exact <= 16, kFunction, "options.most_exact must be 1 to 16",
          std::to_string(o.most_exact));
  require(o.orders >= 4 && o.orders <= 100'000 && o.orders % 2 == 0, kFunction,
          "options.orders must be even, 4 to 10^5", std::to_string(o.orders));
  require(o.nodes >= 1 && o.nodes <= 64, kFunction, "options.nodes must be 1 to 64", std::to_string(o.nodes));
  require(o.step >= 1e-4 && o.step <= 0.1, kFunction, "options.step must be in [1e-4, 0.1]", o.step);
}

/// The tracked values of runs, one after the other, until one is not solved.
class Runs {
 public:
  Runs(const Model& model, PeriodRange range, const std::vector<std::string>& track, const SolveOptions& options)
      : model_(model), range_(range), track_(track), options_(options) {
    options_.execution.progress = {};
  }

  [[nodiscard]] std::size_t outputs() const { return track_.size() * range_.size(); }
  /// Calls `see` with the values of each scenario; false when one was not solved.
  bool solve(std::size_t count, const std::function<Scenario(std::size_t)>& make,
             const std::function<std::string(std::size_t)>& describe,
             const std::function<void(std::size_t, std::vector<double>)>& see) {
    detail::solve_batches(model_, count, range_, options_, make, [&](std::size_t i, const Run& run) {
      ++made_;
      if (!run.usable()) {
        stop_ = run.stop();
        failure_ = describe(i) + ": " + (run.failure() ? run.failure()->sentence : "not solved");
        return false;
      }
      std::vector<double> values;
      values.reserve(outputs());
      for (const std::string& name : track_) {
        const auto of = run.values(name);
        values.insert(values.end(), of.begin(), of.end());
      }
      see(i, std::move(values));
      return true;
    });
    return stop_ == Stop::converged;
  }

  [[nodiscard]] std::size_t made() const { return made_; }
  [[nodiscard]] Stop stop() const { return stop_; }
  [[nodiscard]] const std::string& failure() const { return failure_; }

 private:
  const Model& model_;
  PeriodRange range_;
  const std::vector<std::string>& track_;
  SolveOptions options_;
  std::size_t made_ = 0;
  Stop stop_ = Stop::converged;
  std::string failure_{};
};

/// The results of coalitions, each solved once.
class Coalitions {
 public:
  Coalitions(Runs& runs, const Scenario& base, const std::vector<Shock>& shocks)
      : runs_(runs), base_(base), shocks_(shocks) {}

  [[nodiscard]] std::uint64_t all() const { return (std::uint64_t{1} << shocks_.size()) - 1; }
  bool solve(std::vector<std::uint64_t> wanted) {
    std::sort(wanted.begin(), wanted.end());
    wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    std::erase_if(wanted, [&](std::uint64_t c) { return results_.contains(c); });
    return runs_.solve(
        wanted.size(), [&](std::size_t i) { return detail::with_shocks(base_, shocks_, wanted[i]); },
        [&](std::size_t i) { return describe(wanted[i]); },
        [&](std::size_t i, std::vector<double> values) { results_.emplace(wanted[i], std::move(values)); });
  }
  [[nodiscard]] const std::vector<double>& operator[](std::uint64_t coalition) const {
    return results_.find(coalition)->second;
  }
  /// What the first has more than the second.
  [[nodiscard]] std::vector<double> difference(std::uint64_t more, std::uint64_t less) const {
    std::vector<double> out = (*this)[more];
    const std::vector<double>& from = (*this)[less];
    for (std::size_t o = 0; o < out.size(); ++o) out[o] -= from[o];
    return out;
  }
  /// Keeps memory bounded: only the ends stay.
  void forget() {
    std::erase_if(results_, [&](const auto& entry) { return entry.first != 0 && entry.first != all(); });
  }

 private:
  [[nodiscard]] std::string describe(std::uint64_t coalition) const {
    std::string out;
    for (std::size_t i = 0; i < shocks_.size(); ++i)
      if ((coalition >> i & 1) != 0) out += (out.empty() ? "with " : ", ") + quoted(shocks_[i].name);
    return out.empty() ? "the base" : out;
  }

  Runs& runs_;
  const Scenario& base_;
  const std::vector<Shock>& shocks_;
  std::map<std::uint64_t, std::vector<double>> results_{};
};

/// [player][output]; empty when something was not solved.
struct Shares {
  std::vector<std::vector<double>> values{}, errors{};
};

Shares exact_shapley(Coalitions& coalitions, std::size_t players, std::size_t outputs) {
  const std::size_t count = std::size_t{1} << players;
  const std::size_t size =
      foreplan::detail::checked_product(count, outputs, kMostValues, kFunction, "coalitions times tracked values");
  std::vector<std::uint64_t> every(count);
  std::iota(every.begin(), every.end(), std::uint64_t{0});
  if (!coalitions.solve(every)) return {};
  std::vector<double> worth;
  worth.reserve(size);
  for (std::uint64_t c = 0; c < count; ++c) worth.insert(worth.end(), coalitions[c].begin(), coalitions[c].end());
  const std::vector<double> phi = stats::shapley_values(players, worth, outputs);
  Shares out;
  for (auto at = phi.begin(); at != phi.end(); at += static_cast<std::ptrdiff_t>(outputs))
    out.values.emplace_back(at, at + static_cast<std::ptrdiff_t>(outputs));
  return out;
}

/// Means over orders and their reverses; the pairs' means are independent of each other.
Shares sampled_shapley(Coalitions& coalitions, std::size_t players, std::size_t outputs,
                       const AttributionOptions& options) {
  constexpr std::size_t kTogether = 16;  // orders, even
  const auto orders = stats::joining_orders(players, options.orders, options.seed);
  Shares out{.values = std::vector(players, std::vector<double>(outputs, 0)), .errors = {}};
  std::vector<std::vector<double>> squares = out.values;
  for (std::size_t begin = 0; begin < orders.size(); begin += kTogether) {
    const std::size_t end = std::min(orders.size(), begin + kTogether);
    std::vector<std::uint64_t> wanted;
    for (std::size_t o = begin; o < end; ++o) {
      std::uint64_t coalition = 0;
      for (const std::size_t player : orders[o]) wanted.push_back(coalition |= std::uint64_t{1} << player);
    }
    if (!coalitions.solve(wanted)) return {};
    for (std::size_t o = begin; o < end; o += 2) {
      std::vector<std::vector<double>> pair(players, std::vector<double>(outputs, 0));
      for (const auto& order : {orders[o], orders[o + 1]}) {
        std::uint64_t coalition = 0;
        for (const std::size_t player : order) {
          const std::uint64_t more = coalition | std::uint64_t{1} << player;
          const std::vector<double> added = coalitions.difference(more, coalition);
          for (std::size_t k = 0; k < outputs; ++k) pair[player][k] += added[k] / 2;
          coalition = more;
        }
      }
      // Welford's update of mean and sum of squares
      const double n = static_cast<double>(o / 2 + 1);
      for (std::size_t p = 0; p < players; ++p)
        for (std::size_t k = 0; k < outputs; ++k) {
          const double off = pair[p][k] - out.values[p][k];
          out.values[p][k] += off / n;
          squares[p][k] += off * (pair[p][k] - out.values[p][k]);
        }
    }
    coalitions.forget();
  }
  const double pairs = static_cast<double>(orders.size() / 2);
  out.errors = std::move(squares);
  for (auto& player : out.errors)
    for (double& s : player) s = std::sqrt(s / (pairs - 1) / pairs);
  return out;
}

/// Differences between coalitions that are named beforehand: more[i] against less[i] for player i.
Shares differences(Coalitions& coalitions, const std::vector<std::uint64_t>& more,
                   const std::vector<std::uint64_t>& less) {
  std::vector<std::uint64_t> wanted = more;
  wanted.insert(wanted.end(), less.begin(), less.end());
  if (!coalitions.solve(wanted)) return {};
  Shares out;
  for (std::size_t i = 0; i < more.size(); ++i) out.values.push_back(coalitions.difference(more[i], less[i]));
  return out;
}

/// @param base  results without shocks: taken off first, so that what no shock reaches is 0 exactly.
Shares path_integral(Runs& runs, const detail::ScaledShocks& shocks, const std::vector<Shock>& named,
                     const std::vector<double>& base, const AttributionOptions& options) {
  // f'(0) = (f(-2h) - 8 f(-h) + 8 f(h) - f(2h)) / (12 h) + O(h^4)
  constexpr double kMoves[] = {-2, -1, 1, 2}, kFactors[] = {1, -8, 8, -1};
  const std::vector<numeric::QuadratureNode> nodes = numeric::gauss_legendre(options.nodes);
  const std::size_t players = named.size();
  Shares out{.values = std::vector(players, std::vector<double>(runs.outputs(), 0)), .errors = {}};
  const auto player_of = [&](std::size_t run) { return run / 4 % players; };
  const bool solved = runs.solve(
      nodes.size() * players * 4,
      [&](std::size_t run) {
        std::vector<double> scale(players, nodes[run / 4 / players].at);
        scale[player_of(run)] += kMoves[run % 4] * options.step;
        return shocks.at(scale);
      },
      [&](std::size_t run) {
        return "with all shocks scaled by " + foreplan::detail::number_text(nodes[run / 4 / players].at) + ", " +
               quoted(named[player_of(run)].name) + " moved";
      },
      [&](std::size_t run, const std::vector<double>& y) {
        const double factor = nodes[run / 4 / players].weight * kFactors[run % 4] / (12 * options.step);
        std::vector<double>& share = out.values[player_of(run)];
        for (std::size_t k = 0; k < y.size(); ++k) share[k] += factor * (y[k] - base[k]);
      });
  return solved ? out : Shares{};
}

/// By the size of the contributions; equally where all are 0.
void share_out(std::vector<std::vector<double>>& values, const std::vector<double>& total) {
  for (std::size_t k = 0; k < total.size(); ++k) {
    double sum = 0, sizes = 0;
    for (const auto& player : values) sum += player[k], sizes += std::abs(player[k]);
    const double remainder = total[k] - sum;
    for (auto& player : values)
      player[k] += remainder * (sizes > 0 ? std::abs(player[k]) / sizes : 1 / static_cast<double>(values.size()));
  }
}

Shares shares_of(Coalitions& coalitions, Runs& runs, const Model& model, const Scenario& base,
                 const std::vector<Shock>& shocks, const AttributionOptions& options) {
  const std::size_t n = shocks.size();
  std::vector<std::uint64_t> more(n), less(n);
  switch (options.method) {
    case AttributionMethod::shapley:
      return n <= options.most_exact ? exact_shapley(coalitions, n, runs.outputs())
                                     : sampled_shapley(coalitions, n, runs.outputs(), options);
    case AttributionMethod::path_integral: {
      Shares out =
          path_integral(runs, detail::ScaledShocks(kFunction, model, base, shocks), shocks, coalitions[0], options);
      if (options.remainder == PathRemainder::proportional && !out.values.empty())
        share_out(out.values, coalitions.difference(coalitions.all(), 0));
      return out;
    }
    case AttributionMethod::sequential:
      for (std::size_t i = 0; i < n; ++i) less[i] = (std::uint64_t{1} << i) - 1, more[i] = (std::uint64_t{2} << i) - 1;
      break;
    case AttributionMethod::first_in:
      for (std::size_t i = 0; i < n; ++i) more[i] = std::uint64_t{1} << i;
      break;
    case AttributionMethod::last_in:
      for (std::size_t i = 0; i < n; ++i) more[i] = coalitions.all(), less[i] = more[i] & ~(std::uint64_t{1} << i);
      break;
  }
  return differences(coalitions, more, less);
}

std::vector<double> part(const std::vector<double>& values, std::size_t variable, std::size_t periods) {
  const auto first = values.begin() + static_cast<std::ptrdiff_t>(variable * periods);
  return {first, first + static_cast<std::ptrdiff_t>(periods)};
}

AttributedVariable attributed(const Shares& shares, std::size_t variable, AttributedVariable out, double& check) {
  const std::size_t periods = out.base.size();
  for (const auto& player : shares.values) out.contributions.push_back(part(player, variable, periods));
  for (const auto& player : shares.errors) out.standard_errors.push_back(part(player, variable, periods));
  for (std::size_t t = 0; t < periods; ++t) {
    double sum = 0, sizes = 0;
    for (const auto& player : out.contributions) sum += player[t], sizes += std::abs(player[t]);
    out.residual.push_back(out.total[t] - sum);
    const double size = std::max(std::abs(out.total[t]), sizes);
    if (size > 0) check = std::max(check, std::abs(out.residual[t]) / size);
  }
  return out;
}

}  // namespace

std::string_view to_string(AttributionMethod method) noexcept {
  switch (method) {
    case AttributionMethod::shapley:
      return "Shapley";
    case AttributionMethod::path_integral:
      return "path integral";
    case AttributionMethod::sequential:
      return "sequential";
    case AttributionMethod::first_in:
      return "first in";
    case AttributionMethod::last_in:
      return "last in";
  }
  return "unknown";
}

const AttributedVariable& Attribution::operator[](std::string_view variable) const {
  std::vector<std::string> known;
  for (const AttributedVariable& v : variables) {
    if (v.name == variable) return v;
    known.push_back(v.name);
  }
  const std::string nearest = foreplan::detail::nearest_name(variable, known);
  fail("scenario::Attribution", "variable must be tracked", quoted(variable),
       nearest.empty() ? "" : "(did you mean " + quoted(nearest) + "?)");
}

Attribution attribute(const Model& model, const Scenario& scenario, const Scenario& base, PeriodRange range,
                      const std::vector<std::string>& track, const AttributionOptions& options) {
  check_options(options);
  require(!track.empty(), kFunction, "there must be variables to track", "none");
  for (const std::string& name : track) detail::require_variable(kFunction, model, "track", name);
  static_cast<void>(foreplan::detail::checked_product(track.size(), range.size(), kMostValues, kFunction,
                                                      "tracked variables times periods"));
  const std::vector<Shock> shocks = detail::shocks_above(kFunction, scenario, base, options.players);

  Attribution out{.method = options.method, .scenario = scenario.name(), .base = base.name(), .range = range};
  for (const Shock& shock : shocks) out.players.push_back(shock.name);
  Runs runs(model, range, track, options.solve);
  Coalitions coalitions(runs, base, shocks);
  Shares shares;
  const bool ends = coalitions.solve({0, coalitions.all()});
  if (ends) shares = shares_of(coalitions, runs, model, base, shocks, options);
  out.sampled = !shares.errors.empty();
  out.runs = runs.made();
  out.stop = runs.stop();
  out.failure = runs.failure();
  if (!out.usable()) return out;
  const std::vector<double>& from = coalitions[0];
  const std::vector<double>& to = coalitions[coalitions.all()];
  const std::vector<double> total = coalitions.difference(coalitions.all(), 0);
  for (std::size_t v = 0; v < track.size(); ++v)
    out.variables.push_back(attributed(shares, v,
                                       {.name = track[v],
                                        .unit = model[track[v]].unit,
                                        .base = part(from, v, range.size()),
                                        .scenario = part(to, v, range.size()),
                                        .total = part(total, v, range.size())},
                                       out.check));
  return out;
}

}  // namespace foreplan::inline v0::scenario
