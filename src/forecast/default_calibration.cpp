#include <foreplan/forecast/default_combination.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

#include "core/check.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr std::array<double, 4> kLevels{0.75, 0.9, 0.95, 0.975};

/// So many steps ahead, by level; between knots factors are linear in the step.
struct Knot {
  std::size_t step = 1;
  std::array<double, 4> lower{}, upper{};
};

struct SeasonFactors {
  std::size_t season_length = 1;
  std::size_t series = 0;  ///< That they were found on, each origin for itself.
  std::vector<Knot> knots{};
};

/// What bench/default_calibration.cpp prints of its six files, to two places.
const std::vector<SeasonFactors>& factors() {
  static const std::vector<SeasonFactors> all{
      {1,
       13952,
       {{1, {0.94, 1.11, 1.21, 1.34}, {1.14, 1.25, 1.37, 1.49}},
        {2, {0.95, 1.19, 1.33, 1.47}, {1.54, 1.61, 1.80, 2.01}},
        {3, {0.97, 1.24, 1.38, 1.51}, {1.79, 1.89, 2.13, 2.41}},
        {4, {1.00, 1.28, 1.45, 1.61}, {1.99, 2.16, 2.45, 2.82}},
        {6, {1.14, 1.42, 1.57, 1.76}, {1.99, 2.30, 2.71, 3.27}}}},
      {4,
       9980,
       {{1, {0.96, 1.12, 1.24, 1.39}, {1.10, 1.21, 1.34, 1.46}},
        {2, {1.04, 1.28, 1.50, 1.81}, {1.24, 1.33, 1.41, 1.54}},
        {3, {1.08, 1.31, 1.50, 1.83}, {1.29, 1.34, 1.47, 1.67}},
        {4, {1.01, 1.25, 1.48, 1.73}, {1.43, 1.45, 1.62, 1.82}},
        {6, {0.97, 1.24, 1.42, 1.60}, {1.57, 1.56, 1.69, 1.90}},
        {8, {0.95, 1.22, 1.41, 1.54}, {1.65, 1.63, 1.77, 2.02}}}},
      {12,
       1621,
       {{1, {1.23, 1.30, 1.43, 1.48}, {1.26, 1.38, 1.47, 1.61}},
        {2, {1.18, 1.28, 1.30, 1.48}, {1.36, 1.39, 1.51, 1.66}},
        {3, {1.13, 1.43, 1.46, 1.49}, {1.62, 1.75, 1.75, 1.98}},
        {4, {1.26, 1.51, 1.82, 2.12}, {1.51, 1.62, 1.74, 1.78}},
        {6, {1.13, 1.40, 1.59, 1.84}, {1.54, 1.64, 1.83, 1.97}},
        {8, {0.99, 1.23, 1.34, 1.46}, {1.43, 1.59, 1.77, 2.07}},
        {12, {1.01, 1.26, 1.39, 1.50}, {1.49, 1.65, 1.81, 2.03}},
        {18, {0.97, 1.29, 1.43, 1.54}, {1.56, 1.70, 1.94, 2.18}},
        {24, {1.05, 1.33, 1.51, 1.65}, {1.48, 1.64, 1.85, 1.97}}}},
      {24,
       738,
       {{1, {1.06, 1.13, 1.20, 1.33}, {1.20, 1.38, 1.43, 1.44}},
        {2, {1.06, 1.03, 1.01, 1.00}, {1.19, 1.17, 1.24, 1.33}},
        {3, {0.99, 1.12, 1.11, 1.14}, {1.09, 1.19, 1.22, 1.29}},
        {4, {0.97, 1.12, 1.11, 1.14}, {1.21, 1.17, 1.29, 1.50}},
        {6, {0.97, 1.08, 1.09, 1.09}, {1.22, 1.25, 1.40, 1.57}},
        {8, {0.85, 1.11, 1.19, 1.19}, {1.32, 1.28, 1.40, 1.67}},
        {12, {0.83, 0.95, 1.09, 1.13}, {0.89, 1.01, 1.17, 1.32}},
        {18, {0.78, 0.80, 0.91, 1.06}, {0.70, 0.85, 0.93, 0.97}},
        {24, {0.48, 0.56, 0.63, 0.73}, {0.72, 0.77, 0.80, 0.86}},
        {36, {0.64, 0.66, 0.72, 0.80}, {0.77, 0.93, 0.98, 1.01}},
        {48, {0.53, 0.57, 0.65, 0.79}, {0.61, 0.81, 0.87, 0.89}}}},
      {52,
       642,
       {{1, {0.57, 0.79, 0.96, 1.05}, {1.16, 1.25, 1.34, 2.12}},
        {2, {0.66, 0.86, 0.97, 1.04}, {1.02, 1.23, 1.39, 1.34}},
        {3, {0.50, 0.83, 0.98, 1.00}, {0.79, 1.06, 1.26, 1.26}},
        {4, {0.55, 0.73, 0.86, 1.05}, {0.81, 0.96, 1.08, 1.21}},
        {6, {0.57, 0.74, 0.83, 1.00}, {0.94, 1.04, 1.11, 1.27}},
        {8, {0.56, 0.71, 0.80, 1.02}, {0.89, 0.94, 1.02, 1.18}},
        {12, {0.54, 0.65, 0.73, 1.01}, {0.88, 0.93, 1.00, 1.12}}}},
  };
  return all;
}

std::vector<double> between(const Knot& a, const Knot& b, std::size_t step, std::array<double, 4> Knot::*side) {
  const double share = a.step == b.step ? 0 : static_cast<double>(step - a.step) / static_cast<double>(b.step - a.step);
  std::vector<double> result;
  for (std::size_t l = 0; l < kLevels.size(); ++l) result.push_back((1 - share) * (a.*side)[l] + share * (b.*side)[l]);
  return result;
}

}  // namespace

IntervalCalibration default_calibration(std::size_t season_length) {
  if (season_length < 1) detail::fail("forecast::default_calibration", "the season length must be >= 1", "0");
  const auto& all = factors();
  auto of = std::find_if(all.begin(), all.end(), [&](const auto& f) { return f.season_length >= season_length; });
  if (of == all.end()) --of;
  IntervalCalibration result{{kLevels.begin(), kLevels.end()}, {}, {}, {}};
  std::size_t next = 0;
  for (std::size_t step = 1; step <= of->knots.back().step; ++step) {
    if (of->knots[next].step < step) ++next;
    const Knot& before = of->knots[next == 0 || of->knots[next].step == step ? next : next - 1];
    result.lower.push_back(between(before, of->knots[next], step, &Knot::lower));
    result.upper.push_back(between(before, of->knots[next], step, &Knot::upper));
    result.series.push_back(of->series);
  }
  return result;
}

}  // namespace foreplan::inline v0::forecast
