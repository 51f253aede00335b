#include <algorithm>
#include <tuple>

#include "plan/constraints.hpp"
#include "plan/disjoint_sets.hpp"

/// How statements and identities become ratios and sums.
namespace foreplan::inline v0::plan::internal {

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

}  // namespace foreplan::inline v0::plan::internal
