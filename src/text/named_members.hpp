#pragma once
#include <cstddef>
#include <string_view>

namespace foreplan::inline v0::text {

/// Calls visit(name, member) for each of `members`, whose names are the last words of `expressions`: "x.trend, x.ar".
template <class Visitor, class... Members>
void visit_members(Visitor& visit, std::string_view expressions, Members&... members) {
  const auto next = [&] {
    const std::size_t end = expressions.find(',');
    std::string_view name = expressions.substr(0, end);
    name.remove_prefix(name.rfind('.') + 1);
    expressions.remove_prefix(end == std::string_view::npos ? expressions.size() : end + 1);
    return name;
  };
  (visit(next(), members), ...);
}

}  // namespace foreplan::inline v0::text

/// Visits members under their own names: FOREPLAN_VISIT_MEMBERS(visit, x.trend, x.ar).
#define FOREPLAN_VISIT_MEMBERS(visit, ...) ::foreplan::text::visit_members(visit, #__VA_ARGS__, __VA_ARGS__)
