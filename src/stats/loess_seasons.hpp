#pragma once
#include <cstddef>
#include <span>
#include <vector>

namespace foreplan::inline v0::stats {

struct LoessSeasons {
  std::vector<double> season{}, trend{};
};
/// STL without robustness weights (Cleveland, Cleveland, McRae & Terpenning 1990): seasons by local means in windows of
/// `seasonal_window` (odd), trend and low pass by local lines in the windows that the authors advise, every tenth of a
/// window computed and the rest between by straight lines, two passes.
/// @param m  >= 2, y has at least 2 m values.
[[nodiscard]] LoessSeasons loess_seasons(std::span<const double> y, std::size_t m, std::size_t seasonal_window);

}  // namespace foreplan::inline v0::stats
