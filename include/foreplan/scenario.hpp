#pragma once
/// Everything of `scenario`.
#include <foreplan/core/errors.hpp>
#include <foreplan/scenario/builder.hpp>
#include <foreplan/scenario/compare.hpp>
#include <foreplan/scenario/diff.hpp>
#include <foreplan/scenario/hash.hpp>
#include <foreplan/scenario/model.hpp>
#include <foreplan/scenario/registry.hpp>
#include <foreplan/scenario/scenario.hpp>
#include <foreplan/scenario/solve.hpp>
#include <foreplan/scenario/structure.hpp>
