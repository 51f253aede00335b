#pragma once
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace foreplan {

/// An empty folder for each test.
class ScratchFolder : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::path(::testing::TempDir()) /
              ("foreplan_" + std::to_string(::getpid()) + test->test_suite_name() + test->name());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }
  /// In order.
  [[nodiscard]] std::vector<std::string> names(const std::string& of = {}) const {
    std::vector<std::string> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder_ / of))
      found.push_back(entry.path().filename().string());
    std::sort(found.begin(), found.end());
    return found;
  }
  /// The message of the E that `f` throws; empty when it throws none.
  template <class E, class F>
  static std::string error_of(F f) {
    try {
      f();
    } catch (const E& e) {
      return e.what();
    }
    return {};
  }

  std::filesystem::path folder_;
};

}  // namespace foreplan
