#include <foreplan/io/files.hpp>
#include <foreplan/io/forecast.hpp>

#include <algorithm>
#include <string>
#include <utility>

#include "core/check.hpp"
#include "forecast/fit_rules.hpp"
#include "io/document_reader.hpp"
#include "io/document_schema.hpp"
#include "io/document_writer.hpp"
#include "io/forecast_fields.hpp"
#include "text/json_value.hpp"

namespace foreplan::inline v0::io {
namespace {

using namespace internal;  // NOLINT: the field lists of this module

/// Says what `validate` refuses, but nothing that may only follow from values that could not be read.
template <class Fit>
void check_fit(const Fit& fit, const text::JsonNode& root, Issues& issues) {
  const Issues read = issues;
  if (read.any_in("/model")) return;
  for (const auto& [members, refusal] : forecast::internal::violations(fit, "forecast::validate"))
    if (std::none_of(members.begin(), members.end(), [&](const std::string& m) { return read.any_in_or_above(m); }))
      add_refusal(refusal, root, members.front(), issues);
}

template <class Document>
Document read_document(std::string_view text, std::string_view file) {
  text::JsonDocument json = text::parse_json(text, file);
  Issues issues(text, file, std::move(json.repeated));
  Document document;
  Reader(issues).read(document, json.root());
  check_fit(document.fit, json.root(), issues);
  issues.raise();
  return document;
}

template <class Document>
std::string written(Document document, std::string_view function) {
  if (const auto broken = forecast::internal::violations(document.fit, function); !broken.empty())
    throw broken.front().refusal;
  Writer writer(function);
  writer.write(document);
  std::string text = writer.take();
  const std::size_t most = text::JsonLimits{}.bytes;
  if (text.size() > most)
    foreplan::detail::fail(function, "a document must have at most " + std::to_string(most) + " bytes",
                           std::to_string(text.size()));
  return text;
}

}  // namespace

forecast::AnyFit read_fit(std::string_view text, std::string_view file) {
  return std::move(read_document<FitDocument>(text, file).fit);
}

forecast::AnyFit read_fit_file(const std::string& path) { return read_fit(read_file(path), path); }

std::string write_fit(const forecast::AnyFit& fit) { return written(FitDocument{.fit = fit}, "io::write_fit"); }

forecast::DefaultFit read_combination(std::string_view text, std::string_view file) {
  return std::move(read_document<CombinationDocument>(text, file).fit);
}

forecast::DefaultFit read_combination_file(const std::string& path) { return read_combination(read_file(path), path); }

std::string write_combination(const forecast::DefaultFit& fit) {
  return written(CombinationDocument{.fit = fit}, "io::write_combination");
}

std::string combination_schema() { return text::value_text(Schema().document<CombinationDocument>()); }

std::string fit_schema() { return text::value_text(Schema().document<FitDocument>()); }

}  // namespace foreplan::inline v0::io
