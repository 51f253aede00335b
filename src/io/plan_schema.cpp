#include <foreplan/io/plan.hpp>

#include "io/document_schema.hpp"
#include "io/plan_fields.hpp"
#include "text/json_value.hpp"

namespace foreplan::inline v0::io {

std::string plan_schema() { return text::value_text(internal::Schema().document<internal::PlanDocument>()); }

}  // namespace foreplan::inline v0::io
