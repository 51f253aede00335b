#pragma once
/// Everything of `report`: tables, charts and pages as text.
#include <foreplan/core/errors.hpp>
#include <foreplan/report/audit.hpp>
#include <foreplan/report/capacity.hpp>
#include <foreplan/report/chart.hpp>
#include <foreplan/report/diagram.hpp>
#include <foreplan/report/document.hpp>
#include <foreplan/report/frames.hpp>
#include <foreplan/report/model_structure.hpp>
#include <foreplan/report/needs.hpp>
#include <foreplan/report/productivity.hpp>
#include <foreplan/report/projection.hpp>
#include <foreplan/report/scenarios.hpp>
#include <foreplan/report/structure.hpp>
#include <foreplan/report/table.hpp>
#include <foreplan/report/targets.hpp>
#include <foreplan/report/uncertainty.hpp>
