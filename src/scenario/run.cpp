#include <cmath>
#include <cstddef>

#include "core/check.hpp"
#include "scenario/model_data.hpp"
#include "scenario/run_data.hpp"

namespace foreplan::inline v0::scenario {
namespace {

std::uint32_t index_of(const detail::RunData& run, std::string_view variable, std::string_view function) {
  const auto& index = run.model.data().index;
  const auto found = index.find(variable);
  if (found != index.end()) return found->second;
  static_cast<void>(run.model[variable]);  // throws, naming the nearest
  foreplan::detail::fail(function, "variable must be in the model", foreplan::detail::quoted(variable));
}

}  // namespace

Run::Run() : data_(std::make_shared<detail::RunData>()) {}
Run::Run(std::shared_ptr<const detail::RunData> data) noexcept : data_(std::move(data)) {}

Stop Run::stop() const noexcept { return data_->stop; }
const std::optional<SolveFailure>& Run::failure() const noexcept { return data_->failure; }
const std::optional<TargetSearch>& Run::targets() const noexcept { return data_->targets; }
const SolveWork& Run::work() const noexcept { return data_->work; }
const std::string& Run::scenario() const noexcept { return data_->scenario; }
PeriodRange Run::range() const noexcept { return data_->range; }
std::size_t Run::periods() const noexcept { return data_->solved; }
const Model& Run::model() const noexcept { return data_->model; }

double Run::at(std::string_view variable, Period period) const {
  const std::uint32_t v = index_of(*data_, variable, "scenario::Run::at");
  const Period end = data_->solved > 0 ? data_->range.last : data_->origin + -1;
  if (!(data_->origin <= period && period <= end))
    foreplan::detail::fail<PeriodMismatch>("scenario::Run::at", "period must be held by the run", to_string(period),
                                           "(" + to_string(data_->origin) + " to " + to_string(end) + ")");
  return data_->values[v * data_->columns + static_cast<std::size_t>(period - data_->origin)];
}

std::span<const double> Run::values(std::string_view variable) const {
  const std::uint32_t v = index_of(*data_, variable, "scenario::Run::values");
  if (data_->solved == 0) return {};
  const auto first = static_cast<std::size_t>(data_->range.first - data_->origin);
  return std::span(data_->values).subspan(v * data_->columns + first, data_->solved);
}

Series Run::operator[](std::string_view variable) const {
  const std::span<const double> v = values(variable);
  return {
      std::string(variable), data_->range.first, data_->model[variable].unit.value_or(Unit{}), {v.begin(), v.end()}};
}

Frame Run::frame() const {
  std::vector<Series> series;
  if (data_->solved == 0) return {};
  const std::size_t held = static_cast<std::size_t>(data_->range.last - data_->origin) + 1;
  const auto& variables = data_->model.variables();
  series.reserve(variables.size());
  for (std::size_t v = 0; v < variables.size(); ++v) {
    const auto first = data_->values.begin() + static_cast<std::ptrdiff_t>(v * data_->columns);
    series.push_back({variables[v].name,
                      data_->origin,
                      variables[v].unit.value_or(Unit{}),
                      {first, first + static_cast<std::ptrdiff_t>(held)}});
  }
  return Frame(std::move(series));
}

double largest_residual(const Run& run) {
  const detail::RunData& data = run.data();
  const detail::ModelData& model = data.model.data();
  const detail::Expressions& e = model.expressions;
  std::vector<double> at(e.size());
  double largest = 0;
  for (std::size_t p = 0; p < data.solved; ++p) {
    const std::size_t column = static_cast<std::size_t>(data.range.first - data.origin) + p;
    const auto value = [&](std::uint32_t variable) { return data.values[variable * data.columns + column]; };
    for (detail::NodeId id = 0; id < e.size(); ++id) {
      const detail::Node& n = e[id];
      const int count = detail::operands(n.op);
      const auto place = static_cast<std::ptrdiff_t>(n.a * data.columns + column) + n.offset;
      if (n.op == detail::Op::constant) at[id] = n.value;
      if (n.op == detail::Op::variable)
        at[id] = place >= 0 && place < static_cast<std::ptrdiff_t>(data.values.size())
                     ? data.values[static_cast<std::size_t>(place)]
                     : 0;  // a term of no equation
      if (n.op == detail::Op::at_period) at[id] = data.fixed(n.a, n.b);
      if (count > 0) at[id] = detail::evaluate(n.op, at[n.a], count > 1 ? at[n.b] : 0, count > 2 ? at[n.c] : 0);
    }
    for (const detail::EquationSides& sides : model.sides) {
      const bool excluded = sides.exclusion != detail::kNone && value(sides.exclusion) != 0;
      const double left = excluded ? value(sides.variable) : at[sides.left];
      const double right = excluded ? value(sides.exclusion_value) : at[sides.right];
      const double residual = std::abs(left - right) / (std::abs(left) + 1);
      if (!(residual <= largest)) largest = residual;
    }
  }
  return largest;
}

}  // namespace foreplan::inline v0::scenario
