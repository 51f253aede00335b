#include <foreplan/core/language.hpp>

#include <gtest/gtest.h>

#include "refusals.hpp"

namespace foreplan {
namespace {

TEST(Language, HasTagsThatReadBack) {
  for (const Language l : {Language::english, Language::vietnamese}) EXPECT_EQ(parse_language(tag(l)), l);
  EXPECT_EQ(tag(Language::english), "en");
  EXPECT_EQ(tag(Language::vietnamese), "vi");
  testing::expect_refused(
      {{"parse_language: language must be \"en\" or \"vi\"; got \"fr\"", [] { (void)parse_language("fr"); }},
       {"got \"EN\"", [] { (void)parse_language("EN"); }},
       {"got \"\"", [] { (void)parse_language(""); }}});
}

}  // namespace
}  // namespace foreplan
