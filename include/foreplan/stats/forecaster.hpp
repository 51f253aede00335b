#pragma once
#include <foreplan/core/forecast.hpp>
#include <foreplan/export.hpp>

#include <cstddef>
#include <exception>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <vector>

/// Models as values, whatever they are made of: what combinations, conformal intervals, batches and backtests take.
/// `forecast::forecaster` makes one of any model that the library has, and of the caller's own:
///
///   stats::Forecaster last{"last value", [](std::span<const double> y, std::size_t) {
///     return stats::Fitted{.model = "last value", .predict = [x = y.back()](std::size_t horizon, auto& levels) {
///       return stats::Outlook{std::vector(horizon, x), levels, {levels.size(), std::vector(horizon, x)}};
///     }};
///   }};
namespace foreplan::inline v0::stats {

/// What a fitted model says of the next periods, each by itself.
struct Outlook {
  std::vector<double> mean{};                    ///< Over the horizon: its point forecast.
  std::vector<double> levels{};                  ///< Of the quantiles, as asked for.
  std::vector<std::vector<double>> quantiles{};  ///< One vector over the horizon for each level; NaN where not known.

  [[nodiscard]] std::size_t horizon() const noexcept { return mean.size(); }
  bool operator==(const Outlook&) const = default;
};

/// By what fits of one series are compared: information criteria of a likelihood, less being better. NaN where a model
/// has none; infinite where it has too few observations for its parameters.
struct FitCriteria {
  static constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

  double log_likelihood = kNone;
  double aic = kNone, aicc = kNone, bic = kNone;
  /// What the likelihood is of, in words: criteria may be compared between fits of the same data for which these are the
  /// same, as likelihoods of other values or on other scales have other units.
  std::string of{};
};

/// A model after its data. Both functions may be called from any thread.
struct Fitted {
  std::string model{};  ///< What was fitted, as far as it was chosen: "ETS(A,Ad,N)".
  bool usable = true;   ///< Whether its search ended well.
  std::function<Outlook(std::size_t horizon, const std::vector<double>& levels)> predict{};
  /// Taken over more values, nothing estimated again; empty when the model cannot.
  std::function<Fitted(std::span<const double> more)> update{};
  FitCriteria criteria{};  ///< Of the data that it was estimated from.
};

/// A series as a model is given it. A view: the caller keeps the numbers.
struct SeriesView {
  std::span<const double> values{};  ///< Oldest first, NaN where missing.
  std::size_t season_length = 1;     ///< 1: no season.
};

/// A fit, or what was thrown in its place.
struct FitAttempt {
  Fitted fit{};                ///< Without `predict` where there is an error.
  std::exception_ptr error{};  ///< Empty where there is a fit.
};

/// A model before its data. `fit` is given the values, oldest first, NaN where missing, and the season length (1: no
/// season); it may be called from several threads at once, and for one series gives the same answer each time.
struct Forecaster {
  std::string name{};
  std::function<Fitted(std::span<const double> y, std::size_t season_length)> fit{};
  /// For models that fit several series in less time than one after another, as those do whose searches share the lanes
  /// of vector registers: an attempt for each series, in order, with the bits of `fit` of it alone; what `fit` throws
  /// of a series is its error, and the others go on. Empty for models that gain nothing; `fit_each` serves both kinds.
  std::function<std::vector<FitAttempt>(std::span<const SeriesView>)> fit_many{};
};

/// An attempt for each series, in order: by `fit_many` where the model has it, else by one `fit` after another.
/// @throws InvalidArgument  for a model without `fit`, or whose `fit_many` does not answer for each series.
[[nodiscard]] FOREPLAN_EXPORT std::vector<FitAttempt> fit_each(const Forecaster& model,
                                                               std::span<const SeriesView> series);

/// `fitted.predict` with its answer checked: a model of the caller's may be wrong.
/// @throws InvalidArgument  for a horizon outside [1, 1,000,000], levels outside (0, 1), a fit without `predict`, an
///   answer that is not of the horizon and levels asked for.
[[nodiscard]] FOREPLAN_EXPORT Outlook predict(const Fitted& fitted, std::size_t horizon,
                                              const std::vector<double>& levels = {});

/// The point forecast and the central interval: the quantiles of levels (1 - coverage) / 2 and 1 less that. Of an
/// outlook without levels there are no bounds.
/// @throws InvalidArgument  for a coverage outside (0, 1); for levels without these two.
[[nodiscard]] FOREPLAN_EXPORT Forecast interval(const Outlook& outlook, double coverage = 0.90);

}  // namespace foreplan::inline v0::stats
