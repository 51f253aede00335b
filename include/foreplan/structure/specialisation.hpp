#pragma once
#include <foreplan/core/period.hpp>
#include <foreplan/core/unit.hpp>
#include <foreplan/export.hpp>
#include <foreplan/structure/matrix.hpp>
#include <foreplan/structure/regions.hpp>
#include <foreplan/structure/shift.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// How unevenly activity is spread, over the sectors of a region (specialisation) or over the regions of a sector
/// (concentration).
///
/// Distributions are levels or shares of the same cells in the same order; they are scaled to sum to 1, into shares s
/// (of n cells) and, where two are compared, shares q of the reference. 0 ln 0 is 0. Zero cells are allowed except
/// where said.
///
/// @throws InvalidArgument  (all) naming function, value and index, for fewer than two cells, lengths that differ,
///   values that are negative or not finite, and a sum that is not positive.
namespace foreplan::inline v0::structure {

/// sum of s^2: Herfindahl (1950), Hirschman (1945). [1/n, 1]
[[nodiscard]] FOREPLAN_EXPORT double herfindahl(Structure);
/// (H - 1/n) / (1 - 1/n), H = `herfindahl`. [0, 1]
[[nodiscard]] FOREPLAN_EXPORT double normalised_herfindahl(Structure);
/// Shannon's (1948) entropy in nats: -sum of s ln s. [0, ln n], and the higher the more even.
[[nodiscard]] FOREPLAN_EXPORT double entropy(Structure);
/// entropy / ln n. [0, 1]
[[nodiscard]] FOREPLAN_EXPORT double normalised_entropy(Structure);
/// Theil's (1967) T: mean of (x/m) ln(x/m), m the mean of x; ln n - entropy. [0, ln n]
[[nodiscard]] FOREPLAN_EXPORT double theil_t(Structure);
/// Theil's (1967) L, the mean logarithmic deviation: mean of ln(m/x). Refuses zero cells. It goes by the name of
/// Theil's index too.
[[nodiscard]] FOREPLAN_EXPORT double theil_l(Structure);

/// Whether a Gini coefficient is of the cells themselves, or estimates that of the many that they were drawn from.
enum class GiniSample : std::uint8_t {
  population,  ///< sum over i, j of |x_i - x_j| / (2 n^2 m). [0, 1 - 1/n]
  sample,      ///< n / (n - 1) times that. [0, 1]
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(GiniSample) noexcept;
[[nodiscard]] FOREPLAN_EXPORT double gini(Structure, GiniSample sample);

/// s / q of each cell: above 1 where there is more than in the reference. A cell that neither has gets 0.
/// @throws InvalidArgument  too for a cell that the reference has not and the other has.
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> location_quotients(Structure, Structure reference);
/// Hoover's (1936) coefficient of localisation: half the sum of |s - q|. [0, 1]. `krugman` is twice that.
[[nodiscard]] FOREPLAN_EXPORT double hoover(Structure, Structure reference);
/// Theil's information: sum of s ln(s / q). >= 0; refuses as `location_quotients`.
[[nodiscard]] FOREPLAN_EXPORT double theil_against(Structure, Structure reference);

/// Hoover's (1936) localisation curve: cumulated shares with the cells in the order of falling location quotients.
struct LocalisationCurve {
  std::vector<std::size_t> order{};  ///< Places of the cells; those of one quotient as given.
  std::vector<double> reference{};   ///< n + 1 abscissae from 0 to 1: cumulated q.
  std::vector<double> activity{};    ///< n + 1 ordinates from 0 to 1: cumulated s, on or above the diagonal.

  bool operator==(const LocalisationCurve&) const = default;
};
/// Cells that neither has come last. @throws InvalidArgument  as `location_quotients`.
[[nodiscard]] FOREPLAN_EXPORT LocalisationCurve localisation_curve(Structure, Structure reference);
/// Locational Gini: twice the area between the curve and the diagonal, half the sum over i, j of q_i q_j |L_i - L_j|,
/// L the location quotients. [0, 1); Krugman's (1991) is half of it.
[[nodiscard]] FOREPLAN_EXPORT double locational_gini(Structure, Structure reference);

/// Ellison & Glaeser's (1997) index: concentration beyond what plants of these sizes show when they locate by chance.
struct EllisonGlaeser {
  double raw = 0;    ///< G = sum of (s - q)^2
  double gamma = 0;  ///< (G - (1 - sum of q^2) H) / ((1 - sum of q^2) (1 - H)); around 0 for chance.

  bool operator==(const EllisonGlaeser&) const = default;
};
/// @param plant_herfindahl  H, sum of squares of the plants' shares in the sector, in (0, 1).
/// @throws InvalidArgument  too for that, or a reference that is in one region only.
[[nodiscard]] FOREPLAN_EXPORT EllisonGlaeser ellison_glaeser(Structure, Structure reference, double plant_herfindahl);

/// What `krugman` and `hoover` of a region or sector compare with.
enum class SpecialisationReference : std::uint8_t {
  whole,  ///< All regions (or all sectors), the one measured among them.
  rest,   ///< All others.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(SpecialisationReference) noexcept;

struct SpecialisationOptions {
  SpecialisationReference reference = SpecialisationReference::whole;
  GiniSample gini = GiniSample::population;
};

/// All measures of one distribution; the functions above say how. Those that compare do so with the whole, but for
/// `krugman` and `hoover` under `SpecialisationReference::rest`.
struct SpecialisationMeasures {
  std::string name{};
  double weight = 0;             ///< Its total over that of the whole.
  double krugman = 0;            ///< Krugman (1991): sum of |s - q|.
  double hoover = 0;             ///< Half of it.
  double locational_gini = 0;    ///< Weighted by q.
  double gini_of_quotients = 0;  ///< `gini` of the location quotients of all cells that the whole has, unweighted.
  double theil_against = 0;
  double gini = 0;  ///< From here on of the distribution alone, over all n cells.
  double herfindahl = 0;
  double normalised_herfindahl = 0;
  double theil_t = 0;
  double entropy = 0;
  double normalised_entropy = 0;

  bool operator==(const SpecialisationMeasures&) const = default;
};

struct Specialisation {
  Period period{};
  Unit unit{};  ///< Of the levels.
  SpecialisationReference reference = SpecialisationReference::whole;
  GiniSample gini = GiniSample::population;
  bool nation_is_sum = false;
  std::vector<std::string> regions{};
  std::vector<std::string> sectors{};
  Matrix location_quotients{};                      ///< Regions x sectors; 0 where the nation has no such sector.
  std::vector<SpecialisationMeasures> by_region{};  ///< Specialisation: over the sectors, against the nation's.
  /// Concentration: over the regions, against all sectors'. Only where the nation is the sum of the regions; without
  /// the sectors that have no output.
  std::vector<SpecialisationMeasures> by_sector{};
  std::vector<std::string> absent_sectors{};  ///< Without output in the nation.

  /// @throws InvalidArgument  naming the nearest known name.
  [[nodiscard]] FOREPLAN_EXPORT double location_quotient(std::string_view region, std::string_view sector) const;
  bool operator==(const Specialisation&) const = default;
};

/// Location quotients and all measures at one period, the nation being the sum of the regions. Cost
/// O(regions x sectors), times a logarithm for the Ginis.
/// @throws UnitMismatch     unless all series have one unit.
/// @throws PeriodMismatch   when a region does not cover the period.
/// @throws InvalidArgument  for fewer than two regions or sectors, names that are empty, repeated or not the same
///   everywhere; levels that are missing, negative or not finite, naming region, sector and period; a region without
///   any output; percentages; money of unstated prices; under `rest` a sector or region that is alone.
[[nodiscard]] FOREPLAN_EXPORT Specialisation specialisation(const std::vector<Region>& regions, Period,
                                                            const SpecialisationOptions& = {});
/// The same with a nation of its own; one region will do. `rest` is then the nation less the region.
/// @throws InvalidArgument  too for a region that has more of a sector than the nation.
[[nodiscard]] FOREPLAN_EXPORT Specialisation specialisation(const std::vector<Region>& regions, const Region& nation,
                                                            Period, const SpecialisationOptions& = {});

}  // namespace foreplan::inline v0::structure
