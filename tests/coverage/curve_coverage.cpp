// Do the intervals of fitted curves hold as often as they say? Simulated series of known curves, each fitted from its
// automatic starts, and 90 % intervals counted:
//   curve_coverage [SERIES] [SEED] [CURVE... | parameters]      (by default 2000, 1, and everything)
// Bands of the 16 named curves must hold 88 to 92 % of the time; with fewer than 2000 series three Monte Carlo standard
// errors are allowed besides. Exit code 1 otherwise. AR(1) and parameters are printed only.
#include <foreplan/core/errors.hpp>
#include <foreplan/core/random.hpp>
#include <foreplan/growth/curves.hpp>
#include <foreplan/stats/variates.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "growth/curve_cases.hpp"
#include "numeric/parallel.hpp"

namespace {

using namespace foreplan;
using namespace foreplan::growth;

using Case = CurveCase;
// t = 0.5, 1, ..., 20: 40 observations, 8 more ahead. Curves with a ceiling have come near it.
constexpr std::size_t kObservations = 40, kHorizon = 8;
constexpr double kStep = 0.5, kCoverage = 0.90;

std::vector<double> times() {
  std::vector<double> t;
  for (std::size_t i = 1; i <= kObservations + kHorizon; ++i) t.push_back(kStep * static_cast<double>(i));
  return t;
}

std::vector<double> values(const Case& c, const std::vector<double>& t) {
  std::vector<double> y(t.size());
  curve_function(c.curve)(c.b, t, y, {});
  return y;
}

/// Errors over observations and horizon, and once more over the observations for what a new observation there would be.
struct Errors {
  CurveErrors law{};
  double size = 0;  ///< Of the range of the curve over the observations; with `proportional` of the curve itself.
  double rho = 0;

  [[nodiscard]] std::vector<double> draw(const std::vector<double>& truth, const StreamKey& key) const {
    std::vector<double> e(kObservations + truth.size());
    stats::fill_normal(key, 0, e);
    const auto [low, high] = std::minmax_element(truth.begin(), truth.begin() + kObservations);
    const double unit = size * (*high - *low);
    for (std::size_t i = 0; i < e.size(); ++i) {
      // Past the horizon come the errors of new observations in sample.
      const double level = truth[i < truth.size() ? i : i - truth.size()];
      if (law == CurveErrors::proportional) e[i] *= size * level;
      if (law == CurveErrors::homoscedastic) e[i] *= unit;
      if (law == CurveErrors::ar1 && i < truth.size()) {
        const bool first = i == 0;
        e[i] *= unit * (first ? 1 : std::sqrt(1 - rho * rho));
        if (!first) e[i] += rho * e[i - 1];
      } else if (law == CurveErrors::ar1) {
        e[i] *= unit;
      }
    }
    return e;
  }
};

struct Counts {
  std::size_t local = 0;  ///< Fits that a start at the truth betters.
  std::size_t fitted = 0, mean = 0, sample = 0, next = 0, last = 0, low = 0;  ///< `low`: of the misses of `last`.
};

bool inside(const Forecast& f, std::size_t i, double y) { return f.lower[i] <= y && y <= f.upper[i]; }

Counts one_series(const Case& c, const Errors& errors, const StreamKey& key) {
  const std::vector<double> t = times(), truth = values(c, t), e = errors.draw(truth, key);
  const std::span<const double> seen = std::span(t).first(kObservations);
  std::vector<double> y;
  for (std::size_t i = 0; i < kObservations; ++i) y.push_back(truth[i] + e[i]);
  const CurveFit fit = fit_curve(c.curve, seen, y, {.errors = errors.law});
  Counts counts;
  try {
    if (!fit.usable()) return counts;
    const Forecast mean = band(fit, seen, CurveBand::mean, kCoverage);
    const Forecast sample = band(fit, seen, CurveBand::observation, kCoverage);
    const Forecast ahead = predict(fit, kHorizon, {.coverage = kCoverage});
    for (std::size_t i = 0; i < kObservations; ++i) {
      counts.mean += inside(mean, i, truth[i]);
      counts.sample += inside(sample, i, truth[i] + e[truth.size() + i]);
    }
    const auto future = [&](std::size_t h) { return truth[kObservations + h] + e[kObservations + h]; };
    counts.next = inside(ahead, 0, future(0));
    counts.last = inside(ahead, kHorizon - 1, future(kHorizon - 1));
    counts.low = future(kHorizon - 1) < ahead.lower[kHorizon - 1];
    const CurveFit best = fit_curve(c.curve, seen, y, {.errors = errors.law, .start = c.b});
    counts.local = best.usable() && best.sum_of_squares < (1 - 1e-6) * fit.sum_of_squares;
    counts.fitted = 1;
  } catch (const InvalidArgument&) {
    return {};  // parameters that the series does not tell apart
  }
  return counts;
}

class Table {
 public:
  /// @param only  names of the curves to look at; none: all.
  Table(std::size_t series, std::uint64_t seed, std::vector<std::string> only)
      : series_(series), seed_(seed), only_(std::move(only)) {}

  void bands(const std::string& title, const Errors& errors, bool gated) {
    std::cout << '\n'
              << title << (gated ? "" : " (not judged)") << '\n'
              << "curve                 not fitted  not best   curve  observation  1 ahead  8 ahead  below\n";
    for (std::size_t k = 0; k < kCases.size(); ++k) {
      if (!only_.empty() && std::find(only_.begin(), only_.end(), to_string(kCases[k].curve)) == only_.end()) continue;
      const Counts c = count(kCases[k], errors, k);
      const auto n = static_cast<double>(c.fitted), all = n * static_cast<double>(kObservations);
      const double sample = static_cast<double>(c.sample) / all, next = static_cast<double>(c.next) / n;
      const double last = static_cast<double>(c.last) / n;
      std::cout << std::left << std::setw(22) << to_string(kCases[k].curve) << std::right << std::setw(10)
                << series_ - c.fitted << std::setw(10) << c.local << percent(static_cast<double>(c.mean) / all, 8)
                << percent(sample, 13) << percent(next, 9) << percent(last, 9)
                << percent(static_cast<double>(c.low) / n, 7) << '\n';
      if (gated) judge(kCases[k], {sample, next, last});
    }
  }

  /// Intervals of parameters, and of when 95 % of the ceiling is reached, by both methods; misses below and above
  /// should be 5 % each.
  void parameters(const std::string& title, const Case& c, const Errors& errors, std::size_t cases, double full) {
    std::cout << '\n' << title << "\nparameter    interval  holds  too low  too high  endless\n";
    std::vector<std::string> names = parameter_names(c.curve);
    names.emplace_back("95 % at");
    std::vector<Tally> tallies(names.size() * 2);
    std::vector<std::vector<Tally>> each(series_);
    numeric::parallel_for(series_, {.threads = 0},
                          [&](std::size_t i) { each[i] = intervals(c, errors, key(cases, i), full); });
    for (const auto& one : each)
      for (std::size_t j = 0; j < one.size(); ++j) tallies[j] += one[j];
    for (std::size_t j = 0; j < tallies.size(); ++j) {
      const Tally& s = tallies[j];
      const auto n = static_cast<double>(s.fitted);
      std::cout << std::left << std::setw(13) << names[j / 2] << std::setw(8) << (j % 2 == 0 ? "delta" : "profile")
                << std::right << percent(1 - static_cast<double>(s.low + s.high) / n, 7)
                << percent(static_cast<double>(s.low) / n, 9) << percent(static_cast<double>(s.high) / n, 10)
                << percent(static_cast<double>(s.endless) / n, 9) << '\n';
    }
  }

  [[nodiscard]] const std::vector<std::string>& failures() const { return failures_; }

 private:
  struct Tally {
    std::size_t fitted = 0, low = 0, high = 0, endless = 0;  ///< `low`: the whole interval is below the truth.
    Tally& operator+=(const Tally& o) {
      fitted += o.fitted, low += o.low, high += o.high, endless += o.endless;
      return *this;
    }
  };

  [[nodiscard]] StreamKey key(std::size_t cases, std::size_t i) const {
    return {.seed = seed_, .purpose = purpose_id("curve coverage"), .series = cases, .draw = i};
  }

  [[nodiscard]] Counts count(const Case& c, const Errors& errors, std::size_t cases) const {
    std::vector<Counts> each(series_);
    numeric::parallel_for(series_, {.threads = 0},
                          [&](std::size_t i) { each[i] = one_series(c, errors, key(cases, i)); });
    Counts sum;
    for (const Counts& o : each) {
      sum.fitted += o.fitted, sum.local += o.local, sum.mean += o.mean, sum.sample += o.sample;
      sum.next += o.next, sum.last += o.last, sum.low += o.low;
    }
    return sum;
  }

  static std::vector<Tally> intervals(const Case& c, const Errors& errors, const StreamKey& key, double full) {
    const std::vector<double> t = times(), truth = values(c, t), e = errors.draw(truth, key);
    std::vector<double> y;
    for (std::size_t i = 0; i < kObservations; ++i) y.push_back(truth[i] + e[i]);
    const CurveFit fit = fit_curve(c.curve, std::span(t).first(kObservations), y, {.errors = errors.law});
    const std::size_t p = c.b.size();
    std::vector<Tally> out(2 * (p + 1));
    if (!fit.usable()) return out;
    for (std::size_t j = 0; j < out.size(); ++j) {
      const auto method = j % 2 == 0 ? ParameterInterval::delta : ParameterInterval::profile;
      const double value = j / 2 < p ? c.b[j / 2] : full;
      Interval i;
      if (j / 2 < p)
        i = parameter_interval(fit, fit.parameters[j / 2].name, kCoverage, method);
      else if (const auto time = time_to_share(fit, 0.95, kCoverage, method))
        i = time->range;
      out[j] = {1, i.upper<value, i.lower> value, std::isinf(i.upper) || std::isinf(i.lower)};
    }
    return out;
  }

  static std::string percent(double fraction, int width) {
    std::ostringstream out;
    out << std::fixed << std::setprecision(1) << std::setw(width) << 100 * fraction;
    return out.str();
  }

  void judge(const Case& c, const std::vector<double>& coverages) {
    const double noise =
        series_ >= 2000 ? 0 : 3 * std::sqrt(kCoverage * (1 - kCoverage) / static_cast<double>(series_));
    for (const double coverage : coverages)
      if (!(std::abs(coverage - kCoverage) <= 0.02 + noise))
        failures_.push_back(std::string(to_string(c.curve)) + " holds" + percent(coverage, 6) + " % of the time");
  }

  std::size_t series_;
  std::uint64_t seed_;
  std::vector<std::string> only_{}, failures_{};
};

}  // namespace

int main(int argc, char** argv) try {
  const auto series = static_cast<std::size_t>(argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 2000);
  const std::uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1;
  const bool parameters = argc == 4 && std::string(argv[3]) == "parameters";
  std::vector<std::string> only;
  for (int i = 3; i < argc && !parameters; ++i) only.emplace_back(to_string(parse_curve(argv[i])));
  std::cout << series << " series of 40 observations each, seed " << seed << "; how often 90 % intervals hold, in %.\n";
  Table table(series, seed, only);
  if (!parameters) {
    table.bands("Errors of one size, 2 % of the curve's range", {CurveErrors::homoscedastic, 0.02, 0}, true);
    table.bands("Proportional errors, 3 % of the curve", {CurveErrors::proportional, 0.03, 0}, true);
    table.bands("AR(1) errors, rho 0.5, 2 % of the curve's range", {CurveErrors::ar1, 0.02, 0.5}, false);
  }
  const Errors even{CurveErrors::homoscedastic, 0.02, 0};
  if (only.empty()) {
    table.parameters("Logistic whose inflection is just past the observations (midpoint 22, rate 0.25), errors 2 %",
                     {Curve::logistic, {50, 0.25, 22}}, even, 100, 22 + std::log(19.0) / 0.25);
    table.parameters("Logistic past its inflection (midpoint 9, rate 0.5), errors 2 %", {Curve::logistic, {50, 0.5, 9}},
                     even, 101, 9 + std::log(19.0) / 0.5);
    table.parameters("Gompertz before its inflection (midpoint 22, rate 0.1), errors 2 %",
                     {Curve::gompertz, {50, 0.1, 22}}, even, 102, 22 - std::log(-std::log(0.95)) / 0.1);
  }
  std::cout << '\n';
  for (const std::string& f : table.failures()) std::cout << "OUTSIDE 88 to 92 %: " << f << '\n';
  if (table.failures().empty()) std::cout << "all judged bands hold 88 to 92 % of the time\n";
  return table.failures().empty() ? 0 : 1;
} catch (const std::exception& e) {
  std::cerr << e.what() << '\n';
  return 2;
}
