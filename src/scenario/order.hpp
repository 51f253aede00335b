#pragma once
#include <string>
#include <vector>

#include "scenario/graph.hpp"
#include "scenario/model_data.hpp"

/// Who determines what, and in which order: the structure of a model for one choice of unknowns.
namespace foreplan::inline v0::scenario::detail {

/// One equation as the solver uses it.
struct Determined {
  std::uint32_t equation = 0;
  std::uint32_t variable = 0;
  bool direct = false;  ///< variable = solution, with the variable not in it; else residual = 0.
  NodeId solution = 0;  ///< The right side, or the residual.
};

/// Equations that are solved together, in the order of evaluation: first the directly determined ones, given the
/// variables torn; then those torn.
struct OrderedBlock {
  std::vector<std::uint32_t> members{};  ///< Places in Order::determined.
  std::size_t torn = 0;                  ///< How many of them, at the end. 0: one equation, evaluated.
  bool forward = false;                  ///< Holds a lead of one of its own variables: all periods at once.
};

struct Order {
  std::vector<Determined> determined{};   ///< One for each equation, in the model's order.
  std::vector<OrderedBlock> blocks{};     ///< Each after those it needs.
  std::vector<std::uint32_t> owner{};     ///< For each variable its place in `determined`, or kNone.
  Misfit misfit{};                        ///< Empty unless singular; rows are equations, columns places in `unknowns`.
  std::vector<std::uint32_t> unknowns{};  ///< Variables solved for, increasing.

  [[nodiscard]] bool singular() const noexcept { return !misfit.over_rows.empty() || !misfit.under_columns.empty(); }
};

/// @param unknown  for each variable, whether it is solved for.
/// @param e        the model's expressions, or a copy: solutions are added.
/// @param together  all equations as one forward block, whether they are tied or not.
[[nodiscard]] Order order_equations(const ModelData& model, Expressions& e, const std::vector<bool>& unknown,
                                    bool together = false);

/// "equations a, b determine only x ..." in one sentence for each misfit part.
[[nodiscard]] std::vector<std::string> explain(const ModelData& model, const Order& order);

}  // namespace foreplan::inline v0::scenario::detail
