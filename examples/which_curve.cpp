// Which curve suits this indicator? People employed in manufacturing in Vietnam, seven curves: which describes
// 1990-2018 best, which would have forecast it best three years ahead, and what the two winners say of 2030. Source:
// GGDC/UNU-WIDER Economic Transformation Database (2021), CC BY 4.0: Vietnam, EMP, manufacturing.
#include <foreplan/growth.hpp>

#include <cmath>
#include <cstdio>
#include <string>

namespace growth = foreplan::growth;
using growth::Curve;

namespace {

const foreplan::Series kEmployed{
    "people employed in manufacturing",
    1990,
    foreplan::Unit::physical("person", 3),
    {2104, 2242, 2388, 2522, 2653, 2780, 2919, 2896, 2921, 3181, 3452, 3655, 4167, 4426, 4550,
     5031, 5507, 5665, 5999, 6449, 6646, 6973, 7102, 7267, 7415, 8083, 8867, 9316, 9717}};

void print(const growth::CurveComparison& all) {
  std::printf("%-22s %11s %8s   %11s %5s  %s\n", "", "AICc above", "Akaike", "error ahead", "", "could not");
  std::printf("%-22s %11s %8s   %11s %5s  %s\n", "best description first", "the best", "weight", "(MASE)", "rank",
              "be fitted");
  for (const std::size_t i : all.by_aicc) {
    const growth::ComparedCurve& c = all.curves[i];
    std::printf("%-22s %11.2f %6.1f %% %13.2f %5zu  %4zu of %zu\n", c.name.c_str(), c.delta, 100 * c.weight, c.error,
                c.error_rank, c.failures, c.origins.size());
  }
}

/// Where the curve leads, and what its residuals say against its interval.
void print_outlook(const growth::ComparedCurve& c) {
  const auto forecast = growth::predict(c.fit, 12);
  const auto top = growth::ceiling(c.fit);
  const double follow = growth::diagnose(c.fit).autocorrelation.p_value;
  std::printf("  %-20s %6.0f (%.0f to %.0f), ceiling %s%s\n", c.name.c_str(), forecast.mean.back(),
              forecast.lower.back(), forecast.upper.back(),
              top ? std::to_string(static_cast<int>(*top)).c_str() : "none",
              follow < 0.05 ? "; errors follow one another (Ljung-Box): too narrow" : "");
}

}  // namespace

int main() {
  // The caller's own curve stands beside the named ones: growth at a rate that itself rises or falls by the year.
  const growth::CurveCandidate bending{"bending exponential", [](auto t, auto y, const auto& options) {
                                         return growth::fit_curve<3>(
                                             [](const auto& b, double x) {
                                               using std::exp;
                                               return b[0] * exp(b[1] * x + b[2] * x * x);
                                             },
                                             {y.front(), 0.05, 0.0}, t, y, options);
                                       }};
  const growth::CompareCurvesOptions options{.horizon = 3, .minimum_training = 15};
  const auto all = growth::compare_curves({Curve::linear, Curve::quadratic, Curve::exponential,
                                           Curve::modified_exponential, Curve::logistic, Curve::gompertz, bending},
                                          kEmployed, options);
  std::printf("%s, thousands: %zu years; forecasts 1 to %zu years ahead from %zu origins.\n\n", kEmployed.name.c_str(),
              all.observations, all.horizon, all.origins);
  print(all);

  std::printf(
      "\nMASE 1 is a mean year\'s change. A curve with a ceiling cannot be fitted to years that show none yet; it "
      "ranks\n"
      "after those that could be used throughout. What those with a weight above 10 %% say of 2030, thousands:\n");
  for (const std::size_t i : all.by_aicc)
    if (all.curves[i].weight > 0.1) print_outlook(all.curves[i]);
}
