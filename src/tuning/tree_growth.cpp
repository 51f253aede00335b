#include "tuning/tree_growth.hpp"

#include <algorithm>

#include "numeric/parallel.hpp"

namespace foreplan::inline v0::tuning {
namespace {

struct Split {
  double gain = 0;
  std::uint32_t feature = 0;
  std::size_t bin = 0;
  bool missing_left = true;
};

class Growth {
 public:
  Growth(const std::vector<FeatureBins>& features, std::vector<std::uint32_t> rows, const Derivatives& derivatives,
         const std::vector<std::uint32_t>& tried, const BoostingOptions& options, const Execution& execution)
      : features_(features),
        rows_(std::move(rows)),
        aside_(rows_.size()),
        derivatives_(derivatives),
        length_(2 * derivatives.outputs + 1),
        tried_(tried),
        options_(options),
        execution_(execution) {
    for (const std::uint32_t f : tried_) {
      begins_.push_back(bins_);
      bins_ += features_[f].size();
    }
  }

  GrownTree grow() {
    const Sums all = sums_of(0, rows_.size());
    Sums histogram;
    if (may_split(all, 0)) histogram = histogram_of(0, rows_.size());
    node(0, rows_.size(), all, 0, std::move(histogram));
    return std::move(grown_);
  }

 private:
  /// Of rows: the sums of their derivatives, first and second ones, and their number; of bins one after the other.
  using Sums = std::vector<double>;

  /// Grows the node of rows [begin, end) and all below it; returns its place.
  std::uint32_t node(std::size_t begin, std::size_t end, const Sums& all, std::size_t depth, Sums histogram) {
    const auto place = static_cast<std::uint32_t>(grown_.tree.nodes.size());
    grown_.tree.nodes.emplace_back();
    grown_.bins.push_back(0);
    const Split split = may_split(all, depth) ? best_split(all, histogram) : Split{};
    if (split.gain == 0) {
      std::vector<double>& values = grown_.tree.nodes[place].values;
      for (std::size_t k = 0; k < outputs(); ++k) {
        const double second = all[outputs() + k] + options_.ridge;
        values.push_back(second > 0 ? -options_.learning_rate * all[k] / second : 0);
      }
      return place;
    }
    const std::size_t middle = partition(begin, end, split);
    const Sums left = sums_of(begin, middle), right = sums_of(middle, end);
    const bool left_is_less = middle - begin <= end - middle;
    // The larger side's histogram is what the smaller one leaves of the parent's.
    Sums less, more;
    if (may_split(left_is_less ? right : left, depth + 1)) {
      less = left_is_less ? histogram_of(begin, middle) : histogram_of(middle, end);
      more = std::move(histogram);
      for (std::size_t i = 0; i < more.size(); ++i) more[i] -= less[i];
    } else {
      histogram = {};
    }
    TreeNode made{.feature = split.feature,
                  .threshold = features_[split.feature].threshold(split.bin),
                  .missing_left = split.missing_left};
    made.left = node(begin, middle, left, depth + 1, std::move(left_is_less ? less : more));
    made.right = node(middle, end, right, depth + 1, std::move(left_is_less ? more : less));
    grown_.tree.nodes[place] = std::move(made);
    grown_.bins[place] = split.bin;
    return place;
  }

  [[nodiscard]] std::size_t outputs() const { return derivatives_.outputs; }
  [[nodiscard]] const double* of_row(std::uint32_t row) const {
    return derivatives_.of_rows.data() + std::size_t{row} * (length_ - 1);
  }
  [[nodiscard]] double rows_in(const double* sums) const { return sums[length_ - 1]; }

  [[nodiscard]] bool may_split(const Sums& all, std::size_t depth) const {
    const double least = static_cast<double>(options_.least_rows);
    return depth < options_.depth && rows_in(all.data()) >= 2 * least && rows_in(all.data()) >= 2;
  }

  void add(std::uint32_t row, double* sums) const {
    const double* of = of_row(row);
    for (std::size_t i = 0; i + 1 < length_; ++i) sums[i] += of[i];
    sums[length_ - 1] += 1;
  }

  [[nodiscard]] Sums sums_of(std::size_t begin, std::size_t end) const {
    Sums sums(length_);
    for (std::size_t i = begin; i < end; ++i) add(rows_[i], sums.data());
    return sums;
  }

  [[nodiscard]] Sums histogram_of(std::size_t begin, std::size_t end) const {
    constexpr std::size_t kWorthAThread = 1 << 17;
    Sums histogram(bins_ * length_);
    Execution execution = execution_;
    if ((end - begin) * length_ * tried_.size() < kWorthAThread) execution.threads = 1, execution.executor = {};
    numeric::parallel_for(tried_.size(), execution, [&](std::size_t j) {
      const std::uint8_t* bin_of = features_[tried_[j]].bin_of.data();
      double* bins = histogram.data() + begins_[j] * length_;
      for (std::size_t i = begin; i < end; ++i) add(rows_[i], bins + bin_of[rows_[i]] * length_);
    });
    return histogram;
  }

  [[nodiscard]] double score(const double* sums) const {
    double score = 0;
    for (std::size_t k = 0; k < outputs(); ++k) {
      const double second = sums[outputs() + k] + options_.ridge;
      if (second > 0) score += sums[k] * sums[k] / second;
    }
    return score;
  }

  [[nodiscard]] Split best_split(const Sums& all, const Sums& histogram) const {
    const double own = score(all.data()), least = static_cast<double>(options_.least_rows);
    Split best{.gain = 1e-12 * own};  // less is rounding
    bool found = false;
    Sums left(length_), with(length_), right(length_);
    const auto consider = [&](const Sums& side, std::uint32_t feature, std::size_t bin, bool missing_left) {
      for (std::size_t i = 0; i < length_; ++i) right[i] = all[i] - side[i];
      if (rows_in(side.data()) < least || rows_in(right.data()) < least) return;
      const double gain = score(side.data()) + score(right.data()) - own;
      if (!(gain > best.gain)) return;
      best = {gain, feature, bin, missing_left};
      found = true;
    };
    for (std::size_t j = 0; j < tried_.size(); ++j) {
      const FeatureBins& feature = features_[tried_[j]];
      const double* bins = histogram.data() + begins_[j] * length_;
      const double* missing = bins + feature.missing() * length_;
      std::fill(left.begin(), left.end(), 0.0);
      for (std::size_t b = 0; b <= feature.thresholds.size(); ++b) {
        const double* bin = bins + b * length_;
        if (rows_in(bin) == 0) continue;  // the same split as before
        for (std::size_t i = 0; i < length_; ++i) left[i] += bin[i];
        if (rows_in(missing) == 0) {
          consider(left, tried_[j], b, 2 * rows_in(left.data()) >= rows_in(all.data()));
        } else {
          for (std::size_t i = 0; i < length_; ++i) with[i] = left[i] + missing[i];
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
  const Derivatives& derivatives_;
  std::size_t length_;  ///< Of one row's sums.
  const std::vector<std::uint32_t>& tried_;
  const BoostingOptions& options_;
  const Execution& execution_;
  std::vector<std::size_t> begins_;  ///< Of each tried feature's bins in a histogram.
  std::size_t bins_ = 0;
  GrownTree grown_{};
};

}  // namespace

GrownTree grow_tree(const std::vector<FeatureBins>& features, std::vector<std::uint32_t> rows,
                    const Derivatives& derivatives, const std::vector<std::uint32_t>& tried,
                    const BoostingOptions& options, const Execution& execution) {
  return Growth(features, std::move(rows), derivatives, tried, options, execution).grow();
}

}  // namespace foreplan::inline v0::tuning
