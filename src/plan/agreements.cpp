#include <algorithm>
#include <cmath>

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

/// The sources of the audit are the plan's statements in their order.
Interval printed_interval(const Context& c, const Statement& s) {
  return c.constraints.stated(static_cast<std::size_t>(&s - c.plan.statements.data()));
}

// Paths: a growth between two levels or shares -------------------------------------------------------------

void add_path(const Context& c, std::vector<Finding>& findings, const Statement& growth, const Statement& a,
              const Statement& b) {
  const Interval from = printed_interval(c, a), to = printed_interval(c, b);
  const Ends ends{0, 0, growth.period.last - growth.period.first + 1};
  const Interval ratio{std::max(0.0, to.lower) / from.upper, to.upper / std::max(0.0, from.lower)};
  const Interval range = from_ratio(growth, ratio, ends);
  if (!overlap(range, printed_interval(c, growth))) return;
  const double value = from_ratio(growth, stated_value(b) / stated_value(a), ends);
  const Language language = c.options.language;
  findings.push_back(make_finding(
      FindingKind::consistent_path, Severity::consistent, {a.id, b.id, growth.id}, value, range,
      text::message(language, growth.of.empty() ? "finding.consistent_path.level" : "finding.consistent_path.share",
                    {{"indicator", name_of(c.plan, growth.indicator, language)},
                     {"of", growth.of.empty() ? std::string() : name_of(c.plan, growth.of, language)},
                     {"before", value_text(c.plan, a, language)},
                     {"first", text::period_text(a.period.first, language)},
                     {"after", value_text(c.plan, b, language)},
                     {"last", text::period_text(b.period.first, language)},
                     {"implied", quantity_text(c.plan, growth, value, 2, language)},
                     {"stated", value_text(c.plan, growth, language)}})));
}

void add_paths(const Context& c, std::vector<Finding>& findings) {
  const auto& statements = c.constraints.sources().statements;
  for (std::size_t g = 0; g < statements.size(); ++g) {
    const Statement& growth = *statements[g];
    if (growth.kind != StatementKind::growth) continue;
    const auto stands_at = [&](const Statement& s, Period period) {
      return s.kind == (growth.of.empty() ? StatementKind::level : StatementKind::share) && s.period.first == period &&
             s.indicator == growth.indicator && s.of == growth.of;
    };
    for (const Statement* a : statements) {
      if (!stands_at(*a, growth.period.first - 1)) continue;
      for (const Statement* b : statements)
        if (stands_at(*b, growth.period.last) &&
            c.constraints.bounds(g, c.constraints.find(*a), c.constraints.find(*b)))
          add_path(c, findings, growth, *a, *b);
    }
  }
}

// Sums: an identity whose parts and total are all stated in one period -------------------------------------

/// The statement like `first` about another member: same kind, period and prices.
const Statement* alike(const Context& c, const Statement& first, const std::string& indicator) {
  for (const Statement& s : c.plan.statements)
    if (s.kind == first.kind && s.indicator == indicator && s.of == first.of && s.period == first.period &&
        c.constraints.basis_of(s) == c.constraints.basis_of(first))
      return &s;
  return nullptr;
}

/// The growth of the total that contributions like `first` add up to.
const Statement* growth_of_total(const Context& c, const Statement& first, const std::string& total) {
  const PriceBasis basis = c.constraints.basis_of(first);
  const int indicator = indicator_index(c.plan, total);
  const std::int64_t t = first.period.first.ordinal();
  const int before = c.constraints.find({indicator, -1, t - 1, basis}),
            now = c.constraints.find({indicator, -1, t, basis});
  const auto& statements = c.constraints.sources().statements;
  for (std::size_t g = 0; g < statements.size(); ++g)
    if (statements[g]->kind == StatementKind::growth && statements[g]->of.empty() &&
        statements[g]->indicator == total && statements[g]->period == first.period &&
        c.constraints.bounds(g, before, now))
      return statements[g];
  return nullptr;
}

struct Addition {
  std::vector<std::string> ids{};
  std::string terms{};
  double sum = 0;
  Interval range{0, 0};

  void add(const Context& c, const Statement& s) {
    const Language language = c.options.language;
    ids.push_back(s.id);
    if (!terms.empty()) terms += ", ";
    terms +=
        name_of(c.plan, s.indicator, language) + " " +
        (s.kind == StatementKind::contribution ? text::signed_number(s.value.value(), printed_decimals(s), language)
                                               : text::number(s.value, language));
    sum += stated_value(s);
    const Interval i = printed_interval(c, s);
    range.lower += i.lower;
    range.upper += i.upper;
  }
};

void add_sum(const Context& c, std::vector<Finding>& findings, const Identity& identity, const Statement& first) {
  const Language language = c.options.language;
  Addition parts;
  parts.ids.push_back(identity.id);
  for (const auto& part : identity.parts) {
    const Statement* s = alike(c, first, part);
    if (s == nullptr) return;
    parts.add(c, *s);
  }
  Interval total{1, 1};
  std::string stated;
  if (first.kind != StatementKind::share) {
    const Statement* t = first.kind == StatementKind::level ? alike(c, first, identity.total)
                                                            : growth_of_total(c, first, identity.total);
    if (t == nullptr) return;
    parts.ids.push_back(t->id);
    total = printed_interval(c, *t);
    stated = value_text(c.plan, *t, language);
  }
  if (!overlap(parts.range, total)) return;
  const int decimals = printed_decimals(first);
  findings.push_back(make_finding(
      FindingKind::consistent_sum, Severity::consistent, std::move(parts.ids), parts.sum, parts.range,
      text::message(language, std::string("finding.consistent_sum.") + std::string(to_string(first.kind)),
                    {{"total", name_of(c.plan, identity.total, language)},
                     {"period", text::period_text(first.period.first, language)},
                     {"terms", parts.terms},
                     {"sum", first.kind == StatementKind::level ? text::number(parts.sum, decimals, language)
                                                                : text::percent(parts.sum, decimals, language)},
                     {"stated", stated}})));
}

void add_sums(const Context& c, std::vector<Finding>& findings) {
  for (const Identity& identity : c.plan.identities)
    for (const StatementKind kind : {StatementKind::level, StatementKind::share, StatementKind::contribution})
      for (const Statement& first : c.plan.statements)
        if (first.kind == kind && first.indicator == identity.parts.front() &&
            (kind == StatementKind::level || first.of == identity.total))
          add_sum(c, findings, identity, first);
}

}  // namespace

void add_agreements(const Context& c, std::vector<Finding>& findings) {
  add_paths(c, findings);
  add_sums(c, findings);
}

}  // namespace foreplan::inline v0::plan::internal
