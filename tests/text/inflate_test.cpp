#include "text/inflate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>

#include "refusals.hpp"

namespace foreplan::text {
namespace {

// Python: gzip.compress(b"foreplan\n" * 3, mtime=0)
const std::string kPacked("\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x4b\xcb\x2f\x4a\x2d\xc8\x49\xcc\xe3\x4a\xc3\x60"
                          "\x00\x00\xd1\x97\xbd\xe9\x1b\x00\x00\x00",
                          32);

}  // namespace

TEST(Gunzip, UnpacksWhatPythonPacked) {
  EXPECT_EQ(gunzip(kPacked, ""), "foreplan\nforeplan\nforeplan\n");
  EXPECT_EQ(gunzip(kPacked + kPacked, "").size(), 54U) << "members follow each other";
  EXPECT_TRUE(is_gzip(kPacked));
  EXPECT_FALSE(is_gzip("{}"));
}

TEST(Gunzip, RefusesWhatIsDamagedCutOrTooLarge) {
  std::string wrong_sum = kPacked;
  wrong_sum[25] = 'x';  // of the checksum
  foreplan::testing::expect_refused<ParseError>({
      {"f: expected gzip data, found other bytes", [] { (void)gunzip("plain", "f"); }},
      {"sound gzip data", [&] { (void)gunzip(wrong_sum, "f"); }},
      {"the end after gzip data, found 3 more bytes", [] { (void)gunzip(kPacked + "abc", "f"); }},
      {"at most 20 bytes when unpacked", [] { (void)gunzip(kPacked, "f", {.bytes = 20}); }},
  });
  for (std::size_t cut = 0; cut < kPacked.size(); ++cut)
    EXPECT_THROW((void)gunzip(std::string_view(kPacked).substr(0, cut), "f"), ParseError) << cut;
}

}  // namespace foreplan::text
