#include <foreplan/scenario/diff.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "core/check.hpp"
#include "scenario/changes.hpp"

namespace foreplan::inline v0::scenario {
namespace {

constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
constexpr std::string_view kDiff = "scenario::diff";

// Layers --------------------------------------------------------------------------------------------------------------

std::vector<Change> only_in(const std::vector<Change>& a, std::vector<Change> b) {
  std::vector<Change> out;
  for (const Change& change : a) {
    const auto found = std::find(b.begin(), b.end(), change);
    if (found == b.end())
      out.push_back(change);
    else
      b.erase(found);  // one for one
  }
  return out;
}

const Layer* find_layer(const std::vector<Layer>& layers, std::string_view name) {
  const auto found = std::find_if(layers.begin(), layers.end(), [&](const Layer& l) { return l.name == name; });
  return found == layers.end() ? nullptr : &*found;
}

std::vector<Layer> full_stack(const Scenario& s) {
  return s.layers().empty() ? std::vector<Layer>{{s.name(), {}}} : s.layers();
}

void compare_layers(const Scenario& first, const Scenario& second, ScenarioDiff& out) {
  const std::vector<Layer> a = full_stack(first), b = full_stack(second);
  std::vector<std::string> common_a, common_b;
  for (const Layer& layer : a) {
    const Layer* other = find_layer(b, layer.name);
    if (other == nullptr) {
      out.layers.push_back({layer.name, Side::first_only, layer.changes, {}});
      continue;
    }
    common_a.push_back(layer.name);
    if (layer != *other)
      out.layers.push_back(
          {layer.name, Side::both, only_in(layer.changes, other->changes), only_in(other->changes, layer.changes)});
  }
  for (const Layer& layer : b) {
    if (find_layer(a, layer.name) == nullptr)
      out.layers.push_back({layer.name, Side::second_only, {}, layer.changes});
    else
      common_b.push_back(layer.name);
  }
  out.reordered = common_a != common_b;
}

// Values --------------------------------------------------------------------------------------------------------------

/// What is stated about one variable in one way, and by whom.
struct Stated {
  Series series{};
  std::map<std::int64_t, const std::string*> layers{};  ///< By ordinal; the layer that spoke last.
};

using Key = std::pair<std::string, InputKind>;

/// Everything that a scenario states.
class Inputs {
 public:
  explicit Inputs(const Scenario& scenario) {
    for (const Series& s : scenario.data().series()) place_.emplace(s.name, &s);
    for (const Layer& layer : scenario.layers())
      for (const Change& change : layer.changes) state(layer, change);
  }

  [[nodiscard]] const std::set<std::string>& not_valued() const { return not_valued_; }
  [[nodiscard]] const std::map<Key, Stated>& changed() const { return stated_; }
  [[nodiscard]] const Series* series(const Key& key) const {
    if (const auto found = stated_.find(key); found != stated_.end()) return &found->second.series;
    const auto base = place_.find(key.first);
    return key.second == InputKind::value && base != place_.end() ? base->second : nullptr;
  }
  [[nodiscard]] std::string layer(const Key& key, Period p) const {
    const auto found = stated_.find(key);
    if (found == stated_.end()) return {};
    const auto at = found->second.layers.find(p.ordinal());
    return at == found->second.layers.end() ? std::string() : *at->second;
  }

 private:
  void state(const Layer& layer, const Change& change) {
    switch (change.kind) {
      case ChangeKind::add_factor: {
        Stated& to = of({change.variable, InputKind::add_factor}, change.range);
        fill_missing(to, change.range, 0);
        return apply(to, layer, {ChangeKind::shift, change.variable, change.range, change.values});
      }
      case ChangeKind::exclude:
        return set(layer, InputKind::exclusion, change, change.values);
      case ChangeKind::exogenise:
        return set(layer, InputKind::exogenised, change, change.values);
      case ChangeKind::endogenise:
        return set(layer, InputKind::endogenised, change, {1});
      case ChangeKind::target:
        for (const SeekInstrument& i : change.instruments)
          set(layer, InputKind::instrument, {ChangeKind::target, i.variable, i.range, {}, {}}, {1});
        return set(layer, InputKind::target, change, change.values);
      default:
        break;
    }
    const Key key{change.variable, InputKind::value};
    if (change.kind != ChangeKind::override_values && !place_.contains(change.variable) && !stated_.contains(key)) {
      not_valued_.insert(change.variable);
      return;
    }
    if (not_valued_.contains(change.variable)) return;
    apply(of(key, change.range), layer, change);
  }

  void set(const Layer& layer, InputKind kind, const Change& change, std::vector<double> values) {
    apply(of({change.variable, kind}, change.range), layer,
          {ChangeKind::override_values, change.variable, change.range, std::move(values)});
  }

  Stated& of(const Key& key, const PeriodRange& range) {
    const auto found = stated_.find(key);
    if (found != stated_.end()) return found->second;
    const auto base = place_.find(key.first);
    Stated fresh;
    if (key.second == InputKind::value && base != place_.end())
      fresh.series = *base->second;
    else
      fresh.series = {key.first, range.first, {}, std::vector<double>(range.size(), kNothing)};
    return stated_.emplace(key, std::move(fresh)).first->second;
  }

  static void fill_missing(Stated& to, const PeriodRange& range, double value) {
    Series& s = to.series;
    if (!s.covers(range.first) || !s.covers(range.last)) {
      Series wide{s.name, range.first < s.start ? range.first : s.start, s.unit, {}};
      const Period last = s.last() < range.last ? range.last : s.last();
      wide.values.assign(PeriodRange{wide.start, last}.size(), kNothing);
      std::copy(s.values.begin(), s.values.end(), wide.values.begin() + (s.start - wide.start));
      s = std::move(wide);
    }
    for (std::size_t i = 0; i < range.size(); ++i) {
      double& x = s.values[static_cast<std::size_t>(range.first - s.start) + i];
      if (std::isnan(x)) x = value;
    }
  }

  static void apply(Stated& to, const Layer& layer, const Change& change) {
    detail::apply(change, layer, to.series);
    for (std::size_t i = 0; i < change.range.size(); ++i)
      to.layers[change.range.first.ordinal() + static_cast<std::int64_t>(i)] = &layer.name;
  }

  std::map<std::string, const Series*, std::less<>> place_{};
  std::map<Key, Stated> stated_{};
  std::set<std::string> not_valued_{};
};

double value_of(const Series* s, Period p) { return s != nullptr && s->covers(p) ? s->at(p) : kNothing; }

bool differ(double a, double b, double tolerance) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) != std::isnan(b);
  return std::abs(b - a) > tolerance * (std::abs(a) + 1);
}

void compare_values(const Scenario& first, const Scenario& second, const DiffOptions& options, ScenarioDiff& out) {
  const Inputs a(first), b(second);
  std::set<std::string> not_valued = a.not_valued();
  not_valued.insert(b.not_valued().begin(), b.not_valued().end());
  std::set<Key> keys;
  for (const auto& [key, stated] : a.changed()) keys.insert(key);
  for (const auto& [key, stated] : b.changed()) keys.insert(key);
  if (&first.data() != &second.data())
    for (const Frame* data : {&first.data(), &second.data()})
      for (const Series& s : data->series()) keys.emplace(s.name, InputKind::value);
  for (const Key& key : keys) {
    if (key.second == InputKind::value && not_valued.contains(key.first)) continue;
    const Series *x = a.series(key), *y = b.series(key);
    PeriodRange range{x != nullptr ? x->start : y->start, x != nullptr ? x->last() : y->last()};
    if (y != nullptr && y->start < range.first) range.first = y->start;
    if (y != nullptr && range.last < y->last()) range.last = y->last();
    for (Period p = range.first;; ++p) {
      const double before = value_of(x, p), after = value_of(y, p);
      if (differ(before, after, options.tolerance)) {
        if (out.values.size() < options.most)
          out.values.push_back({key.first, key.second, p, before, after, a.layer(key, p), b.layer(key, p)});
        else
          ++out.left_out;
      }
      if (p == range.last) break;
    }
  }
  out.not_valued.assign(not_valued.begin(), not_valued.end());
}

}  // namespace

std::string_view to_string(Side side) noexcept {
  switch (side) {
    case Side::first_only:
      return "first only";
    case Side::second_only:
      return "second only";
    case Side::both:
      return "both";
  }
  return "unknown";
}

std::string_view to_string(InputKind kind) noexcept {
  switch (kind) {
    case InputKind::value:
      return "value";
    case InputKind::add_factor:
      return "add-factor";
    case InputKind::exclusion:
      return "exclusion";
    case InputKind::exogenised:
      return "exogenised";
    case InputKind::endogenised:
      return "endogenised";
    case InputKind::target:
      return "target";
    case InputKind::instrument:
      return "instrument";
  }
  return "unknown";
}

ScenarioDiff diff(const Scenario& first, const Scenario& second, const DiffOptions& options) {
  foreplan::detail::require(options.tolerance >= 0 && std::isfinite(options.tolerance), kDiff,
                            "tolerance must be >= 0 and finite", options.tolerance);
  if (!first.data().empty() && !second.data().empty()) {
    const Frequency a = first.data().range().first.frequency(), b = second.data().range().first.frequency();
    if (a != b)
      foreplan::detail::fail<PeriodMismatch>(kDiff, "data must have one frequency",
                                             std::string(to_string(a)) + " and " + std::string(to_string(b)));
  }
  ScenarioDiff out{.first = first.name(), .second = second.name()};
  compare_layers(first, second, out);
  compare_values(first, second, options, out);
  return out;
}

}  // namespace foreplan::inline v0::scenario
