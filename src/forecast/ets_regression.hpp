#pragma once
#include <foreplan/forecast/ets.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "forecast/data.hpp"
#include "forecast/ets_kernel.hpp"
#include "forecast/regressors.hpp"

/// Regressors beside exponential smoothing. In forms without a multiplicative part the residuals are linear in y and in
/// the states: those of y - x b are those of y less b times what the same pass makes of x from states of zero.
namespace foreplan::inline v0::forecast {

/// y less a combination of columns, and what the columns do to the residuals.
class EtsRegression {
 public:
  /// @param step  what the coefficients are measured in.
  EtsRegression(const EtsForm& form, std::size_t season_length, std::span<const double> y, const Columns& columns,
                double step);
  EtsRegression(const EtsRegression&) = delete;
  EtsRegression& operator=(const EtsRegression&) = delete;

  /// What is smoothed: y itself until something is taken out, and always without columns.
  [[nodiscard]] std::span<const double> rest() const noexcept { return columns_.empty() ? y_ : rest_; }
  void take_out(std::span<const double> u) {
    if (!columns_.empty()) subtract(u);
  }
  /// Fills `errors`: the derivatives of the residuals by each coefficient, at the smoothing parameters of a point.
  void differentiate(std::span<const double> point) {
    if (!columns_.empty()) pass_columns(point);
  }
  [[nodiscard]] const Columns& errors() const noexcept { return errors_; }
  /// The derivatives of the logarithm of the sum of squares, after `differentiate`.
  void gradient(std::span<const double> forecasts, double squares, std::span<double> by_u) const;

 private:
  void subtract(std::span<const double> u);
  void pass_columns(std::span<const double> point);

  std::span<const double> y_;
  std::vector<double> rest_, point_;
  Columns columns_, errors_;
  std::vector<EtsPass> passes_;
};

/// The regressors of one fit, their first guess taken out of the data.
class EtsRegressors {
 public:
  /// @param data  outlives this.
  /// @throws InvalidArgument  for `function`: a regressor of another length, not finite; too many for the observations;
  ///   one that the others and a constant determine.
  EtsRegressors(std::string_view function, const std::vector<stats::Regressor>& x, const ScaledData& data);

  [[nodiscard]] std::size_t size() const noexcept { return x_.size(); }
  /// y less the first guess.
  [[nodiscard]] std::span<const double> rest() const noexcept { return x_.empty() ? std::span(data_.y) : rest_; }
  [[nodiscard]] const Columns& columns() const noexcept { return basis_.orthogonal(); }
  /// Whether nothing is left to explain but rounding.
  [[nodiscard]] bool explained() const noexcept { return explained_; }
  /// A regressor whose place the states of a form could take; `held_phi` of damped forms.
  [[nodiscard]] std::optional<std::size_t> replaced(const EtsForm& form, std::size_t season_length,
                                                    std::optional<double> held_phi) const;

  /// In units of y over those of x, after a search that added `found` to the guess: names and estimates.
  /// @throws InvalidArgument  as `named_coefficients`.
  [[nodiscard]] std::vector<ModelCoefficient> coefficients(std::string_view function, std::vector<double> found) const;
  /// What the means of the regressors add to y, in units of the scaled data.
  [[nodiscard]] double offset(std::span<const ModelCoefficient> b) const;
  /// Fills the standard errors, given the smoothing parameters of a point.
  void set_errors(std::vector<ModelCoefficient>& b, const EtsForm& form, std::size_t season_length,
                  std::span<const double> point, double sigma2) const;

 private:
  const std::vector<stats::Regressor>& x_;
  const ScaledData& data_;
  Columns observed_;
  ColumnBasis basis_;
  std::vector<double> guess_, rest_;
  bool explained_ = false;
};

}  // namespace foreplan::inline v0::forecast
