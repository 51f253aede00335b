#pragma once
#include <foreplan/core/stop.hpp>
#include <foreplan/core/unit.hpp>
#include <foreplan/export.hpp>
#include <foreplan/structure/input_output.hpp>
#include <foreplan/structure/matrix.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Supply and use tables, and the symmetric tables that are made of them by one of four assumptions about products that
/// industries make besides their own. The models and their letters are those of the Eurostat Manual of Supply, Use and
/// Input-Output Tables (2008), chapter 11.
///
///     output of product i  = sum over j of supply(i, j) = sum over j of use(i, j) + final demand(i)
///     output of industry j = sum over i of supply(i, j) = sum over i of use(i, j) + sum of primary inputs(j)
namespace foreplan::inline v0::structure {

/// All at basic prices; m products, k industries.
struct SupplyUseTables {
  std::vector<std::string> products{};
  std::vector<std::string> industries{};
  Unit unit{};
  Matrix supply{};  ///< m x k: supply(i, j) is what industry j makes of product i. The make matrix V is its transpose.
  Matrix use{};     ///< m x k: use(i, j) is what industry j uses of domestic product i.
  std::vector<FinalDemand> final_demand{};     ///< Of domestic products, one value a product.
  std::vector<PrimaryInput> primary_inputs{};  ///< One value an industry.
  std::vector<SatelliteAccount> satellites{};  ///< One value an industry.
  Matrix imported_use{};                       ///< m x k, empty when not known.

  bool operator==(const SupplyUseTables&) const = default;
};

/// The findings of `check(InputOutputTable)`: rows are products, columns are industries. Supply less than zero is a
/// contradiction. @throws InvalidArgument  for broken shapes, as `require_input_output_table` names them.
[[nodiscard]] FOREPLAN_EXPORT InputOutputCheck check(const SupplyUseTables&,
                                                     const InputOutputCheckOptions& options = {});

enum class TransformationModel : std::uint8_t {
  product_technology,    ///< A, product by product: a product takes the same inputs in whichever industry it is made.
  industry_technology,   ///< B, product by product: an industry takes the same inputs for all products that it makes.
  fixed_industry_sales,  ///< C, industry by industry: an industry sells all its products to the same users.
  fixed_product_sales,   ///< D, industry by industry: a product is sold to the same users whichever industry makes it.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(TransformationModel) noexcept;

struct SymmetricTransformation {
  TransformationModel model = TransformationModel::industry_technology;
  /// Its sectors are the products (A, B) or the industries (C, D).
  InputOutputTable table{};
  /// T, k x m: inputs of industries become inputs of products, use T (A, B); deliveries of products become deliveries
  /// of industries, T use (C, D).
  Matrix matrix{};
  /// Cells below zero that A and C make, as `check` finds them. The other models make none of figures that are not.
  std::vector<InputOutputFinding> negatives{};
  Stop stop = Stop::not_run;  ///< converged or singular.
  /// When singular: an industry that makes the same mix of products as some others together. The table is empty.
  std::string singular_industry{};

  [[nodiscard]] bool usable() const noexcept { return stop == Stop::converged; }
  bool operator==(const SymmetricTransformation&) const = default;
};

/// With q and g for the outputs of products and of industries, as diagonal matrices:
///
/// |   | T             | flows | primary inputs W, satellites | final demand Y |
/// |---|---------------|-------|------------------------------|----------------|
/// | A | supply^-1 q   | use T | W T                          | Y              |
/// | B | g^-1 supply'  | use T | W T                          | Y              |
/// | C | g supply^-1   | T use | W                            | T Y            |
/// | D | supply' q^-1  | T use | W                            | T Y            |
///
/// Rows and columns of the result add up as far as those of the supply and use tables do. Imported use is transformed
/// like use. Cost: m k (m + k), and a factorisation of supply for A and C.
/// @throws InvalidArgument  for broken shapes; for A and C unless there are as many products as industries; for B and D
///   naming an industry that uses, or a product that is used, without output.
[[nodiscard]] FOREPLAN_EXPORT SymmetricTransformation to_symmetric(const SupplyUseTables&, TransformationModel);

}  // namespace foreplan::inline v0::structure
