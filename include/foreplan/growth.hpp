#pragma once
/// Everything of `growth`: rates, the arithmetic of targets, contributions, elasticities, growth curves.
#include <foreplan/core/errors.hpp>
#include <foreplan/growth/contributions.hpp>
#include <foreplan/growth/curve_fit.hpp>
#include <foreplan/growth/curves.hpp>
#include <foreplan/growth/elasticity.hpp>
#include <foreplan/growth/rates.hpp>
#include <foreplan/growth/targets.hpp>
