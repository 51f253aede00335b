#pragma once
#include <foreplan/core/language.hpp>
#include <foreplan/export.hpp>
#include <foreplan/report/chart.hpp>
#include <foreplan/report/diagram.hpp>
#include <foreplan/report/model_charts.hpp>
#include <foreplan/report/panels.hpp>
#include <foreplan/report/table.hpp>

#include <concepts>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/// A page to show people, built from blocks and written as one self-contained HTML file or as Markdown.
///
///   Document page("Industrial plan 2016-2025");
///   page.section("Is it consistent?", findings(audit));
///   page.section("Where does it go?", "Three scenarios to 2025.", fan_chart(history, forecast));
///   const std::string text = html(page);
namespace foreplan::inline v0::report {

/// What a reader should make of something. Said in words and by a sign, too, never by colour alone.
enum class Tone : std::uint8_t { neutral, good, caution, bad };

struct Paragraph {
  std::string text{};
  bool operator==(const Paragraph&) const = default;
};

struct List {
  std::vector<std::string> items{};
  bool numbered = false;
  bool operator==(const List&) const = default;
};

/// A smaller heading within a section.
struct Heading {
  std::string text{};
  bool operator==(const Heading&) const = default;
};

/// Set off from the text: a caveat, a conclusion.
struct Callout {
  std::string title{};
  std::string text{};
  Tone tone = Tone::neutral;
  bool operator==(const Callout&) const = default;
};

struct KeyFigure {
  std::string value{};  ///< "22.0 %"
  std::string label{};  ///< "growth a year that the target needs"
  std::string note{};
  Tone tone = Tone::neutral;
  bool operator==(const KeyFigure&) const = default;
};
/// A few large numbers side by side.
struct KeyFigures {
  std::vector<KeyFigure> items{};
  bool operator==(const KeyFigures&) const = default;
};

struct FindingDetail {
  Tone tone = Tone::neutral;
  std::string badge{};  ///< "Reconciles"; may be empty.
  std::string text{};
  bool operator==(const FindingDetail&) const = default;
};
struct Quote {
  std::string text{};
  std::string source{};
  bool operator==(const Quote&) const = default;
};
/// Something found out: a badge, a sentence, what follows from it, and the words that it is about.
struct FindingCard {
  Tone tone = Tone::neutral;
  std::string badge{};  ///< "Contradiction"
  std::string sentence{};
  std::vector<FindingDetail> details{};
  std::vector<Quote> quotes{};  ///< Folded away until asked for.
  bool operator==(const FindingCard&) const = default;
};
struct Findings {
  std::vector<FindingCard> items{};
  bool operator==(const Findings&) const = default;
};

using Block = std::variant<Paragraph, Heading, List, Callout, KeyFigures, Findings, Table, LineChart, AreaChart,
                           BarChart, Gauge, ComparisonChart, TornadoChart, FlowDiagram, PanelChart, ColumnChart,
                           RankDiagram, CalibrationChart>;

struct Section {
  std::string heading{};
  std::vector<Block> blocks{};
  bool operator==(const Section&) const = default;
};

struct DocumentOptions {
  Language language = Language::english;  ///< Of labels and number formats; the texts are given.
  std::string subtitle{};
  std::string source{};                   ///< At the foot: where the figures come from.
};

/// Sections in order. Nothing is checked before the page is written.
struct Document {
  std::string title{};
  DocumentOptions options{};
  std::vector<Section> sections{};

  explicit Document(std::string page_title, DocumentOptions page_options = {})
      : title(std::move(page_title)), options(std::move(page_options)) {}

  /// Appends a section of any blocks; a text is a paragraph, a list of blocks is taken block by block.
  template <class... Blocks>
  Document& section(std::string heading, Blocks&&... blocks) {
    Section s{std::move(heading), {}};
    (append(s.blocks, std::forward<Blocks>(blocks)), ...);
    sections.push_back(std::move(s));
    return *this;
  }

 private:
  template <class T>
  static void append(std::vector<Block>& to, T&& block) {
    if constexpr (std::convertible_to<T, std::string>)
      to.emplace_back(Paragraph{std::string(std::forward<T>(block))});
    else if constexpr (std::convertible_to<T, std::vector<Block>>)
      for (Block& b : std::vector<Block>(std::forward<T>(block))) to.push_back(std::move(b));
    else
      to.emplace_back(std::forward<T>(block));
  }
};

/// The whole page: one HTML 5 file (well-formed XML too) without scripts, fonts, pictures or links that fetch anything, under
/// a content security policy that says so. Each chart is drawn for wide and for narrow windows, one of them shown, with its
/// numbers in a table to unfold. Light and dark, printable.
/// @throws InvalidArgument  and its kin for a table or chart that cannot be shown, naming section and block.
[[nodiscard]] FOREPLAN_EXPORT std::string html(const Document& page);

/// The same in GitHub-flavoured Markdown; charts as their tables.
[[nodiscard]] FOREPLAN_EXPORT std::string markdown(const Document& page);

/// The same for a terminal; charts as their tables.
[[nodiscard]] FOREPLAN_EXPORT std::string terminal(const Document& page, std::size_t width = 100);

}  // namespace foreplan::inline v0::report
