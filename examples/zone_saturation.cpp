// When is an industrial zone full? Its let land is counted at the end of each year, the land that can be let is known:
// a logistic curve with that ceiling, and the year in which 95 % is let, with an interval.
// The counts are made up for this example; the zone has 170 ha.
#include <foreplan/growth.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

namespace growth = foreplan::growth;
using growth::ParameterInterval;

namespace {

constexpr double kTotal = 170;  // ha
const std::vector<double> kYear{2007, 2008, 2009, 2010, 2011, 2012, 2013, 2014, 2015};
const std::vector<double> kLet{14, 17, 24, 34, 43, 58, 70, 88, 99};

/// Counts are of ends of years, so that 2019.3 is in the fourth month of 2020.
std::string month(double t) {
  if (!std::isfinite(t)) return "never";
  const double year = std::floor(t);
  const int number = 1 + static_cast<int>(12 * (t - year));
  return std::to_string(static_cast<int>(year) + 1) + (number < 10 ? "-0" : "-") + std::to_string(number);
}

void print(const char* what, const growth::CurveFit& fit, ParameterInterval method) {
  const auto full = growth::time_to_share(fit, 0.95, 0.90, method);
  if (full)
    std::printf("  %-36s %s   %s to %s\n", what, month(full->t).c_str(), month(full->range.lower).c_str(),
                month(full->range.upper).c_str());
}

}  // namespace

int main() {
  const auto fit = growth::fit_logistic(kYear, kLet, {.ceiling = kTotal});
  std::printf(
      "Let at the end of 2015: %.0f of %.0f ha. Logistic to %.0f ha: half let at %.1f, rate %.3f, sigma %.1f ha\n\n",
      kLet.back(), kTotal, kTotal, fit["midpoint"], fit["rate"], fit.sigma);

  std::printf("95 %% let in                              expected   9 times in 10\n");
  print("ceiling known, delta method:", fit, ParameterInterval::delta);
  print("ceiling known, profile:", fit, ParameterInterval::profile);
  const auto open = growth::fit_logistic(kYear, kLet);
  print("ceiling estimated, delta method:", open, ParameterInterval::delta);
  print("ceiling estimated, profile:", open, ParameterInterval::profile);
  const auto top = growth::parameter_interval(open, "ceiling");
  std::printf("  The counts alone leave the ceiling between %.0f and %.0f ha: that there are %.0f ha must be told.\n\n",
              top.lower, top.upper, kTotal);

  std::printf("Let at the end of      expected   9 times in 10\n");
  const auto next = growth::predict(fit, 8);
  for (std::size_t i = 0; i < next.horizon(); ++i)
    std::printf("  %.0f %23.0f   %.0f to %.0f ha\n", kYear.back() + 1 + static_cast<double>(i), next.mean[i],
                next.lower[i], std::min(next.upper[i], kTotal));

  const auto checks = growth::diagnose(fit);
  std::printf("\nErrors that follow one another? p = %.2f. That grow with the level? p = %.2f.\n", checks.runs.p_value,
              checks.variance.p_value);
}
