#pragma once
/// Everything of `io`: files, plans, series and models.
#include <foreplan/core/errors.hpp>
#include <foreplan/io/files.hpp>
#include <foreplan/io/pcim.hpp>
#include <foreplan/io/plan.hpp>
#include <foreplan/io/series.hpp>
