#pragma once
#include <foreplan/core/language.hpp>
#include <foreplan/core/unit.hpp>
#include <foreplan/structure/input_output.hpp>

#include <string>
#include <string_view>
#include <vector>

/// What checks of symmetric and of supply and use tables have in common. Private.
namespace foreplan::inline v0::structure {

/// "1,079,446 million EUR", with as few decimals as show nine digits.
[[nodiscard]] std::string amount_text(double x, const Unit& unit, Language language);
/// How `a` differs from `b`: "46 million EUR less".
[[nodiscard]] std::string difference_text(double a, double b, const Unit& unit, Language language);

/// Flows of rows to columns with what both must add up to. In a symmetric table rows and columns are the same sectors.
struct FlowBalance {
  const std::vector<std::string>& rows;
  const std::vector<std::string>& columns;
  const Unit& unit;
  const Matrix& flows;
  const Matrix& imported_flows;
  const std::vector<FinalDemand>& final_demand;     ///< By row.
  const std::vector<PrimaryInput>& primary_inputs;  ///< By column, as are the satellites.
  const std::vector<SatelliteAccount>& satellites;
  const std::vector<double>& row_output;
  const std::vector<double>& column_output;
  const std::vector<double>& stated_uses;
  bool symmetric = true;
};
/// Not yet by severity. The shapes have been checked.
[[nodiscard]] std::vector<InputOutputFinding> findings_of(const FlowBalance&, const InputOutputCheckOptions&);
/// Contradictions first.
void sort_findings(std::vector<InputOutputFinding>&);

/// @throws InvalidArgument  for `function`, as of tables.
void require_options(std::string_view function, const InputOutputCheckOptions&);
void require_names(std::string_view function, const std::vector<std::string>& names, const std::string& what);
void require_cells(std::string_view function, const Matrix&, const std::string& name,
                   const std::vector<std::string>& rows, const std::vector<std::string>& columns);
void require_values(std::string_view function, const std::vector<double>& values, const std::string& name,
                    const std::vector<std::string>& sectors);
void require_accounts(std::string_view function, const std::vector<FinalDemand>&, const std::vector<std::string>&);
void require_accounts(std::string_view function, const std::vector<PrimaryInput>&, const std::vector<std::string>&);
void require_accounts(std::string_view function, const std::vector<SatelliteAccount>&, const std::vector<std::string>&);

}  // namespace foreplan::inline v0::structure
