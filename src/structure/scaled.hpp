#pragma once
#include <foreplan/structure/shift.hpp>

#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "core/check.hpp"

/// Structures as shares.
namespace foreplan::inline v0::structure {

/// @throws InvalidArgument  as shift.hpp says of one structure.
inline std::vector<double> scaled(std::string_view function, Structure s, bool zeros_allowed = true) {
  double sum = 0;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (!std::isfinite(s[i]) || s[i] < 0 || (s[i] == 0 && !zeros_allowed))
      detail::fail(function, zeros_allowed ? "sectors must be >= 0 and finite" : "sectors must be > 0 and finite",
                   detail::number_text(s[i]), "at index " + std::to_string(i));
    sum += s[i];
  }
  if (!(sum > 0) || !std::isfinite(sum))
    detail::fail(function, "the sum must be > 0 and finite", detail::number_text(sum));
  std::vector<double> shares(s.begin(), s.end());
  for (double& x : shares) x /= sum;
  return shares;
}

/// Two structures as shares.
struct ScaledPair {
  std::vector<double> first, last;
};
inline ScaledPair scaled_pair(std::string_view function, Structure first, Structure last, bool zeros_allowed = true) {
  if (first.size() != last.size() || first.size() < 2)
    detail::fail(function, "structures must be of one length, at least 2",
                 std::to_string(first.size()) + " and " + std::to_string(last.size()));
  return {scaled(function, first, zeros_allowed), scaled(function, last, zeros_allowed)};
}

}  // namespace foreplan::inline v0::structure
