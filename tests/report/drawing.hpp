#pragma once
#include "hostile.hpp"
#include "report/layout.hpp"
#include "xml.hpp"

#include <gtest/gtest.h>
#include <foreplan/report/chart.hpp>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <string>
#include <vector>

/// What stands where in a picture, read back from its SVG.
namespace foreplan::testing {

using report::Box;
using report::Point;

inline std::vector<Point> points_of(const Element& shape) {
  std::vector<Point> points;
  std::istringstream in(shape.attribute("points"));
  Point p;
  for (char comma = 0; in >> p.x >> comma >> p.y;) points.push_back(p);
  return points;
}

/// The box of a text: its width by the estimate that layout_test ties to the metrics of real fonts, its
/// height from the top of a capital to below the line of a `g`.
inline Box text_box(const Element& text) {
  const double size = text.has_class("fp-title") ? 17 : text.has_class("fp-note") ? 12 : report::kTextSize;
  const double width = report::text_width(text.text, size, text.has_class("fp-strong") || text.has_class("fp-title"));
  const std::string anchor = text.attribute("text-anchor");
  const double x = text.number("x") - (anchor == "middle" ? width / 2 : anchor == "end" ? width : 0);
  const double y = text.number("y");
  return {x, y - 0.74 * size, x + width, y + 0.22 * size};
}

inline Box shape_box(const Element& e) {
  if (e.name == "text") return text_box(e);
  if (e.name == "line")
    return {std::min(e.number("x1"), e.number("x2")), std::min(e.number("y1"), e.number("y2")),
            std::max(e.number("x1"), e.number("x2")), std::max(e.number("y1"), e.number("y2"))};
  if (e.name == "circle")
    return {e.number("cx") - e.number("r"), e.number("cy") - e.number("r"), e.number("cx") + e.number("r"),
            e.number("cy") + e.number("r")};
  if (e.name == "rect") {
    const double x = e.attributes.count("x") ? e.number("x") : 0, y = e.attributes.count("y") ? e.number("y") : 0;
    return {x, y, x + e.number("width"), y + e.number("height")};
  }
  Box box{1e300, 1e300, -1e300, -1e300};
  for (const Point& p : points_of(e))
    box = {std::min(box.left, p.x), std::min(box.top, p.y), std::max(box.right, p.x), std::max(box.bottom, p.y)};
  return box;
}

inline bool is_drawn(const Element& e) {
  static const std::vector<std::string> kShapes = {"text", "line", "circle", "rect", "polyline", "polygon"};
  return std::find(kShapes.begin(), kShapes.end(), e.name) != kShapes.end();
}

/// Whether everything lies within the picture and no two texts cover each other.
inline ::testing::AssertionResult well_drawn(const std::string& svg) {
  const Element root = parse_xml(svg);
  for (const std::string_view bad : {"nan", "inf"})
    for (const Element* e : {&root})
      for (const Element& child : e->children)
        for (const auto& [key, value] : child.attributes)
          if (key != "class" && key != "id" && value.find(bad) != std::string::npos)
            return ::testing::AssertionFailure() << child.name << ' ' << key << "=" << value;
  std::istringstream view(root.attribute("viewBox"));
  double left = 0, top = 0, width = 0, height = 0;
  view >> left >> top >> width >> height;
  std::vector<std::pair<Box, const Element*>> texts;
  for (const Element& e : root.children) {
    if (!is_drawn(e)) continue;
    const Box b = shape_box(e);
    constexpr double kHair = 0.51;
    if (b.left < -kHair || b.top < -kHair || b.right > width + kHair || b.bottom > height + kHair)
      return ::testing::AssertionFailure() << e.name << " \"" << e.text << "\" lies outside: " << b.left << ' ' << b.top
                                           << ' ' << b.right << ' ' << b.bottom << " of " << width << " x " << height;
    if (e.name == "text") texts.emplace_back(b, &e);
  }
  std::sort(texts.begin(), texts.end(), [](const auto& a, const auto& b) { return a.first.top < b.first.top; });
  for (std::size_t i = 0; i < texts.size(); ++i)
    for (std::size_t k = i + 1; k < texts.size() && texts[k].first.top < texts[i].first.bottom; ++k) {
      const Box &a = texts[i].first, &b = texts[k].first;
      const double across = std::min(a.right, b.right) - std::max(a.left, b.left),
                   down = std::min(a.bottom, b.bottom) - b.top;
      if (across > 0.5 && down > 0.5)
        return ::testing::AssertionFailure() << "\"" << texts[i].second->text << "\" and \"" << texts[k].second->text
                                             << "\" cover each other by " << across << " x " << down;
    }
  return ::testing::AssertionSuccess();
}

/// Nothing of a hostile text may become an element or an attribute.
inline ::testing::AssertionResult harmless(const std::string& page) {
  ::testing::AssertionResult result = ::testing::AssertionSuccess();
  each_element(parse_xml(page), [&](const Element& e) {
    bool bad = e.name == kPoison || e.name == "script" || e.name == "iframe" || e.name == "object" ||
               e.name == "image" || e.name == "foreignObject";
    for (const auto& [key, value] : e.attributes) {
      bad = bad || key.rfind("on", 0) == 0 || key == "src" || key == "xlink:href";
      bad = bad || (key == "href" && value.rfind('#', 0) != 0);
      bad = bad || (key == "style" && value.find("url") != std::string::npos);
    }
    if (bad) result = ::testing::AssertionFailure() << "element " << e.name << " of the text's own";
  });
  return result;
}

/// Draws a chart in both languages, alone and for a page, from a phone's width to a wall's.
template <class Chart>
void expect_well_drawn(const Chart& chart) {
  for (const Language language : {Language::english, Language::vietnamese})
    for (const bool standalone : {true, false})
      for (const double width : {300.0, 360.0, 560.0, 800.0, 2000.0}) {
        const std::string svg = report::svg(chart, {language, width, "chart", standalone});
        EXPECT_TRUE(well_drawn(svg)) << tag(language) << ", width " << width
                                     << (standalone ? ", alone" : ", on a page");
        EXPECT_TRUE(harmless(svg));
      }
}

/// What every picture must have for those who do not see it.
template <class Chart>
void expect_accessible(const Chart& chart) {
  for (const Language language : {Language::english, Language::vietnamese}) {
    const Element root = parse_xml(report::svg(chart, {language, 720, "my-chart", true}));
    EXPECT_EQ(root.attribute("role"), "img");
    EXPECT_EQ(root.attribute("lang"), tag(language));
    EXPECT_EQ(root.attribute("aria-labelledby"), "my-chart-title my-chart-desc");
    ASSERT_GE(root.children.size(), 2u);
    EXPECT_EQ(root.children[0].name, "title");
    EXPECT_EQ(root.children[0].attribute("id"), "my-chart-title");
    EXPECT_FALSE(root.children[0].text.empty());
    EXPECT_EQ(root.children[1].name, "desc");
    EXPECT_EQ(root.children[1].attribute("id"), "my-chart-desc");
    EXPECT_FALSE(root.children[1].text.empty());
  }
}

/// A name of 200 characters, half of it one word.
inline std::string long_name() {
  std::string name;
  while (name.size() < 100) name += "value added ";
  return name + std::string(200 - name.size(), 'w');
}

/// The texts of a picture in the order in which they were drawn.
inline std::vector<std::string> texts_of(const std::string& svg) {
  std::vector<std::string> texts;
  const Element root = parse_xml(svg);
  for (const Element* e : all_named(root, "text")) texts.push_back(e->text);
  return texts;
}

}  // namespace foreplan::testing
