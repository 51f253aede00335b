#include <foreplan/core/random.hpp>
#include <foreplan/stats/designs.hpp>
#include <foreplan/stats/sobol_indices.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "core/check.hpp"
#include "numeric/parallel.hpp"
#include "numeric/quantiles.hpp"
#include "stats/input_points.hpp"

namespace foreplan::inline v0::stats {
namespace {

constexpr std::string_view kFunction = "stats::sobol_indices";
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kFewestPoints = 4;
constexpr std::size_t kMostResamples = 1'000'000;

void check_options(const SobolIndicesOptions& options) {
  detail::require(options.base_points >= kFewestPoints, kFunction, "options.base_points must be >= 4",
                  std::to_string(options.base_points));
  detail::require(options.resamples == 0 || (options.resamples >= 20 && options.resamples <= kMostResamples), kFunction,
                  "options.resamples must be 0, or 20 to 1,000,000", std::to_string(options.resamples));
  detail::require(options.coverage > 0 && options.coverage < 1, kFunction, "options.coverage must be in (0, 1)",
                  options.coverage);
  detail::require(options.constant_below >= 0 && options.constant_below < 1, kFunction,
                  "options.constant_below must be in [0, 1)", options.constant_below);
}

/// One output of the base points of which every evaluation is finite, centred: [evaluation of a block][base point].
struct Columns {
  std::size_t points = 0, inputs = 0;
  bool second_order = false;
  double mean = 0, largest = 0;
  std::vector<std::vector<double>> f{};

  [[nodiscard]] const std::vector<double>& a() const { return f[0]; }
  [[nodiscard]] const std::vector<double>& b() const { return f[1]; }
  [[nodiscard]] const std::vector<double>& ab(std::size_t i) const { return f[2 + i]; }
  [[nodiscard]] const std::vector<double>& ba(std::size_t i) const { return f[2 + inputs + i]; }
};

Columns columns_of(const SobolSample& sample, std::span<const double> values, std::size_t outputs, std::size_t output) {
  const std::size_t block = sample.block();
  Columns out{.inputs = sample.inputs.size(), .second_order = sample.second_order};
  out.f.resize(block);
  for (std::size_t n = 0; n < sample.base_points; ++n) {
    const auto at = [&](std::size_t e) { return values[(n * block + e) * outputs + output]; };
    bool finite = true;
    for (std::size_t e = 0; e < block && finite; ++e) finite = std::isfinite(at(e));
    if (!finite) continue;
    for (std::size_t e = 0; e < block; ++e) out.f[e].push_back(at(e));
    ++out.points;
  }
  for (std::size_t n = 0; n < out.points; ++n) {
    out.mean += (out.a()[n] / 2 + out.b()[n] / 2 - out.mean) / static_cast<double>(n + 1);
    out.largest = std::max({out.largest, std::abs(out.a()[n]), std::abs(out.b()[n])});
  }
  for (auto& column : out.f)
    for (double& y : column) y -= out.mean;
  return out;
}

/// The terms whose means the estimators are made of: rows of one value a base point.
struct Terms {
  std::vector<std::vector<double>> rows{};  ///< sum and sum of squares of A and B, first, total, pairs
  std::size_t inputs = 0;
  FirstOrderEstimator first = FirstOrderEstimator::saltelli;
};

Terms terms_of(const Columns& c, const SobolIndicesOptions& options) {
  Terms out{.inputs = c.inputs, .first = options.first};
  const auto row = [&](auto&& term) {
    std::vector<double>& values = out.rows.emplace_back(c.points);
    for (std::size_t n = 0; n < c.points; ++n) values[n] = term(n);
  };
  const auto& a = c.a();
  const auto& b = c.b();
  row([&](std::size_t n) { return (a[n] + b[n]) / 2; });
  row([&](std::size_t n) { return (a[n] * a[n] + b[n] * b[n]) / 2; });
  for (std::size_t i = 0; i < c.inputs; ++i) {
    const auto& ab = c.ab(i);
    if (options.first == FirstOrderEstimator::saltelli)
      row([&](std::size_t n) { return b[n] * (ab[n] - a[n]); });
    else
      row([&](std::size_t n) { return (b[n] - ab[n]) * (b[n] - ab[n]) / 2; });
  }
  for (std::size_t i = 0; i < c.inputs; ++i) {
    const auto& ab = c.ab(i);
    if (options.total == TotalEstimator::jansen)
      row([&](std::size_t n) { return (a[n] - ab[n]) * (a[n] - ab[n]) / 2; });
    else
      row([&](std::size_t n) { return a[n] * (a[n] - ab[n]); });
  }
  for (std::size_t i = 0; c.second_order && i < c.inputs; ++i)
    for (std::size_t j = i + 1; j < c.inputs; ++j)
      row([&](std::size_t n) { return c.ba(i)[n] * c.ab(j)[n] - a[n] * b[n]; });
  return out;
}

/// The variance, then the indices in the order of the terms, from the terms' means.
std::vector<double> indices_of(const Terms& terms, const std::vector<double>& means) {
  const std::size_t k = terms.inputs;
  const double variance = means[1] - means[0] * means[0];
  std::vector<double> out{variance};
  for (std::size_t t = 2; t < means.size(); ++t) {
    double share = means[t] / variance;
    if (t < 2 + k && terms.first == FirstOrderEstimator::jansen) share = 1 - share;
    out.push_back(share);
  }
  std::size_t pair = 1 + 2 * k;
  for (std::size_t i = 0; pair < out.size() && i < k; ++i)
    for (std::size_t j = i + 1; j < k; ++j) out[pair++] -= out[1 + i] + out[1 + j];
  return out;
}

std::vector<double> means_of(const Terms& terms) {
  std::vector<double> out;
  for (const auto& row : terms.rows) {
    double sum = 0;
    for (const double x : row) sum += x;
    out.push_back(sum / static_cast<double>(row.size()));
  }
  return out;
}

/// Means with every base point counted as often as it was drawn.
std::vector<double> resampled_means(const Terms& terms, Stream random) {
  const std::size_t points = terms.rows.front().size();
  std::vector<double> drawn(points, 0);
  for (std::size_t n = 0; n < points; ++n)
    ++drawn[static_cast<std::size_t>(random.uniform() * static_cast<double>(points))];
  std::vector<double> out;
  for (const auto& row : terms.rows) {
    double lanes[8] = {};  // sums side by side, always in this order
    std::size_t n = 0;
    for (; n + 8 <= points; n += 8)
      for (std::size_t l = 0; l < 8; ++l) lanes[l] += drawn[n + l] * row[n + l];
    for (std::size_t l = 0; n < points; ++n, ++l) lanes[l] += drawn[n] * row[n];
    double sum = 0;
    for (const double lane : lanes) sum += lane;
    out.push_back(sum / static_cast<double>(points));
  }
  return out;
}

/// [index][resample], those of resamples without variance left out.
std::vector<std::vector<double>> bootstrap(const Terms& terms, std::size_t output, const SobolIndicesOptions& options) {
  std::vector<std::vector<double>> draws(options.resamples);
  Execution execution = options.execution;
  execution.progress = {};
  numeric::parallel_for(options.resamples, execution, [&](std::size_t r) {
    draws[r] = indices_of(terms, resampled_means(terms, Stream({options.seed, purpose_id(kFunction), output, r})));
  });
  std::vector<std::vector<double>> out(draws.empty() ? 0 : draws.front().size());
  for (const auto& draw : draws)
    for (std::size_t i = 0; draw.front() > 0 && i < draw.size(); ++i) out[i].push_back(draw[i]);
  return out;
}

SensitivityIndex with_interval(double value, const std::vector<double>* draws, double coverage) {
  SensitivityIndex out{value, kNaN, kNaN, kNaN};
  if (draws == nullptr || draws->size() < 2) return out;
  double mean = 0, squares = 0;
  for (const double d : *draws) mean += d;
  mean /= static_cast<double>(draws->size());
  for (const double d : *draws) squares += (d - mean) * (d - mean);
  out.standard_error = std::sqrt(squares / static_cast<double>(draws->size() - 1));
  const numeric::CentralInterval interval = numeric::central_interval(*draws, coverage);
  out.lower = interval.lower;
  out.upper = interval.upper;
  return out;
}

OutputIndices not_identified(OutputIndices out, SensitivityStatus status, const Columns& columns) {
  constexpr SensitivityIndex kNone{kNaN, kNaN, kNaN, kNaN};
  out.status = status;
  out.first.assign(columns.inputs, kNone);
  out.total.assign(columns.inputs, kNone);
  for (std::size_t i = 0; columns.second_order && i < columns.inputs; ++i)
    for (std::size_t j = i + 1; j < columns.inputs; ++j) out.second.push_back({i, j, kNone});
  return out;
}

OutputIndices estimate(const Columns& columns, std::size_t output, const SobolIndicesOptions& options) {
  OutputIndices out{.mean = columns.mean, .points = columns.points};
  if (columns.points < kFewestPoints) {
    out.mean = out.variance = kNaN;
    return not_identified(std::move(out), SensitivityStatus::too_few_points, columns);
  }
  const Terms terms = terms_of(columns, options);
  const std::vector<double> values = indices_of(terms, means_of(terms));
  out.variance = values.front();
  if (!(std::sqrt(std::max(0.0, out.variance)) > options.constant_below * columns.largest))
    return not_identified(std::move(out), SensitivityStatus::constant_output, columns);

  const auto draws = bootstrap(terms, output, options);
  const auto index = [&](std::size_t at) {
    return with_interval(values[at], draws.empty() ? nullptr : &draws[at], options.coverage);
  };
  out.status = SensitivityStatus::identified;
  const std::size_t k = columns.inputs;
  for (std::size_t i = 0; i < k; ++i) out.first.push_back(index(1 + i));
  for (std::size_t i = 0; i < k; ++i) out.total.push_back(index(1 + k + i));
  std::size_t pair = 1 + 2 * k;
  for (std::size_t i = 0; columns.second_order && i < k; ++i)
    for (std::size_t j = i + 1; j < k; ++j) out.second.push_back({i, j, index(pair++)});
  return out;
}

}  // namespace

std::string_view to_string(SensitivityStatus status) noexcept {
  switch (status) {
    case SensitivityStatus::identified:
      return "identified";
    case SensitivityStatus::constant_output:
      return "constant output";
    case SensitivityStatus::too_few_points:
      return "too few points";
  }
  return "unknown";
}

void SobolSample::point(std::size_t row, std::span<double> x) const {
  const std::size_t k = inputs.size();
  if (row >= size()) detail::fail("stats::SobolSample::point", "row must be less than size()", std::to_string(row));
  detail::require(x.size() == k, "stats::SobolSample::point", "x must have a place for each input",
                  std::to_string(x.size()));
  const std::size_t n = row / block(), e = row % block();
  const bool from_a = e == 0 || (e >= 2 && e < 2 + k);
  const auto place = static_cast<std::ptrdiff_t>(n * k);
  std::copy_n((from_a ? a : b).begin() + place, k, x.begin());
  if (e < 2) return;
  const std::size_t i = (e - 2) % k;
  x[i] = (from_a ? b : a)[n * k + i];
}

SobolSample sobol_sample(const std::vector<InputDistribution>& inputs, const SobolIndicesOptions& options) {
  check_inputs(kFunction, inputs);
  check_options(options);
  SobolSample out{.base_points = options.base_points, .second_order = options.second_order, .inputs = inputs};
  const std::size_t k = inputs.size();
  static_cast<void>(detail::checked_product(options.base_points, out.block(), kMostEvaluations, kFunction,
                                            "options.base_points times evaluations of each"));
  const Design design = options.design == SobolDesign::sobol
                            ? sobol(options.base_points, 2 * k, {.seed = options.seed})
                            : latin_hypercube(options.base_points, 2 * k, {.seed = options.seed});
  out.a.resize(options.base_points * k);
  out.b.resize(options.base_points * k);
  for (std::size_t n = 0; n < options.base_points; ++n)
    for (std::size_t i = 0; i < k; ++i) {
      out.a[n * k + i] = input_value(inputs[i], design.at(n, i));
      out.b[n * k + i] = input_value(inputs[i], design.at(n, k + i));
    }
  return out;
}

SobolIndices sobol_indices(const SobolSample& sample, std::span<const double> values, std::size_t outputs,
                           const SobolIndicesOptions& options) {
  check_options(options);
  check_values(kFunction, sample.size(), outputs, values.size());
  detail::require(sample.base_points >= kFewestPoints && !sample.inputs.empty(), kFunction,
                  "sample must be one of sobol_sample", std::to_string(sample.base_points) + " base points");
  SobolIndices out{.evaluations = sample.size(), .not_finite = count_not_finite(values, outputs)};
  for (std::size_t o = 0; o < outputs; ++o)
    out.outputs.push_back(estimate(columns_of(sample, values, outputs, o), o, options));
  return out;
}

SobolIndices sobol_indices(const InputFunction& function, const std::vector<InputDistribution>& inputs,
                           std::size_t outputs, const SobolIndicesOptions& options) {
  const SobolSample sample = sobol_sample(inputs, options);
  const auto values = evaluate_points(
      kFunction, function, sample.size(), inputs.size(), outputs,
      [&](std::size_t row, std::span<double> x) { sample.point(row, x); }, options.execution);
  return sobol_indices(sample, values, outputs, options);
}

}  // namespace foreplan::inline v0::stats
