#include <foreplan/io/ensemble.hpp>
#include <foreplan/io/files.hpp>

#include <string>
#include <utility>

#include "core/check.hpp"
#include "io/document_reader.hpp"
#include "io/document_schema.hpp"
#include "io/document_writer.hpp"
#include "io/ensemble_fields.hpp"
#include "io/option_rules.hpp"
#include "text/json_value.hpp"
#include "tuning/ensemble_rules.hpp"

namespace foreplan::inline v0::io {
namespace {

using namespace internal;  // NOLINT: the field lists of this module

tuning::EnsembleGroup group_of(GroupDocument&& document, const std::string& pointer, const text::JsonNode& root,
                               Issues& issues) {
  tuning::EnsembleGroup group = std::move(document.group);
  if (document.trees) group.by_features = trees_of(std::move(*document.trees), pointer + "/by_features", root, issues);
  if (!document.widths) return group;
  group.widths = std::move(document.widths->widths);
  if (document.widths->trees)
    group.widths->by_features =
        trees_of(std::move(*document.widths->trees), pointer + "/widths/by_features", root, issues);
  return group;
}

/// Whether a rule that is broken there may only follow from what could not be read.
bool follows(const std::string& pointer, const Issues& read) {
  constexpr std::string_view kGroups = "/groups/";
  if (!pointer.starts_with(kGroups)) return read.any_in_or_above(pointer);
  const std::size_t end = pointer.find('/', kGroups.size());
  if (read.any_in_or_above(pointer.substr(0, end))) return true;
  const std::size_t group = std::stoul(pointer.substr(kGroups.size()));
  return group > 0 && pointer.ends_with("/first_season") &&
         read.any_in(std::string(kGroups) + std::to_string(group - 1));
}

}  // namespace

tuning::Ensemble read_ensemble(std::string_view text, std::string_view file) {
  tuning::Ensemble ensemble;
  (void)read_document<EnsembleDocument>(
      text, file, [&](EnsembleDocument& document, const text::JsonNode& root, Issues& issues) {
        ensemble = {.name = std::move(document.name), .trained_on = std::move(document.trained_on)};
        for (std::size_t g = 0; g < document.groups.size(); ++g)
          ensemble.groups.push_back(
              group_of(std::move(document.groups[g]), "/groups/" + std::to_string(g), root, issues));
        const Issues read = issues;
        for (const auto& [pointer, refusal] : tuning::internal::violations(ensemble, "tuning::validate"))
          if (!follows(pointer, read)) add_refusal(refusal, root, pointer, issues);
      });
  return ensemble;
}

tuning::Ensemble read_ensemble_file(const std::string& path) { return read_ensemble(read_file(path), path); }

std::string write_ensemble(const tuning::Ensemble& ensemble) {
  constexpr std::string_view kFunction = "io::write_ensemble";
  if (const auto broken = tuning::internal::violations(ensemble, kFunction); !broken.empty())
    throw broken.front().refusal;
  EnsembleDocument document{.name = ensemble.name, .trained_on = ensemble.trained_on};
  for (const tuning::EnsembleGroup& group : ensemble.groups) {
    for (const tuning::Candidate& member : group.members)
      require_options(kFunction, member.options, "of " + foreplan::detail::quoted(member.label()));
    GroupDocument& to = document.groups.emplace_back(GroupDocument{.group = group});
    if (group.by_features) to.trees = document_of(*group.by_features);
    if (!group.widths) continue;
    to.widths = WidthsDocument{*group.widths, std::nullopt};
    if (group.widths->by_features) to.widths->trees = document_of(*group.widths->by_features);
  }
  return written(kFunction, document);
}

std::string ensemble_schema() { return text::value_text(Schema().document<EnsembleDocument>()); }

}  // namespace foreplan::inline v0::io
