#include "scenario/inputs.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include "core/check.hpp"
#include "scenario/changes.hpp"

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
  const std::string_view function = "scenario::solve";
  Window w;
  w.periods = range.size();
  if (!scenario.data().empty() && scenario.data().range().first.frequency() != range.first.frequency())
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

std::vector<double> gather(const ModelData& model, const Frame& data, const Window& window) {
  std::vector<double> values(model.variables.size() * window.columns, NAN);
  for (std::size_t v = 0; v < model.variables.size(); ++v)
    if (const auto& fallback = model.variables[v].value)
      std::fill_n(values.begin() + static_cast<std::ptrdiff_t>(v * window.columns), window.columns, *fallback);
  for (const Series& series : data.series()) {
    const auto found = model.index.find(series.name);
    if (found == model.index.end()) continue;
    const auto& declared = model.variables[found->second].unit;
    if (declared && !(*declared == series.unit) && !(series.unit == Unit{}))
      fail<UnitMismatch>("scenario::solve", "data must be in the unit that the model declares, " + to_string(*declared),
                         to_string(series.unit), "for variable " + quoted(series.name));
    copy_overlap(series, window, &values[found->second * window.columns]);
  }
  return values;
}

void apply_layers(const ModelData& model, const Scenario& scenario, const Window& window,
                  std::vector<double>& values) {
  std::map<std::string, Series, std::less<>> changed;
  const PeriodRange whole{window.origin, window.period(window.columns - 1)};
  for (const Layer& layer : scenario.layers())
    for (const Change& change : layer.changes) {
      auto at = changed.find(change.variable);
      if (at == changed.end()) {
        Series base = base_series(scenario, layer, change, whole, [&](std::string_view name) -> std::optional<double> {
          const auto found = model.index.find(name);
          if (found == model.index.end()) return std::nullopt;
          return model.variables[found->second].value.value_or(NAN);
        });
        at = changed.emplace(change.variable, std::move(base)).first;
      }
      apply(change, layer, at->second);
    }
  for (const auto& [name, series] : changed) {
    const auto found = model.index.find(name);
    if (found != model.index.end()) copy_overlap(series, window, &values[found->second * window.columns]);
  }
}

void require_complete(const ModelData& model, const std::vector<bool>& unknown, const Window& window,
                      const std::vector<double>& values) {
  std::string missing;
  std::size_t count = 0;
  for (std::size_t v = 0; v < model.variables.size(); ++v) {
    const ModelVariable& variable = model.variables[v];
    const double* row = &values[v * window.columns];
    const std::size_t begin = window.first - static_cast<std::size_t>(variable.max_lag);
    const std::size_t end = window.first + window.periods + static_cast<std::size_t>(variable.max_lead);
    std::string periods;
    for (std::size_t c = begin; c < end; ++c) {
      const bool solved = unknown[v] && c >= window.first && c < window.first + window.periods;
      if (solved || std::isfinite(row[c])) continue;
      const std::size_t from = c;
      while (c + 1 < end && !std::isfinite(row[c + 1]) && !(unknown[v] && c + 1 >= window.first && c + 1 < window.first + window.periods)) ++c;
      periods += (periods.empty() ? "" : ", ") + to_string(window.period(from)) +
                 (c > from ? " to " + to_string(window.period(c)) : "");
    }
    if (periods.empty()) continue;
    if (++count <= 20) missing += (missing.empty() ? "" : "; ") + variable.name + " in " + periods;
  }
  if (count > 20) missing += "; and " + std::to_string(count - 20) + " more variables";
  if (count > 0) fail("scenario::solve", "data must hold every value that the model reads", "none for " + missing);
}

}  // namespace foreplan::inline v0::scenario::detail
