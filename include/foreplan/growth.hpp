#pragma once
/// Everything of `growth`: rates, the arithmetic of targets, contributions, elasticities, index numbers, deflation,
/// the linking of price bases and the breaks that they leave.
#include <foreplan/growth/contributions.hpp>
#include <foreplan/growth/deflation.hpp>
#include <foreplan/growth/elasticity.hpp>
#include <foreplan/growth/index_contributions.hpp>
#include <foreplan/growth/index_numbers.hpp>
#include <foreplan/growth/level_breaks.hpp>
#include <foreplan/growth/rates.hpp>
#include <foreplan/growth/rebasing.hpp>
#include <foreplan/growth/targets.hpp>
