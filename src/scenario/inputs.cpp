#include "scenario/inputs.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <string>
#include <utility>

#include "core/check.hpp"
#include "scenario/changes.hpp"
#include "scenario/targets.hpp"

namespace foreplan::inline v0::scenario::detail {
namespace {

using foreplan::detail::fail;
using foreplan::detail::quoted;

constexpr std::size_t kMaxCells = 1'000'000'000;  // 8 GB

void copy_overlap(const Series& from, const Window& window, double* to) {
  if (from.empty()) return;
  const std::int64_t shift = from.start - window.origin;  // column of from.values[0]
  const auto columns = static_cast<std::int64_t>(window.columns);
  const std::int64_t begin = std::max<std::int64_t>(shift, 0);
  const std::int64_t end = std::min(shift + static_cast<std::int64_t>(from.size()), columns);
  for (std::int64_t c = begin; c < end; ++c)
    if (const double x = from.values[static_cast<std::size_t>(c - shift)]; !std::isnan(x)) to[c] = x;
}

}  // namespace

Window window_of(const ModelData& model, const Scenario& scenario, PeriodRange range) {
  return window_of(model, scenario.data(), range, kSolve);
}

Window window_of(const ModelData& model, const Frame& data, PeriodRange range, std::string_view function) {
  Window w;
  w.periods = range.size();
  if (!data.empty() && data.range().first.frequency() != range.first.frequency())
    fail<PeriodMismatch>(function, "range must have the data's frequency",
                         std::string(to_string(range.first.frequency())));
  w.first = static_cast<std::size_t>(model.max_lag);
  w.origin = range.first - model.max_lag;
  static_cast<void>(range.last + model.max_lead);
  w.columns = w.first + w.periods + static_cast<std::size_t>(model.max_lead);
  static_cast<void>(foreplan::detail::checked_product(std::max<std::size_t>(1, model.variables.size()), w.columns,
                                                      kMaxCells, function, "variables x periods"));
  return w;
}

std::vector<double> gather(const ModelData& model, const Frame& data, const Window& window, std::string_view function) {
  std::vector<double> values(model.variables.size() * window.columns, NAN);
  for (std::size_t v = 0; v < model.variables.size(); ++v)
    if (const auto& fallback = model.variables[v].value)
      std::fill_n(values.begin() + static_cast<std::ptrdiff_t>(v * window.columns), window.columns, *fallback);
  for (const Series& series : data.series()) {
    const auto found = model.index.find(series.name);
    if (found == model.index.end()) continue;
    const auto& declared = model.variables[found->second].unit;
    if (declared && !(*declared == series.unit) && !(series.unit == Unit{}))
      fail<UnitMismatch>(function, "data must be in the unit that the model declares, " + to_string(*declared),
                         to_string(series.unit), "for variable " + quoted(series.name));
    copy_overlap(series, window, &values[found->second * window.columns]);
  }
  return values;
}

namespace {

/// Series changed by layers, each begun from the data or the model's default.
class Changed {
 public:
  Changed(const ModelData& model, const Scenario& scenario, const Window& window)
      : model_(model), scenario_(scenario), whole_{window.origin, window.period(window.columns - 1)} {}

  void apply(const Change& change, const Layer& layer) {
    auto at = series_.find(change.variable);
    if (at == series_.end()) {
      const Fallback fallback = [&](std::string_view name) -> std::optional<double> {
        const auto found = model_.index.find(name);
        if (found == model_.index.end()) return std::nullopt;
        return model_.variables[found->second].value.value_or(NAN);
      };
      at = series_.emplace(change.variable, base_series(scenario_, layer, change, whole_, fallback)).first;
    }
    detail::apply(change, layer, at->second);
  }
  [[nodiscard]] const std::map<std::string, Series, std::less<>>& series() const noexcept { return series_; }

 private:
  const ModelData& model_;
  const Scenario& scenario_;
  PeriodRange whole_;
  std::map<std::string, Series, std::less<>> series_{};
};

std::string in_layer(const Layer& layer) { return "in layer " + quoted(layer.name); }

std::uint32_t variable_of(const ModelData& model, const std::string& name, const Layer& layer,
                          std::string_view function) {
  const auto found = model.index.find(name);
  if (found != model.index.end()) return found->second;
  std::vector<std::string> known;
  for (const ModelVariable& v : model.variables) known.push_back(v.name);
  const std::string nearest = foreplan::detail::nearest_name(name, known);
  fail(function, "variable must be one of the model", quoted(name),
       in_layer(layer) + (nearest.empty() ? "" : " (did you mean " + quoted(nearest) + "?)"));
}

/// x_A, x_D or x_X of a behavioural equation.
std::string companion(const ModelData& model, const Change& change, const Layer& layer, std::string_view suffix,
                      std::string_view function) {
  std::string name = change.variable + std::string(suffix);
  static_cast<void>(variable_of(model, change.variable, layer, function));
  if (model.index.find(name) == model.index.end())
    fail(function, std::string(to_string(change.kind)) + " needs a variable with a behavioural equation",
         quoted(change.variable), in_layer(layer) + " (a swap serves any variable)");
  return name;
}

/// nullopt where it lies outside the periods solved.
std::optional<Switch> switch_of(const ModelData& model, const Change& change, const Layer& layer, const Window& window,
                                std::string_view function) {
  Switch out{variable_of(model, change.variable, layer, function), change.kind == ChangeKind::endogenise, 0, 0};
  const bool endogenous = model.variables[out.variable].kind == VariableKind::endogenous;
  if (endogenous == out.solved)
    fail(function,
         endogenous ? "only what the model does not solve for can be endogenised"
                    : "only what the model solves for can be exogenised",
         quoted(change.variable), in_layer(layer));
  const Period begin = window.period(window.first), end = begin + static_cast<std::int64_t>(window.periods - 1);
  const Period first = std::max(begin, change.range.first, [](Period a, Period b) { return a < b; });
  const Period last = std::min(end, change.range.last, [](Period a, Period b) { return a < b; });
  if (!(first <= last)) return std::nullopt;
  out.first = static_cast<std::size_t>(first - window.origin);
  out.last = static_cast<std::size_t>(last - window.origin);
  return out;
}

}  // namespace

std::vector<Switch> apply_layers(const ModelData& model, const Scenario& scenario, const Window& window,
                                 std::vector<double>& values, std::vector<std::uint32_t>* variables,
                                 std::string_view function) {
  require_no_targets(scenario, function);
  const auto of = [&](const Change& change, const Layer& layer, std::string_view suffix) {
    return companion(model, change, layer, suffix, function);
  };
  Changed changed(model, scenario, window);
  std::vector<Switch> switches;
  for (const Layer& layer : scenario.layers())
    for (const Change& change : layer.changes) switch (change.kind) {
        case ChangeKind::add_factor:
          changed.apply({ChangeKind::shift, of(change, layer, "_A"), change.range, change.values}, layer);
          break;
        case ChangeKind::exclude:
          changed.apply({ChangeKind::override_values, of(change, layer, "_D"), change.range, {1}}, layer);
          changed.apply({ChangeKind::override_values, of(change, layer, "_X"), change.range, change.values}, layer);
          break;
        case ChangeKind::exogenise:
        case ChangeKind::endogenise:
          if (const auto found = switch_of(model, change, layer, window, function)) switches.push_back(*found);
          if (change.kind == ChangeKind::exogenise)
            changed.apply({ChangeKind::override_values, change.variable, change.range, change.values}, layer);
          break;
        default:
          changed.apply(change, layer);
      }
  for (const auto& [name, series] : changed.series()) {
    const auto found = model.index.find(name);
    if (found == model.index.end()) continue;
    copy_overlap(series, window, &values[found->second * window.columns]);
    if (variables) variables->push_back(found->second);
  }
  if (variables) std::sort(variables->begin(), variables->end());
  return switches;
}

std::vector<bool> unknowns_at(const ModelData& model, std::span<const Switch> switches, std::size_t column) {
  std::vector<bool> out;
  out.reserve(model.variables.size());
  for (const ModelVariable& v : model.variables) out.push_back(v.kind == VariableKind::endogenous);
  for (const Switch& s : switches)
    if (s.covers(column)) out[s.variable] = s.solved;
  return out;
}

namespace {

/// Whether a variable is solved for in a column of the range.
bool solved_in(const ModelData& model, std::span<const Switch> switches, const Window& window, std::uint32_t variable,
               std::size_t column) {
  if (column < window.first || column >= window.first + window.periods) return false;
  bool out = model.variables[variable].kind == VariableKind::endogenous;
  for (const Switch& s : switches)
    if (s.variable == variable && s.covers(column)) out = s.solved;
  return out;
}

/// The columns of a variable that are read.
std::pair<std::size_t, std::size_t> columns_read(const ModelVariable& variable, const Window& window) {
  return {window.first - static_cast<std::size_t>(variable.max_lag),
          window.first + window.periods + static_cast<std::size_t>(variable.max_lead)};
}

/// The periods for which a variable has no value, in words.
std::string missing_periods(const ModelData& model, std::span<const Switch> switches, const Window& window,
                            const std::vector<double>& values, std::uint32_t v) {
  const double* const row = &values[v * window.columns];
  const auto lacks = [&](std::size_t c) { return !std::isfinite(row[c]) && !solved_in(model, switches, window, v, c); };
  const auto [begin, end] = columns_read(model.variables[v], window);
  std::string periods;
  for (std::size_t c = begin; c < end; ++c) {
    if (!lacks(c)) continue;
    const std::size_t from = c;
    while (c + 1 < end && lacks(c + 1)) ++c;
    periods += (periods.empty() ? "" : ", ") + to_string(window.period(from)) +
               (c > from ? " to " + to_string(window.period(c)) : "");
  }
  return periods;
}

}  // namespace

void require_complete(const ModelData& model, std::span<const Switch> switches, const Window& window,
                      const std::vector<double>& values, std::span<const std::uint32_t> variables) {
  std::string missing;
  std::size_t count = 0;
  for (const std::uint32_t v : variables) {
    const std::string periods = missing_periods(model, switches, window, values, v);
    if (periods.empty()) continue;
    if (++count <= 20) missing += (missing.empty() ? "" : "; ") + model.variables[v].name + " in " + periods;
  }
  if (count > 20) missing += "; and " + std::to_string(count - 20) + " more variables";
  if (count > 0) fail(kSolve, "data must hold every value that the model reads", "none for " + missing);
}

void require_complete(const ModelData& model, std::span<const Switch> switches, const Window& window,
                      const std::vector<double>& values) {
  std::vector<std::uint32_t> all(model.variables.size());
  std::iota(all.begin(), all.end(), 0U);
  require_complete(model, switches, window, values, all);
}

std::vector<std::uint32_t> incomplete(const ModelData& model, const Window& window, const std::vector<double>& values) {
  std::vector<std::uint32_t> out;
  for (std::uint32_t v = 0; v < model.variables.size(); ++v)
    if (!missing_periods(model, {}, window, values, v).empty()) out.push_back(v);
  return out;
}

}  // namespace foreplan::inline v0::scenario::detail
