#pragma once
#include <foreplan/export.hpp>
#include <foreplan/plan/plan.hpp>

#include <string>
#include <string_view>

/// Plans as JSON documents. `examples/tuyen_quang/README.md` describes the format field by field. Printed
/// numbers are texts ("25.20"), so that their digits survive; comments are allowed; what is left
/// out has the default of its member. Writing and reading back gives an equal plan.
namespace foreplan::inline v0::io {

/// @param file  only named in errors.
/// @throws ParseError  with every issue of the document at once, each with line, column and JSON pointer:
///   malformed JSON (then only the first), values of the wrong kind, unknown keys (with the
///   nearest known one), missing required keys.
/// @throws InvalidArgument  when the document is well-formed but what it says is refused by `plan::validate`.
[[nodiscard]] FOREPLAN_EXPORT plan::Plan read_plan(std::string_view text, std::string_view file = {});
/// @throws IoError  too.
[[nodiscard]] FOREPLAN_EXPORT plan::Plan read_plan_file(const std::string& path);
/// Indented JSON that ends with a newline. Members that have their default are left out.
/// @throws InvalidArgument  for a number that is not finite.
[[nodiscard]] FOREPLAN_EXPORT std::string write_plan(const plan::Plan& plan);

}  // namespace foreplan::inline v0::io
