#include <foreplan/scenario/structure.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <span>

#include "core/check.hpp"
#include "scenario/model_data.hpp"
#include "scenario/program.hpp"

namespace foreplan::inline v0::scenario {
namespace {

using detail::kNone;
using detail::Order;

/// What an equation reads besides what it determines: variable, offsets. Reads in a fixed period have no offset.
using Causes = std::map<std::uint32_t, std::set<int>>;

class Reads {
 public:
  explicit Reads(const detail::ModelData& model) : model_(model), walk_(model.expressions) {}

  Causes of(std::uint32_t equation) {
    const detail::EquationSides& sides = model_.sides[equation];
    const detail::NodeId roots[] = {sides.left, sides.right};
    Causes out;
    for (const detail::NodeId id : walk_.below(roots)) {
      const detail::Node& n = model_.expressions[id];
      if (n.op == detail::Op::variable) out[n.a].insert(n.offset);
      if (n.op == detail::Op::at_period) out[n.a];
    }
    if (sides.exclusion != kNone) {
      out[sides.exclusion].insert(0);
      out[sides.exclusion_value].insert(0);
    }
    return out;
  }

 private:
  const detail::ModelData& model_;
  detail::Walk walk_;
};

ModelBlock block_of(const detail::ModelData& model, const Order& order, const detail::OrderedBlock& from) {
  ModelBlock out;
  out.kind = from.forward ? BlockKind::forward : from.torn > 0 ? BlockKind::simultaneous : BlockKind::recursive;
  for (std::size_t i = 0; i < from.members.size(); ++i) {
    const detail::Determined& d = order.determined[from.members[i]];
    out.equations.push_back(model.equations[d.equation].name);
    out.variables.push_back(model.variables[d.variable].name);
    if (i + from.torn >= from.members.size()) out.torn.push_back(out.variables.back());
  }
  return out;
}

void find_inputs(const detail::ModelData& model, const Order& order, std::vector<ModelBlock>& blocks) {
  std::vector<std::size_t> block_of_equation(order.determined.size());
  for (std::size_t b = 0; b < order.blocks.size(); ++b)
    for (const std::uint32_t m : order.blocks[b].members) block_of_equation[m] = b;
  Reads reads(model);
  for (std::size_t b = 0; b < order.blocks.size(); ++b) {
    std::set<std::size_t> inputs;
    for (const std::uint32_t m : order.blocks[b].members)
      for (const auto& [variable, offsets] : reads.of(order.determined[m].equation)) {
        const std::uint32_t owner = order.owner[variable];
        if (owner == kNone || offsets.empty() || *offsets.rbegin() < 0) continue;
        if (block_of_equation[owner] != b) inputs.insert(block_of_equation[owner]);
      }
    blocks[b].inputs.assign(inputs.begin(), inputs.end());
  }
}

void find_parts(std::vector<ModelBlock>& blocks) {
  const auto solved = [](const ModelBlock& b) { return b.kind != BlockKind::recursive; };
  std::vector<bool> after(blocks.size()), before(blocks.size());
  for (std::size_t b = 0; b < blocks.size(); ++b)
    for (const std::size_t i : blocks[b].inputs) after[b] = after[b] || after[i] || solved(blocks[i]);
  for (std::size_t b = blocks.size(); b-- > 0;)
    for (const std::size_t i : blocks[b].inputs) before[i] = before[i] || before[b] || solved(blocks[b]);
  for (std::size_t b = 0; b < blocks.size(); ++b)
    blocks[b].part = solved(blocks[b]) || (after[b] && before[b]) ? ModelPart::core
                     : after[b]                                   ? ModelPart::epilogue
                                                                  : ModelPart::prologue;
}

/// Who reads whom, over the whole model.
struct Graph {
  std::vector<Causes> causes{};                       ///< Of each variable; none where it is not solved for.
  std::vector<std::vector<std::uint32_t>> effects{};  ///< Increasing.
};

Graph graph_of(const detail::ModelData& model, const TraceOptions& options) {
  const Order& order = model.program->order;
  Graph out{std::vector<Causes>(model.variables.size()),
            std::vector<std::vector<std::uint32_t>>(model.variables.size())};
  Reads reads(model);
  for (std::uint32_t v = 0; v < model.variables.size(); ++v) {
    if (order.owner.empty() || order.owner[v] == kNone) continue;
    for (auto& [cause, offsets] : reads.of(order.determined[order.owner[v]].equation)) {
      if (cause == v && (offsets.empty() || (offsets.size() == 1 && *offsets.begin() == 0))) continue;  // its own place
      const VariableKind kind = model.variables[cause].kind;
      const bool dummy =
          kind == VariableKind::add_factor || kind == VariableKind::exclusion || kind == VariableKind::exclusion_value;
      if (dummy && !options.add_factors) continue;
      std::set<int> kept = offsets;
      if (cause == v) kept.erase(0);
      if (!options.lagged && !kept.contains(0)) continue;
      if (!options.lagged) kept = {0};
      out.causes[v].emplace(cause, std::move(kept));
      out.effects[cause].push_back(v);
    }
  }
  return out;
}

}  // namespace

std::string_view to_string(BlockKind kind) noexcept {
  switch (kind) {
    case BlockKind::recursive:
      return "recursive";
    case BlockKind::simultaneous:
      return "simultaneous";
    case BlockKind::forward:
      return "forward";
  }
  return "unknown";
}

std::string_view to_string(ModelPart part) noexcept {
  switch (part) {
    case ModelPart::prologue:
      return "prologue";
    case ModelPart::core:
      return "core";
    case ModelPart::epilogue:
      return "epilogue";
  }
  return "unknown";
}

ModelStructure describe(const Model& model) {
  const detail::ModelData& data = model.data();
  const Order& order = data.program->order;
  ModelStructure out;
  for (const detail::OrderedBlock& block : order.blocks) out.blocks.push_back(block_of(data, order, block));
  find_inputs(data, order, out.blocks);
  find_parts(out.blocks);
  for (std::size_t b = 0; b < out.blocks.size(); ++b) {
    const ModelBlock& block = out.blocks[b];
    (block.part == ModelPart::prologue ? out.prologue
     : block.part == ModelPart::core   ? out.core
                                       : out.epilogue) += block.size();
    if (block.kind != BlockKind::recursive) out.solved += block.size();
    out.torn += block.torn.size();
    if (block.size() > out.blocks[out.largest].size()) out.largest = b;
  }
  out.exogenous =
      static_cast<std::size_t>(std::count_if(data.variables.begin(), data.variables.end(),
                                             [](const ModelVariable& v) { return v.kind == VariableKind::exogenous; }));
  return out;
}

CausalTrace trace(const Model& model, std::string_view variable, const TraceOptions& options) {
  constexpr std::string_view kTrace = "scenario::trace";
  for (const int steps : {options.upstream, options.downstream})
    foreplan::detail::require(steps >= 0, kTrace, "steps must be >= 0", std::to_string(steps));
  foreplan::detail::require(options.most > 0, kTrace, "most must be > 0", "0");
  static_cast<void>(model[variable]);  // throws, naming the nearest
  const detail::ModelData& data = model.data();
  const std::uint32_t start = data.index.find(variable)->second;
  const Graph graph = graph_of(data, options);

  CausalTrace out{.variable = std::string(variable)};
  std::map<std::uint32_t, int> step{{start, 0}};
  const auto spread = [&](int steps, int direction, const auto& next) {
    std::vector<std::uint32_t> front{start};
    for (int s = 1; s <= steps && !front.empty(); ++s) {
      std::set<std::uint32_t> reached;
      for (const std::uint32_t v : front)
        next(v, [&](std::uint32_t w) {
          if (!step.contains(w)) reached.insert(w);
        });
      front.clear();
      for (const std::uint32_t w : reached) {
        if (step.size() >= options.most) {
          out.cut = true;
          return;
        }
        step.emplace(w, direction * s);
        front.push_back(w);
      }
    }
  };
  spread(options.upstream, -1, [&](std::uint32_t v, const auto& visit) {
    for (const auto& [cause, offsets] : graph.causes[v]) visit(cause);
  });
  spread(options.downstream, 1, [&](std::uint32_t v, const auto& visit) {
    for (const std::uint32_t effect : graph.effects[v]) visit(effect);
  });

  std::vector<std::pair<int, std::uint32_t>> sorted;
  for (const auto& [v, s] : step) sorted.emplace_back(s, v);
  std::sort(sorted.begin(), sorted.end());
  for (const auto& [s, v] : sorted) out.variables.push_back({data.variables[v].name, data.variables[v].kind, s});
  for (const auto& [s, v] : sorted)
    for (const auto& [cause, offsets] : graph.causes[v])
      if (step.contains(cause))
        out.links.push_back({data.variables[cause].name, data.variables[v].name, {offsets.begin(), offsets.end()}});
  return out;
}

}  // namespace foreplan::inline v0::scenario
