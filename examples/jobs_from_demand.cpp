// What happens to output, value added and jobs when demand for processing industry rises by a billion euro? Germany
// 1995, six branches: through what the branches buy from each other, and then through what wages are spent on as well.
//
//   jobs_from_demand germany_1995_io.csv [branch [million EUR]]
#include <foreplan/io.hpp>
#include <foreplan/structure.hpp>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

namespace fp = foreplan;
namespace structure = foreplan::structure;
using structure::FinalDemandKind;
using structure::PrimaryInputKind;

namespace {

const fp::Unit kThousands = fp::Unit::physical("person", 3);

/// What the rows and columns of the Eurostat manual's table are.
const fp::io::InputOutputReadOptions kGermany = {
    .unit = fp::Unit::money("EUR", 6, fp::PriceBasis::current(), fp::Valuation::basic),
    .final_demand = {{"final_consumption_households", FinalDemandKind::household_consumption},
                     {"final_consumption_government", FinalDemandKind::government_consumption},
                     {"gross_capital_formation", FinalDemandKind::capital_formation},
                     {"inventory_change", FinalDemandKind::inventory_change},
                     {"exports", FinalDemandKind::exports}},
    .primary_inputs = {{"imports", PrimaryInputKind::imports},
                       {"net_tax_products", PrimaryInputKind::taxes_on_products},
                       {"compensation_employees", PrimaryInputKind::compensation_of_employees},
                       {"net_tax_production", PrimaryInputKind::other_value_added},
                       {"consumption_fixed_capital", PrimaryInputKind::other_value_added},
                       {"os_mixed_income_net", PrimaryInputKind::other_value_added}},
    .satellites = {{"employment_domestic_total", kThousands}},
    .stated_uses = "total_final_use",
    .ignored = {"total", "intermediate_consumption", "gva", "employment_wage_salary", "employment_self_employed"}};

}  // namespace

int main(int argc, char** argv) try {
  if (argc < 2) throw fp::InvalidArgument("usage: jobs_from_demand germany_1995_io.csv [branch [million EUR]]");
  const auto table = fp::io::read_input_output_file(argv[1], kGermany);
  for (const auto& finding : structure::check(table).findings)
    std::printf("%s: %s\n", std::string(to_string(finding.severity)).c_str(), finding.sentence.c_str());

  const std::string branch = argc > 2 ? argv[2] : "industry_group";
  const double amount = argc > 3 ? std::atof(argv[3]) : 1000;
  const auto change = structure::sector_amounts(table, {{branch, amount}});
  const auto bought = structure::demand_impact(table, change);
  const auto spent = structure::demand_impact(table, change, structure::households(table));

  std::printf("\nDemand for %s rises by %.0f million EUR:\n%-24s%10s%13s%10s%22s\n", branch.c_str(), amount, "",
              "output", "value added", "jobs", "jobs, wages spent too");
  const auto line = [](const std::string& name, double output, double value_added, double jobs, double jobs_2) {
    std::printf("%-24s%10.1f%13.1f%10.0f%22.0f\n", name.c_str(), output, value_added, jobs, jobs_2);
  };
  double output = 0, value_added = 0, jobs = 0, jobs_2 = 0;
  for (std::size_t i = 0; i < table.sectors.size(); ++i) {
    const double persons = 1000 * bought.satellites[0].values[i], persons_2 = 1000 * spent.satellites[0].values[i];
    line(table.sectors[i], bought.output[i], bought.value_added[i], persons, persons_2);
    output += bought.output[i];
    value_added += bought.value_added[i];
    jobs += persons;
    jobs_2 += persons_2;
  }
  line("total", output, value_added, jobs, jobs_2);
  return 0;
} catch (const std::exception& e) {
  std::fprintf(stderr, "%s\n", e.what());
  return 1;
}
