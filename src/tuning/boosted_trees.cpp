#include <foreplan/core/random.hpp>
#include <foreplan/tuning/boosted_trees.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/check.hpp"
#include "numeric/parallel.hpp"
#include "tuning/ensemble_rules.hpp"
#include "tuning/feature_bins.hpp"
#include "tuning/tree_growth.hpp"

namespace foreplan::inline v0::tuning {
namespace {

using foreplan::detail::fail;
using foreplan::detail::number_text;
using foreplan::detail::quoted;
using foreplan::detail::require;

constexpr std::string_view kFunction = "tuning::boost";

void check_options(const BoostingOptions& options) {
  const auto whole = [](std::size_t value, std::size_t least, std::size_t most, std::string_view rule) {
    require(value >= least && value <= most, kFunction, rule, std::to_string(value));
  };
  const auto share = [](double value, std::string_view rule) {
    require(value > 0 && value <= 1, kFunction, rule, value);
  };
  whole(options.rounds, 1, 100'000, "rounds must be in [1, 100,000]");
  share(options.learning_rate, "learning_rate must be in (0, 1]");
  whole(options.depth, 1, 16, "depth must be in [1, 16]");
  require(options.least_rows >= 1, kFunction, "least_rows must be >= 1", "0");
  require(options.ridge >= 0 && std::isfinite(options.ridge), kFunction, "ridge must be >= 0 and finite",
          options.ridge);
  share(options.row_share, "row_share must be in (0, 1]");
  share(options.feature_share, "feature_share must be in (0, 1]");
  whole(options.bins, 2, 255, "bins must be in [2, 255]");
}

/// Number of rows.
std::size_t check_data(const std::vector<std::string>& features, std::span<const double> x,
                       const std::vector<double>& start) {
  constexpr std::size_t kMostRows = std::size_t{1} << 31;
  const std::size_t rows = x.size() / features.size();
  if (x.empty() || rows * features.size() != x.size())
    fail(kFunction, "x must be whole rows of " + std::to_string(features.size()) + " features",
         std::to_string(x.size()) + " numbers");
  if (rows > kMostRows) fail(kFunction, "there may be 2^31 rows at most", std::to_string(rows));
  for (std::size_t i = 0; i < x.size(); ++i)
    if (std::isinf(x[i]))
      fail(kFunction, "values must be finite or NaN", number_text(x[i]),
           "of " + quoted(features[i % features.size()]) + " in row " + std::to_string(i / features.size()));
  if (start.empty()) fail(kFunction, "at least one output is needed", "none");
  for (const double s : start) require(std::isfinite(s), kFunction, "starts must be finite", s);
  foreplan::detail::checked_product(rows, start.size(), std::size_t{1} << 40, kFunction, "rows x outputs");
  return rows;
}

void check_derivatives(std::span<const double> first, std::span<const double> second, std::size_t outputs) {
  for (std::size_t i = 0; i < first.size(); ++i) {
    if (std::isfinite(first[i]) && std::isfinite(second[i]) && second[i] >= 0) continue;
    const bool of_first = !std::isfinite(first[i]);
    fail(kFunction, of_first ? "first derivatives must be finite" : "second derivatives must be finite and >= 0",
         number_text(of_first ? first[i] : second[i]),
         "of output " + std::to_string(i % outputs) + " in row " + std::to_string(i / outputs));
  }
}

/// A share of 0, ..., n - 1, at least one, in order (Knuth 1997, algorithm 3.4.2 S).
std::vector<std::uint32_t> drawn(std::size_t n, double share, const StreamKey& key) {
  auto wanted = std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(share * static_cast<double>(n))));
  std::vector<std::uint32_t> result;
  result.reserve(wanted);
  Stream stream(key);
  for (std::size_t i = 0; i < n && wanted > 0; ++i) {
    if (stream.uniform() * static_cast<double>(n - i) >= static_cast<double>(wanted)) continue;
    result.push_back(static_cast<std::uint32_t>(i));
    --wanted;
  }
  return result;
}

std::vector<FeatureBins> binned(std::span<const double> x, std::size_t features, const BoostingOptions& options,
                                const Execution& execution) {
  const std::size_t rows = x.size() / features;
  std::vector<FeatureBins> result(features);
  numeric::parallel_for(features, execution, [&](std::size_t f) {
    std::vector<double> values(rows);
    for (std::size_t i = 0; i < rows; ++i) values[i] = x[i * features + f];
    result[f] = feature_bins(values, options.bins);
  });
  return result;
}

}  // namespace

BoostedTrees boost(std::vector<std::string> features, std::span<const double> x, std::vector<double> start,
                   const BoostingLoss& loss, const BoostingOptions& options) {
  internal::check_feature_names(kFunction, features);
  check_options(options);
  if (!loss) fail(kFunction, "a loss is needed");
  const std::size_t rows = check_data(features, x, start), outputs = start.size();

  Execution quiet = options.execution;
  quiet.progress = {};
  const std::vector<FeatureBins> bins = binned(x, features.size(), options, quiet);
  std::vector<double> value(rows * outputs), first(rows * outputs), second(rows * outputs);
  for (std::size_t i = 0; i < value.size(); ++i) value[i] = start[i % outputs];
  Derivatives derivatives{outputs, std::vector<double>(2 * rows * outputs)};

  BoostedTrees result{std::move(features), std::move(start), {}};
  for (std::size_t round = 0; round < options.rounds; ++round) {
    loss(value, first, second);
    check_derivatives(first, second, outputs);
    for (std::size_t i = 0; i < rows; ++i) {
      const auto to = derivatives.of_rows.begin() + static_cast<std::ptrdiff_t>(2 * i * outputs);
      std::copy_n(first.begin() + static_cast<std::ptrdiff_t>(i * outputs), outputs, to);
      std::copy_n(second.begin() + static_cast<std::ptrdiff_t>(i * outputs), outputs,
                  to + static_cast<std::ptrdiff_t>(outputs));
    }
    GrownTree grown = grow_tree(
        bins, drawn(rows, options.row_share, {options.seed, purpose_id("tuning::boost rows"), 0, round}), derivatives,
        drawn(bins.size(), options.feature_share, {options.seed, purpose_id("tuning::boost features"), 0, round}),
        options, quiet);
    for (std::size_t i = 0; i < rows; ++i) {
      const std::vector<double>& leaf = grown.leaf(bins, i);
      for (std::size_t k = 0; k < outputs; ++k) value[i * outputs + k] += leaf[k];
    }
    result.trees.push_back(std::move(grown.tree));
    if (options.execution.progress && !options.execution.progress(round + 1, options.rounds))
      throw Cancelled("tuning::boost: cancelled");
  }
  return result;
}

std::vector<double> evaluate(const BoostedTrees& trees, std::span<const double> row) {
  if (row.size() != trees.features.size())
    fail("tuning::evaluate", "a row must have " + std::to_string(trees.features.size()) + " features",
         std::to_string(row.size()));
  std::vector<double> result = trees.start;
  for (const RegressionTree& tree : trees.trees) {
    const TreeNode* node = tree.nodes.data();
    while (node->left != 0) {
      const double v = row[node->feature];
      const bool left = std::isnan(v) ? node->missing_left : v <= node->threshold;
      node = tree.nodes.data() + (left ? node->left : node->right);
    }
    for (std::size_t k = 0; k < result.size(); ++k) result[k] += node->values[k];
  }
  return result;
}

}  // namespace foreplan::inline v0::tuning
