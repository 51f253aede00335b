#include <foreplan/io/files.hpp>
#include <foreplan/io/search.hpp>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "core/check.hpp"
#include "forecast/names.hpp"
#include "io/document_reader.hpp"
#include "io/document_schema.hpp"
#include "io/document_writer.hpp"
#include "io/option_rules.hpp"
#include "text/json_value.hpp"
#include "tuning/ensemble_rules.hpp"

namespace foreplan::inline v0::io {
namespace internal {

struct SearchDocument {
  Mark<"search"> foreplan{};
  tuning::SearchResult result{};
};
inline About about(Described, const tuning::SearchTrial&) { return {"trial", "Options that were tried."}; }
void fields(auto& visit, tuning::SearchTrial& x) {
  visit.required("options", x.options, "By name.");
  visit.required("resource", x.resource, "What the objective was given.");
  visit.open("loss", x.loss, "Less is better; null: it failed.");
  visit("error", x.error, "Of a trial that failed, where there are words.");
}
inline About about(Described, const SearchDocument&) { return {"search", "What a search of a model's options tried."}; }
void fields(auto& visit, SearchDocument& x) {
  visit.required("foreplan", x.foreplan, "What the document holds.");
  visit.required("stop", x.result.stop, "How it ended.");
  visit("best", x.result.best, "The place of the best trial, from 0; left out: all failed.");
  visit.required("trials", x.result.trials, "In the order in which they were begun.");
}

}  // namespace internal

namespace {

using namespace internal;  // NOLINT: the field lists of this module
using foreplan::detail::join;
using foreplan::detail::number_text;
using tuning::SearchResult;
using tuning::SearchTrial;
using tuning::internal::Violation;

/// What makes a value no search's result, as much of it as a reader would tell.
std::vector<Violation> violations(const SearchResult& result, std::string_view function) {
  std::vector<Violation> found;
  for (std::size_t i = 0; i < result.trials.size() && found.size() < text::JsonDocument::kMostIssues; ++i) {
    const SearchTrial& trial = result.trials[i];
    const std::string at = "/trials/" + std::to_string(i), of = "of trial " + std::to_string(i);
    const auto wrong = [&](std::string_view member, std::string_view rule, std::string_view got) {
      found.push_back({at + std::string(member), InvalidArgument(join(function, rule, got, of))});
    };
    if (std::isinf(trial.loss)) wrong("/loss", "losses must be finite or NaN", number_text(trial.loss));
    if (!trial.error.empty() && std::isfinite(trial.loss))
      wrong("/error", "only a trial that failed may have an error", foreplan::detail::quoted(trial.error));
  }
  if (result.best && !(*result.best < result.trials.size() && std::isfinite(result.trials[*result.best].loss)))
    found.push_back({"/best", InvalidArgument(join(function, "the best must be a trial that did not fail",
                                                   std::to_string(*result.best),
                                                   "of " + std::to_string(result.trials.size()) + " trials"))});
  return found;
}

}  // namespace

SearchResult read_search(std::string_view text, std::string_view file) {
  const auto check = [](const SearchDocument& document, const text::JsonNode& root, Issues& issues) {
    const Issues read = issues;
    for (const auto& [pointer, refusal] : violations(document.result, "io::read_search"))
      if (!read.any_in_or_above(pointer) && !(pointer == "/best" && read.any_in("/trials")))
        add_refusal(refusal, root, pointer, issues);
  };
  return std::move(read_document<SearchDocument>(text, file, check).result);
}

SearchResult read_search_file(const std::string& path) { return read_search(read_file(path), path); }

std::string write_search(const SearchResult& result) {
  constexpr std::string_view kFunction = "io::write_search";
  if (const auto broken = violations(result, kFunction); !broken.empty()) throw broken.front().refusal;
  for (std::size_t i = 0; i < result.trials.size(); ++i)
    require_options(kFunction, result.trials[i].options, "of trial " + std::to_string(i));
  SearchDocument document{.result = result};
  return written(kFunction, document);
}

std::string search_schema() { return text::value_text(Schema().document<SearchDocument>()); }

}  // namespace foreplan::inline v0::io
