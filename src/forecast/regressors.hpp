#pragma once
#include <foreplan/forecast/coefficient.hpp>
#include <foreplan/stats/regression.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

/// The part x_t' b of models y_t = x_t' b + n_t: x as it is given, and as it is searched over.
namespace foreplan::inline v0::forecast {

/// @throws InvalidArgument  for `function`: a length other than `count`, a number that is not finite or above 1e100 in
///   size, a name twice.
void require_regressors(std::string_view function, const std::vector<stats::Regressor>& x, std::size_t count);

/// Regressors in the order of a fit's, checked like these.
/// @throws InvalidArgument  for `function`: a name that is not one of the fit's, or one of those that is not given.
[[nodiscard]] std::vector<stats::Regressor> matched_regressors(std::string_view function,
                                                               std::span<const ModelCoefficient> fitted,
                                                               const std::vector<stats::Regressor>& x,
                                                               std::size_t count);

/// x_t' b of each of `count` periods, x in the order of b; empty without regressors.
[[nodiscard]] std::vector<double> regression_of(std::span<const ModelCoefficient> b,
                                                const std::vector<stats::Regressor>& x, std::size_t count);

using Columns = std::vector<std::vector<double>>;

/// The regressors' values, NaN where y is missing.
[[nodiscard]] Columns observed_columns(const std::vector<stats::Regressor>& x, std::span<const double> y);

/// The first column that those before it, a constant for each of m seasons and, with `line`, time determine but for
/// rounding.
[[nodiscard]] std::optional<std::size_t> dependent_column(const Columns& columns, std::size_t seasons, bool line);

/// @throws InvalidArgument  for `function`: fewer observations than regressors and `spare`, a regressor that others and
/// a
///   constant determine.
void require_independent(std::string_view function, const std::vector<stats::Regressor>& x, const Columns& columns,
                         std::size_t observations, std::size_t spare);

/// b times `scale` by the regressors' names, standard errors not known.
/// @throws InvalidArgument  for `function`: one out of the range of doubles.
[[nodiscard]] std::vector<ModelCoefficient> named_coefficients(std::string_view function,
                                                               const std::vector<stats::Regressor>& x,
                                                               std::span<const double> b, double scale);

/// Independent columns as products of ones that are orthogonal and have root mean square 1, so that neither their units
/// nor their likeness troubles a search: columns = means + `orthogonal()` R.
class ColumnBasis {
 public:
  /// @param centred  whether means are taken out first; else they are taken to be 0.
  ColumnBasis(Columns columns, bool centred);

  [[nodiscard]] std::size_t size() const noexcept { return orthogonal_.size(); }
  [[nodiscard]] const Columns& orthogonal() const noexcept { return orthogonal_; }
  /// b from the coefficients of the orthogonal columns.
  [[nodiscard]] std::vector<double> coefficients(std::vector<double> orthogonal) const;
  /// The sum of means times b.
  [[nodiscard]] double offset(std::span<const double> b) const;
  /// Coefficients of the orthogonal columns that leave least squares of the changes of y from one observation to the
  /// next: they do not depend on levels, nor much on how these wander.
  [[nodiscard]] std::vector<double> by_changes(std::span<const double> y) const;
  /// Standard errors of b when a design of n rows, column by column, the last ones what a model makes of the orthogonal
  /// columns, has errors of variance sigma2; NaN where they cannot be had.
  [[nodiscard]] std::vector<double> standard_errors(std::vector<double> design, std::size_t n, double sigma2) const;

 private:
  Columns orthogonal_{};
  std::vector<double> means_{}, sizes_{};
  std::vector<double> triangle_{};  ///< R of the columns over their sizes, k x k column by column.
};

/// y less a combination of columns; empty c leaves it as it is.
[[nodiscard]] std::vector<double> less_columns(std::span<const double> y, const Columns& columns,
                                               std::span<const double> c);

}  // namespace foreplan::inline v0::forecast
