#pragma once
/// Everything of `forecast`: models of one series, what their fits predict, and how sure they are.
#include <foreplan/core/errors.hpp>
#include <foreplan/forecast/adjusted.hpp>
#include <foreplan/forecast/arima.hpp>
#include <foreplan/forecast/auto_arima.hpp>
#include <foreplan/forecast/baselines.hpp>
#include <foreplan/forecast/decomposition.hpp>
#include <foreplan/forecast/ets.hpp>
#include <foreplan/forecast/intermittent.hpp>
#include <foreplan/forecast/prediction.hpp>
#include <foreplan/forecast/smoothing.hpp>
#include <foreplan/forecast/tbats.hpp>
#include <foreplan/forecast/theta.hpp>
#include <foreplan/forecast/transform.hpp>
