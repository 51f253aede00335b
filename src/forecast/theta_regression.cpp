#include "forecast/theta_regression.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "core/check.hpp"
#include "forecast/regressors.hpp"
#include "forecast/seasonal_indices.hpp"
#include "numeric/householder.hpp"
#include "numeric/scalar_search.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr int kWeights = 10;
/// Sums of squares that no w changes by more than this, relatively, do not identify it.
constexpr double kFlat = 1e-12;
constexpr double kRank = 1e-13;

/// Least squares over l_0, b and w for any alpha. With u - w v the residuals of a series smoothed from 0, those of the
/// model are (u_0 - w v_0) - l_0 r - sum of b_j (u_j - w v_j): linear for each w.
class Joint {
 public:
  Joint(const ThetaData& data, const Columns& columns, const ThetaOptions& o)
      : y_(data.y, o.form), level_(o.initial_level), held_(held_weight(o)), floor_(y_.floor()) {
    if (level_) *level_ /= data.scale;
    for (const auto& column : columns) columns_.emplace_back(column, o.form);
  }

  struct Point {
    double level = 0, weight = 0, squares = 0;
    std::vector<double> b{};
  };
  Point operator()(double alpha) {
    gather(alpha);
    return solve(held_ ? *held_ : best_weight());
  }
  double objective(double alpha) { return std::log((*this)(alpha).squares + floor_); }

  /// The residuals as functions of what they are linear in at a point: l_0 unless it is held, then b.
  [[nodiscard]] std::vector<double> design(double alpha, double weight) {
    gather(alpha, false);
    return linear_part(weight);
  }

 private:
  [[nodiscard]] std::size_t first() const { return level_ ? 0 : 1; }
  [[nodiscard]] std::size_t unknowns() const { return first() + columns_.size(); }
  [[nodiscard]] std::span<double> column(std::size_t j) { return std::span(table_).subspan(j * rows_, rows_); }

  /// Columns r (unless l_0 is held), v_1 ..., u_1 ..., v_0, u_0; of many periods the triangle of their factorisation,
  /// which has the same lengths and angles.
  void gather(double alpha, bool shortened = true) {
    y_.follow(alpha);
    const std::size_t k = columns_.size(), n = y_.rest().size(), count = first() + 2 * k + 2;
    rows_ = n;
    table_.resize(count * n);
    const auto put = [&](std::size_t at, std::span<const double> values) {
      std::copy(values.begin(), values.end(), column(at).begin());
    };
    if (!level_) put(0, y_.by_level());
    for (std::size_t j = 0; j < k; ++j) {
      columns_[j].follow(alpha);
      put(first() + j, columns_[j].by_weight());
      put(first() + k + j, columns_[j].rest());
    }
    put(count - 2, y_.by_weight());
    put(count - 1, y_.rest());
    for (std::size_t i = 0; level_ && i < n; ++i) column(count - 1)[i] -= *level_ * y_.by_level()[i];
    if (!shortened || n <= count) return;
    std::vector<double> unused(n);
    numeric::orthogonalise(table_, n, count, unused, {});
    for (std::size_t j = 1; j < count; ++j)
      std::copy_n(table_.begin() + static_cast<std::ptrdiff_t>(j * n), count,
                  table_.begin() + static_cast<std::ptrdiff_t>(j * count));
    rows_ = count;
  }

  std::vector<double> linear_part(double weight) {
    const std::size_t k = columns_.size();
    std::vector<double> result(unknowns() * rows_);
    const auto to = [&](std::size_t j) { return std::span(result).subspan(j * rows_, rows_); };
    if (!level_) std::copy_n(column(0).begin(), rows_, to(0).begin());
    for (std::size_t j = 0; j < k; ++j) {
      const auto u = column(first() + k + j), v = column(first() + j), into = to(first() + j);
      for (std::size_t i = 0; i < rows_; ++i) into[i] = u[i] - weight * v[i];
    }
    return result;
  }

  Point solve(double weight) {
    std::vector<double> a = linear_part(weight), right(rows_);
    const std::size_t p = unknowns(), count = first() + 2 * columns_.size() + 2;
    const auto u = column(count - 1), v = column(count - 2);
    for (std::size_t i = 0; i < rows_; ++i) right[i] = u[i] - weight * v[i];
    std::vector<std::size_t> order(p);
    numeric::orthogonalise(a, rows_, p, right, order);
    const double least = p == 0 ? 0 : kRank * std::abs(a[0]);
    Point point{.level = level_.value_or(0), .weight = weight, .squares = 0, .b = std::vector<double>(columns_.size())};
    for (std::size_t i = 0; i < rows_; ++i)
      if (i >= p || !(std::abs(a[i * rows_ + i]) > least)) point.squares += right[i] * right[i];
    numeric::back_substitute(a, rows_, p, right, least);
    for (std::size_t j = 0; j < p; ++j) (order[j] < first() ? point.level : point.b[order[j] - first()]) = right[j];
    return point;
  }

  double best_weight() {
    const auto value = [&](double weight) { return std::log(solve(weight).squares + floor_); };
    const auto at = [](int k) { return weight_of(kLargestTheta) * k / kWeights; };
    int best = 0;
    double least = std::numeric_limits<double>::infinity(), most = -least;
    for (int k = 0; k <= kWeights; ++k) {
      const double here = value(at(k));
      most = std::max(most, here);
      if (here < least) best = k, least = here;
    }
    if (!(most - least > kFlat)) return 0.5;
    const auto found = numeric::find_minimum(value, at(std::max(0, best - 1)), at(std::min(kWeights, best + 1)));
    return found.value < least ? found.x : at(best);
  }

  ThetaTrace y_;
  std::vector<ThetaTrace> columns_;
  std::optional<double> level_, held_;
  double floor_;
  std::size_t rows_ = 0;
  std::vector<double> table_;
};

/// The indices of the columns' own seasons, none where y has none.
Columns seasons_of(const Columns& columns, const ThetaData& data) {
  Columns result;
  for (const auto& column : columns)
    result.push_back(data.season == ThetaSeason::none ? std::vector<double>{}
                                                      : seasonal_indices(column, data.seasonals.size(), data.season));
  return result;
}

}  // namespace

ThetaEstimate estimate_theta_regression(std::string_view function, ThetaData& data, const ThetaOptions& o,
                                        std::vector<ModelCoefficient>& b) {
  const auto& x = o.regressors;
  require_regressors(function, x, data.y.size());
  if (o.season == ThetaSeason::multiplicative)
    detail::fail(function,
                 "multiplicative seasons are for series without regressors, less which values need not be > 0",
                 detail::quoted(x.front().name));
  Columns columns = observed_columns(x, data.y);
  require_independent(function, x, columns, data.observations, 4);
  const ColumnBasis centred(columns, true);
  adjust(function, data, o, less_columns(data.y, centred.orthogonal(), centred.by_changes(data.y)));
  if (data.season != ThetaSeason::none)
    if (const auto k = dependent_column(columns, o.season_length, false))
      detail::fail(function, "regressors must be independent of the season that is taken out",
                   detail::quoted(x[*k].name));
  const Columns seasons = seasons_of(columns, data);
  for (std::size_t j = 0; j < columns.size() && data.season != ThetaSeason::none; ++j)
    for (std::size_t t = 0; t < columns[j].size(); ++t) columns[j][t] -= seasons[j][t % seasons[j].size()];

  const ColumnBasis basis(columns, false);
  Joint model(data, basis.orthogonal(), o);
  ThetaEstimate result{.parameters = parameters_of(data, o)};
  const AlphaFound found =
      o.alpha ? AlphaFound{*o.alpha} : find_alpha([&](double alpha) { return model.objective(alpha); }, o);
  result.alpha = found.alpha;
  result.stop = found.stop;
  const Joint::Point point = model(result.alpha);
  result.level = point.level;
  result.theta = o.theta ? *o.theta : 1 / (1 - point.weight);

  const std::vector<double> scaled = basis.coefficients(point.b);
  const std::vector<double> errors =
      basis.standard_errors(model.design(result.alpha, point.weight), data.observations, 1);
  b = named_coefficients(function, x, scaled, data.scale);
  for (std::size_t j = 0; j < x.size(); ++j) {
    b[j].standard_error = errors[j];
    for (std::size_t i = 0; i < seasons[j].size(); ++i) data.seasonals[i] -= scaled[j] * seasons[j][i];
  }
  data.y = less_columns(data.y, columns, scaled);
  return result;
}

}  // namespace foreplan::inline v0::forecast
