#pragma once
#include <foreplan/export.hpp>
#include <foreplan/plan/plan.hpp>

#include <string>
#include <string_view>

/// Plans as JSON documents. `examples/tuyen_quang/README.md` and the schema describe the format field by field.
/// Printed numbers are texts ("25.20"), so that their digits survive; comments are allowed; what is left out has the
/// default of its member. Writing and reading back gives an equal plan.
namespace foreplan::inline v0::io {

/// @param file  only named in errors.
/// @throws ParseError  with up to 100 issues of the document at once, in its order, each with line, column and JSON
///   pointer: malformed JSON (then what comes after is not read); values of the wrong kind; unknown and repeated
///   keys (with the nearest known one); missing required keys; all that `plan::validate` refuses, at the member that it
///   is about, unless it may only follow from values that could not be read; scenarios that do not fit the projection.
///   Limits: 16 MiB, 200 levels of nesting; with scenarios 10,000 sectors and events, 1,000 layers in each, and a
///   million scenarios and changes times sectors.
[[nodiscard]] FOREPLAN_EXPORT plan::Plan read_plan(std::string_view text, std::string_view file = {});
/// @throws IoError  too.
[[nodiscard]] FOREPLAN_EXPORT plan::Plan read_plan_file(const std::string& path);
/// Indented JSON that ends with a newline. Texts, lists and objects that are empty are left out.
/// @throws InvalidArgument  for what a document cannot hold: numbers that are not finite, texts that are not UTF-8,
///   enumerations without one of their values, scenarios whose data are not the base levels of `plan.projection`.
[[nodiscard]] FOREPLAN_EXPORT std::string write_plan(const plan::Plan& plan);

/// The JSON Schema (draft 2020-12) of plan documents, from the same list of fields as reader and writer. It knows kinds
/// of values, names and required keys; what numbers may be, and which ids exist, only `read_plan` checks.
[[nodiscard]] FOREPLAN_EXPORT std::string plan_schema();

}  // namespace foreplan::inline v0::io
