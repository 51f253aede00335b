#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/export.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

/// The patient rule induction method (Friedman & Fisher 1999): boxes of inputs in which an outcome is high, or, for
/// scenario discovery (Bryant & Lempert 2010), in which most futures of interest lie.
namespace foreplan::inline v0::stats {

/// One input's bounds, both included; infinite where it is not restricted.
struct PrimBounds {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();

  [[nodiscard]] bool restricted() const noexcept {
    return low != -std::numeric_limits<double>::infinity() || high != std::numeric_limits<double>::infinity();
  }
  [[nodiscard]] bool contains(double x) const noexcept { return low <= x && x <= high; }
  bool operator==(const PrimBounds&) const = default;
};

/// A restriction of one input, and how likely it is to look as useful by chance.
struct PrimRestriction {
  std::size_t input = 0;
  PrimBounds bounds{};
  /// Bryant & Lempert's quasi-p-value: P(Binomial(T, q) >= H), where the box holds T points, H of interest, and q is
  /// the density of the box without this restriction. NaN when the outcome is not of two values.
  double quasi_p = 0;
};

struct PrimBox {
  std::vector<PrimBounds> bounds{};  ///< One an input.
  std::size_t points = 0;
  double mass = 0;      ///< points / all points
  double mean = 0;      ///< Of the outcome in the box.
  double density = 0;   ///< Share of the box's points that are of interest; NaN when the outcome is not of two values,
  double coverage = 0;  ///< as the share of all points of interest that lie in the box.
  std::size_t restricted = 0;  ///< Inputs that are.
  std::vector<PrimRestriction> restrictions{};

  [[nodiscard]] FOREPLAN_EXPORT bool contains(std::span<const double> x) const noexcept;
};

enum class PeelCriterion : std::uint8_t {
  highest_mean,    ///< The peel that leaves the highest mean (Friedman & Fisher 1999).
  gain_per_point,  ///< The peel that raises the mean most for each point that it removes: fairer to inputs of few
                   ///< values.
};

/// Which box of a trajectory is taken.
enum class PrimRule : std::uint8_t {
  /// The highest coverage x density; when the outcome is not of two values, (mean - mean of all) x sqrt(points).
  balanced,
  density_at_least,   ///< The highest coverage (or mass) among those whose density (or mean) is at least `level`.
  coverage_at_least,  ///< The highest density (or mean) among those whose coverage (or mass) is at least `level`.
};

struct PrimOptions {
  double peel = 0.05;          ///< (0, 0.5]; share of the box's points that a peel removes.
  double paste = 0.01;         ///< (0, 0.5], or 0 for none; share of the box's points that a paste adds.
  double minimum_mass = 0.05;  ///< (0, 1); no box is smaller.
  PeelCriterion criterion = PeelCriterion::highest_mean;
  /// Set: the outcome is of interest where it is at least this (or at most, with `below`). Unset: an outcome of only 0
  /// and 1 is of interest where it is 1, and of any other the mean is sought to be high.
  std::optional<double> threshold{};
  bool below = false;  ///< Only with a threshold.
  PrimRule rule = PrimRule::balanced;
  double level = 0.8;  ///< [0, 1] for two values, else finite; not used by `balanced`.
  CancelToken cancel{};
};

struct PrimResult {
  bool two_values = false;  ///< Density and coverage exist.
  std::size_t points = 0;
  std::size_t of_interest = 0;          ///< Among them; 0 when the outcome is not of two values.
  double mean = 0;                      ///< Of the outcome over all points.
  std::vector<PrimBox> trajectory{};    ///< From all points to the smallest box, peel by peel.
  std::optional<std::size_t> chosen{};  ///< Place in the trajectory; none when no box meets the rule's level.
  PrimBox box{};                        ///< The chosen one after pasting; all points when none was chosen.
  /// Outcomes differ: there is something to find.
  [[nodiscard]] bool usable() const noexcept { return chosen.has_value() && trajectory.size() > 1; }
};

/// Peels from all points down, chooses by the rule, pastes. A bound lies half way between the last point removed and
/// the first kept. Peels are of at least one point; points of equal value go together. Peeling ends when a peel would
/// leave less than minimum_mass, or when the outcomes left are all equal. Deterministic; among equal peels the first
/// input's lower end goes first. O(peels x inputs x n).
///
/// @param x  point by point, `inputs` values each; finite.
/// @param y  one a point; finite.
/// @throws InvalidArgument  for sizes that do not go together, fewer than 2 points, a value that is not finite, an
///   option out of its range. Cancelled.
[[nodiscard]] FOREPLAN_EXPORT PrimResult prim(std::span<const double> x, std::size_t inputs, std::span<const double> y,
                                              const PrimOptions& options = {});

/// A box of the caller's own, by hand: what it covers.
/// @throws InvalidArgument  as prim, for another number of bounds than inputs, low > high or NaN.
[[nodiscard]] FOREPLAN_EXPORT PrimBox prim_box(std::span<const double> x, std::size_t inputs, std::span<const double> y,
                                               const std::vector<PrimBounds>& bounds, const PrimOptions& options = {});

/// Pasting: widens one bound after the other, each time the one that gives the highest mean, until the mean would fall;
/// a bound that keeps no point out is dropped.
/// @throws InvalidArgument  as prim_box.
[[nodiscard]] FOREPLAN_EXPORT PrimBox prim_paste(std::span<const double> x, std::size_t inputs,
                                                 std::span<const double> y, const std::vector<PrimBounds>& bounds,
                                                 const PrimOptions& options = {});

}  // namespace foreplan::inline v0::stats
