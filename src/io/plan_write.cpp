#include <foreplan/io/plan.hpp>

#include "core/check.hpp"
#include "io/document_writer.hpp"
#include "io/plan_fields.hpp"

namespace foreplan::inline v0::io {

std::string write_plan(const plan::Plan& plan) {
  constexpr std::string_view kWritePlan = "io::write_plan";
  internal::PlanDocument document{plan, {}};
  for (const auto& s : plan.scenarios) document.scenarios.push_back({s.name(), s.layers()});
  if (!plan.scenarios.empty()) {
    const Frame data = plan::base_data(plan.projection);
    for (const auto& s : plan.scenarios)
      detail::require(s.data() == data, kWritePlan, "a scenario's data must be the projection's base levels",
                      detail::quoted(s.name()));
  }
  internal::Writer writer(kWritePlan);
  writer.write(document);
  return writer.take();
}

}  // namespace foreplan::inline v0::io
