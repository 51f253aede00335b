#include "plan/sum_program.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "numeric/linear_program.hpp"

namespace foreplan::inline v0::plan::internal {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kSmallest = 1e-250, kLargest = 1e250;  // there is room beyond for products of a few
constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

// Bounds that a double cannot hold, of growth over thousands of periods, are left to the logarithms.
bool bounded_above(const Ratio& r) { return kSmallest < r.range.upper && r.range.upper < kLargest; }
bool bounded_below(const Ratio& r) { return kSmallest < r.range.lower && r.range.lower < kLargest; }
bool is_left_out(const Ratio& r) {
  return (!bounded_above(r) && r.log_range.upper < kInfinity) || (!bounded_below(r) && r.log_range.lower > -kInfinity);
}

/// Between the bounds where there are two, else at the one there is; a value printed with its digits is met exactly.
double middle(double lower, double upper) {
  if (lower == -kInfinity) return upper;
  return upper == kInfinity ? lower : (lower + upper) / 2;
}

double middle(const Ratio& r) {
  if (!bounded_below(r)) return r.range.upper;
  return bounded_above(r) ? (r.range.lower + r.range.upper) / 2 : r.range.lower;
}

/// The terms of a sum with one factor out of its interval, moved to one side.
template <class Visit>
void for_each_term(const Sum& sum, double factor, Visit visit) {
  for (const auto& [x, c] : sum.terms) visit(static_cast<std::size_t>(x), c);
  if (sum.times >= 0) visit(static_cast<std::size_t>(sum.times), -factor);
}

using Amounts = std::vector<double>;

/// Takes a guess where it can be calculated with.
bool set(double& amount, double value) {
  if (!(value > kSmallest && value < kLargest)) return false;
  amount = value;
  return true;
}

bool extend_by_ratios(const System& system, const Active& active, Amounts& x) {
  bool moved = false;
  for (const Ratio& r : system.ratios) {
    double &from = x[static_cast<std::size_t>(r.from)], &to = x[static_cast<std::size_t>(r.to)];
    if (active[r.source] == 0 || std::isnan(from) == std::isnan(to)) continue;
    const double step = middle(r);
    if (std::isnan(to) ? set(to, from * step) : set(from, to / step)) moved = true;
  }
  return moved;
}

std::size_t unknown_terms(const Sum& sum, const Amounts& amounts) {
  std::size_t unknown = sum.times >= 0 && std::isnan(amounts[static_cast<std::size_t>(sum.times)]) ? 1 : 0;
  for (const auto& [x, c] : sum.terms) unknown += std::isnan(amounts[static_cast<std::size_t>(x)]);
  return unknown;
}

/// Gives the only unknown amount of a sum what balances it. Of several, first those on the side of the known ones get a
/// size like theirs, then the others an equal part of the balance.
bool extend_by_sum(const Sum& sum, std::size_t unknown, Amounts& amounts) {
  std::size_t open = 0, balancing = 0, known = 0;
  double rest = 0, size = 0, coefficient = 0;
  const double factor = middle(sum.factor.lower, sum.factor.upper);
  for_each_term(sum, factor, [&](std::size_t x, double c) {
    if (std::isnan(amounts[x])) return;
    ++known;
    rest += c * amounts[x];
    size += std::abs(c * amounts[x]);
  });
  if (known == 0) return false;
  for_each_term(sum, factor, [&](std::size_t x, double c) {
    if (!std::isnan(amounts[x])) return;
    const bool balances = c * rest < 0;
    balancing += balances;
    if (coefficient != 0 && balances) return;
    open = x;
    coefficient = c;
  });
  if (balancing == unknown && std::abs(rest) > 1e-6 * size)
    return set(amounts[open], std::abs(rest / coefficient) / static_cast<double>(unknown));
  return set(amounts[open], size / static_cast<double>(known));
}

/// Through every sum with one unknown; where there is none, through the first with several. Sums without are done with.
bool extend_by_sums(std::vector<const Sum*>& open, Amounts& amounts) {
  bool moved = false;
  std::erase_if(open, [&](const Sum* sum) {
    const std::size_t unknown = unknown_terms(*sum, amounts);
    if (unknown == 1) moved = extend_by_sum(*sum, 1, amounts) || moved;
    return unknown == 0;
  });
  for (std::size_t i = 0; i < open.size() && !moved; ++i) {
    const std::size_t unknown = unknown_terms(*open[i], amounts);
    moved = unknown > 1 && extend_by_sum(*open[i], unknown, amounts);
  }
  return moved;
}

/// Amounts of about the right size: from known neighbours through the middle of each ratio, then through sums, until
/// nothing new is reached. Often they satisfy everything; else they are a scale.
Amounts guess(const System& system, const Active& active) {
  Amounts amounts(system.amounts, kUnknown);
  amounts[0] = 1;
  std::vector<const Sum*> open;
  for (const Sum& sum : system.sums)
    if (active[sum.source] != 0) open.push_back(&sum);
  for (std::size_t seed = 0; seed < system.amounts;) {
    if (extend_by_ratios(system, active, amounts) || extend_by_sums(open, amounts)) continue;
    while (seed < system.amounts && !std::isnan(amounts[seed])) ++seed;
    if (seed < system.amounts) amounts[seed] = 1;
  }
  return amounts;
}

bool is_witness(const System& system, const Active& active, const Amounts& amounts) {
  constexpr double kTolerance = 2 * kSlack;
  const auto amount = [&](int x) { return amounts[static_cast<std::size_t>(x)]; };
  for (const Ratio& r : system.ratios) {
    if (active[r.source] == 0) continue;
    if (bounded_above(r) && amount(r.to) > (1 + kTolerance) * r.range.upper * amount(r.from)) return false;
    if (bounded_below(r) && amount(r.from) * r.range.lower > (1 + kTolerance) * amount(r.to)) return false;
  }
  for (const Sum& sum : system.sums) {
    if (active[sum.source] == 0) continue;
    double total = 0, size = 0;
    for (const auto& [x, c] : sum.terms) {
      total += c * amount(x);
      size += std::abs(c * amount(x));
    }
    const auto exceeds = [&](double factor, double sign) {
      if (std::isinf(factor)) return false;
      const double other = sum.times < 0 ? 0 : factor * amount(sum.times);
      return sign * (total - other) > kTolerance * (size + std::abs(other));
    };
    const Interval factor = sum.times < 0 ? Interval{0, 0} : sum.factor;
    if (exceeds(factor.upper, 1) || exceeds(factor.lower, -1)) return false;
  }
  return true;
}

/// The active constraints as rows, on amounts divided by their guessed size; columns are the amounts they speak of.
struct Program {
  std::vector<numeric::LinearRow> rows{};
  std::vector<std::size_t> source{};            ///< Of each row.
  std::vector<char> states{};                   ///< Of each row: whether a statement says it, no identity.
  std::vector<std::size_t> amount{}, column{};  ///< Of each column; of each amount, or no column.
  std::vector<std::size_t> speaker{};           ///< Of each column: a statement that speaks of the amount, or `kNone`.

  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  /// Amounts that a statement speaks of are positive; what only an identity speaks of may be zero.
  [[nodiscard]] bool positive(std::size_t x) const { return speaker[x] != kNone; }
};

class Writer {
 public:
  Writer(const System& system, const Active& active, const Amounts& guessed)
      : system_(system), active_(active), guessed_(guessed) {
    program_.column.assign(system.amounts, system.amounts);
  }

  Program write() {
    for (const Ratio& r : system_.ratios) {
      if (active_[r.source] == 0) continue;
      const std::size_t from = column(r.from, r.source), to = column(r.to, r.source);
      const double step = guessed_[static_cast<std::size_t>(r.from)] / guessed_[static_cast<std::size_t>(r.to)];
      if (bounded_above(r)) put({{to, 1.0}, {from, -r.range.upper * step}}, r.source);
      if (bounded_below(r)) put({{from, 1.0}, {to, -1 / (r.range.lower * step)}}, r.source);
    }
    for (const Sum& sum : system_.sums) {
      if (active_[sum.source] == 0) continue;
      if (sum.times < 0 || sum.factor.upper < kInfinity) put(sum, sum.times < 0 ? 0 : sum.factor.upper, 1);
      if (sum.times < 0 || sum.factor.lower > -kInfinity) put(sum, sum.times < 0 ? 0 : sum.factor.lower, -1);
    }
    return std::move(program_);
  }

 private:
  std::size_t column(int amount, std::size_t speaker) {
    std::size_t& at = program_.column[static_cast<std::size_t>(amount)];
    if (at == system_.amounts) {
      at = program_.amount.size();
      program_.amount.push_back(static_cast<std::size_t>(amount));
      program_.speaker.push_back(speaker);
    }
    if (!program_.positive(at)) program_.speaker[at] = speaker;
    return at;
  }

  /// sign * (sum of terms - factor * x(times)) <= 0
  void put(const Sum& sum, double factor, double sign) {
    std::vector<std::pair<std::size_t, double>> terms;
    terms.reserve(sum.terms.size() + 1);
    for_each_term(sum, factor, [&](std::size_t x, double c) {
      const std::size_t at = column(static_cast<int>(x), sum.times >= 0 ? sum.source : Program::kNone);
      if (c != 0) terms.emplace_back(at, sign * c * guessed_[x]);
    });
    put(std::move(terms), sum.source, sum.times >= 0);
  }

  /// A row whose largest coefficient is 1.
  void put(std::vector<std::pair<std::size_t, double>> terms, std::size_t source, bool states = true) {
    double largest = 0;
    for (const auto& [x, c] : terms) largest = std::max(largest, std::abs(c));
    if (!(largest > 0 && largest < kInfinity)) return;
    for (auto& term : terms) term.second /= largest;
    program_.rows.push_back({std::move(terms), 0});
    program_.source.push_back(source);
    program_.states.push_back(states);
  }

  const System& system_;
  const Active& active_;
  const Amounts& guessed_;
  Program program_;
};

/// Coefficients that the blamed rows add up to.
struct Combination {
  std::vector<double> sum{};
  double size = 0;  ///< Of all that was added.
};

Combination combine(const Program& p, const numeric::Feasibility& f) {
  Combination result{std::vector<double>(p.amount.size(), 0)};
  for (std::size_t i = 0; i < f.conflict.size(); ++i)
    for (const auto& [x, c] : p.rows[f.conflict[i]].terms) {
      result.sum[x] += f.multipliers[i] * c;
      result.size += f.multipliers[i] * std::abs(c);
    }
  return result;
}

/// Whether they say that a sum of positive amounts is zero or less. To be more than a touch it must pass zero by more
/// than the slack of its rows. A billionth of that may be missing elsewhere, from rounding: it would take amounts a
/// billion times their guessed size to make up for it.
bool proves(const Program& p, const Combination& rows) {
  double above = 0, missing = 0;
  for (std::size_t x = 0; x < rows.sum.size(); ++x) {
    if (rows.sum[x] < 0)
      missing -= rows.sum[x];
    else if (p.positive(x))
      above += rows.sum[x];
  }
  return above > kSlack * rows.size && missing <= 1e-9 * above + 1e-14 * rows.size;
}

std::vector<std::size_t> blamed(const Program& p, const numeric::Feasibility& f, const Combination& rows) {
  std::vector<std::size_t> sources;
  for (const std::size_t row : f.conflict) sources.push_back(p.source[row]);
  // Something must say that one of the amounts left over is positive.
  const auto largest = [&](auto counts) {
    std::size_t best = Program::kNone;
    for (std::size_t x = 0; x < rows.sum.size(); ++x)
      if (p.positive(x) && counts(x) && (best == Program::kNone || rows.sum[x] > rows.sum[best])) best = x;
    return best;
  };
  const auto is_blamed = [&](std::size_t source) {
    return std::find(sources.begin(), sources.end(), source) != sources.end();
  };
  std::vector<char> spoken_of(rows.sum.size(), 0);
  for (std::size_t i = 0; i < p.rows.size(); ++i)
    if (p.states[i] != 0 && is_blamed(p.source[i]))
      for (const auto& [x, c] : p.rows[i].terms) spoken_of[x] = 1;
  const std::size_t said = largest([&](std::size_t x) { return spoken_of[x] != 0; });
  if (said == Program::kNone || !(rows.sum[said] > kSlack * rows.size))
    sources.push_back(p.speaker[largest([](std::size_t) { return true; })]);
  std::sort(sources.begin(), sources.end());
  sources.erase(std::unique(sources.begin(), sources.end()), sources.end());
  return sources;
}

}  // namespace

std::vector<std::size_t> conflict_by_program(const System& system, const Active& active, bool& settled) {
  constexpr int kAttempts = 3;
  constexpr double kLeast = 1e-12;
  for (const Ratio& r : system.ratios)
    if (active[r.source] != 0 && is_left_out(r)) settled = false;
  Amounts amounts = guess(system, active);
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    if (is_witness(system, active, amounts)) return {};
    Program p = Writer(system, active, amounts).write();
    // Every solution can be enlarged, so that positive amounts may as well be at least their guessed size.
    for (auto& row : p.rows)
      for (const auto& [x, c] : row.terms) row.bound -= p.positive(x) ? c : 0;
    const numeric::Feasibility f = numeric::find_feasibility(p.rows, p.amount.size(), kSlack);
    if (f.stop == Stop::infeasible)
      if (const Combination rows = combine(p, f); proves(p, rows)) return blamed(p, f, rows);
    if (!f.feasible()) break;
    for (std::size_t j = 0; j < p.amount.size(); ++j)
      amounts[p.amount[j]] *= std::max(kLeast, f.point[j] + (p.positive(j) ? 1 : 0));
  }
  settled = false;
  return {};
}

Interval ratio_by_program(const System& system, const Active& active, int from, int to) {
  const Amounts amounts = guess(system, active);
  Program p = Writer(system, active, amounts).write();
  const std::size_t a = p.column[static_cast<std::size_t>(from)], b = p.column[static_cast<std::size_t>(to)];
  if (a >= p.amount.size() || b >= p.amount.size()) return {0, kInfinity};
  const double unit = amounts[static_cast<std::size_t>(to)] / amounts[static_cast<std::size_t>(from)];
  // With x(numerator side) = 1 the ratio is linear: Charnes & Cooper's substitution.
  p.rows.push_back({{{a, 1.0}}, 1});
  p.rows.push_back({{{a, -1.0}}, -1});
  const auto furthest = [&](std::size_t fixed, std::size_t moved) {
    p.rows[p.rows.size() - 2].terms.front().first = fixed;
    p.rows.back().terms.front().first = fixed;
    const std::pair<std::size_t, double> objective[] = {{moved, 1.0}};
    const auto best = numeric::maximise(p.rows, p.amount.size(), objective);
    return best.stop == Stop::converged && best.value > 0 ? best.value : kInfinity;
  };
  const double up = furthest(a, b), down = furthest(b, a);
  return {std::isinf(down) ? 0 : unit / down, std::isinf(up) ? kInfinity : unit * up};
}

}  // namespace foreplan::inline v0::plan::internal
