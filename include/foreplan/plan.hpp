#pragma once
/// Everything of `plan`: what a plan says, its audit, how likely its targets are, how it stands.
#include <foreplan/core/errors.hpp>
#include <foreplan/plan/attainment.hpp>
#include <foreplan/plan/audit.hpp>
#include <foreplan/plan/capacity.hpp>
#include <foreplan/plan/financing.hpp>
#include <foreplan/plan/monitoring.hpp>
#include <foreplan/plan/pipeline.hpp>
#include <foreplan/plan/plan.hpp>
#include <foreplan/plan/projection.hpp>
#include <foreplan/plan/statement.hpp>
#include <foreplan/plan/zone_saturation.hpp>
