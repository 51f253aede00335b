#pragma once
#include <foreplan/tuning/backtest.hpp>

#include <cmath>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace foreplan::testing {

/// A backtest whose every score is what `score` says, without running any model.
inline tuning::Backtest made_backtest(
    std::vector<std::string> groups, std::size_t origins, std::vector<std::string> candidates,
    const std::function<tuning::FoldScore(std::size_t series, std::size_t origin, std::size_t candidate)>& score) {
  tuning::Backtest b;
  b.groups = std::move(groups);
  for (std::size_t s = 0; s < b.groups.size(); ++s) b.series.push_back("s" + std::to_string(s + 1));
  b.origins = origins;
  b.candidates = std::move(candidates);
  b.levels = {0.05, 0.5, 0.95};
  for (std::size_t s = 0; s < b.series.size(); ++s)
    for (std::size_t o = 1; o <= origins; ++o)
      for (std::size_t c = 0; c < b.candidates.size(); ++c) b.scores.push_back(score(s, o, c));
  return b;
}

/// Of a candidate that failed.
inline tuning::FoldScore no_score() {
  const double nan = std::nan("");
  return {nan, nan, nan, nan, nan, nan};
}

}  // namespace foreplan::testing
