#include "io/option_rules.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "core/check.hpp"

namespace foreplan::inline v0::io::internal {
namespace {

constexpr std::size_t kDeepest = 190;  // leaves room for what options stand in

/// How deep values nest; a scalar is 0. Nothing recurses.
std::size_t depth_of(const Value& value) {
  std::size_t deepest = 0;
  std::vector<std::pair<const Value*, std::size_t>> open{{&value, 0}};
  while (!open.empty()) {
    const auto [now, depth] = open.back();
    open.pop_back();
    deepest = std::max(deepest, depth);
    if (now->is(Value::Kind::array))
      for (const Value& item : now->as_array()) open.emplace_back(&item, depth + 1);
    if (now->is(Value::Kind::object))
      for (const auto& [key, member] : now->as_object()) open.emplace_back(&member, depth + 1);
  }
  return deepest;
}

}  // namespace

void require_options(std::string_view function, const Value& options, std::string_view of) {
  if (!options.is(Value::Kind::object) && !options.is(Value::Kind::null))
    detail::fail(function, "options must be an object or null", to_string(options.kind()), of);
  if (const std::size_t depth = depth_of(options); depth > kDeepest)
    detail::fail(function, "options must nest at most " + std::to_string(kDeepest) + " deep", std::to_string(depth),
                 of);
}

}  // namespace foreplan::inline v0::io::internal
