#!/bin/sh
# A backtest of 1,000 and of 4,000 series by ten candidates from five origins on two cores, and, for a sample, the two
# models that statsmodels has too, both sides in one run on one core.
# Usage: bench/backtest_speed.sh BUILD_FOLDER M4_YEARLY_TRAIN.csv [PYTHON]
set -eu
program=$1/bench/foreplan_backtest_speed data=$2 python=${3:-python3}
for series in 1000 4000; do
  "$program" "$data" --series $series
done
echo "folds as they come:"
for series in 1000 4000 16000; do
  "$program" "$data" --series $series --candidates naive2,drift,ses,holt,theta --stream 1 | head -n 1
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "in a work folder, and again from what it holds:"
for run in 1 2; do
  "$program" "$data" --folder "$work/units" | head -n 1
done
echo "every 200th series, one thread:"
for model in aan theta; do
  "$program" "$data" --series 100 --every 200 --threads 1 --candidates $model
done
"$python" "$(dirname "$0")/backtest_peer.py" "$data" 100 200 5
