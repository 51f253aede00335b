#include "tuning/unit_file.hpp"

#include <gtest/gtest.h>

#include "text/hash.hpp"

namespace foreplan::tuning {
namespace {

const UnitHeader kHeader{"abc", 20, "unit-000003"};

TEST(UnitFile, NamesSortAsTheUnitsDoUpToAMillion) {
  EXPECT_EQ(unit_name(0), "unit-000000");
  EXPECT_EQ(unit_name(999'999), "unit-999999");
  EXPECT_EQ(unit_name(1'000'000), "unit-1000000");
}

TEST(UnitFile, IsALineAndTheBytes) {
  EXPECT_EQ(sealed(kHeader, "x\ny"), "foreplan-batch 1 abc 20 unit-000003 3 " +
                                         text::sha256_hex("foreplan-batch 1 abc 20 unit-000003 3\nx\ny") + "\nx\ny");
}

TEST(UnitFile, GivesBackWhatWasSealed) {
  using namespace std::string_literals;
  for (const std::string& bytes : {""s, "a"s, "\n\n"s, "\0\xFF\r\n"s, std::string(100'000, '\n')}) {
    const std::string file = sealed(kHeader, bytes);
    const auto there = unsealed(file);
    ASSERT_TRUE(there);
    EXPECT_EQ(there->header, kHeader);
    EXPECT_EQ(there->bytes, bytes);
  }
}

TEST(UnitFile, EveryChangedBitAndEveryLostByteIsNoticed) {
  const std::string file = sealed(kHeader, "some bytes");
  for (std::size_t i = 0; i < file.size(); ++i) {
    EXPECT_FALSE(unsealed(file.substr(0, i))) << i;
    EXPECT_FALSE(unsealed(file.substr(0, i) + file.substr(i + 1))) << i;
    for (int bit = 0; bit < 8; ++bit) {
      std::string other = file;
      other[i] = static_cast<char>(other[i] ^ 1 << bit);
      EXPECT_FALSE(unsealed(other)) << i;
    }
  }
  EXPECT_FALSE(unsealed(file + "x"));
  EXPECT_FALSE(unsealed(""));
  EXPECT_FALSE(unsealed("foreplan-batch 1\n"));
}

}  // namespace
}  // namespace foreplan::tuning
