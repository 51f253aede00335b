#include <foreplan/plan/audit.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "plan/conflicts.hpp"
#include "plan/constraints.hpp"
#include "plan/contradiction.hpp"
#include "plan/findings.hpp"
#include "plan/name_index.hpp"
#include "plan/wording.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

namespace foreplan::inline v0::plan {
namespace {

using namespace internal;  // NOLINT: the audit's own workings

Sources all_sources(const Plan& plan) {
  Sources s;
  s.statements.reserve(plan.statements.size());
  for (const auto& statement : plan.statements) s.statements.push_back(&statement);
  for (const auto& identity : plan.identities) s.identities.push_back(&identity);
  return s;
}

/// Whether `set` is `other` with one statement replaced by others that imply it and agree with it.
bool restates(const Constraints& constraints, const std::vector<std::size_t>& set,
              const std::vector<std::size_t>& other) {
  std::size_t missing = 0, count = 0;
  for (const std::size_t k : other)
    if (!std::binary_search(set.begin(), set.end(), k)) {
      missing = k;
      if (++count > 1) return false;
    }
  if (count != 1 || missing >= constraints.sources().statements.size()) return false;
  const auto ends = constraints.ends(missing);
  if (!ends) return false;
  Active active(constraints.sources().size(), 0);
  for (const std::size_t k : set)
    if (!std::binary_search(other.begin(), other.end(), k)) active[k] = 1;
  const Interval implied = constraints.ratio(active, ends->from, ends->to);
  if (!(implied.lower > 0) || std::isinf(implied.upper)) return false;
  active[missing] = 1;
  return constraints.can_hold(active);
}

/// One finding for each set, the smallest first, but none for a set that restates one already told.
void add_contradictions(const Context& c, std::vector<std::vector<std::size_t>> sets, std::vector<Finding>& findings) {
  std::stable_sort(sets.begin(), sets.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); });
  // Only sets that have an element in common, or a single one, can be the same contradiction.
  std::vector<std::vector<std::size_t>> told, told_with(c.constraints.sources().size());
  std::vector<std::size_t> single, like;
  for (const auto& set : sets) {
    like = single;
    for (const std::size_t k : set) like.insert(like.end(), told_with[k].begin(), told_with[k].end());
    std::sort(like.begin(), like.end());
    like.erase(std::unique(like.begin(), like.end()), like.end());
    const auto found =
        std::find_if(like.begin(), like.end(), [&](std::size_t i) { return restates(c.constraints, set, told[i]); });
    const std::size_t same = found == like.end() ? told.size() : *found;
    if (same == told.size()) {
      for (const std::size_t k : set) told_with[k].push_back(same);
      if (set.size() == 1) single.push_back(same);
      told.push_back(set);
      findings.push_back(explain_contradiction(c.plan, c.constraints, set, c.options.language));
    } else {
      std::vector<std::string> ids;
      for (const std::size_t k : set) ids.push_back(c.constraints.sources().id(k));
      findings[same].contradiction->also_from.push_back(std::move(ids));
    }
  }
}

Finding exhausted(std::string_view key, std::size_t checks, Language language) {
  return make_finding(
      FindingKind::search_exhausted, Severity::warning, {}, std::numeric_limits<double>::quiet_NaN(), {},
      text::message(language, key, {{"checks", text::number(static_cast<double>(checks), 0, language)}}));
}

void require_options(const AuditOptions& options) {
  constexpr std::string_view kAudit = "plan::audit";
  detail::require(options.max_checks >= 1, kAudit, "max_checks must be >= 1", "0");
  detail::require(options.definition_break_factor > 1, kAudit, "definition_break_factor must be > 1",
                  options.definition_break_factor);
  detail::require(options.definition_break_points >= 0, kAudit, "definition_break_points must be >= 0",
                  options.definition_break_points);
  detail::require(options.implausible_fall > 0 && options.implausible_fall < 1, kAudit,
                  "implausible_fall must be in (0, 1)", options.implausible_fall);
}

}  // namespace

Audit audit(const Plan& plan, const AuditOptions& options) {
  require_options(options);
  validate(plan);
  const NameIndex indicators = indicator_names(plan);
  const Constraints constraints(plan, indicators, all_sources(plan), Digits::printed);
  const Context context{plan, options, constraints, indicators};
  const Conflicts conflicts = find_conflicts(constraints, options.max_checks);
  Audit result;
  result.checks = conflicts.checks;
  result.complete = conflicts.complete;
  add_contradictions(context, conflicts.sets, result.findings);
  if (!conflicts.complete)
    result.findings.push_back(exhausted("finding.search_exhausted", conflicts.checks, options.language));
  add_warnings(context, result.findings);
  add_quantities(context, result.findings);
  if (!add_agreements(context, result.findings)) {
    result.complete = false;
    result.findings.push_back(exhausted("finding.agreements_exhausted", options.max_checks, options.language));
  }
  std::stable_sort(result.findings.begin(), result.findings.end(),
                   [](const Finding& a, const Finding& b) { return a.severity < b.severity; });
  return result;
}

bool can_all_be_true(const Plan& plan, const std::vector<std::string>& ids) {
  validate(plan);
  const Constraints constraints(plan, all_sources(plan), Digits::printed);
  const Sources& sources = constraints.sources();
  NameIndex names(sources.size());
  for (std::size_t k = 0; k < sources.size(); ++k) names.insert(sources.id(k));
  Active active(sources.size(), 0);
  for (const auto& id : ids) {
    const std::size_t found = names.find(id);
    detail::require(found != NameIndex::kNone, "plan::can_all_be_true", "statement or identity must be known",
                    detail::quoted(id));
    active[found] = 1;
  }
  return constraints.can_hold(active);
}

Finding internal::make_finding(FindingKind kind, Severity severity, std::vector<std::string> statements, double value,
                               Interval range, std::string sentence) {
  Finding f;
  f.kind = kind;
  f.severity = severity;
  f.statements = std::move(statements);
  f.value = value;
  f.range = range;
  f.sentence = capitalised(std::move(sentence));
  return f;
}

std::string_view to_string(Severity severity) noexcept {
  switch (severity) {
    case Severity::contradiction:
      return "contradiction";
    case Severity::warning:
      return "warning";
    case Severity::note:
      return "note";
    case Severity::consistent:
      return "consistent";
  }
  return "unknown";
}

std::string_view to_string(FindingKind kind) noexcept {
  switch (kind) {
    case FindingKind::contradiction:
      return "contradiction";
    case FindingKind::unstated_price_basis:
      return "unstated_price_basis";
    case FindingKind::missing_base:
      return "missing_base";
    case FindingKind::definition_break:
      return "definition_break";
    case FindingKind::mixed_price_bases:
      return "mixed_price_bases";
    case FindingKind::implausible_growth:
      return "implausible_growth";
    case FindingKind::consistent_path:
      return "consistent_path";
    case FindingKind::consistent_sum:
      return "consistent_sum";
    case FindingKind::derived:
      return "derived";
    case FindingKind::not_derived:
      return "not_derived";
    case FindingKind::search_exhausted:
      return "search_exhausted";
  }
  return "unknown";
}

std::string_view to_string(ReadingKind kind) noexcept {
  switch (kind) {
    case ReadingKind::other_price_basis:
      return "other_price_basis";
    case ReadingKind::other_horizon:
      return "other_horizon";
    case ReadingKind::arithmetic_growth:
      return "arithmetic_growth";
    case ReadingKind::other_concept:
      return "other_concept";
  }
  return "unknown";
}

std::string_view to_string(Verdict verdict) noexcept {
  switch (verdict) {
    case Verdict::reconciles:
      return "reconciles";
    case Verdict::does_not:
      return "does_not";
    case Verdict::cannot_be_judged:
      return "cannot_be_judged";
  }
  return "unknown";
}

std::size_t Audit::count(FindingKind kind) const noexcept {
  return static_cast<std::size_t>(
      std::count_if(findings.begin(), findings.end(), [kind](const Finding& f) { return f.kind == kind; }));
}

}  // namespace foreplan::inline v0::plan
