#include <foreplan/scenario/registry.hpp>

#include <algorithm>
#include <utility>

#include "core/check.hpp"

namespace foreplan::inline v0::scenario {
namespace {

using foreplan::detail::fail;
using foreplan::detail::quoted;
using foreplan::detail::require;

constexpr std::string_view kRegistry = "scenario::ScenarioRegistry";
constexpr std::string_view kAdd = "scenario::ScenarioRegistry::add";

[[noreturn]] void unknown(std::string_view function, std::string_view rule, std::string_view name,
                          const std::vector<ScenarioEntry>& entries, std::string_view where = {}) {
  std::vector<std::string> known;
  for (const ScenarioEntry& e : entries) known.push_back(e.name);
  const std::string nearest = foreplan::detail::nearest_name(name, known);
  std::string place(where);
  if (!nearest.empty()) place += (place.empty() ? "" : " ") + ("(did you mean " + quoted(nearest) + "?)");
  fail(function, rule, quoted(name), place);
}

void require_within(std::size_t size, std::string_view function) {
  require(size <= ScenarioRegistry::kMostScenarios, function,
          "there must be at most " + std::to_string(ScenarioRegistry::kMostScenarios) + " scenarios",
          std::to_string(size));
}

/// Refuses changes that a scenario refuses. The layer stands alone, so that a name above it is no matter here.
void check_changes(const std::shared_ptr<const Frame>& data, const ScenarioEntry& entry) {
  static_cast<void>(Scenario(entry.name, data, {{entry.name, entry.changes}}));
}

/// The bottom layer is left out of a stack when it changes nothing; "base" alone and "base" below others are one thing.
std::vector<Layer> full_stack(const Scenario& s) {
  return s.layers().empty() ? std::vector<Layer>{{s.name(), {}}} : s.layers();
}

}  // namespace

ScenarioRegistry::ScenarioRegistry() : data_(std::make_shared<const Frame>()) {}
ScenarioRegistry::ScenarioRegistry(Frame data) : data_(std::make_shared<const Frame>(std::move(data))) {}

ScenarioRegistry::ScenarioRegistry(Frame data, std::vector<ScenarioEntry> entries) : ScenarioRegistry(std::move(data)) {
  require_within(entries.size(), kRegistry);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    require(!entries[i].name.empty(), kRegistry, "names must not be empty", "\"\"");
    require(places_.emplace(entries[i].name, i).second, kRegistry, "names must differ", quoted(entries[i].name));
  }
  entries_ = std::move(entries);
  // How many are above each, counted from the bottom up: what is never reached inherits from itself.
  std::vector<std::vector<std::size_t>> above(entries_.size());
  std::vector<std::size_t> ready, height(entries_.size(), 0);
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const std::string& below = entries_[i].inherits;
    if (below.empty()) {
      ready.push_back(i);
      continue;
    }
    const auto found = places_.find(below);
    if (found == places_.end())
      unknown(kRegistry, "a scenario must inherit from another one here", below, entries_,
              "in " + quoted(entries_[i].name));
    above[found->second].push_back(i);
  }
  for (std::size_t k = 0; k < ready.size(); ++k) {
    const std::size_t at = ready[k];
    if (height[at] >= kMostInherited)
      fail(kRegistry, "at most " + std::to_string(kMostInherited) + " scenarios may be above each other",
           quoted(entries_[at].name));
    for (const std::size_t child : above[at]) {
      height[child] = height[at] + 1;
      ready.push_back(child);
    }
  }
  if (ready.size() < entries_.size()) {
    std::vector<bool> reached(entries_.size());
    for (const std::size_t i : ready) reached[i] = true;
    std::size_t at = static_cast<std::size_t>(std::find(reached.begin(), reached.end(), false) - reached.begin());
    // Down from it the way leads into the cycle; once around it from there.
    for (std::size_t k = 0; k < entries_.size(); ++k) at = places_.find(entries_[at].inherits)->second;
    std::string cycle = quoted(entries_[at].name);
    std::size_t shown = 0, next = places_.find(entries_[at].inherits)->second;
    for (; next != at && shown < 10; ++shown, next = places_.find(entries_[next].inherits)->second)
      cycle += " from " + quoted(entries_[next].name);
    fail(kRegistry, "no scenario may inherit from itself",
         cycle + (next == at ? " from " + quoted(entries_[at].name) : " from ..."));
  }
  for (const ScenarioEntry& e : entries_) check_changes(data_, e);
}

void ScenarioRegistry::add(ScenarioEntry entry) {
  require(!entry.name.empty(), kAdd, "name must not be empty", "\"\"");
  require(!contains(entry.name), kAdd, "name must not be taken", quoted(entry.name));
  require_within(entries_.size() + 1, kAdd);
  if (!entry.inherits.empty()) {
    const auto found = places_.find(entry.inherits);
    if (found == places_.end())
      unknown(kAdd, "a scenario must inherit from another one here", entry.inherits, entries_,
              "in " + quoted(entry.name));
    require(stack(found->second).size() < kMostInherited, kAdd,
            "at most " + std::to_string(kMostInherited) + " scenarios may be above each other", quoted(entry.name));
  }
  check_changes(data_, entry);
  entries_.push_back(std::move(entry));
  try {
    places_.emplace(entries_.back().name, entries_.size() - 1);
  } catch (...) {
    entries_.pop_back();
    throw;
  }
}

void ScenarioRegistry::add(const Scenario& scenario) {
  if (!(scenario.data() == *data_))
    fail(kAdd, "base data must be those of the registry", "others", "in " + quoted(scenario.name()));
  const std::size_t before = entries_.size();
  try {
    std::string below;
    for (const Layer& layer : full_stack(scenario)) {
      ScenarioEntry entry{layer.name, below, layer.changes};
      const auto found = places_.find(layer.name);
      if (found == places_.end())
        add(std::move(entry));
      else if (entries_[found->second] != entry)
        fail(kAdd, "a layer must be the same as the scenario of that name here", quoted(layer.name),
             "in " + quoted(scenario.name()));
      below = layer.name;
    }
  } catch (...) {
    for (; entries_.size() > before; entries_.pop_back()) places_.erase(entries_.back().name);
    throw;
  }
}

std::size_t ScenarioRegistry::place(std::string_view name, std::string_view function) const {
  const auto found = places_.find(name);
  if (found == places_.end()) unknown(function, "scenario must be one of the registry", name, entries_);
  return found->second;
}

std::vector<std::size_t> ScenarioRegistry::stack(std::size_t at) const {
  std::vector<std::size_t> out{at};
  while (!entries_[out.back()].inherits.empty()) out.push_back(places_.find(entries_[out.back()].inherits)->second);
  std::reverse(out.begin(), out.end());
  return out;
}

Scenario ScenarioRegistry::operator[](std::string_view name) const {
  std::vector<Layer> layers;
  for (const std::size_t i : stack(place(name, kRegistry))) layers.push_back({entries_[i].name, entries_[i].changes});
  if (layers.size() == 1 && layers.front().changes.empty()) layers.clear();
  return {std::string(name), data_, std::move(layers)};
}

bool ScenarioRegistry::contains(std::string_view name) const noexcept { return places_.find(name) != places_.end(); }

const ScenarioEntry& ScenarioRegistry::entry(std::string_view name) const {
  return entries_[place(name, "scenario::ScenarioRegistry::entry")];
}

std::vector<std::string> ScenarioRegistry::children(std::string_view name) const {
  if (!name.empty()) static_cast<void>(place(name, "scenario::ScenarioRegistry::children"));
  std::vector<std::string> out;
  for (const ScenarioEntry& e : entries_)
    if (e.inherits == name) out.push_back(e.name);
  return out;
}

std::vector<std::string> ScenarioRegistry::lineage(std::string_view name) const {
  std::vector<std::string> out;
  for (const std::size_t i : stack(place(name, "scenario::ScenarioRegistry::lineage"))) out.push_back(entries_[i].name);
  return out;
}

std::vector<Scenario> ScenarioRegistry::scenarios() const {
  std::vector<Scenario> out;
  for (const ScenarioEntry& e : entries_) out.push_back((*this)[e.name]);
  return out;
}

bool operator==(const ScenarioRegistry& a, const ScenarioRegistry& b) {
  return a.entries_ == b.entries_ && (a.data_ == b.data_ || *a.data_ == *b.data_);
}

}  // namespace foreplan::inline v0::scenario
