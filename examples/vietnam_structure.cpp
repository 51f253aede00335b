// How much of a country's productivity growth was structural change, and how much of the answer is convention?
//   vietnam_structure ETD.csv [report.html]
#include <foreplan/io/files.hpp>
#include <foreplan/report.hpp>
#include <foreplan/structure.hpp>

#include <iostream>
#include <sstream>
#include <string>
#include <vector>

namespace fp = foreplan;
namespace structure = foreplan::structure;
namespace report = foreplan::report;

namespace {

/// The twelve sectors of one variable: rows of variable, year, a value for each sector, and their published total.
fp::Frame read_etd(const std::string& path, const std::string& variable, const fp::Unit& unit) {
  std::istringstream text(fp::io::read_file(path));
  std::vector<fp::Series> sectors;
  for (std::string line, field; std::getline(text, line);) {
    std::istringstream fields(line);
    std::vector<std::string> row;
    while (std::getline(fields, field, ',')) row.push_back(field);
    if (line.starts_with("var,"))
      for (std::size_t i = 2; i + 1 < row.size(); ++i) sectors.push_back({row[i], 1990, unit, {}});
    if (line.starts_with(variable + ","))
      for (std::size_t i = 0; i < sectors.size(); ++i) sectors[i].values.push_back(std::stod(row.at(i + 2)));
  }
  return fp::Frame(sectors);
}

const std::vector<structure::SectorGroup> kThree{
    {"Agriculture", {"Agriculture"}},
    {"Industry", {"Mining", "Manufacturing", "Utilities", "Construction"}},
    {"Services", {"Trade", "Transport", "Business", "Financial", "RealEstate", "Government", "Other"}}};

report::Table angles(const fp::Frame& current, const fp::Frame& constant) {
  const auto angle = [](const fp::Frame& levels, int first, int last) {
    std::vector<double> before, after;
    for (const fp::Series& s : levels.series()) before.push_back(s.at(first)), after.push_back(s.at(last));
    return fp::Rounded(structure::cosine_shift(before, after).degrees, 3);
  };
  report::Table t{.caption = "Angle between the structures of two years, degrees (Moore 1978)",
                  .columns = {{"Sectors"}, {"Prices"}, {"1990–2018"}, {"2010–2015"}}};
  for (const auto& [prices, twelve] : {std::pair{"current", current}, std::pair{"constant 2015", constant}})
    for (const fp::Frame& levels : {structure::sum_sectors(twelve, kThree), twelve})
      t.rows.push_back({levels.size(), prices, angle(levels, 1990, 2018), angle(levels, 2010, 2015)});
  return t;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return std::cerr << "usage: vietnam_structure ETD.csv [report.html]\n", 2;
  const structure::ProductivityData vietnam{
      read_etd(argv[1], "VA_Q15", fp::Unit::money("VND", 6, fp::PriceBasis::constant(2015))),
      read_etd(argv[1], "EMP", fp::Unit::physical("person", 3)),
      read_etd(argv[1], "VA", fp::Unit::money("VND", 6, fp::PriceBasis::current()))};
  const auto chain = structure::chain_productivity(vietnam, 2010, 2018, structure::WithinShift::gead);
  const auto shares =
      structure::shares(structure::sum_sectors(vietnam.nominal, kThree), {"Agriculture", "Industry", "Services"});

  report::Document page("How Vietnam's structure shifted, 1990–2018",
                        {.source = "GGDC/UNU-WIDER Economic Transformation Database 2021 (de Vries et al. 2021)"});
  page.section("How much was structural change?",
               report::convention_table(structure::compare_conventions(vietnam, 1990, 2018)),
               report::convention_table(structure::compare_conventions(vietnam, 2010, 2018)),
               report::productivity_chart(chain), report::productivity_table(chain.horizon));
  page.section("How far did it shift?", angles(vietnam.nominal, vietnam.volume),
               report::share_chart(shares, "Shares of value added"), report::Heading{"When shares took another course"},
               report::share_break_table(structure::fit_share_breaks(structure::sum_sectors(vietnam.volume, kThree))));
  page.section("Can the data be trusted?", report::Heading{"Value added at constant 2015 prices"},
               report::break_findings(structure::structure_breaks(vietnam.volume)),
               report::Heading{"Value added at current prices"},
               report::break_findings(structure::structure_breaks(vietnam.nominal)));
  std::cout << report::terminal(page, 150);
  if (argc > 2) fp::io::write_file(argv[2], report::html(page));
}
