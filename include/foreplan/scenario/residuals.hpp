#pragma once
#include <foreplan/core/frame.hpp>
#include <foreplan/core/period.hpp>
#include <foreplan/export.hpp>
#include <foreplan/scenario/model.hpp>

/// How far data are from a model's behavioural equations.
namespace foreplan::inline v0::scenario {

/// The add-factor with which each behavioural equation reproduces the data: left side - right side, both as written,
/// the right side without its add-factor. For `dlog(x) = ...` this is growth missed (0.01 is one point), for `x = ...`
/// units of x. Values on both sides are the data's, so that errors do not run on from period to period.
///
/// One series for each behavioural equation, in the model's order, with the name of the variable that it determines:
/// what `Scenario::add_factor` takes. NaN where the data lack a value that the equation reads or where it has no finite
/// value; parameters that the data do not have keep their value in the model. Exclusions are not looked at.
/// @throws InvalidArgument  for a model without behavioural equations, and a variable that an equation reads and the
///   data do not have in any period, naming it; an empty or too long range.
/// @throws PeriodMismatch   for a range of another frequency than the data's; UnitMismatch as `solve`.
[[nodiscard]] FOREPLAN_EXPORT Frame residuals(const Model& model, const Frame& data, PeriodRange range);

}  // namespace foreplan::inline v0::scenario
