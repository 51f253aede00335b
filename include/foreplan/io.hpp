#pragma once
/// Everything of `io`: files, plans, scenarios, series, competitions and models.
/// Everything of `io`: files, plans, scenarios, series, models and fits.
#include <foreplan/core/errors.hpp>
#include <foreplan/io/competition.hpp>
#include <foreplan/io/ensemble.hpp>
#include <foreplan/io/files.hpp>
#include <foreplan/io/forecast.hpp>
#include <foreplan/io/iamc.hpp>
#include <foreplan/io/input_output.hpp>
#include <foreplan/io/pcim.hpp>
#include <foreplan/io/plan.hpp>
#include <foreplan/io/scenarios.hpp>
#include <foreplan/io/search.hpp>
#include <foreplan/io/selection.hpp>
#include <foreplan/io/series.hpp>
#include <foreplan/io/tuning.hpp>
