#pragma once
/// Everything of `scenario`.
#include <foreplan/scenario/scenario.hpp>
