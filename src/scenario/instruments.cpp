#include "scenario/instruments.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/check.hpp"
#include "scenario/model_data.hpp"
#include "scenario/run_data.hpp"

namespace foreplan::inline v0::scenario {

std::string_view to_string(SeekProfile profile) noexcept {
  switch (profile) {
    case SeekProfile::shift:
      return "shift";
    case SeekProfile::proportional:
      return "proportional";
    case SeekProfile::free:
      return "free";
  }
  return "unknown";
}

}  // namespace foreplan::inline v0::scenario

namespace foreplan::inline v0::scenario::detail {

using foreplan::detail::fail;
using foreplan::detail::quoted;
using foreplan::detail::require;

void check_instrument(const SeekInstrument& i, std::string_view function, std::string_view where) {
  if (!(i.lower <= i.upper) || i.lower == INFINITY || i.upper == -INFINITY)
    fail(function, "bounds must be numbers, lower <= upper",
         foreplan::detail::number_text(i.lower) + " and " + foreplan::detail::number_text(i.upper), where);
  if (!(i.weight > 0) || !std::isfinite(i.weight))
    fail(function, "instrument weights must be > 0 and finite", foreplan::detail::number_text(i.weight), where);
  if (i.scale && (!(*i.scale > 0) || !std::isfinite(*i.scale)))
    fail(function, "scales must be > 0 and finite", foreplan::detail::number_text(*i.scale), where);
}

std::uint32_t require_variable(const Model& model, std::string_view name, std::string_view function,
                               std::string_view what) {
  const auto& index = model.data().index;
  if (const auto found = index.find(name); found != index.end()) return found->second;
  std::vector<std::string> known;
  for (const ModelVariable& v : model.variables()) known.push_back(v.name);
  const std::string nearest = foreplan::detail::nearest_name(std::string(name), known);
  fail(function, std::string(what) + " must be a variable of the model", quoted(name),
       nearest.empty() ? "" : "(did you mean " + quoted(nearest) + "?)");
}

void check_stretches(const Model& model, std::span<const Stretch> stretches, std::string_view function,
                     std::string_view what) {
  for (std::size_t i = 0; i < stretches.size(); ++i) {
    const Stretch& s = stretches[i];
    static_cast<void>(require_variable(model, s.variable, function, what));
    static_cast<void>(s.range.size());
    if (s.range.first.frequency() != stretches.front().range.first.frequency())
      fail<PeriodMismatch>(function, std::string(what) + " periods must have one frequency", to_string(s.range.first));
    for (std::size_t j = 0; j < i; ++j) {
      const Stretch& other = stretches[j];
      if (other.variable == s.variable && other.range.first <= s.range.last && s.range.first <= other.range.last)
        fail(function, "there must not be two of one " + std::string(what) + " variable in one period",
             quoted(s.variable), "in " + range_text(s.range));
    }
  }
}

namespace {

/// Whether the data hold all history of what is solved for that a solution from `first` on reads.
bool history_holds(const Model& model, const Frame& data, Period first) {
  for (const ModelVariable& v : model.variables()) {
    if (v.kind != VariableKind::endogenous || v.max_lag == 0) continue;
    if (!data.contains(v.name)) return false;
    const Series& series = data[v.name];
    for (int lag = 1; lag <= v.max_lag; ++lag)
      if (!series.covers(first - lag) ||
          !std::isfinite(series.values[static_cast<std::size_t>(first - lag - series.start)]))
        return false;
  }
  return true;
}

}  // namespace

PeriodRange range_over(const Model& model, const Scenario& scenario, const std::optional<PeriodRange>& given,
                       std::span<const Stretch> instruments, std::span<const Stretch> targets,
                       std::string_view function) {
  PeriodRange whole = given.value_or(instruments.front().range);
  static_cast<void>(whole.size());
  for (const auto& group : {instruments, targets})
    for (const Stretch& s : group) {
      if (s.range.first.frequency() != whole.first.frequency())
        fail<PeriodMismatch>(function, "targets, instruments and range must have one frequency",
                             range_text(s.range) + " and " + range_text(whole));
      if (!given) {
        if (s.range.first < whole.first) whole.first = s.range.first;
        if (whole.last < s.range.last) whole.last = s.range.last;
      } else if (!whole.contains(s.range.first) || !whole.contains(s.range.last)) {
        fail(function, "periods must lie in the range that is solved, " + range_text(whole), range_text(s.range),
             "for " + quoted(s.variable));
      }
    }
  if (given) return whole;
  if (model.max_lead() > 0)
    fail(function, "options.range must be given for a model that looks ahead: what it says depends on the end", "none");
  for (const Layer& layer : scenario.layers())
    for (const Change& change : layer.changes)
      if (change.range.first.frequency() == whole.first.frequency() && change.range.first < whole.first)
        whole.first = change.range.first;
  if (scenario.data().empty() || scenario.data().range().first.frequency() != whole.first.frequency()) return whole;
  for (Period p = whole.first; scenario.data().range().first <= p; p = p - 1)
    if (history_holds(model, scenario.data(), p)) return {p, whole.last};
  return whole;
}

std::vector<Cell> cells_of(const RunData& run, const Stretch& stretch, bool solved, std::string_view function,
                           std::string_view what) {
  const ModelData& model = run.model.data();
  const std::uint32_t variable = require_variable(run.model, stretch.variable, function, what);
  std::vector<Cell> out;
  for (Period p = stretch.range.first; p <= stretch.range.last; ++p) {
    const Cell cell{variable, static_cast<std::size_t>(p - run.origin)};
    if (unknowns_at(model, run.switches, cell.column)[variable] != solved)
      fail(function, std::string(what) + (solved ? " must be solved for" : " must not be solved for"),
           quoted(stretch.variable),
           "in " + to_string(p) +
               (!solved && model.index.contains(std::string(stretch.variable) + "_A")
                    ? " (its add-factor is " + quoted(std::string(stretch.variable) + "_A") + ")"
                    : ""));
    out.push_back(cell);
  }
  return out;
}

double value_at(const RunData& run, const Cell& cell) { return run.values[cell.variable * run.columns + cell.column]; }

std::string layer_name(const Scenario& scenario, const std::string& given, const std::string& wanted) {
  if (!given.empty()) return given;
  const auto taken = [&](const std::string& name) {
    return name == scenario.name() || std::any_of(scenario.layers().begin(), scenario.layers().end(),
                                                  [&](const Layer& layer) { return layer.name == name; });
  };
  std::string name = wanted;
  for (int i = 2; taken(name); ++i) name = wanted + " " + std::to_string(i);
  return name;
}

std::string short_number(double x) {
  if (!std::isfinite(x)) return foreplan::detail::number_text(x);
  char text[32];
  const auto end = std::to_chars(text, text + sizeof text, x, std::chars_format::general, 6).ptr;
  return {text, end};
}

std::string range_text(const PeriodRange& range) {
  return range.first == range.last ? to_string(range.first) : to_string(range);
}

}  // namespace foreplan::inline v0::scenario::detail
