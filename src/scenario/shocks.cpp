#include "scenario/shocks.hpp"

#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "scenario/batches.hpp"
#include "scenario/changes.hpp"

namespace foreplan::inline v0::scenario::detail {
namespace {

using foreplan::detail::fail;
using foreplan::detail::quoted;

constexpr std::size_t kMostShocks = 63;

/// The layers of the scenario above those of the base.
std::span<const Layer> layers_above(std::string_view function, const Scenario& scenario, const Scenario& base) {
  if (&scenario.data() != &base.data() && !(scenario.data() == base.data()))
    fail(function, "scenario must have the base's data", quoted(scenario.name()), "above " + quoted(base.name()));
  const auto& upper = scenario.layers();
  const auto& lower = base.layers();
  // A base without changes gets an empty layer of its name when something is laid above it.
  if (lower.empty()) {
    const bool own = !upper.empty() && upper.front() == Layer{base.name(), {}};
    return std::span(upper).subspan(own ? 1 : 0);
  }
  if (upper.size() < lower.size() || !std::equal(lower.begin(), lower.end(), upper.begin()))
    fail(function, "scenario must begin with the base's layers", quoted(scenario.name()),
         "above " + quoted(base.name()));
  return std::span(upper).subspan(lower.size());
}

std::string describe(const Layer& layer, const Change& change) {
  return layer.name + ": " + std::string(to_string(change.kind)) + " " + change.variable;
}

/// Changes of data that stand for a change of any kind.
std::vector<Change> plain(const Change& c) {
  switch (c.kind) {
    case ChangeKind::add_factor:
      return {{ChangeKind::shift, c.variable + "_A", c.range, c.values}};
    case ChangeKind::exclude:
      return {{ChangeKind::override_values, c.variable + "_D", c.range, {1}},
              {ChangeKind::override_values, c.variable + "_X", c.range, c.values}};
    case ChangeKind::exogenise:
      return {{ChangeKind::override_values, c.variable, c.range, c.values}};
    case ChangeKind::endogenise:
    case ChangeKind::target:
      return {};
    default:
      return {c};
  }
}

double value_at(const Series& series, Period p) { return series.covers(p) ? series.at(p) : NAN; }

}  // namespace

std::vector<Shock> shocks_above(std::string_view function, const Scenario& scenario, const Scenario& base,
                                AttributionPlayers players) {
  std::vector<Shock> out;
  for (const Layer& layer : layers_above(function, scenario, base)) {
    if (players == AttributionPlayers::layers) {
      out.push_back({layer.name, layer.name, layer.changes});
      continue;
    }
    for (std::size_t c = 0; c < layer.changes.size(); ++c) {
      const Change& change = layer.changes[c];
      const bool swapped =
          change.kind == ChangeKind::endogenise && c > 0 && layer.changes[c - 1].kind == ChangeKind::exogenise;
      if (swapped)
        out.back().changes.push_back(change);
      else
        out.push_back({describe(layer, change), layer.name, {change}});
    }
  }
  if (out.empty())
    fail(function, "there must be something above the base", "nothing in " + quoted(scenario.name()),
         "above " + quoted(base.name()));
  foreplan::detail::require(out.size() <= kMostShocks, function, "there may be at most 63 shocks",
                            std::to_string(out.size()));
  for (std::size_t i = 0; i < out.size(); ++i) {
    std::size_t number = 1;
    for (std::size_t j = i + 1; j < out.size(); ++j)
      if (out[j].name == out[i].name) out[j].name += " (" + std::to_string(++number) + ")";
  }
  return out;
}

Scenario with_shocks(const Scenario& base, const std::vector<Shock>& shocks, std::uint64_t coalition) {
  Scenario out = base;
  const std::string* layer = nullptr;
  for (std::size_t i = 0; i < shocks.size(); ++i) {
    if ((coalition >> i & 1) == 0) continue;
    if (layer == nullptr || *layer != shocks[i].layer) out = out.layer(free_name(out, shocks[i].layer));
    layer = &shocks[i].layer;
    for (const Change& change : shocks[i].changes) out = out.with(change);
  }
  return out;
}

ScaledShocks::ScaledShocks(std::string_view function, const Model& model, const Scenario& base,
                           const std::vector<Shock>& shocks)
    : function_(function), base_(base) {
  for (const Shock& shock : shocks) {
    Shock& out = plain_.emplace_back(Shock{shock.name, shock.layer, {}});
    for (const Change& change : shock.changes) {
      if (change.kind == ChangeKind::exclude || change.kind == ChangeKind::exogenise ||
          change.kind == ChangeKind::endogenise || change.kind == ChangeKind::target)
        fail(function, "a path integral needs shocks that can be in force in part",
             std::string(to_string(change.kind)) + " " + change.variable, "in layer " + quoted(shock.layer));
      for (Change& c : plain(change)) out.changes.push_back(std::move(c));
    }
    for (const Change& change : out.changes) {
      if (below_.contains(change.variable)) continue;
      const Fallback fallback = [&](std::string_view name) -> std::optional<double> {
        if (!model.contains(name)) return std::nullopt;
        return model[name].value.value_or(NAN);
      };
      below_.emplace(change.variable, base_series(base, Layer{shock.layer, {}}, change, change.range, fallback));
    }
  }
  for (const Layer& layer : base.layers())
    for (const Change& change : layer.changes)
      for (const Change& c : plain(change))
        if (below_.contains(c.variable)) apply_plain(c, layer.name, below_);
  static_cast<void>(scaled(std::vector<double>(shocks.size(), 1)));  // refuses missing values
}

void ScaledShocks::apply_plain(const Change& change, const std::string& layer, Values& values) {
  apply(change, Layer{layer, {}}, values.find(change.variable)->second);
}

ScaledShocks::Values ScaledShocks::scaled(std::span<const double> scale) const {
  Values values = below_;
  for (std::size_t i = 0; i < plain_.size(); ++i) {
    const Shock& shock = plain_[i];
    const Values before = values;
    for (const Change& change : shock.changes) apply_plain(change, shock.layer, values);
    // `values` has the whole shock now: back to its share.
    for (auto& [name, series] : values) {
      const Series& without = before.find(name)->second;
      for (std::size_t at = 0; at < series.size(); ++at) {
        const double from = value_at(without, series.period(at)), to = series.values[at];
        if (std::isnan(to) || from == to) continue;
        if (std::isnan(from))
          fail(function_, "a path integral needs a value without the shock", "none for " + quoted(name),
               "in " + to_string(series.period(at)) + ", layer " + quoted(shock.layer));
        series.values[at] = from + scale[i] * (to - from);
      }
    }
  }
  return values;
}

Scenario ScaledShocks::at(std::span<const double> scale) const {
  const Values values = scaled(scale);
  Scenario out = base_.layer(free_name(base_, "shocks"));
  for (const Shock& shock : plain_)
    for (const Change& change : shock.changes)
      out = out.with({ChangeKind::override_values, change.variable, change.range,
                      values.find(change.variable)->second.slice(change.range).values});
  return out;
}

}  // namespace foreplan::inline v0::scenario::detail
