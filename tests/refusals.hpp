#pragma once
#include <foreplan/core/errors.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

/// What a function refuses, as a table: the call, and what its message must say.
namespace foreplan::testing {

struct Refusal {
  std::string says;  ///< "function: rule; got value"
  std::function<void()> call;
};

template <class E = InvalidArgument>
void expect_refused(const std::vector<Refusal>& table) {
  for (const Refusal& row : table) {
    try {
      row.call();
      ADD_FAILURE() << "not refused: " << row.says;
    } catch (const E& e) {
      EXPECT_THAT(e.what(), ::testing::HasSubstr(row.says));
    }
  }
}

}  // namespace foreplan::testing
