#pragma once
#include <foreplan/core/errors.hpp>

#include <string>

namespace foreplan::inline v0::stats {

/// Runs what is a model's own: the words of the `Error` that it throws, empty when it does not. `Cancelled` is no
/// failure of a model; it passes through, as does what is not the library's.
template <class Action>
[[nodiscard]] std::string attempt(const Action& action) {
  try {
    action();
  } catch (const Cancelled&) {
    throw;
  } catch (const Error& error) {
    const std::string words = error.what();
    return words.empty() ? "an error without words" : words;
  }
  return {};
}

}  // namespace foreplan::inline v0::stats
