#include <foreplan/plan/audit.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "plan/conflicts.hpp"
#include "plan/constraints.hpp"
#include "plan/contradiction.hpp"
#include "plan/wording.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

namespace foreplan::inline v0::plan {
namespace {

using namespace internal;  // NOLINT: the audit's own workings

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

Sources all_sources(const Plan& plan) {
  Sources s;
  s.statements.reserve(plan.statements.size());
  for (const auto& statement : plan.statements) s.statements.push_back(&statement);
  for (const auto& identity : plan.identities) s.identities.push_back(&identity);
  return s;
}

bool overlap(const Interval& a, const Interval& b) {
  const double slack = 1e-12 * std::max({1.0, std::abs(a.lower), std::abs(b.lower)});
  return a.lower <= b.upper + slack && b.lower <= a.upper + slack;
}

class Auditor {
 public:
  Auditor(const Plan& plan, const AuditOptions& options)
      : plan_(plan), options_(options), language_(options.language), constraints_(plan, all_sources(plan), Digits::printed) {}

  Audit run() {
    const Conflicts conflicts = find_conflicts(constraints_, options_.max_checks);
    report_contradictions(conflicts.sets);
    if (!conflicts.complete)
      add(FindingKind::search_exhausted, Severity::warning, {}, kNaN, {},
          text::message(language_, "finding.search_exhausted",
                        {{"checks", text::number(static_cast<double>(conflicts.checks), 0, language_)}}));
    result_.checks = conflicts.checks;
    result_.complete = conflicts.complete;
    find_unstated_price_bases();
    find_missing_bases();
    find_definition_breaks();
    work_out_quantities();
    test_paths();
    test_sums();
    std::stable_sort(result_.findings.begin(), result_.findings.end(),
                     [](const Finding& a, const Finding& b) { return a.severity < b.severity; });
    return std::move(result_);
  }

 private:
  void add(FindingKind kind, Severity severity, std::vector<std::string> statements, double value, Interval range,
           std::string sentence) {
    Finding f;
    f.kind = kind;
    f.severity = severity;
    f.statements = std::move(statements);
    f.value = value;
    f.range = range;
    f.sentence = capitalised(std::move(sentence));
    result_.findings.push_back(std::move(f));
  }

  void report_contradictions(std::vector<std::vector<std::size_t>> sets) {
    std::stable_sort(sets.begin(), sets.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); });
    std::vector<std::vector<std::size_t>> told;
    for (const auto& set : sets) {
      std::size_t same = 0;
      while (same < told.size() && !restates(set, told[same])) ++same;
      if (same == told.size()) {
        told.push_back(set);
        result_.findings.push_back(explain_contradiction(plan_, constraints_, set, language_));
      } else {
        std::vector<std::string> ids;
        for (const std::size_t k : set) ids.push_back(id(k));
        result_.findings[same].contradiction->also_from.push_back(std::move(ids));
      }
    }
  }

  const std::string& id(std::size_t source) const {
    const auto& s = constraints_.sources();
    return source < s.statements.size() ? s.statements[source]->id : s.identities[source - s.statements.size()]->id;
  }

  /// Whether `set` is `other` with one statement replaced by others that imply it and agree with it.
  bool restates(const std::vector<std::size_t>& set, const std::vector<std::size_t>& other) const {
    std::vector<std::size_t> missing, instead;
    std::set_difference(other.begin(), other.end(), set.begin(), set.end(), std::back_inserter(missing));
    std::set_difference(set.begin(), set.end(), other.begin(), other.end(), std::back_inserter(instead));
    if (missing.size() != 1 || missing.front() >= constraints_.sources().statements.size()) return false;
    const auto ends = constraints_.ends(missing.front());
    if (!ends) return false;
    Active active(constraints_.sources().size(), 0);
    for (const std::size_t k : instead) active[k] = 1;
    const Interval implied = constraints_.ratio(active, ends->from, ends->to);
    if (!(implied.lower > 0) || std::isinf(implied.upper)) return false;
    active[missing.front()] = 1;
    return constraints_.can_hold(active);
  }

  const std::string& name(const std::string& indicator) const { return name_of(plan_, indicator, language_); }

  void find_unstated_price_bases() {
    for (const Statement& s : plan_.statements) {
      if (s.kind != StatementKind::level) continue;
      const Unit& unit = find_indicator(plan_, s.indicator).unit;
      const PriceBasis own = s.price_basis.kind() == PriceBasis::Kind::none ? unit.price_basis : s.price_basis;
      if (own.kind() != PriceBasis::Kind::unstated) continue;
      const PriceBasis taken = constraints_.basis_of(s);
      const bool known = taken.kind() != PriceBasis::Kind::unstated;
      add(FindingKind::unstated_price_basis, Severity::warning, {s.id}, kNaN, {},
          text::message(language_, known ? "finding.unstated_price_basis.taken" : "finding.unstated_price_basis",
                        {{"statement", statement_text(plan_, s, language_)},
                         {"basis", text::price_basis_text(taken, language_)}}));
    }
  }

  void find_missing_bases() {
    for (const Statement& s : plan_.statements) {
      if (s.role != Role::target || (s.kind != StatementKind::level && s.kind != StatementKind::share)) continue;
      const bool based = std::any_of(plan_.statements.begin(), plan_.statements.end(), [&](const Statement& other) {
        return other.kind == s.kind && other.indicator == s.indicator && other.of == s.of && other.role == Role::observation &&
               other.period.first < s.period.first;
      });
      if (!based)
        add(FindingKind::missing_base, Severity::warning, {s.id}, kNaN, {},
            text::message(language_, "finding.missing_base", {{"statement", statement_text(plan_, s, language_)}}));
    }
  }

  void find_definition_breaks() {
    for (std::size_t i = 0; i < plan_.statements.size(); ++i) {
      const Statement& first = plan_.statements[i];
      if (first.kind != StatementKind::share || first.role != Role::observation) continue;
      std::vector<const Statement*> path;
      bool earlier = false;
      for (std::size_t j = 0; j < plan_.statements.size(); ++j) {
        const Statement& s = plan_.statements[j];
        if (s.kind != StatementKind::share || s.role != Role::observation || s.indicator != first.indicator || s.of != first.of)
          continue;
        earlier = earlier || j < i;
        path.push_back(&s);
      }
      if (earlier || path.size() < 3) continue;
      std::sort(path.begin(), path.end(), [](auto* a, auto* b) { return a->period.first < b->period.first; });
      double fastest = 0;
      for (std::size_t k = 1; k < path.size(); ++k) {
        const auto periods = static_cast<double>(path[k]->period.first - path[k - 1]->period.first);
        if (periods <= 0) continue;
        const double pace = std::abs(path[k]->value.value() - path[k - 1]->value.value()) / periods;
        if (k > 1 && pace > options_.definition_break_factor * fastest && pace > options_.definition_break_points)
          add(FindingKind::definition_break, Severity::warning, {path[k - 1]->id, path[k]->id}, pace / 100, {},
              text::message(language_, "finding.definition_break",
                            {{"indicator", name(first.indicator)},
                             {"of", name(first.of)},
                             {"before", text::percent_points(path[k - 1]->value, language_)},
                             {"first", text::period_text(path[k - 1]->period.first, language_)},
                             {"after", text::percent_points(path[k]->value, language_)},
                             {"last", text::period_text(path[k]->period.first, language_)},
                             {"pace", text::number(pace, 1, language_)},
                             {"usual", text::number(fastest, 1, language_)}}));
        fastest = std::max(fastest, pace);
      }
    }
  }

  // Quantities --------------------------------------------------------------------------------------------

  void work_out_quantities() {
    for (const Quantity& q : plan_.quantities) switch (q.kind) {
        case QuantityKind::growth: work_out_growth(q); break;
        case QuantityKind::capital_per_output_increment: work_out_capital_per_output(q); break;
        case QuantityKind::growth_from_contribution: work_out_growth_from_contribution(q); break;
      }
  }

  Sources given(const Quantity& q) const {
    Sources s;
    for (const auto& id : q.given) {
      const auto identity = std::find_if(plan_.identities.begin(), plan_.identities.end(), [&](const Identity& i) { return i.id == id; });
      if (identity != plan_.identities.end()) s.identities.push_back(&*identity);
      else s.statements.push_back(&find_statement(plan_, id));
    }
    return s;
  }

  void leave_open(const Quantity& q) {
    add(FindingKind::not_derived, Severity::note, q.given, kNaN, {},
        text::message(language_, "finding.not_derived",
                      {{"indicator", name(q.indicator)}, {"period", text::period_text(q.period, language_)}}));
  }

  std::string with_caveat(const Quantity& q, std::string sentence) const {
    return q.caveat.empty() ? sentence : sentence + " " + q.caveat.in(language_);
  }

  std::string joined_given(const Sources& s) const {
    std::string all;
    for (const Statement* x : s.statements) all += (all.empty() ? "" : "; ") + statement_text(plan_, *x, language_);
    return all;
  }

  void work_out_growth(const Quantity& q) {
    Statement wanted;
    wanted.kind = StatementKind::growth;
    wanted.indicator = q.indicator;
    wanted.period = q.period;
    const Sources sources = given(q);
    const Constraints exact(plan_, sources, Digits::none);
    const Constraints printed(plan_, sources, Digits::printed, &exact.usual());
    const Active everything(sources.size(), 1);
    const int indicator = exact.indicator_index(q.indicator);
    const PriceBasis basis = exact.usual_basis(indicator);
    const Node from{indicator, -1, q.period.first.ordinal() - 1, basis}, to{indicator, -1, q.period.last.ordinal(), basis};
    const Ends ends{exact.find(from), exact.find(to), q.period.last - q.period.first + 1};
    if (ends.from < 0 || ends.to < 0) return leave_open(q);
    const double value = point_implied(exact, everything, wanted, ends);
    if (std::isnan(value)) return leave_open(q);
    const Interval range = printed.can_hold(everything)
                               ? from_ratio(wanted, printed.ratio(everything, printed.find(from), printed.find(to)), ends.periods)
                               : Interval{value, value};
    add(FindingKind::derived, Severity::note, q.given, value, range,
        with_caveat(q, text::message(language_, "finding.derived.growth",
                                     {{"indicator", name(q.indicator)},
                                      {"period", text::period_text(q.period, language_)},
                                      {"value", text::percent(value, 2, language_)},
                                      {"given", joined_given(sources)}})));
  }

  const Statement* level_of(const Sources& s, const std::string& indicator, Period period) const {
    for (const Statement* x : s.statements)
      if (x->kind == StatementKind::level && x->indicator == indicator && x->period.first == period) return x;
    return nullptr;
  }

  void work_out_capital_per_output(const Quantity& q) {
    const Sources s = given(q);
    const Statement* capital = level_of(s, q.indicator, q.period.last);
    const Statement* before = level_of(s, q.of, q.period.first - 1);
    const Statement* after = level_of(s, q.of, q.period.last);
    if (capital == nullptr || before == nullptr || after == nullptr) return leave_open(q);
    const double increment = stated_value(*after) - stated_value(*before);
    const PriceBasis paid = constraints_.basis_of(*capital), produced = constraints_.basis_of(*after);
    const bool mixed = paid != produced || produced != constraints_.basis_of(*before) || paid.kind() == PriceBasis::Kind::unstated;
    if (!(increment > 0)) return leave_open(q);
    const double value = stated_value(*capital) / increment *
                         std::pow(10.0, find_indicator(plan_, q.indicator).unit.scale_power - find_indicator(plan_, q.of).unit.scale_power);
    add(mixed ? FindingKind::mixed_price_bases : FindingKind::derived, mixed ? Severity::warning : Severity::note, q.given,
        value, {value, value},
        with_caveat(q, text::message(language_, mixed ? "finding.mixed_price_bases" : "finding.derived.capital",
                                     {{"capital", text::number(capital->value, language_)},
                                      {"after", text::number(after->value, language_)},
                                      {"before", text::number(before->value, language_)},
                                      {"value", text::number(value, 2, language_)},
                                      {"capital_basis", text::price_basis_text(paid, language_)},
                                      {"output_basis", text::price_basis_text(produced, language_)},
                                      {"indicator", name(q.indicator)},
                                      {"of", name(q.of)},
                                      {"period", text::period_text(q.period, language_)}})));
  }

  void work_out_growth_from_contribution(const Quantity& q) {
    const Statement *contribution = nullptr, *share = nullptr;
    for (const Statement* s : given(q).statements) {
      if (s->indicator != q.indicator || s->of != q.of) continue;
      if (s->kind == StatementKind::contribution && s->period.first == q.period.first) contribution = s;
      if (s->kind == StatementKind::share && s->period.first == q.period.first - 1) share = s;
    }
    if (contribution == nullptr || share == nullptr) return leave_open(q);
    const double value = stated_value(*contribution) / stated_value(*share);
    const Interval c = stated_interval(*contribution, Digits::printed, plan_.about_tolerance);
    const Interval s = stated_interval(*share, Digits::printed, plan_.about_tolerance);
    const Interval range{std::min(c.lower / s.lower, c.lower / s.upper), std::max(c.upper / s.lower, c.upper / s.upper)};
    const bool implausible = value < -options_.implausible_fall;
    add(implausible ? FindingKind::implausible_growth : FindingKind::derived, implausible ? Severity::warning : Severity::note,
        q.given, value, range,
        with_caveat(q, text::message(language_, implausible ? "finding.implausible_growth" : "finding.derived.from_contribution",
                                     {{"indicator", name(q.indicator)},
                                      {"of", name(q.of)},
                                      {"period", text::period_text(q.period, language_)},
                                      {"before", text::period_text(share->period.first, language_)},
                                      {"contribution", text::signed_number(contribution->value.value(), printed_decimals(*contribution), language_)},
                                      {"share", text::percent_points(share->value, language_)},
                                      {"value", text::signed_percent(value, 1, language_)}})));
  }

  // What was tested and holds -----------------------------------------------------------------------------

  void test_paths() {
    const auto& sources = constraints_.sources();
    for (std::size_t g = 0; g < sources.statements.size(); ++g) {
      const Statement& growth = *sources.statements[g];
      if (growth.kind != StatementKind::growth) continue;
      const StatementKind wanted = growth.of.empty() ? StatementKind::level : StatementKind::share;
      for (const Statement* a : sources.statements) {
        if (a->kind != wanted || a->indicator != growth.indicator || a->of != growth.of || a->period.first != growth.period.first - 1)
          continue;
        for (const Statement* b : sources.statements) {
          if (b->kind != wanted || b->indicator != growth.indicator || b->of != growth.of || b->period.first != growth.period.last)
            continue;
          if (wanted == StatementKind::level && !same_prices(growth, *a, *b)) continue;
          report_path(growth, *a, *b);
        }
      }
    }
  }

  bool same_prices(const Statement& growth, const Statement& a, const Statement& b) const {
    const PriceBasis first = constraints_.basis_of(a), last = constraints_.basis_of(b);
    if (first != last) return false;
    if (growth.price_basis.kind() == PriceBasis::Kind::none || growth.price_basis.kind() == PriceBasis::Kind::unstated)
      return first.kind() != PriceBasis::Kind::current;
    return growth.price_basis == first;
  }

  void report_path(const Statement& growth, const Statement& a, const Statement& b) {
    const Interval from = stated_interval(a, Digits::printed, plan_.about_tolerance);
    const Interval to = stated_interval(b, Digits::printed, plan_.about_tolerance);
    const std::int64_t n = growth.period.last - growth.period.first + 1;
    const Interval range = from_ratio(growth, Interval{std::max(0.0, to.lower) / from.upper, to.upper / from.lower}, n);
    if (!overlap(range, stated_interval(growth, Digits::printed, plan_.about_tolerance))) return;
    const double value = from_ratio(growth, stated_value(b) / stated_value(a), n);
    add(FindingKind::consistent_path, Severity::consistent, {a.id, b.id, growth.id}, value, range,
        text::message(language_, growth.of.empty() ? "finding.consistent_path.level" : "finding.consistent_path.share",
                      {{"indicator", name(growth.indicator)},
                       {"of", growth.of.empty() ? std::string() : name(growth.of)},
                       {"before", value_text(plan_, a, language_)},
                       {"first", text::period_text(a.period.first, language_)},
                       {"after", value_text(plan_, b, language_)},
                       {"last", text::period_text(b.period.first, language_)},
                       {"implied", quantity_text(plan_, growth, value, 2, language_)},
                       {"stated", value_text(plan_, growth, language_)}}));
  }

  void test_sums() {
    for (const Identity& identity : plan_.identities)
      for (const StatementKind kind : {StatementKind::level, StatementKind::share, StatementKind::contribution})
        for (std::size_t i = 0; i < plan_.statements.size(); ++i) {
          const Statement& first = plan_.statements[i];
          if (first.kind == kind && first.indicator == identity.parts.front() &&
              (kind == StatementKind::level || first.of == identity.total))
            test_sum(identity, first);
        }
  }

  /// The statement like `first` about another member: same kind, period and prices.
  const Statement* alike(const Statement& first, const std::string& indicator) const {
    for (const Statement& s : plan_.statements)
      if (s.kind == first.kind && s.indicator == indicator && s.of == first.of && s.period == first.period &&
          constraints_.basis_of(s) == constraints_.basis_of(first))
        return &s;
    return nullptr;
  }

  void test_sum(const Identity& identity, const Statement& first) {
    std::vector<std::string> ids{identity.id}, terms;
    double sum = 0;
    Interval range{0, 0};
    for (const auto& part : identity.parts) {
      const Statement* s = alike(first, part);
      if (s == nullptr) return;
      ids.push_back(s->id);
      terms.push_back(name(part) + " " +
                      (s->kind == StatementKind::contribution
                           ? text::signed_number(s->value.value(), printed_decimals(*s), language_)
                           : text::number(s->value, language_)));
      sum += stated_value(*s);
      const Interval i = stated_interval(*s, Digits::printed, plan_.about_tolerance);
      range.lower += i.lower;
      range.upper += i.upper;
    }
    Interval total{1, 1};
    std::string stated = text::percent(1, 0, language_);
    int decimals = printed_decimals(first);
    if (first.kind != StatementKind::share) {
      const Statement* t = nullptr;
      for (const Statement& s : plan_.statements) {
        const bool level = first.kind == StatementKind::level && s.kind == StatementKind::level &&
                           constraints_.basis_of(s) == constraints_.basis_of(first);
        const bool growth = first.kind == StatementKind::contribution && s.kind == StatementKind::growth && s.of.empty();
        if ((level || growth) && s.indicator == identity.total && s.period == first.period) t = &s;
      }
      if (t == nullptr) return;
      ids.push_back(t->id);
      total = stated_interval(*t, Digits::printed, plan_.about_tolerance);
      stated = value_text(plan_, *t, language_);
    }
    if (!overlap(range, total)) return;
    std::string list;
    for (const auto& term : terms) list += (list.empty() ? "" : ", ") + term;
    const bool level = first.kind == StatementKind::level;
    add(FindingKind::consistent_sum, Severity::consistent, std::move(ids), sum, range,
        text::message(language_, std::string("finding.consistent_sum.") + std::string(to_string(first.kind)),
                      {{"total", name(identity.total)},
                       {"period", text::period_text(first.period, language_)},
                       {"terms", list},
                       {"sum", level ? text::number(sum, decimals, language_) : text::percent(sum, decimals, language_)},
                       {"stated", stated}}));
  }

  const Plan& plan_;
  const AuditOptions& options_;
  Language language_;
  Constraints constraints_;
  Audit result_;
};

}  // namespace

std::string_view to_string(Severity severity) noexcept {
  switch (severity) {
    case Severity::contradiction: return "contradiction";
    case Severity::warning: return "warning";
    case Severity::note: return "note";
    case Severity::consistent: return "consistent";
  }
  return "unknown";
}

std::string_view to_string(FindingKind kind) noexcept {
  switch (kind) {
    case FindingKind::contradiction: return "contradiction";
    case FindingKind::unstated_price_basis: return "unstated_price_basis";
    case FindingKind::missing_base: return "missing_base";
    case FindingKind::definition_break: return "definition_break";
    case FindingKind::mixed_price_bases: return "mixed_price_bases";
    case FindingKind::implausible_growth: return "implausible_growth";
    case FindingKind::consistent_path: return "consistent_path";
    case FindingKind::consistent_sum: return "consistent_sum";
    case FindingKind::derived: return "derived";
    case FindingKind::not_derived: return "not_derived";
    case FindingKind::search_exhausted: return "search_exhausted";
  }
  return "unknown";
}

std::string_view to_string(ReadingKind kind) noexcept {
  switch (kind) {
    case ReadingKind::other_price_basis: return "other_price_basis";
    case ReadingKind::other_horizon: return "other_horizon";
    case ReadingKind::arithmetic_growth: return "arithmetic_growth";
    case ReadingKind::other_concept: return "other_concept";
  }
  return "unknown";
}

std::string_view to_string(Verdict verdict) noexcept {
  switch (verdict) {
    case Verdict::reconciles: return "reconciles";
    case Verdict::does_not: return "does_not";
    case Verdict::cannot_be_judged: return "cannot_be_judged";
  }
  return "unknown";
}

std::size_t Audit::count(FindingKind kind) const noexcept {
  return static_cast<std::size_t>(
      std::count_if(findings.begin(), findings.end(), [kind](const Finding& f) { return f.kind == kind; }));
}

Audit audit(const Plan& plan, const AuditOptions& options) {
  constexpr std::string_view kAudit = "plan::audit";
  detail::require(options.max_checks >= 1, kAudit, "max_checks must be >= 1", "0");
  detail::require(options.definition_break_factor > 1, kAudit, "definition_break_factor must be > 1", options.definition_break_factor);
  detail::require(options.definition_break_points >= 0, kAudit, "definition_break_points must be >= 0", options.definition_break_points);
  detail::require(options.implausible_fall > 0 && options.implausible_fall < 1, kAudit, "implausible_fall must be in (0, 1)",
                  options.implausible_fall);
  validate(plan);
  return Auditor(plan, options).run();
}

bool can_all_be_true(const Plan& plan, const std::vector<std::string>& ids) {
  validate(plan);
  const Constraints constraints(plan, all_sources(plan), Digits::printed);
  const auto& sources = constraints.sources();
  Active active(sources.size(), 0);
  for (const auto& id : ids) {
    std::size_t found = sources.size();
    for (std::size_t k = 0; k < sources.statements.size(); ++k)
      if (sources.statements[k]->id == id) found = k;
    for (std::size_t k = 0; k < sources.identities.size(); ++k)
      if (sources.identities[k]->id == id) found = sources.statements.size() + k;
    detail::require(found < sources.size(), "plan::can_all_be_true", "statement or identity must be known", detail::quoted(id));
    active[found] = 1;
  }
  return constraints.can_hold(active);
}

}  // namespace foreplan::inline v0::plan
