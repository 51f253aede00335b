#pragma once
#include <foreplan/core/forecast.hpp>
#include <foreplan/core/frame.hpp>
#include <foreplan/core/period.hpp>
#include <foreplan/core/unit.hpp>
#include <foreplan/export.hpp>
#include <foreplan/stats/regression.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Normal patterns of development (Chenery & Syrquin 1975): how shares move with income per head Y and population N,
///
///   share = a + b1 ln Y + b2 (ln Y)^2 + c1 ln N + c2 (ln N)^2 (+ f F + epochs + countries) + e,
///
/// by least squares on a panel of countries (or regions), F the resource inflow over output. All shares have the same
/// columns, so that where they sum to 1 in the data their norms do so at every point. Shares are fractions; series in
/// "%" are divided by 100.
namespace foreplan::inline v0::structure {

struct PatternCountry {
  std::string name{};
  Series income{};           ///< Per head, > 0, in one unit everywhere; money at constant prices of one year.
  Series population{};       ///< > 0, in one unit everywhere.
  Frame shares{};            ///< The same names everywhere.
  Series resource_inflow{};  ///< A fraction or "%", where it is used.
};

/// What becomes of a period in which something is missing (NaN).
enum class MissingRows : std::uint8_t { refuse, leave_out };

struct NormalPatternOptions {
  /// Rising: from each on, up to the next, the intercept is another one. Earlier periods are the base. Chenery &
  /// Syrquin have 1950-54, 1955-59, ...
  std::vector<Period> epochs{};
  bool resource_inflow = false;
  bool country_effects = false;  ///< An intercept for each country: patterns over time instead of between countries.
  bool sum_to_one = false;       ///< The shares are meant to: `off_sums` lists where they do not.
  double sum_tolerance = 5e-4;   ///< >= 0; for `off_sums`.
  MissingRows missing = MissingRows::refuse;
  stats::CovarianceOptions covariance{};  ///< Rows are country by country, by time.
};

struct OffSum {
  std::string country{};
  Period period{};
  double sum = 0;  ///< 0.999 for shares that sum to 99.9 %.

  bool operator==(const OffSum&) const = default;
};

/// Columns of each fit: "intercept", "log income", "log income squared", "log population", "log population squared",
/// "resource inflow", "from 1955" for an epoch, "in Laos" for all countries but the first.
struct NormalPatterns {
  std::vector<std::string> shares{};
  std::vector<stats::RegressionFit> fits{};  ///< One a share.
  std::vector<std::string> countries{};
  std::vector<Period> epochs{};
  bool resource_inflow = false;
  bool country_effects = false;
  Unit income_unit{};
  Unit population_unit{};
  std::size_t rows = 0;
  std::size_t left_out = 0;  ///< Periods in which something was missing.
  double lowest_income = 0, highest_income = 0;
  std::vector<OffSum> off_sums{};

  [[nodiscard]] FOREPLAN_EXPORT bool usable() const noexcept;  ///< Full rank and a degree of freedom.
  /// @throws InvalidArgument  naming the nearest known name.
  [[nodiscard]] FOREPLAN_EXPORT const stats::RegressionFit& operator[](std::string_view share) const;
};

/// Cost: rows x columns^2 x shares. Rows are the periods that income, population, shares and, where used, the inflow of
/// a country all cover.
/// @throws UnitMismatch     unless incomes have one unit, and populations.
/// @throws InvalidArgument  for no countries, names that are empty, repeated or not the same everywhere, a country
///   without a common period; incomes and populations not > 0; shares outside [0, 1] (or 0 to 100 %), naming country,
///   share and period; missing values under `refuse`; income at current or unstated prices; no more rows than columns;
///   options out of range.
[[nodiscard]] FOREPLAN_EXPORT NormalPatterns fit_normal_patterns(const std::vector<PatternCountry>& countries,
                                                                 const NormalPatternOptions& = {});

/// Where a norm is asked for. Incomes and populations are in the units of the fit.
struct PatternPoint {
  double income = 0;
  double population = 0;
  double resource_inflow = 0;            ///< A fraction.
  std::optional<Period> period{};        ///< Its epoch counts. Unset: the last epoch.
  std::optional<std::string> country{};  ///< With country effects: whose. Unset: the mean of all countries' effects.
};

/// Bounds are of Student's t with the fit's degrees of freedom.
struct PatternNorm {
  std::string share{};
  double norm = 0;
  double standard_error = 0;
  double lower = 0, upper = 0;                          ///< Of the norm.
  double observation_lower = 0, observation_upper = 0;  ///< Of one country's share.

  bool operator==(const PatternNorm&) const = default;
};
/// The norms of all shares; where shares sum to 1, so do they.
/// @throws InvalidArgument  unless the fit is usable, income and population are > 0 and finite, and 0 < coverage < 1;
///   for an unknown country.
[[nodiscard]] FOREPLAN_EXPORT std::vector<PatternNorm> predict(const NormalPatterns&, const PatternPoint&,
                                                               const PredictOptions& = {});

enum class TurnKind : std::uint8_t { none, peak, trough };  ///< none: b2 is 0.
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(TurnKind) noexcept;

/// An income, from its logarithm by the delta method: exp(L -+ t s), s from the estimates' covariance.
struct PatternIncome {
  double income = 0;
  double lower = 0, upper = 0;
  double log_standard_error = 0;
  bool in_sample = false;  ///< Between the lowest and the highest income of the data. Beyond, it is an extrapolation.

  bool operator==(const PatternIncome&) const = default;
};
struct PatternTurn {
  TurnKind kind = TurnKind::none;
  std::optional<PatternIncome> at{};  ///< exp(-b1 / (2 b2)), whatever the population; empty for `none`.

  bool operator==(const PatternTurn&) const = default;
};
/// Where a share peaks or is lowest. @throws InvalidArgument  unless the fit is usable; for an unknown share.
[[nodiscard]] FOREPLAN_EXPORT PatternTurn turning_point(const NormalPatterns&, std::string_view share,
                                                        const PredictOptions& = {});

struct PatternCrossing {
  PatternIncome at{};
  bool rising = false;

  bool operator==(const PatternCrossing&) const = default;
};
/// Incomes, rising, at which a share's norm passes `level`: none, one or two. The point's income is not used.
/// @throws InvalidArgument  as `predict`; unless level is in (0, 1); for an unknown share.
[[nodiscard]] FOREPLAN_EXPORT std::vector<PatternCrossing> incomes_at(const NormalPatterns&, std::string_view share,
                                                                      double level, const PatternPoint&,
                                                                      const PredictOptions& = {});

/// How a country's share stands to the norm of its income and population.
struct PatternDeviation {
  Period period{};
  std::string share{};
  double actual = 0;
  double norm = 0;
  double deviation = 0;  ///< actual - norm
  double standardised =
      0;  ///< Over sqrt(standard_error^2 + sigma2): the error of predicting a country outside the panel.

  bool operator==(const PatternDeviation&) const = default;
};
/// Of every period that the country's data cover, period by period, of the panel or not; missing periods are skipped.
/// With country effects the norm is that of the mean effect.
/// @throws InvalidArgument  unless the fit is usable; as `fit_normal_patterns` says of the data.
[[nodiscard]] FOREPLAN_EXPORT std::vector<PatternDeviation> deviations(const NormalPatterns&, const PatternCountry&);

}  // namespace foreplan::inline v0::structure
