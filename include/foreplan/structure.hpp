#pragma once
/// Everything of `structure`: shares, how far they shift, and where they go.
#include <foreplan/core/errors.hpp>
#include <foreplan/structure/convergence.hpp>
#include <foreplan/structure/labour_shift.hpp>
#include <foreplan/structure/lmdi.hpp>
#include <foreplan/structure/matrix.hpp>
#include <foreplan/structure/normal_patterns.hpp>
#include <foreplan/structure/population.hpp>
#include <foreplan/structure/projection.hpp>
#include <foreplan/structure/regions.hpp>
#include <foreplan/structure/shares.hpp>
#include <foreplan/structure/shift.hpp>
#include <foreplan/structure/shift_share.hpp>
#include <foreplan/structure/specialisation.hpp>
#include <foreplan/structure/structural_decomposition.hpp>
