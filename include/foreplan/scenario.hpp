#pragma once
/// Everything of `scenario`.
#include <foreplan/core/errors.hpp>
#include <foreplan/scenario/attribution.hpp>
#include <foreplan/scenario/builder.hpp>
#include <foreplan/scenario/compare.hpp>
#include <foreplan/scenario/control.hpp>
#include <foreplan/scenario/dynamic_fit.hpp>
#include <foreplan/scenario/estimate.hpp>
#include <foreplan/scenario/estimate_system.hpp>
#include <foreplan/scenario/model.hpp>
#include <foreplan/scenario/reach.hpp>
#include <foreplan/scenario/regret.hpp>
#include <foreplan/scenario/scenario.hpp>
#include <foreplan/scenario/seek.hpp>
#include <foreplan/scenario/sensitivity.hpp>
#include <foreplan/scenario/solve.hpp>
