#include <foreplan/scenario/builder.hpp>
#include <foreplan/scenario/model.hpp>

#include "scenario/builder_data.hpp"
#include "scenario/parse_model.hpp"

namespace foreplan::inline v0::scenario {

Model compile(std::string_view text, const CompileOptions& options) {
  return detail::finish(detail::parse_model(text, options), options.file);
}

Model ModelBuilder::build() const { return detail::finish(detail::builder_data(*this), {}); }

}  // namespace foreplan::inline v0::scenario
