#pragma once
#include <foreplan/plan/capacity.hpp>
#include <foreplan/plan/pipeline.hpp>

#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/check.hpp"

/// What zones and projects must hold by themselves: one list of rules for the functions that work with them, which
/// throw the first, and for documents, which report all.
namespace foreplan::inline v0::plan::internal {

/// Calls refuse(member, rule, got) for every rule on numbers that is broken, and refuse_period for those on periods.
template <class Refuse, class RefusePeriod>
void check_zone(const Zone& zone, Refuse refuse, RefusePeriod refuse_period) {
  const auto number = [&](bool ok, std::string_view member, std::string_view rule, double got) {
    if (!ok) refuse(member, rule, detail::number_text(got));
  };
  const auto holds = [&](double area) { return area >= 0 && area <= zone.total_area; };
  const auto not_negative = [&](double x, std::string_view member, std::string_view rule) {
    number(x >= 0 && std::isfinite(x), member, rule, x);
  };
  number(zone.total_area > 0 && std::isfinite(zone.total_area), "total_area", "total_area must be > 0 and finite",
         zone.total_area);
  number(holds(zone.let_area), "let_area", "let_area must be in [0, total_area]", zone.let_area);
  not_negative(zone.absorption, "absorption", "absorption must be >= 0 and finite");
  not_negative(zone.absorption_log_sd, "absorption_log_sd", "absorption_log_sd must be >= 0 and finite");
  for (std::size_t i = 0; i < zone.history.size(); ++i) {
    const LandCount& count = zone.history[i];
    const Period next = i + 1 < zone.history.size() ? zone.history[i + 1].period : zone.period;
    const std::string place = "history/" + std::to_string(i);
    number(holds(count.let_area), place + "/let_area", "let_area must be in [0, total_area]", count.let_area);
    if (count.period.frequency() != zone.period.frequency())
      refuse_period(place + "/period", "a history has the frequency of its zone's period", to_string(count.period));
    else if (next.frequency() == zone.period.frequency() && !(count.period < next))
      refuse_period(place + "/period", "a history is in order of time, before its zone's period",
                    to_string(count.period));
  }
}

/// Probabilities or shares by period: calls refuse(member, rule, got).
template <class Refuse>
void check_shares(const std::vector<double>& shares, std::string_view member, Refuse refuse) {
  if (shares.empty()) return refuse(member, std::string(member) + " must not be empty", std::string("none"));
  double sum = 0;
  for (const double s : shares) {
    if (!(s >= 0)) return refuse(member, std::string(member) + " must be >= 0", detail::number_text(s));
    sum += s;
  }
  if (!(std::abs(sum - 1) <= 1e-9)) refuse(member, std::string(member) + " must add up to 1", detail::number_text(sum));
}

/// Calls refuse(member, rule, got).
template <class Refuse>
void check_project_numbers(const Project& project, Refuse refuse) {
  const auto number = [&](bool ok, std::string_view member, std::string_view rule, double got) {
    if (!ok) refuse(member, rule, detail::number_text(got));
  };
  number(project.capital > 0 && std::isfinite(project.capital), "capital", "capital must be > 0 and finite",
         project.capital);
  number(project.probability >= 0 && project.probability <= 1, "probability", "probability must be in [0, 1]",
         project.probability);
  check_shares(project.delay, "delay", refuse);
  check_shares(project.disbursement, "disbursement", refuse);
  number(project.capital_per_output >= 0 && std::isfinite(project.capital_per_output), "capital_per_output",
         "capital_per_output must be > 0 and finite, or 0 for no output", project.capital_per_output);
}

/// @throws InvalidArgument, PeriodMismatch  for the first that is broken, in the name of `function`.
void require_zone(std::string_view function, const Zone& zone);

}  // namespace foreplan::inline v0::plan::internal
