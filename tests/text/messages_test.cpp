#include "text/messages.hpp"

#include <foreplan/core/errors.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace foreplan::text {
namespace {

using ::testing::HasSubstr;

TEST(Messages, EveryLanguageHasEveryKeyWithTheSameFields) {
  const auto reference = messages(Language::english);
  ASSERT_FALSE(reference.empty());
  for (const Language language : languages()) {
    const auto rows = messages(language);
    ASSERT_EQ(rows.size(), reference.size()) << tag(language);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      EXPECT_EQ(rows[i].key, reference[i].key) << tag(language);
      EXPECT_EQ(fields_of(rows[i].text), fields_of(reference[i].text)) << tag(language) << ' ' << rows[i].key;
    }
  }
}

TEST(Messages, KeysStandOnceAndTextsAreNotEmpty) {
  for (const Language language : languages()) {
    std::set<std::string_view> seen;
    for (const Row& row : messages(language)) {
      EXPECT_TRUE(seen.insert(row.key).second) << tag(language) << ' ' << row.key;
      EXPECT_FALSE(row.text.empty()) << tag(language) << ' ' << row.key;
      EXPECT_EQ(row.text.find("  "), row.text.npos) << tag(language) << ' ' << row.key;
    }
  }
}

TEST(Messages, VietnameseIsNotLeftInEnglish) {
  // Symbols, currencies and marks are the same in both; sentences are not.
  std::size_t alike = 0, long_ones = 0;
  for (const Row& row : messages(Language::english)) {
    if (row.text.size() < 20 || std::count(row.text.begin(), row.text.end(), ' ') < 2) continue;
    ++long_ones;
    alike += row.text == message(Language::vietnamese, row.key);
  }
  EXPECT_GT(long_ones, 50u);
  EXPECT_EQ(alike, 0u);
}

TEST(Message, FillsFieldsByName) {
  EXPECT_EQ(message(Language::english, "number.from_to", {{"high", "7"}, {"low", "3"}}), "3 to 7");
  EXPECT_EQ(message(Language::vietnamese, "number.from_to", {{"low", "3"}, {"high", "7"}}), "3 đến 7");
}

TEST(Message, IgnoresFieldsThatTheTemplateDoesNotHave) {
  EXPECT_EQ(message(Language::english, "number.below", {{"number", "0.1 %"}, {"other", "x"}}), "below 0.1 %");
}

TEST(Message, DoesNotFillWhatAFieldBringsAlong) {
  EXPECT_EQ(message(Language::english, "number.below", {{"number", "{number} {x}"}}), "below {number} {x}");
}

TEST(Message, RefusesUnknownKeysAndMissingFields) {
  try {
    (void)message(Language::english, "number.bellow");
    FAIL();
  } catch (const InvalidArgument& e) {
    EXPECT_THAT(e.what(), HasSubstr("number.bellow"));
    EXPECT_THAT(e.what(), HasSubstr("nearest: \"number.below\""));
  }
  try {
    (void)message(Language::english, "number.from_to", {{"low", "3"}});
    FAIL();
  } catch (const InvalidArgument& e) {
    EXPECT_THAT(e.what(), HasSubstr("\"high\""));
    EXPECT_THAT(e.what(), HasSubstr("number.from_to"));
  }
  EXPECT_THROW((void)message(static_cast<Language>(99), "number.below"), InvalidArgument);
}

TEST(Message, FallsBackForNamesThatComeFromData) {
  EXPECT_EQ(message_or(Language::vietnamese, "unit.VND", "VND"), "đồng");
  EXPECT_EQ(message_or(Language::vietnamese, "unit.zloty", "zloty"), "zloty");
}

TEST(Counted, ChoosesTheForm) {
  EXPECT_EQ(counted(Language::english, "period.count.annual", 1), "1 year");
  EXPECT_EQ(counted(Language::english, "period.count.annual", 5), "5 years");
  EXPECT_EQ(counted(Language::english, "period.count.annual", 0), "0 years");
  EXPECT_EQ(counted(Language::vietnamese, "period.count.annual", 5), "5 năm");
}

TEST(ListText, JoinsAsASentenceDoes) {
  const std::vector<std::string> none, one = {"a"}, two = {"a", "b"}, three = {"a", "b", "c"};
  EXPECT_EQ(list_text(Language::english, none), "");
  EXPECT_EQ(list_text(Language::english, one), "a");
  EXPECT_EQ(list_text(Language::english, two), "a and b");
  EXPECT_EQ(list_text(Language::english, three), "a, b and c");
  EXPECT_EQ(list_text(Language::vietnamese, three), "a, b và c");
}

TEST(Capitalised, KnowsTheLettersOfBothLanguages) {
  EXPECT_EQ(capitalised("services"), "Services");
  EXPECT_EQ(capitalised("đất khu công nghiệp"), "Đất khu công nghiệp");
  EXPECT_EQ(capitalised("điện"), "Điện");
  // Every Vietnamese vowel with its marks, small beside capital.
  const std::string small[] = {"à", "á", "ả", "ã", "ạ", "ă", "ằ", "ắ", "ẳ", "ẵ", "ặ", "â", "ầ", "ấ", "ẩ", "ẫ", "ậ", "è", "é", "ẻ", "ẽ", "ẹ", "ê", "ề",
                               "ế", "ể", "ễ", "ệ", "ì", "í", "ỉ", "ĩ", "ị", "ò", "ó", "ỏ", "õ", "ọ", "ô", "ồ", "ố", "ổ", "ỗ", "ộ", "ơ", "ờ", "ớ", "ở",
                               "ỡ", "ợ", "ù", "ú", "ủ", "ũ", "ụ", "ư", "ừ", "ứ", "ử", "ữ", "ự", "ỳ", "ý", "ỷ", "ỹ", "ỵ", "đ"};
  const std::string large[] = {"À", "Á", "Ả", "Ã", "Ạ", "Ă", "Ằ", "Ắ", "Ẳ", "Ẵ", "Ặ", "Â", "Ầ", "Ấ", "Ẩ", "Ẫ", "Ậ", "È", "É", "Ẻ", "Ẽ", "Ẹ", "Ê", "Ề",
                               "Ế", "Ể", "Ễ", "Ệ", "Ì", "Í", "Ỉ", "Ĩ", "Ị", "Ò", "Ó", "Ỏ", "Õ", "Ọ", "Ô", "Ồ", "Ố", "Ổ", "Ỗ", "Ộ", "Ơ", "Ờ", "Ớ", "Ở",
                               "Ỡ", "Ợ", "Ù", "Ú", "Ủ", "Ũ", "Ụ", "Ư", "Ừ", "Ứ", "Ử", "Ữ", "Ự", "Ỳ", "Ý", "Ỷ", "Ỹ", "Ỵ", "Đ"};
  for (std::size_t i = 0; i < std::size(small); ++i) {
    EXPECT_EQ(capitalised(small[i]), large[i]);
    EXPECT_EQ(capitalised(large[i]), large[i]);
  }
  for (const char* other : {"", "17,600", "–", "日本", "ß", "\xC4", "\xE1\xBA"}) EXPECT_EQ(capitalised(other), other);
}

TEST(FieldsOf, ListsEachNameOnceAndRefusesLoneBraces) {
  using Names = std::vector<std::string_view>;
  EXPECT_EQ(fields_of("{b} and {a}, {b}"), (Names{"a", "b"}));
  EXPECT_EQ(fields_of("none"), Names{});
  for (const char* broken : {"{a", "a}", "{}", "{a{b}}", "}{"}) EXPECT_THROW((void)fields_of(broken), InvalidArgument) << broken;
}

}  // namespace
}  // namespace foreplan::text
