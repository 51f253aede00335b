#include <foreplan/scenario/steady_state.hpp>

#include <algorithm>
#include <cmath>

#include "core/check.hpp"
#include "scenario/program.hpp"
#include "scenario/run_data.hpp"
#include "scenario/targets.hpp"

namespace foreplan::inline v0::scenario {
namespace detail {
namespace {

constexpr std::string_view kFunction = "scenario::steady_state";

std::uint32_t place_of(const Model& model, std::string_view variable) {
  const auto found = model.data().index.find(variable);
  if (found != model.data().index.end()) return found->second;
  static_cast<void>(model[variable]);  // throws, naming the nearest
  return kNone;
}

/// How a variable moves: x(t + k) = x(t) factor^k.
struct Movement {
  bool moves = false;
  double factor = 1;              ///< Where it is given,
  std::uint32_t unknown = kNone;  ///< else the variable of the static model that stands for it.
};

std::vector<Movement> movements(const Model& model, const SteadyStateOptions& options) {
  using foreplan::detail::quoted;
  std::vector<Movement> out(model.variables().size());
  const auto take = [&](const std::string& variable) -> Movement& {
    Movement& m = out[place_of(model, variable)];
    foreplan::detail::require(!m.moves, kFunction, "growth of a variable must be stated once", quoted(variable));
    m.moves = true;
    return m;
  };
  for (const GrowthRate& g : options.growth) {
    foreplan::detail::require(g.rate > -1 && std::isfinite(g.rate), kFunction, "rates must be > -1 and finite", g.rate);
    take(g.variable).factor = 1 + g.rate;
  }
  std::uint32_t next = static_cast<std::uint32_t>(out.size());
  for (const std::string& variable : options.growing) {
    foreplan::detail::require(model[variable].kind == VariableKind::endogenous, kFunction,
                              "only growth of an endogenous variable can be found", quoted(variable));
    take(variable).unknown = next++;
  }
  return out;
}

/// Rewrites a model's expressions without time.
class Freezing {
 public:
  Freezing(const ModelData& model, const std::vector<Movement>& movements, ModelData& out)
      : from_(model.expressions), movements_(movements), out_(out.expressions), walk_(from_) {}

  /// An expression `ahead` periods after the state's period, in terms of that period's values.
  NodeId at(NodeId root, std::int32_t ahead) {
    std::vector<NodeId>& places = places_[ahead];
    places.resize(from_.size(), kNone);
    for (const NodeId id : walk_.below({&root, 1})) {
      if (places[id] != kNone) continue;
      const Node& n = from_[id];
      if (n.op == Op::constant)
        places[id] = out_.constant(n.value);
      else if (n.op == Op::at_period)
        places[id] = out_.at_period(n.a, n.b);
      else if (n.op == Op::variable)
        places[id] = moved(n.a, n.offset + ahead);
      else
        places[id] =
            out_.make(n.op, places[n.a], operands(n.op) > 1 ? places[n.b] : 0, operands(n.op) > 2 ? places[n.c] : 0);
    }
    return places[root];
  }

 private:
  NodeId moved(std::uint32_t variable, std::int32_t periods) {
    const Movement& m = movements_[variable];
    const NodeId level = out_.variable(variable);
    if (!m.moves || periods == 0) return level;
    if (m.unknown == kNone) return out_.make(Op::multiply, level, out_.constant(std::pow(m.factor, periods)));
    return out_.make(Op::multiply, level,
                     out_.make(Op::power, out_.variable(m.unknown), out_.constant(static_cast<double>(periods))));
  }

  const Expressions& from_;
  const std::vector<Movement>& movements_;
  Expressions& out_;
  Walk walk_;
  std::vector<NodeId> places_[2]{};
};

/// The model without time; factors of growth that are to be found are variables after its own.
ModelData frozen(const ModelData& model, const std::vector<Movement>& movements) {
  ModelData out;
  out.variables = model.variables;
  out.equations = model.equations;
  out.periods = model.periods;
  for (ModelVariable& v : out.variables) v.max_lag = v.max_lead = 0;
  Freezing freezing(model, movements, out);
  const auto add = [&](const EquationSides& sides, std::int32_t ahead, std::uint32_t variable) {
    out.sides.push_back({freezing.at(sides.left, ahead), freezing.at(sides.right, ahead), variable, sides.exclusion,
                         sides.exclusion_value});
  };
  for (const EquationSides& sides : model.sides) add(sides, 0, sides.variable);
  for (std::uint32_t v = 0; v < movements.size(); ++v) {
    if (movements[v].unknown == kNone) continue;
    const std::uint32_t equation = model.program->order.determined[model.program->order.owner[v]].equation;
    add(model.sides[equation], 1, movements[v].unknown);
    ModelEquation later = model.equations[equation];
    later.name += ", one period later";
    out.equations.push_back(std::move(later));
  }
  std::vector<std::uint32_t> growing;
  for (std::uint32_t v = 0; v < movements.size(); ++v)
    if (movements[v].unknown != kNone) growing.push_back(v);
  std::sort(growing.begin(), growing.end(),
            [&](std::uint32_t a, std::uint32_t b) { return movements[a].unknown < movements[b].unknown; });
  for (const std::uint32_t v : growing)
    out.variables.push_back({.name = "growth factor of " + model.variables[v].name, .kind = VariableKind::endogenous});
  for (std::uint32_t v = 0; v < out.variables.size(); ++v) out.index.emplace(out.variables[v].name, v);
  return out;
}

/// Starting values: where the data of an endogenous variable have none in the period, the last before it.
Scenario started(const ModelData& model, const Scenario& scenario, Period period) {
  std::vector<Series> all = scenario.data().series();
  for (Series& series : all) {
    const auto found = model.index.find(series.name);
    if (found == model.index.end() || model.variables[found->second].kind != VariableKind::endogenous) continue;
    if (series.empty() || series.start.frequency() != period.frequency() || !(series.start <= period)) continue;
    const auto at = static_cast<std::size_t>(period - series.start);
    if (at >= series.values.size()) series.values.resize(at + 1, NAN);
    for (std::size_t i = at + 1; i-- > 0 && !std::isfinite(series.values[at]);) series.values[at] = series.values[i];
  }
  const auto& layers = scenario.layers();
  std::string name = layers.empty() ? scenario.name() : layers.front().name;
  return {name.empty() ? "steady state" : std::move(name), Frame(std::move(all)), layers};
}

}  // namespace
}  // namespace detail

SteadyState steady_state(const Model& model, const Scenario& scenario, Period period,
                         const SteadyStateOptions& options) {
  detail::require_no_targets(scenario, detail::kFunction);
  const std::vector<detail::Movement> movements = detail::movements(model, options);
  SteadyState out{.model = model, .period = period};
  detail::ModelData data = detail::frozen(model.data(), movements);
  std::vector<bool> unknown;
  for (const ModelVariable& v : data.variables) unknown.push_back(v.kind == VariableKind::endogenous);
  detail::Expressions e = data.expressions;
  detail::Order order = detail::order_equations(data, e, unknown);
  if (order.singular()) {
    out.stop = Stop::singular;
    for (const std::string& part : detail::explain(data, order))
      out.failure += (out.failure.empty() ? "" : "; ") + part;
    out.failure += ", once lags and leads are current values";
    return out;
  }
  data.program = detail::generate(data, e, std::move(order));
  const Model still(std::make_shared<const detail::ModelData>(std::move(data)));
  out.solution = solve(still, detail::started(model.data(), scenario, period), {period, period}, options.solve);
  out.stop = out.solution.stop();
  out.residual = largest_residual(out.solution);
  if (out.solution.failure()) out.failure = out.solution.failure()->sentence;
  const std::vector<double>& found = out.solution.data().values;
  out.values.assign(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(movements.size()));
  for (const detail::Movement& m : movements)
    out.growth.push_back((m.unknown == detail::kNone ? m.factor : found[m.unknown]) - 1);
  return out;
}

double SteadyState::operator[](std::string_view variable) const {
  const std::uint32_t v = detail::place_of(model, variable);
  return v < values.size() ? values[v] : NAN;
}

double SteadyState::growth_of(std::string_view variable) const {
  const std::uint32_t v = detail::place_of(model, variable);
  return v < growth.size() ? growth[v] : NAN;
}

Frame SteadyState::path(PeriodRange range) const {
  std::vector<Series> series;
  for (std::size_t v = 0; v < values.size(); ++v) {
    const ModelVariable& variable = model.variables()[v];
    Series& s = series.emplace_back(Series{variable.name, range.first, variable.unit.value_or(Unit{}), {}});
    for (std::size_t i = 0; i < range.size(); ++i) {
      const auto periods = static_cast<double>(range.first - period + static_cast<std::int64_t>(i));
      s.values.push_back(growth[v] == 0 ? values[v] : values[v] * std::pow(1 + growth[v], periods));
    }
  }
  return Frame(std::move(series));
}

}  // namespace foreplan::inline v0::scenario
