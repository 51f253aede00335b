#pragma once
/// Everything of `structure`: shares, how far they shift, and where they go.
#include <foreplan/core/errors.hpp>
#include <foreplan/structure/log_ratios.hpp>
#include <foreplan/structure/markov.hpp>
#include <foreplan/structure/matrix.hpp>
#include <foreplan/structure/projection.hpp>
#include <foreplan/structure/sector_reconciliation.hpp>
#include <foreplan/structure/share_targets.hpp>
#include <foreplan/structure/share_trends.hpp>
#include <foreplan/structure/shares.hpp>
#include <foreplan/structure/shift.hpp>
