#include <foreplan/report/document.hpp>

#include "core/check.hpp"
#include "report/canvas.hpp"
#include "report/document_text.hpp"
#include "report/escape.hpp"
#include "report/style.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

#include <type_traits>

namespace foreplan::inline v0::report {
namespace {

using text::message;

constexpr double kWide = 800;
constexpr double kNarrow = 360;

std::string_view tone_class(Tone tone) {
  switch (tone) {
    case Tone::neutral: return "";
    case Tone::good: return " fp-good";
    case Tone::caution: return " fp-caution";
    case Tone::bad: return " fp-bad";
  }
  return "";
}

/// A sign for each tone, so that it is not told by colour alone: a bar, a tick, an exclamation mark,
/// a cross, drawn instead of typed because not every font has them.
std::string_view tone_sign(Tone tone) {
  switch (tone) {
    case Tone::neutral: return "M2 7.5h12v2H2z";
    case Tone::good: return "M1.5 8.5 3 7l3.2 3.2L13 3.3l1.5 1.5-8.3 8.4z";
    case Tone::caution: return "M6.8 1h2.4v9H6.8zM6.8 12h2.4v2.6H6.8z";
    case Tone::bad: return "M3.4 2 8 6.6 12.6 2 14 3.4 9.4 8l4.6 4.6-1.4 1.4L8 9.4 3.4 14 2 12.6 6.6 8 2 3.4z";
  }
  return "";
}

std::string badge(Tone tone, std::string_view text) {
  if (text.empty()) return {};
  std::string out = "<span class=\"fp-badge";
  out.append(tone_class(tone)).append("\"><svg viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path fill=\"currentColor\" d=\"");
  return out.append(tone_sign(tone)).append("\"/></svg>").append(xml_text(text)).append("</span>");
}

std::string paragraph(std::string_view text) { return "<p>" + xml_text(text) + "</p>\n"; }

/// Writes one block after another; counts the charts, whose ids must differ.
struct Writer {
  Language language = Language::english;
  std::size_t charts = 0;

  std::string operator()(const Paragraph& p) const { return paragraph(p.text); }
  std::string operator()(const Heading& h) const { return "<h3>" + xml_text(h.text) + "</h3>\n"; }

  std::string operator()(const List& list) const {
    std::string out = list.numbered ? "<ol>\n" : "<ul>\n";
    for (const std::string& item : list.items) out.append("<li>").append(xml_text(item)).append("</li>\n");
    return out.append(list.numbered ? "</ol>\n" : "</ul>\n");
  }

  std::string operator()(const Callout& c) const {
    std::string out = "<div class=\"fp-callout";
    out.append(tone_class(c.tone)).append("\" role=\"note\">");
    if (!c.title.empty()) out.append("<strong>").append(xml_text(c.title)).append("</strong>");
    return out.append(paragraph(c.text)).append("</div>\n");
  }

  std::string operator()(const KeyFigures& figures) const {
    std::string out = "<div class=\"fp-figures\">\n";
    for (const KeyFigure& f : figures.items) {
      out.append("<div class=\"fp-figure").append(tone_class(f.tone)).append("\"><span class=\"fp-value\">").append(xml_text(f.value));
      out.append("</span><span class=\"fp-label\">").append(xml_text(f.label)).append("</span>");
      if (!f.note.empty()) out.append("<span class=\"fp-more\">").append(xml_text(f.note)).append("</span>");
      out.append("</div>\n");
    }
    return out.append("</div>\n");
  }

  std::string operator()(const Findings& findings) const {
    if (findings.items.empty()) return paragraph(message(language, "report.no_findings"));
    std::string out = "<ul class=\"fp-cards\">\n";
    for (const FindingCard& card : findings.items) {
      out.append("<li class=\"fp-card").append(tone_class(card.tone)).append("\">").append(badge(card.tone, card.badge)).append(paragraph(card.sentence));
      if (!card.details.empty()) {
        out.append("<ul>\n");
        for (const FindingDetail& d : card.details) out.append("<li>").append(badge(d.tone, d.badge)).append(xml_text(d.text)).append("</li>\n");
        out.append("</ul>\n");
      }
      if (!card.quotes.empty()) {
        out.append("<details><summary>").append(xml_text(message(language, "report.quotes"))).append("</summary>\n");
        for (const Quote& q : card.quotes) {
          out.append("<blockquote>").append(xml_text(q.text));
          if (!q.source.empty()) out.append("<cite>").append(xml_text(q.source)).append("</cite>");
          out.append("</blockquote>\n");
        }
        out.append("</details>\n");
      }
      out.append("</li>\n");
    }
    return out.append("</ul>\n");
  }

  std::string operator()(const Table& table) const { return html(table, language); }

  template <DrawnChart Chart>
  std::string operator()(const Chart& chart) {
    const std::string id = "c" + std::to_string(++charts);
    std::string unit;
    if constexpr (requires { chart.unit; }) unit = unit_line(chart.unit, language);
    std::string out = "<figure>\n";
    if (!chart.title.empty() || !unit.empty()) {
      out.append("<figcaption>");
      if (!chart.title.empty()) out.append("<span class=\"fp-name\">").append(xml_text(chart.title)).append("</span>");
      if (!unit.empty()) out.append("<span class=\"fp-unit\">").append(xml_text(unit)).append("</span>");
      out.append("</figcaption>\n");
    }
    SvgOptions options;
    options.language = language;
    options.standalone = false;
    options.width = kWide;
    options.id = id + "-wide";
    out.append("<div class=\"fp-wide\">").append(svg(chart, options)).append("</div>\n");
    options.width = kNarrow;
    options.id = id + "-narrow";
    out.append("<div class=\"fp-narrow\">").append(svg(chart, options)).append("</div>\n");
    if (!chart.note.empty()) out.append("<p class=\"fp-foot\">").append(xml_text(chart.note)).append("</p>\n");
    Table numbers = table(chart, language);
    numbers.note.clear();
    out.append("<details><summary>").append(xml_text(message(language, "report.data"))).append("</summary>\n");
    return out.append(html(numbers, language)).append("</details>\n</figure>\n");
  }
};

}  // namespace

std::string html(const Document& page) {
  const Language language = page.options.language;
  Writer writer{language, 0};
  const std::string title = xml_text(page.title);
  constexpr std::size_t kNavigationFrom = 4;
  const bool navigation = page.sections.size() >= kNavigationFrom;
  std::string out = "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"" + std::string(tag(language)) + "\">\n<head>\n<meta charset=\"utf-8\"/>\n";
  out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
  out.append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n");
  out.append("<meta name=\"color-scheme\" content=\"light dark\"/>\n<meta name=\"generator\" content=\"foreplan\"/>\n");
  out.append("<title>").append(title).append("</title>\n<style>").append(page_style()).append(chart_style()).append("</style>\n</head>\n");
  out.append(navigation ? "<body>\n<div class=\"fp-page fp-sided\">\n" : "<body>\n<div class=\"fp-page\">\n");
  out.append("<header>\n<h1>").append(title).append("</h1>\n");
  if (!page.options.subtitle.empty()) out.append("<p class=\"fp-subtitle\">").append(xml_text(page.options.subtitle)).append("</p>\n");
  out.append("</header>\n");
  if (navigation) {
    const std::string label = xml_text(message(language, "report.contents"));
    out.append("<nav aria-label=\"").append(label).append("\"><h2>").append(label).append("</h2>\n<ol>\n");
    for (std::size_t i = 0; i < page.sections.size(); ++i)
      out.append("<li><a href=\"#s").append(std::to_string(i + 1)).append("\">").append(xml_text(page.sections[i].heading)).append("</a></li>\n");
    out.append("</ol></nav>\n");
  }
  out.append("<main>\n");
  for (std::size_t i = 0; i < page.sections.size(); ++i) {
    const Section& section = page.sections[i];
    const std::string id = "s" + std::to_string(i + 1);
    out.append("<section id=\"" + id + "\" aria-labelledby=\"" + id + "-h\">\n<h2 id=\"" + id + "-h\">").append(xml_text(section.heading)).append("</h2>\n");
    for (std::size_t b = 0; b < section.blocks.size(); ++b)
      out.append(in_place(page, i, b, [&] { return std::visit(writer, section.blocks[b]); }));
    out.append("</section>\n");
  }
  out.append("</main>\n");
  if (!page.options.source.empty()) out.append("<footer>").append(xml_text(page.options.source)).append("</footer>\n");
  return out.append("</div>\n</body>\n</html>\n");
}

}  // namespace foreplan::inline v0::report
