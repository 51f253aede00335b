#pragma once
#include <foreplan/core/period.hpp>
#include <foreplan/scenario/model.hpp>

#include <string>
#include <unordered_map>
#include <vector>

#include "scenario/expression.hpp"

namespace foreplan::inline v0::scenario::detail {

inline constexpr std::uint32_t kNone = 0xffffffff;

/// `left = right`, one for each ModelEquation. A behavioural equation's right side already holds its add-factor; its
/// exclusion is left to the solver (a choice above the whole solution).
struct EquationSides {
  NodeId left = 0;
  NodeId right = 0;
  std::uint32_t variable = kNone;  ///< Index of what it determines, or kNone.
  std::uint32_t exclusion = kNone, exclusion_value = kNone;
};

struct StringHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view s) const noexcept { return std::hash<std::string_view>{}(s); }
};

struct Program;  // solve order and code, program.hpp

/// What front ends (text, builder, .pcim) hand over, and what `Model` holds.
struct ModelData {
  std::vector<ModelVariable> variables{};
  std::vector<ModelEquation> equations{};
  std::vector<EquationSides> sides{};  ///< Parallel to `equations`.
  Expressions expressions{};
  std::vector<Period> periods{};  ///< Of Op::at_period.
  std::unordered_map<std::string, std::uint32_t, StringHash, std::equal_to<>>
      index{};  ///< Name to place in `variables`.
  int max_lag = 0, max_lead = 0;
  std::shared_ptr<const Program> program{};  ///< Everything endogenous solved for.
};

/// Finishes what a front end has filled in (variables, equations, sides, expressions, periods): index, lags and leads,
/// matching, blocks and code.
/// @throws ParseError  for systems that are structurally singular.
Model finish(ModelData data, const std::string& file);

}  // namespace foreplan::inline v0::scenario::detail
