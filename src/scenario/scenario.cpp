#include <foreplan/scenario/scenario.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <unordered_map>
#include <utility>

#include "core/check.hpp"
#include "scenario/changes.hpp"
#include "scenario/instruments.hpp"

namespace foreplan::inline v0::scenario {
namespace {

/// Where a change stands, for messages.
std::string place(const Layer& layer, const Change& change) {
  return "in layer " + foreplan::detail::quoted(layer.name) + ", variable " + foreplan::detail::quoted(change.variable);
}

bool before(Period a, Period b) { return a < b; }

void require_name(std::string_view name, std::string_view function) {
  foreplan::detail::require(!name.empty(), function, "name must not be empty", "\"\"");
}

void check_instruments(const Layer& layer, const Change& change, Frequency frequency, std::string_view function) {
  const bool target = change.kind == ChangeKind::target;
  if (target == change.instruments.empty())
    foreplan::detail::fail(function, target ? "there must be instruments" : "only a target has instruments",
                           std::to_string(change.instruments.size()), place(layer, change));
  for (const SeekInstrument& i : change.instruments) {
    const std::string where = "for instrument " + foreplan::detail::quoted(i.variable) + " " + place(layer, change);
    if (i.variable.empty() || i.variable == change.variable)
      foreplan::detail::fail(function, "instruments must be other variables", foreplan::detail::quoted(i.variable),
                             place(layer, change));
    static_cast<void>(i.range.size());  // refuses an empty one
    if (i.range.first.frequency() != frequency)
      foreplan::detail::fail<PeriodMismatch>(
          function, "range must have the data's frequency, " + std::string(to_string(frequency)), to_string(i.range),
          where);
    detail::check_instrument(i, function, where);
  }
}

/// Refuses what `Scenario::with` refuses.
void check_change(const Frame& data, const Layer& layer, const Change& change) {
  const std::string function = "scenario::" + std::string(to_string(change.kind));
  require_name(change.variable, function);
  const Frequency frequency = data.empty() ? change.range.first.frequency() : data.range().first.frequency();
  if (change.range.first.frequency() != frequency || change.range.last.frequency() != frequency)
    foreplan::detail::fail<PeriodMismatch>(
        function, "range must have the data's frequency, " + std::string(to_string(frequency)),
        to_string(change.range.first) + " to " + to_string(change.range.last), place(layer, change));
  const std::size_t periods = change.range.size();
  const bool free = change.kind == ChangeKind::endogenise;
  if (free ? !change.values.empty() : change.values.size() != 1 && change.values.size() != periods)
    foreplan::detail::fail(function,
                           free ? std::string("there must be no values")
                                           : "values must be one, or one for each of the " + std::to_string(periods) + " periods",
                           std::to_string(change.values.size()), place(layer, change));
  for (std::size_t i = 0; i < change.values.size(); ++i) {
    const double v = change.values[i];
    const bool growth = change.kind == ChangeKind::growth_path;
    if (!std::isfinite(v) || (growth && v <= -1))
      foreplan::detail::fail(function, growth ? "rates must be > -1 and finite" : "values must be finite",
                             foreplan::detail::number_text(v),
                             "at index " + std::to_string(i) + " " + place(layer, change));
  }
  check_instruments(layer, change, frequency, function);
}

double stated_at(const Change& change, std::size_t i) { return change.values[change.values.size() == 1 ? 0 : i]; }

[[noreturn]] void needs_model(const Change& change, const Layer& layer) {
  foreplan::detail::fail("scenario::Scenario::evaluate", "layers must not need a model",
                         std::string(to_string(change.kind)), place(layer, change) + ": use scenario::solve");
}

/// The variable's series, lengthened with missing values until it covers `range`.
Series extended(Series out, const PeriodRange& range) {
  if (range.first < out.start) {
    out.values.insert(out.values.begin(), static_cast<std::size_t>(out.start - range.first), NAN);
    out.start = range.first;
  }
  const PeriodRange whole{out.start, range.last > out.last() ? range.last : out.last()};
  out.values.resize(whole.size(), NAN);
  return out;
}

}  // namespace

namespace detail {

void require_in_data(const Frame& data, const Change& change) {
  foreplan::detail::require(change.kind <= ChangeKind::shift, "scenario::Scenario", "kind must be one that needs no model",
                            to_string(change.kind));
  if (data.contains(change.variable)) return;
  std::vector<std::string> known;
  for (const Series& s : data.series()) known.push_back(s.name);
  const std::string nearest = foreplan::detail::nearest_name(change.variable, known);
  foreplan::detail::fail("scenario::" + std::string(to_string(change.kind)), "variable must be one of the data",
                         foreplan::detail::quoted(change.variable),
                         nearest.empty() ? "" : "(did you mean " + foreplan::detail::quoted(nearest) + "?)");
}

Series base_series(const Scenario& scenario, const Layer& layer, const Change& change, const PeriodRange& whole,
                   const Fallback& fallback) {
  for (const Series& s : scenario.data().series())
    if (s.name == change.variable) return s;
  if (const auto value = fallback(change.variable)) {
    const PeriodRange both{std::min(whole.first, change.range.first, before),
                           std::max(whole.last, change.range.last, before)};
    return {change.variable, both.first, {}, std::vector<double>(both.size(), *value)};
  }
  std::vector<std::string> known;
  for (const Series& s : scenario.data().series()) known.push_back(s.name);
  const std::string nearest = foreplan::detail::nearest_name(change.variable, known);
  foreplan::detail::fail("scenario::Scenario", "variable must be one of the data or the model",
                         foreplan::detail::quoted(change.variable),
                         "in layer " + foreplan::detail::quoted(layer.name) +
                             (nearest.empty() ? "" : " (did you mean " + foreplan::detail::quoted(nearest) + "?)"));
}

void apply(const Change& change, const Layer& layer, Series& s) {
  s = extended(std::move(s), change.range);
  const std::size_t periods = change.range.size();
  const auto first = static_cast<std::size_t>(change.range.first - s.start);
  const auto known = [&](std::size_t i, std::int64_t back) {
    const std::int64_t at = static_cast<std::int64_t>(i) - back;
    if (at >= 0 && !std::isnan(s.values[static_cast<std::size_t>(at)])) return s.values[static_cast<std::size_t>(at)];
    foreplan::detail::fail("scenario::Scenario::evaluate",
                           std::string(to_string(change.kind)) + " needs a value to start from", "NaN",
                           place(layer, change) + ", period " + to_string(s.start + at));
  };
  for (std::size_t i = 0; i < periods; ++i) {
    const double v = stated_at(change, i);
    double& x = s.values[first + i];
    switch (change.kind) {
      case ChangeKind::override_values:
        x = v;
        break;
      case ChangeKind::growth_path:
        x = known(first + i, 1) * (1 + v);
        break;
      case ChangeKind::shift:
        x = known(first + i, 0) + v;
        break;
      default:
        needs_model(change, layer);
    }
  }
}

}  // namespace detail

std::string_view to_string(ChangeKind kind) noexcept {
  switch (kind) {
    case ChangeKind::override_values:
      return "override_values";
    case ChangeKind::growth_path:
      return "growth_path";
    case ChangeKind::shift:
      return "shift";
    case ChangeKind::add_factor:
      return "add_factor";
    case ChangeKind::exclude:
      return "exclude";
    case ChangeKind::exogenise:
      return "exogenise";
    case ChangeKind::endogenise:
      return "endogenise";
    case ChangeKind::target:
      return "target";
  }
  return "unknown";
}

Scenario::Scenario() : data_(std::make_shared<const Frame>()) {}

Scenario::Scenario(std::string name, Frame data) : Scenario(std::move(name), std::move(data), {}) {}
Scenario::Scenario(std::string name, Frame data, std::vector<Layer> layers)
    : Scenario(std::move(name), std::make_shared<const Frame>(std::move(data)), std::move(layers)) {}

Scenario::Scenario(std::string name, std::shared_ptr<const Frame> data, std::vector<Layer> layers)
    : name_(std::move(name)), data_(std::move(data)) {
  require_name(name_, "scenario::Scenario");
  foreplan::detail::require(data_ != nullptr, "scenario::Scenario", "there must be data", "none");
  if (layers.empty()) return;
  // The base is part of the stack even when it changes nothing, so that its name stays taken.
  if (std::none_of(layers.begin(), layers.end(), [&](const Layer& l) { return l.name == name_; }))
    layers.insert(layers.begin(), Layer{name_, {}});
  for (std::size_t i = 0; i < layers.size(); ++i) {
    require_name(layers[i].name, "scenario::Scenario");
    for (std::size_t j = 0; j < i; ++j)
      foreplan::detail::require(layers[j].name != layers[i].name, "scenario::Scenario",
                                "layers must have different names", foreplan::detail::quoted(layers[i].name));
    for (const Change& change : layers[i].changes) check_change(*data_, layers[i], change);
  }
  name_ = layers.back().name;
  layers_ = std::move(layers);
}

Scenario Scenario::layer(std::string name) const {
  require_name(name, "scenario::Scenario::layer");
  Scenario next = *this;
  if (next.layers_.empty() && !name_.empty()) next.layers_.push_back({name_, {}});
  for (const Layer& l : next.layers_)
    foreplan::detail::require(l.name != name, "scenario::Scenario::layer", "name must not be in the stack already",
                              foreplan::detail::quoted(name));
  next.layers_.push_back({name, {}});
  next.name_ = std::move(name);
  return next;
}

Scenario Scenario::override_values(std::string variable, std::vector<double> values, PeriodRange range) const {
  return with({ChangeKind::override_values, std::move(variable), range, std::move(values)});
}
Scenario Scenario::growth_path(std::string variable, std::vector<double> rates, PeriodRange range) const {
  return with({ChangeKind::growth_path, std::move(variable), range, std::move(rates)});
}
Scenario Scenario::growth_path(std::string variable, double rate, PeriodRange range) const {
  return growth_path(std::move(variable), std::vector<double>{rate}, range);
}
Scenario Scenario::shift(std::string variable, double by, PeriodRange range) const {
  return with({ChangeKind::shift, std::move(variable), range, {by}});
}

Scenario Scenario::add_factor(std::string variable, std::vector<double> values, PeriodRange range) const {
  return with({ChangeKind::add_factor, std::move(variable), range, std::move(values)});
}
Scenario Scenario::exclude(std::string variable, std::vector<double> values, PeriodRange range) const {
  return with({ChangeKind::exclude, std::move(variable), range, std::move(values)});
}
Scenario Scenario::swap(std::string variable, std::vector<double> values, std::string instrument,
                        PeriodRange range) const {
  foreplan::detail::require(instrument != variable, "scenario::swap", "instrument must be another variable",
                            foreplan::detail::quoted(instrument));
  return with({ChangeKind::exogenise, std::move(variable), range, std::move(values)})
      .with({ChangeKind::endogenise, std::move(instrument), range, {}});
}

Scenario Scenario::target(std::string variable, std::vector<double> values, PeriodRange range,
                          std::vector<SeekInstrument> instruments) const {
  return with({ChangeKind::target, std::move(variable), range, std::move(values), std::move(instruments)});
}

Scenario Scenario::without_targets() const {
  Scenario out = *this;
  for (Layer& layer : out.layers_)
    std::erase_if(layer.changes, [](const Change& change) { return change.kind == ChangeKind::target; });
  return out;
}

Scenario Scenario::with(Change change) const {
  Scenario next = *this;
  if (next.layers_.empty()) next.layers_.push_back({name_, {}});
  check_change(*data_, next.layers_.back(), change);
  next.layers_.back().changes.push_back(std::move(change));
  return next;
}

bool operator==(const Scenario& a, const Scenario& b) {
  return a.name_ == b.name_ && a.layers_ == b.layers_ && (a.data_ == b.data_ || *a.data_ == *b.data_);
}

Frame Scenario::evaluate() const {
  std::vector<Series> series = data_->series();
  std::unordered_map<std::string, std::size_t> place;
  for (std::size_t i = 0; i < series.size(); ++i) place.emplace(series[i].name, i);
  const detail::Fallback nobody = [](std::string_view) { return std::optional<double>(); };
  for (const Layer& layer : layers_)
    for (const Change& change : layer.changes) {
      if (change.kind > ChangeKind::shift) needs_model(change, layer);
      const auto at = place.find(change.variable);
      if (at == place.end())
        static_cast<void>(detail::base_series(*this, layer, change, change.range, nobody));  // throws
      detail::apply(change, layer, series[at->second]);
    }
  return Frame(std::move(series));
}

}  // namespace foreplan::inline v0::scenario
