#pragma once
/// Everything of `scenario`.
#include <foreplan/core/errors.hpp>
#include <foreplan/scenario/builder.hpp>
#include <foreplan/scenario/compare.hpp>
#include <foreplan/scenario/model.hpp>
#include <foreplan/scenario/news.hpp>
#include <foreplan/scenario/scenario.hpp>
#include <foreplan/scenario/solve.hpp>
#include <foreplan/scenario/stability.hpp>
#include <foreplan/scenario/steady_state.hpp>
