#pragma once
#include <foreplan/core/frame.hpp>
#include <foreplan/export.hpp>
#include <foreplan/scenario/scenario.hpp>

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// Scenarios by name, over one set of base data.
///
///   ScenarioRegistry registry(data);
///   registry.add({.name = "base"});
///   registry.add({.name = "high", .inherits = "base", .changes = {{ChangeKind::shift, "rate", {2021, 2025},
///   {0.02}}}}); const Run run = solve(model, registry["high"], {2021, 2025});
namespace foreplan::inline v0::scenario {

/// One scenario as its own layer: what it changes, above what it inherits.
struct ScenarioEntry {
  std::string name{};
  std::string inherits{};         ///< Name of another scenario; empty: from the base data.
  std::vector<Change> changes{};  ///< Applied in order, after those inherited.

  bool operator==(const ScenarioEntry&) const = default;
};

/// A value: copies share the base data. Entries keep the order in which they were given.
class FOREPLAN_EXPORT ScenarioRegistry {
 public:
  static constexpr std::size_t kMostScenarios = 10'000;
  static constexpr std::size_t kMostInherited = 1'000;  ///< Scenarios above each other.

  ScenarioRegistry();  ///< No data, no scenarios.
  explicit ScenarioRegistry(Frame data);
  /// Entries in any order: a scenario may stand before the one that it inherits from.
  /// @throws InvalidArgument  as `add`, and for a cycle of inheritance, naming all of it.
  ScenarioRegistry(Frame data, std::vector<ScenarioEntry> entries);

  /// @throws InvalidArgument  for an empty name or one taken, a scenario inherited that is not known (naming the
  ///   nearest), changes that a `Scenario` refuses, and beyond the limits above; the registry is then as it was.
  void add(ScenarioEntry entry);
  /// The scenario and those that it is layered on, as far as they are not here yet.
  /// @throws InvalidArgument  too for other base data, and for a layer here of the same name but other content.
  void add(const Scenario& scenario);

  /// O(layers), not the data. @throws InvalidArgument naming the nearest known name.
  [[nodiscard]] Scenario operator[](std::string_view name) const;
  [[nodiscard]] bool contains(std::string_view name) const noexcept;
  /// @throws InvalidArgument  naming the nearest known name, as the next two.
  [[nodiscard]] const ScenarioEntry& entry(std::string_view name) const;
  /// Those that inherit from it directly, in order. For "" those that start from the base data.
  [[nodiscard]] std::vector<std::string> children(std::string_view name) const;
  /// From the one on the base data down to the scenario itself.
  [[nodiscard]] std::vector<std::string> lineage(std::string_view name) const;

  [[nodiscard]] const Frame& data() const noexcept { return *data_; }
  [[nodiscard]] const std::vector<ScenarioEntry>& entries() const noexcept { return entries_; }
  [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }
  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
  /// All of them in order, as `solve_all` takes them.
  [[nodiscard]] std::vector<Scenario> scenarios() const;

  FOREPLAN_EXPORT friend bool operator==(const ScenarioRegistry&, const ScenarioRegistry&);

 private:
  [[nodiscard]] std::size_t place(std::string_view name, std::string_view function) const;
  [[nodiscard]] std::vector<std::size_t> stack(std::size_t at) const;

  std::shared_ptr<const Frame> data_;  ///< Never null.
  std::vector<ScenarioEntry> entries_{};
  std::map<std::string, std::size_t, std::less<>> places_{};
};

}  // namespace foreplan::inline v0::scenario
