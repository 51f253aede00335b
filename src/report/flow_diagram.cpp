#include <foreplan/report/diagram.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/check.hpp"
#include "report/canvas.hpp"
#include "report/chart_check.hpp"
#include "text/messages.hpp"

namespace foreplan::inline v0::report {
namespace {

using text::message;

constexpr double kLane = 11;    ///< Between two lines of links.
constexpr double kPadding = 9;  ///< Within a box.
constexpr double kBetween = 8;  ///< Boxes.
constexpr std::size_t kMostTextLines = 3;

void check(const FlowDiagram& chart) {
  check_count(chart.nodes.size(), kMostCategories, "nodes");
  if (chart.links.size() > kMostLinks)
    detail::fail(kChart, "there must be at most " + std::to_string(kMostLinks) + " links",
                 std::to_string(chart.links.size()));
  for (const DiagramLink& link : chart.links)
    if (link.from >= chart.nodes.size() || link.to >= chart.nodes.size() || link.from == link.to)
      detail::fail(kChart, "a link must join two of " + std::to_string(chart.nodes.size()) + " nodes",
                   std::to_string(link.from) + " and " + std::to_string(link.to));
}

/// The line beside the boxes that all links of one node share.
struct Trunk {
  std::size_t from = 0;
  std::set<std::size_t> to{};
  bool dashed = true;               ///< All of its links are.
  std::size_t first = 0, last = 0;  ///< Nodes that it passes.
  std::size_t lane = 0;
};

/// Solid and dashed links of a node have trunks of their own.
std::vector<Trunk> trunks_of(const FlowDiagram& chart) {
  std::map<std::pair<std::size_t, bool>, Trunk> of;
  for (const DiagramLink& link : chart.links) {
    Trunk& t = of[{link.from, link.dashed}];
    t.from = link.from;
    t.dashed = link.dashed;
    t.to.insert(link.to);
  }
  std::vector<Trunk> out;
  for (auto& [key, trunk] : of) {
    trunk.first = std::min(trunk.from, *trunk.to.begin());
    trunk.last = std::max(trunk.from, *trunk.to.rbegin());
    out.push_back(std::move(trunk));
  }
  return out;
}

/// Lanes from the boxes outwards, short trunks inside, so that few lines cross; those beyond `most` share the last.
/// @returns how many lanes are used.
std::size_t assign_lanes(std::vector<Trunk>& trunks, std::size_t most) {
  std::vector<std::size_t> order(trunks.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return trunks[a].last - trunks[a].first < trunks[b].last - trunks[b].first;
  });
  std::vector<std::vector<std::pair<std::size_t, std::size_t>>> taken;
  for (const std::size_t i : order) {
    Trunk& t = trunks[i];
    const auto free = [&](const auto& lane) {
      return std::none_of(lane.begin(), lane.end(),
                          [&](const auto& span) { return t.first <= span.second && span.first <= t.last; });
    };
    std::size_t lane = 0;
    while (lane < taken.size() && !free(taken[lane])) ++lane;
    lane = std::min(lane, most - 1);
    if (lane == taken.size()) taken.emplace_back();
    taken[lane].emplace_back(t.first, t.last);
    t.lane = lane;
  }
  return taken.size();
}

struct Placed {
  std::vector<std::string> name{}, detail{};
  bool one_line = false;  ///< The detail stands behind the name.
  Box box{};
  [[nodiscard]] double middle() const { return (box.top + box.bottom) / 2; }
};

void draw_arrow_head(Canvas& canvas, double x, double y) {
  canvas.polygon({{x, y}, {x + 7, y - 3.8}, {x + 7, y + 3.8}}, "fp-ink");
}

void draw_trunk(Canvas& canvas, const Trunk& t, const std::vector<Placed>& nodes, double lanes_from) {
  const std::string_view classes = t.dashed ? "fp-reference" : "fp-axis";
  const double right = nodes[t.from].box.right, x = lanes_from + kLane * static_cast<double>(t.lane);
  // Lines leave a box below its middle and enter one above it; dashed ones keep apart from solid ones.
  const double apart = t.dashed ? 6.5 : 3;
  const double out = nodes[t.from].middle() + apart;
  const auto in = [&](std::size_t to) { return nodes[to].middle() - apart; };
  double low = out, high = out;
  for (const std::size_t to : t.to) {
    low = std::min(low, in(to));
    high = std::max(high, in(to));
  }
  canvas.polyline({{right, out}, {x, out}}, classes);
  canvas.polyline({{x, low}, {x, high}}, classes);
  for (const std::size_t to : t.to) {
    canvas.polyline({{x, in(to)}, {right + 6, in(to)}}, classes);
    draw_arrow_head(canvas, right, in(to));
  }
}

std::string feeds_text(const FlowDiagram& chart, std::size_t from, Language language) {
  std::vector<std::string> names;
  std::set<std::size_t> seen;
  for (const DiagramLink& link : chart.links)
    if (link.from == from && seen.insert(link.to).second) names.push_back(chart.nodes[link.to].name);
  constexpr std::size_t kMostNames = 12;
  const std::size_t more = names.size() > kMostNames ? names.size() - kMostNames : 0;
  names.resize(names.size() - more);
  if (more == 0) return text::list_text(language, names);
  std::string listed;
  for (const std::string& name : names) listed += (listed.empty() ? "" : ", ") + name;
  return message(language, "report.model.more", {{"names", listed}, {"n", std::to_string(more)}});
}

}  // namespace

std::string svg(const FlowDiagram& chart, const SvgOptions& options) {
  check(chart);
  const Language language = options.language;
  Canvas canvas(options);
  double y = canvas.heading(chart.title, {});
  std::vector<Trunk> trunks = trunks_of(chart);
  const double left = canvas.left(), room = canvas.right() - left;
  const auto most_lanes = static_cast<std::size_t>(std::max(1.0, std::floor((room * 0.42 - 20) / kLane)));
  const std::size_t lanes = assign_lanes(trunks, most_lanes);
  const double beside = lanes == 0 ? 0 : 18 + kLane * static_cast<double>(lanes - 1) + 2;
  const double width = std::min(room - beside, 460.0);

  std::vector<Placed> nodes;
  for (const DiagramNode& node : chart.nodes) {
    Placed p{shortened(node.name, width - 2 * kPadding, kMostTextLines, true),
             shortened(node.detail, width - 2 * kPadding, kMostTextLines)};
    p.one_line = p.name.size() == 1 && p.detail.size() == 1 &&
                 text_width(p.name, kTextSize, true) + text_width(p.detail) + 2 * kPadding + 12 <= width;
    const std::size_t lines = p.name.size() + (p.one_line ? 0 : p.detail.size());
    const double text = kLineHeight * static_cast<double>(std::max<std::size_t>(1, lines));
    p.box = {left, y, left + width, y + text + 2 * kPadding - 3};
    y = p.box.bottom + kBetween;
    nodes.push_back(std::move(p));
  }
  y -= kBetween;
  for (const Trunk& t : trunks) draw_trunk(canvas, t, nodes, left + width + 18);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const Placed& p = nodes[i];
    // A frame is drawn half outside its box.
    const bool strong = chart.nodes[i].emphasis == NodeEmphasis::strong;
    const Box box = strong ? Box{p.box.left + 1, p.box.top + 1, p.box.right - 1, p.box.bottom - 1} : p.box;
    canvas.rect(box, strong ? "fp-total" : "fp-track");
    double at = p.box.top + kPadding + 11;
    canvas.text(left + kPadding, at, Anchor::start, "fp-strong", p.name);
    if (p.one_line) {
      canvas.text(p.box.right - kPadding, at, Anchor::end, "fp-muted", p.detail);
    } else {
      at += kLineHeight * static_cast<double>(p.name.size());
      canvas.text(left + kPadding, at, Anchor::start, "fp-muted", p.detail);
    }
  }

  std::string description;
  for (std::size_t i = 0; i < chart.nodes.size(); ++i) {
    const std::string feeds = feeds_text(chart, i, language);
    description += (i > 0 ? ". " : "") + chart.nodes[i].name;
    if (!chart.nodes[i].detail.empty()) description += " (" + chart.nodes[i].detail + ")";
    if (!feeds.empty()) description += " \u2192 " + feeds;
  }
  return canvas.finish(canvas.footnote(y + 6, chart.note), title_or(chart.title, language), description);
}

Table table(const FlowDiagram& chart, Language language) {
  check(chart);
  Table t;
  t.caption = chart.title;
  t.note = chart.note;
  t.columns = {{std::string(message(language, "report.model.block"))},
               {},
               {std::string(message(language, "report.model.feeds"))}};
  for (std::size_t i = 0; i < chart.nodes.size(); ++i)
    t.rows.push_back({chart.nodes[i].name, chart.nodes[i].detail, feeds_text(chart, i, language)});
  return t;
}

}  // namespace foreplan::inline v0::report
