#pragma once
/// Everything of `growth`: rates, the arithmetic of targets, contributions, elasticities.
#include <foreplan/growth/contributions.hpp>
#include <foreplan/growth/elasticity.hpp>
#include <foreplan/growth/rates.hpp>
#include <foreplan/growth/regression.hpp>
#include <foreplan/growth/targets.hpp>
