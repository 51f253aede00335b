#pragma once
#include <foreplan/core/unit.hpp>

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "scenario/model_data.hpp"

/// What every front end does after its equations are expressions: which variable each determines, add-factors and
/// exclusions, kinds, units.
namespace foreplan::inline v0::scenario::detail {

enum class Declared : std::uint8_t { nothing, parameter, variable, endogenous, exogenous };

/// A model in the making. `data.sides[i].variable` is set where the left side is a plain variable.
struct Draft {
  ModelData data{};
  std::vector<Declared> declared{};           ///< Of each variable.
  std::vector<std::uint32_t> unlagged{};      ///< Variables without lag on the left sides, in order.
  std::vector<std::uint32_t> unlagged_end{};  ///< Of each equation, within `unlagged`.
  std::vector<const Unit*> equation_units{};  ///< Null where an equation states none.
  std::unordered_map<std::int64_t, std::uint32_t> period_places{};  ///< By ordinal; `place_of`.
  bool complete = true;               ///< False: some equations were refused, so that others may seem to lack.
  bool explicit_add_factors = false;  ///< FRML: equations hold their own.

  std::uint32_t add_variable(std::string name);
  /// Of a period within `data.periods`, where it is put if it is new; kNone for another frequency than that of the
  /// others.
  std::uint32_t place_of(Period period);
  void add_equation(ModelEquation equation, EquationSides sides, const Unit* unit);
};

/// What is wrong, with an equation (or, where `of_variable`, with what declared a variable).
struct Problem {
  bool of_variable = false;
  std::uint32_t index = 0;
  std::string expected{}, found{}, suggestion{};
};
std::vector<Problem> assemble(Draft& draft);

}  // namespace foreplan::inline v0::scenario::detail
