#pragma once
/// Everything. A program that needs one module includes that one.
#include <foreplan/core.hpp>
#include <foreplan/forecast.hpp>
#include <foreplan/growth.hpp>
#include <foreplan/io.hpp>
#include <foreplan/plan.hpp>
#include <foreplan/report.hpp>
#include <foreplan/scenario.hpp>
#include <foreplan/stats.hpp>
#include <foreplan/structure.hpp>
#include <foreplan/tuning.hpp>
