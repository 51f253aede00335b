#include "report/style.hpp"

#include "report/canvas.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <regex>
#include <string>
#include <vector>

namespace foreplan::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// Relative luminance of "#rrggbb" by WCAG 2.1.
double luminance(const std::string& hex) {
  const auto channel = [&](std::size_t at) {
    const double c = std::stoi(hex.substr(at, 2), nullptr, 16) / 255.0;
    return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

double contrast(const std::string& a, const std::string& b) {
  const double x = luminance(a), y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

TEST(Contrast, AgreesWithWcagExamples) {
  EXPECT_NEAR(contrast("#000000", "#ffffff"), 21, 1e-12);
  EXPECT_NEAR(contrast("#777777", "#ffffff"), 4.48, 0.005);  // the grey that just fails
}

/// The style sheet cut where the dark rules begin.
struct Sheet {
  std::string light{}, dark{};
};
Sheet parts(std::string_view css) {
  const std::string text(css);
  const std::size_t dark = text.find("@media screen and (prefers-color-scheme:dark)");
  EXPECT_NE(dark, text.npos);
  return {text.substr(0, dark), text.substr(dark, text.find("@media print") - dark)};
}

/// Colours of a property of rules: class to "#rrggbb".
std::map<std::string, std::string> colours(const std::string& css, const std::string& classes,
                                           const std::string& property) {
  std::map<std::string, std::string> found;
  const std::regex rule("\\.(" + classes + ")\\{[^}]*\\b" + property + ":(#[0-9a-f]{6})");
  for (std::sregex_iterator i(css.begin(), css.end(), rule), end; i != end; ++i) found[(*i)[1]] = (*i)[2];
  return found;
}

TEST(ChartStyle, TextAndLinesContrastWithThePaperInLightAndDark) {
  const Sheet sheet = parts(chart_style());
  for (const auto& [css, paper] : {std::pair{sheet.light, "#ffffff"}, std::pair{sheet.dark, "#14181d"}}) {
    for (const auto& [name, property] :
         {std::pair{"fp-x\\d", "fill"}, std::pair{"fp-f\\d", "fill"}, std::pair{"fp-l\\d", "stroke"}}) {
      const auto found = colours(css, name, property);
      ASSERT_EQ(found.size(), static_cast<std::size_t>(kColours)) << name;
      for (const auto& [key, colour] : found)
        EXPECT_GE(contrast(colour, paper), 4.5) << key << ' ' << colour << " on " << paper;
    }
    const auto muted = colours(css, "fp-note", "fill");
    ASSERT_FALSE(muted.empty());
    for (const auto& [key, colour] : muted) EXPECT_GE(contrast(colour, paper), 4.5) << key;
  }
}

TEST(ChartStyle, NumbersWithinBarsContrastWithThem) {
  const Sheet sheet = parts(chart_style());
  for (const auto& [key, colour] : colours(sheet.light, "fp-f\\d", "fill"))
    EXPECT_GE(contrast(colour, "#ffffff"), 4.5) << key;
  for (const auto& [key, colour] : colours(sheet.dark, "fp-f\\d", "fill"))
    EXPECT_GE(contrast(colour, "#14181d"), 4.5) << key;
}

TEST(PageStyle, TextContrastsWithThePaper) {
  const Sheet sheet = parts(page_style());
  const std::regex text("[;{]color:(#[0-9a-f]{6})");
  for (const auto& [css, paper] :
       {std::pair{sheet.light, "#f4f6f7"}, std::pair{sheet.dark, "#1d2329"}}) {  // the callout's, the harder ones
    std::size_t n = 0;
    for (std::sregex_iterator i(css.begin(), css.end(), text), end; i != end; ++i, ++n)
      EXPECT_GE(contrast((*i)[1], paper), 4.5) << (*i)[1];
    EXPECT_GE(n, 5u);
  }
}

TEST(Styles, FetchNothingAndPrintInLight) {
  for (const std::string_view css : {chart_style(), page_style()}) {
    for (const char* bad : {"url(", "@import", "@font-face", "expression", "javascript", "<", "&"})
      EXPECT_THAT(std::string(css), Not(HasSubstr(bad)));
    EXPECT_THAT(std::string(css), Not(HasSubstr("@media (prefers-color-scheme")));  // screens only: ink stays dark
    EXPECT_EQ(std::count(css.begin(), css.end(), '{'), std::count(css.begin(), css.end(), '}'));
  }
  EXPECT_THAT(std::string(page_style()), HasSubstr("@media print"));
}

}  // namespace
}  // namespace foreplan::report
