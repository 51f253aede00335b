#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "scenario/machine.hpp"
#include "scenario/program.hpp"

/// Derivatives of straight code, forward in several directions at once and backward in one.
namespace foreplan::inline v0::scenario::detail {

/// The cells of a run: value of `variable` in `column` at [variable * columns + column]; solved are the columns first
/// ... first + periods - 1.
struct Grid {
  std::size_t columns = 0, first = 0, periods = 0;

  [[nodiscard]] std::size_t cell(std::uint32_t variable, std::size_t column, std::int32_t offset = 0) const noexcept {
    return static_cast<std::size_t>(static_cast<std::ptrdiff_t>(variable * columns + column) + offset);
  }
  [[nodiscard]] bool solves(std::size_t column) const noexcept { return column >= first && column < first + periods; }
};

/// Instructions whose result moves when some inputs do; row slot + 1 of the gradients is a slot's, row 0 is zeros.
struct ActiveCode {
  std::vector<Instruction> code{};
  std::vector<Gradients> rows{};
};
struct ActiveSegment {
  ActiveCode code{}, loop{};
  std::vector<Torn> torn{};  ///< Those whose residual moves with anything.
};
struct ActiveStage {
  std::vector<Load> loads{};
  std::vector<ActiveSegment> segments{};
  std::vector<bool> slots{};  ///< Those that move.
};
/// @param moves  for each variable, whether any of its cells moves.
[[nodiscard]] ActiveStage activate(const Stage& stage, const std::vector<bool>& moves);

/// Derivatives in `width` directions, a multiple of 8: of cells, and of one stage's slots.
struct Tangents {
  std::size_t width = 0;
  std::vector<double> cells{};
  std::vector<double> rows{};

  [[nodiscard]] double* cell(std::size_t i) noexcept { return &cells[i * width]; }
  [[nodiscard]] double* row(std::size_t slot) noexcept { return &rows[(slot + 1) * width]; }
  /// Zeros for every slot of a stage.
  void clear_rows(std::size_t slots) { rows.assign((slots + 1) * width, 0.0); }
  void copy_to_row(std::size_t slot, std::size_t cell_index);
  void copy_to_cell(std::size_t cell_index, std::size_t slot);
  void run(const ActiveCode& code, std::vector<double>& w);
};

/// Takes the derivatives `bar` of some quantity with respect to the slots written by `code` back to those that it
/// reads, and leaves 0 in their place.
void reverse(std::span<const Instruction> code, const std::vector<double>& w, std::vector<double>& bar);

/// a' x = b in place, from `factor`.
void solve_transposed(const double* a, const std::uint32_t* pivots, double* x, std::size_t n) noexcept;

}  // namespace foreplan::inline v0::scenario::detail
