#include <foreplan/report/audit.hpp>

#include "core/check.hpp"
#include "plan/wording.hpp"
#include "report/source_note.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <set>

namespace foreplan::inline v0::report {
namespace {

using text::capitalised;
using text::message;

constexpr std::array kSeverities = {plan::Severity::contradiction, plan::Severity::warning, plan::Severity::note,
                                    plan::Severity::consistent};

Tone tone_of(plan::Severity severity) {
  switch (severity) {
    case plan::Severity::contradiction: return Tone::bad;
    case plan::Severity::warning: return Tone::caution;
    case plan::Severity::note: return Tone::neutral;
    case plan::Severity::consistent: return Tone::good;
  }
  return Tone::neutral;
}

Tone tone_of(plan::Verdict verdict) {
  switch (verdict) {
    case plan::Verdict::reconciles: return Tone::good;
    case plan::Verdict::does_not: return Tone::bad;
    case plan::Verdict::cannot_be_judged: return Tone::neutral;
  }
  return Tone::neutral;
}

std::string_view verdict_key(plan::Verdict verdict) {
  switch (verdict) {
    case plan::Verdict::reconciles: return "report.verdict.reconciles";
    case plan::Verdict::does_not: return "report.verdict.does_not";
    case plan::Verdict::cannot_be_judged: return "report.verdict.open";
  }
  return {};
}

FindingCard card(const plan::Finding& finding, Language language) {
  FindingCard c;
  c.tone = tone_of(finding.severity);
  c.badge = capitalised(message(language, "severity." + std::string(to_string(finding.severity))));
  c.sentence = finding.contradiction ? finding.contradiction->sentence : finding.sentence;  // readings follow as details
  if (!finding.contradiction) return c;
  std::vector<plan::Reading> readings = finding.contradiction->readings;
  std::stable_sort(readings.begin(), readings.end(),
                   [](const plan::Reading& a, const plan::Reading& b) { return a.verdict < b.verdict; });
  for (const plan::Reading& reading : readings)
    c.details.push_back({tone_of(reading.verdict), std::string(message(language, verdict_key(reading.verdict))), reading.sentence});
  return c;
}

Quote quote(const plan::Plan& plan, const std::string& id, Language language) {
  for (const plan::Identity& identity : plan.identities)
    if (identity.id == id)
      return {identity.text.empty() ? capitalised(plan::internal::identity_text(plan, identity, language)) : identity.text, identity.source};
  const plan::Statement& s = plan::find_statement(plan, id);
  return {s.text.empty() ? capitalised(plan::internal::statement_text(plan, s, language)) : s.text, s.source};
}

std::string prices(const plan::Plan& plan, const plan::Statement& s, Language language) {
  using plan::StatementKind;
  if (s.kind == StatementKind::conversion)
    return text::price_basis_text(s.price_basis, language) + " \u2192 " + text::price_basis_text(s.to_price_basis, language);
  if (s.price_basis.kind() != PriceBasis::Kind::none) return text::price_basis_text(s.price_basis, language);
  if (s.kind != StatementKind::level) return {};
  return text::price_text(plan::find_indicator(plan, s.indicator).unit, language);
}

/// The value of a statement without its prices, which have a column of their own.
std::string value(const plan::Plan& plan, const plan::Statement& s, Language language) {
  const bool of_share = s.kind == plan::StatementKind::growth && !s.of.empty();
  if (of_share && s.value.value() == 0 && s.bound == plan::Bound::at_least) return std::string(message(language, "report.rises"));
  if (of_share && s.value.value() == 0 && s.bound == plan::Bound::at_most) return std::string(message(language, "report.falls"));
  std::string text = plan::internal::value_text(plan, s, language);
  const std::string basis = " (" + prices(plan, s, language) + ')';
  if (text.size() > basis.size() && text.ends_with(basis)) text.erase(text.size() - basis.size());
  return text;
}

std::string subject(const plan::Plan& plan, const plan::Statement& s, Language language) {
  const std::string name = plan::find_indicator(plan, s.indicator).name.in(language);
  const std::string key = "report.subject." + std::string(to_string(s.kind)) +
                          (s.kind == plan::StatementKind::growth && !s.of.empty() ? "_of_share" : "");
  const std::string of = s.of.empty() ? std::string() : plan::find_indicator(plan, s.of).name.in(language);
  return capitalised(
      message(language, key,
              {{"indicator", name}, {"of", of}, {"each", text::each_period(s.period.first.frequency(), language)}}));
}

Table statement_table(const plan::Plan& plan, const std::vector<const plan::Statement*>& all, bool roles, Language language) {
  detail::require(!all.empty(), "report::statements", "the plan must have a statement", "none");
  Table t;
  for (const std::string_view key : {"report.statement", "report.period", "report.value", "report.prices"})
    t.columns.push_back({std::string(message(language, key))});
  t.columns[2].align = Align::right;
  t.cards = true;
  if (roles) t.columns.push_back({std::string(message(language, "report.role"))});
  const bool one_source = std::all_of(all.begin(), all.end(), [&](const plan::Statement* s) { return s->source == all.front()->source; });
  if (!one_source) t.columns.push_back({std::string(message(language, "report.source"))});
  else t.note = source_note({all.front()->source}, language);
  for (const plan::Statement* s : all) {
    t.rows.push_back({subject(plan, *s, language), text::period_label(s->period, language), value(plan, *s, language), prices(plan, *s, language)});
    if (roles) t.rows.back().emplace_back(message(language, "report.role." + std::string(to_string(s->role))));
    if (!one_source) t.rows.back().emplace_back(s->source);
  }
  return t;
}

}  // namespace

Findings findings(const std::vector<plan::Finding>& all, Language language) {
  Findings block;
  for (const plan::Finding& finding : all) block.items.push_back(card(finding, language));
  return block;
}

Findings findings(const plan::Audit& audit, Language language) { return findings(audit.findings, language); }

Findings findings(const plan::Audit& audit, const plan::Plan& plan, Language language) {
  Findings block = findings(audit.findings, language);
  for (std::size_t i = 0; i < audit.findings.size(); ++i)
    for (const std::string& id : audit.findings[i].statements) block.items[i].quotes.push_back(quote(plan, id, language));
  return block;
}

KeyFigures audit_figures(const plan::Audit& audit, Language language) {
  KeyFigures block;
  for (const plan::Severity severity : kSeverities) {
    const auto n = std::count_if(audit.begin(), audit.end(), [&](const plan::Finding& f) { return f.severity == severity; });
    const std::string key = "report.count." + std::string(to_string(severity)) + (n == 1 ? ".one" : ".many");
    block.items.push_back({text::number(static_cast<double>(n), 0, language), std::string(message(language, key)), {}, n > 0 ? tone_of(severity) : Tone::neutral});
  }
  return block;
}

std::vector<Block> audit_blocks(const plan::Audit& audit, const plan::Plan& plan, Language language) {
  const Findings all = findings(audit, plan, language);
  std::vector<Block> blocks = {audit_figures(audit, language)};
  const auto add = [&](std::string_view heading, std::initializer_list<plan::Severity> severities) {
    Findings some;
    for (std::size_t i = 0; i < audit.findings.size(); ++i)
      if (std::find(severities.begin(), severities.end(), audit.findings[i].severity) != severities.end()) some.items.push_back(all.items[i]);
    if (some.items.empty()) return;
    if (!heading.empty()) blocks.emplace_back(Heading{std::string(message(language, heading))});
    blocks.emplace_back(std::move(some));
  };
  add({}, {plan::Severity::contradiction, plan::Severity::warning});
  add("report.follows", {plan::Severity::note});
  add("report.agrees", {plan::Severity::consistent});
  if (audit.findings.empty()) blocks.emplace_back(all);
  return blocks;
}

Table statements(const plan::Plan& plan, Language language) {
  std::vector<const plan::Statement*> all;
  for (const plan::Statement& s : plan.statements) all.push_back(&s);
  for (const plan::Statement& s : plan.assumptions) all.push_back(&s);
  return statement_table(plan, all, true, language);
}

Table statements(const plan::Plan& plan, plan::Role role, Language language) {
  std::vector<const plan::Statement*> some;
  for (const auto* list : {&plan.statements, &plan.assumptions})
    for (const plan::Statement& s : *list)
      if (s.role == role) some.push_back(&s);
  return statement_table(plan, some, false, language);
}

BarChart stated_contributions(const plan::Plan& plan, std::string_view of, Language language) {
  std::set<Period> periods;
  std::vector<std::string> indicators;
  const auto contributes = [&](const plan::Statement& s) { return s.kind == plan::StatementKind::contribution && s.of == of; };
  for (const plan::Statement& s : plan.statements) {
    if (!contributes(s)) continue;
    periods.insert(s.period.first);
    if (std::find(indicators.begin(), indicators.end(), s.indicator) == indicators.end()) indicators.push_back(s.indicator);
  }
  detail::require(!periods.empty(), "report::stated_contributions", "a contribution to the indicator must be stated", detail::quoted(of));
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  BarChart chart;
  chart.title = message(language, "report.stated_contributions", {{"of", plan::find_indicator(plan, of).name.in(language)}});
  chart.unit = Unit::physical("point");
  chart.decimals = 2;
  chart.total_name = message(language, "report.growth");
  for (const std::string& indicator : indicators)
    chart.parts.push_back({capitalised(plan::find_indicator(plan, indicator).name.in(language)), std::vector<double>(periods.size(), kNaN)});
  for (const Period period : periods) chart.categories.push_back(text::period_label(period, language));
  const auto column = [&](Period period) { return static_cast<std::size_t>(std::distance(periods.begin(), periods.find(period))); };
  std::vector<std::string> sources;
  for (const plan::Statement& s : plan.statements) {
    if (!contributes(s)) continue;
    const auto part = std::find(indicators.begin(), indicators.end(), s.indicator) - indicators.begin();
    chart.parts[static_cast<std::size_t>(part)].values[column(s.period.first)] = s.value.value();
    sources.push_back(s.source);
  }
  chart.note = source_note(sources, language);
  return chart;
}

}  // namespace foreplan::inline v0::report
