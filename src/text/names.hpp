#pragma once
#include <string_view>
#include <utility>

/// What documents and options call the values of enumerations.
namespace foreplan::inline v0::text {

/// Specialised for each: `static constexpr std::pair<E, std::string_view> all[]`, in the order of the values.
template <class E>
struct Names;

template <class E>
concept Named = requires {
  Names<E>::all;
};

}  // namespace foreplan::inline v0::text
