#pragma once
#include <foreplan/plan/plan.hpp>

#include <vector>

#include "io/fields.hpp"
#include "io/plan_names.hpp"

/// The lists of fields of what only plan documents hold.
namespace foreplan::inline v0::io::internal {

/// The plan as its document holds it.
struct PlanDocument {
  plan::Plan plan{};
  std::vector<ScenarioDocument> scenarios{};
};

inline About about(Described, const plan::Label&) {
  return {"label", "A text by language. Where one is empty, English is shown."};
}
void fields(auto& visit, plan::Label& x) {
  visit("en", x.en, "English.");
  visit("vi", x.vi, "Vietnamese.");
}

inline About about(Described, const plan::Indicator&) {
  return {"indicator", "Something that the plan gives numbers for."};
}
void fields(auto& visit, plan::Indicator& x) {
  visit.required("id", x.id, "Unique in the plan: letters, digits, _.");
  visit.required("name", x.name, "What it is called.");
  visit("unit", x.unit, "Of its levels; the price basis holds for statements that give none of their own.");
  visit("measures", x.measures, "What an indicator of production measures.");
}

inline About about(Described, const plan::Statement&) {
  return {"statement", "One number that the plan, or a source about it, states."};
}
void fields(auto& visit, plan::Statement& x) {
  visit.required("id", x.id, "Unique over statements, assumptions and identities.");
  visit.required(
      "kind", x.kind,
      "level: in the indicator's unit. growth: per cent a period on average, compounded from the period before; with "
      "`of`, of the share. share: per cent of `of`. contribution: percentage points of the growth of `of`. "
      "conversion: factor from `price_basis` to `to_price_basis`.");
  visit("role", x.role, "Only targets need a base; only observations show a break of definition.");
  visit.required("indicator", x.indicator, "Id of the indicator.");
  visit("of", x.of, "Id of the total: share and contribution always, growth for shares only.");
  visit.required("period", x.period, "Level, share, contribution: one period. Conversion: where it holds.");
  visit("bound", x.bound,
        "How the number binds: at_least is \"over\", at_most \"under\", about within the plan's `about_tolerance`, "
        "between up "
        "to `upper`.");
  visit.required("value", x.value, "As printed: the indicator's unit, per cent, points or a factor.");
  visit("upper", x.upper, "Only with the bound between.");
  visit("price_basis", x.price_basis, "At which prices the statement was made; none takes the indicator's own.");
  visit("to_price_basis", x.to_price_basis, "Only for a conversion.");
  visit("text", x.text, "The sentence as printed.");
  visit("source", x.source, "Where it stands.");
}

inline About about(Described, const plan::Identity&) {
  return {"identity", "A total that is the sum of its parts in every period."};
}
void fields(auto& visit, plan::Identity& x) {
  visit.required("id", x.id, "Unique over statements, assumptions and identities.");
  visit.required("total", x.total, "Id of the indicator that is the sum.");
  visit.required("parts", x.parts, "Ids of the indicators that add up to it, at least one, in its unit.");
  visit("text", x.text, "The sentence as printed.");
  visit("source", x.source, "Where it stands.");
}

inline About about(Described, const plan::Quantity&) {
  return {"quantity", "A quantity to be worked out from named statements."};
}
void fields(auto& visit, plan::Quantity& x) {
  visit.required("id", x.id, "Unique over quantities.");
  visit.required(
      "kind", x.kind,
      "growth: average over the period, per cent. capital_per_output_increment: amount of the indicator in the "
      "period's last over the increase of `of`. growth_from_contribution: growth that a contribution and the share "
      "before imply, per cent.");
  visit.required("indicator", x.indicator, "Id of the indicator.");
  visit("of", x.of, "Id of the indicator that it is held against.");
  visit.required("period", x.period, "Over which it is worked out.");
  visit.required("given", x.given, "Ids of the statements, assumptions and identities to use.");
  visit("caveat", x.caveat, "Said with the result: what it takes for granted.");
}

inline About about(Described, const plan::ProjectionEvent&) {
  return {"event", "Something that may have happened in a period."};
}
void fields(auto& visit, plan::ProjectionEvent& x) {
  visit.required("id", x.id, "Unique in the projection.");
  visit("name", x.name, "What it is called.");
  visit("indicator", x.indicator, "A projected sector; empty: the total.");
  visit("share", x.share, "Whether the value is a share in the total, per cent, or else a level.");
  visit("bound", x.bound, "at_least or at_most.");
  visit.required("value", x.value, "> 0; a share below 100.");
  visit.required("period", x.period, "After the base, not after the last.");
}

inline About about(Described, const plan::Projection&) {
  return {"projection", "What is projected: base levels and how uncertain growth is."};
}
void fields(auto& visit, plan::Projection& x) {
  visit("sectors", x.sectors, "Ids of the indicators that make up the total.");
  visit("unit", x.unit, "Of all levels.");
  visit("base", x.base, "Period of the levels.");
  visit("levels", x.levels, "> 0; in the sectors' order.");
  visit("sigma", x.sigma, ">= 0; standard deviation of yearly log growth, in the sectors' order.");
  visit("correlation", x.correlation, "Of log growth, common to all pairs of sectors.");
  visit("correlations", x.correlations, "Or the full matrix, row by row.");
  visit("last", x.last, "Last projected period.");
  visit("paths", x.paths, ">= 1; simulated paths.");
  visit("seed", x.seed, "Of the random numbers.");
  visit("coverage", x.coverage, "(0, 1); of the intervals.");
  visit("events", x.events, "Whose probability is asked for.");
  visit("model", x.model,
        "Lines of a model in the scenario language that determines the sectors' levels; scenarios then change its "
        "variables.");
}

inline About about(Described, const plan::Observation&) { return {"observation", "A level that was measured."}; }
void fields(auto& visit, plan::Observation& x) {
  visit.required("period", x.period, "After the base, in order of time.");
  visit.required("value", x.value, "As printed.");
}

inline About about(Described, const plan::Milestone&) {
  return {"milestone", "A date before the target's at which the way is looked at."};
}
void fields(auto& visit, plan::Milestone& x) {
  visit.required("period", x.period, "After the base, not after the target, in order of time.");
  visit("name", x.name, "What it is called.");
  visit("level", x.level, "> 0, or 0 for the level that the required path has there.");
}

inline About about(Described, const plan::Progress&) {
  return {"progress", "What was observed of a target's indicator since its base."};
}
void fields(auto& visit, plan::Progress& x) {
  visit.required("id", x.id, "Unique in the plan.");
  visit("name", x.name, "What it is called.");
  visit.required("target", x.target, "Id of the target's statement.");
  visit("unit", x.unit, "Of all levels here; the target's.");
  visit.required("base_period", x.base_period, "Where the way begins.");
  visit.required("base", x.base, "> 0; level of the base period.");
  visit.required("observations", x.observations, "At least one.");
  visit("milestones", x.milestones, "Dates to look at.");
  visit("source", x.source, "Where the figures stand.");
}

inline About about(Described, const plan::Project&) {
  return {"project", "A project, or a group of like ones, realised in full or not at all."};
}
void fields(auto& visit, plan::Project& x) {
  visit.required("id", x.id, "Unique in the plan.");
  visit("name", x.name, "What it is called.");
  visit.required("capital", x.capital, "> 0; committed.");
  visit.required("capital_unit", x.capital_unit, "Money, with its price basis.");
  visit("probability", x.probability, "[0, 1]; of being realised.");
  visit.required("start", x.start, "Planned first period of spending.");
  visit("delay", x.delay, "Probabilities of starting 0, 1, 2, ... periods late; adds up to 1.");
  visit("disbursement", x.disbursement, "Shares of the capital period by period from the start; adds up to 1.");
  visit("capital_per_output", x.capital_per_output,
        "Capital per unit of output a period, > 0; 0: no output is counted.");
  visit("output_unit", x.output_unit, "Of output; money at the capital's price basis.");
  visit("source", x.source, "Where the figures stand.");
}

inline About about(Described, const plan::FinancingSource&) { return {"financing_source", "Where money comes from."}; }
void fields(auto& visit, plan::FinancingSource& x) {
  visit.required("id", x.id, "Unique in the need.");
  visit("name", x.name, "What it is called.");
  visit("unit", x.unit, "The need's, up to scale.");
  visit.required("amounts", x.amounts, ">= 0; one for each period of the need.");
}

inline About about(Described, const plan::FinancingNeed&) {
  return {"financing_need", "What must be paid against who pays, year by year."};
}
void fields(auto& visit, plan::FinancingNeed& x) {
  visit.required("id", x.id, "Unique in the plan.");
  visit("name", x.name, "What it is called.");
  visit.required("unit", x.unit, "Money, with its price basis.");
  visit.required("period", x.period, "The periods.");
  visit.required("required", x.required, ">= 0; one for each period.");
  visit("sources", x.sources, "Who pays.");
  visit("source", x.source, "Where the figures stand.");
}

inline About about(Described, const plan::LandCount&) {
  return {"land_count", "How much of a zone was let at the end of a period."};
}
void fields(auto& visit, plan::LandCount& x) {
  visit.required("period", x.period, "At whose end it was counted.");
  visit.required("let_area", x.let_area, "[0, total_area]");
}

inline About about(Described, const plan::Zone&) {
  return {"zone", "An industrial zone and how fast its land is let."};
}
void fields(auto& visit, plan::Zone& x) {
  visit.required("id", x.id, "Unique in the plan.");
  visit("name", x.name, "What it is called.");
  visit("unit", x.unit, "Of area.");
  visit.required("period", x.period, "At whose end the area let was counted.");
  visit.required("total_area", x.total_area, "> 0; land that can be let.");
  visit("let_area", x.let_area, "[0, total_area]");
  visit("absorption", x.absorption, ">= 0; median area let a period from now on.");
  visit("absorption_log_sd", x.absorption_log_sd, ">= 0; standard deviation of the log of that pace.");
  visit("source", x.source, "Where the figures stand.");
  visit("history", x.history,
        "Earlier counts, in order of time, before `period`: with at least four of them the report says when the zone "
        "fills by their course.");
}

inline About about(Described, const plan::RawMaterial&) {
  return {"raw_material", "A growing area and the plant that processes its crop."};
}
void fields(auto& visit, plan::RawMaterial& x) {
  visit.required("id", x.id, "Unique in the plan.");
  visit("name", x.name, "What it is called.");
  visit.required("area", x.area, ">= 0; in the area's unit.");
  visit("area_unit", x.area_unit, "Of the area.");
  visit.required("yield", x.yield, "> 0; mean, in `unit` per unit of area a period.");
  visit("yield_variation", x.yield_variation, ">= 0; standard deviation over mean; 0: certain.");
  visit("distribution", x.distribution, "Of the yield; normal only for variations up to 1/3.");
  visit.required("capacity", x.capacity, "> 0; what the plant can process a period.");
  visit("unit", x.unit, "Of supply and capacity.");
  visit("source", x.source, "Where the figures stand.");
}

inline About about(Described, const plan::ElectricityDemand&) {
  return {"electricity_demand", "Electricity demand that follows the output of its users."};
}
void fields(auto& visit, plan::ElectricityDemand& x) {
  visit.required("id", x.id, "Unique in the plan.");
  visit("name", x.name, "What it is called.");
  visit("unit", x.unit, "Of demand.");
  visit.required("base_period", x.base_period, "Of the base.");
  visit("base", x.base, "> 0; demand of the base period; 1 with no unit shows multiples.");
  visit.required("driver_growth", x.driver_growth, "> -1; growth of the users' output, a fraction a period.");
  visit("driver_stated_to", x.driver_stated_to,
        "Last period that this growth was stated for; later ones are extrapolated.");
  visit.required("last", x.last, "Last period asked for.");
  visit.required("elasticities", x.elasticities, "At least one; demand's growth over the output's.");
  visit("source", x.source, "Where the figures stand.");
}

inline About about(Described, const plan::LabourDemand&) {
  return {"labour_demand", "Workers needed for an output at a productivity."};
}
void fields(auto& visit, plan::LabourDemand& x) {
  visit.required("id", x.id, "Unique in the plan.");
  visit("name", x.name, "What it is called.");
  visit("unit", x.unit, "Of the workers.");
  visit.required("base_period", x.base_period, "Of the base.");
  visit.required("base", x.base, "> 0; employed in the base period.");
  visit("output_growth", x.output_growth, "> -1; a fraction a period.");
  visit("productivity_growth", x.productivity_growth, "> -1; of output per worker, a fraction a period.");
  visit.required("last", x.last, "After the base.");
  visit("source", x.source, "Where the figures stand.");
}

inline About about(Described, const PlanDocument&) {
  return {"plan", "A plan: what it says, what it asks, and what it would build."};
}
void fields(auto& visit, PlanDocument& x) {
  plan::Plan& p = x.plan;
  visit("title", p.title, "What the plan is called.");
  visit("source", p.source, "Where it stands.");
  visit("indicators", p.indicators, "What it gives numbers for.");
  visit("statements", p.statements, "What it says; audited.");
  visit("identities", p.identities, "What adds up.");
  visit("assumptions", p.assumptions, "Statements that are not audited, used where a quantity names them.");
  visit("quantities", p.quantities, "What to work out.");
  visit("about_tolerance", p.about_tolerance, "(0, 1); what \"about\" allows on both sides.");
  visit("projection", p.projection, "Where the sectors start.");
  visit("scenarios", x.scenarios, "Where they may go.");
  visit("progress", p.progress, "Later observations that targets are monitored by.");
  visit("projects", p.projects, "What is to be built.");
  visit("financing", p.financing, "Who pays.");
  visit("zones", p.zones, "Land.");
  visit("raw_materials", p.raw_materials, "What plants process.");
  visit("electricity", p.electricity, "Power.");
  visit("labour", p.labour, "Workers.");
}

}  // namespace foreplan::inline v0::io::internal
