#pragma once
#include <foreplan/tuning/backtest.hpp>
#include <foreplan/tuning/leaderboard.hpp>

#include <cmath>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

/// Scores of a backtest measure by measure, and the folds on which candidates are compared (leaderboard.hpp).
namespace foreplan::inline v0::tuning::internal {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);
constexpr double kLargestLoss = 1e150;  // what the tests of stats/forecast_comparison.hpp take

[[nodiscard]] inline bool is_known(double x) { return std::fabs(x) <= kLargestLoss; }

/// Where a fold has a measure of its own: all but `owa`, for which it is nothing.
[[nodiscard]] double FoldScore::*member_of(Measure measure) noexcept;

/// Folds x candidates numbers, and which series a fold is of.
struct Scores {
  std::size_t candidates = 0;
  std::vector<std::size_t> series{};
  std::vector<double> values{};

  [[nodiscard]] std::size_t folds() const { return series.size(); }
  [[nodiscard]] double at(std::size_t fold, std::size_t candidate) const {
    return values[fold * candidates + candidate];
  }
};

/// The folds that all of the compared candidates answered.
struct Sample {
  std::vector<bool> compared{};  ///< By candidate.
  std::vector<std::size_t> folds{};
};
[[nodiscard]] Sample common_sample(const Scores& scores, double least_answered);

[[nodiscard]] double mean_over(const Scores& scores, const std::vector<std::size_t>& folds, std::size_t candidate);
[[nodiscard]] std::vector<std::size_t> answered_by(const Scores& scores, std::size_t candidate);
/// The mean of each candidate: over the sample if it is compared, else over what it answered.
[[nodiscard]] std::vector<double> means(const Scores& scores, const Sample& sample);
/// Of how many series the folds are.
[[nodiscard]] std::size_t series_in(const Scores& scores, const std::vector<std::size_t>& folds);

/// Which folds a part is of.
struct Selection {
  std::string group{};
  bool all_groups = true;
  std::vector<std::size_t> series{};  ///< Rising.
  std::size_t origin = 0;             ///< 0: all.

  [[nodiscard]] bool has(std::size_t o) const { return origin == 0 || o == origin; }
};

/// The scores of a part of a backtest, which must outlive them.
class ScoreTables {
 public:
  /// @param benchmark  a candidate, or `kNone`.
  ScoreTables(const Backtest& backtest, const Selection& part, std::size_t benchmark, double least_answered);

  [[nodiscard]] Scores of(double FoldScore::*member) const;
  [[nodiscard]] Scores of(Measure measure) const;
  /// Shares within an interval of `Backtest::intervals`.
  [[nodiscard]] Scores covered(std::size_t interval) const;

 private:
  /// @param value  of a fold and a candidate.
  [[nodiscard]] Scores table(const std::function<double(std::size_t, std::size_t)>& value) const;
  [[nodiscard]] Scores owa() const;

  const Backtest& backtest_;
  std::size_t benchmark_, candidates_;
  double least_answered_;
  std::vector<std::size_t> series_{}, firsts_{};  ///< Of each fold, and where its scores begin.
};

}  // namespace foreplan::inline v0::tuning::internal
