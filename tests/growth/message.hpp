#pragma once
#include <functional>
#include <string>

/// What an exception of the type E says that `call` throws.
template <class E>
std::string message(const std::function<void()>& call) {
  try {
    call();
  } catch (const E& e) {
    return e.what();
  }
  return "no such exception";
}
