#include <foreplan/forecast/auto_arima.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "core/check.hpp"
#include "forecast/arima_estimate.hpp"
#include "forecast/best_model.hpp"
#include "forecast/data.hpp"
#include "forecast/regressors.hpp"
#include "numeric/parallel.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr std::string_view kName = "forecast::fit_auto_arima";
constexpr double kInfinity = std::numeric_limits<double>::infinity();

void require_options(const AutoArimaOptions& o) {
  const auto least = [](std::size_t value, std::size_t most, const std::string& name) {
    if (value > most) detail::fail(kName, name + " must be at most " + std::to_string(most), std::to_string(value));
  };
  if (o.season_length < 1 || o.season_length > 10'000)
    detail::fail(kName, "season_length must be in [1, 10,000]", std::to_string(o.season_length));
  least(o.largest_p, 20, "largest_p");
  least(o.largest_q, 20, "largest_q");
  least(o.largest_seasonal_p, 5, "largest_seasonal_p");
  least(o.largest_seasonal_q, 5, "largest_seasonal_q");
  least(o.largest_d, 3, "largest_d");
  least(o.largest_seasonal_d, 3, "largest_seasonal_d");
  least(o.d.value_or(0), 3, "d");
  least(o.seasonal_d.value_or(0), 3, "seasonal_d");
  detail::require(o.most_models >= 1, kName, "most_models must be >= 1", "0");
  detail::require(o.root_margin >= 0 && o.root_margin < 1, kName, "root_margin must be in [0, 1)", o.root_margin);
  detail::require(o.max_iterations >= 1, kName, "max_iterations must be >= 1", std::to_string(o.max_iterations));
}

/// What is left of the series by least squares on the regressors; missing where it is.
std::vector<double> without_regressors(const std::vector<double>& z, const std::vector<stats::Regressor>& x) {
  if (x.empty()) return z;
  std::vector<double> y;
  std::vector<stats::Regressor> rows;
  for (const auto& r : x) rows.push_back({r.name, {}});
  for (std::size_t t = 0; t < z.size(); ++t) {
    if (std::isnan(z[t])) continue;
    y.push_back(z[t]);
    for (std::size_t k = 0; k < x.size(); ++k) rows[k].values.push_back(x[k].values[t]);
  }
  if (y.size() <= x.size() + 1) return z;
  const stats::RegressionFit fit = stats::fit_regression(y, rows);
  std::vector<double> rest = z;
  std::size_t row = 0;
  for (double& v : rest)
    if (!std::isnan(v)) v = fit.residuals[row++];
  return rest;
}

/// All models of one series with the differences chosen.
class Search {
 public:
  Search(const AutoArimaOptions& options, ArimaSeries series, std::size_t d, std::size_t seasonal_d, std::size_t m)
      : options_(options), series_(std::move(series)), m_(m), base_{.d = d, .seasonal_d = seasonal_d} {
    const std::size_t third = series_.observations / 3;
    most_ = {std::min(options.largest_p, third), std::min(options.largest_q, third),
             m > 1 ? std::min(options.largest_seasonal_p, third / m) : 0,
             m > 1 ? std::min(options.largest_seasonal_q, third / m) : 0};
    may_have_constant_ = options.constant && d + seasonal_d <= 1;
    for (const bool constant : {false, true})
      if (!constant || may_have_constant_)
        columns_[constant ? 1 : 0] =
            arima_columns(series_.z, arima_design(base_, constant, series_, options.regressors), base_, m_);
  }

  struct Found {
    ArimaCandidate candidate{};
    ArimaEstimate estimate{};
  };

  /// @param near  of a model found before, or null.
  [[nodiscard]] Found evaluate(const ArimaOrder& order, bool constant, const Found* near, bool thorough = false) const {
    Found found{{order, constant, -kInfinity, kInfinity}, {}};
    if (!enough_observations(order, constant, m_, series_.observations, options_.regressors.size())) return found;
    const ArimaColumns& data = columns_[constant ? 1 : 0];
    if (!data.dependent.empty() || data.observations == 0) return found;
    ArimaLikelihood likelihood(data, order, m_);
    ArimaEffort effort{.max_iterations = options_.max_iterations, .thorough = thorough};
    if (near != nullptr) effort.near_order = near->candidate.order, effort.near = near->estimate.coefficients;
    found.estimate = estimate_arima(likelihood, data, order, ArimaMethod::exact, effort);
    const double n = static_cast<double>(data.observations);
    found.candidate.log_likelihood = found.estimate.log_likelihood - n * std::log(series_.scale);
    const std::size_t p = arma_size(order) + (constant ? 1 : 0) + options_.regressors.size() + 1;
    const bool taken = std::isfinite(found.estimate.log_likelihood) &&
                       roots_outside(order, m_, found.estimate.coefficients, options_.root_margin);
    if (taken)
      found.candidate.criterion =
          criterion_of(options_.criterion, found.candidate.log_likelihood, static_cast<double>(p), n);
    return found;
  }

  [[nodiscard]] Found stepwise() {
    using Orders = std::array<std::size_t, 4>;  // p, q, P, Q
    const auto within = [&](Orders o) {
      for (std::size_t k = 0; k < 4; ++k) o[k] = std::min(o[k], most_[k]);
      return o;
    };
    const bool c = may_have_constant_;
    const std::array<std::pair<Orders, bool>, 5> starts{
        {{within({options_.start_p, options_.start_q, options_.start_seasonal_p, options_.start_seasonal_q}), c},
         {within({0, 0, 0, 0}), c},
         {within({1, 0, 1, 0}), c},
         {within({0, 1, 0, 1}), c},
         {within({0, 0, 0, 0}), false}}};
    BestModel<Found> best;
    const auto attempt = [&](const Orders& o, bool constant) {
      const ArimaOrder order = order_of(o);
      for (const ArimaCandidate& t : tried_)
        if (t.order == order && t.constant == constant) return false;
      if (tried_.size() >= options_.most_models || options_.execution.cancel.cancelled()) return false;
      return take(best, evaluate(order, constant, best.found() ? &best.model() : nullptr));
    };
    for (const auto& [orders, constant] : starts) (void)attempt(orders, constant);
    const auto moved = [&] {
      const ArimaOrder& o = best.model().candidate.order;
      const bool constant = best.model().candidate.constant;
      const Orders now{o.p, o.q, o.seasonal_p, o.seasonal_q};
      for (const std::size_t pair : {std::size_t{2}, std::size_t{0}})
        for (const auto& [first, second] :
             {std::pair{-1, 0}, {0, -1}, {1, 0}, {0, 1}, {-1, -1}, {-1, 1}, {1, -1}, {1, 1}}) {
          Orders next = now;
          const auto shift = [&](std::size_t k, int by) {
            if ((by < 0 && now[k] == 0) || (by > 0 && now[k] >= most_[k])) return false;
            next[k] = now[k] + static_cast<std::size_t>(by);  // wraps around and back
            return true;
          };
          if (shift(pair, first) && shift(pair + 1, second) && attempt(next, constant)) return true;
        }
      return may_have_constant_ && attempt(now, !constant);
    };
    while (best.found() && moved()) {
    }
    if (options_.execution.cancel.cancelled()) throw Cancelled(std::string(kName) + ": cancelled by the caller");
    return std::move(best.model());
  }

  [[nodiscard]] Found exhaustive() {
    std::vector<std::pair<ArimaOrder, bool>> models;
    for (std::size_t p = 0; p <= most_[0]; ++p)
      for (std::size_t q = 0; q <= most_[1]; ++q)
        for (std::size_t seasonal_p = 0; seasonal_p <= most_[2]; ++seasonal_p)
          for (std::size_t seasonal_q = 0; seasonal_q <= most_[3]; ++seasonal_q)
            for (const bool constant : {true, false})
              if (p + q + seasonal_p + seasonal_q <= options_.largest_sum && (!constant || may_have_constant_))
                models.emplace_back(order_of({p, q, seasonal_p, seasonal_q}), constant);
    std::vector<Found> found(models.size());
    numeric::parallel_for(models.size(), options_.execution,
                          [&](std::size_t i) { found[i] = evaluate(models[i].first, models[i].second, nullptr); });
    BestModel<Found> best;
    for (Found& f : found) take(best, std::move(f));
    return std::move(best.model());
  }

  /// The model once more from many places, where that helps and its roots allow it.
  [[nodiscard]] Found refined(Found found) const {
    Found other = evaluate(found.candidate.order, found.candidate.constant, &found, true);
    return other.candidate.criterion < found.candidate.criterion ? std::move(other) : std::move(found);
  }

  [[nodiscard]] ArimaOrder order_of(const std::array<std::size_t, 4>& o) const {
    return {o[0], base_.d, o[1], o[2], base_.seasonal_d, o[3]};
  }
  [[nodiscard]] const ArimaOrder& base() const { return base_; }
  [[nodiscard]] bool may_have_constant() const { return may_have_constant_; }
  [[nodiscard]] std::vector<ArimaCandidate>& tried() { return tried_; }

 private:
  bool take(BestModel<Found>& best, Found found) {
    const double criterion = found.candidate.criterion;
    tried_.push_back(found.candidate);
    return best.offer(std::move(found), criterion);
  }

  const AutoArimaOptions& options_;
  ArimaSeries series_;
  std::size_t m_;
  ArimaOrder base_{};
  std::array<std::size_t, 4> most_{};
  bool may_have_constant_ = false;
  std::array<ArimaColumns, 2> columns_{};
  std::vector<ArimaCandidate> tried_;
};

}  // namespace

AutoArimaFit fit_auto_arima(std::span<const double> y, const AutoArimaOptions& options) {
  require_options(options);
  require_regressors(kName, options.regressors, y.size());
  const ModelData data = model_data(kName, y, options.transform, options.season_length);
  require_observation(kName, data);
  ArimaSeries series = arima_series(data.values);
  std::size_t m = options.season_length;
  if (series.z.size() < 2 * m) m = 1;

  std::vector<double> rest = without_regressors(data.values, options.regressors);
  // What is left of differences: their ends may be missing.
  const stats::SeasonalDifferencesOptions seasonal{options.seasonal_test, options.largest_seasonal_d};
  std::size_t seasonal_d = m > 1 ? options.seasonal_d.value_or(stats::seasonal_differences(rest, m, seasonal)) : 0;
  // A trend that the differences remove would pass for a season that is gone.
  while (seasonal_d > 0 && series.observations < seasonal_d * m + 2) --seasonal_d;
  divide(rest, headroom({rest}));
  rest = differenced(rest, 0, seasonal_d, m);
  std::size_t d = options.d.value_or(
      stats::differences(rest, {.test = options.test, .level = options.level, .largest = options.largest_d}));
  while (d > 0 && series.observations < seasonal_d * m + d + 2) --d;

  Search search(options, std::move(series), d, seasonal_d, m);
  Search::Found found = options.search == ArimaSearch::stepwise ? search.stepwise() : search.exhaustive();
  ArimaOptions chosen{.order = search.base(),
                      .season_length = options.season_length,
                      .constant = search.may_have_constant(),
                      .regressors = options.regressors,
                      .transform = data.transform,
                      .max_iterations = options.max_iterations};
  AutoArimaFit result;
  if (std::isfinite(found.candidate.criterion)) {
    found = search.refined(std::move(found));
    chosen.order = found.candidate.order;
    chosen.constant = found.candidate.constant;
    result.fit = fit_arima_at(kName, y, chosen, &found.estimate);
  } else {
    result.fit = fit_arima_at(kName, y, chosen, nullptr);
  }
  result.tried = std::move(search.tried());
  return result;
}

AutoArimaFit fit_auto_arima(const Series& y, const AutoArimaOptions& options) {
  AutoArimaFit result = fit_auto_arima(y.span(), options);
  result.fit.origin = origin_of(y);
  return result;
}

}  // namespace foreplan::inline v0::forecast
