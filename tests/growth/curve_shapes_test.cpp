#include "growth/curve_shapes.hpp"

#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "growth/curve_cases.hpp"

namespace foreplan::growth::internal {
namespace {

TEST(CurveShapes, EveryParameterIsLinearOrSearchedAndHasABound) {
  for (const Curve curve : all_curves()) {
    const CurveShape& shape = shape_of(curve);
    EXPECT_EQ(shape.curve, curve);
    std::multiset<std::size_t> places(shape.linear.begin(), shape.linear.end());
    places.insert(shape.others.begin(), shape.others.end());
    std::multiset<std::size_t> every;
    for (std::size_t j = 0; j < shape.parameters.size(); ++j) every.insert(j);
    EXPECT_EQ(places, every) << shape.name;
    EXPECT_EQ(shape.axes.size(), shape.others.size()) << shape.name;
    EXPECT_EQ(shape.least.size(), shape.parameters.size()) << shape.name;
  }
}

TEST(CurveShapes, LinearParametersEnterLinearly) {
  for (const CurveCase& c : kCases) {
    const CurveShape& shape = shape_of(c.curve);
    std::vector<double> two = c.b, none = c.b;
    for (const std::size_t j : shape.linear) {
      two[j] *= 2;
      none[j] = 0;
    }
    for (const double t : {0.5, 4.0, 11.0}) {
      EXPECT_NEAR(formula(c.curve, two, t), 2 * formula(c.curve, c.b, t), 1e-12 * std::abs(formula(c.curve, two, t)))
          << shape.name;
      EXPECT_EQ(formula(c.curve, none, t), 0) << shape.name;
    }
  }
}

TEST(CurveShapes, FunctionAndKernelAreTheFormula) {
  for (const CurveCase& c : kCases) {
    const CurveShape& shape = shape_of(c.curve);
    const std::vector<double> t{0.5, 4, 11};
    std::vector<double> values(3), by_kernel(3);
    shape.function(c.b, t, values, {});
    shape.kernel(c.b.data(), t.data(), 3, by_kernel.data(), nullptr);
    EXPECT_EQ(values, by_kernel);
    for (std::size_t i = 0; i < 3; ++i)
      EXPECT_NEAR(values[i], formula(c.curve, c.b, t[i]), 1e-13 * std::abs(c.b[0])) << shape.name;
  }
}

}  // namespace
}  // namespace foreplan::growth::internal
