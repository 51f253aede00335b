#pragma once
#include <foreplan/core/frame.hpp>
#include <foreplan/core/period.hpp>
#include <foreplan/export.hpp>
#include <foreplan/scenario/instrument.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// Scenarios: a base of data and named layers of changes above it. A scenario is a value; every call
/// below returns a new one and leaves the old one as it was, so that scenarios inherit by being
/// built from each other.
namespace foreplan::inline v0::scenario {

enum class ChangeKind : std::uint8_t {
  override_values,  ///< x(t) = value(t)
  growth_path,      ///< x(t) = x(t - 1) (1 + value(t)), from the value in the period before the range
  shift,            ///< x(t) = x(t) + value(t)
  // What follows needs a model.
  add_factor,  ///< The right side of x's behavioural equation, as written, gets value(t) added.
  exclude,     ///< x's behavioural equation is put out of force: x(t) = value(t).
  exogenise,   ///< x(t) = value(t) instead of being solved for,
  endogenise,  ///< and x is solved for in its place: one for one. No values.
  target,      ///< x(t) = value(t) by moving instruments.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(ChangeKind) noexcept;

/// One change of one variable over a range of periods.
struct Change {
  ChangeKind kind = ChangeKind::shift;
  std::string variable{};
  PeriodRange range{};
  std::vector<double> values{};  ///< One for all periods of the range, or one for each. Growth: fractions > -1.
  std::vector<SeekInstrument> instruments{};  ///< Of a target, at least one; else none.

  bool operator==(const Change&) const = default;
};

struct Layer {
  std::string name{};
  std::vector<Change> changes{};  ///< Applied in order.

  bool operator==(const Layer&) const = default;
};

class FOREPLAN_EXPORT Scenario {
 public:
  Scenario();  ///< No name, no data.
  /// @throws InvalidArgument  for an empty name.
  Scenario(std::string name, Frame data);
  /// From a document: the layers in order, the last one giving the scenario its name.
  Scenario(std::string name, Frame data, std::vector<Layer> layers);
  /// The same over data that other scenarios share. @throws InvalidArgument too when there are none.
  Scenario(std::string name, std::shared_ptr<const Frame> data, std::vector<Layer> layers);

  /// A scenario of this name that inherits everything from this one; the changes that follow go
  /// into its own layer. @throws InvalidArgument for an empty name or one already in the stack.
  [[nodiscard]] Scenario layer(std::string name) const;

  /// Replaces values: one for the whole range, or one a period. Extends the data where the range
  /// goes past them. A variable that the data do not have must be known to the model that solves the scenario.
  /// @throws InvalidArgument for a value that is not finite, or a list of another length than the range; PeriodMismatch
  /// for another frequency.
  [[nodiscard]] Scenario override_values(std::string variable, std::vector<double> values, PeriodRange range) const;
  /// Lets a variable grow from its value before the range; `rates` are fractions per period.
  [[nodiscard]] Scenario growth_path(std::string variable, std::vector<double> rates, PeriodRange range) const;
  [[nodiscard]] Scenario growth_path(std::string variable, double rate, PeriodRange range) const;
  /// Adds `by` in every period of the range.
  [[nodiscard]] Scenario shift(std::string variable, double by, PeriodRange range) const;
  /// Adds `values` to the right side of the behavioural equation for `variable` (in the units of that side: for
  /// `dlog(x) = ...` 0.01 is one per cent of growth).
  [[nodiscard]] Scenario add_factor(std::string variable, std::vector<double> values, PeriodRange range) const;
  /// Puts the behavioural equation for `variable` out of force and gives the variable these values.
  [[nodiscard]] Scenario exclude(std::string variable, std::vector<double> values, PeriodRange range) const;
  /// Gives an endogenous variable these values and solves for an exogenous one, the instrument, over the range.
  /// @throws InvalidArgument  also for an empty instrument, or one that is the variable itself.
  [[nodiscard]] Scenario swap(std::string variable, std::vector<double> values, std::string instrument,
                              PeriodRange range) const;
  /// An endogenous variable is to have these values, and the instruments move for it, each by one constant in all of
  /// its periods unless its profile says otherwise:
  ///   base.layer("goal").target("share_ind", {0.40}, {2020, 2020}, {{"alloc_ind", {2016, 2020}}})
  /// Whoever solves the scenario finds by how much; `Run::targets` tells.
  ///
  /// All targets of the stack are met together, by the scenario that the other changes make, whatever the order of
  /// layers: what these do to an instrument holds before it is moved. With more unknowns than targets it is moved least
  /// (`SeekInstrument::weight`). A later target for a variable and period replaces an earlier one; instruments of a
  /// target of which nothing is left stay still. Targets may have an instrument in common where they state it alike.
  /// @throws InvalidArgument  also without instruments, for bounds, weights or scales that are not as said, and for an
  ///   instrument that is the variable itself.
  [[nodiscard]] Scenario target(std::string variable, std::vector<double> values, PeriodRange range,
                                std::vector<SeekInstrument> instruments) const;
  [[nodiscard]] Scenario with(Change change) const;
  /// The same scenario, its targets left out: where the search for them begins.
  [[nodiscard]] Scenario without_targets() const;

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] const Frame& data() const noexcept { return *data_; }  ///< The base, unchanged.
  [[nodiscard]] const std::vector<Layer>& layers() const noexcept { return layers_; }

  /// The data with all layers applied, in order. @throws InvalidArgument for a variable that the data do not have
  /// (naming the nearest), for changes that need a model, and when a growth path or shift meets a missing value, naming
  /// layer, variable and period.
  [[nodiscard]] Frame evaluate() const;

  FOREPLAN_EXPORT friend bool operator==(const Scenario&, const Scenario&);

 private:
  std::string name_;
  std::shared_ptr<const Frame> data_;  ///< Shared by all that inherit; never null.
  std::vector<Layer> layers_;
};

}  // namespace foreplan::inline v0::scenario
