#include <foreplan/scenario/residuals.hpp>

#include <cmath>
#include <utility>

#include "core/check.hpp"
#include "scenario/behavioural.hpp"
#include "scenario/inputs.hpp"

namespace foreplan::inline v0::scenario {
namespace detail {
namespace {

constexpr std::string_view kFunction = "scenario::residuals";

/// The equation solved for its add-factor: whatever form it is written in, that is what the data would have needed.
NodeId add_factor_of(const ModelData& model, const Behavioural& b, Expressions& e, Walk& walk) {
  const EquationSides& sides = model.sides[b.equation];
  const auto found = isolate(e, walk, sides.left, sides.right, b.add_factor);
  if (!found)
    foreplan::detail::fail(kFunction, "an add-factor must be what its equation can be solved for",
                           foreplan::detail::quoted(model.variables[b.add_factor].name));
  return *found;
}

void require_known(const ModelData& model, const Frame& data, std::uint32_t variable) {
  const ModelVariable& v = model.variables[variable];
  if (v.value || data.contains(v.name)) return;
  foreplan::detail::fail(kFunction, "data must hold every variable that a behavioural equation reads",
                         "none for " + v.name);
}

/// Values of the nodes below some roots, in one column.
class Values {
 public:
  Values(const Expressions& e, const ModelData& model, const Frame& data, const Window& window,
         const std::vector<double>& values)
      : e_(e), model_(model), data_(data), window_(window), values_(values), at_(e.size()) {}

  void evaluate(const std::vector<NodeId>& nodes, std::size_t column) {
    for (const NodeId id : nodes) {
      const Node& n = e_[id];
      const int count = operands(n.op);
      if (n.op == Op::constant) at_[id] = n.value;
      if (n.op == Op::variable) at_[id] = read(n, column);
      if (n.op == Op::at_period) at_[id] = fixed(n);
      if (count > 0)
        at_[id] = scenario::detail::evaluate(n.op, at_[n.a], count > 1 ? at_[n.b] : 0, count > 2 ? at_[n.c] : 0);
    }
  }
  [[nodiscard]] double operator[](NodeId id) const { return at_[id]; }

 private:
  [[nodiscard]] double read(const Node& n, std::size_t column) const {
    const auto place = static_cast<std::ptrdiff_t>(column) + n.offset;
    if (place < 0 || place >= static_cast<std::ptrdiff_t>(window_.columns)) return NAN;
    return values_[n.a * window_.columns + static_cast<std::size_t>(place)];
  }
  [[nodiscard]] double fixed(const Node& n) const {
    const std::string& name = model_.variables[n.a].name;
    const Period period = model_.periods[n.b];
    return data_.contains(name) && data_[name].covers(period) ? data_.at(name, period) : NAN;
  }

  const Expressions& e_;
  const ModelData& model_;
  const Frame& data_;
  const Window& window_;
  const std::vector<double>& values_;
  std::vector<double> at_;
};

}  // namespace
}  // namespace detail

Frame residuals(const Model& model, const Frame& data, PeriodRange range) {
  const detail::ModelData& m = model.data();
  const std::vector<detail::Behavioural> equations = detail::behavioural_equations(m, detail::kFunction);
  const detail::Window window = detail::window_of(m, data, range, detail::kFunction);
  std::vector<double> values = detail::gather(m, data, window, detail::kFunction);
  for (std::size_t v = 0; v < m.variables.size(); ++v)
    if (m.variables[v].kind == VariableKind::add_factor || m.variables[v].kind == VariableKind::exclusion)
      std::fill_n(values.begin() + static_cast<std::ptrdiff_t>(v * window.columns), window.columns, 0.0);

  detail::Expressions e = m.expressions;
  detail::Walk walk(e);
  std::vector<detail::NodeId> roots;
  for (const detail::Behavioural& b : equations) roots.push_back(detail::add_factor_of(m, b, e, walk));
  for (const detail::Read& read : walk.reads(roots)) detail::require_known(m, data, read.variable);

  const std::vector<detail::NodeId> nodes = walk.below(roots);
  std::vector<Series> out;
  for (const detail::Behavioural& b : equations)
    out.push_back({m.variables[b.variable].name, range.first, {}, std::vector<double>(window.periods)});
  detail::Values at(e, m, data, window, values);
  for (std::size_t p = 0; p < window.periods; ++p) {
    at.evaluate(nodes, window.first + p);
    for (std::size_t i = 0; i < roots.size(); ++i) {
      const double residual = at[roots[i]];
      out[i].values[p] = std::isfinite(residual) ? residual : NAN;
    }
  }
  return Frame(std::move(out));
}

}  // namespace foreplan::inline v0::scenario
