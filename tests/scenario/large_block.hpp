#pragma once
#include <foreplan/scenario.hpp>

#include <random>
#include <string>

#include "scenario/model_data.hpp"
#include "scenario/program.hpp"

/// Many equations that must be solved together, each of which holds few variables.
namespace foreplan::testing {

/// x(i) = b + 0.3 sin x(i - 1) + 0.2 x(i + 1) + 0.2 log(1 + x(j)^2) + 0.1 x(k), i in a ring: rows of slopes add up to
/// less than 1. j and k are within 20 places of i, or, in every `far`th equation, anywhere.
inline scenario::Model large_block(unsigned n, unsigned far = 50) {
  std::mt19937 random(n);
  std::string text;
  const auto x = [&](unsigned i) { return "x" + std::to_string(i % n); };
  for (unsigned i = 0; i < n; ++i) {
    const auto other = [&] {
      const auto any = static_cast<unsigned>(random());
      return i % far == 0 ? any : i + n - 20 + any % 41;
    };
    const unsigned j = other(), k = other();
    text += x(i) + " = " + std::to_string(random() % 5) + " + 0.3 * sin(" + x(i + n - 1) + ") + 0.2 * " + x(i + 1) +
            " + 0.2 * log(1 + " + x(j) + "^2) + 0.1 * " + x(k) + "\n";
  }
  return scenario::compile(text);
}

/// The model's code with every simultaneous block solved for all its variables.
inline std::shared_ptr<const scenario::detail::Program> all_torn_block(const scenario::Model& model) {
  const scenario::detail::ModelData& data = model.data();
  scenario::detail::Expressions e = data.expressions;
  std::vector<bool> unknown;
  for (const scenario::ModelVariable& v : data.variables)
    unknown.push_back(v.kind == scenario::VariableKind::endogenous);
  scenario::detail::Order order = order_equations(data, e, unknown);
  for (scenario::detail::OrderedBlock& block : order.blocks)
    if (block.torn > 0) block.torn = block.members.size();
  return generate(data, e, std::move(order));
}

}  // namespace foreplan::testing
