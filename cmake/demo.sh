#!/usr/bin/env bash
# Installs what is needed, builds the library and its main example, and writes the report of a real plan.
# Usage: cmake/demo.sh [folder for the report]     (build/demo by default)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. cmake/tools.sh
need "${build_packages[@]}"
out=${1:-build/demo}
cmake --preset release -DFOREPLAN_BUILD_TESTS=OFF -B build/demo-build $(launcher) >/dev/null
cmake --build build/demo-build --target tuyen_quang -j "$(nproc)"
mkdir -p "$out"
build/demo-build/examples/tuyen_quang/tuyen_quang examples/tuyen_quang/plan.json "$out"
