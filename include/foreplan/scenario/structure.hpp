#pragma once
#include <foreplan/export.hpp>
#include <foreplan/scenario/model.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What a model is made of: the blocks that its equations fall into, in the order in which they are solved, and what
/// causes what. Of the model as written: a scenario that swaps variables is solved in another order.
namespace foreplan::inline v0::scenario {

enum class BlockKind : std::uint8_t {
  recursive,     ///< One equation, evaluated.
  simultaneous,  ///< Solved together in each period: a strongly connected component, or one implicit equation.
  forward,       ///< Holds a lead of one of its own variables: solved for all periods together.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(BlockKind) noexcept;

/// Where a block stands; prologue and epilogue in Dynare's sense of the words.
enum class ModelPart : std::uint8_t {
  prologue,  ///< Recursive, and needs no block that is solved.
  core,      ///< Solved, or recursive between two such.
  epilogue,  ///< Recursive, needs one that is solved, and none of those needs it.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(ModelPart) noexcept;

struct ModelBlock {
  BlockKind kind = BlockKind::recursive;
  ModelPart part = ModelPart::prologue;
  std::vector<std::string> equations{};  ///< In the order of evaluation, given the torn variables.
  std::vector<std::string> variables{};  ///< That they determine, one for one.
  std::vector<std::string> torn{};       ///< The unknowns that Newton's method guesses; the rest follows from them.
  /// Earlier blocks that this one reads in the same period (or a later one, in models with leads), increasing.
  std::vector<std::size_t> inputs{};

  [[nodiscard]] std::size_t size() const noexcept { return equations.size(); }
};

struct ModelStructure {
  std::vector<ModelBlock> blocks{};                  ///< Each after those it reads.
  std::size_t prologue = 0, core = 0, epilogue = 0;  ///< Equations in each part.
  std::size_t solved = 0;                            ///< Of these, in simultaneous and forward blocks.
  std::size_t torn = 0;                              ///< And unknowns in all.
  std::size_t exogenous = 0;                         ///< Variables not solved for, parameters and add-factors apart.
  std::size_t largest = 0;                           ///< Place of the block of most equations; 0 for an empty model.
};

/// O(equations + operands).
[[nodiscard]] FOREPLAN_EXPORT ModelStructure describe(const Model& model);

struct TraceOptions {
  int upstream = 1;           ///< >= 0; steps towards causes.
  int downstream = 1;         ///< >= 0; steps towards effects.
  bool add_factors = false;   ///< x_A, x_D and x_X of behavioural equations too.
  bool lagged = true;         ///< Causes in other periods too.
  std::size_t most = 10'000;  ///< Variables in the result.
};

struct TracedVariable {
  std::string name{};
  VariableKind kind = VariableKind::exogenous;
  int step = 0;  ///< 0: the variable itself; -1: a direct cause; +1: a direct effect.

  bool operator==(const TracedVariable&) const = default;
};

/// `cause` stands in the equation that determines `effect`.
struct CausalLink {
  std::string cause{}, effect{};
  std::vector<int>
      offsets{};  ///< Periods at which it is read, increasing: 0 the same, -1 the one before. Empty: fixed.

  bool operator==(const CausalLink&) const = default;
};

struct CausalTrace {
  std::string variable{};
  std::vector<TracedVariable> variables{};  ///< By step, then in the model's order.
  std::vector<CausalLink> links{};          ///< Among them, loops too, in their order.
  bool cut = false;                         ///< Whether `TraceOptions::most` left something out.
};

/// What a variable depends on and what depends on it, each variable at its shortest distance; causes come before
/// effects where it is both.
/// @throws InvalidArgument  for a variable that the model does not have, naming the nearest; negative steps; `most` of
/// 0.
[[nodiscard]] FOREPLAN_EXPORT CausalTrace trace(const Model& model, std::string_view variable,
                                                const TraceOptions& options = {});

}  // namespace foreplan::inline v0::scenario
