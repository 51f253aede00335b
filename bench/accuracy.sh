#!/bin/sh
# The tables of docs/accuracy.md. Usage: bench/accuracy.sh BUILD_FOLDER DATA_FOLDER [PEER_FOLDER] > docs/accuracy.md
#   PEER_FOLDER holds what accuracy_peer.R wrote: m4_yearly.csv, m4_quarterly.csv, m4_weekly.csv, m4_hourly.csv, m1.csv,
#   tourism.csv, any of them.
# Takes some 25 minutes of two cores, most of it TBATS and ARIMA.
set -eu
program=$1/bench/foreplan_accuracy data=$2
models=naive,seasonal_naive,naive2,drift,mean,window,ses,holt,damped,holt_winters,ets,ets_capped,ces,tbats,theta,otm
models=$models,dotm,box_cox_theta,box_cox_dotm,arima,box_cox_arima,stl_ets,stl_dotm,stl_arima,default

section() {
  printf '\n## %s\n\n```\n' "$1"
  shift
  "$program" "$@" --threads 2
  printf '```\n'
}

cat "$(dirname "$0")/accuracy_head.md"
for name in m1 tourism; do
  section "All models: $name, test rows" "$data/${name}_train.csv" --test "$data/${name}_test.csv" --models $models
done
for kind in yearly:4 quarterly_part:10 weekly:8 hourly:12; do
  name=${kind%:*} every=${kind#*:}
  section "All models: M4, ${name%_part}, every ${every}th series" "$data/m4_${name}_train.csv" --every "$every" --models $models
done
for name in yearly quarterly_part weekly hourly; do
  section "The default combination: M4, ${name%_part}, all series" "$data/m4_${name}_train.csv" --models ets_capped,dotm,default
  section "The default combination: M4, ${name%_part}, ids never used to choose it" "$data/m4_${name}_train.csv" \
    --part report --models ets_capped,dotm,default
done
[ $# -gt 2 ] || exit 0
for name in yearly quarterly_part weekly hourly; do
  peer=$3/m4_${name%_part}.csv
  [ ! -f "$peer" ] || section "Beside R: M4, ${name%_part}, $(grep -c ',1,ets,mean,' "$peer") series" \
    "$data/m4_${name}_train.csv" --models default --peer "$peer"
done
for name in m1 tourism; do
  peer=$3/$name.csv
  [ ! -f "$peer" ] ||
    section "Beside R: $name, test rows" "$data/${name}_train.csv" --test "$data/${name}_test.csv" --models default --peer "$peer"
done
