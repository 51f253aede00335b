#pragma once
#include <string>

#include "scenario/model_data.hpp"

namespace foreplan::inline v0::scenario::detail {

/// An expression in the language, with no more parentheses than it needs; "..." after `most` characters.
std::string expression_text(const ModelData& model, NodeId root, std::size_t most = 4000);

}  // namespace foreplan::inline v0::scenario::detail
