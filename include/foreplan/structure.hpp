#pragma once
/// Everything of `structure`: shares, how far they shift, and where they go.
#include <foreplan/core/errors.hpp>
#include <foreplan/structure/aggregation.hpp>
#include <foreplan/structure/extraction.hpp>
#include <foreplan/structure/field_of_influence.hpp>
#include <foreplan/structure/input_output.hpp>
#include <foreplan/structure/leontief.hpp>
#include <foreplan/structure/linkages.hpp>
#include <foreplan/structure/matrix.hpp>
#include <foreplan/structure/multipliers.hpp>
#include <foreplan/structure/price_model.hpp>
#include <foreplan/structure/projection.hpp>
#include <foreplan/structure/shares.hpp>
#include <foreplan/structure/shift.hpp>
#include <foreplan/structure/supply_use.hpp>
#include <foreplan/structure/table_deflation.hpp>
#include <foreplan/structure/trade_content.hpp>
