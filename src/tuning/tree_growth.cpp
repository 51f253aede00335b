#include "tuning/tree_growth.hpp"

#include <algorithm>

namespace foreplan::inline v0::tuning {
namespace {

/// Sums over rows.
struct Sums {
  double first = 0, second = 0;
  std::size_t rows = 0;

  Sums& operator+=(const Sums& o) { return first += o.first, second += o.second, rows += o.rows, *this; }
  Sums& operator-=(const Sums& o) { return first -= o.first, second -= o.second, rows -= o.rows, *this; }
};

struct Split {
  double gain = 0;
  std::uint32_t feature = 0;
  std::size_t bin = 0;
  bool missing_left = true;
};

class Growth {
 public:
  Growth(const std::vector<FeatureBins>& features, std::vector<std::uint32_t> rows,
         std::span<const Derivatives> derivatives, const std::vector<std::uint32_t>& tried,
         const BoostingOptions& options)
      : features_(features),
        rows_(std::move(rows)),
        aside_(rows_.size()),
        derivatives_(derivatives),
        gathered_(rows_.size()),
        tried_(tried),
        options_(options) {
    for (const std::uint32_t f : tried_) {
      begins_.push_back(bins_);
      bins_ += features_[f].size();
    }
  }

  GrownTree grow() {
    Sums all;
    for (const std::uint32_t row : rows_) all += {derivatives_[row].first, derivatives_[row].second, 1};
    std::vector<Sums> histogram;
    if (may_split(all, 0)) histogram = histogram_of(0, rows_.size());
    node(0, rows_.size(), all, 0, std::move(histogram));
    return std::move(grown_);
  }

 private:
  /// Grows the node of rows [begin, end) and all below it; returns its place.
  std::uint32_t node(std::size_t begin, std::size_t end, const Sums& all, std::size_t depth,
                     std::vector<Sums> histogram) {
    const auto place = static_cast<std::uint32_t>(grown_.tree.nodes.size());
    grown_.tree.nodes.emplace_back();
    grown_.bins.push_back(0);
    const Split split = may_split(all, depth) ? best_split(all, histogram) : Split{};
    if (split.gain == 0) {
      const double second = all.second + options_.ridge;
      grown_.tree.nodes[place].value = second > 0 ? -options_.learning_rate * all.first / second : 0;
      return place;
    }
    const std::size_t middle = partition(begin, end, split);
    const Sums left = sums_of(begin, middle), right = sums_of(middle, end);
    const bool left_is_less = middle - begin <= end - middle;
    // The larger side's histogram is what the smaller one leaves of the parent's.
    std::vector<Sums> less, more;
    if (may_split(left_is_less ? right : left, depth + 1)) {
      less = left_is_less ? histogram_of(begin, middle) : histogram_of(middle, end);
      more = std::move(histogram);
      for (std::size_t b = 0; b < bins_; ++b) more[b] -= less[b];
    } else {
      histogram = {};
    }
    TreeNode made{.feature = split.feature,
                  .threshold = features_[split.feature].threshold(split.bin),
                  .missing_left = split.missing_left};
    made.left = node(begin, middle, left, depth + 1, std::move(left_is_less ? less : more));
    made.right = node(middle, end, right, depth + 1, std::move(left_is_less ? more : less));
    grown_.tree.nodes[place] = made;
    grown_.bins[place] = split.bin;
    return place;
  }

  [[nodiscard]] bool may_split(const Sums& all, std::size_t depth) const {
    return depth < options_.depth && all.rows >= 2 * options_.least_rows && all.rows >= 2;
  }

  [[nodiscard]] Sums sums_of(std::size_t begin, std::size_t end) const {
    Sums sums;
    for (std::size_t i = begin; i < end; ++i) {
      const Derivatives& d = derivatives_[rows_[i]];
      sums += {d.first, d.second, 1};
    }
    return sums;
  }

  std::vector<Sums> histogram_of(std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) gathered_[i] = derivatives_[rows_[i]];
    std::vector<Sums> histogram(bins_);
    for (std::size_t j = 0; j < tried_.size(); ++j) {
      const std::uint8_t* bin_of = features_[tried_[j]].bin_of.data();
      Sums* bins = histogram.data() + begins_[j];
      for (std::size_t i = begin; i < end; ++i) {
        Sums& bin = bins[bin_of[rows_[i]]];
        bin.first += gathered_[i].first;
        bin.second += gathered_[i].second;
        ++bin.rows;
      }
    }
    return histogram;
  }

  [[nodiscard]] double score(const Sums& s) const {
    const double second = s.second + options_.ridge;
    return second > 0 ? s.first * s.first / second : 0;
  }

  [[nodiscard]] Split best_split(const Sums& all, const std::vector<Sums>& histogram) const {
    const double own = score(all);
    Split best{.gain = 1e-12 * own};  // less is rounding
    bool found = false;
    const auto consider = [&](const Sums& left, std::uint32_t feature, std::size_t bin, bool missing_left) {
      Sums right = all;
      right -= left;
      if (left.rows < options_.least_rows || right.rows < options_.least_rows) return;
      const double gain = score(left) + score(right) - own;
      if (!(gain > best.gain)) return;
      best = {gain, feature, bin, missing_left};
      found = true;
    };
    for (std::size_t j = 0; j < tried_.size(); ++j) {
      const FeatureBins& feature = features_[tried_[j]];
      const Sums* bins = histogram.data() + begins_[j];
      const Sums& missing = bins[feature.missing()];
      Sums left;
      for (std::size_t b = 0; b <= feature.thresholds.size(); ++b) {
        left += bins[b];
        if (bins[b].rows == 0) continue;  // the same split as before
        if (missing.rows == 0) {
          consider(left, tried_[j], b, 2 * left.rows >= all.rows);
        } else {
          Sums with = left;
          with += missing;
          consider(with, tried_[j], b, true);
          consider(left, tried_[j], b, false);
        }
      }
    }
    return found ? best : Split{};
  }

  /// Rows of the left child first, each side in the order it had.
  std::size_t partition(std::size_t begin, std::size_t end, const Split& split) {
    const FeatureBins& feature = features_[split.feature];
    std::size_t to = begin, others = 0;
    for (std::size_t i = begin; i < end; ++i) {
      const std::size_t bin = feature.bin_of[rows_[i]];
      const bool left = bin == feature.missing() ? split.missing_left : bin <= split.bin;
      if (left)
        rows_[to++] = rows_[i];
      else
        aside_[others++] = rows_[i];
    }
    std::copy_n(aside_.begin(), others, rows_.begin() + static_cast<std::ptrdiff_t>(to));
    return to;
  }

  const std::vector<FeatureBins>& features_;
  std::vector<std::uint32_t> rows_, aside_;
  std::span<const Derivatives> derivatives_;
  std::vector<Derivatives> gathered_;
  const std::vector<std::uint32_t>& tried_;
  const BoostingOptions& options_;
  std::vector<std::size_t> begins_;  ///< Of each tried feature's bins in a histogram.
  std::size_t bins_ = 0;
  GrownTree grown_{};
};

}  // namespace

GrownTree grow_tree(const std::vector<FeatureBins>& features, std::vector<std::uint32_t> rows,
                    std::span<const Derivatives> derivatives, const std::vector<std::uint32_t>& tried,
                    const BoostingOptions& options) {
  return Growth(features, std::move(rows), derivatives, tried, options).grow();
}

}  // namespace foreplan::inline v0::tuning
