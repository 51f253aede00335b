#pragma once
#include <foreplan/structure/population.hpp>

#include <string>
#include <string_view>

/// What every function of populations asks of ages and rates first. Private: not installed.
namespace foreplan::inline v0::structure {

void require_ages(std::string_view function, const AgeGroups&);
/// A list by age with each value in [low, high]; `what` names it in messages.
void require_by_age(std::string_view function, const std::vector<double>& values, const AgeGroups&, double low,
                    double high, const std::string& what);
/// @param where  such as "in step 3", or empty.
void require_rates(std::string_view function, const PopulationRates&, const AgeGroups&, const std::string& where);

}  // namespace foreplan::inline v0::structure
