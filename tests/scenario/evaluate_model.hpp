#pragma once
#include <functional>
#include <string_view>
#include <vector>

#include "scenario/model_data.hpp"

/// What an expression of a model is worth, by the definition of each operation: no order, no code, no solver.
namespace foreplan::testing {

using Lookup = std::function<double(std::string_view variable, int offset)>;
using FixedLookup = std::function<double(std::string_view variable, Period period)>;

inline double value_of(const scenario::detail::ModelData& model, scenario::detail::NodeId root, const Lookup& lookup,
                       const FixedLookup& fixed = {}) {
  using scenario::detail::Node;
  using scenario::detail::Op;
  std::vector<double> values(root + std::size_t{1});  // operands have smaller numbers
  for (scenario::detail::NodeId id = 0; id <= root; ++id) {
    const Node& n = model.expressions[id];
    if (n.op == Op::constant)
      values[id] = n.value;
    else if (n.op == Op::variable)
      values[id] = lookup(model.variables[n.a].name, n.offset);
    else if (n.op == Op::at_period)
      values[id] = fixed ? fixed(model.variables[n.a].name, model.periods[n.b]) : 0;
    else {
      const int count = scenario::detail::operands(n.op);
      values[id] = evaluate(n.op, values[n.a], count > 1 ? values[n.b] : 0, count > 2 ? values[n.c] : 0);
    }
  }
  return values[root];
}

}  // namespace foreplan::testing
