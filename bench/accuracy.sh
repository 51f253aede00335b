#!/bin/sh
# The tables of docs/accuracy.md: every model on the held-out ends of the M4 training rows and on the test rows of M1
# and Tourism, and then the default combination beside R where accuracy_peer.R has written forecasts.
# Usage: bench/accuracy.sh BUILD_FOLDER DATA_FOLDER [PEER_FOLDER] > docs/accuracy.md
#   PEER_FOLDER holds m4_yearly.csv, m4_quarterly.csv, m4_weekly.csv, m4_hourly.csv, m1.csv, tourism.csv, any of them.
set -eu
program=$1/bench/foreplan_accuracy data=$2
models=naive,seasonal_naive,naive2,drift,mean,window,ses,holt,damped,holt_winters,ets,ets_capped,theta,otm,dotm
models=$models,box_cox_theta,box_cox_dotm,arima,box_cox_arima,ces,tbats,stl_ets,stl_dotm,stl_arima,default

section() {
  printf '\n## %s\n\n```\n' "$1"
  shift
  "$program" "$@" --threads 2
  printf '```\n'
}

cat "$(dirname "$0")/accuracy_head.md"
for kind in yearly quarterly_part weekly hourly; do
  section "M4, $(echo "$kind" | sed 's/_part//'): ends of the training rows" "$data/m4_${kind}_train.csv" --models $models
done
for name in m1 tourism; do
  section "$name: test rows" "$data/${name}_train.csv" --test "$data/${name}_test.csv" --models $models
done
[ $# -gt 2 ] || exit 0
for kind in yearly quarterly weekly hourly; do
  [ -f "$3/m4_$kind.csv" ] || continue
  part=$([ $kind = quarterly ] && echo _part || true)
  section "Beside R: M4, $kind" "$data/m4_${kind}${part}_train.csv" --models default --peer "$3/m4_$kind.csv"
done
for name in m1 tourism; do
  [ -f "$3/$name.csv" ] || continue
  section "Beside R: $name" "$data/${name}_train.csv" --test "$data/${name}_test.csv" --models default --peer "$3/$name.csv"
done
