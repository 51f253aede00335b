#pragma once
#include <foreplan/core/language.hpp>
#include <foreplan/core/period.hpp>
#include <foreplan/export.hpp>
#include <foreplan/plan/pipeline.hpp>
#include <foreplan/plan/plan.hpp>
#include <foreplan/report/document.hpp>

#include <vector>

/// What does it take? All of it at once; `capacity.hpp` has the parts.
namespace foreplan::inline v0::report {

/// Projects, land, raw materials, electricity, workers and money, each under a heading with its chart and table,
/// as far as the plan has figures for it; at the end, what it has none for. Figures whose source begins with
/// "illustrative" are called so.
/// @param periods  in which the projects' capital is counted.
/// @throws InvalidArgument  and its kin, as the functions of `plan` that it calls.
[[nodiscard]] FOREPLAN_EXPORT std::vector<Block> needs(const plan::Plan& plan, const PeriodRange& periods,
                                                       const plan::PipelineOptions& options = {},
                                                       Language language = Language::english);

}  // namespace foreplan::inline v0::report
