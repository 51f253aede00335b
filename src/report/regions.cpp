#include <foreplan/report/regions.hpp>

#include <cmath>
#include <limits>
#include <string>

#include "core/check.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

namespace foreplan::inline v0::report {
namespace {

using structure::ShiftSelection;
using structure::ShiftShare;
using structure::ShiftShareForm;
using structure::Specialisation;
using structure::SpecialisationMeasures;
using text::message;

std::string word(Language language, const std::string& key) { return std::string(message(language, key)); }

Column number_column(std::string header, int decimals, const Unit& unit = {}, NumberStyle style = NumberStyle::plain) {
  return {std::move(header), unit, style, decimals, Align::right};
}

std::string range_text(const std::vector<Period>& periods, Language language) {
  return text::period_text(PeriodRange{periods.front(), periods.back()}, language);
}

std::string coverage_text(double coverage, Language language) {
  return text::percent(coverage, text::decimals_for(100 * coverage, 2), language);
}

std::string shift_share_note(const ShiftShare& of, Language language) {
  std::string note = word(language, "report.shift_share.form." + std::string(to_string(of.form)));
  const auto add = [&](const std::string& sentence) { note += " " + sentence; };
  add(word(language, "report.shift_share.timing." + std::string(to_string(of.timing))));
  if (of.form == ShiftShareForm::spatial)
    add(word(language, of.neighbour_growth == structure::NeighbourGrowth::mean_of_rates
                           ? "report.shift_share.neighbours.rates"
                           : "report.shift_share.neighbours.levels"));
  if (of.nation_is_sum) add(word(language, "report.nation_is_sum"));
  if (!of.zero_bases.empty())
    add(message(language, "report.shift_share.zeros",
                {{"count", text::number(static_cast<double>(of.zero_bases.size()), 0, language)}}));
  return note;
}

Table measures_table(const std::vector<SpecialisationMeasures>& rows, const Specialisation& of, std::string_view of_key,
                     Language language) {
  Table t;
  const std::string key = "report.specialisation.";
  t.caption = message(language, key + std::string(of_key), {{"period", text::period_text(of.period, language)}});
  t.columns = {{word(language, of_key == "caption" ? "report.by.region" : "report.by.sector"), {}},
               number_column(word(language, key + "weight"), 1, {}, NumberStyle::percent)};
  for (const char* measure : {"krugman", "hoover", "locational_gini", "gini_of_quotients", "theil_against", "gini",
                              "herfindahl", "normalised_herfindahl", "theil_t", "entropy", "normalised_entropy"})
    t.columns.push_back(number_column(word(language, key + measure), 3));
  for (const SpecialisationMeasures& m : rows)
    t.rows.push_back({m.name, m.weight, m.krugman, m.hoover, m.locational_gini, m.gini_of_quotients, m.theil_against,
                      m.gini, m.herfindahl, m.normalised_herfindahl, m.theil_t, m.entropy, m.normalised_entropy});
  t.note = word(language, key + "reference." + std::string(to_string(of.reference))) + " " +
           word(language, key + "sample." + std::string(to_string(of.gini)));
  return t;
}

std::string absent_note(const Specialisation& of, Language language) {
  std::string note = word(language, "report.quotient.note");
  if (of.nation_is_sum) note += " " + word(language, "report.nation_is_sum");
  if (!of.absent_sectors.empty())
    note +=
        " " + message(language, "report.quotient.absent", {{"sectors", text::list_text(language, of.absent_sectors)}});
  return note;
}

}  // namespace

Table shift_share_table(const ShiftShare& of, const ShiftShareTableOptions& options) {
  const Language language = options.language;
  Table t;
  t.caption = message(language, "report.shift_share.caption", {{"range", range_text(of.periods, language)}});
  const char* first = options.rows == ShiftShareRows::sectors   ? "report.by.sector"
                      : options.rows == ShiftShareRows::regions ? "report.by.region"
                                                                : "report.period";
  t.columns = {{word(language, first), {}},
               number_column(word(language, "report.shift_share.change"), options.decimals, of.unit)};
  for (const structure::ShiftEffect effect : of.effects)
    t.columns.push_back(number_column(word(language, "report.shift_share." + std::string(to_string(effect))),
                                      options.decimals, of.unit, NumberStyle::signed_plain));
  const auto row = [&](Cell name, const ShiftSelection& selection) {
    std::vector<Cell> cells = {std::move(name), of.change(selection)};
    for (const structure::ShiftEffect effect : of.effects) cells.emplace_back(of.sum(effect, selection));
    t.rows.push_back(std::move(cells));
  };
  ShiftSelection selection = options.selection;
  switch (options.rows) {
    case ShiftShareRows::sectors:
      for (const std::string& sector : of.sectors) {
        if (options.selection.sector && *options.selection.sector != sector) continue;
        selection.sector = sector;
        row(sector, selection);
      }
      break;
    case ShiftShareRows::regions:
      for (const std::string& region : of.regions) {
        if (options.selection.region && *options.selection.region != region) continue;
        selection.region = region;
        row(region, selection);
      }
      break;
    case ShiftShareRows::periods:
      for (std::size_t step = 0; step < of.steps(); ++step) {
        if (options.selection.to && *options.selection.to != of.periods[step + 1]) continue;
        selection.to = of.periods[step + 1];
        row(text::period_text(PeriodRange{of.periods[step], of.periods[step + 1]}, language), selection);
      }
      break;
  }
  row(word(language, "report.total"), options.selection);
  t.totals = 1;
  if (of.form == ShiftShareForm::gerfin && options.rows == ShiftShareRows::regions && !options.selection.sector &&
      !options.selection.to) {
    for (const char* factor : {"regional", "structural", "locational"})
      t.columns.push_back(number_column(word(language, std::string("report.shift_share.factor.") + factor), 4));
    for (std::vector<Cell>& cells : t.rows) {
      const double none = std::numeric_limits<double>::quiet_NaN();
      structure::GerfinFactors f{none, none, none};
      if (&cells != &t.rows.back()) f = of.factors_of(std::get<std::string>(cells.front().value));
      cells.insert(cells.end(), {Cell(f.regional), Cell(f.structural), Cell(f.locational)});
    }
  }
  t.note = shift_share_note(of, language);
  return t;
}

Table location_quotient_table(const Specialisation& of, Language language) {
  Table t;
  t.caption = message(language, "report.quotient.caption", {{"period", text::period_text(of.period, language)}});
  t.columns = {{word(language, "report.by.region"), {}}};
  for (const std::string& sector : of.sectors) t.columns.push_back(number_column(sector, 2));
  for (std::size_t r = 0; r < of.regions.size(); ++r) {
    t.rows.push_back({of.regions[r]});
    for (std::size_t i = 0; i < of.sectors.size(); ++i) t.rows.back().emplace_back(of.location_quotients(r, i));
  }
  t.note = absent_note(of, language);
  return t;
}

Table specialisation_table(const Specialisation& of, Language language) {
  return measures_table(of.by_region, of, "caption", language);
}

Table concentration_table(const Specialisation& of, Language language) {
  detail::require(of.nation_is_sum, "report::concentration_table", "the nation must be the sum of the regions",
                  "a nation of its own");
  return measures_table(of.by_sector, of, "concentration", language);
}

Table convergence_table(const structure::BetaConvergence& of, Language language) {
  Table t;
  t.caption = message(language, of.controls.empty() ? "report.convergence.absolute" : "report.convergence.conditional",
                      {{"range", range_text(of.periods, language)}});
  t.columns = {
      {word(language, "report.convergence.quantity"), {}},
      number_column(word(language, "report.value"), 2),
      number_column(message(language, "report.lower", {{"coverage", coverage_text(of.coverage, language)}}), 2),
      number_column(message(language, "report.upper", {{"coverage", coverage_text(of.coverage, language)}}), 2)};
  const double none = std::numeric_limits<double>::quiet_NaN();
  const auto finite = [&](double x) { return std::isfinite(x) ? Cell(x) : Cell(none); };
  const auto row = [&](const char* key, double value, double lower, double upper, double factor) {
    t.rows.push_back({word(language, key), finite(factor * value), finite(factor * lower), finite(factor * upper)});
  };
  row("report.convergence.speed", of.speed.estimate, of.speed.lower, of.speed.upper, 100);
  row("report.convergence.half_life", of.half_life.estimate, of.half_life.lower, of.half_life.upper, 1);
  t.note = message(language, "report.convergence.note." + std::string(to_string(of.form)),
                   {{"economies", text::number(static_cast<double>(of.economies.size()), 0, language)},
                    {"coverage", coverage_text(of.coverage, language)},
                    {"errors", to_string(of.fit.covariance_kind)}});
  if (!of.controls.empty())
    t.note +=
        " " + message(language, "report.convergence.controls", {{"controls", text::list_text(language, of.controls)}});
  if (!of.usable()) t.note += " " + word(language, "report.convergence.not_usable");
  return t;
}

Table norm_table(const std::vector<structure::PatternNorm>& norms, double coverage, Language language) {
  Table t;
  t.columns = {{word(language, "report.norm.share"), {}}};
  for (const char* key : {"report.norm", "report.norm.lower", "report.norm.upper", "report.norm.observation_lower",
                          "report.norm.observation_upper"})
    t.columns.push_back(number_column(word(language, key), 1, {}, NumberStyle::percent));
  for (const structure::PatternNorm& n : norms)
    t.rows.push_back({n.share, n.norm, n.lower, n.upper, n.observation_lower, n.observation_upper});
  t.note = message(language, "report.norm.note", {{"coverage", coverage_text(coverage, language)}});
  return t;
}

}  // namespace foreplan::inline v0::report
