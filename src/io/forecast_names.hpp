#pragma once
#include <string_view>
#include <utility>

#include "forecast/names.hpp"
#include "io/names.hpp"

/// What documents of fits say that they are.
namespace foreplan::inline v0::io::internal {

enum class FitMark { fit };
enum class CombinationMark { combination };

}  // namespace foreplan::inline v0::io::internal

namespace foreplan::inline v0::text {

template <>
struct Names<io::internal::FitMark> {
  using M = io::internal::FitMark;
  static constexpr std::pair<M, std::string_view> all[] = {{M::fit, "fit"}};
};
template <>
struct Names<io::internal::CombinationMark> {
  using M = io::internal::CombinationMark;
  static constexpr std::pair<M, std::string_view> all[] = {{M::combination, "combination"}};
};

}  // namespace foreplan::inline v0::text
