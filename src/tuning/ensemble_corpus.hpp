#pragma once
#include <foreplan/tuning/train_ensemble.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace foreplan::inline v0::tuning {

/// @throws InvalidArgument  for `function`: of members and levels.
void check_corpus(std::string_view function, const EnsembleCorpus& corpus);
/// @throws InvalidArgument  for `function`, where a part has another size than the corpus says.
void check_case(std::string_view function, const EnsembleCorpus& corpus, std::size_t place);

/// Where the group's members are among the corpus's. @throws InvalidArgument  for one that is not, with the nearest.
[[nodiscard]] std::vector<std::size_t> member_places(std::string_view function, const EnsembleGroup& group,
                                                     const EnsembleCorpus& corpus);

/// What the members at `places` said of a case; without a point anywhere, nothing.
[[nodiscard]] std::vector<stats::Outlook> said(const EnsembleCorpus& corpus, const EnsembleCase& c,
                                               const std::vector<std::size_t>& places);

}  // namespace foreplan::inline v0::tuning
