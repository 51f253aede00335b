#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/core/period.hpp>
#include <foreplan/core/series.hpp>
#include <foreplan/core/unit.hpp>
#include <foreplan/export.hpp>
#include <foreplan/plan/statement.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// How likely is a target, and what does it take? Growth is multiplicative: the level after n
/// periods is L0 exp(r1 + ... + rn), L0 the last observed level and r the log growths. All growth
/// rates here are fractions per period (0.114 is 11.4 %).
namespace foreplan::inline v0::plan {

/// A level that is to be reached in one period.
struct Target {
  std::string name{};
  Bound bound = Bound::at_least;  ///< at_least, at_most or between.
  double value = 0;               ///< > 0.
  double upper = 0;               ///< Only with `between`: > `value`.
  Unit unit{};
  Period period{};

  bool operator==(const Target&) const = default;
};

/// The target that a level or share statement of a plan makes (a share is a level in per cent).
/// `about` becomes `between`, `about_tolerance` below and above.
/// @throws InvalidArgument  for another kind of statement, another indicator's statement, a value
///   <= 0, or `Bound::exactly`: nothing with a density is ever met exactly.
[[nodiscard]] FOREPLAN_EXPORT Target target_of(const Indicator& indicator, const Statement& statement,
                                               double about_tolerance = 0.05);

/// What is believed about growth: each period's log growth is independent N(ln(1 + median), log_sd^2).
struct GrowthBelief {
  double median = 0;  ///< > -1; growth that is exceeded in half of all periods.
  double log_sd = 0;  ///< > 0; 0.05 is about 5 points.

  bool operator==(const GrowthBelief&) const = default;
};

/// Where the probability comes from.
enum class AttainmentMethod : std::uint8_t {
  /// Growth was given: normal log growth. P(X >= T) = 1 - Phi((ln(T / L0) - n ln(1 + g)) / (s sqrt(n))).
  lognormal,
  /// Mean m and standard deviation s (divisor k - 1) of the history's k log growths, both uncertain:
  /// (ln(X / L0) - n m) / (s sqrt(n + n^2 / k)) is Student t with k - 1 degrees of freedom.
  student_t,
  /// The history's log growths drawn with replacement, n for each of `paths` paths. Only what has
  /// happened can happen again, and the mean is taken as known: narrower than `student_t`.
  bootstrap,
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(AttainmentMethod) noexcept;

struct AttainmentOptions {
  std::optional<GrowthBelief> growth{};  ///< Set: `lognormal`, the history gives only its last level. Unset: estimated.
  bool bootstrap = false;                ///< Unset growth only: `bootstrap` instead of `student_t`.
  std::size_t paths = 100'000;           ///< [1, 10^8]; bootstrap only, as is the seed.
  std::uint64_t seed = 0;
  double coverage = 0.90;  ///< (0, 1) of the central interval of each year.
  Execution execution{};   ///< Bootstrap only; results do not depend on the threads.
};

/// One period from the base to the target.
struct AttainmentYear {
  Period period{};
  double required = 0;      ///< Level of the path of constant growth that ends on the target.
  double contribution = 0;  ///< What this year adds on that path: the years add up to target - base.
  double share = 0;         ///< The same over (target - base); the years add up to 1. 0 when target = base.
  double median = 0;        ///< Of the predictive distribution,
  double lower = 0;         ///< and its central interval.
  double upper = 0;

  bool operator==(const AttainmentYear&) const = default;
};

struct Attainment {
  AttainmentMethod method = AttainmentMethod::lognormal;
  double probability = 0;     ///< [0, 1]; for what may be printed of it see `printable`.
  double standard_error = 0;  ///< sqrt(P (1 - P) / paths) of a simulation; 0 of a closed form.
  std::size_t paths = 0;      ///< 0 for a closed form.
  std::size_t growths = 0;    ///< k, how many log growths were used; 0 when growth was given.
  GrowthBelief growth{};      ///< Given, or estimated: exp(m) - 1 and s.
  double base = 0;            ///< L0, in the target's unit.
  Period base_period{};
  /// Constant growth from here to the target. Of `between`: to its nearer end, 0 when already inside.
  double required_growth = 0;
  double goal = 0;                      ///< The level that this leads to.
  double median = 0;                    ///< Predicted for the target's period.
  std::vector<AttainmentYear> years{};  ///< From the first period after the base to the target's.

  bool operator==(const Attainment&) const = default;
};

/// Probability of `target` from the last level of `history` on.
///
/// @param history  levels > 0 without gaps; its unit may differ from the target's in scale only. Growths are
///   per period of its frequency, which is the target's.
/// @throws UnitMismatch    when units or price bases differ (money at unstated prices is another unit than at stated).
/// @throws PeriodMismatch  when frequencies differ, or the target is not after the last observation.
/// @throws InvalidArgument for levels that are not > 0 and finite; estimation from fewer than 4 growths
///   (5 levels), or from growths that are all alike; options out of range.
/// @throws Cancelled
[[nodiscard]] FOREPLAN_EXPORT Attainment attainment(const Target& target, const Series& history,
                                                    const AttainmentOptions& options = {});

/// What may be printed of a probability. One below `floor` is printed as "below floor", one above 1 - floor as
/// "above 1 - floor": never as 0 or 1. The floor is 0.001, and 3 / paths for a simulation of fewer
/// than 3,000 paths (an event never seen in N draws is rarer than 3 / N with 95 % confidence).
struct PrintableProbability {
  enum class Kind : std::uint8_t { value, below, above };
  Kind kind = Kind::value;
  double value = 0;  ///< The probability, or the floor, or 1 - floor.

  bool operator==(const PrintableProbability&) const = default;
};
/// @param paths  0 for a closed form.
/// @throws InvalidArgument  unless 0 <= probability <= 1.
[[nodiscard]] FOREPLAN_EXPORT PrintableProbability printable(double probability, std::size_t paths = 0);

}  // namespace foreplan::inline v0::plan
