#include <foreplan/io/files.hpp>
#include <foreplan/io/forecast.hpp>

#include <algorithm>
#include <string>
#include <utility>

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
auto read_checked(std::string_view text, std::string_view file) {
  const auto check = [](const Document& document, const text::JsonNode& root, Issues& issues) {
    check_fit(document.fit, root, issues);
  };
  return std::move(read_document<Document>(text, file, check).fit);
}

template <class Document>
std::string written_checked(Document document, std::string_view function) {
  if (const auto broken = forecast::internal::violations(document.fit, function); !broken.empty())
    throw broken.front().refusal;
  return written(function, document);
}

}  // namespace

forecast::AnyFit read_fit(std::string_view text, std::string_view file) {
  return read_checked<FitDocument>(text, file);
}

forecast::AnyFit read_fit_file(const std::string& path) { return read_fit(read_file(path), path); }

std::string write_fit(const forecast::AnyFit& fit) { return written_checked(FitDocument{.fit = fit}, "io::write_fit"); }

forecast::DefaultFit read_combination(std::string_view text, std::string_view file) {
  return read_checked<CombinationDocument>(text, file);
}

forecast::DefaultFit read_combination_file(const std::string& path) { return read_combination(read_file(path), path); }

std::string write_combination(const forecast::DefaultFit& fit) {
  return written_checked(CombinationDocument{.fit = fit}, "io::write_combination");
}

std::string combination_schema() { return text::value_text(Schema().document<CombinationDocument>()); }

std::string fit_schema() { return text::value_text(Schema().document<FitDocument>()); }

}  // namespace foreplan::inline v0::io
