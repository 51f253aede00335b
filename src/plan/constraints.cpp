#include "plan/constraints.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "numeric/linear_program.hpp"

namespace foreplan::inline v0::plan::internal {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kSlack = 1e-10;  // of a logarithm: ends of intervals that touch are no contradiction

bool in_per_cent(StatementKind k) {
  return k == StatementKind::growth || k == StatementKind::share || k == StatementKind::contribution;
}

double log_or_infinity(double x) { return x <= 0 ? -kInfinity : std::log(x); }

/// In their base year constant prices are the current ones.
Node in_base_year(Node x) {
  if (x.basis.kind() == PriceBasis::Kind::constant && x.ordinal == x.basis.year()) x.basis = PriceBasis::current();
  return x;
}

struct DisjointSets {
  std::vector<std::size_t> parent;
  explicit DisjointSets(std::size_t n) : parent(n) { std::iota(parent.begin(), parent.end(), std::size_t{0}); }
  std::size_t root(std::size_t i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
  }
  void join(std::size_t a, std::size_t b) { parent[root(a)] = root(b); }
};

}  // namespace

double stated_value(const Statement& s) {
  if (in_per_cent(s.kind)) return s.value.scaled_by_power_of_ten(-2).value();
  return s.value.value();
}

Interval stated_interval(const Statement& s, Digits digits, double about_tolerance) {
  const int power = in_per_cent(s.kind) ? -2 : 0;
  const Rounded value = power == 0 ? s.value : s.value.scaled_by_power_of_ten(power);
  const bool exact = digits == Digits::none || (digits == Digits::rates_only && s.kind == StatementKind::level);
  const Interval met = exact ? Interval{value.value(), value.value()} : value.interval();
  switch (s.bound) {
    case Bound::exactly: return met;
    case Bound::at_least:
      return {value.value(), digits == Digits::printed ? kInfinity : value.value()};
    case Bound::at_most:
      return {digits == Digits::printed ? -kInfinity : value.value(), value.value()};
    case Bound::about: {
      if (exact) return met;
      const double margin = std::abs(value.value()) * about_tolerance;
      return {value.value() - margin, value.value() + margin};
    }
    case Bound::between: {
      const Rounded upper = power == 0 ? s.upper : s.upper.scaled_by_power_of_ten(power);
      return {met.lower, exact ? upper.value() : upper.interval().upper};
    }
  }
  return met;
}

Constraints::Constraints(const Plan& plan, Sources sources, Digits digits, const std::vector<PriceBasis>* usual,
                         const Reread* reread)
    : plan_(&plan), sources_(std::move(sources)), digits_(digits), ends_(sources_.size()) {
  nodes_.reserve(32);
  edges_.reserve(4 * sources_.size());
  nodes_.push_back({});
  if (usual != nullptr) usual_ = *usual;
  else find_usual_bases();

  for (std::size_t k = 0; k < sources_.statements.size(); ++k)
    if (sources_.statements[k]->kind != StatementKind::growth) add(*sources_.statements[k], k, reread);
  // Growth comes after the amounts, because it holds at every price basis that they are at.
  for (std::size_t k = 0; k < sources_.statements.size(); ++k)
    if (sources_.statements[k]->kind == StatementKind::growth) add(*sources_.statements[k], k, reread);
  for (std::size_t k = 0; k < sources_.identities.size(); ++k)
    add(*sources_.identities[k], sources_.statements.size() + k);
}

/// Indicators that shares and sums tie together are at one usual price basis: the one that all their
/// levels state.
void Constraints::find_usual_bases() {
  const std::size_t n = plan_->indicators.size();
  DisjointSets tied(n);
  const auto tie = [&](const std::string& a, const std::string& b) {
    const int i = indicator_index(a), j = indicator_index(b);
    if (i >= 0 && j >= 0) tied.join(static_cast<std::size_t>(i), static_cast<std::size_t>(j));
  };
  for (const Statement* s : sources_.statements)
    if (s->kind == StatementKind::share) tie(s->indicator, s->of);
  for (const Identity* identity : sources_.identities)
    for (const auto& part : identity->parts) tie(part, identity->total);
  std::vector<PriceBasis> group(n, PriceBasis::unstated());
  std::vector<char> several(n, 0);
  for (const Statement* s : sources_.statements) {
    if (s->kind != StatementKind::level) continue;
    const auto i = static_cast<std::size_t>(indicator_index(s->indicator));
    const PriceBasis own = s->price_basis.kind() == PriceBasis::Kind::none ? plan_->indicators[i].unit.price_basis
                                                                            : s->price_basis;
    if (own.kind() == PriceBasis::Kind::unstated) continue;
    const std::size_t g = tied.root(i);
    if (group[g].kind() == PriceBasis::Kind::unstated) group[g] = own;
    else if (group[g] != own) several[g] = 1;
  }
  usual_.reserve(n);
  for (std::size_t i = 0; i < n; ++i) {
    const PriceBasis own = plan_->indicators[i].unit.price_basis;
    const std::size_t g = tied.root(i);
    usual_.push_back(own.kind() != PriceBasis::Kind::unstated ? own : several[g] ? PriceBasis::unstated() : group[g]);
  }
}

int Constraints::indicator_index(const std::string& id) const noexcept {
  for (std::size_t i = 0; i < plan_->indicators.size(); ++i)
    if (plan_->indicators[i].id == id) return static_cast<int>(i);
  return -1;
}

PriceBasis Constraints::basis_of(const Statement& s) const {
  if (s.price_basis.kind() != PriceBasis::Kind::none && s.price_basis.kind() != PriceBasis::Kind::unstated)
    return s.price_basis;
  return usual_basis(indicator_index(s.indicator));
}

int Constraints::find(const Node& wanted) const noexcept {
  const Node place = in_base_year(wanted);
  for (std::size_t i = 1; i < nodes_.size(); ++i)
    if (nodes_[i] == place) return static_cast<int>(i);
  return -1;
}

int Constraints::node(Node wanted) {
  if (const int found = find(wanted); found >= 0) return found;
  nodes_.push_back(in_base_year(wanted));
  return static_cast<int>(nodes_.size() - 1);
}

void Constraints::bound(int from, int to, Interval ratio, std::size_t source) {
  const double upper = log_or_infinity(ratio.upper), lower = log_or_infinity(ratio.lower);
  if (upper < kInfinity) edges_.push_back({from, to, upper, source});
  if (lower > -kInfinity) edges_.push_back({to, from, -lower, source});
}

void Constraints::add(const Statement& s, std::size_t source, const Reread* reread) {
  const int indicator = indicator_index(s.indicator);
  const int of = s.of.empty() ? -1 : indicator_index(s.of);
  const Interval stated = stated_interval(s, digits_, plan_->about_tolerance);
  const std::int64_t t = s.period.first.ordinal();
  switch (s.kind) {
    case StatementKind::level: {
      const int level = node({indicator, -1, t, basis_of(s)});
      bound(0, level, stated, source);
      ends_[source] = Ends{0, level, 1};
      return;
    }
    case StatementKind::share: {
      const PriceBasis basis = basis_of(s);
      const int part = node({indicator, -1, t, basis}), total = node({of, -1, t, basis});
      bound(total, part, stated, source);
      bound(0, node({indicator, of, t, basis}), stated, source);
      ends_[source] = Ends{total, part, 1};
      return;
    }
    case StatementKind::growth: {
      std::int64_t periods = s.period.last - s.period.first + 1;
      bool arithmetic = false;
      if (reread != nullptr && reread->source == source) {
        periods = reread->periods;
        arithmetic = reread->arithmetic;
      }
      const auto over = [&](double rate) {
        if (std::isinf(rate)) return rate > 0 ? rate : 0.0;
        if (arithmetic) return std::max(0.0, 1 + static_cast<double>(periods) * rate);
        return std::pow(std::max(0.0, 1 + rate), static_cast<double>(periods));
      };
      const Interval ratio{over(stated.lower), over(stated.upper)};
      std::vector<PriceBasis> bases;
      const bool named = s.price_basis.kind() != PriceBasis::Kind::none && s.price_basis.kind() != PriceBasis::Kind::unstated;
      if (!named && of < 0)  // real growth is the same at every constant price basis
        for (const Node& x : nodes_)
          if (x.indicator == indicator && x.of < 0 && x.basis.kind() != PriceBasis::Kind::current &&
              std::find(bases.begin(), bases.end(), x.basis) == bases.end())
            bases.push_back(x.basis);
      if (bases.empty()) bases.push_back(basis_of(s));
      for (const PriceBasis basis : bases) {
        const int from = node({indicator, of, t - 1, basis});
        const int to = node({indicator, of, s.period.last.ordinal(), basis});
        bound(from, to, ratio, source);
        if (!ends_[source]) ends_[source] = Ends{from, to, periods};
      }
      return;
    }
    case StatementKind::contribution: {
      const PriceBasis basis = basis_of(s);
      const int now = node({indicator, -1, t, basis}), before = node({indicator, -1, t - 1, basis});
      const int total = node({of, -1, t - 1, basis});
      if (stated.upper < kInfinity)
        rows_.push_back({{{now, 1.0}, {before, -1.0}, {total, -stated.upper}}, false, source});
      if (stated.lower > -kInfinity)
        rows_.push_back({{{now, -1.0}, {before, 1.0}, {total, stated.lower}}, false, source});
      return;
    }
    case StatementKind::conversion: {
      for (std::int64_t p = t; p <= s.period.last.ordinal(); ++p) {
        // Only where some statement speaks of the amount: a factor alone ties nothing.
        const int from = find({indicator, -1, p, s.price_basis}), to = find({indicator, -1, p, s.to_price_basis});
        if (from < 0 && to < 0) continue;
        const int a = node({indicator, -1, p, s.price_basis}), b = node({indicator, -1, p, s.to_price_basis});
        bound(a, b, stated, source);
        if (!ends_[source]) ends_[source] = Ends{a, b, 1};
      }
      return;
    }
  }
}

void Constraints::add(const Identity& identity, std::size_t source) {
  std::vector<int> members{indicator_index(identity.total)};
  for (const auto& part : identity.parts) members.push_back(indicator_index(part));
  std::vector<Node> places;
  for (const Node& x : nodes_) {
    if (x.of >= 0 || std::find(members.begin(), members.end(), x.indicator) == members.end()) continue;
    const Node place{-1, -1, x.ordinal, x.basis};
    if (std::find(places.begin(), places.end(), place) == places.end()) places.push_back(place);
  }
  for (const Node& place : places) {
    const auto spoken_of = std::count_if(members.begin(), members.end(), [&](int m) {
      return find({m, -1, place.ordinal, place.basis}) >= 0;
    });
    if (spoken_of < 2) continue;
    Row row{{}, true, source};
    for (std::size_t i = 0; i < members.size(); ++i)
      row.terms.emplace_back(node({members[i], -1, place.ordinal, place.basis}), i == 0 ? 1.0 : -1.0);
    rows_.push_back(std::move(row));
  }
}

std::vector<std::vector<std::size_t>> Constraints::groups() const {
  DisjointSets sets(sources_.size());
  std::vector<std::size_t> owner(nodes_.size(), sources_.size());
  const auto claim = [&](int x, std::size_t source) {
    if (x == 0) return;
    auto& first = owner[static_cast<std::size_t>(x)];
    if (first == sources_.size()) first = source;
    else sets.join(source, first);
  };
  for (const Edge& e : edges_) {
    claim(e.from, e.source);
    claim(e.to, e.source);
  }
  for (const Row& r : rows_)
    for (const auto& [x, coefficient] : r.terms) claim(x, r.source);
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

bool Constraints::has_rows(const Active& active) const noexcept {
  return std::any_of(rows_.begin(), rows_.end(), [&](const Row& r) { return active[r.source] != 0; });
}

std::vector<std::size_t> Constraints::negative_cycle(const Active& active) const {
  std::vector<double> distance(nodes_.size(), 0);
  std::vector<const Edge*> via(nodes_.size(), nullptr);
  int touched = -1;
  for (std::size_t round = 0; round <= nodes_.size(); ++round) {
    touched = -1;
    for (const Edge& e : edges_) {
      if (active[e.source] == 0) continue;
      const double reached = distance[static_cast<std::size_t>(e.from)] + e.weight;
      if (reached < distance[static_cast<std::size_t>(e.to)] - kSlack) {
        distance[static_cast<std::size_t>(e.to)] = reached;
        via[static_cast<std::size_t>(e.to)] = &e;
        touched = e.to;
      }
    }
    if (touched < 0) return {};
  }
  // Far enough back along the predecessors one stands on the cycle itself.
  for (std::size_t i = 0; i < nodes_.size(); ++i) touched = via[static_cast<std::size_t>(touched)]->from;
  std::vector<std::size_t> cycle;
  int x = touched;
  do {
    const Edge* e = via[static_cast<std::size_t>(x)];
    cycle.push_back(e->source);
    x = e->from;
  } while (x != touched);
  std::sort(cycle.begin(), cycle.end());
  cycle.erase(std::unique(cycle.begin(), cycle.end()), cycle.end());
  return cycle;
}

std::vector<double> Constraints::distances(const Active& active, int from) const {
  std::vector<double> distance(nodes_.size(), kInfinity);
  distance[static_cast<std::size_t>(from)] = 0;
  for (std::size_t round = 0; round < nodes_.size(); ++round) {
    bool moved = false;
    for (const Edge& e : edges_) {
      if (active[e.source] == 0) continue;
      const double reached = distance[static_cast<std::size_t>(e.from)] + e.weight;
      if (reached < distance[static_cast<std::size_t>(e.to)] - 1e-15) {
        distance[static_cast<std::size_t>(e.to)] = reached;
        moved = true;
      }
    }
    if (!moved) break;
  }
  return distance;
}

/// Logarithms of amounts of about the right size: from known neighbours through the middle of each
/// ratio, then through sums, until nothing new is reached. Only a scale, unless it happens to
/// satisfy everything.
std::vector<double> Constraints::guess(const Active& active) const {
  const double unknown = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> logs(nodes_.size(), unknown);
  logs[0] = 0;
  const auto value = [&](int x) -> double& { return logs[static_cast<std::size_t>(x)]; };
  for (std::size_t seed = 0;;) {
    for (bool moved = true; moved;) {
      moved = false;
      for (std::size_t i = 0; i < edges_.size(); ++i) {
        const Edge& e = edges_[i];
        if (active[e.source] == 0) continue;
        // Both bounds of one ratio stand next to each other; the middle lies between them.
        double up = e.weight;
        if (i + 1 < edges_.size() && edges_[i + 1].from == e.to && edges_[i + 1].to == e.from &&
            edges_[i + 1].source == e.source)
          up = (e.weight - edges_[i + 1].weight) / 2;
        else if (i > 0 && edges_[i - 1].from == e.to && edges_[i - 1].to == e.from && edges_[i - 1].source == e.source)
          up = (e.weight - edges_[i - 1].weight) / 2;
        if (!std::isnan(value(e.from)) && std::isnan(value(e.to))) {
          value(e.to) = value(e.from) + up;
          moved = true;
        }
      }
      if (moved) continue;
      for (const Row& r : rows_) {
        if (active[r.source] == 0) continue;
        int open = -1;
        double rest = 0, size = 0, coefficient = 0;
        int count = 0;
        for (const auto& [x, c] : r.terms) {
          if (std::isnan(value(x))) {
            ++count;
            open = x;
            coefficient = c;
          } else {
            rest += c * std::exp(value(x));
            size += std::abs(c) * std::exp(value(x));
          }
        }
        if (count == 0 || size == 0) continue;
        const double solved = -rest / coefficient;
        if (count == 1 && solved > 1e-6 * size) value(open) = std::log(solved);
        else value(open) = std::log(size / static_cast<double>(r.terms.size()));
        moved = true;
        break;
      }
    }
    while (seed < logs.size() && !std::isnan(logs[seed])) ++seed;
    if (seed == logs.size()) return logs;
    logs[seed] = 0;
  }
}

bool Constraints::is_witness(const Active& active, const std::vector<double>& logs) const {
  for (const Edge& e : edges_)
    if (active[e.source] != 0 &&
        logs[static_cast<std::size_t>(e.to)] - logs[static_cast<std::size_t>(e.from)] > e.weight + kSlack)
      return false;
  for (const Row& r : rows_) {
    if (active[r.source] == 0) continue;
    double sum = 0, size = 0;
    for (const auto& [x, c] : r.terms) {
      const double term = c * std::exp(logs[static_cast<std::size_t>(x)]);
      sum += term;
      size += std::abs(term);
    }
    if (sum > kSlack * size || (r.equality && -sum > kSlack * size)) return false;
  }
  return true;
}

/// The active constraints on amounts divided by their guessed size; the number 1 is an amount like
/// the others, so that every row is homogeneous.
struct Constraints::Program {
  std::vector<numeric::LinearRow> rows;
  std::vector<std::size_t> source;
};

Constraints::Program Constraints::program(const Active& active, const std::vector<double>& logs) const {
  Program p;
  const auto put = [&](std::vector<std::pair<std::size_t, double>> terms, std::size_t source) {
    double largest = 0;
    for (const auto& [x, c] : terms) largest = std::max(largest, std::abs(c));
    if (largest > 0)
      for (auto& [x, c] : terms) c /= largest;
    p.rows.push_back({std::move(terms), 0});
    p.source.push_back(source);
  };
  for (const Edge& e : edges_) {
    if (active[e.source] == 0) continue;
    const auto from = static_cast<std::size_t>(e.from), to = static_cast<std::size_t>(e.to);
    put({{to, 1.0}, {from, -std::exp(e.weight + logs[from] - logs[to])}}, e.source);
  }
  for (const Row& r : rows_) {
    if (active[r.source] == 0) continue;
    std::vector<std::pair<std::size_t, double>> terms;
    double top = -kInfinity;
    for (const auto& [x, c] : r.terms) top = std::max(top, logs[static_cast<std::size_t>(x)]);
    for (const auto& [x, c] : r.terms)
      terms.emplace_back(static_cast<std::size_t>(x), c * std::exp(logs[static_cast<std::size_t>(x)] - top));
    put(terms, r.source);
    if (r.equality) {
      for (auto& term : terms) term.second = -term.second;
      put(std::move(terms), r.source);
    }
  }
  return p;
}

std::vector<std::size_t> Constraints::conflict(const Active& active) const {
  if (auto cycle = negative_cycle(active); !cycle.empty()) return cycle;
  if (!has_rows(active)) return {};
  const std::vector<double> logs = guess(active);
  if (is_witness(active, logs)) return {};

  Program p = program(active, logs);
  // Amounts are positive: at least a millionth of their guessed size. Without the number 1 in the
  // system every solution can be enlarged, so that the same bound serves.
  constexpr double kLeast = 1e-6;
  for (auto& row : p.rows) {
    double at_least = 0;
    for (const auto& [x, c] : row.terms) at_least += c * kLeast;
    row.bound = -at_least;
  }
  std::vector<std::size_t> used(nodes_.size(), 0);
  for (const auto& row : p.rows)
    for (const auto& [x, c] : row.terms) used[x] = 1;
  // Scale: each used amount is 1 + z or less far from it only through the rows; fix the sum.
  numeric::LinearRow scale;
  for (std::size_t x = 0; x < used.size(); ++x)
    if (used[x] != 0) scale.terms.emplace_back(x, -1.0);
  scale.bound = -1;
  p.rows.push_back(scale);
  const auto answer = numeric::find_feasibility(p.rows, nodes_.size());
  std::vector<std::size_t> result;
  for (const std::size_t row : answer.conflict)
    if (row < p.source.size()) result.push_back(p.source[row]);
  std::sort(result.begin(), result.end());
  result.erase(std::unique(result.begin(), result.end()), result.end());
  return result;
}

Interval Constraints::ratio(const Active& active, int from, int to) const {
  if (from == to) return {1, 1};
  if (!has_rows(active)) {
    const double up = distances(active, from)[static_cast<std::size_t>(to)];
    const double down = distances(active, to)[static_cast<std::size_t>(from)];
    return {std::exp(-down), std::exp(up)};
  }
  const std::vector<double> logs = guess(active);
  const Program base = program(active, logs);
  const auto a = static_cast<std::size_t>(from), b = static_cast<std::size_t>(to);
  const double unit = std::exp(logs[b] - logs[a]);
  // With x(numerator side) = 1 the ratio is linear: Charnes & Cooper's substitution.
  const auto furthest = [&](std::size_t fixed, std::size_t moved) {
    std::vector<numeric::LinearRow> rows = base.rows;
    rows.push_back({{{fixed, 1.0}}, 1});
    rows.push_back({{{fixed, -1.0}}, -1});
    const std::vector<std::pair<std::size_t, double>> objective{{moved, 1.0}};
    const auto best = numeric::maximise(rows, nodes_.size(), objective);
    return best.stop == Stop::converged && best.value > 0 ? best.value : kInfinity;
  };
  const double up = furthest(a, b), down = furthest(b, a);
  return {std::isinf(down) ? 0 : unit / down, std::isinf(up) ? kInfinity : unit * up};
}

}  // namespace foreplan::inline v0::plan::internal
