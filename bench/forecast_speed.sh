#!/bin/sh
# Speed of forecasts beside R's forecast package, in one run on one core; the default combination on two.
# Usage: bench/forecast_speed.sh BUILD_FOLDER [M4_YEARLY_TRAIN.csv]
set -eu
here=$(dirname "$0")
Rscript "$here/forecast_peer.R" ${2+"$2"}
"$1/bench/foreplan_forecast_bench" --benchmark_filter='Automatic|Airline|Theta' --benchmark_min_time=0.5
if [ $# -gt 1 ]; then
  for model in ets ets_capped ses holt damped; do
    echo "$model on one core:" >&2
    "$1/examples/forecast_csv" "$2" $model --threads 1 > /dev/null
  done
  /usr/bin/time -f 'default combination: %e s, at most %M KB' "$1/examples/forecast_csv" "$2" default --threads 2 > /dev/null
fi
