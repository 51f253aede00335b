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

/// In their base year constant prices are the current ones.
Node in_base_year(Node x) {
  if (x.basis.kind() == PriceBasis::Kind::constant && x.ordinal == x.basis.year()) x.basis = PriceBasis::current();
  return x;
}

bool has_sums(const System& system, const Active& active) {
  return std::any_of(system.sums.begin(), system.sums.end(), [&](const Sum& s) { return active[s.source] != 0; });
}

/// What a rate comes to over so many periods.
double over(double rate, std::int64_t periods, bool arithmetic) {
  if (std::isinf(rate)) return rate > 0 ? rate : 0.0;
  const auto n = static_cast<double>(periods);
  return arithmetic ? std::max(0.0, 1 + n * rate) : std::pow(std::max(0.0, 1 + rate), n);
}

}  // namespace

Constraints::Constraints(const Plan& plan, Sources sources, Digits digits, const std::vector<PriceBasis>* usual,
                         const Reread* reread)
    : plan_(&plan),
      sources_(std::move(sources)),
      usual_(usual != nullptr ? *usual : usual_bases(plan, sources_)),
      nodes_(1),
      ends_(sources_.size()) {
  nodes_.reserve(1 + 2 * sources_.size());
  system_.ratios.reserve(2 * sources_.size());
  const std::size_t statements = sources_.statements.size();
  stated_.reserve(statements);
  for (const Statement* s : sources_.statements) stated_.push_back(stated_interval(*s, digits, plan.about_tolerance));
  // Growth comes after the amounts, because it holds at every price basis that they are at; conversions after both,
  // because they tie the amounts that are spoken of; sums last, because they hold wherever two members are.
  const auto turn = [](StatementKind kind) {
    return kind == StatementKind::growth ? 1 : kind == StatementKind::conversion ? 2 : 0;
  };
  for (int round = 0; round < 3; ++round)
    for (std::size_t k = 0; k < statements; ++k)
      if (turn(sources_.statements[k]->kind) == round) add(*sources_.statements[k], k, reread);
  for (std::size_t k = 0; k < sources_.identities.size(); ++k) add(*sources_.identities[k], statements + k);
  system_.amounts = nodes_.size();
}

std::vector<std::size_t> Constraints::conflict(const Active& active, bool& settled) const {
  if (auto cycle = negative_cycle(system_, active); !cycle.empty()) return cycle;
  if (!has_sums(system_, active)) return {};
  return conflict_by_program(system_, active, settled);
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

bool Constraints::bounds(std::size_t source, int from, int to) const noexcept {
  return std::any_of(system_.ratios.begin(), system_.ratios.end(),
                     [&](const Ratio& r) { return r.source == source && r.from == from && r.to == to; });
}

PriceBasis Constraints::basis_of(const Statement& s) const {
  if (names_basis(s)) return s.price_basis;
  const PriceBasis own = usual_basis(index_of(s.indicator));
  return own.kind() == PriceBasis::Kind::unstated && !s.of.empty() ? usual_basis(index_of(s.of)) : own;
}

int Constraints::find(const Node& wanted) const noexcept {
  const Node place = in_base_year(wanted);
  for (std::size_t i = 1; i < nodes_.size(); ++i)
    if (nodes_[i] == place) return static_cast<int>(i);
  return -1;
}

int Constraints::find(const Statement& s) const {
  return find({index_of(s.indicator), s.of.empty() ? -1 : index_of(s.of), s.period.first.ordinal(), basis_of(s)});
}

int Constraints::node(Node wanted) {
  if (const int found = find(wanted); found >= 0) return found;
  nodes_.push_back(in_base_year(wanted));
  return static_cast<int>(nodes_.size() - 1);
}

void Constraints::bound(int from, int to, Interval ratio, std::size_t source) {
  system_.ratios.push_back({from, to, ratio, {log_or_infinity(ratio.lower), log_or_infinity(ratio.upper)}, source});
}

/// What an amount in the whole's unit is in the part's: 1,000 where the whole is in billions and the part in millions.
double Constraints::units(int whole, int part) const {
  const auto power = [&](int i) { return plan_->indicators[static_cast<std::size_t>(i)].unit.scale_power; };
  return power(whole) == power(part) ? 1 : std::pow(10.0, power(whole) - power(part));
}

void Constraints::add(const Statement& s, std::size_t source, const Reread* reread) {
  const int indicator = index_of(s.indicator), of = s.of.empty() ? -1 : index_of(s.of);
  const std::int64_t t = s.period.first.ordinal();
  const auto at = [&](int i, std::int64_t when) { return node({i, -1, when, basis_of(s)}); };
  switch (s.kind) {
    case StatementKind::level: {
      const int level = at(indicator, t);
      bound(0, level, stated_[source], source);
      ends_[source] = Ends{0, level};
      return;
    }
    case StatementKind::share: {
      const int part = at(indicator, t), total = at(of, t);
      const double scale = units(of, indicator);
      const Interval share = stated_[source];
      bound(total, part, {scale * share.lower, scale * share.upper}, source);
      bound(0, node({indicator, of, t, basis_of(s)}), share, source);
      ends_[source] = Ends{total, part, 1, scale};
      return;
    }
    case StatementKind::contribution: {
      const int now = at(indicator, t), before = at(indicator, t - 1), total = at(of, t - 1);
      const double scale = units(of, indicator);
      const Interval points = stated_[source];
      system_.sums.push_back(
          {{{now, 1.0}, {before, -1.0}}, total, {scale * points.lower, scale * points.upper}, source});
      return;
    }
    case StatementKind::growth:
      return add_growth(s, source, reread);
    case StatementKind::conversion:
      return add_conversion(s, source);
  }
}

/// Growth without a price basis is real: the same at every constant basis that amounts are at. Only where the indicator
/// itself is said to be at current prices is growth at these.
std::vector<PriceBasis> Constraints::growth_bases(const Statement& s) const {
  if (names_basis(s) || !s.of.empty()) return {basis_of(s)};
  const int indicator = index_of(s.indicator);
  if (plan_->indicators[static_cast<std::size_t>(indicator)].unit.price_basis == PriceBasis::current())
    return {PriceBasis::current()};
  std::vector<PriceBasis> bases;
  for (const Node& x : nodes_)
    if (x.indicator == indicator && x.of < 0 && x.basis != PriceBasis::current() &&
        std::find(bases.begin(), bases.end(), x.basis) == bases.end())
      bases.push_back(x.basis);
  if (!bases.empty()) return bases;
  return {basis_of(s) == PriceBasis::current() ? PriceBasis::unstated() : basis_of(s)};
}

void Constraints::add_growth(const Statement& s, std::size_t source, const Reread* reread) {
  const int indicator = index_of(s.indicator), of = s.of.empty() ? -1 : index_of(s.of);
  const bool read_otherwise = reread != nullptr && reread->source == source;
  const bool arithmetic = read_otherwise && reread->arithmetic;
  const std::int64_t periods = read_otherwise ? reread->periods : s.period.last - s.period.first + 1;
  const Interval rate = stated_[source];
  const Interval ratio{over(rate.lower, periods, arithmetic), over(rate.upper, periods, arithmetic)};
  for (const PriceBasis basis : growth_bases(s)) {
    const int from = node({indicator, of, s.period.first.ordinal() - 1, basis});
    const int to = node({indicator, of, s.period.last.ordinal(), basis});
    bound(from, to, ratio, source);
    if (!ends_[source]) ends_[source] = Ends{from, to, periods};
  }
}

void Constraints::add_conversion(const Statement& s, std::size_t source) {
  const int indicator = index_of(s.indicator);
  for (std::int64_t t = s.period.first.ordinal(); t <= s.period.last.ordinal(); ++t) {
    // Only where some statement speaks of the amount: a factor alone ties nothing.
    const Node from{indicator, -1, t, s.price_basis}, to{indicator, -1, t, s.to_price_basis};
    if (find(from) < 0 && find(to) < 0) continue;
    const int a = node(from), b = node(to);
    bound(a, b, stated_[source], source);
    if (!ends_[source]) ends_[source] = Ends{a, b};
  }
}

void Constraints::add(const Identity& identity, std::size_t source) {
  std::vector<int> members{index_of(identity.total)};
  for (const auto& part : identity.parts) members.push_back(index_of(part));
  std::vector<Node> places;
  for (const Node& x : nodes_) {
    if (x.of >= 0 || std::find(members.begin(), members.end(), x.indicator) == members.end()) continue;
    const Node place{-1, -1, x.ordinal, x.basis};
    if (std::find(places.begin(), places.end(), place) == places.end()) places.push_back(place);
  }
  for (const Node& place : places) {
    const auto at = [&](int member) { return Node{member, -1, place.ordinal, place.basis}; };
    const auto spoken_of = std::count_if(members.begin(), members.end(), [&](int m) { return find(at(m)) >= 0; });
    if (spoken_of < 2) continue;
    Sum sum;
    sum.source = source;
    for (std::size_t i = 0; i < members.size(); ++i) sum.terms.emplace_back(node(at(members[i])), i == 0 ? 1.0 : -1.0);
    system_.sums.push_back(std::move(sum));
  }
}

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

}  // namespace foreplan::inline v0::plan::internal
