#pragma once
#include <foreplan/core/unit.hpp>
#include <foreplan/scenario/scenario.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "text/names.hpp"

/// What documents call the values of enumerations, and what kinds of members the list of fields meets.
namespace foreplan::inline v0::text {

template <>
struct Names<Valuation> {
  static constexpr std::pair<Valuation, std::string_view> all[] = {{Valuation::unspecified, "unspecified"},
                                                                   {Valuation::basic, "basic"},
                                                                   {Valuation::producer, "producer"},
                                                                   {Valuation::purchaser, "purchaser"}};
};
template <>
struct Names<scenario::ChangeKind> {
  using C = scenario::ChangeKind;
  static constexpr std::pair<C, std::string_view> all[] = {{C::override_values, "override_values"},
                                                           {C::growth_path, "growth_path"},
                                                           {C::shift, "shift"},
                                                           {C::add_factor, "add_factor"},
                                                           {C::exclude, "exclude"},
                                                           {C::exogenise, "exogenise"},
                                                           {C::endogenise, "endogenise"},
                                                           {C::target, "target"}};
};
template <>
struct Names<scenario::SeekProfile> {
  using P = scenario::SeekProfile;
  static constexpr std::pair<P, std::string_view> all[] = {
      {P::shift, "shift"}, {P::proportional, "proportional"}, {P::free, "free"}};
};

}  // namespace foreplan::inline v0::text

namespace foreplan::inline v0::io::internal {

using text::Named;
using text::Names;

template <std::size_t size>
struct Literal {
  char text[size]{};
  consteval Literal(const char (&from)[size]) { std::copy_n(from, size, text); }  // NOLINT: a text as an argument
};
/// What a document says that it is, its member "foreplan".
template <Literal name>
struct Mark {
  bool operator==(const Mark&) const = default;
};

template <class T>
struct ListOf : std::false_type {};
template <class T>
struct ListOf<std::vector<T>> : std::true_type {};
template <class T>
struct OptionalOf : std::false_type {};
template <class T>
struct OptionalOf<std::optional<T>> : std::true_type {};

}  // namespace foreplan::inline v0::io::internal

namespace foreplan::inline v0::text {

template <io::internal::Literal name>
struct Names<io::internal::Mark<name>> {
  static constexpr std::pair<io::internal::Mark<name>, std::string_view> all[] = {{{}, name.text}};
};

}  // namespace foreplan::inline v0::text
