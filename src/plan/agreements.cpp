#include <algorithm>
#include <cmath>
#include <compare>
#include <span>
#include <utility>

#include "plan/contradiction.hpp"
#include "plan/findings.hpp"
#include "plan/wording.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

namespace foreplan::inline v0::plan::internal {
namespace {

bool overlap(const Interval& a, const Interval& b) {
  const double slack = 1e-12 * std::max({1.0, std::abs(a.lower), std::abs(b.lower)});
  return a.lower <= b.upper + slack && b.lower <= a.upper + slack;
}

/// The items of each key in their order.
class Lists {
 public:
  Lists(std::size_t keys, const std::vector<std::pair<int, std::size_t>>& entries)
      : first_(keys + 1, 0), items_(entries.size()) {
    for (const auto& [key, item] : entries) ++first_[static_cast<std::size_t>(key)];
    std::size_t end = 0;
    for (std::size_t& first : first_) first = end += first;
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry)
      items_[--first_[static_cast<std::size_t>(entry->first)]] = entry->second;
  }
  [[nodiscard]] std::span<const std::size_t> operator[](int key) const {
    if (key < 0) return {};
    const auto k = static_cast<std::size_t>(key);
    return std::span(items_).subspan(first_[k], first_[k + 1] - first_[k]);
  }

 private:
  std::vector<std::size_t> first_, items_;
};

/// Statements by the amounts that they speak of. The sources of the audit are the plan's statements in their order.
class Spoken {
 public:
  explicit Spoken(const Constraints& c) : Spoken(c, Entries(c)) {}

  /// Levels and shares of an amount; contributions in its period; growths up to it.
  [[nodiscard]] std::span<const std::size_t> stated(int amount) const { return stated_[amount]; }
  [[nodiscard]] std::span<const std::size_t> contributions(int amount) const { return contributions_[amount]; }
  [[nodiscard]] std::span<const std::size_t> growths(int amount) const { return growths_[amount]; }

 private:
  struct Entries {
    std::vector<std::pair<int, std::size_t>> stated{}, contributions{}, growths{};

    explicit Entries(const Constraints& c) {
      const auto& statements = c.sources().statements;
      stated.reserve(statements.size());
      contributions.reserve(statements.size());
      growths.reserve(statements.size());
      for (std::size_t k = 0; k < statements.size(); ++k) {
        const Statement& s = *statements[k];
        if (s.kind == StatementKind::level || s.kind == StatementKind::share) stated.emplace_back(c.find(k), k);
        if (s.kind == StatementKind::contribution)
          contributions.emplace_back(c.find({c.subject(k).indicator, -1, s.period.first.ordinal(), c.basis_of(k)}), k);
        if (s.kind == StatementKind::growth)
          for (const Ratio& r : c.ratios(k)) growths.emplace_back(r.to, k);
      }
    }
  };
  Spoken(const Constraints& c, const Entries& entries)
      : stated_(c.nodes(), entries.stated),
        contributions_(c.nodes(), entries.contributions),
        growths_(c.nodes(), entries.growths) {}

  Lists stated_, contributions_, growths_;
};

/// How many paths and sums may still be tested.
struct Budget {
  std::size_t left = 0;
  bool spend() noexcept { return left > 0 && left-- > 0; }
};

// Paths: a growth between two levels or shares -------------------------------------------------------------

struct Path {
  std::size_t first = 0, last = 0;
  auto operator<=>(const Path&) const = default;
};

void add_path(const Context& c, std::vector<Finding>& findings, std::size_t g, Path path) {
  const auto& statements = c.constraints.sources().statements;
  const Statement &growth = *statements[g], &a = *statements[path.first], &b = *statements[path.last];
  const Interval from = c.constraints.stated(path.first), to = c.constraints.stated(path.last);
  const Ends ends{0, 0, growth.period.last - growth.period.first + 1};
  const Interval ratio{std::max(0.0, to.lower) / from.upper, to.upper / std::max(0.0, from.lower)};
  const Interval range = from_ratio(growth, ratio, ends);
  if (!overlap(range, c.constraints.stated(g))) return;
  const double value = from_ratio(growth, stated_value(b) / stated_value(a), ends);
  const Language language = c.options.language;
  findings.push_back(make_finding(
      FindingKind::consistent_path, Severity::consistent, ids_of(a.id, b.id, growth.id), value, range,
      text::message(language, growth.of.empty() ? "finding.consistent_path.level" : "finding.consistent_path.share",
                    {{"indicator", name_of(c.plan, growth.indicator, language)},
                     {"of", growth.of.empty() ? std::string() : name_of(c.plan, growth.of, language)},
                     {"before", value_text(c.plan, a, language)},
                     {"first", text::period_phrase(a.period.first, language)},
                     {"after", value_text(c.plan, b, language)},
                     {"last", text::period_phrase(b.period.first, language)},
                     {"implied", quantity_text(c.plan, growth, value, 2, language)},
                     {"each", text::each_period(growth.period.first.frequency(), language)},
                     {"stated", value_text(c.plan, growth, language)}})));
}

bool add_paths(const Context& c, const Spoken& spoken, Budget& budget, std::vector<Finding>& findings) {
  const auto& statements = c.constraints.sources().statements;
  std::vector<Path> paths;
  for (std::size_t g = 0; g < statements.size(); ++g) {
    if (statements[g]->kind != StatementKind::growth) continue;
    paths.clear();
    for (const Ratio& r : c.constraints.ratios(g))
      for (const std::size_t a : spoken.stated(r.from))
        for (const std::size_t b : spoken.stated(r.to)) {
          if (!budget.spend()) return false;
          paths.push_back({a, b});
        }
    std::sort(paths.begin(), paths.end());
    for (const Path& path : paths) add_path(c, findings, g, path);
  }
  return true;
}

// Sums: an identity whose parts and total are all stated in one period -------------------------------------

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

/// The first statement like `first` about another member: of the same kind, in the same period at the same prices.
std::size_t alike(const Constraints& c, const Spoken& spoken, std::size_t first, int member) {
  const Statement& s = *c.sources().statements[first];
  const Subject& about = c.subject(first);
  const bool contributes = s.kind == StatementKind::contribution;
  const int amount = c.find({member, contributes ? -1 : about.of, s.period.first.ordinal(), c.basis_of(first)});
  for (const std::size_t k : contributes ? spoken.contributions(amount) : spoken.stated(amount))
    if (c.subject(k).of == about.of) return k;
  return kNone;
}

/// The growth of the total that contributions like `first` add up to.
std::size_t growth_of_total(const Constraints& c, const Spoken& spoken, std::size_t first, int total) {
  const PriceBasis basis = c.basis_of(first);
  const std::int64_t t = c.sources().statements[first]->period.first.ordinal();
  const int before = c.find({total, -1, t - 1, basis}), now = c.find({total, -1, t, basis});
  for (const std::size_t g : spoken.growths(now))
    for (const Ratio& r : c.ratios(g))
      if (r.from == before && r.to == now) return g;
  return kNone;
}

struct Addition {
  std::vector<std::string> ids{};
  std::string terms{};
  double sum = 0;
  Interval range{0, 0};

  void add(const Context& c, std::size_t k) {
    const Language language = c.options.language;
    const Statement& s = *c.constraints.sources().statements[k];
    ids.push_back(s.id);
    if (!terms.empty()) terms += ", ";
    terms.append(name_of(c.plan, s.indicator, language)).append(" ");
    terms += s.kind == StatementKind::contribution ? text::signed_number(s.value.value(), printed_decimals(s), language)
                                                   : text::number(s.value, language);
    sum += stated_value(s);
    const Interval i = c.constraints.stated(k);
    range.lower += i.lower;
    range.upper += i.upper;
  }
};

std::string_view sum_key(StatementKind kind) noexcept {
  switch (kind) {
    case StatementKind::level:
      return "finding.consistent_sum.level";
    case StatementKind::share:
      return "finding.consistent_sum.share";
    default:
      return "finding.consistent_sum.contribution";
  }
}

void add_sum(const Context& c, const Spoken& spoken, std::vector<Finding>& findings, std::size_t i, std::size_t k) {
  const Language language = c.options.language;
  const Identity& identity = c.plan.identities[i];
  const std::vector<int>& members = c.constraints.members(i);
  const Statement& first = c.plan.statements[k];
  std::vector<std::size_t> stated;
  stated.reserve(members.size());
  for (std::size_t m = 1; m < members.size(); ++m) {
    stated.push_back(alike(c.constraints, spoken, k, members[m]));
    if (stated.back() == kNone) return;
  }
  const bool of_shares = first.kind == StatementKind::share;
  const std::size_t t = of_shares ? kNone
                        : first.kind == StatementKind::level
                            ? alike(c.constraints, spoken, k, members.front())
                            : growth_of_total(c.constraints, spoken, k, members.front());
  if (t == kNone && !of_shares) return;
  Addition parts;
  parts.ids.reserve(members.size() + 1);
  parts.terms.reserve(32 * members.size());
  parts.ids.push_back(identity.id);
  for (const std::size_t part : stated) parts.add(c, part);
  Interval total{1, 1};
  std::string total_stated;
  if (!of_shares) {
    parts.ids.push_back(c.plan.statements[t].id);
    total = c.constraints.stated(t);
    total_stated = value_text(c.plan, c.plan.statements[t], language);
  }
  if (!overlap(parts.range, total)) return;
  const int decimals = printed_decimals(first);
  findings.push_back(make_finding(
      FindingKind::consistent_sum, Severity::consistent, std::move(parts.ids), parts.sum, parts.range,
      text::message(language, sum_key(first.kind),
                    {{"total", name_of(c.plan, identity.total, language)},
                     {"period", text::period_phrase(first.period.first, language)},
                     {"terms", parts.terms},
                     {"sum", first.kind == StatementKind::level ? text::number(parts.sum, decimals, language)
                                                                : text::percent(parts.sum, decimals, language)},
                     {"stated", total_stated}})));
}

bool add_sums(const Context& c, const Spoken& spoken, Budget& budget, std::vector<Finding>& findings) {
  const auto& statements = c.plan.statements;
  for (std::size_t i = 0; i < c.plan.identities.size(); ++i) {
    const int total = c.constraints.members(i)[0], part = c.constraints.members(i)[1];
    for (const StatementKind kind : {StatementKind::level, StatementKind::share, StatementKind::contribution})
      for (std::size_t k = 0; k < statements.size(); ++k) {
        const Subject& about = c.constraints.subject(k);
        if (about.indicator != part || statements[k].kind != kind) continue;
        if (kind != StatementKind::level && about.of != total) continue;
        if (!budget.spend()) return false;
        add_sum(c, spoken, findings, i, k);
      }
  }
  return true;
}

}  // namespace

bool add_agreements(const Context& c, std::vector<Finding>& findings) {
  const Spoken spoken(c.constraints);
  Budget budget{c.options.max_checks};
  return add_paths(c, spoken, budget, findings) && add_sums(c, spoken, budget, findings);
}

}  // namespace foreplan::inline v0::plan::internal
