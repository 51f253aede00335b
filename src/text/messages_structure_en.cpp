#include "text/messages.hpp"

namespace foreplan::inline v0::text {
namespace {

constexpr Row kRows[] = {
    // Ways to a target share
    {"report.target_paths.title", "What {share} % for {sector} in {target} asks of each sector"},
    {"report.target_paths.base", "Share in {base}"},
    {"report.target_paths.share", "Share in {target}, {way}"},
    {"report.target_paths.growth", "Growth {each}, {way}"},
    {"report.target_paths.scenario", "as the scenario has it"},
    {"report.target_paths.proportional", "others in today's proportions"},
    {"report.target_paths.cross_entropy", "others in the scenario's proportions"},
    {"report.note.target_paths",
     "The total grows by {growth} % {each} throughout, as in the scenario. Others in today's proportions: the target "
     "in equal steps, all other sectors growing as one. Others in the scenario's proportions: minimum cross-entropy, the "
     "structure nearest to the scenario's that has the target."},
    // Input-output, supply and use tables
    {"table.less", "{amount} less"},
    {"table.more", "{amount} more"},
    {"table.row",
     "{name}: intermediate use of {intermediate} and final demand of {final} add to {sum}, {difference} than {what}."},
    {"table.output", "the output of {amount}"},
    {"table.stated_uses", "the total of {amount} that the source states"},
    {"table.column",
     "{name}: intermediate inputs of {intermediate} and primary inputs of {primary} add to {sum}, {difference} than "
     "{what}."},
    {"table.imports", "{name}: imported flows add to {sum}, {difference} than the imports of {imports}."},
    {"table.no_output.inputs", "{name} has no output but uses inputs of {amount}."},
    {"table.no_output.delivers", "{name} has no output but delivers {amount}."},
    {"table.no_output.idle", "{name} has no output, no inputs and no deliveries: its coefficients are taken as zero."},
    {"table.no_inputs", "{name} has an output of {amount} and no inputs from any sector."},
    {"table.inputs_exceed", "{name} uses inputs of {amount} from the sectors for an output of {output}."},
    {"table.coefficients",
     "The flows look like input coefficients: all lie between 0 and 1 and no column adds to more than {column}, but "
     "output is up to {output}. Each column is to be multiplied by the output of its sector."},
    {"table.product_taxes",
     "No row holds taxes on products, and the inputs of {short} of {sectors} sectors fall short of output, by {amount} "
     "together. If these are the taxes, value added and the shares of sectors in it leave them out, and GDP is "
     "larger."},
    {"table.negative.flow", "{user} uses products of {name} of {amount}, less than zero."},
    {"table.negative.imported", "{user} uses imported products of {name} of {amount}, less than zero."},
    {"table.negative.output", "{name} has an output of {amount}, less than zero."},
    {"table.negative.account", "{name} has {account} of {amount}, less than zero."},
    {"table.negative.supply", "{user} makes {amount} of {name}, less than zero."},
    {"table.prices.unstated", "The unit, {unit}, does not say at whose prices."},
    {"table.prices.none", "The table has no unit: neither currency nor price basis is stated."},

    // Reports of input-output tables
    {"report.io.sector", "Sector"},
    {"report.io.flows", "Flows between sectors"},
    {"report.io.coefficients", "Input coefficients"},
    {"report.io.output", "Output"},
    {"report.io.inputs", "Intermediate inputs"},
    {"report.io.multiplier.output", "output"},
    {"report.io.multiplier.income", "income"},
    {"report.io.multiplier.value_added", "value added"},
    {"report.io.direct", "{what}, direct"},
    {"report.io.indirect", "{what}, direct and indirect"},
    {"report.io.induced", "{what}, with households"},
    {"report.note.multipliers",
     "Direct: for one unit of a sector's output. Direct and indirect: for one unit of final demand for it."},
    {"report.io.final_demand", "Final demand"},
    {"report.io.of_output", "For domestic output"},
    {"report.io.value_added", "Value added in it"},
    {"report.io.imports", "Imports in it"},
    {"report.io.taxes", "Product taxes in it"},
    {"report.io.direct_imports", "Imported directly"},
    {"report.io.from.imports_row", "the row of imports"},
    {"report.io.from.imported_flows", "imported flows"},
    {"report.note.import_figures", "Imports from {from}."},
    {"report.note.specialisation",
     "Of exports {value_added} are domestic value added and {imports} imports (vertical specialisation, Hummels, Ishii "
     "& Yi 2001), these from {from}."},
};

}  // namespace

std::span<const Row> english_structure_rows() noexcept { return kRows; }

}  // namespace foreplan::inline v0::text
