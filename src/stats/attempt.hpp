#pragma once
#include <foreplan/core/errors.hpp>

#include <exception>
#include <new>
#include <string>

namespace foreplan::inline v0::stats {

/// Runs what is a model's own: the words of what it throws, empty when it does not. `Cancelled` and `std::bad_alloc`
/// are no failures of a model and pass through.
template <class Action>
[[nodiscard]] std::string attempt(const Action& action) {
  try {
    action();
  } catch (const Cancelled&) {
    throw;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& error) {
    const std::string words = error.what();
    return words.empty() ? "an exception without words" : words;
  }
  return {};
}

}  // namespace foreplan::inline v0::stats
