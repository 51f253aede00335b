#include <algorithm>
#include <cmath>
#include <limits>

#include "plan/findings.hpp"
#include "plan/wording.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

namespace foreplan::inline v0::plan::internal {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

PriceBasis printed_basis(const Context& c, std::size_t k) {
  const PriceBasis own = c.plan.statements[k].price_basis;
  if (own.kind() != PriceBasis::Kind::none) return own;
  return c.plan.indicators[static_cast<std::size_t>(c.constraints.subject(k).indicator)].unit.price_basis;
}

void add_unstated_price_bases(const Context& c, std::vector<Finding>& findings) {
  const Language language = c.options.language;
  for (std::size_t k = 0; k < c.plan.statements.size(); ++k) {
    const Statement& s = c.plan.statements[k];
    if (s.kind != StatementKind::level || printed_basis(c, k).kind() != PriceBasis::Kind::unstated) continue;
    const PriceBasis taken = c.constraints.basis_of(k);
    const bool known = taken.kind() != PriceBasis::Kind::unstated;
    findings.push_back(make_finding(
        FindingKind::unstated_price_basis, Severity::warning, ids_of(s.id), kNaN, {},
        text::message(
            language, known ? "finding.unstated_price_basis.taken" : "finding.unstated_price_basis",
            {{"statement", statement_text(c.plan, s, language)}, {"basis", text::price_basis_text(taken, language)}})));
  }
}

bool alike(const Context& c, std::size_t a, std::size_t b) {
  const Subject &x = c.constraints.subject(a), &y = c.constraints.subject(b);
  return x.indicator == y.indicator && x.of == y.of && c.plan.statements[a].kind == c.plan.statements[b].kind;
}

bool has_base(const Context& c, std::size_t target) {
  const auto& statements = c.plan.statements;
  for (std::size_t k = 0; k < statements.size(); ++k)
    if (alike(c, k, target) && statements[k].role == Role::observation &&
        statements[k].period.first < statements[target].period.first)
      return true;
  return false;
}

void add_missing_bases(const Context& c, std::vector<Finding>& findings) {
  const Language language = c.options.language;
  for (std::size_t k = 0; k < c.plan.statements.size(); ++k) {
    const Statement& s = c.plan.statements[k];
    if (s.role == Role::target && (s.kind == StatementKind::level || s.kind == StatementKind::share) && !has_base(c, k))
      findings.push_back(make_finding(
          FindingKind::missing_base, Severity::warning, ids_of(s.id), kNaN, {},
          text::message(language, "finding.missing_base", {{"statement", statement_text(c.plan, s, language)}})));
  }
}

bool is_observed_share(const Statement& s) { return s.kind == StatementKind::share && s.role == Role::observation; }

/// The observed shares like the first of them, in order of time; empty when `first` is not the first in the plan.
std::vector<const Statement*> observed_path(const Context& c, std::size_t first) {
  std::vector<const Statement*> path;
  for (std::size_t k = 0; k < c.plan.statements.size(); ++k) {
    const Statement& s = c.plan.statements[k];
    if (!alike(c, k, first) || !is_observed_share(s) || c.constraints.basis_of(k) != c.constraints.basis_of(first))
      continue;
    if (k < first) return {};
    path.push_back(&s);
  }
  std::stable_sort(path.begin(), path.end(), [](auto* a, auto* b) { return a->period.first < b->period.first; });
  return path;
}

Finding definition_break(const Context& c, const Statement& before, const Statement& after, double pace, double usual) {
  const Language language = c.options.language;
  return make_finding(FindingKind::definition_break, Severity::warning, ids_of(before.id, after.id), pace / 100, {},
                      text::message(language, "finding.definition_break",
                                    {{"indicator", name_of(c.plan, after.indicator, language)},
                                     {"of", name_of(c.plan, after.of, language)},
                                     {"before", text::percent_points(before.value, language)},
                                     {"first", text::period_text(before.period.first, language)},
                                     {"after", text::percent_points(after.value, language)},
                                     {"last", text::period_text(after.period.first, language)},
                                     {"pace", text::number(pace, 1, language)},
                                     {"each", text::each_period(after.period.first.frequency(), language)},
                                     {"usual", text::number(usual, 1, language)}}));
}

void add_definition_breaks(const Context& c, std::vector<Finding>& findings) {
  for (std::size_t first = 0; first < c.plan.statements.size(); ++first) {
    if (!is_observed_share(c.plan.statements[first])) continue;
    const auto path = observed_path(c, first);
    double fastest = 0;
    for (std::size_t k = 1; k < path.size(); ++k) {
      const auto periods = static_cast<double>(path[k]->period.first - path[k - 1]->period.first);
      if (periods <= 0) continue;
      const double pace = std::abs(path[k]->value.value() - path[k - 1]->value.value()) / periods;
      if (k > 1 && pace > c.options.definition_break_factor * fastest && pace > c.options.definition_break_points)
        findings.push_back(definition_break(c, *path[k - 1], *path[k], pace, fastest));
      fastest = std::max(fastest, pace);
    }
  }
}

}  // namespace

void add_warnings(const Context& c, std::vector<Finding>& findings) {
  add_unstated_price_bases(c, findings);
  add_missing_bases(c, findings);
  add_definition_breaks(c, findings);
}

}  // namespace foreplan::inline v0::plan::internal
