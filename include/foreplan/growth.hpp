#pragma once
/// Everything of `growth`: rates, the arithmetic of targets, contributions, growth accounting, ICOR, trends, elasticities.
#include <foreplan/growth/accounting.hpp>
#include <foreplan/growth/contributions.hpp>
#include <foreplan/growth/elasticity.hpp>
#include <foreplan/growth/icor.hpp>
#include <foreplan/growth/rates.hpp>
#include <foreplan/growth/targets.hpp>
#include <foreplan/growth/trends.hpp>
