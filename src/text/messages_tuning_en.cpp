#include "text/messages.hpp"

namespace foreplan::inline v0::text {
namespace {

constexpr Row kRows[] = {
    // Backtests: leaderboards, ranks, calibration and folds
    {"report.model_name", "Model"},
    {"report.pinball", "Pinball loss"},
    {"report.leaderboard", "Leaderboard"},
    {"report.leaderboard.all", "all"},
    {"report.leaderboard.origin", "origin {origin}"},
    {"report.leaderboard.chance", "Is it chance?"},
    {"report.leaderboard.above_best", "Above the best"},
    {"report.leaderboard.above", "Above {model}"},
    {"report.leaderboard.coverage", "Coverage"},
    {"report.leaderboard.p_value", "p"},
    {"report.leaderboard.in_set", "May be best"},
    {"report.leaderboard.coverage_range", "Coverage, 95 % range in %"},
    {"report.leaderboard.forecasts", "Forecasts"},
    {"report.leaderboard.yes", "yes"},
    {"report.leaderboard.no", "no"},
    {"report.leaderboard.unknown", "not known"},
    {"report.leaderboard.failures", "Failures"},
    {"report.leaderboard.unusable", "Doubtful fits"},
    {"report.leaderboard.by_group", "{measure} by group"},
    {"report.leaderboard.by_origin", "{measure} by origin, 1 being the last"},
    {"report.leaderboard.all_origins", "all origins"},
    {"report.leaderboard.coverages", "How often values lie within intervals, in %"},
    {"report.leaderboard.coverages_note", "Beside each share the range in which it lies with 95 % confidence, by series."},
    {"report.leaderboard.by_step", "{measure} by step ahead"},
    {"report.leaderboard.groups_shown", "The first {shown} of {all} groups are shown."},
    {"report.leaderboard.nothing", "No model has a score."},
    {"report.leaderboard.best",
     "Of {models} models {model} forecasts best by {measure}: {value} over {forecasts} forecasts of {series} series."},
    {"report.leaderboard.as_good", "It cannot be told from {models} with {probability} confidence."},
    {"report.leaderboard.alone", "No other is as good, with {probability} confidence."},
    {"report.leaderboard.note",
     "Means over the {forecasts} forecasts of {series} series that all compared models made; less is better, but for "
     "coverage."},
    {"report.leaderboard.note_not_scored", "Series that could not be scored: {count}. The first is {first}."},
    {"report.leaderboard.note_p",
     "p is how often a model as good as the best would differ from it by so much in {measure} (Diebold-Mariano, by "
     "series)."},
    {"report.leaderboard.note_p_reference",
     "p is how often a model as good as {model} would differ from it by so much in {measure} (Diebold-Mariano, by "
     "series)."},
    {"report.leaderboard.note_partial", "A dash among them: answered too little to be compared in that measure."},
    {"report.leaderboard.note_unusable", "Doubtful fits answered although their search did not end well."},
    {"report.leaderboard.note_set",
     "The models that may be best hold the best one with {probability} confidence (model confidence set)."},
    {"report.leaderboard.note_left_out",
     "The last models, without ranks and tests, answered too little to be compared; their means are over what they "
     "answered."},
    {"report.ranks.title", "Who can be told apart, by ranks in {measure}"},
    {"report.ranks.mean", "Mean rank"},
    {"report.ranks.critical_difference", "critical difference: {ranks} ranks"},
    {"report.ranks.not_apart", "Not told apart: {names}."},
    {"report.ranks.all_apart", "All can be told apart."},
    {"report.ranks.note",
     "Mean ranks over {series} series, 1 is best. A bar joins models that cannot be told apart at the {level} level "
     "(Nemenyi)."},
    {"report.calibration.title", "How often values fall below quantiles"},
    {"report.calibration.below", "Share of values at or below the quantile"},
    {"report.calibration.level", "Level of the quantile"},
    {"report.calibration.right", "where both agree"},
    {"report.calibration.note",
     "Points above the line at the left and below it at the right: intervals are too narrow. The other way round they "
     "are "
     "too wide."},
    {"report.describe.calibration", "{name}: {first} at level {first_level}, {last} at level {last_level}"},
    {"report.folds.from", "{name}, forecast after {period}"},
    {"report.folds.table", "What models forecast of {name}"},
    {"report.folds.known", "Known up to"},
    {"report.folds.remark", "Remark"},
    {"report.folds.not_usable", "the search did not end well"},
    {"report.folds.note", "MASE: the mean error over that of the naive forecast within what was known."},
};

}  // namespace

std::span<const Row> english_tuning_rows() noexcept { return kRows; }

}  // namespace foreplan::inline v0::text
