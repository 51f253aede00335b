#include <foreplan/scenario/simulate.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "core/check.hpp"

namespace foreplan::inline v0::scenario {
namespace {

using foreplan::detail::fail;
using foreplan::detail::number_text;
using foreplan::detail::quoted;

std::size_t place_of(const Simulation& s, std::string_view variable, std::string_view function) {
  for (std::size_t i = 0; i < s.variables.size(); ++i)
    if (s.variables[i].name == variable) return i;
  std::vector<std::string> known;
  for (const SimulatedVariable& v : s.variables) known.push_back(v.name);
  const std::string nearest = foreplan::detail::nearest_name(variable, known);
  fail(function, "variable must be one of those tracked", quoted(variable),
       nearest.empty() ? "" : "(did you mean " + quoted(nearest) + "?)");
}

std::span<const double> draws_of(const Simulation& s, std::string_view variable, Period period,
                                 std::string_view function) {
  const std::size_t v = place_of(s, variable, function);
  if (!s.range.contains(period))
    fail<PeriodMismatch>(function, "period must be one of those simulated, " + to_string(s.range), to_string(period));
  if (s.kept.empty()) fail(function, "draws must be kept (SimulateOptions::keep_draws)", "none");
  const auto p = static_cast<std::size_t>(period - s.range.first);
  return std::span(s.kept).subspan((v * s.range.size() + p) * s.draws, s.draws);
}

/// For each draw whether the event holds; failed draws are left as they are.
void narrow(const Simulation& s, const Event& e, std::vector<char>& holds) {
  constexpr std::string_view kFunction = "scenario::probability";
  if (!std::isfinite(e.value))
    fail(kFunction, "an event's value must be finite", number_text(e.value), "for " + quoted(e.variable));
  const std::size_t periods = e.range.size();
  const bool all = e.periods == EventPeriods::all;
  std::vector<char> here(s.draws, all ? 1 : 0);
  for (std::size_t p = 0; p < periods; ++p) {
    const auto x = draws_of(s, e.variable, e.range.first + static_cast<std::int64_t>(p), kFunction);
    for (std::size_t d = 0; d < s.draws; ++d) {
      const bool met = e.side == EventSide::at_least ? x[d] >= e.value : x[d] <= e.value;
      here[d] = static_cast<char>(all ? here[d] && met : here[d] || met);
    }
  }
  for (std::size_t d = 0; d < s.draws; ++d) holds[d] = static_cast<char>(holds[d] && here[d]);
}

/// Wilson (1927): the shares for which what was seen lies within z standard errors.
Interval wilson(double p, double n) {
  constexpr double z = 1.959963984540054;  // 95 %
  const double centre = (p + z * z / (2 * n)) / (1 + z * z / n);
  const double half = z / (1 + z * z / n) * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  return {std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

}  // namespace

const SimulatedVariable& Simulation::operator[](std::string_view variable) const {
  return variables[place_of(*this, variable, "scenario::Simulation")];
}

std::span<const double> Simulation::values(std::string_view variable, Period period) const {
  return draws_of(*this, variable, period, "scenario::Simulation::values");
}

Forecast forecast(const Simulation& simulation, std::string_view variable, double coverage) {
  constexpr std::string_view kFunction = "scenario::forecast";
  const SimulatedVariable& v = simulation.variables[place_of(simulation, variable, kFunction)];
  const auto found = std::find(simulation.coverages.begin(), simulation.coverages.end(), coverage);
  if (found == simulation.coverages.end()) {
    std::string known;
    for (const double c : simulation.coverages) known += (known.empty() ? "" : ", ") + number_text(c);
    fail(kFunction, "coverage must be one that was simulated, of " + (known.empty() ? "none" : known),
         number_text(coverage));
  }
  const auto i = static_cast<std::size_t>(found - simulation.coverages.begin());
  return {Origin{v.name, simulation.range.first - 1, v.unit}, coverage, v.mean, v.lower[i], v.upper[i]};
}

EventProbability probability(const Simulation& simulation, const std::vector<Event>& events) {
  constexpr std::string_view kFunction = "scenario::probability";
  if (events.empty()) fail(kFunction, "events must hold at least one", "none");
  if (simulation.failed == simulation.draws) fail(kFunction, "some draw must have been solved", "none");
  std::vector<char> holds(simulation.draws, 1);
  for (const Event& e : events) narrow(simulation, e, holds);
  const auto solved = draws_of(simulation, events.front().variable, events.front().range.first, kFunction);
  EventProbability out;
  out.draws = simulation.draws - simulation.failed;
  for (std::size_t d = 0; d < simulation.draws; ++d) out.hits += holds[d] && !std::isnan(solved[d]);
  const auto n = static_cast<double>(out.draws);
  const double p = out.probability = static_cast<double>(out.hits) / n;
  // Antithetic draws are independent pair by pair: the variance is that of the pairs' sums.
  const std::size_t together = simulation.antithetic ? 2 : 1;
  double squares = 0;
  for (std::size_t d = 0; d < simulation.draws; d += together) {
    double sum = 0;
    for (std::size_t k = d; k < d + together; ++k)
      if (!std::isnan(solved[k])) sum += (holds[k] ? 1 : 0) - p;
    squares += sum * sum;
  }
  out.standard_error = std::sqrt(squares) / n;
  // Pairs that agree are worth one draw; pairs that offset each other are not counted as more than two.
  double worth = n;
  if (together == 2) worth = squares > 0 ? std::clamp(p * (1 - p) * n * n / squares, n / 2, n) : n / 2;
  out.interval = wilson(p, worth);
  return out;
}

std::string to_string(const EventProbability& p) {
  const double floor = std::max(0.001, 3.0 / static_cast<double>(std::max<std::size_t>(p.draws, 6)));
  const auto text = [](double x) {
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), x, std::chars_format::fixed, 3).ptr;
    return std::string(buffer.data(), end);
  };
  if (p.probability < floor) return "below " + text(floor);
  if (p.probability > 1 - floor) return "above " + text(1 - floor);
  return text(p.probability);
}

}  // namespace foreplan::inline v0::scenario
