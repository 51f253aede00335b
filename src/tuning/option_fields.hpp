#pragma once
#include <foreplan/growth/curves.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "forecast/fields.hpp"
#include "forecast/named_models.hpp"
#include "text/named_members.hpp"

/// The lists of fields of models' options, as forecast/fields.hpp has them: visit(key, member). What is not here is the
/// data's (season lengths, regressors, weights) or the caller's (threads, cancellation).
namespace foreplan::inline v0::forecast {

void fields(auto& visit, BaselineOptions& x) { visit("transform", x.transform); }

void fields(auto& visit, EtsOptions& x) {
  FOREPLAN_VISIT_MEMBERS(visit, x.error, x.trend, x.season, x.multiplicative_trend, x.stable_only, x.criterion,
                         x.bounds, x.largest_beta, x.alpha, x.beta, x.gamma, x.phi, x.transform, x.max_iterations);
}

void fields(auto& visit, ThetaOptions& x) {
  FOREPLAN_VISIT_MEMBERS(visit, x.form, x.season, x.season_test, x.alpha, x.theta, x.initial_level, x.least_alpha,
                         x.largest_alpha, x.transform);
}

void fields(auto& visit, CesOptions& x) {
  FOREPLAN_VISIT_MEMBERS(visit, x.season, x.criterion, x.bounds, x.initial, x.a0, x.a1, x.b0, x.b1, x.transform,
                         x.max_iterations);
}

void fields(auto& visit, TbatsOptions& x) {
  FOREPLAN_VISIT_MEMBERS(visit, x.transform, x.trend, x.damped, x.ar, x.ma, x.harmonics, x.criterion, x.largest_root,
                         x.max_iterations);
}

void fields(auto& visit, AutoArimaOptions& x) {
  FOREPLAN_VISIT_MEMBERS(visit, x.largest_p, x.largest_q, x.largest_seasonal_p, x.largest_seasonal_q, x.largest_d,
                         x.largest_seasonal_d, x.largest_sum, x.start_p, x.start_q, x.start_seasonal_p,
                         x.start_seasonal_q, x.d, x.seasonal_d, x.constant, x.search, x.most_models, x.criterion,
                         x.test, x.seasonal_test, x.level, x.root_margin, x.transform, x.max_iterations);
}

void fields(auto& visit, StlOptions& x) {
  FOREPLAN_VISIT_MEMBERS(visit, x.seasonal_window, x.periodic, x.trend_window, x.low_pass_window, x.seasonal_degree,
                         x.trend_degree, x.low_pass_degree, x.seasonal_jump, x.trend_jump, x.low_pass_jump, x.robust,
                         x.inner_iterations, x.outer_iterations);
}

void fields(auto& visit, IntermittentOptions& x) {
  FOREPLAN_VISIT_MEMBERS(visit, x.method, x.alpha, x.beta, x.least, x.largest);
}

namespace internal {

/// What most models have.
template <class V, class Model>
void fields(V& visit, Model& x) requires requires {
  x.options;
}
{ fields(visit, x.options); }

void fields(auto&, Naive2Model&) {}

void fields(auto& visit, WindowModel& x) {
  visit("window", x.window);
  fields(visit, x.options);
}

void fields(auto& visit, StatedOrder& x) {
  fields(visit, x.order);
  FOREPLAN_VISIT_MEMBERS(visit, x.constant, x.method);
}

void fields(auto& visit, ArimaModel& x) {
  visit("order", x.order);
  fields(visit, x.options);
}

template <class V, class Model>
void fields(V& visit, AfterStl<Model>& x) {
  visit("stl", x.stl);
  fields(visit, x.model);
}

void fields(auto& visit, DefaultModel& x) { visit("calibrated", x.calibrated); }

void fields(auto& visit, AutoModel& x) { visit("non_negative", x.non_negative); }

}  // namespace internal
}  // namespace foreplan::inline v0::forecast

namespace foreplan::inline v0::tuning {

/// A growth curve: parameters that it has may be held.
struct CurveModel {
  growth::Curve curve = growth::Curve::linear;
  growth::CurveOptions options{};
};

void fields(auto& visit, CurveModel& x) {
  const std::vector<std::string> names = growth::parameter_names(x.curve);
  const auto has = [&](std::string_view name) { return std::find(names.begin(), names.end(), name) != names.end(); };
  if (has("ceiling")) visit("ceiling", x.options.ceiling);
  if (has("floor")) visit("floor", x.options.floor);
  FOREPLAN_VISIT_MEMBERS(visit, x.options.errors, x.options.loss, x.options.starts, x.options.max_iterations);
}

}  // namespace foreplan::inline v0::tuning
