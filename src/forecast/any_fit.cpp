#include <foreplan/forecast/any_fit.hpp>
#include <foreplan/forecast/forecaster.hpp>

#include <concepts>
#include <cstdint>

#include "forecast/data.hpp"
#include "forecast/fit_rules.hpp"

namespace foreplan::inline v0::forecast {
namespace {

/// A mean has no function of its own for this: who has the data estimates it again.
MeanFit held(MeanFit fit, std::span<const double> more) {
  for (const double z : model_data("forecast::update", more, fit.transform).values)
    fit.residuals.push_back(within_doubles(z - fit.mean));
  if (fit.origin) fit.origin->last = fit.origin->last + static_cast<std::int64_t>(more.size());
  return fit;
}

}  // namespace

Predictive predictive(const AnyFit& fit, std::size_t horizon) {
  return std::visit([&](const auto& model) { return predictive(model, horizon); }, fit);
}

AnyFit update(const AnyFit& fit, std::span<const double> more) {
  return std::visit(
      [&]<class Fit>(const Fit& model) -> AnyFit {
        if constexpr (std::same_as<Fit, MeanFit>)
          return held(model, more);
        else
          return update(model, more);
      },
      fit);
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
