#include "scenario/order.hpp"

#include <algorithm>

namespace foreplan::inline v0::scenario::detail {
namespace {

/// Unlagged unknowns of every equation, as places in `unknowns`.
Adjacency incidence(const ModelData& model, Walk& walk, const std::vector<std::uint32_t>& place) {
  Adjacency rows;
  for (const EquationSides& sides : model.sides) {
    const NodeId roots[] = {sides.left, sides.right};
    for (const Read read : walk.reads(roots))
      if (read.offset == 0 && place[read.variable] != kNone) rows.push(place[read.variable]);
    rows.end_row();
  }
  return rows;
}

/// The equation solved for its variable where it can be, its exclusion wrapped round it.
Determined determine(const ModelData& model, Expressions& e, Walk& walk, std::uint32_t equation,
                     std::uint32_t variable) {
  const EquationSides& sides = model.sides[equation];
  Determined out{equation, variable, true, 0};
  const NodeId self = e.variable(variable);
  if (const auto solution = isolate(e, walk, sides.left, sides.right, variable)) {
    out.solution = *solution;
  } else {
    out.direct = false;
    out.solution = e.make(Op::subtract, sides.left, sides.right);
  }
  // Only the variable that the equation was written for can be excluded.
  if (sides.exclusion != kNone && variable == sides.variable) {
    const NodeId fixed = e.variable(sides.exclusion_value);
    const NodeId instead = out.direct ? fixed : e.make(Op::subtract, self, fixed);
    out.solution = e.make(Op::select, e.variable(sides.exclusion), instead, out.solution);
  }
  return out;
}

/// Which equations each needs: at the same period, or (`any_offset`) at any.
struct Needs {
  Adjacency now{}, ever{};
  std::vector<bool> leads{};  ///< Reads an unknown of a later period.
};

Needs needs(Walk& walk, const Order& order) {
  Needs out;
  for (const Determined& d : order.determined) {
    bool lead = false;
    std::uint32_t last = kNone;
    for (const Read read : walk.reads({&d.solution, 1})) {
      const std::uint32_t owner = order.owner[read.variable];
      if (owner == kNone) continue;
      if (read.offset == 0) out.now.push(owner);
      if (owner != last) out.ever.push(owner);
      last = owner;
      lead = lead || read.offset > 0;
    }
    out.now.end_row();
    out.ever.end_row();
    out.leads.push_back(lead);
  }
  return out;
}

/// The part of a graph between the members, renumbered by their places.
Adjacency within(const Adjacency& graph, std::span<const std::uint32_t> members, std::vector<std::uint32_t>& local) {
  for (std::uint32_t i = 0; i < members.size(); ++i) local[members[i]] = i;
  Adjacency out;
  for (const std::uint32_t m : members) {
    for (const std::uint32_t t : graph[m])
      if (local[t] != kNone) out.push(local[t]);
    out.end_row();
  }
  for (const std::uint32_t m : members) local[m] = kNone;
  return out;
}

/// Orders one simultaneous block around its torn variables.
OrderedBlock tear(const Order& order, const Adjacency& now, std::span<const std::uint32_t> members,
                  std::vector<std::uint32_t>& local) {
  const Adjacency graph = within(now, members, local);
  std::vector<bool> must(members.size());
  for (std::size_t i = 0; i < members.size(); ++i) must[i] = !order.determined[members[i]].direct;
  const std::vector<std::uint32_t> cut = feedback_vertices(graph, must);
  std::vector<bool> torn(members.size());
  for (const std::uint32_t v : cut) torn[v] = true;
  OrderedBlock block;
  for (const std::uint32_t v : topological(graph, torn)) block.members.push_back(members[v]);
  for (const std::uint32_t v : cut) block.members.push_back(members[v]);
  block.torn = cut.size();
  return block;
}

void order_blocks(Order& order, const Needs& need, bool together) {
  std::vector<std::uint32_t> local(order.determined.size(), kNone), all(order.determined.size());
  for (std::uint32_t i = 0; i < all.size(); ++i) all[i] = i;
  const auto add_forward = [&](std::span<const std::uint32_t> members) {
    OrderedBlock block = tear(order, need.now, members, local);
    block.forward = true;
    order.blocks.push_back(std::move(block));
  };
  if (together) return add_forward(all);
  const auto add_recursive = [&](std::span<const std::uint32_t> members) {
    // Inside a group without leads, time runs forward: only the same period ties equations together.
    const Adjacency graph = within(need.now, members, local);
    const Adjacency parts = components(graph);
    for (std::size_t p = 0; p < parts.size(); ++p) {
      std::vector<std::uint32_t> part;
      for (const std::uint32_t v : parts[p]) part.push_back(members[v]);
      order.blocks.push_back(tear(order, need.now, part, local));
    }
  };
  if (std::find(need.leads.begin(), need.leads.end(), true) == need.leads.end()) {
    add_recursive(all);
    return;
  }
  const Adjacency groups = components(need.ever);
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const auto members = groups[g];
    const bool forward = std::any_of(members.begin(), members.end(), [&](std::uint32_t m) { return need.leads[m]; });
    if (forward) {
      add_forward(members);
    } else {
      add_recursive(members);
    }
  }
}

std::string listed(const ModelData& model, const std::vector<std::uint32_t>& equations) {
  std::string out;
  for (std::size_t i = 0; i < equations.size() && i < 10; ++i)
    out += (i == 0 ? "" : ", ") + model.equations[equations[i]].name;
  if (equations.size() > 10) out += " and " + std::to_string(equations.size() - 10) + " more";
  return out;
}

std::string listed(const ModelData& model, const Order& order, const std::vector<std::uint32_t>& columns) {
  std::string out;
  for (std::size_t i = 0; i < columns.size() && i < 10; ++i)
    out += (i == 0 ? "" : ", ") + model.variables[order.unknowns[columns[i]]].name;
  if (columns.size() > 10) out += " and " + std::to_string(columns.size() - 10) + " more";
  return out;
}

}  // namespace

Order order_equations(const ModelData& model, Expressions& e, const std::vector<bool>& unknown, bool together) {
  Order order;
  std::vector<std::uint32_t> place(model.variables.size(), kNone);
  for (std::uint32_t v = 0; v < unknown.size(); ++v) {
    if (!unknown[v]) continue;
    place[v] = static_cast<std::uint32_t>(order.unknowns.size());
    order.unknowns.push_back(v);
  }
  Walk walk(e);
  const Adjacency rows = incidence(model, walk, place);
  std::vector<std::uint32_t> preferred;
  for (const EquationSides& sides : model.sides)
    preferred.push_back(sides.variable == kNone ? kUnmatched : place[sides.variable]);
  const Matching matching = match(rows, order.unknowns.size(), preferred);
  if (matching.size < rows.size() || matching.size < order.unknowns.size()) {
    order.misfit = dulmage_mendelsohn(rows, order.unknowns.size(), matching);
    return order;
  }
  order.owner.assign(model.variables.size(), kNone);
  for (std::uint32_t r = 0; r < rows.size(); ++r) {
    const std::uint32_t variable = order.unknowns[matching.row[r]];
    order.owner[variable] = r;
    order.determined.push_back(determine(model, e, walk, r, variable));
  }
  order_blocks(order, needs(walk, order), together);
  return order;
}

std::vector<std::string> explain(const ModelData& model, const Order& order) {
  std::vector<std::string> out;
  const Misfit& m = order.misfit;
  if (!m.over_rows.empty())
    out.push_back(std::to_string(m.over_rows.size()) + " equations (" + listed(model, m.over_rows) + ") for " +
                  std::to_string(m.over_columns.size()) + " unknowns" +
                  (m.over_columns.empty() ? "" : " (" + listed(model, order, m.over_columns) + ")"));
  if (!m.under_columns.empty())
    out.push_back(std::to_string(m.under_columns.size()) + " unknowns (" + listed(model, order, m.under_columns) +
                  ") in " + std::to_string(m.under_rows.size()) + " equations" +
                  (m.under_rows.empty() ? "" : " (" + listed(model, m.under_rows) + ")"));
  return out;
}

}  // namespace foreplan::inline v0::scenario::detail
