#include "plan/constraints.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "plan/disjoint_sets.hpp"
#include "plan/ratio_graph.hpp"
#include "plan/sum_program.hpp"

namespace foreplan::inline v0::plan::internal {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

double log_or_infinity(double x) { return x <= 0 ? -kInfinity : std::log(x); }

bool has_sums(const System& system, const Active& active) {
  return std::any_of(system.sums.begin(), system.sums.end(), [&](const Sum& s) { return active[s.source] != 0; });
}

/// What a rate comes to over so many periods.
double over(double rate, std::int64_t periods, bool arithmetic) {
  if (std::isinf(rate)) return rate > 0 ? rate : 0.0;
  const auto n = static_cast<double>(periods);
  return arithmetic ? std::max(0.0, 1 + n * rate) : std::pow(std::max(0.0, 1 + rate), n);
}

/// Its logarithm, which is finite where the power itself is too large or too small for a double.
double log_over(double rate, std::int64_t periods, bool arithmetic) {
  if (std::isinf(rate)) return rate;
  const auto n = static_cast<double>(periods);
  return arithmetic ? log_or_infinity(1 + n * rate) : rate <= -1 ? -kInfinity : n * std::log1p(rate);
}

std::size_t hash(const Node& x) noexcept {
  std::uint64_t h = static_cast<std::uint64_t>(x.ordinal) * 0x9E3779B97F4A7C15u;
  h = (h ^ static_cast<std::uint32_t>(x.indicator)) * 0xC2B2AE3D27D4EB4Fu;
  h = (h ^ static_cast<std::uint32_t>(x.of)) * 0x9E3779B97F4A7C15u;
  h = (h ^ (static_cast<std::uint64_t>(x.basis.year()) << 8 | static_cast<std::uint64_t>(x.basis.kind()))) *
      0xC2B2AE3D27D4EB4Fu;
  return static_cast<std::size_t>(h ^ h >> 32);
}

}  // namespace

Constraints::Constraints(const Plan& plan, Sources sources, Digits digits)
    : Constraints(plan, indicator_names(plan), std::move(sources), digits) {}

Constraints::Constraints(const Plan& plan, const NameIndex& indicators, Sources sources, Digits digits)
    : plan_(&plan),
      sources_(std::move(sources)),
      subjects_(subjects_of(indicators, sources_)),
      usual_(usual_bases(plan, sources_, subjects_)) {
  build();
  restate(digits);
}

Constraints::Constraints(const Constraints& all, const std::vector<std::size_t>& chosen)
    : plan_(all.plan_), usual_(all.usual_) {
  const std::size_t statements = all.sources_.statements.size();
  for (const std::size_t k : chosen) {
    if (k < statements) {
      sources_.statements.push_back(all.sources_.statements[k]);
      subjects_.statements.push_back(all.subjects_.statements[k]);
    } else {
      sources_.identities.push_back(all.sources_.identities[k - statements]);
      subjects_.identities.push_back(all.subjects_.identities[k - statements]);
    }
  }
  build();
  restate(Digits::printed);
}

void Constraints::restate(Digits digits, const Reread* reread) {
  digits_ = digits;
  std::vector<Interval>& intervals = intervals_[static_cast<std::size_t>(digits)];
  if (intervals.size() < sources_.statements.size()) {
    intervals.reserve(sources_.statements.size());
    for (const Statement* s : sources_.statements)
      intervals.push_back(stated_interval(*s, digits, plan_->about_tolerance));
  }
  for (Ratio& r : system_.ratios) {
    const Interval stated = intervals[r.source];
    Ends& ends = *ends_[r.source];
    const Statement& s = *sources_.statements[r.source];
    if (s.kind == StatementKind::growth) {
      const bool read_otherwise = reread != nullptr && reread->source == r.source;
      const bool arithmetic = read_otherwise && reread->arithmetic;
      ends.periods = read_otherwise ? reread->periods : s.period.last - s.period.first + 1;
      r.range = {over(stated.lower, ends.periods, arithmetic), over(stated.upper, ends.periods, arithmetic)};
      r.log_range = {log_over(stated.lower, ends.periods, arithmetic),
                     log_over(stated.upper, ends.periods, arithmetic)};
    } else {
      const double scale = r.from == 0 ? 1 : ends.scale;
      r.range = {scale * stated.lower, scale * stated.upper};
      r.log_range = {log_or_infinity(r.range.lower), log_or_infinity(r.range.upper)};
    }
  }
  for (Sum& sum : system_.sums) {
    if (sum.times < 0) continue;
    const Subject& about = subjects_.statements[sum.source];
    const double scale = units(about.of, about.indicator);
    sum.factor = {scale * intervals[sum.source].lower, scale * intervals[sum.source].upper};
  }
}

std::vector<std::size_t> conflict(const System& system, const Active& active, bool& settled) {
  if (auto cycle = negative_cycle(system, active, settled); !cycle.empty()) return cycle;
  if (!has_sums(system, active)) return {};
  return conflict_by_program(system, active, settled);
}

std::vector<std::size_t> Constraints::conflict(const Active& active, bool& settled) const {
  return internal::conflict(system_, active, settled);
}

bool Constraints::can_hold(const Active& active) const {
  bool settled = true;
  return conflict(active, settled).empty();
}

Interval Constraints::ratio(const Active& active, int from, int to) const {
  if (from == to) return {1, 1};
  return has_sums(system_, active) ? ratio_by_program(system_, active, from, to)
                                   : ratio_by_graph(system_, active, from, to);
}

std::span<const Ratio> Constraints::ratios(std::size_t source) const {
  return std::span(system_.ratios).subspan(parts_[source].ratio, parts_[source].ratios);
}

// Amounts --------------------------------------------------------------------------------------------------

std::size_t Constraints::slot(const Node& place) const noexcept {
  std::size_t i = hash(place) & (slots_.size() - 1);
  while (slots_[i] != 0 && nodes_[static_cast<std::size_t>(slots_[i])] != place) i = (i + 1) & (slots_.size() - 1);
  return i;
}

void Constraints::resize_slots() {
  std::size_t size = 16;
  while (size < 2 * nodes_.capacity()) size *= 2;
  slots_.assign(size, 0);
  for (std::size_t k = 1; k < nodes_.size(); ++k) slots_[slot(nodes_[k])] = static_cast<int>(k);
}

int Constraints::find(const Node& wanted) const noexcept {
  Node place = wanted;
  // In their base year constant prices are the current ones; within the year only on average.
  if (annual_ && place.basis.kind() == PriceBasis::Kind::constant && place.ordinal == place.basis.year())
    place.basis = PriceBasis::current();
  const int found = slots_[slot(place)];
  return found == 0 ? -1 : found;
}

int Constraints::find(std::size_t source) const noexcept {
  const Subject& about = subjects_.statements[source];
  return find({about.indicator, about.of, sources_.statements[source]->period.first.ordinal(), basis_[source]});
}

int Constraints::node(Node place) {
  if (annual_ && place.basis.kind() == PriceBasis::Kind::constant && place.ordinal == place.basis.year())
    place.basis = PriceBasis::current();
  int& at = slots_[slot(place)];
  if (at != 0) return at;
  const int added = at = static_cast<int>(nodes_.size());
  const bool full = nodes_.size() == nodes_.capacity();
  nodes_.push_back(place);
  if (full) resize_slots();
  return added;
}

/// What an amount in the whole's unit is in the part's: 1,000 where the whole is in billions and the part in millions.
double Constraints::units(int whole, int part) const {
  const auto power = [&](int i) { return plan_->indicators[static_cast<std::size_t>(i)].unit.scale_power; };
  return power(whole) == power(part) ? 1 : std::pow(10.0, power(whole) - power(part));
}

// Groups ---------------------------------------------------------------------------------------------------

std::vector<std::vector<std::size_t>> Constraints::groups() const {
  DisjointSets sets(sources_.size());
  std::vector<std::size_t> owner(nodes_.size(), sources_.size());
  const auto claim = [&](int x, std::size_t source) {
    if (x <= 0) return;
    auto& first = owner[static_cast<std::size_t>(x)];
    if (first == sources_.size())
      first = source;
    else
      sets.join(source, first);
  };
  for (const Ratio& r : system_.ratios) {
    claim(r.from, r.source);
    claim(r.to, r.source);
  }
  for (const Sum& sum : system_.sums) {
    for (const auto& [x, coefficient] : sum.terms) claim(x, sum.source);
    claim(sum.times, sum.source);
  }
  std::vector<std::vector<std::size_t>> result;
  std::vector<std::size_t> place(sources_.size(), sources_.size());
  for (std::size_t k = 0; k < sources_.size(); ++k) {
    const std::size_t root = sets.root(k);
    if (place[root] == sources_.size()) {
      place[root] = result.size();
      result.emplace_back();
    }
    result[place[root]].push_back(k);
  }
  return result;
}

System Constraints::part(const std::vector<std::size_t>& chosen, std::vector<int>& numbers) const {
  numbers.resize(nodes_.size(), 0);
  System system;
  const auto number = [&](int x) {
    if (x <= 0) return x;
    int& own = numbers[static_cast<std::size_t>(x)];
    if (own == 0) own = static_cast<int>(system.amounts++);
    return own;
  };
  std::size_t ratios = 0, sums = 0;
  for (const std::size_t k : chosen) {
    ratios += parts_[k].ratios;
    sums += parts_[k].sums;
  }
  system.ratios.reserve(ratios);
  system.sums.reserve(sums);
  for (std::size_t source = 0; source < chosen.size(); ++source) {
    const Part& part = parts_[chosen[source]];
    for (std::size_t i = part.ratio; i < part.ratio + part.ratios; ++i) {
      const Ratio& r = system_.ratios[i];
      const int from = number(r.from), to = number(r.to);
      system.ratios.push_back({from, to, r.range, r.log_range, source});
    }
    for (std::size_t i = part.sum; i < part.sum + part.sums; ++i) {
      Sum& sum = system.sums.emplace_back(system_.sums[i]);
      for (auto& term : sum.terms) term.first = number(term.first);
      sum.times = number(sum.times);
      sum.source = source;
    }
  }
  return system;
}

}  // namespace foreplan::inline v0::plan::internal
