#include <foreplan/plan/zone_saturation.hpp>
#include <foreplan/report/capacity.hpp>

#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "core/check.hpp"
#include "report/source_note.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

namespace foreplan::inline v0::report {
namespace {

using text::message;

/// Every count in its period, the latest included; nothing where none was made.
Series counted(const plan::Zone& zone, std::string name) {
  const Period first = zone.history.empty() ? zone.period : zone.history.front().period;
  Series s{std::move(name), first, zone.unit, {}};
  s.values.assign(static_cast<std::size_t>(zone.period - first) + 1, std::numeric_limits<double>::quiet_NaN());
  for (const plan::LandCount& count : zone.history)
    s.values[static_cast<std::size_t>(count.period - first)] = count.let_area;
  s.values.back() = zone.let_area;
  return s;
}

std::string filled_text(const plan::ZoneSaturation& s, Language language) {
  const auto when = [&](const std::optional<Period>& period) {
    return period ? text::period_label(*period, language) : std::string(message(language, "report.never"));
  };
  std::string shown = when(s.filled);
  if (s.earliest && s.earliest != s.latest) shown += " (" + when(s.earliest) + "\u2013" + when(s.latest) + ')';
  return shown;
}

std::string let_in(double share, Language language) {
  return message(language, "report.share_let_in", {{"share", text::percent(share, 0, language)}});
}

}  // namespace

Table zone_saturation_table(const std::vector<plan::Zone>& zones, Language language) {
  Table t;
  std::vector<std::string> sources;
  for (const plan::Zone& zone : zones) {
    const auto s = plan::zone_saturation(zone);
    if (!s) continue;
    t.rows.push_back({text::capitalised(zone.name.in(language)),
                      message(language, "report.counts_over",
                              {{"counts", text::number(static_cast<double>(s->counts), 0, language)},
                               {"periods", text::period_label(PeriodRange{s->course.start, zone.period}, language)}}),
                      filled_text(*s, language)});
    sources.push_back(zone.source);
  }
  detail::require(!t.rows.empty(), "report::zone_saturation_table", "some zone must have a course", "none");
  const plan::ZoneSaturationOptions usual;
  t.caption = message(language, "report.zone_courses");
  t.columns = {{.header = std::string(message(language, "report.zone"))},
               {.header = std::string(message(language, "report.counts")), .align = Align::right},
               {.header = let_in(usual.share, language), .align = Align::right}};
  t.note = joined_notes(
      message(language, "report.note.zone_courses", {{"coverage", text::percent(usual.coverage, 0, language)}}),
      source_note(sources, language));
  return t;
}

LineChart zone_saturation_chart(const plan::Zone& zone, Language language) {
  const auto s = plan::zone_saturation(zone);
  detail::require(s.has_value(), "report::zone_saturation_chart", "the zone must have a course",
                  detail::quoted(zone.id));
  LineChart chart;
  chart.title = message(language, "report.zone_course", {{"zone", text::capitalised(zone.name.in(language))}});
  chart.unit = zone.unit;
  chart.from_zero = true;
  chart.lines.push_back({counted(zone, std::string(message(language, "report.zone_counted"))), LineStyle::history});
  if (!s->course.values.empty()) {
    Series curve = s->course;
    curve.name = message(language, "report.zone_curve");
    chart.lines.push_back({std::move(curve), LineStyle::reference});
    if (s->filled && s->filled == s->course.start + (static_cast<std::int64_t>(s->course.size()) - 1))
      chart.targets.push_back({let_in(s->share, language), *s->filled, s->share * zone.total_area});
  }
  chart.note = source_note({zone.source}, language);
  return chart;
}

}  // namespace foreplan::inline v0::report
