#pragma once
/// Everything of `scenario`.
#include <foreplan/core/errors.hpp>
#include <foreplan/scenario/builder.hpp>
#include <foreplan/scenario/compare.hpp>
#include <foreplan/scenario/model.hpp>
#include <foreplan/scenario/residuals.hpp>
#include <foreplan/scenario/scenario.hpp>
#include <foreplan/scenario/simulate.hpp>
#include <foreplan/scenario/solve.hpp>
