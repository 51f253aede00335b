#pragma once
#include <foreplan/core/unit.hpp>
#include <foreplan/export.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Models as text: equations in the notation of the field, compiled to a value that every other call takes.
///
///   const Model model = compile(R"(
///     list sector = agr ind srv
///     for s in sector
///       behavioural va_{s} = va_{s}(-1) + inv_{s}(-1) / icor_{s}   "value added, {s}" [bn VND, 2010 prices]
///     end
///     identity gdp = sum(s in sector: va_{s})
///   )");
///
/// The language is described, construct by construct, in examples/scenario_language.md.
namespace foreplan::inline v0::scenario {

namespace detail {
struct ModelData;
}

enum class EquationKind : std::uint8_t {
  identity,     ///< Holds exactly.
  behavioural,  ///< Estimated or assumed: has an add-factor and can be excluded.
};

/// What a variable is in the model as written; a swap changes what is solved for, not this.
enum class VariableKind : std::uint8_t {
  endogenous,       ///< Solved for.
  exogenous,        ///< From the data.
  parameter,        ///< Declared with a value in the text; data and layers of that name take its place.
  add_factor,       ///< `x_A` of a behavioural equation for x, added to its right side; 0 unless given.
  exclusion,        ///< `x_D`: where it is not 0 the equation is excluded and x = x_X. 0 unless given.
  exclusion_value,  ///< `x_X`
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(EquationKind) noexcept;
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(VariableKind) noexcept;

struct ModelVariable {
  std::string name{};
  VariableKind kind = VariableKind::exogenous;
  std::string description{};
  std::optional<Unit> unit{};     ///< As declared; data of another unit are refused.
  std::optional<double> value{};  ///< Where the data have none: a parameter's, 0 for add-factors and exclusions.
  int max_lag = 0;                ///< Furthest look back of any equation, periods >= 0.
  int max_lead = 0;
};

struct ModelEquation {
  std::string name{};      ///< Its label, or the name of the variable that it determines.
  std::string variable{};  ///< What it determines; empty where matching is to find out (`0 = supply - demand`).
  EquationKind kind = EquationKind::identity;
  std::string text{};  ///< After loops and lists: "va_ind = va_ind(-1) + inv_ind(-1) / icor_ind".
  std::string description{};
  std::size_t line = 0;  ///< From 1, of the statement it came from; 0 when built in C++.
  std::size_t column = 0;
};

/// Limits on hostile text; each is an error that names the limit.
struct CompileOptions {
  std::string file{};  ///< For error messages.
  std::size_t max_bytes = std::size_t{64} << 20;
  std::size_t max_depth = 1000;           ///< Nesting of parentheses, calls and loops.
  std::size_t max_equations = 1'000'000;  ///< After loops.
  std::size_t max_terms = 50'000'000;     ///< Operands and operations of all equations, after loops.
};

/// A compiled model: an immutable value, cheap to copy, safe to share between threads.
class FOREPLAN_EXPORT Model {
 public:
  Model();                                                            ///< No equations.
  explicit Model(std::shared_ptr<const detail::ModelData>) noexcept;  ///< For the library's own use.

  [[nodiscard]] const std::vector<ModelVariable>& variables() const noexcept;
  [[nodiscard]] const std::vector<ModelEquation>& equations() const noexcept;
  [[nodiscard]] bool contains(std::string_view variable) const noexcept;
  /// @throws InvalidArgument  naming the nearest known name.
  [[nodiscard]] const ModelVariable& operator[](std::string_view variable) const;
  [[nodiscard]] int max_lag() const noexcept;   ///< Periods of history that a solution needs.
  [[nodiscard]] int max_lead() const noexcept;  ///< > 0: expectations are part of the model.

  [[nodiscard]] const detail::ModelData& data() const noexcept { return *data_; }  ///< For the library's own use.

 private:
  std::shared_ptr<const detail::ModelData> data_;
};

/// Compiles a text.
/// @throws ParseError  with every issue found: line, column, what was expected and met, a caret under the place, the
///   likely cause. Also for two equations of one variable, for a variable declared endogenous without an equation, and
///   for systems that are structurally singular, naming the equations and variables that are over- and
///   under-determined.
[[nodiscard]] FOREPLAN_EXPORT Model compile(std::string_view text, const CompileOptions& options = {});

}  // namespace foreplan::inline v0::scenario
