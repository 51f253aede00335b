#pragma once
#include <foreplan/core/stop.hpp>
#include <foreplan/scenario/solve.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

/// Exact derivatives of a solved run: by the implicit function theorem, block by block and period by period, what the
/// model solves for moves by -J^-1 (what its residuals move by). No differences are taken.
namespace foreplan::inline v0::scenario::detail {

/// A value of one variable: its place is variable * columns + column of RunData::values.
struct Cell {
  std::uint32_t variable = 0;
  std::size_t column = 0;
};
/// A cell and how far it is moved, or how much it counts.
struct Weighted {
  Cell cell{};
  double weight = 1;
};
/// Inputs moved together.
using Direction = std::vector<Weighted>;

class Derivatives {
 public:
  /// Evaluates and factors every block once: the work of about two Newton steps a period, and the memory of all slots
  /// of all periods. Swaps and blocks that look ahead included.
  /// @throws InvalidArgument  for a run that is not usable.
  explicit Derivatives(const Run& run);
  ~Derivatives();
  Derivatives(Derivatives&&) noexcept;
  Derivatives& operator=(Derivatives&&) noexcept;

  /// converged; or singular or not_finite where a block's derivatives have no inverse: then nothing below may be
  /// called.
  [[nodiscard]] Stop stop() const noexcept;

  /// d outputs[i] / d directions[j] at [i * directions.size() + j], forward: the cost grows with the directions, eight
  /// of which cost as much as one, not with the outputs. Derivatives at a kink are one of the two sides'.
  /// @throws InvalidArgument  for an input that the run solves for.
  [[nodiscard]] std::vector<double> tangent(std::span<const Direction> directions, std::span<const Cell> outputs) const;

  /// The gradient of sum weight * value with respect to every value that the run was given (exogenous ones, parameters,
  /// history, what leads read after the end), for all cells as in RunData::values; 0 for those solved for. Backward:
  /// about the cost of three evaluations of the model, whatever the number of inputs.
  [[nodiscard]] std::vector<double> adjoint(std::span<const Weighted> objective) const;

  /// For each cell of `outputs` and each of `inputs`, whether there is any way in the equations from one to the other,
  /// whatever the numbers: [i * inputs.size() + j]. Every member of a block is taken to depend on all that enters it.
  [[nodiscard]] std::vector<bool> reaches(std::span<const Direction> inputs, std::span<const Cell> outputs) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace foreplan::inline v0::scenario::detail
