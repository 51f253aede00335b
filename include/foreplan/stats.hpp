#pragma once
/// Everything of `stats`.
#include <foreplan/core/errors.hpp>
#include <foreplan/stats/designs.hpp>
#include <foreplan/stats/distributions.hpp>
#include <foreplan/stats/variates.hpp>
