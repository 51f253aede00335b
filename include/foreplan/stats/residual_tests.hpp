#pragma once
#include <foreplan/export.hpp>
#include <foreplan/stats/regression.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

/// What the residuals of any model still tell: whether they follow one another, are normal, are of one size.
///
/// Residuals e(1) ... e(n) stand in the order of time, each divided by what its error's size is proportional to, if
/// that differs. All throw InvalidArgument unless they are finite, at most 1e75 in size, and as many as stated. Where
/// nothing varies (all zero, say) a statistic is 0 / 0: it is NaN then, and so is its p-value.
namespace foreplan::inline v0::stats {

struct LjungBoxTest {
  double statistic{};  ///< n (n + 2) sum over k = 1..lags of r_k^2 / (n - k)
  std::size_t lags{};
  std::size_t degrees{};                   ///< lags - fitted
  double p_value{};                        ///< Chi-squared.
  std::vector<double> autocorrelations{};  ///< r_1 ... of the lags, about zero: sum e_t e_(t-k) / sum e_t^2.
};
/// Whether errors follow one another over 1 ... `lags` steps (Ljung & Box 1978). Residuals are not centred: those of a
/// model with a constant have mean 0 as they are.
/// @param lags    in [1, n - 1]; for data without seasons 10, but not above n / 5 (Hyndman & Athanasopoulos 2021, 5.4).
/// @param fitted  < lags; how many parameters of an autocorrelation (AR and MA terms) were estimated. Not those of a
///   mean or a trend.
[[nodiscard]] FOREPLAN_EXPORT LjungBoxTest ljung_box_test(std::span<const double> residuals, std::size_t lags,
                                                          std::size_t fitted = 0);

struct JarqueBeraTest {
  double statistic{};  ///< n / 6 (skewness^2 + (kurtosis - 3)^2 / 4)
  double skewness{};   ///< m_3 / m_2^(3/2), m_k the mean of (e - mean)^k
  double kurtosis{};   ///< m_4 / m_2^2; 3 for a normal distribution.
  double p_value{};    ///< Chi-squared with 2 degrees; below n of some 100 it is too rarely small.
};
/// Whether errors are normal, by skewness and kurtosis (Jarque & Bera 1980). @param residuals  at least 3.
[[nodiscard]] FOREPLAN_EXPORT JarqueBeraTest jarque_bera_test(std::span<const double> residuals);

enum class VarianceTestForm : std::uint8_t {
  studentised,  ///< n R^2 of e^2 on the drivers: errors need not be normal (Koenker 1981).
  normal,       ///< Half the explained sum of squares of e^2 / mean e^2: as first proposed (Breusch & Pagan 1979).
};
struct VarianceTest {
  double statistic{};
  std::size_t degrees{};  ///< Drivers, without the intercept, that do not depend on others.
  double p_value{};       ///< Chi-squared.
};
/// Whether the errors' variance depends on `drivers` (Breusch & Pagan 1979), an intercept besides.
/// @param drivers  columns as long as `residuals`, fewer than n - 1.
[[nodiscard]] FOREPLAN_EXPORT VarianceTest breusch_pagan_test(std::span<const double> residuals,
                                                              const std::vector<Regressor>& drivers,
                                                              VarianceTestForm form = VarianceTestForm::studentised);
/// The same on the drivers, their squares and their products (White 1980): variance that depends on them in any smooth
/// way.
[[nodiscard]] FOREPLAN_EXPORT VarianceTest white_test(std::span<const double> residuals,
                                                      const std::vector<Regressor>& drivers);

/// Whether large errors follow large ones: n R^2 of e_t^2 on e_(t-1)^2, ..., e_(t-lags)^2 and an intercept, over the
/// n - lags residuals that have all of these before them (Engle 1982, the test for ARCH effects).
/// @param lags  >= 1, and fewer than (n - 1) / 2.
[[nodiscard]] FOREPLAN_EXPORT VarianceTest arch_test(std::span<const double> residuals, std::size_t lags);

struct RunsTest {
  std::size_t runs{};  ///< Stretches of one sign.
  std::size_t positive{}, negative{};
  double expected{};  ///< 1 + 2 positive negative / n
  double z{};         ///< (runs - expected) / its standard deviation; negative where errors persist.
  double p_value{};   ///< Exact, two-sided: twice the smaller of P(R <= runs) and P(R >= runs), at most 1.
};
/// Whether signs are in random order (Wald & Wolfowitz 1940); zeros are left out. Needs no distribution, and counts
/// where a curve misses a bend. @param residuals  at least 2. O(n).
[[nodiscard]] FOREPLAN_EXPORT RunsTest runs_test(std::span<const double> residuals);

}  // namespace foreplan::inline v0::stats
