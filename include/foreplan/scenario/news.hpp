#pragma once
#include <foreplan/core/period.hpp>
#include <foreplan/export.hpp>
#include <foreplan/scenario/model.hpp>
#include <foreplan/scenario/scenario.hpp>
#include <foreplan/scenario/solve.hpp>

#include <vector>

/// Expectations that turn out wrong. `solve` lets a model that looks ahead know everything from the first period of its
/// range on: a shock in the tenth is anticipated in the first. Here what is known changes as news arrive.
namespace foreplan::inline v0::scenario {

/// From the period in which it arrives until the next news do, everybody expects this scenario.
struct News {
  Period arrives{};
  Scenario scenario{};
};

/// A sequence of solutions with perfect foresight, each from the state that was reached, by the scenario then believed;
/// of each, what comes to pass before the next news are kept. (The extended path of Fair & Taylor 1983 has news in
/// every period; Dynare 6 calls this perfect foresight with expectation errors.)
///
/// A shock is a surprise where it is in a scenario that arrives in its period, and in none before:
///   solve_with_news(model, {{2025, base}, {2030, base.layer("shock").shift("oil", 25, {2030, 2032})}}, {2025, 2060})
/// A model that does not look ahead has the solution of one scenario made of the pieces.
///
/// The run holds what comes to pass, exogenous variables too; an equation with leads does not balance in it where the
/// expectation was another. Its scenario is that of the last news. Where a scenario has no solution, the run ends
/// before the period in which it arrived, with the failure.
/// @param news  in order of arrival, the first at the beginning of the range or before, the others within it.
/// @throws InvalidArgument  also for news out of order, none, or none at the beginning, and for scenarios that state
///   targets. Otherwise as `solve`.
[[nodiscard]] FOREPLAN_EXPORT Run solve_with_news(const Model& model, const std::vector<News>& news, PeriodRange range,
                                                  const SolveOptions& options = {});

}  // namespace foreplan::inline v0::scenario
