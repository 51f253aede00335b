#include <foreplan/report/model_structure.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/check.hpp"
#include "text/messages.hpp"

namespace foreplan::inline v0::report {
namespace {

using scenario::BlockKind;
using scenario::ModelBlock;
using scenario::ModelPart;
using scenario::ModelStructure;
using text::capitalised;
using text::message;

/// A block, or several that follow each other.
struct Stretch {
  ModelPart part = ModelPart::prologue;
  std::vector<std::size_t> blocks{};
  std::size_t equations = 0, torn = 0;
  std::set<BlockKind> kinds{};
};

void require_range(std::size_t value, std::size_t most, std::string_view function, const std::string& what) {
  detail::require(value >= 1 && value <= most, function, what + " must lie in 1 to " + std::to_string(most),
                  std::to_string(value));
}

/// The parts one after the other, each in the order of solving: still an order in which every block comes after those
/// it reads, because nothing of an earlier part reads a later one.
std::vector<Stretch> stretches_of(const ModelStructure& structure, const StructureOptions& options,
                                  std::string_view function) {
  require_range(options.blocks, 40, function, "blocks");
  require_range(options.names, 100, function, "names");
  detail::require(!structure.blocks.empty(), function, "the model must have equations", "none");
  std::vector<std::size_t> order(structure.blocks.size());
  for (std::size_t b = 0; b < order.size(); ++b) order[b] = b;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return structure.blocks[a].part < structure.blocks[b].part; });
  std::vector<std::size_t> solved;
  for (const std::size_t b : order)
    if (structure.blocks[b].kind != BlockKind::recursive) solved.push_back(b);
  std::stable_sort(solved.begin(), solved.end(), [&](std::size_t a, std::size_t b) {
    return structure.blocks[a].size() > structure.blocks[b].size();
  });
  solved.resize(std::min(solved.size(), options.blocks));
  const std::set<std::size_t> alone(solved.begin(), solved.end());

  std::vector<Stretch> out;
  bool open = false;
  for (const std::size_t b : order) {
    const ModelBlock& block = structure.blocks[b];
    if (!open || alone.contains(b) || out.back().part != block.part) out.push_back({.part = block.part});
    Stretch& s = out.back();
    s.blocks.push_back(b);
    s.equations += block.size();
    s.torn += block.torn.size();
    s.kinds.insert(block.kind);
    open = !alone.contains(b);
  }
  return out;
}

/// "a, b, c and 17 more".
std::string named(const std::vector<std::string>& names, std::size_t most, Language language) {
  std::string listed;
  for (std::size_t i = 0; i < std::min(names.size(), most); ++i) listed += (i > 0 ? ", " : "") + names[i];
  if (names.size() <= most) return listed;
  return message(language, "report.model.more", {{"names", listed}, {"n", std::to_string(names.size() - most)}});
}

std::vector<std::string> variables_of(const ModelStructure& structure, const Stretch& s) {
  std::vector<std::string> out;
  for (const std::size_t b : s.blocks) {
    const auto& names = structure.blocks[b].variables;
    out.insert(out.end(), names.begin(), names.end());
  }
  return out;
}

std::string kind_text(const Stretch& s, Language language) {
  if (s.kinds.size() > 1) return std::string(message(language, "report.model.several"));
  return std::string(message(language, "report.model." + std::string(to_string(*s.kinds.begin()))));
}

std::string part_text(ModelPart part, Language language) {
  return std::string(message(language, "report.model." + std::string(to_string(part))));
}

std::string count_text(std::size_t n, Language language) {
  return text::counted(language, "report.model.count", static_cast<std::int64_t>(n));
}

std::string structure_note(const ModelStructure& structure, Language language) {
  const std::size_t equations = structure.prologue + structure.core + structure.epilogue;
  return message(language, "report.model.note",
                 {{"equations", count_text(equations, language)},
                  {"blocks", std::to_string(structure.blocks.size())},
                  {"prologue", std::to_string(structure.prologue)},
                  {"core", std::to_string(structure.core)},
                  {"epilogue", std::to_string(structure.epilogue)}});
}

// One variable --------------------------------------------------------------------------------------------------------

std::string kind_text(scenario::VariableKind kind, Language language) {
  std::string key(to_string(kind));
  std::replace(key.begin(), key.end(), '-', '_');
  std::replace(key.begin(), key.end(), ' ', '_');
  return std::string(message(language, "report.model." + key));
}

std::string step_text(const scenario::TracedVariable& v, Language language) {
  const std::string kind = kind_text(v.kind, language);
  if (v.step == 0) return kind;
  const std::string text =
      message(language, v.step < 0 ? "report.model.cause" : "report.model.effect", {{"kind", kind}});
  const int steps = std::abs(v.step);
  return steps == 1 ? text : message(language, "report.model.steps", {{"text", text}, {"n", std::to_string(steps)}});
}

}  // namespace

Table block_table(const ModelStructure& structure, const StructureOptions& options, Language language) {
  const std::vector<Stretch> stretches = stretches_of(structure, options, "report::block_table");
  Table t;
  t.caption = message(language, "report.model.blocks");
  t.note = structure_note(structure, language);
  t.cards = true;
  const auto column = [&](std::string_view key, Align align) {
    t.columns.push_back({.header = std::string(message(language, key)), .align = align});
  };
  column("report.model.part", Align::left);
  column("report.model.kind", Align::left);
  column("report.model.equations", Align::right);
  column("report.model.torn", Align::right);
  column("report.model.variables", Align::left);
  for (const Stretch& s : stretches)
    t.rows.push_back({capitalised(part_text(s.part, language)), kind_text(s, language), s.equations, s.torn,
                      named(variables_of(structure, s), options.names, language)});
  return t;
}

FlowDiagram block_diagram(const ModelStructure& structure, const StructureOptions& options, Language language) {
  const std::vector<Stretch> stretches = stretches_of(structure, options, "report::block_diagram");
  FlowDiagram out;
  out.title = message(language, "report.model.diagram");
  out.note = structure_note(structure, language);
  std::vector<std::size_t> node_of(structure.blocks.size());
  for (std::size_t i = 0; i < stretches.size(); ++i) {
    const Stretch& s = stretches[i];
    const bool solved = s.blocks.size() == 1 && s.torn > 0;
    const std::string kind = s.part == ModelPart::core ? kind_text(s, language) : part_text(s.part, language);
    DiagramNode node;
    node.name = capitalised(
        message(language, "report.model.node", {{"kind", kind}, {"count", count_text(s.equations, language)}}));
    node.detail = solved ? message(language, "report.model.unknowns",
                                   {{"names", named(structure.blocks[s.blocks[0]].torn, options.names, language)}})
                         : named(variables_of(structure, s), options.names, language);
    node.emphasis = solved ? NodeEmphasis::strong : NodeEmphasis::plain;
    out.nodes.push_back(std::move(node));
    for (const std::size_t b : s.blocks) node_of[b] = i;
  }
  std::set<std::pair<std::size_t, std::size_t>> links;
  for (std::size_t b = 0; b < structure.blocks.size(); ++b)
    for (const std::size_t from : structure.blocks[b].inputs)
      if (node_of[from] != node_of[b]) links.emplace(node_of[from], node_of[b]);
  for (const auto& [from, to] : links) out.links.push_back({from, to, false});
  return out;
}

FlowDiagram feeds_diagram(const scenario::CausalTrace& trace, const FeedsOptions& options, Language language) {
  constexpr std::string_view kFunction = "report::feeds_diagram";
  constexpr std::size_t kMostVariables = 60;
  require_range(options.each, 40, kFunction, "each");
  detail::require(!trace.variables.empty(), kFunction, "the trace must have variables", "none");
  FlowDiagram out;
  out.title = message(language, "report.model.trace", {{"name", trace.variable}});
  bool dashed = false, folded = trace.cut;
  std::map<std::string, std::size_t> node_of;
  std::map<std::string, int> step_of;
  for (const scenario::TracedVariable& v : trace.variables) step_of.emplace(v.name, v.step);
  // The number of steps is bounded by what is shown of them.
  std::map<int, std::size_t> shown, size;
  for (const scenario::TracedVariable& v : trace.variables) ++size[v.step];
  std::map<int, std::size_t> rest;  // the node of those of a step that are not shown
  for (const scenario::TracedVariable& v : trace.variables) {
    const bool room = v.step == 0 || (shown[v.step] < options.each && node_of.size() < kMostVariables);
    if (room) {
      ++shown[v.step];
      node_of.emplace(v.name, out.nodes.size());
      out.nodes.push_back({v.name, step_text(v, language), v.step == 0 ? NodeEmphasis::strong : NodeEmphasis::plain});
      continue;
    }
    folded = true;
    if (!rest.contains(v.step)) {
      if (out.nodes.size() + 1 >= kMostVariables + 20) continue;  // steps without end: the note says so
      rest.emplace(v.step, out.nodes.size());
      out.nodes.push_back(
          {message(language, "report.model.folded", {{"n", std::to_string(size[v.step] - shown[v.step])}}),
           {},
           NodeEmphasis::plain});
    }
    node_of.emplace(v.name, rest[v.step]);
  }
  std::map<std::pair<std::size_t, std::size_t>, bool> links;  // whether all are of other periods
  for (const scenario::CausalLink& link : trace.links) {
    const auto from = node_of.find(link.cause), to = node_of.find(link.effect);
    if (from == node_of.end() || to == node_of.end() || from->second == to->second) continue;
    if (!options.all_links && step_of[link.effect] != step_of[link.cause] + 1) continue;
    const bool other = std::find(link.offsets.begin(), link.offsets.end(), 0) == link.offsets.end();
    const auto [at, fresh] = links.emplace(std::pair(from->second, to->second), other);
    if (!fresh) at->second = at->second && other;
    dashed = dashed || other;
  }
  for (const auto& [ends, other] : links)
    if (out.links.size() < 1'000) out.links.push_back({ends.first, ends.second, other});
  if (dashed) out.note = message(language, "report.model.trace_note");
  if (folded) out.note += (out.note.empty() ? "" : " ") + std::string(message(language, "report.model.cut"));
  return out;
}

}  // namespace foreplan::inline v0::report
