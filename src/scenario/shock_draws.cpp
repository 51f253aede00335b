#include "scenario/shock_draws.hpp"

#include <foreplan/core/random.hpp>
#include <foreplan/scenario/residuals.hpp>
#include <foreplan/stats/variates.hpp>

#include <algorithm>
#include <cmath>
#include <string>

#include "core/check.hpp"
#include "stats/covariance_factor.hpp"

namespace foreplan::inline v0::scenario::detail {
namespace {

using foreplan::detail::fail;
using foreplan::detail::number_text;
using foreplan::detail::quoted;
using foreplan::detail::require;

constexpr std::string_view kFunction = "scenario::simulate";
constexpr std::size_t kMostEquations = 20'000;  // a covariance of 3.2 GB

std::vector<double> factor_of(const std::vector<std::vector<double>>& covariance, std::size_t n, std::string_view what,
                              std::string_view order) {
  return stats::internal::covariance_factor(covariance, n, kFunction, what, order);
}

/// Rows of residuals: complete ones, in order.
struct Rows {
  std::size_t count = 0;
  std::vector<double> values{};  ///< [row][equation]
};

/// @param contiguous  a row inside that is not complete is refused.
Rows complete_rows(const Frame& residuals, bool contiguous) {
  const auto& series = residuals.series();
  const std::size_t periods = residuals.periods();
  const auto complete = [&](std::size_t p) {
    return std::all_of(series.begin(), series.end(), [&](const Series& s) { return std::isfinite(s.values[p]); });
  };
  Rows out;
  std::size_t last = 0;
  for (std::size_t p = 0; p < periods; ++p) {
    if (!complete(p)) continue;
    if (contiguous && out.count > 0 && p != last + 1)
      fail(kFunction, "blocks of residuals need complete rows",
           "none in " + to_string(series.front().start + static_cast<std::int64_t>(last + 1)));
    last = p;
    ++out.count;
    for (const Series& s : series) out.values.push_back(s.values[p]);
  }
  return out;
}

void centre(Rows& rows, std::size_t equations) {
  for (std::size_t i = 0; i < equations; ++i) {
    double sum = 0;
    for (std::size_t r = 0; r < rows.count; ++r) sum += rows.values[r * equations + i];
    const double mean = sum / static_cast<double>(rows.count);
    for (std::size_t r = 0; r < rows.count; ++r) rows.values[r * equations + i] -= mean;
  }
}

/// The residuals of the scenario's own data before the range.
Frame residuals_before(const Model& model, const Scenario& scenario, Period first) {
  const Frame& data = scenario.data();
  if (data.empty() || !(data.range().first < first))
    fail(kFunction, "shocks from residuals need data before the range (options.shocks names other shocks)", "none");
  const PeriodRange past{data.range().first, data.range().last < first ? data.range().last : first - 1};
  return residuals(model, data, past);
}

}  // namespace

ShockDraws::ShockDraws(const Model& model, const Scenario& scenario, PeriodRange range, const SimulateOptions& options)
    : seed_(options.seed), draws_(options.draws), periods_(range.size()), antithetic_(options.antithetic) {
  std::visit([&](const auto& shocks) { take(shocks, model, scenario, range); }, options.shocks);
  if (antithetic_ && (bootstrap_ || given_))
    fail(kFunction, "antithetic draws need shocks of a normal law", bootstrap_ ? "a bootstrap" : "given shocks");
}

void ShockDraws::take(const ResidualShocks& shocks, const Model& model, const Scenario& scenario, PeriodRange range) {
  const Frame made = shocks.residuals.empty() ? residuals_before(model, scenario, range.first) : Frame();
  const Frame& residuals = shocks.residuals.empty() ? made : shocks.residuals;
  std::vector<std::string> names;
  for (const Series& s : residuals.series()) names.push_back(s.name);
  equations_ = behavioural_equations(model.data(), names, kFunction);
  const std::size_t n = equations_.size();
  Rows rows = complete_rows(residuals, shocks.law == ResidualShocks::Law::bootstrap && shocks.block > 1);
  if (rows.count < 2) fail(kFunction, "residuals must be complete in at least 2 periods", std::to_string(rows.count));
  if (shocks.law == ResidualShocks::Law::bootstrap) {
    if (shocks.block < 1 || shocks.block > rows.count)
      fail(kFunction, "block must be in [1, " + std::to_string(rows.count) + "], the complete rows of residuals",
           std::to_string(shocks.block));
    if (shocks.centred) centre(rows, n);
    bootstrap_ = {rows.count, shocks.block, std::move(rows.values)};
    return;
  }
  centre(rows, n);
  NormalLaw& law = normal_.emplace();
  const double scale = 1 / std::sqrt(static_cast<double>(rows.count - 1));
  if (rows.count <= n) {
    // E' z / sqrt(rows - 1) has the sample covariance exactly, whatever its rank.
    law.sources = rows.count;
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t r = 0; r < rows.count; ++r) law.factor.push_back(scale * rows.values[r * n + i]);
    for (std::uint32_t r = 0; r < rows.count; ++r) law.streams.push_back(r);
    return;
  }
  std::vector<std::vector<double>> covariance(n, std::vector<double>(n));
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = 0;
      for (std::size_t r = 0; r < rows.count; ++r) sum += rows.values[r * n + i] * rows.values[r * n + j];
      covariance[i][j] = covariance[j][i] = sum * scale * scale;
    }
  law.sources = n;
  law.triangular = true;
  law.factor = factor_of(covariance, n, "covariance of the residuals", "equations");
  for (const Behavioural& b : equations_) law.streams.push_back(b.variable);
}

void ShockDraws::take(const NormalShocks& shocks, const Model& model, const Scenario&, PeriodRange) {
  equations_ = behavioural_equations(model.data(), shocks.equations, kFunction);
  const std::size_t n = equations_.size();
  NormalLaw& law = normal_.emplace();
  law.sources = n;
  for (const Behavioural& b : equations_) law.streams.push_back(b.variable);
  if (shocks.deviations.empty() == shocks.covariance.empty())
    fail(kFunction, "normal shocks need either deviations or a covariance",
         shocks.deviations.empty() ? "none" : "both");
  if (!shocks.covariance.empty()) {
    law.triangular = true;
    law.factor = factor_of(shocks.covariance, n, "covariance", "equations");
    return;
  }
  if (shocks.deviations.size() != 1 && shocks.deviations.size() != n)
    fail(kFunction, "deviations must be one, or one for each of the " + std::to_string(n) + " equations",
         std::to_string(shocks.deviations.size()));
  law.diagonal = true;
  for (std::size_t i = 0; i < n; ++i) {
    const double deviation = shocks.deviations[shocks.deviations.size() == 1 ? 0 : i];
    if (!(deviation >= 0) || !std::isfinite(deviation))
      fail(kFunction, "deviations must be >= 0 and finite", number_text(deviation),
           "for " + quoted(model.data().variables[equations_[i].variable].name));
    law.factor.push_back(deviation);
  }
}

void ShockDraws::take(const GivenShocks& shocks, const Model& model, const Scenario&, PeriodRange) {
  equations_ = behavioural_equations(model.data(), shocks.equations, kFunction);
  const std::size_t path = foreplan::detail::checked_product(periods_, equations_.size(), std::size_t{1} << 40,
                                                             kFunction, "periods x equations");
  const std::size_t needed =
      foreplan::detail::checked_product(draws_, path, std::size_t{1} << 40, kFunction, "draws x periods x equations");
  if (shocks.values.size() != needed)
    fail(kFunction, "given shocks must be draws x periods x equations, " + std::to_string(needed),
         std::to_string(shocks.values.size()));
  for (std::size_t i = 0; i < needed; ++i)
    if (!std::isfinite(shocks.values[i]))
      fail(kFunction, "given shocks must be finite", number_text(shocks.values[i]), "at index " + std::to_string(i));
  given_ = &shocks;
}

void ShockDraws::draw(std::size_t draw, std::vector<double>& scratch, std::span<double> shocks) const {
  if (normal_) return draw_normal(draw, scratch, shocks);
  if (bootstrap_) return draw_rows(draw, shocks);
  if (!given_) return;
  const std::size_t n = equations_.size();
  for (std::size_t p = 0; p < periods_; ++p)
    for (std::size_t i = 0; i < n; ++i) shocks[i * periods_ + p] = given_->values[(draw * periods_ + p) * n + i];
}

void ShockDraws::draw_normal(std::size_t draw, std::vector<double>& z, std::span<double> shocks) const {
  static const std::uint64_t kPurpose = purpose_id("scenario::simulate shocks");
  const NormalLaw& law = *normal_;
  z.resize(law.sources * periods_);
  const std::size_t stream = antithetic_ ? draw / 2 : draw;
  for (std::size_t j = 0; j < law.sources; ++j)
    stats::fill_normal({seed_, kPurpose, 0, stream, law.streams[j]}, 0, std::span(z).subspan(j * periods_, periods_));
  const double sign = antithetic_ && draw % 2 == 1 ? -1 : 1;
  const std::size_t n = equations_.size();
  for (std::size_t i = 0; i < n; ++i) {
    double* const out = &shocks[i * periods_];
    if (law.diagonal) {
      for (std::size_t p = 0; p < periods_; ++p) out[p] = sign * law.factor[i] * z[i * periods_ + p];
      continue;
    }
    std::fill_n(out, periods_, 0.0);
    const std::size_t used = law.triangular ? i + 1 : law.sources;
    for (std::size_t j = 0; j < used; ++j) {
      const double by = sign * law.factor[i * law.sources + j];
      for (std::size_t p = 0; p < periods_; ++p) out[p] += by * z[j * periods_ + p];
    }
  }
}

void ShockDraws::draw_rows(std::size_t draw, std::span<double> shocks) const {
  static const std::uint64_t kPurpose = purpose_id("scenario::simulate rows");
  const BootstrapLaw& law = *bootstrap_;
  const std::size_t n = equations_.size(), starts = law.rows - law.block + 1;
  Stream stream({seed_, kPurpose, 0, draw, 0});
  std::size_t row = 0;
  for (std::size_t p = 0; p < periods_; ++p, ++row) {
    if (p % law.block == 0)
      row = std::min(static_cast<std::size_t>(stream.uniform() * static_cast<double>(starts)), starts - 1);
    for (std::size_t i = 0; i < n; ++i) shocks[i * periods_ + p] = law.values[row * n + i];
  }
}

ParameterSource::ParameterSource(const ModelData& model, const SimulateOptions& options)
    : seed_(options.seed), antithetic_(options.antithetic), replaces_(!options.parameters.mean.empty()) {
  const ParameterDraws& p = options.parameters;
  const std::size_t n = p.names.size();
  if (n > kMostEquations)
    fail(kFunction, "parameters.names must be at most " + std::to_string(kMostEquations), std::to_string(n));
  for (const std::string& name : p.names) {
    const std::uint32_t v = variable_named(model, name, kFunction, "in parameters");
    if (model.variables[v].kind == VariableKind::endogenous)
      fail(kFunction, "parameters drawn must not be solved for by the model", quoted(name));
    if (std::find(variables_.begin(), variables_.end(), v) != variables_.end())
      fail(kFunction, "parameters must be named once", quoted(name));
    variables_.push_back(v);
  }
  if (replaces_ && p.mean.size() != n)
    fail(kFunction, "parameters.mean must be empty or one for each of the " + std::to_string(n) + " names",
         std::to_string(p.mean.size()));
  for (const double m : p.mean)
    if (!std::isfinite(m)) fail(kFunction, "parameters.mean must be finite", number_text(m));
  factor_ = factor_of(p.covariance, n, "parameters.covariance", "names");
  mean_ = replaces_ ? p.mean : std::vector<double>(n, 0.0);
}

void ParameterSource::draw(std::size_t draw, std::span<double> out) const {
  static const std::uint64_t kPurpose = purpose_id("scenario::simulate parameters");
  const std::size_t n = variables_.size();
  const std::size_t path = antithetic_ ? draw / 2 : draw;
  for (std::size_t i = 0; i < n; ++i)
    stats::fill_normal({seed_, kPurpose, 0, path, variables_[i]}, 0, out.subspan(i, 1));
  const double sign = antithetic_ && draw % 2 == 1 ? -1 : 1;
  for (std::size_t i = n; i-- > 0;) {  // from below, so that the z above are still there
    double sum = 0;
    for (std::size_t k = 0; k <= i; ++k) sum += factor_[i * n + k] * out[k];
    out[i] = mean_[i] + sign * sum;
  }
}

}  // namespace foreplan::inline v0::scenario::detail
