#pragma once
/// Everything of `growth`: rates and the arithmetic of targets, contributions, growth curves, index numbers, deflation and the
/// linking of price bases, growth accounting, ICOR, trends, elasticities.
#include <foreplan/core/errors.hpp>
#include <foreplan/growth/accounting.hpp>
#include <foreplan/growth/compare_curves.hpp>
#include <foreplan/growth/contributions.hpp>
#include <foreplan/growth/curve_diagnostics.hpp>
#include <foreplan/growth/curve_fit.hpp>
#include <foreplan/growth/curves.hpp>
#include <foreplan/growth/deflation.hpp>
#include <foreplan/growth/elasticity.hpp>
#include <foreplan/growth/icor.hpp>
#include <foreplan/growth/index_contributions.hpp>
#include <foreplan/growth/index_numbers.hpp>
#include <foreplan/growth/level_breaks.hpp>
#include <foreplan/growth/rates.hpp>
#include <foreplan/growth/rebasing.hpp>
#include <foreplan/growth/regression.hpp>
#include <foreplan/growth/targets.hpp>
#include <foreplan/growth/trends.hpp>
