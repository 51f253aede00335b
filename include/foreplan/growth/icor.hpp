#pragma once
#include <foreplan/core/period.hpp>
#include <foreplan/core/series.hpp>
#include <foreplan/export.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

/// Incremental capital-output ratios (ICOR): investment for each unit of output added, and the Harrod-Domar arithmetic
/// that turns one into the investment which growth needs, or the growth which investment supports.
///
/// The forms differ for one economy and years (Vietnam 2011-2015, gross capital formation: 5.69, 5.43, 5.74, 5.03), so
/// that a figure says little without its form. An ICOR of gross investment includes what only replaces worn-out
/// capital.
namespace foreplan::inline v0::growth {

/// How an ICOR is measured. I investment, Y output, over the periods first..last.
enum class IcorForm : std::uint8_t {
  period_sum,        ///< sum I(t) / (Y(last) - Y(first - 1)); over one period I / dY.
  lagged_sum,        ///< sum I(t - lag) / (Y(last) - Y(first - 1)), lag 1 unless given; over one period I(-1) / dY.
  period_mean,       ///< Mean of I(t) / (Y(t) - Y(t - 1)), which one weak period dominates.
  rate_over_growth,  ///< (sum I / sum Y) / g, g the compound growth of output per period from first - 1 to last.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(IcorForm) noexcept;

struct Icor {
  IcorForm form = IcorForm::period_sum;
  PeriodRange periods{};  ///< Those over which output grew; the level before `periods.first` is used too.
  /// In periods of output (5.7: one unit of yearly output more takes 5.7 of investment). < 0 where output falls, NaN
  /// where it stands still.
  double value = std::numeric_limits<double>::quiet_NaN();
  bool output_grew = false;  ///< Over the range, for `period_mean` in each of its periods.
  std::size_t lag = 0;       ///< Periods by which investment comes before output; 0 but for `lagged_sum`.

  /// An ICOR means something only where output grows and investment is not 0.
  [[nodiscard]] bool usable() const noexcept { return output_grew && value > 0; }
  bool operator==(const Icor&) const = default;
};

/// ICOR in the form that the function's name says. O(periods).
///
/// @param investment  money at constant prices, values >= 0; over `periods`, for the lagged form `lag` periods earlier.
/// @param output      values > 0, over `periods` and the period before.
/// @throws UnitMismatch     unless the units are equal and at constant prices (an increase at current prices is in part
///   inflation), both in the message. Series that are not money need only agree.
/// @throws PeriodMismatch   for another frequency, a period that is not covered, or a missing value, named.
/// @throws InvalidArgument  for a value out of range.
[[nodiscard]] FOREPLAN_EXPORT Icor icor_period_sum(const Series& investment, const Series& output,
                                                   const PeriodRange& periods);
/// @param lag  1 to 100: how long a period's investment takes to raise output.
[[nodiscard]] FOREPLAN_EXPORT Icor icor_lagged_sum(const Series& investment, const Series& output,
                                                   const PeriodRange& periods, std::size_t lag = 1);
[[nodiscard]] FOREPLAN_EXPORT Icor icor_period_mean(const Series& investment, const Series& output,
                                                    const PeriodRange& periods);

/// ICOR as investment rate over growth: the rate at the prices of each period, growth at constant prices.
/// @param investment, output  at current prices, over `periods`; one unit, or the call is refused with both.
/// @param real_output         the same output at constant prices, over `periods` and the period before.
/// @throws UnitMismatch, PeriodMismatch, InvalidArgument  as above.
[[nodiscard]] FOREPLAN_EXPORT Icor icor_rate_over_growth(const Series& investment, const Series& output,
                                                         const Series& real_output, const PeriodRange& periods);

/// Investment rate I(t) / Y(t) that steady growth g needs (Harrod 1939; Domar 1946), solved from the form in which the
/// ICOR k was measured: k g for `rate_over_growth`; k g (1 + g)^(lag - 1) for `lagged_sum` (where I(t) raises
/// Y(t + lag)); k g / (1 + g) for `period_sum` and `period_mean` (where I(t) raises Y(t) itself).
/// @param icor    > 0, at the prices at which the rate is wanted.
/// @param growth  of output per period, a fraction >= 0.
/// @param lag     1 to 100; of `lagged_sum`, ignored by the other forms.
/// @throws InvalidArgument  otherwise, and unless the rate is finite.
/// @par Example  required_investment_rate(5, IcorForm::rate_over_growth, 0.07) is 0.35.
[[nodiscard]] FOREPLAN_EXPORT double required_investment_rate(double icor, IcorForm form, double growth,
                                                              std::size_t lag = 1);

/// Growth that an investment rate supports: the inverse of `required_investment_rate`.
/// @param investment_rate  I(t) / Y(t), a fraction >= 0; < icor in the forms where I(t) raises Y(t) itself.
/// @throws InvalidArgument
[[nodiscard]] FOREPLAN_EXPORT double supported_growth(double icor, IcorForm form, double investment_rate,
                                                      std::size_t lag = 1);

/// Investment of each period that takes output from `output` at `growth` per period: I(t) = required rate times Y(t),
/// in units and prices of `output`. It stands for the periods 1..n after `output`, and `lag` periods earlier with
/// `lagged_sum`, whose investment comes ahead (some of it before `output` where lag > 1, in steady growth).
/// @param output   the last known level, > 0.
/// @param periods  1 to 10^6.
/// @throws InvalidArgument  otherwise, and unless all of it is finite.
[[nodiscard]] FOREPLAN_EXPORT std::vector<double> required_investment(double icor, IcorForm form, double output,
                                                                      double growth, std::size_t periods,
                                                                      std::size_t lag = 1);
/// From the last value of a series, in its unit, over the periods that investment stands for.
/// @throws UnitMismatch    unless output is at constant prices (or not money), or at current prices for
///   `rate_over_growth`, whose growth is then that of current prices too.
/// @throws PeriodMismatch  for an empty series, or one whose last value is missing.
[[nodiscard]] FOREPLAN_EXPORT Series required_investment(double icor, IcorForm form, const Series& output,
                                                         double growth, std::size_t periods, std::size_t lag = 1);

}  // namespace foreplan::inline v0::growth
