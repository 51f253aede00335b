#pragma once
/// Everything of `stats`.
#include <foreplan/stats/distributions.hpp>
