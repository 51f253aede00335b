#include <cmath>
#include <string>
#include <string_view>

#include "core/check.hpp"
#include "forecast/ces_kernel.hpp"
#include "forecast/fit_rules.hpp"
#include "forecast/tbats_walk.hpp"

namespace foreplan::inline v0::forecast {
namespace {

using detail::fail;
using detail::require;
using std::string_view;

void require_count(string_view function, const std::vector<double>& values, std::size_t expected,
                   const std::string& name) {
  if (values.size() != expected)
    fail(function, "there must be " + std::to_string(expected) + " " + name, std::to_string(values.size()));
  for (const double x : values) require(std::isfinite(x), function, "parameters and states must be finite", x);
}

}  // namespace

void require_states(string_view function, const CesFit& model, const CesState& state, const std::string& which) {
  const CesShape shape{model.season, model.season == CesSeason::none ? 1 : model.season_length};
  require_count(function, state.level, shape.lag(), which + " levels");
  require_count(function, state.potential, shape.lag(), which + " potentials");
  require_count(function, state.seasonals, shape.joint() ? shape.m : 0, which + " seasonals");
  require_count(function, state.seasonal_potentials, shape.season == CesSeason::full ? shape.m : 0,
                which + " seasonal potentials");
  require_count(function, {model.a0, model.a1, model.b0, model.b1}, 4, "smoothing parameters");
}

void require_season(string_view function, double length, std::optional<std::size_t> harmonics, std::size_t index) {
  const std::string where = "at index " + std::to_string(index);
  if (!(length >= 2 && length <= 100'000))
    fail(function, "season lengths must be in [2, 100,000]", detail::number_text(length), where);
  if (harmonics && (*harmonics < 1 || static_cast<double>(*harmonics) > length / 2))
    fail(function, "harmonics must be in [1, half the season length of " + detail::number_text(length) + "]",
         std::to_string(*harmonics), where);
}

void require_parameters(string_view function, const TbatsFit& m) {
  require_count(function, {m.alpha, m.beta, m.phi}, 3, "smoothing parameters");
  require_count(function, m.ar, m.ar.size(), "AR coefficients");
  require_count(function, m.ma, m.ma.size(), "MA coefficients");
  (void)require_resolved(function, m.transform);
  if (m.seasons.size() > kMostTbatsSeasons)
    fail(function, "there must be at most 16 seasons", std::to_string(m.seasons.size()));
  for (std::size_t i = 0; i < m.seasons.size(); ++i) {
    require_season(function, m.seasons[i].length, m.seasons[i].harmonics, i);
    require_count(function, {m.seasons[i].gamma1, m.seasons[i].gamma2}, 2, "smoothing parameters");
  }
}

void require_states(string_view function, const TbatsFit& model, const TbatsState& state, const std::string& which) {
  for (const double x : {state.level, state.growth})
    require(std::isfinite(x), function, "parameters and states must be finite", x);
  require_count(function, state.harmonics, harmonic_offsets(model.seasons).back(), which + " harmonics");
  require_count(function, state.disturbances, model.ar.size(), which + " disturbances");
  require_count(function, state.innovations, model.ma.size(), which + " innovations");
}

namespace internal {

void violations(const CesFit& fit, Violations& v) {
  check_common(fit, v);
  v.check({"/season_length", "/season"},
          [&](string_view f) { require_length(f, fit.season_length, fit.season == CesSeason::none ? 1 : 2); });
  v.check({"/initial", "/season", "/season_length", "/a0", "/a1", "/b0", "/b1"},
          [&](string_view f) { require_states(f, fit, fit.initial, "initial"); });
  v.check({"/last", "/season", "/season_length", "/a0", "/a1", "/b0", "/b1"},
          [&](string_view f) { require_states(f, fit, fit.last, "last"); });
}

void violations(const TbatsFit& fit, Violations& v) {
  check_common(fit, v);
  v.check({"/seasons", "/alpha", "/beta", "/phi", "/ar", "/ma"}, [&](string_view f) { require_parameters(f, fit); });
  // Of what a season may not be it is not known how many states it has.
  const std::size_t before = v.found().size();
  if (before > 0 && v.found().back().members.front().ends_with("/seasons")) return;
  v.check({"/initial", "/seasons", "/ar", "/ma"},
          [&](string_view f) { require_states(f, fit, fit.initial, "initial"); });
  v.check({"/last", "/seasons", "/ar", "/ma"}, [&](string_view f) { require_states(f, fit, fit.last, "last"); });
}

}  // namespace internal
}  // namespace foreplan::inline v0::forecast
