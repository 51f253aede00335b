#pragma once
/// Everything of `io`: files and documents.
#include <foreplan/io/files.hpp>
#include <foreplan/io/plan.hpp>
