#include "numeric/dispatch.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace foreplan::numeric {
namespace {

TEST(Tiers, BeginWithTheBaselineAndEndWithTheBest) {
  const std::vector<Tier> all = tiers();
  EXPECT_EQ(all.front(), Tier::baseline);
  EXPECT_EQ(all.back(), best_tier());
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
  EXPECT_EQ(std::adjacent_find(all.begin(), all.end()), all.end());
}

TEST(Tiers, HaveNames) {
  EXPECT_EQ(to_string(Tier::baseline), "baseline");
  EXPECT_EQ(to_string(Tier::v3), "x86-64-v3");
  EXPECT_EQ(to_string(Tier::v4), "x86-64-v4");
}

#if defined(__x86_64__) && defined(__linux__)
/// The kernel's own reading of the processor. Levels as the x86-64 psABI (version 1.0, table 3.1) defines them.
TEST(Tiers, AreThoseOfTheKernelsFlags) {
  std::ifstream in("/proc/cpuinfo");
  std::string line;
  while (std::getline(in, line) && !line.starts_with("flags")) {
  }
  if (!in) GTEST_SKIP() << "no /proc/cpuinfo";
  std::istringstream words(line);
  const std::set<std::string> flags{std::istream_iterator<std::string>(words), {}};
  const auto has = [&](const std::vector<std::string>& all) {
    return std::all_of(all.begin(), all.end(), [&](const std::string& flag) { return flags.contains(flag); });
  };
  const bool v3 = has({"avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe", "xsave"});
  const bool v4 = v3 && has({"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"});
  EXPECT_EQ(best_tier(), v4 ? Tier::v4 : v3 ? Tier::v3 : Tier::baseline);
}
#endif

}  // namespace
}  // namespace foreplan::numeric
