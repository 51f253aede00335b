#pragma once
#include <foreplan/core/frame.hpp>
#include <foreplan/export.hpp>
#include <foreplan/structure/matrix.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Logarithmic mean Divisia index (LMDI): how much each factor of V = sum over sectors i of x_i1 x_i2 ... x_in did to
/// the change of V from period 0 to period 1, without a residual (Ang & Liu 2001; Ang 2004, 2005, 2015).
namespace foreplan::inline v0::structure {

/// L(a, b) = (a - b) / (ln a - ln b), L(a, a) = a, and 0 where either is 0. Accurate where a and b nearly agree.
/// @throws InvalidArgument  unless both are >= 0 and finite.
[[nodiscard]] FOREPLAN_EXPORT double logarithmic_mean(double a, double b);

/// The weight of sector i in both forms: additive, dV_k = sum_i w_i ln(x_ik1 / x_ik0); multiplicative,
/// D_k = exp(dV_k / L(V1, V0)).
enum class LmdiMethod : std::uint8_t {
  /// w_i = L(V_i1, V_i0). Consistent in aggregation: a group's terms are what its own decomposition gives.
  lmdi_1,
  /// w_i = L(V1, V0) L(s_i1, s_i0) / sum_j L(s_j1, s_j0) with shares s_i = V_i / V (Ang & Choi 1997): the
  /// multiplicative weights sum to 1. Not consistent in aggregation.
  lmdi_2,
};
/// What happens to a factor that is 0 in one period or both, where the logarithm has no value.
enum class LmdiZeros : std::uint8_t {
  /// The limit as the zeros go to 0 (Ang & Liu 2007, the eight cases of Ang, Zhang & Choi 1998). All that a sector
  /// gains (loses) goes to the factor that was (became) 0: in equal parts to each, where several did at once, as when
  /// they go to 0 at one rate; nothing goes to any factor of a sector that has V_i = 0 in both periods.
  analytical_limit,
  small_value,  ///< Zeros are replaced by `LmdiOptions::small_value` before anything else (Ang & Liu 2007).
  refuse,
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(LmdiMethod) noexcept;
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(LmdiZeros) noexcept;

struct LmdiOptions {
  LmdiMethod method = LmdiMethod::lmdi_1;
  LmdiZeros zeros = LmdiZeros::analytical_limit;
  /// > 0, with the sign of the other period's value. 1e-10 to 1e-20 are usual; with many zeros even these leave errors
  /// of per cents (Wood & Lenzen 2006), which the limit does not.
  double small_value = 1e-20;
};

struct Lmdi {
  LmdiMethod method = LmdiMethod::lmdi_1;
  LmdiZeros zeros = LmdiZeros::analytical_limit;
  double first = 0, last = 0;            ///< V: the sum of the sectors' products.
  double change = 0;                     ///< last - first
  double ratio = 0;                      ///< last / first; NaN where V is 0 in a period or changes its sign.
  std::vector<double> additive{};        ///< By factor: they sum to `change`.
  std::vector<double> multiplicative{};  ///< By factor: their product is `ratio`; NaN where that is.
  Matrix terms{};                        ///< sectors x factors: what each sector adds to `additive`.
  std::vector<double> sector_first{}, sector_last{};  ///< V_i

  bool operator==(const Lmdi&) const = default;
};

/// @param first, last  sectors x factors: V is the sum of the products along rows.
/// Negative factors are allowed as long as they keep their sign: only the ratios' logarithms are taken, and the weight
/// of a sector with V_i < 0 is -L(|V_i1|, |V_i0|).
/// @throws InvalidArgument  for matrices of different or no size, a value that is not finite, a factor that changes its
///   sign, a zero where they are refused, products that leave the range of doubles, a small value that is not > 0 and
///   finite, all naming the place; for LMDI-II also where V is 0 or changes its sign, or no sector has weight.
/// O(sectors x factors).
[[nodiscard]] FOREPLAN_EXPORT Lmdi lmdi(const Matrix& first, const Matrix& last, const LmdiOptions& = {});

/// A group of sectors within a decomposition.
struct LmdiGroup {
  std::vector<std::string> path{};  ///< From the widest group down; empty for the whole.
  /// The group's part in the whole: `terms` are its sectors' rows, `additive` their sums. With LMDI-I these are the
  /// group's own decomposition, and `multiplicative` with them: ln D_k of a whole is the sum of its groups' L(V_g1,
  /// V_g0) ln D_kg over L(V1, V0). With LMDI-II they are contributions only, and `multiplicative` is empty.
  Lmdi part{};

  bool operator==(const LmdiGroup&) const = default;
};
/// The whole and every group below it, parents before children in order of first mention; sectors themselves are not
/// listed. Groups' terms add up to those of their parents.
/// @param paths  by sector, the names of its groups from the widest down, such as {"North", "industry"}.
/// @throws InvalidArgument  unless there is a path of one length, without empty names, for each sector.
[[nodiscard]] FOREPLAN_EXPORT std::vector<LmdiGroup> lmdi_by_group(const Lmdi& whole,
                                                                   const std::vector<std::vector<std::string>>& paths);

/// Factors of an identity, for `lmdi`.
struct LmdiFactors {
  std::vector<std::string> names{};
  Matrix first{}, last{};  ///< sectors x factors

  bool operator==(const LmdiFactors&) const = default;
};
/// V_i = Q (Q_g / Q) (Q_gh / Q_g) ... (V_i / Q_i): the activity of all, the structure at each level from the widest
/// groups to sectors, and the intensity of the sector (Xu & Ang 2014, multilevel-parallel). Without paths this is the
/// three-factor identity of activity, structure and intensity (Ang 2005). Factors are named "activity", "structure 1"
/// ..., "intensity" ("structure" if there is one level).
///
/// A share within a group, or an intensity, that is 0 / 0 because there is no activity takes the other period's value:
/// what comes and goes is structure. Where it has no value in either period it is 0.
/// @param paths  as in `lmdi_by_group`, or none.
/// @throws InvalidArgument  for other lengths, activity or V that is negative or not finite, V without activity, or no
///   activity at all in a period.
[[nodiscard]] FOREPLAN_EXPORT LmdiFactors activity_structure_intensity(
    std::span<const double> first_activity, std::span<const double> first, std::span<const double> last_activity,
    std::span<const double> last, const std::vector<std::vector<std::string>>& paths = {});

/// One factor over time: a series a sector, or a single series that all sectors share (such as total activity).
struct LmdiSeries {
  std::string factor{};
  Frame values{};
};
/// Period by period, and linked into a chain: the path between the ends counts, not the ends alone.
struct LmdiChain {
  std::vector<std::string> factors{}, sectors{};
  std::vector<Lmdi> links{};  ///< From each period to the next.
  Frame additive{};           ///< A series a factor: the sum of the links so far, 0 at first. In the unit given.
  Frame multiplicative{};     ///< The product of the links so far, 1 at first.

  bool operator==(const LmdiChain&) const = default;
};
/// @param range  the periods to link, at least two. For the two ends alone, see the other overload.
/// @param unit   of V, which the factors' units make together.
/// @throws InvalidArgument  for no factor or a repeated or empty name; a factor whose sectors are not those of the
///   first factor with several; a range of one period; missing values and what `lmdi` refuses, naming factor, sector
///   and period.
/// @throws UnitMismatch     when a factor's series differ in unit.
/// @throws PeriodMismatch   for a period that is not there.
[[nodiscard]] FOREPLAN_EXPORT LmdiChain lmdi_chain(const std::vector<LmdiSeries>& factors, const PeriodRange& range,
                                                   const Unit& unit, const LmdiOptions& = {});
/// From `first` to `last` without what lies between. Sectors stand in the order of the first factor with several
/// series.
/// @throws  as `lmdi_chain`.
[[nodiscard]] FOREPLAN_EXPORT Lmdi lmdi(const std::vector<LmdiSeries>& factors, Period first, Period last,
                                        const LmdiOptions& = {});

}  // namespace foreplan::inline v0::structure
