#!/bin/sh
# Writes docs/tuning.md anew: bench/tuning_tables.sh BUILD_FOLDER DATA_FOLDER [WORK_FOLDER]
#   A run that was ended goes on from WORK_FOLDER. Takes some 25 minutes of two cores. The page's sections "With the
#   ensemble" are of the part "report" and are kept as they stand.
# Prints those sections: bench/tuning_tables.sh --report BUILD_FOLDER DATA_FOLDER [WORK_FOLDER]
#   Each such scoring is logged in tuning_tables_head.md, and nothing is chosen by it.
set -eu
report=no
if [ "$1" = --report ]; then report=yes && shift; fi
here=$(dirname "$0") program=$1/bench/foreplan_tuning_tables data=$2 work=${3-}
page=$here/../docs/tuning.md ensemble=$here/../examples/competitions.ensemble.json
curves=linear,quadratic,exponential,modified_exponential,power,logistic,logistic4,logistic5,gompertz,richards,bass
curves=$curves,weibull,hill,michaelis_menten,monomolecular,double_logistic
levels=0.025,0.05,0.1,0.25,0.4,0.5,0.6,0.75,0.9,0.95,0.975

# A heading, and a name for the folder, before what the program is to do.
section() {
  printf '## %s\n\n' "$1"
  folder=${work:+$work/$2}
  shift 2
  "$program" "$@" --ensemble "$with" --folder "$folder"
}

choose() {
  with=
  for name in m1 tourism; do
    case $name in m1) title=M1 ;; *) title=Tourism ;; esac
    section "The whole catalogue: $title, test rows, part choose" $name "$data/${name}_train.csv" \
      --test-rows "$data/${name}_test.csv"
  done
  for kind in yearly:10 quarterly_part:40 weekly:4; do
    name=${kind%:*} every=${kind#*:}
    section "The whole catalogue: M4, ${name%_part}, part choose, every ${every}th row" "${name%_part}" \
      "$data/m4_${name}_train.csv" --every "$every"
  done
  section "The whole catalogue but tbats: M4, hourly, part choose, every 5th row" hourly "$data/m4_hourly_train.csv" \
    --every 5 --skip tbats
  with=$ensemble
  for kind in yearly:10 quarterly_part:20 weekly:4 hourly:5; do
    name=${kind%:*} every=${kind#*:}
    section "The ensemble's intervals: M4, ${name%_part}, part choose, every ${every}th row" "c_${name%_part}" \
      "$data/m4_${name}_train.csv" --every "$every" --models default --levels $levels
  done
  section "The ensemble's intervals: M1 and Tourism, test rows, part choose" c_comp "$data/m1_train.csv" \
    "$data/tourism_train.csv" --test-rows "$data/m1_test.csv,$data/tourism_test.csv" --models default --levels $levels
}

last() {
  with=$ensemble
  section "With the ensemble: M4, yearly" last_yearly "$data/m4_yearly_train.csv" --part report --skip "auto,$curves"
  section "With the ensemble: M4, quarterly, every 2nd row" last_quarterly "$data/m4_quarterly_part_train.csv" \
    --part report --every 2 --skip "auto,$curves"
  for name in weekly hourly; do
    section "With the ensemble: M4, $name" last_$name "$data/m4_${name}_train.csv" --part report \
      --skip "tbats,auto,$curves"
  done
  section "With the ensemble: M1 and Tourism" last_competitions "$data/m1_train.csv" "$data/tourism_train.csv" \
    --part report --skip "auto,$curves"
}

if [ $report = yes ]; then
  last
  exit 0
fi
new=$(mktemp)
trap 'rm -f "$new"' EXIT
{ cat "$here/tuning_tables_head.md" && echo; } > "$new"
choose >> "$new"
sed -n '/^## With the ensemble/,$p' "$page" >> "$new"
cat "$new" > "$page"
