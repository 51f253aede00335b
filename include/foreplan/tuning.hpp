#pragma once
/// Everything of `tuning`: candidates, backtests over many series, choice among models, and ensembles.
#include <foreplan/core/errors.hpp>
#include <foreplan/tuning/backtest.hpp>
#include <foreplan/tuning/batch.hpp>
#include <foreplan/tuning/boosted_trees.hpp>
#include <foreplan/tuning/catalogue.hpp>
#include <foreplan/tuning/ensemble.hpp>
#include <foreplan/tuning/leaderboard.hpp>
#include <foreplan/tuning/search.hpp>
#include <foreplan/tuning/selection.hpp>
#include <foreplan/tuning/shares.hpp>
#include <foreplan/tuning/train_ensemble.hpp>
