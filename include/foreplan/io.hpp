#pragma once
/// Everything of `io`: files, plans and series.
#include <foreplan/io/files.hpp>
#include <foreplan/io/plan.hpp>
#include <foreplan/io/series.hpp>
