#include <foreplan/scenario/reach.hpp>

#include <cmath>

#include "core/check.hpp"
#include "scenario/instruments.hpp"
#include "scenario/run_data.hpp"

namespace foreplan::inline v0::scenario {
namespace {

constexpr std::string_view kFunction = "scenario::first_reached";

double part_of(const ReachOptions& o, double before, double here) {
  if (o.within == WithinPeriod::linear) return (o.value - before) / (here - before);
  for (const double x : {before, here, o.value})
    foreplan::detail::require(x > 0, kFunction, "a geometric passage needs values > 0", x);
  return std::log(o.value / before) / std::log(here / before);
}

}  // namespace

std::string_view to_string(ReachSide side) noexcept { return side == ReachSide::at_least ? "at least" : "at most"; }
std::string_view to_string(WithinPeriod within) noexcept {
  switch (within) {
    case WithinPeriod::none:
      return "none";
    case WithinPeriod::linear:
      return "linear";
    case WithinPeriod::geometric:
      return "geometric";
  }
  return "unknown";
}

ReachResult first_reached(const Run& run, const ReachOptions& options) {
  foreplan::detail::require(std::isfinite(options.value), kFunction, "options.value must be finite", options.value);
  const std::uint32_t variable = detail::require_variable(run.model(), options.variable, kFunction, "options.variable");
  const detail::RunData& data = run.data();
  ReachResult out{.stop = run.stop(), .value = NAN};
  const auto short_of = [&](double x) {
    return options.side == ReachSide::at_least ? options.value - x : x - options.value;
  };
  const auto first = run.periods() > 0 ? static_cast<std::size_t>(data.range.first - data.origin) : 0;
  const std::string what =
      options.variable + " of " + std::string(to_string(options.side)) + " " + detail::short_number(options.value);
  for (std::size_t p = 0; p < run.periods(); ++p) {
    const double here = value_at(data, {variable, first + p});
    if (std::isnan(out.value) || short_of(here) < short_of(out.value)) out.value = here;
    if (!(short_of(here) <= 0)) continue;
    out.reached = true;
    out.value = here;
    out.period = data.range.first + static_cast<std::int64_t>(p);
    const double last = first + p > 0 ? value_at(data, {variable, first + p - 1}) : NAN;
    out.before = p == 0 && short_of(last) <= 0;
    if (options.within != WithinPeriod::none && std::isfinite(last) && !out.before)
      out.part = part_of(options, last, here);
    out.sentence = what + (out.before ? " holds already in " : " is first reached in ") + to_string(*out.period);
    return out;
  }
  out.sentence =
      what + " is not reached" +
      (run.periods() > 0 ? " in " + detail::range_text(data.range) + ": nearest is " + detail::short_number(out.value)
                         : std::string()) +
      (run.usable() || !run.failure() ? "" : "; the model was not solved further: " + run.failure()->sentence);
  return out;
}

ReachResult first_reached(const Model& model, const Scenario& scenario, PeriodRange range, const ReachOptions& options,
                          const SolveOptions& solve) {
  static_cast<void>(detail::require_variable(model, options.variable, kFunction, "options.variable"));
  return first_reached(scenario::solve(model, scenario, range, solve), options);
}

}  // namespace foreplan::inline v0::scenario
