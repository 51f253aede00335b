#pragma once
/// Everything of `structure`: shares, how far they shift, and where they go.
#include <foreplan/core/errors.hpp>
#include <foreplan/structure/balancing.hpp>
#include <foreplan/structure/constrained_balancing.hpp>
#include <foreplan/structure/cross_entropy.hpp>
#include <foreplan/structure/margins.hpp>
#include <foreplan/structure/matrix.hpp>
#include <foreplan/structure/projection.hpp>
#include <foreplan/structure/rounding.hpp>
#include <foreplan/structure/shares.hpp>
#include <foreplan/structure/shift.hpp>
