#pragma once
#include <foreplan/core/errors.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

/// What a function refuses, as a table: the call, and what its message must say.
namespace foreplan::testing {

struct Refusal {
  std::string says;  ///< "function: rule; got value"
  std::function<void()> call;
};

/// How a message ends that says which value it met.
inline std::string got(double value) {
  std::ostringstream text;
  text << "got ";
  if (std::isnan(value))
    text << "NaN";
  else
    text << value;
  return text.str();
}

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
