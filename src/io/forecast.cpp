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
void check_fit(const forecast::AnyFit& fit, const text::JsonNode& root, Issues& issues) {
  const Issues read = issues;
  if (read.any_in("/model")) return;
  for (const auto& [members, refusal] : forecast::internal::violations(fit, "forecast::validate"))
    if (std::none_of(members.begin(), members.end(), [&](const std::string& m) { return read.any_in_or_above(m); }))
      add_refusal(refusal, root, members.front(), issues);
}

}  // namespace

forecast::AnyFit read_fit(std::string_view text, std::string_view file) {
  text::JsonDocument json = text::parse_json(text, file);
  Issues issues(text, file, std::move(json.repeated));
  FitDocument document;
  Reader(issues).read(document, json.root());
  check_fit(document.fit, json.root(), issues);
  issues.raise();
  return std::move(document.fit);
}

forecast::AnyFit read_fit_file(const std::string& path) { return read_fit(read_file(path), path); }

std::string write_fit(const forecast::AnyFit& fit) {
  constexpr std::string_view kFunction = "io::write_fit";
  if (const auto broken = forecast::internal::violations(fit, kFunction); !broken.empty()) throw broken.front().refusal;
  FitDocument document{.fit = fit};
  Writer writer(kFunction);
  writer.write(document);
  std::string text = writer.take();
  const std::size_t most = text::JsonLimits{}.bytes;
  if (text.size() > most)
    foreplan::detail::fail(kFunction, "a document must have at most " + std::to_string(most) + " bytes",
                           std::to_string(text.size()));
  return text;
}

std::string fit_schema() { return text::value_text(Schema().document<FitDocument>()); }

}  // namespace foreplan::inline v0::io
