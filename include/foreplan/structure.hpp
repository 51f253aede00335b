#pragma once
/// Everything of `structure`: shares, how far they shift, and where they go.
#include <foreplan/core/errors.hpp>
#include <foreplan/structure/breaks.hpp>
#include <foreplan/structure/matrix.hpp>
#include <foreplan/structure/productivity.hpp>
#include <foreplan/structure/projection.hpp>
#include <foreplan/structure/share_breaks.hpp>
#include <foreplan/structure/shares.hpp>
#include <foreplan/structure/shift.hpp>
