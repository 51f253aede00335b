#!/usr/bin/env bash
# Installs what the tests need, builds everything and runs every test.
# Usage: cmake/test.sh [preset]     (release by default; see CMakePresets.json)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. cmake/tools.sh
need "${build_packages[@]}" "${test_packages[@]}"
preset=${1:-release}
cmake --preset "$preset" $(launcher)
cmake --build --preset "$preset" -j "$(nproc)"
ctest --preset "$preset"
