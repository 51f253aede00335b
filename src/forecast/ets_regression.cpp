#include "forecast/ets_regression.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "forecast/ets_space.hpp"

namespace foreplan::inline v0::forecast {
namespace {

/// With more states than this standard errors would take longer than the fit.
constexpr std::size_t kMostStates = 400;

Columns checked_columns(std::string_view function, const std::vector<stats::Regressor>& x, std::span<const double> y) {
  require_regressors(function, x, y.size());
  return observed_columns(x, y);
}

/// The basis of independent columns.
ColumnBasis basis_of(std::string_view function, const std::vector<stats::Regressor>& x, const Columns& columns,
                     std::size_t observations) {
  if (x.empty()) return {{}, true};
  require_independent(function, x, columns, observations, 3);
  return {columns, true};
}

/// What a pass makes of a series, in residuals: 0 where it is missing.
void residuals_of(EtsPass& pass, std::span<const double> y, std::span<const double> point, double sign,
                  std::span<double> residuals) {
  (void)pass.value(point);
  const auto forecasts = pass.forecasts();
  for (std::size_t t = 0; t < y.size(); ++t) residuals[t] = std::isnan(y[t]) ? 0 : sign * (y[t] - forecasts[t]);
}

}  // namespace

EtsRegression::EtsRegression(const EtsForm& form, std::size_t season_length, std::span<const double> y,
                             const Columns& columns, double step)
    : y_(y), columns_(columns) {
  if (columns.empty()) return;
  errors_.assign(columns.size(), std::vector<double>(y.size()));
  rest_.assign(y.begin(), y.end());
  for (auto& column : columns_)
    for (double& x : column) x *= step;
  for (const auto& column : columns_) passes_.emplace_back(form, season_length, column);
  point_.resize(passes_.front().size());
}

void EtsRegression::subtract(std::span<const double> u) {
  std::copy(y_.begin(), y_.end(), rest_.begin());
  for (std::size_t j = 0; j < u.size(); ++j)
    for (std::size_t t = 0; t < rest_.size(); ++t) rest_[t] -= u[j] * columns_[j][t];
}

void EtsRegression::pass_columns(std::span<const double> point) {
  std::copy_n(point.begin(), kLevel, point_.begin());
  for (std::size_t j = 0; j < columns_.size(); ++j) residuals_of(passes_[j], columns_[j], point_, -1, errors_[j]);
}

void EtsRegression::gradient(std::span<const double> forecasts, double squares, std::span<double> by_u) const {
  for (std::size_t j = 0; j < by_u.size(); ++j) {
    double sum = 0;
    for (std::size_t t = 0; t < rest_.size(); ++t)
      if (!std::isnan(rest_[t])) sum += (rest_[t] - forecasts[t]) * errors_[j][t];
    by_u[j] = 2 * sum / squares;
  }
}

EtsRegressors::EtsRegressors(std::string_view function, const std::vector<stats::Regressor>& x, const ScaledData& data)
    : x_(x),
      data_(data),
      observed_(checked_columns(function, x, data.y)),
      basis_(basis_of(function, x, observed_, data.observations)) {
  if (x.empty()) return;
  guess_ = basis_.by_changes(data.y);
  rest_ = less_columns(data.y, columns(), guess_);
  double least = std::numeric_limits<double>::infinity(), most = -least;
  for (const double v : rest_)
    if (!std::isnan(v)) least = std::min(least, v), most = std::max(most, v);
  explained_ = most - least <= 0x1p-47;
}

std::optional<std::size_t> EtsRegressors::replaced(const EtsForm& form, std::size_t season_length,
                                                   std::optional<double> held_phi) const {
  const bool line = has_trend(form) && (!is_damped(form) || held_phi == 1);
  return dependent_column(observed_, has_season(form) ? season_length : 1, line);
}

std::vector<ModelCoefficient> EtsRegressors::coefficients(std::string_view function, std::vector<double> found) const {
  for (std::size_t j = 0; j < found.size(); ++j) found[j] += guess_[j];
  return named_coefficients(function, x_, basis_.coefficients(std::move(found)), data_.scale);
}

double EtsRegressors::offset(std::span<const ModelCoefficient> b) const {
  std::vector<double> scaled;
  for (const ModelCoefficient& c : b) scaled.push_back(c.estimate / data_.scale);
  return basis_.offset(scaled);
}

void EtsRegressors::set_errors(std::vector<ModelCoefficient>& b, const EtsForm& form, std::size_t season_length,
                               std::span<const double> point, double sigma2) const {
  std::vector<double> zero;
  for (const double y : data_.y) zero.push_back(y * 0);
  EtsPass pass(form, season_length, zero);
  if (pass.size() > kMostStates) return;
  std::vector<double> design, residuals(zero.size()), at(point.begin(), point.begin() + kLevel);
  at.resize(pass.size());
  const auto add = [&] {
    for (std::size_t t = 0; t < zero.size(); ++t)
      if (!std::isnan(zero[t])) design.push_back(residuals[t]);
  };
  for (std::size_t state = kLevel; state + (has_season(form) ? 1 : 0) < pass.size(); ++state) {
    if (state == kGrowth && !has_trend(form)) continue;
    at[state] = 1;
    if (state >= kSeasonals) at.back() = -1;  // they sum to 0
    residuals_of(pass, zero, at, 1, residuals);
    at[state] = 0;
    if (state >= kSeasonals) at.back() = 0;
    add();
  }
  for (const auto& column : columns()) {
    EtsPass own(form, season_length, column);
    residuals_of(own, column, at, 1, residuals);
    add();
  }
  const std::vector<double> errors = basis_.standard_errors(std::move(design), data_.observations, sigma2);
  for (std::size_t j = 0; j < b.size(); ++j) b[j].standard_error = errors[j];
}

}  // namespace foreplan::inline v0::forecast
