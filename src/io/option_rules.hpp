#pragma once
#include <foreplan/core/value.hpp>

#include <string_view>

namespace foreplan::inline v0::io::internal {

/// @param of  whose options they are, for the message.
/// @throws InvalidArgument  for `function` unless they are an object or null and no deeper than is read in a document.
void require_options(std::string_view function, const Value& options, std::string_view of);

}  // namespace foreplan::inline v0::io::internal
