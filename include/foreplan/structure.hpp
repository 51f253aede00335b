#pragma once
/// Everything of `structure`: shares and how far they shift.
#include <foreplan/structure/shares.hpp>
#include <foreplan/structure/shift.hpp>
