#include <foreplan/forecast/any_fit.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <variant>
#include <vector>

#include "any_fits.hpp"
#include "refusals.hpp"

namespace foreplan::forecast {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(AnyFit, AnswersAsItsModelDoes) {
  const std::vector<double> y = testing::sales(40, 4), more = {130, NAN, 131};
  const EtsFit ets = fit_ets(y, {.season_length = 4});
  const AnyFit any = ets;
  EXPECT_EQ(predict(any, 6), predict(ets, 6));
  EXPECT_EQ(quantiles(any, 6, {0.2}), quantiles(ets, 6, {0.2}));
  EXPECT_EQ(std::get<EtsFit>(update(any, more)).last, update(ets, more).last);
  EXPECT_EQ(usable(any), ets.usable());
  EXPECT_EQ(describe(any), to_string(ets.form));
  EXPECT_FALSE(usable(EtsFit{.stop = Stop::not_finite}));
  EXPECT_TRUE(usable(fit_naive(y)));
}

TEST(AnyFit, TakesTheMeanOverMoreValues) {
  const std::vector<double> y{1, 9, 11}, more{14, 6};
  EXPECT_EQ(std::get<MeanFit>(update(AnyFit(fit_mean(y)), more)), update(fit_mean(y), more));
}

TEST(AnyFit, IsValidWhateverItIsOf) {
  for (const auto& [name, fit] : testing::any_fits()) {
    EXPECT_NO_THROW(validate(fit)) << name;
    // Also after more of the same, whose last state may have left the domain of a multiplicative form.
    EXPECT_NO_THROW(validate(update(fit, std::vector<double>{5, NAN, 6}))) << name;
  }
}

template <class Fit, class Change>
testing::Refusal broken(std::string says, Fit fit, const Change& change) {
  change(fit);
  return {"forecast::validate: " + std::move(says), [fit] { validate(fit); }};
}

TEST(AnyFit, RefusesWhatItsModelCannotAnswer) {
  const std::vector<double> y = testing::sales(40, 4), demand = {0, 2, 0, 0, 3, 1};
  const RandomWalkFit walk = fit_seasonal_naive(y, 4), drift = fit_drift(y);
  const MeanFit mean = fit_mean(y);
  const EtsFit ets = fit_ets(y, {.season_length = 4, .season = EtsSeason::additive});
  const ThetaFit theta = fit_theta(y, {.season_length = 4, .season_test = {}});
  const ArimaFit arima = fit_arima(y, {.order = {1, 1, 1, 0, 1, 1}, .season_length = 4});
  const ArimaFit regression = fit_arima(y, {.order = {.p = 1}, .regressors = {{"price", testing::sales(40, 9)}}});
  const IntermittentFit blocks = fit_intermittent(demand, {.method = IntermittentMethod::imapa});
  const IntermittentFit rare = fit_intermittent(demand);
  const AdjustedFit<EtsFit> adjusted = fit_adjusted(y, {.season_lengths = {4}});
  ASSERT_EQ(theta.seasonals.size(), 4U);
  ASSERT_EQ(adjusted.seasons.next.size(), 1U);

  testing::expect_refused({
      broken("lambda must be set", walk, [](auto& f) { f.transform.kind = TransformKind::box_cox; }),
      broken("lambda must be in [-5, 5]; got 6", mean, [](auto& f) { f.transform = box_cox(6); }),
      broken("a floor below a ceiling is needed", ets, [](auto& f) { f.transform = between(1, 0); }),
      broken("sigma2 must be >= 0; got -1", walk, [](auto& f) { f.sigma2 = -1; }),
      broken("season_length must be in [1, 100,000]; got 0", walk, [](auto& f) { f.season_length = 0; }),
      broken("last must have 4 values; got 3", walk, [](auto& f) { f.last.pop_back(); }),
      broken("last must be finite; got inf", walk, [](auto& f) { f.last[1] = kInfinity; }),
      broken("age must have 4 values; got 5", walk, [](auto& f) { f.age.push_back(0); }),
      broken("age must be at most 40; got 41", walk, [](auto& f) { f.age[2] = 41; }),
      broken("a drift is for a season_length of 1", walk, [](auto& f) { f.with_drift = true; }),
      broken("drift must be finite", drift, [](auto& f) { f.drift = NAN; }),
      broken("steps must be finite and >= 0", drift, [](auto& f) { f.steps = -1; }),
      broken("observations must be >= 1", mean, [](auto& f) { f.observations = 0; }),
      broken("observations must be at most 40; got 41", mean, [](auto& f) { f.observations = 41; }),
      broken("mean must be finite", mean, [](auto& f) { f.mean = -kInfinity; }),

      broken("season_length must be in [2, 100,000]; got 1", ets, [](auto& f) { f.season_length = 1; }),
      broken("alpha must be finite", ets, [](auto& f) { f.alpha = NAN; }),
      broken("the initial states must have 4 seasonals; got 0", ets, [](auto& f) { f.initial.seasonals = {}; }),
      broken("the last states must have 4 seasonals; got 5", ets, [](auto& f) { f.last.seasonals.push_back(0); }),
      broken("last states must be finite; got NaN", ets, [](auto& f) { f.last.level = NAN; }),
      broken("fitted must have 40 values; got 39", ets, [](auto& f) { f.fitted.pop_back(); }),

      broken("there must be 4 seasonals; got 3", theta, [](auto& f) { f.seasonals.pop_back(); }),
      broken("seasonals must be finite, and > 0 to multiply; got 0", theta, [](auto& f) { f.seasonals[0] = 0; }),
      broken("alpha must be in [0, 1]; got 2", theta, [](auto& f) { f.alpha = 2; }),
      broken("theta must be >= 1 and finite; got 0.5", theta, [](auto& f) { f.theta = 0.5; }),
      broken("the periods of a state must be a whole number in [0, 2^53]; got -1", theta,
             [](auto& f) { f.last.periods = -1; }),
      broken("the periods of a state must be a whole number in [0, 2^53]; got 0.5", theta,
             [](auto& f) { f.initial.periods = 0.5; }),
      broken("the periods of a state must be a whole number in [0, 2^53]; got 1e+17", theta,
             [](auto& f) { f.last.periods = 1e17; }),
      broken("there must be as many residuals as periods from the initial to the last state; got 40 for 39", theta,
             [](auto& f) { f.last.periods = 39; }),

      broken("p and q must be at most 60", arima, [](auto& f) { f.order.p = 61; }),
      broken("season_length must be in [1, 10,000]; got 0", arima, [](auto& f) { f.season_length = 0; }),
      broken("a constant is for d + D <= 1", arima, [](auto& f) { f.with_constant = true; }),
      broken("ma must have 1 coefficients; got 0", arima, [](auto& f) { f.ma = {}; }),
      broken("seasonal_ma must be finite", arima, [](auto& f) { f.seasonal_ma[0] = NAN; }),
      broken("the AR polynomial must be stationary", arima, [](auto& f) { f.ar[0] = 1; }),
      broken("coefficients must have 3 values; got 2", arima, [](auto& f) { f.coefficients.pop_back(); }),
      broken("coefficients must have 4 values; got 3", regression, [](auto& f) { f.regression.push_back(1); }),
      broken("regressors must have names", regression, [](auto& f) { f.coefficients.back().name = ""; }),
      broken("covariance must have 9 values; got 8", arima, [](auto& f) { f.covariance.pop_back(); }),
      broken("errors must have 40 values; got 41", arima, [](auto& f) { f.errors.push_back(1); }),
      broken("errors must be finite, or missing; got inf", arima, [](auto& f) { f.errors[3] = kInfinity; }),
      broken("there must be more than d + D m errors; got 5", arima,
             [](auto& f) {
               f.errors = f.residuals = f.fitted = {1, 2, 3, 4, 5};
               f.observations = 5;
             }),
      broken("errors times their gaps", arima,
             [](auto& f) {
               f.errors.resize(30'000, NAN);
               f.errors.push_back(1);
               f.residuals = f.fitted = f.errors;
             }),

      broken("there must be a history", rare, [](auto& f) { f.history = f.residuals = {}; }),
      broken("demand must be finite and >= 0; got -1", rare, [](auto& f) { f.history[0] = -1; }),
      broken("beta must be in [0, 1]", rare, [](auto& f) { f.beta = -0.5; }),
      broken("rate must be finite and >= 0", rare, [](auto& f) { f.rate = NAN; }),
      broken("the rate must be 0 without demand", rare, [](auto& f) { f.history.assign(6, 0.0); }),
      broken("residuals must have 6 values; got 5", rare, [](auto& f) { f.residuals.pop_back(); }),
      broken("adida and imapa have levels of aggregation", blocks, [](auto& f) { f.levels = {}; }),
      broken("the periods of a level must be >= 1", blocks, [](auto& f) { f.levels[0].periods = 0; }),
      broken("the periods of a level must be at most 6; got 7", blocks, [](auto& f) { f.levels[0].periods = 7; }),

      broken("season_length must be in [2, 100,000]; got 0", adjusted,
             [](auto& f) { f.seasons.decomposition.season_lengths[0] = 0; }),
      broken("next must have 1 values; got 0", adjusted, [](auto& f) { f.seasons.next = {}; }),
      broken("a season of next must have 4 values; got 0", adjusted, [](auto& f) { f.seasons.next[0] = {}; }),
      broken("a season must have 40 values; got 0", adjusted,
             [](auto& f) { f.seasons.decomposition.seasonal[0] = {}; }),
      broken("remainder must have 40 values; got 0", adjusted, [](auto& f) { f.seasons.decomposition.remainder = {}; }),
      broken("weights must have 40 values; got 1", adjusted, [](auto& f) { f.seasons.decomposition.weights = {1}; }),
      broken("the length of the decomposition must be at most 39; got 40", adjusted,
             [](auto& f) { f.seasons.adjusted.pop_back(); }),
      broken("the model of an adjusted series must have no transformation", adjusted,
             [](auto& f) { f.model.transform = log_transform(); }),
      broken("alpha must be finite", adjusted, [](auto& f) { f.model.alpha = NAN; }),
  });
}

}  // namespace
}  // namespace foreplan::forecast
