#pragma once
#include <cstddef>
#include <optional>
#include <vector>

namespace foreplan::inline v0::stats {

/// Asymptotic critical values of the tests for several breaks, in chi-squared form, as printed: simulated from 1,000
/// steps and 10,000 repetitions (Bai & Perron 1998, tables I and II, trimming 0.05; Bai & Perron 2003, Econometrics
/// Journal 6, 72-78, the others).
struct BreakCriticalValues {
  std::vector<double> sup_f{};  ///< Of none against 1, 2, ... breaks.
  double ud_max{}, wd_max{};    ///< Over the numbers of breaks in `sup_f`.
};

/// For 1 to 10 changing columns, trimming 0.05, 0.10, 0.15, 0.20 or 0.25, significance 0.10, 0.05, 0.025 or 0.01;
/// nothing otherwise.
std::optional<BreakCriticalValues> break_critical_values(std::size_t columns, double trimming, double significance);

}  // namespace foreplan::inline v0::stats
