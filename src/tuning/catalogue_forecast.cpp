#include <foreplan/forecast/transform.hpp>

#include <utility>
#include <variant>

#include "forecast/named_models.hpp"
#include "tuning/built_in.hpp"
#include "tuning/option_fields.hpp"
#include "tuning/option_names.hpp"
#include "tuning/option_values.hpp"

namespace foreplan::inline v0::tuning::internal {
namespace {

using forecast::internal::ModelOptions;
constexpr std::string_view kFunction = "tuning::forecaster";

/// Four values that the transformation takes.
std::vector<double> some_values(const forecast::Transform& transform) {
  double from = 0, to = 1;
  if (transform.kind == forecast::TransformKind::bounded) {
    if (std::isfinite(transform.floor)) from = transform.floor;
    if (std::isfinite(transform.ceiling)) to = transform.ceiling;
    const double width = 1 + std::abs(from) + std::abs(to);
    if (!std::isfinite(transform.floor)) from = to - width;
    if (!std::isfinite(transform.ceiling)) to = from + width;
  }
  std::vector<double> values;
  for (const double share : {0.2, 0.6, 0.3, 0.8}) values.push_back(from + share * (to - from));
  return values;
}

/// Options out of range are refused by whoever has the options, before it looks at the data: so now, not at the first
/// series.
void try_out(const stats::Forecaster& model, const ModelOptions& options, const Value& values) {
  forecast::Transform transform;
  if (const Value* set = values.find("transform"); set != nullptr && set->is(Value::Kind::object))
    read_options(kFunction, transform, *set);
  // how many harmonics there may be, the season says
  const std::size_t season = std::holds_alternative<forecast::internal::TbatsModel>(options) ? 1 : 2;
  (void)model.fit(some_values(transform), season);
}

ModelEntry entry_of(const forecast::internal::NamedModel& named) {
  ModelEntry entry{.name = std::string(named.name), .summary = std::string(named.summary)};
  Value defaults = std::visit([](const auto& model) { return option_value(model); }, named.options);
  if (defaults.size() > 0) entry.options = defaults;
  entry.make = [options = named.options, defaults = std::move(defaults), name = entry.name](const Value& values) {
    ModelOptions own = options;
    if (!values.is(Value::Kind::null)) std::visit([&](auto& model) { read_options(kFunction, model, values); }, own);
    stats::Forecaster made = forecast::internal::forecaster(name, own, kFunction);
    if (!values.is(Value::Kind::null) && values != defaults) try_out(made, own, values);
    return made;
  };
  return entry;
}

}  // namespace

std::vector<ModelEntry> forecast_entries() {
  std::vector<ModelEntry> entries;
  for (const forecast::internal::NamedModel& named : forecast::internal::named_models())
    entries.push_back(entry_of(named));
  return entries;
}

}  // namespace foreplan::inline v0::tuning::internal
