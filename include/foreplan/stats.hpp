#pragma once
/// Everything of `stats`.
#include <foreplan/core/errors.hpp>
#include <foreplan/stats/break_distributions.hpp>
#include <foreplan/stats/break_tests.hpp>
#include <foreplan/stats/breaks.hpp>
#include <foreplan/stats/designs.hpp>
#include <foreplan/stats/distributions.hpp>
#include <foreplan/stats/elementary_effects.hpp>
#include <foreplan/stats/inputs.hpp>
#include <foreplan/stats/one_at_a_time.hpp>
#include <foreplan/stats/prim.hpp>
#include <foreplan/stats/regression.hpp>
#include <foreplan/stats/residual_tests.hpp>
#include <foreplan/stats/shapley.hpp>
#include <foreplan/stats/sobol_indices.hpp>
#include <foreplan/stats/stability.hpp>
#include <foreplan/stats/variates.hpp>
