#pragma once
#include <foreplan/tuning/backtest.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// What a backtest does with one series.
namespace foreplan::inline v0::tuning {

/// @throws InvalidArgument  naming `function`, for what `backtest` refuses of options and candidates.
void require_options(std::string_view function, const BacktestOptions& options);
/// @param place  of the series among all.
void require_series(std::string_view function, const BacktestSeries& series, std::size_t place,
                    const BacktestOptions& options);

/// A point in time of a series that has been checked.
struct FoldOrigin {
  std::size_t origin = 1;  ///< Counted from the last one.
  std::size_t known = 0;   ///< Values that came before it.
};
/// In the order of time.
[[nodiscard]] std::vector<FoldOrigin> fold_origins(const BacktestSeries& series, const BacktestOptions& options);
/// Why there are none.
[[nodiscard]] std::string too_short(const BacktestSeries& series, const BacktestOptions& options);

/// By origin from the earliest and candidate. @throws Cancelled  when the options' token is raised.
[[nodiscard]] std::vector<Fold> folds_of(const BacktestSeries& series, std::size_t place,
                                         const std::vector<stats::Forecaster>& candidates,
                                         const BacktestOptions& options);

}  // namespace foreplan::inline v0::tuning
