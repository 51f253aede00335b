#include "report/layout.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>

namespace foreplan::report {
namespace {

struct Measured {
  std::string font{}, text{};
  bool bold = false;
  double width = 0;
};

/// text_widths.py: metrics of fonts, over the font's size.
std::vector<Measured> measured() {
  std::ifstream in(FOREPLAN_REFERENCE_DIR "/text_widths.csv");
  std::vector<Measured> all;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::istringstream fields(line);
    std::string font, bold, width, text;
    std::getline(fields, font, ';'), std::getline(fields, bold, ';'), std::getline(fields, width, ';'),
        std::getline(fields, text);
    all.push_back({font, text, bold == "1", std::stod(width)});
  }
  return all;
}

TEST(TextWidth, IsNoLessThanInAnyCommonFont) {
  const auto all = measured();
  ASSERT_GT(all.size(), 200u);
  for (const Measured& m : all)
    EXPECT_GE(text_width(m.text, 1, m.bold), m.width * 0.99) << m.font << (m.bold ? " bold: " : ": ") << m.text;
}

TEST(TextWidth, IsNotFarMoreThanInTheWidestFont) {
  for (const Measured& m : measured()) {
    if (m.font != "DejaVu Sans") continue;
    EXPECT_LE(text_width(m.text, 1, m.bold), m.width * 1.25) << m.text;
  }
}

TEST(TextWidth, GrowsWithTheSizeAndCountsNoCombiningMarks) {
  EXPECT_DOUBLE_EQ(text_width("abc", 26), 2 * text_width("abc", 13));
  EXPECT_DOUBLE_EQ(text_width("e\u0301"), text_width("e"));
  EXPECT_EQ(text_width(""), 0);
}

TEST(Wrap, BreaksAtSpacesAndWithinWordsThatAreTooWide) {
  EXPECT_EQ(wrap("one two three", 1000), (std::vector<std::string>{"one two three"}));
  EXPECT_EQ(wrap("one two three", text_width("one two")), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(wrap("", 100), (std::vector<std::string>{""}));
  EXPECT_EQ(wrap("  a \n b ", 1000), (std::vector<std::string>{"a b"}));
}

RC_GTEST_PROP(WrapProperty, NoLineIsTooWideAndNothingIsLost, (const std::string& text, std::uint8_t room)) {
  const double width = 20 + room;
  std::string before, after;
  for (const char c : text)
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n') before += c;
  for (const std::string& line : wrap(text, width)) {
    RC_ASSERT(text_width(line) <= width);
    for (const char c : line)
      if (c != ' ') after += c;
  }
  RC_ASSERT(before == after);
}

/// How many digits of a step are not zero, and which: 1, 2, 2.5 and 5 times a power of ten are round.
bool is_round(double step) {
  const double leading = step / std::pow(10.0, std::floor(std::log10(step * (1 + 1e-12))));
  for (const double good : {1.0, 2.0, 2.5, 5.0, 10.0})
    if (std::fabs(leading - good) < 1e-9 * good) return true;
  return false;
}

RC_GTEST_PROP(NiceTicksProperty, CoverTheRangeInRoundSteps,
              (std::int32_t a, std::int32_t b, std::uint8_t power, std::uint8_t count)) {
  const double scale = std::pow(10.0, power % 20 - 12);
  const double low = std::min(a, b) * scale, high = std::max(a, b) * scale;
  const int wanted = 2 + count % 6;
  const Ticks ticks = nice_ticks(low, high, wanted);
  RC_ASSERT(is_round(ticks.step));
  RC_ASSERT(ticks.count >= 2u);
  RC_ASSERT(ticks.count <= static_cast<std::size_t>(wanted) + 3);
  const double slack = 1e-8 * ticks.step;
  RC_ASSERT(ticks.first <= low + slack);
  RC_ASSERT(ticks.last() >= high - slack);
  if (high - low > 1e-9 * std::max(std::fabs(low), std::fabs(high))) {  // no empty step at either end
    RC_ASSERT(ticks.first + ticks.step > low - slack);
    RC_ASSERT(ticks.last() - ticks.step < high + slack);
  }
}

TEST(NiceTicks, PrintApartWithTheirDecimals) {
  for (const auto& [low, high] :
       std::vector<std::pair<double, double>>{{0, 1}, {0, 0.003}, {35, 60}, {1e-9, 4e-9}, {-10, 15}, {1e14, 1.5e14}}) {
    const Ticks ticks = nice_ticks(low, high, 5);
    EXPECT_GE(ticks.step, 0.5 * std::pow(10.0, -ticks.decimals)) << low << ' ' << high;
    for (std::size_t i = 0; i < ticks.count; ++i) {  // printing loses nothing of a tick
      const double printed = std::round(ticks.at(i) * std::pow(10.0, ticks.decimals)) / std::pow(10.0, ticks.decimals);
      EXPECT_NEAR(printed, ticks.at(i), 1e-6 * ticks.step) << low << ' ' << high;
    }
  }
}

TEST(NiceTicks, GiveConstantsAndRoundingErrorsRoom) {
  for (const double x : {0.0, 5.0, -3.0, 1e15, 1e-9}) {
    const Ticks ticks = nice_ticks(x, x, 5);
    EXPECT_LT(ticks.first, x);
    EXPECT_GT(ticks.last(), x);
  }
  const Ticks ticks = nice_ticks(1e15, 1e15 + 0.125, 5);
  EXPECT_GT(ticks.step, 1e12);
}

RC_GTEST_PROP(SpreadProperty, SlotsKeepApartWithinBounds, (const std::vector<std::int8_t>& places)) {
  std::vector<Slot> slots;
  for (const std::int8_t p : places) slots.push_back({static_cast<double>(p), 10.0 + (p & 7), 0});
  double total = 0;
  for (const Slot& s : slots) total += s.height;
  const bool placed = spread(slots, -100, 200);
  RC_ASSERT(placed == (total <= 300));
  if (!placed) return;
  std::vector<Slot> sorted = slots;
  std::stable_sort(sorted.begin(), sorted.end(), [](const Slot& a, const Slot& b) { return a.centre < b.centre; });
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    RC_ASSERT(sorted[i].centre - sorted[i].height / 2 >= -100 - 1e-9);
    RC_ASSERT(sorted[i].centre + sorted[i].height / 2 <= 200 + 1e-9);
    if (i == 0) continue;
    RC_ASSERT(sorted[i].centre - sorted[i - 1].centre >= (sorted[i].height + sorted[i - 1].height) / 2 - 1e-9);
    RC_ASSERT(sorted[i].wanted >= sorted[i - 1].wanted);  // their order is kept
  }
}

TEST(Spread, LeavesSlotsThatAreApartWhereTheyWantToBe) {
  std::vector<Slot> slots = {{50, 10, 0}, {20, 10, 0}};
  ASSERT_TRUE(spread(slots, 0, 100));
  EXPECT_EQ(slots[0].centre, 50);
  EXPECT_EQ(slots[1].centre, 20);
}

TEST(Placer, PlacesBesideThePointAndAwayFromLines) {
  Placer placer({0, 0, 200, 200});
  placer.avoid(std::vector<Point>{{0, 100}, {100, 100}});  // from the left to the point
  const auto box = placer.place({100, 100}, 40, 20, 5);
  ASSERT_TRUE(box.has_value());
  EXPECT_TRUE(box->left >= 100 || box->bottom <= 100 || box->top >= 100);
}

RC_GTEST_PROP(PlacerProperty, BoxesLieWithinAndApart,
              (const std::vector<std::pair<std::uint8_t, std::uint8_t>>& points)) {
  Placer placer({0, 0, 255, 255});
  std::vector<Box> placed;
  for (const auto& [x, y] : points) {
    const auto box = placer.place({static_cast<double>(x), static_cast<double>(y)}, 50, 17, 6);
    if (!box) continue;
    RC_ASSERT(box->left >= -1e-9 && box->top >= -1e-9 && box->right <= 255 + 1e-9 && box->bottom <= 255 + 1e-9);
    for (const Box& other : placed)
      RC_ASSERT(box->left >= other.right || box->right <= other.left || box->top >= other.bottom ||
                box->bottom <= other.top);
    placed.push_back(*box);
  }
  RC_ASSERT(points.empty() || !placed.empty());
}

TEST(Placer, SaysWhenThereIsNoRoom) {
  Placer placer({0, 0, 30, 30});
  EXPECT_FALSE(placer.place({15, 15}, 60, 17, 6).has_value());
}

}  // namespace
}  // namespace foreplan::report
