#pragma once
#include <foreplan/core/errors.hpp>
#include <foreplan/forecast/any_fit.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What the members of a fit must be: the rules that `apply_x` throws by, and all of them together for fits that come
/// from elsewhere, which report as many as are broken. `function` is the one named in errors.
namespace foreplan::inline v0::forecast {

/// What regressors are multiplied by: finite, of names that regressors may have, and none in a model with
/// `multiplicative` parts.
void require_coefficients(std::string_view function, const std::vector<ModelCoefficient>& coefficients,
                          bool multiplicative);

/// ETS: states of the number that the form has, all finite.
/// @param which  "initial" or "last".
void require_states(std::string_view function, const EtsFit& model, const EtsState& state, const std::string& which);

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

/// One for each model of `AnyFit`, and for what is part of several.
void violations(const RandomWalkFit&, Violations&);
void violations(const MeanFit&, Violations&);
void violations(const EtsFit&, Violations&);
void violations(const ThetaFit&, Violations&);
void violations(const ArimaFit&, Violations&);
void violations(const IntermittentFit&, Violations&);
void violations(const AdjustedFit<EtsFit>&, Violations&);
void violations(const SeasonalAdjustment&, Violations&);
/// Of the model that it is.
[[nodiscard]] std::vector<Violation> violations(const AnyFit&, std::string_view function);

}  // namespace internal
}  // namespace foreplan::inline v0::forecast
