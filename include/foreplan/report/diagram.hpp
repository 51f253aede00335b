#pragma once
#include <foreplan/core/language.hpp>
#include <foreplan/export.hpp>
#include <foreplan/report/chart.hpp>
#include <foreplan/report/table.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

/// Diagrams of what feeds what, as values, drawn as SVG in the look of the charts.
namespace foreplan::inline v0::report {

enum class NodeEmphasis : std::uint8_t {
  plain,
  strong,  ///< Framed: what the diagram is about.
};

struct DiagramNode {
  std::string name{};
  std::string detail{};  ///< Below the name, quieter.
  NodeEmphasis emphasis = NodeEmphasis::plain;

  bool operator==(const DiagramNode&) const = default;
};

struct DiagramLink {
  std::size_t from = 0, to = 0;  ///< Places of nodes, different.
  bool dashed = false;           ///< A weaker tie: with a lag, say.

  bool operator==(const DiagramLink&) const = default;
};

/// What feeds what: nodes below each other in their order, links beside them, those from one node along one line.
struct FlowDiagram {
  std::string title{};
  std::string note{};
  std::vector<DiagramNode> nodes{};
  std::vector<DiagramLink> links{};

  bool operator==(const FlowDiagram&) const = default;
};

/// As the `svg` of charts. Names and details take up to three lines each, and are cut beyond.
/// @throws InvalidArgument  unless there are 1 to 100 nodes and at most 1,000 links, each between two of them; options
///   out of range.
[[nodiscard]] FOREPLAN_EXPORT std::string svg(const FlowDiagram& diagram, const SvgOptions& options = {});
/// What each node feeds. @throws as above.
[[nodiscard]] FOREPLAN_EXPORT Table table(const FlowDiagram& diagram, Language language = Language::english);

}  // namespace foreplan::inline v0::report
