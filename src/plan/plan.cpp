#include <foreplan/plan/plan.hpp>

#include "core/check.hpp"
#include "plan/violations.hpp"

namespace foreplan::inline v0::plan {
namespace {

[[noreturn]] void unknown(std::string_view function, std::string_view what, std::string_view id,
                          const std::vector<std::string>& known) {
  const std::string near = detail::nearest_name(id, known);
  const std::string meant = near.empty() ? "" : " (did you mean \"" + near + "\"?)";
  detail::fail(function, std::string(what) + " must be known" + meant, detail::quoted(id));
}

template <class T>
std::vector<std::string> ids(const std::vector<T>& items) {
  std::vector<std::string> names;
  for (const auto& item : items) names.push_back(item.id);
  return names;
}

}  // namespace

const std::string& Label::in(Language language) const noexcept {
  return language == Language::vietnamese && !vi.empty() ? vi : en;
}

std::string_view to_string(StatementKind kind) noexcept {
  switch (kind) {
    case StatementKind::level: return "level";
    case StatementKind::growth: return "growth";
    case StatementKind::share: return "share";
    case StatementKind::contribution: return "contribution";
    case StatementKind::conversion: return "conversion";
  }
  return "unknown";
}

std::string_view to_string(Role role) noexcept {
  switch (role) {
    case Role::observation: return "observation";
    case Role::target: return "target";
    case Role::assumption: return "assumption";
  }
  return "unknown";
}

std::string_view to_string(Bound bound) noexcept {
  switch (bound) {
    case Bound::exactly: return "exactly";
    case Bound::at_least: return "at_least";
    case Bound::at_most: return "at_most";
    case Bound::about: return "about";
    case Bound::between: return "between";
  }
  return "unknown";
}

const Indicator& find_indicator(const Plan& plan, std::string_view id) {
  for (const auto& indicator : plan.indicators)
    if (indicator.id == id) return indicator;
  unknown("plan::find_indicator", "indicator", id, ids(plan.indicators));
}

const Statement& find_statement(const Plan& plan, std::string_view id) {
  for (const auto* list : {&plan.statements, &plan.assumptions})
    for (const auto& statement : *list)
      if (statement.id == id) return statement;
  unknown("plan::find_statement", "statement", id, ids(plan.statements));
}

void validate(const Plan& plan) {
  const std::vector<internal::Violation> violations = internal::violations(plan, 1);
  if (!violations.empty()) internal::raise(violations.front());
}

Target target_of(const Plan& plan, std::string_view id, Language language) {
  const Statement& statement = find_statement(plan, id);
  const Indicator& indicator = find_indicator(plan, statement.indicator);
  Target target = target_of(indicator, statement, plan.about_tolerance);
  target.name = indicator.name.in(language);
  return target;
}

}  // namespace foreplan::inline v0::plan
