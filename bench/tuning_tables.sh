#!/bin/sh
# The tables of docs/tuning.md. Usage: bench/tuning_tables.sh BUILD_FOLDER DATA_FOLDER [ENSEMBLE.json] > docs/tuning.md
# Takes some 15 minutes of two cores. The part "report" is scored only with an ensemble: log it in tuning_tables_head.md.
set -eu
program=$1/bench/foreplan_tuning_tables data=$2
curves=linear,quadratic,exponential,modified_exponential,power,logistic,logistic4,logistic5,gompertz,richards,bass,weibull
curves=$curves,hill,michaelis_menten,monomolecular,double_logistic

section() {
  printf '\n## %s\n\n```\n' "$1"
  shift
  "$program" "$@" 2> /dev/null
  printf '```\n'
}

cat "$(dirname "$0")/tuning_tables_head.md"
for kind in yearly:10 quarterly_part:40 weekly:8 hourly:40; do
  name=${kind%:*} every=${kind#*:}
  section "The whole catalogue: M4, ${name%_part}, part choose, every ${every}th row" "$data/m4_${name}_train.csv" \
    --part choose --every "$every"
done
section "The whole catalogue: M1 and Tourism, part choose, every 4th row" "$data/m1_train.csv" "$data/tourism_train.csv" \
  --part choose --every 4
[ $# -gt 2 ] || exit 0
section "With the ensemble: M4, yearly" "$data/m4_yearly_train.csv" --part report --ensemble "$3" --skip "auto,$curves"
section "With the ensemble: M4, quarterly, every 2nd row" "$data/m4_quarterly_part_train.csv" --part report --every 2 \
  --ensemble "$3" --skip "auto,$curves"
section "With the ensemble: M4, weekly" "$data/m4_weekly_train.csv" --part report --ensemble "$3" --skip "tbats,auto,$curves"
section "With the ensemble: M4, hourly" "$data/m4_hourly_train.csv" --part report --ensemble "$3" --skip "tbats,auto,$curves"
section "With the ensemble: M1 and Tourism" "$data/m1_train.csv" "$data/tourism_train.csv" --part report --ensemble "$3" \
  --skip "auto,$curves"
