#pragma once
#include <foreplan/growth/curves.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "forecast/fields.hpp"
#include "forecast/named_models.hpp"

/// The lists of fields of models' options, as forecast/fields.hpp has them: visit(key, member). What is not here is the
/// data's (season lengths, regressors, weights) or the caller's (threads, cancellation).
namespace foreplan::inline v0::forecast {

template <class V>
void fields(V& visit, BaselineOptions& x) {
  visit("transform", x.transform);
}

template <class V>
void fields(V& visit, EtsOptions& x) {
  visit("error", x.error);
  visit("trend", x.trend);
  visit("season", x.season);
  visit("multiplicative_trend", x.multiplicative_trend);
  visit("stable_only", x.stable_only);
  visit("criterion", x.criterion);
  visit("bounds", x.bounds);
  visit("largest_beta", x.largest_beta);
  visit("alpha", x.alpha);
  visit("beta", x.beta);
  visit("gamma", x.gamma);
  visit("phi", x.phi);
  visit("transform", x.transform);
  visit("max_iterations", x.max_iterations);
}

template <class V>
void fields(V& visit, ThetaOptions& x) {
  visit("form", x.form);
  visit("season", x.season);
  visit("season_test", x.season_test);
  visit("alpha", x.alpha);
  visit("theta", x.theta);
  visit("initial_level", x.initial_level);
  visit("least_alpha", x.least_alpha);
  visit("largest_alpha", x.largest_alpha);
  visit("transform", x.transform);
}

template <class V>
void fields(V& visit, CesOptions& x) {
  visit("season", x.season);
  visit("criterion", x.criterion);
  visit("bounds", x.bounds);
  visit("initial", x.initial);
  visit("a0", x.a0);
  visit("a1", x.a1);
  visit("b0", x.b0);
  visit("b1", x.b1);
  visit("transform", x.transform);
  visit("max_iterations", x.max_iterations);
}

template <class V>
void fields(V& visit, TbatsOptions& x) {
  visit("transform", x.transform);
  visit("trend", x.trend);
  visit("damped", x.damped);
  visit("ar", x.ar);
  visit("ma", x.ma);
  visit("harmonics", x.harmonics);
  visit("criterion", x.criterion);
  visit("largest_root", x.largest_root);
  visit("max_iterations", x.max_iterations);
}

template <class V>
void fields(V& visit, AutoArimaOptions& x) {
  visit("largest_p", x.largest_p);
  visit("largest_q", x.largest_q);
  visit("largest_seasonal_p", x.largest_seasonal_p);
  visit("largest_seasonal_q", x.largest_seasonal_q);
  visit("largest_d", x.largest_d);
  visit("largest_seasonal_d", x.largest_seasonal_d);
  visit("largest_sum", x.largest_sum);
  visit("start_p", x.start_p);
  visit("start_q", x.start_q);
  visit("start_seasonal_p", x.start_seasonal_p);
  visit("start_seasonal_q", x.start_seasonal_q);
  visit("d", x.d);
  visit("seasonal_d", x.seasonal_d);
  visit("constant", x.constant);
  visit("search", x.search);
  visit("most_models", x.most_models);
  visit("criterion", x.criterion);
  visit("test", x.test);
  visit("seasonal_test", x.seasonal_test);
  visit("level", x.level);
  visit("root_margin", x.root_margin);
  visit("transform", x.transform);
  visit("max_iterations", x.max_iterations);
}

template <class V>
void fields(V& visit, StlOptions& x) {
  visit("seasonal_window", x.seasonal_window);
  visit("periodic", x.periodic);
  visit("trend_window", x.trend_window);
  visit("low_pass_window", x.low_pass_window);
  visit("seasonal_degree", x.seasonal_degree);
  visit("trend_degree", x.trend_degree);
  visit("low_pass_degree", x.low_pass_degree);
  visit("seasonal_jump", x.seasonal_jump);
  visit("trend_jump", x.trend_jump);
  visit("low_pass_jump", x.low_pass_jump);
  visit("robust", x.robust);
  visit("inner_iterations", x.inner_iterations);
  visit("outer_iterations", x.outer_iterations);
}

template <class V>
void fields(V& visit, IntermittentOptions& x) {
  visit("method", x.method);
  visit("alpha", x.alpha);
  visit("beta", x.beta);
  visit("least", x.least);
  visit("largest", x.largest);
}

namespace internal {

/// What most models have.
template <class V, class Model>
void fields(V& visit, Model& x) requires requires {
  x.options;
}
{ fields(visit, x.options); }

template <class V>
void fields(V&, Naive2Model&) {}

template <class V>
void fields(V& visit, WindowModel& x) {
  visit("window", x.window);
  fields(visit, x.options);
}

template <class V>
void fields(V& visit, StatedOrder& x) {
  fields(visit, x.order);
  visit("constant", x.constant);
  visit("method", x.method);
}

template <class V>
void fields(V& visit, ArimaModel& x) {
  visit("order", x.order);
  fields(visit, x.options);
}

template <class V, class Model>
void fields(V& visit, AfterStl<Model>& x) {
  visit("stl", x.stl);
  fields(visit, x.model);
}

template <class V>
void fields(V& visit, DefaultModel& x) {
  visit("calibrated", x.calibrated);
}

template <class V>
void fields(V& visit, AutoModel& x) {
  visit("non_negative", x.non_negative);
}

}  // namespace internal
}  // namespace foreplan::inline v0::forecast

namespace foreplan::inline v0::tuning {

/// A growth curve: parameters that it has may be held.
struct CurveModel {
  growth::Curve curve = growth::Curve::linear;
  growth::CurveOptions options{};
};

template <class V>
void fields(V& visit, CurveModel& x) {
  const std::vector<std::string> names = growth::parameter_names(x.curve);
  const auto has = [&](std::string_view name) { return std::find(names.begin(), names.end(), name) != names.end(); };
  if (has("ceiling")) visit("ceiling", x.options.ceiling);
  if (has("floor")) visit("floor", x.options.floor);
  visit("errors", x.options.errors);
  visit("loss", x.options.loss);
  visit("starts", x.options.starts);
  visit("max_iterations", x.options.max_iterations);
}

}  // namespace foreplan::inline v0::tuning
