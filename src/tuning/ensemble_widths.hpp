#pragma once
#include <foreplan/tuning/train_ensemble.hpp>

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace foreplan::inline v0::tuning {

/// A case to learn widths from: what its members said, and the combined point.
struct WidthCase {
  std::size_t place = 0;  ///< In the corpus.
  std::vector<stats::Outlook> members{};
  std::vector<double> points{};
};

/// Widths for the levels of the corpus; none where there is nothing to learn from.
/// @param with_features  whether a score of the corpus's features is learnt too.
[[nodiscard]] std::optional<EnsembleWidths> found_widths(const EnsembleCorpus& corpus,
                                                         const std::vector<const WidthCase*>& cases,
                                                         const EnsembleOptions& options, bool with_features);

/// Quantiles of the combined outlook moved to where the widths say, and put in order.
/// @param combined  with all levels of the widths, as the members. @param score  u. @param scale  of the series: nothing
///   is done unless > 0.
void widen(stats::Outlook& combined, const std::vector<stats::Outlook>& members, const EnsembleWidths& widths,
           double score, double scale);

/// The levels and those of the widths, rising, each once.
[[nodiscard]] std::vector<double> with_levels_of(const EnsembleWidths& widths, const std::vector<double>& levels);
/// The outlook's quantiles of some of its levels.
[[nodiscard]] stats::Outlook restricted(stats::Outlook outlook, const std::vector<double>& levels);

/// @throws InvalidArgument  for `function`: but for the trees.
void check_widths(std::string_view function, const EnsembleWidths& widths);

}  // namespace foreplan::inline v0::tuning
