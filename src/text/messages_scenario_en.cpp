#include "text/messages.hpp"

namespace foreplan::inline v0::text {
namespace {

constexpr Row kRows[] = {
    // Runs of scenarios beside each other
    {"report.difference", "Difference"},
    {"report.per_cent", "Per cent"},
    {"report.runs.difference", "{name}: difference from {base}"},
    {"report.runs.per_cent", "{name}: difference from {base} in per cent"},
    {"report.runs.effects", "Difference from {base} in {period}, per cent"},
    {"report.runs.variable", "Variable"},
    {"report.runs.largest", "Largest differences of {scenario} from {base}"},
    {"report.runs.relative", "Relative size"},
    {"report.note.relative", "Relative size: |difference| / (|{base}| + 1)."},
    {"report.inputs", "Inputs: from {first} to {second}"},
    {"report.inputs.kind", "Stated"},
    {"report.inputs.layer", "Layer"},
    {"report.inputs.value", "value"},
    {"report.inputs.add_factor", "add-factor"},
    {"report.inputs.exclusion", "equation excluded"},
    {"report.inputs.exogenised", "exogenised"},
    {"report.inputs.endogenised", "endogenised"},
    {"report.inputs.target", "target"},
    {"report.inputs.instrument", "moved for targets"},
    {"report.inputs.none", "The inputs are the same."},
    {"report.inputs.left_out", "{n} further values differ."},
    {"report.inputs.not_valued", "Compared by their changes alone: {names}."},

    // Simulations
    {"report.note.draws", "Medians and central intervals of {draws} draws."},
    {"report.note.draws_failed", "{failed} more could not be solved."},
    {"report.note.wilson", "From and to: Wilson's interval of 95 % for the number of draws."},

    // Tornado
    {"report.tornado.factor", "Factor"},
    {"report.tornado.low", "Factor low"},
    {"report.tornado.high", "Factor high"},
    {"report.tornado.base", "{name}: {value}"},

    // Structure of models
    {"report.model.diagram", "Blocks of the model"},
    {"report.model.blocks", "Blocks in the order in which they are solved"},
    {"report.model.block", "Block"},
    {"report.model.part", "Part"},
    {"report.model.kind", "Kind"},
    {"report.model.equations", "Equations"},
    {"report.model.torn", "Unknowns"},
    {"report.model.variables", "Variables"},
    {"report.model.feeds", "Feeds"},
    {"report.model.prologue", "prologue"},
    {"report.model.core", "core"},
    {"report.model.epilogue", "epilogue"},
    {"report.model.recursive", "recursive"},
    {"report.model.simultaneous", "simultaneous"},
    {"report.model.forward", "forward-looking"},
    {"report.model.several", "several blocks"},
    {"report.model.count.one", "{n} equation"},
    {"report.model.count.many", "{n} equations"},
    {"report.model.node", "{kind}: {count}"},
    {"report.model.unknowns", "solved for {names}"},
    {"report.model.more", "{names} and {n} more"},
    {"report.model.note",
     "{equations} in {blocks} blocks: {prologue} before what is solved together, {core} in the core, {epilogue} after "
     "it."},
    {"report.model.trace", "What {name} depends on and what depends on it"},
    {"report.model.trace_note", "Dashed: in another period only."},
    {"report.model.cut", "Not everything is shown."},
    {"report.model.folded", "{n} more"},
    {"report.model.cause", "cause, {kind}"},
    {"report.model.effect", "effect, {kind}"},
    {"report.model.steps", "{text}, {n} steps away"},
    {"report.model.endogenous", "endogenous"},
    {"report.model.exogenous", "exogenous"},
    {"report.model.parameter", "parameter"},
    {"report.model.add_factor", "add-factor"},
    {"report.model.exclusion", "exclusion"},
    {"report.model.exclusion_value", "exclusion value"},
};

}  // namespace

std::span<const Row> english_scenario_rows() noexcept { return kRows; }

}  // namespace foreplan::inline v0::text
