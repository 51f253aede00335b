#pragma once
#include <foreplan/core/errors.hpp>
#include <foreplan/forecast/any_fit.hpp>
#include <foreplan/forecast/default_combination.hpp>

#include <cstddef>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/check.hpp"
#include "forecast/data.hpp"

/// What the members of a fit must be: the rules that `apply_x` throws by, and all of them together for fits that come
/// from elsewhere, which report as many as are broken. `function` is the one named in errors.
namespace foreplan::inline v0::forecast {

/// What regressors are multiplied by: finite, of names that regressors may have, and none in a model with
/// `multiplicative` parts.
void require_coefficients(std::string_view function, const std::vector<ModelCoefficient>& coefficients,
                          bool multiplicative);

/// Mean: as many known residuals as `observations` says, no more than the window takes.
void require_window(std::string_view function, const MeanFit& model);

/// ETS: states of the number that the form has, all finite.
/// @param which  "initial" or "last".
void require_states(std::string_view function, const EtsFit& model, const EtsState& state, const std::string& which);

/// CES: its parameters and states.
void require_states(std::string_view function, const CesFit& model, const CesState& state, const std::string& which);

constexpr std::size_t kMostTbatsSeasons = 16;
/// TBATS: a season, of which harmonics may be open; parameters and seasons; states of the numbers that these ask for.
void require_season(std::string_view function, double length, std::optional<std::size_t> harmonics, std::size_t index);
void require_parameters(std::string_view function, const TbatsFit& model);
void require_states(std::string_view function, const TbatsFit& model, const TbatsState& state,
                    const std::string& which);

/// Theta: all that `apply_theta` reads; and parts of it.
void require_theta(std::string_view function, const ThetaFit& model);
void require_seasonals(std::string_view function, const ThetaFit& model);
void require_state(std::string_view function, const ThetaState& state);

/// ARIMA.
void require_order(std::string_view function, const ArimaOrder& order, std::size_t m);
void require_coefficients(std::string_view function, const std::vector<double>& values, std::size_t count,
                          const std::string& name);
void require_stationary(std::string_view function, const std::vector<double>& ar, const std::string& name);

namespace internal {

struct Violation {
  /// JSON pointers of the members that the rule is about, the one to look at first: "/last/seasonals".
  std::vector<std::string> members{};
  InvalidArgument refusal;
};

/// The rules that a fit breaks, in the order of its members.
class Violations {
 public:
  explicit Violations(std::string_view function, std::string prefix = {})
      : function_(function), prefix_(std::move(prefix)) {}

  /// Calls `rule(function)`, which throws when it is broken.
  template <class Rule>
  void check(std::vector<std::string> members, const Rule& rule) {
    try {
      rule(function_);
    } catch (const InvalidArgument& refusal) {
      for (std::string& member : members) member = prefix_ + member;
      found_.push_back({std::move(members), refusal});
    }
  }
  /// The rules of a fit within this one.
  template <class Fit>
  void check_within(const std::string& member, const Fit& fit) {
    Violations inner(function_, prefix_ + member);
    violations(fit, inner);
    for (Violation& v : inner.found_) found_.push_back(std::move(v));
  }
  [[nodiscard]] const std::vector<Violation>& found() const noexcept { return found_; }

 private:
  std::string_view function_;
  std::string prefix_;
  std::vector<Violation> found_;
};

constexpr std::size_t kLongestSeason = 100'000;
void require_length(std::string_view function, std::size_t m, std::size_t least = 1);
void require_as_many(std::string_view function, std::size_t count, std::size_t wanted, const std::string& name);
void require_at_most(std::string_view function, std::size_t count, std::size_t most, const std::string& name);
void require_unit_interval(std::string_view function, double x, const std::string& name);
void require_not_negative(std::string_view function, double x, const std::string& name);
void check_finite(double x, const std::string& name, Violations& v);

/// What fits of several models have.
template <class Fit>
void check_origin(const Fit& fit, Violations& v) {
  if (fit.origin)
    v.check({"/origin/unit/scale_power", "/origin"}, [&](std::string_view f) {
      const int power = fit.origin->unit.scale_power;
      detail::require(std::abs(power) <= 30, f, "scale_power must be in [-30, 30]", std::to_string(power));
    });
}
template <class Fit>
void check_common(const Fit& fit, Violations& v) {
  check_origin(fit, v);
  if constexpr (requires { fit.transform; })
    v.check({"/transform"}, [&](std::string_view f) { (void)require_resolved(f, fit.transform); });
  if constexpr (requires { fit.observations; })
    v.check({"/observations", "/residuals"}, [&](std::string_view f) {
      detail::require(fit.observations >= 1, f, "observations must be >= 1", "0");
      require_at_most(f, fit.observations, fit.residuals.size(), "observations");
    });
  if constexpr (requires { fit.fitted; })
    v.check({"/fitted", "/residuals"},
            [&](std::string_view f) { require_as_many(f, fit.fitted.size(), fit.residuals.size(), "fitted"); });
  v.check({"/sigma2"},
          [&](std::string_view f) { detail::require(!(fit.sigma2 < 0), f, "sigma2 must be >= 0", fit.sigma2); });
}

/// One for each model of `AnyFit`, and for what is part of several.
void violations(const RandomWalkFit&, Violations&);
void violations(const MeanFit&, Violations&);
void violations(const EtsFit&, Violations&);
void violations(const ThetaFit&, Violations&);
void violations(const ArimaFit&, Violations&);
void violations(const IntermittentFit&, Violations&);
void violations(const CesFit&, Violations&);
void violations(const TbatsFit&, Violations&);
void violations(const SeasonalAdjustment&, Violations&);
void violations(const AdjustedFit<EtsFit>&, Violations&);
void violations(const AdjustedFit<ThetaFit>&, Violations&);
void violations(const AdjustedFit<ArimaFit>&, Violations&);
void violations(const DefaultFit&, Violations&);
/// Of the model that it is.
[[nodiscard]] std::vector<Violation> violations(const AnyFit&, std::string_view function);
[[nodiscard]] std::vector<Violation> violations(const DefaultFit&, std::string_view function);

}  // namespace internal
}  // namespace foreplan::inline v0::forecast
