#include <foreplan/report/model_charts.hpp>

#include "core/check.hpp"
#include "report/canvas.hpp"
#include "report/chart_check.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace foreplan::inline v0::report {
namespace {

using text::message;

constexpr double kRow = 22;
constexpr double kLane = 8;  ///< Between two bars.
constexpr int kDecimals = 2;

void check(const RankDiagram& chart) {
  if (chart.models.size() < 2 || chart.models.size() > kMostCategories)
    detail::fail(kChart, "there must be 2 to 100 models", std::to_string(chart.models.size()));
  const auto k = static_cast<double>(chart.models.size());
  for (const RankedModel& m : chart.models)
    if (!(m.mean_rank >= 1 && m.mean_rank <= k))
      detail::fail(kChart, "a mean rank must lie in 1 to " + std::to_string(chart.models.size()),
                   detail::number_text(m.mean_rank), "for " + detail::quoted(m.name));
  detail::require(chart.critical_difference > 0 && chart.critical_difference <= kLargestValue, kChart,
                  "critical_difference must be > 0 and at most 1e15", chart.critical_difference);
  for (const std::vector<std::size_t>& group : chart.groups)
    for (const std::size_t i : group)
      if (i >= chart.models.size())
        detail::fail(kChart, "a group must be of some of " + std::to_string(chart.models.size()) + " models",
                     std::to_string(i));
}

std::vector<std::size_t> by_rank(const RankDiagram& chart) {
  std::vector<std::size_t> order(chart.models.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return chart.models[a].mean_rank < chart.models[b].mean_rank; });
  return order;
}

/// A stretch of ranks with a bar over it.
struct Bar {
  double from = 0, to = 0;
  std::size_t lane = 0;
};

/// Bars in lanes from the axis downwards, those that would touch in lanes of their own.
std::vector<Bar> bars_of(const RankDiagram& chart, double apart) {
  std::vector<Bar> bars;
  for (const std::vector<std::size_t>& group : chart.groups) {
    if (group.size() < 2) continue;
    Bar bar{chart.models[group.front()].mean_rank, chart.models[group.front()].mean_rank};
    for (const std::size_t i : group) {
      bar.from = std::min(bar.from, chart.models[i].mean_rank);
      bar.to = std::max(bar.to, chart.models[i].mean_rank);
    }
    bars.push_back(bar);
  }
  std::stable_sort(bars.begin(), bars.end(), [](const Bar& a, const Bar& b) { return a.from < b.from; });
  std::vector<double> ends;
  for (Bar& bar : bars) {
    while (bar.lane < ends.size() && bar.from < ends[bar.lane] + apart) ++bar.lane;
    if (bar.lane == ends.size()) ends.push_back(bar.to);
    ends[bar.lane] = bar.to;
  }
  return bars;
}

/// Whole ranks above the axis, as many as there is room for.
void rank_axis(Canvas& canvas, const Scale& x, double y) {
  constexpr int kSteps[] = {1, 2, 5, 10, 20, 50, 100};
  const int last = static_cast<int>(x.to);
  const auto label = [&](int rank) { return text::number(rank, 0, canvas.language()); };
  const double needed = text_width(label(last)) + 8;
  const auto fits = [&](int s) { return x(1 + s) - x(1) >= needed; };
  const int* const step = std::find_if(std::begin(kSteps), std::end(kSteps) - 1, fits);
  canvas.line({x.begin, y}, {x.end, y}, "fp-axis");
  double edge = -canvas.width();
  for (int rank = 1; rank <= last; ++rank) {
    if (rank > 1 && rank % *step != 0) continue;
    canvas.line({x(rank), y - 5}, {x(rank), y}, "fp-axis");
    const double half = text_width(label(rank)) / 2;
    if (x(rank) - half < edge + 3) continue;
    edge = x(rank) + half;
    canvas.text(x(rank), y - 9, Anchor::middle, "fp-muted", label(rank));
  }
}

/// Names of those in the same stretch: what the bars say.
std::string together(const RankDiagram& chart, Language language) {
  std::string all;
  for (const std::vector<std::size_t>& group : chart.groups) {
    if (group.size() < 2) continue;
    std::vector<std::string> names;
    for (const std::size_t i : group) names.push_back(chart.models[i].name);
    if (!all.empty()) all += "; ";
    all += text::list_text(language, names);
  }
  return all.empty() ? std::string(message(language, "report.ranks.all_apart"))
                     : message(language, "report.ranks.not_apart", {{"names", all}});
}

std::string difference_text(const RankDiagram& chart, Language language) {
  return message(language, "report.ranks.critical_difference",
                 {{"ranks", text::number(chart.critical_difference, kDecimals, language)}});
}

}  // namespace

std::string svg(const RankDiagram& chart, const SvgOptions& options) {
  check(chart);
  Canvas canvas(options);
  const Language language = options.language;
  const std::vector<std::size_t> order = by_rank(chart);
  const std::size_t k = order.size(), at_left = (k + 1) / 2;
  const auto rank_text = [&](std::size_t i) { return text::number(chart.models[i].mean_rank, kDecimals, language); };

  // Names stand at both sides, the better half at the left; the axis has what is left between them.
  const double most = (canvas.right() - canvas.left()) * 0.34;
  double beside = 0;
  std::vector<std::string> labels(k);
  for (const std::size_t i : order) {
    const std::string rank = rank_text(i);
    const std::vector<std::string> name =
        shortened(chart.models[i].name, most - text_width(rank) - text_width("  "), 1);
    labels[i] = name.empty() ? rank : name.front() + "  " + rank;
    beside = std::max(beside, text_width(labels[i]));
  }
  const Scale x{1, static_cast<double>(k), canvas.left() + beside + 14, canvas.right() - beside - 14};

  double y = canvas.heading(chart.title, {});
  const std::vector<std::string> said = wrap(difference_text(chart, language), canvas.right() - canvas.left());
  canvas.text(canvas.left(), y + 12, Anchor::start, "fp-muted", said);
  y += kLineHeight * static_cast<double>(said.size());
  if (const double end = x(1 + chart.critical_difference); end <= canvas.right()) {
    y += 10;
    canvas.line({x(1), y}, {end, y}, "fp-goal");
    for (const double tip : {x(1), end}) canvas.line({tip, y - 4}, {tip, y + 4}, "fp-goal");
  }
  const double axis = y + 30;
  rank_axis(canvas, x, axis);

  const std::vector<Bar> bars = bars_of(chart, 0.02 * static_cast<double>(k));
  std::size_t lanes = 0;
  for (const Bar& bar : bars) lanes = std::max(lanes, bar.lane + 1);
  const double first_row = axis + 20 + kLane * static_cast<double>(lanes);
  for (std::size_t place = 0; place < k; ++place) {
    const std::size_t i = order[place];
    const bool left = place < at_left;
    const double row = first_row + kRow * static_cast<double>(left ? place : k - 1 - place);
    const double edge = left ? x.begin - 8 : x.end + 8, at = x(chart.models[i].mean_rank);
    canvas.polyline({{at, axis}, {at, row}, {edge, row}}, "fp-edge fp-history");
    canvas.text(left ? edge - 6 : edge + 6, row + 4.5, left ? Anchor::end : Anchor::start, {}, labels[i]);
  }
  for (const Bar& bar : bars) {
    const double at = axis + 9 + kLane * static_cast<double>(bar.lane);
    canvas.rect({x(bar.from) - 3, at - 2.25, x(bar.to) + 3, at + 2.25}, with_colour({}, "f", 0).substr(1));
  }
  std::vector<std::string> described;
  for (const std::size_t i : order) described.push_back(chart.models[i].name + " " + rank_text(i));
  const std::string description = std::string(message(language, "report.ranks.mean")) + ": " +
                                  text::list_text(language, described) + ". " + difference_text(chart, language) +
                                  ". " + together(chart, language);
  return canvas.finish(canvas.footnote(first_row + kRow * static_cast<double>(at_left - 1) + 14, chart.note),
                       title_or(chart.title, language), description);
}

Table table(const RankDiagram& chart, Language language) {
  check(chart);
  Table t;
  t.caption = chart.title;
  t.columns = {{.header = std::string(message(language, "report.model_name"))},
               {.header = std::string(message(language, "report.ranks.mean")), .decimals = kDecimals}};
  for (const std::size_t i : by_rank(chart)) t.rows.push_back({chart.models[i].name, chart.models[i].mean_rank});
  t.note = text::capitalised(difference_text(chart, language)) + ". " + together(chart, language) +
           (chart.note.empty() ? "" : " " + chart.note);
  return t;
}

}  // namespace foreplan::inline v0::report
