#include "plan/constraints.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

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

void Constraints::build() {
  const std::size_t statements = sources_.statements.size();
  annual_ = statements > 0 && sources_.statements.front()->period.first.frequency() == Frequency::annual;
  nodes_.reserve(1 + 2 * sources_.size());
  nodes_.resize(1);
  resize_slots();
  system_.ratios.reserve(2 * sources_.size());
  parts_.resize(sources_.size());
  ends_.resize(sources_.size());
  basis_.reserve(statements);
  for (std::size_t k = 0; k < statements; ++k) {
    const Statement& s = *sources_.statements[k];
    const Subject& about = subjects_.statements[k];
    PriceBasis basis = names_basis(s) ? s.price_basis : usual_basis(about.indicator);
    if (!names_basis(s) && basis.kind() == PriceBasis::Kind::unstated && about.of >= 0) basis = usual_basis(about.of);
    basis_.push_back(basis);
  }
  // Real growth comes after the amounts, because it holds at every price basis that they are at; conversions after
  // both, because they tie the amounts that are spoken of; sums last, because they hold wherever two members are.
  const auto add_all = [&](auto wanted) {
    for (std::size_t k = 0; k < statements; ++k)
      if (wanted(sources_.statements[k]->kind, k)) add(k);
  };
  using Kind = StatementKind;
  add_all([&](Kind kind, std::size_t k) { return kind != Kind::conversion && !is_real_growth(k); });
  const Bases bases = real_bases();
  for (std::size_t k = 0; k < statements; ++k)
    if (is_real_growth(k)) add_real_growth(k, bases);
  add_all([](Kind kind, std::size_t) { return kind == Kind::conversion; });
  add_identities();
  system_.amounts = nodes_.size();
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

// Statements -----------------------------------------------------------------------------------------------

void Constraints::bound(int from, int to, std::size_t source) {
  if (parts_[source].ratios++ == 0) parts_[source].ratio = system_.ratios.size();
  system_.ratios.push_back({from, to, {}, {}, source});
}

void Constraints::add(std::size_t source) {
  const Statement& s = *sources_.statements[source];
  const Subject& about = subjects_.statements[source];
  const std::int64_t t = s.period.first.ordinal();
  const auto at = [&](int i, std::int64_t when) { return node({i, -1, when, basis_[source]}); };
  switch (s.kind) {
    case StatementKind::level: {
      const int level = at(about.indicator, t);
      bound(0, level, source);
      ends_[source] = Ends{0, level};
      return;
    }
    case StatementKind::share: {
      const int part = at(about.indicator, t), total = at(about.of, t);
      bound(total, part, source);
      bound(0, node({about.indicator, about.of, t, basis_[source]}), source);
      ends_[source] = Ends{total, part, 1, units(about.of, about.indicator)};
      return;
    }
    case StatementKind::contribution: {
      const int now = at(about.indicator, t), before = at(about.indicator, t - 1), total = at(about.of, t - 1);
      parts_[source].sum = system_.sums.size();
      parts_[source].sums = 1;
      system_.sums.push_back({{{now, 1.0}, {before, -1.0}}, total, {}, source});
      return;
    }
    case StatementKind::growth:
      return add_growth(source, basis_[source]);
    case StatementKind::conversion:
      return add_conversion(source);
  }
}

void Constraints::add_growth(std::size_t source, PriceBasis basis) {
  const PeriodRange& period = sources_.statements[source]->period;
  const Subject& about = subjects_.statements[source];
  const int from = node({about.indicator, about.of, period.first.ordinal() - 1, basis});
  const int to = node({about.indicator, about.of, period.last.ordinal(), basis});
  bound(from, to, source);
  if (!ends_[source]) ends_[source] = Ends{from, to};
}

/// Growth without a price basis is real: the same at every constant basis that amounts are at. Only where the indicator
/// itself is said to be at current prices is growth at these.
bool Constraints::is_real_growth(std::size_t source) const {
  const Statement& s = *sources_.statements[source];
  return s.kind == StatementKind::growth && s.of.empty() && !names_basis(s);
}

/// The bases other than current prices that amounts of each indicator are at.
Constraints::Bases Constraints::real_bases() const {
  Bases bases(plan_->indicators.size());
  for (const Node& x : nodes_) {
    if (x.indicator < 0 || x.of >= 0 || x.basis == PriceBasis::current()) continue;
    auto& own = bases[static_cast<std::size_t>(x.indicator)];
    if (std::find(own.begin(), own.end(), x.basis) == own.end()) own.push_back(x.basis);
  }
  return bases;
}

void Constraints::add_real_growth(std::size_t source, const Bases& bases) {
  const auto indicator = static_cast<std::size_t>(subjects_.statements[source].indicator);
  if (plan_->indicators[indicator].unit.price_basis == PriceBasis::current())
    return add_growth(source, PriceBasis::current());
  for (const PriceBasis basis : bases[indicator]) add_growth(source, basis);
  if (bases[indicator].empty())
    add_growth(source, basis_[source] == PriceBasis::current() ? PriceBasis::unstated() : basis_[source]);
}

/// Only where some statement speaks of the amount: a factor alone ties nothing.
void Constraints::add_conversion(std::size_t source) {
  const Statement& s = *sources_.statements[source];
  const int indicator = subjects_.statements[source].indicator;
  const std::int64_t first = s.period.first.ordinal(), last = s.period.last.ordinal();
  std::vector<std::int64_t> spoken_of;
  for (const Node& x : nodes_)
    if (x.indicator == indicator && x.of < 0 && first <= x.ordinal && x.ordinal <= last) spoken_of.push_back(x.ordinal);
  std::sort(spoken_of.begin(), spoken_of.end());
  spoken_of.erase(std::unique(spoken_of.begin(), spoken_of.end()), spoken_of.end());
  for (const std::int64_t t : spoken_of) {
    const Node from{indicator, -1, t, s.price_basis}, to{indicator, -1, t, s.to_price_basis};
    if (find(from) < 0 && find(to) < 0) continue;
    const int a = node(from), b = node(to);
    bound(a, b, source);
    if (!ends_[source]) ends_[source] = Ends{a, b};
  }
}

// Identities -----------------------------------------------------------------------------------------------

/// An identity that ties amounts in one period at one basis.
struct Constraints::Addition {
  std::size_t identity = 0;
  std::int64_t ordinal = 0;
  PriceBasis basis{};
};

/// Identities whose members are tied to each other by identities hold together where statements speak of two of all
/// their members. One of them that has fewer than two members spoken of, or in another, ties nothing and is left out.
std::vector<Constraints::Addition> Constraints::additions() const {
  const auto& identities = subjects_.identities;
  DisjointSets tied(plan_->indicators.size());
  std::vector<int> in_play(plan_->indicators.size(), 0);  // statements and identities that have the indicator
  std::vector<char> member(plan_->indicators.size(), 0);
  for (const auto& members : identities)
    for (const int m : members) {
      tied.join(static_cast<std::size_t>(m), static_cast<std::size_t>(members.front()));
      member[static_cast<std::size_t>(m)] = 1;
    }
  std::vector<std::vector<std::size_t>> together(plan_->indicators.size());
  for (std::size_t i = 0; i < identities.size(); ++i)
    together[tied.root(static_cast<std::size_t>(identities[i].front()))].push_back(i);

  struct Spoken {
    std::int64_t ordinal = 0;
    PriceBasis basis{};
    std::size_t root = 0;
    int indicator = 0;
    auto place() const { return std::tuple(ordinal, basis.kind(), basis.year(), root); }
  };
  std::vector<Spoken> spoken;
  spoken.reserve(nodes_.size());
  for (const Node& x : nodes_)
    if (x.of < 0 && x.indicator >= 0 && member[static_cast<std::size_t>(x.indicator)] != 0)
      spoken.push_back({x.ordinal, x.basis, tied.root(static_cast<std::size_t>(x.indicator)), x.indicator});
  std::sort(spoken.begin(), spoken.end(), [](const Spoken& a, const Spoken& b) { return a.place() < b.place(); });

  std::vector<Addition> result;
  for (std::size_t from = 0, to = 0; from < spoken.size(); from = to) {
    while (to < spoken.size() && spoken[to].place() == spoken[from].place()) ++to;
    if (to - from < 2) continue;
    std::vector<std::size_t> kept = together[spoken[from].root];
    const auto count = [&](const std::vector<int>& members, int step) {
      for (const int m : members) in_play[static_cast<std::size_t>(m)] += step;
    };
    for (std::size_t i = from; i < to; ++i) ++in_play[static_cast<std::size_t>(spoken[i].indicator)];
    for (const std::size_t i : kept) count(identities[i], 1);
    for (bool pruned = true; pruned;)
      pruned = std::erase_if(kept, [&](std::size_t i) {
                 const auto ties = std::count_if(identities[i].begin(), identities[i].end(),
                                                 [&](int m) { return in_play[static_cast<std::size_t>(m)] > 1; });
                 if (ties < 2) count(identities[i], -1);
                 return ties < 2;
               }) > 0;
    for (const std::size_t i : kept) {
      count(identities[i], -1);
      result.push_back({i, spoken[from].ordinal, spoken[from].basis});
    }
    for (std::size_t i = from; i < to; ++i) --in_play[static_cast<std::size_t>(spoken[i].indicator)];
  }
  std::stable_sort(result.begin(), result.end(), [](const auto& a, const auto& b) { return a.identity < b.identity; });
  return result;
}

void Constraints::add_identities() {
  if (sources_.identities.empty()) return;
  for (const Addition& x : additions()) {
    const std::size_t source = sources_.statements.size() + x.identity;
    if (parts_[source].sums++ == 0) parts_[source].sum = system_.sums.size();
    Sum& sum = system_.sums.emplace_back();
    sum.source = source;
    const std::vector<int>& members = subjects_.identities[x.identity];
    sum.terms.reserve(members.size());
    for (std::size_t i = 0; i < members.size(); ++i)
      sum.terms.emplace_back(node({members[i], -1, x.ordinal, x.basis}), i == 0 ? 1.0 : -1.0);
  }
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
