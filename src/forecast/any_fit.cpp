#include <foreplan/forecast/any_fit.hpp>
#include <foreplan/forecast/forecaster.hpp>

#include "forecast/fit_rules.hpp"

namespace foreplan::inline v0::forecast {
Predictive predictive(const AnyFit& fit, std::size_t horizon) {
  return std::visit([&](const auto& model) { return predictive(model, horizon); }, fit);
}

AnyFit update(const AnyFit& fit, std::span<const double> more) {
  return std::visit([&](const auto& model) -> AnyFit { return update(model, more); }, fit);
}

std::string describe(const AnyFit& fit) {
  return std::visit([](const auto& model) { return describe(model); }, fit);
}

bool usable(const AnyFit& fit) {
  return std::visit(
      [](const auto& model) {
        if constexpr (requires { model.usable(); })
          return model.usable();
        else
          return true;
      },
      fit);
}

void validate(const AnyFit& fit) {
  const auto broken = internal::violations(fit, "forecast::validate");
  if (!broken.empty()) throw broken.front().refusal;
}

}  // namespace foreplan::inline v0::forecast
