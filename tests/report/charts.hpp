#pragma once
#include "drawing.hpp"

#include <gmock/gmock.h>
#include <foreplan/core/errors.hpp>

#include <cmath>
#include <limits>

/// What the tests of charts and tables have in common, under short names.
namespace foreplan::report {

using foreplan::testing::all_named;
using foreplan::testing::all_of_class;
using foreplan::testing::Element;
using foreplan::testing::expect_accessible;
using foreplan::testing::expect_well_drawn;
using foreplan::testing::harmless;
using foreplan::testing::hostile_texts;
using foreplan::testing::long_name;
using foreplan::testing::parse_xml;
using foreplan::testing::points_of;
using foreplan::testing::shape_box;
using foreplan::testing::texts_of;
using foreplan::testing::whole_text;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::ThrowsMessage;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// A call that draws the chart after one change to it.
template <class Chart, class Change>
auto drawing(Chart chart, Change change) {
  change(chart);
  return [chart] { (void)svg(chart); };
}

}  // namespace foreplan::report
