#include "report/document_text.hpp"

#include "report/escape.hpp"
#include "text/messages.hpp"

#include <algorithm>

namespace foreplan::inline v0::report {
namespace {

using text::message;

std::string marked(std::string_view badge, std::string_view text) {
  return badge.empty() ? std::string(text) : std::string(badge) + ": " + std::string(text);
}

struct MarkdownWriter {
  Language language = Language::english;

  std::string operator()(const Paragraph& p) const { return markdown_text(p.text) + "\n"; }
  std::string operator()(const Heading& h) const { return "### " + markdown_text(h.text) + "\n"; }

  std::string operator()(const List& list) const {
    std::string out;
    for (const std::string& item : list.items) out.append(list.numbered ? "1. " : "- ").append(markdown_text(item)).append("\n");
    return out;
  }

  std::string operator()(const Callout& c) const {
    const std::string title = c.title.empty() ? std::string() : "> **" + markdown_text(c.title) + "**\n>\n";
    return title + "> " + markdown_text(c.text) + "\n";
  }

  std::string operator()(const KeyFigures& figures) const {
    std::string out;
    for (const KeyFigure& f : figures.items) {
      out.append("- **").append(markdown_text(f.value)).append("** ").append(markdown_text(f.label));
      if (!f.note.empty()) out.append(" (").append(markdown_text(f.note)).append(")");
      out.append("\n");
    }
    return out;
  }

  std::string operator()(const Findings& findings) const {
    if (findings.items.empty()) return std::string(message(language, "report.no_findings")) + "\n";
    std::string out;
    for (const FindingCard& card : findings.items) {
      out.append("- ");
      if (!card.badge.empty()) out.append("**").append(markdown_text(card.badge)).append(":** ");
      out.append(markdown_text(card.sentence)).append("\n");
      for (const FindingDetail& d : card.details) out.append("  - ").append(markdown_text(marked(d.badge, d.text))).append("\n");
      for (const Quote& q : card.quotes) {
        out.append("\n  > ").append(markdown_text(q.text));
        if (!q.source.empty()) out.append(" (").append(markdown_text(q.source)).append(")");
        out.append("\n");
      }
    }
    return out;
  }

  std::string operator()(const Table& t) const { return markdown(t, language); }

  template <DrawnChart Chart>
  std::string operator()(const Chart& chart) const {
    return markdown(table(chart, language), language);
  }
};

struct TerminalWriter {
  Language language = Language::english;
  std::size_t width = 100;

  /// Wrapped text, its first line after `first`, the others indented as far.
  [[nodiscard]] std::string wrapped(std::string_view text, std::string_view first = {}) const {
    const std::string indent(terminal_width(first), ' ');
    const std::string clean = terminal_text(text);
    std::string out(first);
    std::size_t used = terminal_width(first);
    bool begun = false;
    for (std::size_t from = 0; from < clean.size();) {
      const std::size_t to = std::min(clean.find(' ', from), clean.size());
      const std::string word = clean.substr(from, to - from);
      from = to + 1;
      if (word.empty()) continue;
      if (begun && used + 1 + terminal_width(word) > width) {
        out.append("\n").append(indent);
        used = indent.size();
        begun = false;
      }
      if (begun) out.push_back(' ');
      out.append(word);
      used += terminal_width(word) + (begun ? 1 : 0);
      begun = true;
    }
    return out + "\n";
  }

  std::string operator()(const Paragraph& p) const { return wrapped(p.text); }
  std::string operator()(const Heading& h) const { return wrapped(h.text); }

  std::string operator()(const List& list) const {
    std::string out;
    for (std::size_t i = 0; i < list.items.size(); ++i)
      out.append(wrapped(list.items[i], list.numbered ? std::to_string(i + 1) + ". " : "- "));
    return out;
  }

  std::string operator()(const Callout& c) const { return wrapped(marked(c.title, c.text), "| "); }

  std::string operator()(const KeyFigures& figures) const {
    std::size_t widest = 0;
    for (const KeyFigure& f : figures.items) widest = std::max(widest, terminal_width(terminal_text(f.value)));
    std::string out;
    for (const KeyFigure& f : figures.items) {
      const std::string value = terminal_text(f.value);
      const std::string note = f.note.empty() ? f.label : f.label + " (" + f.note + ')';
      out.append(wrapped(note, std::string(widest - terminal_width(value), ' ') + value + "  "));
    }
    return out;
  }

  std::string operator()(const Findings& findings) const {
    if (findings.items.empty()) return wrapped(message(language, "report.no_findings"));
    std::string out;
    for (const FindingCard& card : findings.items) {
      out.append(wrapped(marked(card.badge, card.sentence), "- "));
      for (const FindingDetail& d : card.details) out.append(wrapped(marked(d.badge, d.text), "  - "));
    }
    return out;
  }

  std::string operator()(const Table& t) const { return terminal(t, {language, width}); }

  template <DrawnChart Chart>
  std::string operator()(const Chart& chart) const {
    return terminal(table(chart, language), {language, width});
  }
};

}  // namespace

std::string markdown(const Document& page) {
  const MarkdownWriter writer{page.options.language};
  std::string out = "# " + markdown_text(page.title) + "\n";
  if (!page.options.subtitle.empty()) out.append("\n").append(markdown_text(page.options.subtitle)).append("\n");
  for (std::size_t s = 0; s < page.sections.size(); ++s) {
    out.append("\n## ").append(markdown_text(page.sections[s].heading)).append("\n");
    for (std::size_t b = 0; b < page.sections[s].blocks.size(); ++b)
      out.append("\n").append(in_place(page, s, b, [&] { return std::visit(writer, page.sections[s].blocks[b]); }));
  }
  if (!page.options.source.empty()) out.append("\n---\n\n").append(markdown_text(page.options.source)).append("\n");
  return out;
}

std::string terminal(const Document& page, std::size_t width) {
  detail::require(width >= 20, "report::terminal", "width must be >= 20", static_cast<double>(width));
  const TerminalWriter writer{page.options.language, width};
  const auto ruled = [&](std::string_view heading, std::string_view sign) {
    std::string out = writer.wrapped(heading);
    for (std::size_t i = 0; i < std::min(width, terminal_width(terminal_text(heading))); ++i) out.append(sign);
    return out + "\n";
  };
  std::string out = ruled(page.title, "\u2550");
  if (!page.options.subtitle.empty()) out.append(writer.wrapped(page.options.subtitle));
  for (std::size_t s = 0; s < page.sections.size(); ++s) {
    out.append("\n").append(ruled(page.sections[s].heading, "\u2500"));
    for (std::size_t b = 0; b < page.sections[s].blocks.size(); ++b)
      out.append(b > 0 ? "\n" : "").append(in_place(page, s, b, [&] { return std::visit(writer, page.sections[s].blocks[b]); }));
  }
  if (!page.options.source.empty()) out.append("\n").append(writer.wrapped(page.options.source));
  return out;
}

}  // namespace foreplan::inline v0::report
