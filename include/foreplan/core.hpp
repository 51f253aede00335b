#pragma once
/// Everything of `core`: errors, periods, units, series, streams of random numbers, execution.
#include <foreplan/core/dual.hpp>
#include <foreplan/core/errors.hpp>
#include <foreplan/core/execution.hpp>
#include <foreplan/core/forecast.hpp>
#include <foreplan/core/frame.hpp>
#include <foreplan/core/interval.hpp>
#include <foreplan/core/language.hpp>
#include <foreplan/core/period.hpp>
#include <foreplan/core/random.hpp>
#include <foreplan/core/series.hpp>
#include <foreplan/core/stop.hpp>
#include <foreplan/core/unit.hpp>
#include <foreplan/core/value.hpp>
#include <foreplan/core/version.hpp>
