#include <foreplan/plan/zone_saturation.hpp>
#include <foreplan/report/needs.hpp>

#include "report/source_note.hpp"
#include "text/messages.hpp"

#include <foreplan/report/capacity.hpp>

namespace foreplan::inline v0::report {
namespace {

using text::message;

template <class Items>
std::vector<std::string> sources_of(const Items& items) {
  std::vector<std::string> sources;
  for (const auto& item : items) sources.push_back(item.source);
  return sources;
}

}  // namespace

std::vector<Block> needs(const plan::Plan& plan, const PeriodRange& periods, const plan::PipelineOptions& options,
                         Language language) {
  std::vector<Block> blocks;
  std::vector<std::string> missing;
  /// Whether there is something to tell: the heading for it, or its name among what is missing.
  const auto begin = [&](std::string_view topic, bool any) {
    const std::string name(message(language, "report.needs." + std::string(topic)));
    if (any)
      blocks.emplace_back(Heading{text::capitalised(name)});
    else
      missing.push_back(name);
    return any;
  };
  if (begin("projects", !plan.projects.empty())) {
    const plan::Pipeline pipeline = plan::simulate_pipeline(plan.projects, periods, options);
    Table table = pipeline_table(pipeline, language);
    table.note = joined_notes(std::move(table.note), source_note(sources_of(plan.projects), language));
    blocks.emplace_back(pipeline_chart(pipeline, options.coverage, language));
    blocks.emplace_back(std::move(table));
  }
  if (begin("land", !plan.zones.empty())) {
    blocks.emplace_back(zone_table(plan.zones, language));
    bool any = false;
    for (const plan::Zone& zone : plan.zones) {
      if (!plan::zone_saturation(zone)) continue;
      blocks.emplace_back(zone_saturation_chart(zone, language));
      any = true;
    }
    if (any) blocks.emplace_back(zone_saturation_table(plan.zones, language));
  }
  if (begin("raw_materials", !plan.raw_materials.empty()))
    blocks.emplace_back(raw_material_table(plan.raw_materials, language));
  if (begin("electricity", !plan.electricity.empty()))
    for (const plan::ElectricityDemand& demand : plan.electricity) {
      blocks.emplace_back(electricity_chart(demand, language));
      Table table = electricity_table(demand, language);
      table.note.clear();  // the chart's own, just above
      blocks.emplace_back(std::move(table));
    }
  if (begin("workers", !plan.labour.empty())) blocks.emplace_back(labour_table(plan.labour, language));
  if (begin("money", !plan.financing.empty()))
    for (const plan::FinancingNeed& need : plan.financing) {
      if (!need.sources.empty()) blocks.emplace_back(financing_chart(need, language));
      blocks.emplace_back(financing_table(need, language));
    }
  if (!missing.empty())
    blocks.emplace_back(
        Paragraph{message(language, "report.needs.missing", {{"topics", text::list_text(language, missing)}})});
  return blocks;
}

}  // namespace foreplan::inline v0::report
