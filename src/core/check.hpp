#pragma once
#include <foreplan/core/errors.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Precondition checks that build the library's error sentence:
/// `function: rule; got value where`. Private: not installed.
namespace foreplan::inline v0::detail {

/// Shortest text that reads back to the same double; "NaN", "inf", "-inf".
std::string number_text(double);
std::string join(std::string_view function, std::string_view rule, std::string_view got, std::string_view where);
/// Text quoted and shortened for a message, control characters shown as \xNN.
std::string quoted(std::string_view, std::size_t most = 60);
/// The known name nearest to `name` by edit distance whatever the case of letters, or empty if none is near.
std::string nearest_name(std::string_view name, const std::vector<std::string>& known);

/// Throws `E` (InvalidArgument unless named) with the four parts.
template <class E = InvalidArgument>
[[noreturn]] void fail(std::string_view function, std::string_view rule, std::string_view got = {},
                       std::string_view where = {}) {
  throw E(join(function, rule, got, where));
}

template <class E = InvalidArgument>
void require(bool ok, std::string_view function, std::string_view rule, std::string_view got = {}) {
  if (!ok) [[unlikely]] fail<E>(function, rule, got);
}
/// The value is formatted only on failure.
template <class E = InvalidArgument>
void require(bool ok, std::string_view function, std::string_view rule, double got) {
  if (!ok) [[unlikely]] fail<E>(function, rule, number_text(got));
}

/// `a * b`, or InvalidArgument naming `what` when it overflows or passes `limit`.
std::size_t checked_product(std::size_t a, std::size_t b, std::size_t limit, std::string_view function,
                            std::string_view what);

}  // namespace foreplan::inline v0::detail
