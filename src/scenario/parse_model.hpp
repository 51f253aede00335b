#pragma once
#include <foreplan/scenario/model.hpp>

#include <string_view>

#include "scenario/model_data.hpp"

namespace foreplan::inline v0::scenario::detail {

/// From text to equations: variables, equations, sides, expressions and periods are filled in; the rest is `finish`.
/// @throws ParseError  with every issue found.
ModelData parse_model(std::string_view text, const CompileOptions& options);

}  // namespace foreplan::inline v0::scenario::detail
