#include <foreplan/report/productivity.hpp>

#include "core/check.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

#include <limits>
#include <optional>

namespace foreplan::inline v0::report {
namespace {

using structure::ShiftDecomposition;
using text::message;

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

Column points(Language language, std::string_view key) {
  return {std::string(message(language, key)), {}, NumberStyle::signed_plain, 2, Align::right};
}

/// A term in points.
Cell in_points(double fraction) { return 100 * fraction; }
Cell in_points(const std::optional<double>& fraction) { return in_points(fraction.value_or(kMissing)); }

std::string periods_of(const ShiftDecomposition& d, Language language) {
  return text::period_label(PeriodRange{d.first, d.last}, language);
}

std::string steps_of(bool chained, Language language) {
  return std::string(message(language, chained ? "report.chained" : "report.one_step"));
}

/// What every table and chart of one decomposition says below itself.
std::string note_of(const ShiftDecomposition& d, Language language) {
  return message(language, "report.note.convention",
                 {{"convention", name_of(d.convention, language)}, {"steps", steps_of(d.chained, language)}});
}

void require_sectors(std::string_view function, const ShiftDecomposition& d) {
  detail::require(!d.sectors.empty(), function, "the decomposition must have sectors", "none");
}

/// Which of the optional terms stand in a table.
struct Terms {
  bool split = false;
  bool prices = false;

  explicit Terms(const ShiftDecomposition& d) : split(d.static_effect), prices(d.price_effect) {}
};

/// The cells of a sector or of the sums, which have the same members.
template <class T>
void add_terms(std::vector<Cell>& row, const T& t, const Terms& terms) {
  row.push_back(in_points(t.within));
  if (terms.split) {
    row.push_back(in_points(t.static_effect));
    row.push_back(in_points(t.dynamic_effect));
  }
  if (terms.prices) row.push_back(in_points(t.price_effect));
  row.push_back(in_points(t.between));
}

void add_columns(Table& t, const Terms& terms, Language language) {
  t.columns.push_back(points(language, "report.within"));
  if (terms.split) {
    t.columns.push_back(points(language, "report.static"));
    t.columns.push_back(points(language, "report.dynamic"));
  }
  if (terms.prices) t.columns.push_back(points(language, "report.relative_prices"));
  t.columns.push_back(points(language, "report.between"));
}

}  // namespace

std::string name_of(structure::WithinShift convention, Language language) {
  return std::string(message(language, "report.convention." + std::string(to_string(convention))));
}

Table productivity_table(const ShiftDecomposition& d, Language language) {
  require_sectors("report::productivity_table", d);
  const Terms terms(d);
  Table t;
  t.caption = message(language, "report.productivity_title",
                      {{"periods", periods_of(d, language)}, {"growth", text::signed_percent(d.growth, 2, language)}});
  t.columns = {{std::string(message(language, "report.sector")), {}}};
  add_columns(t, terms, language);
  t.columns.push_back(points(language, "report.total"));
  for (const structure::SectorShift& s : d.sectors) {
    std::vector<Cell>& row = t.rows.emplace_back();
    row.emplace_back(s.name);
    add_terms(row, s, terms);
    row.push_back(in_points(s.total));
  }
  std::vector<Cell>& sums = t.rows.emplace_back();
  sums.emplace_back(message(language, "report.total"));
  add_terms(sums, d, terms);
  sums.push_back(in_points(d.total));
  t.totals = 1;
  t.note = note_of(d, language);
  return t;
}

Table convention_table(const std::vector<ShiftDecomposition>& all, Language language) {
  constexpr std::string_view kName = "report::convention_table";
  detail::require(!all.empty(), kName, "at least one decomposition is needed", "none");
  for (const ShiftDecomposition& d : all)
    if (d.first != all.front().first || d.last != all.front().last)
      detail::fail(kName, "decompositions must be over the same periods",
                   to_string(d.first) + " to " + to_string(d.last),
                   "after " + to_string(all.front().first) + " to " + to_string(all.front().last));
  Table t;
  t.caption = message(language, "report.productivity_title",
                      {{"periods", periods_of(all.front(), language)},
                       {"growth", text::signed_percent(all.front().growth, 2, language)}});
  t.columns = {{std::string(message(language, "report.convention")), {}},
               {std::string(message(language, "report.steps")), {}},
               {std::string(message(language, "report.within_share")), {}, NumberStyle::percent, 2, Align::right},
               points(language, "report.within"),
               points(language, "report.between"),
               points(language, "report.static"),
               points(language, "report.dynamic"),
               points(language, "report.relative_prices"),
               points(language, "report.residual")};
  for (const ShiftDecomposition& d : all)
    t.rows.push_back({name_of(d.convention, language), steps_of(d.chained, language), d.within_share(),
                      in_points(d.within), in_points(d.between), in_points(d.static_effect),
                      in_points(d.dynamic_effect), in_points(d.price_effect), in_points(d.residual)});
  t.note = message(language, "report.note.conventions");
  return t;
}

ComparisonChart productivity_chart(const ShiftDecomposition& d, Language language) {
  require_sectors("report::productivity_chart", d);
  ComparisonChart chart;
  chart.title = message(language, "report.productivity_by_sector", {{"periods", periods_of(d, language)}});
  chart.note = note_of(d, language);
  chart.unit = Unit::physical("point");
  chart.decimals = 1;
  chart.scenarios = {std::string(message(language, "report.within")), std::string(message(language, "report.between")),
                     std::string(message(language, "report.total"))};
  constexpr double kInf = std::numeric_limits<double>::infinity();
  const auto exact = [](double fraction) { return Estimate{100 * fraction, {-kInf, kInf}}; };
  for (const structure::SectorShift& s : d.sectors)
    chart.rows.push_back({s.name, {exact(s.within), exact(s.between), exact(s.total)}, std::nullopt});
  return chart;
}

BarChart productivity_chart(const structure::ChainedDecomposition& chain, Language language) {
  detail::require(!chain.periods.empty(), "report::productivity_chart", "the chain must have periods", "none");
  BarChart chart;
  chart.title = message(language, "report.productivity_by_period", {{"periods", periods_of(chain.horizon, language)}});
  chart.note = note_of(chain.horizon, language);
  chart.unit = Unit::physical("point");
  chart.decimals = 1;
  chart.parts = {{std::string(message(language, "report.within")), {}},
                 {std::string(message(language, "report.between")), {}}};
  for (const ShiftDecomposition& d : chain.periods) {
    chart.categories.push_back(text::period_label(d.last, language));
    chart.parts[0].values.push_back(100 * d.within);
    chart.parts[1].values.push_back(100 * d.between);
  }
  return chart;
}

}  // namespace foreplan::inline v0::report
