#pragma once
#include "scenario/estimation_sample.hpp"
#include "scenario/estimation_steps.hpp"

/// Equations that are linear in their parameters, and their projection on instruments.
namespace foreplan::inline v0::scenario::detail {

/// y = X b + u
struct LinearEquation {
  std::vector<double> y{};
  Columns x{};
};
/// The sample's equation, with rows for its observations alone.
/// @throws InvalidArgument  where it is not linear or not defined.
[[nodiscard]] LinearEquation linear_equation(EstimationSample& sample, const FreeCoefficients& free);

/// d(left - right) / d free coefficient j in a row.
[[nodiscard]] double slope(const EstimationSample& sample, const FreeCoefficients& free, std::size_t row,
                           std::size_t j);

struct InstrumentSpace {
  std::vector<std::string> names{};  ///< Those that no earlier ones determine.
  Orthonormal basis{};
};
/// @throws InvalidArgument  for fewer instruments than coefficients, and as many as observations.
[[nodiscard]] InstrumentSpace instrument_space(const EstimationSample& sample, bool constant, std::size_t coefficients);

struct TwoStages {
  Columns hat{};                       ///< Regressors projected on the instruments.
  std::vector<double> unexplained{};   ///< Sum of squares that the instruments leave of each; 0 for one among them.
  std::vector<double> coefficients{};  ///< NaN where not identified.
  std::vector<double> residuals{};     ///< y - X b
};
[[nodiscard]] TwoStages two_stages(const LinearEquation& equation, const InstrumentSpace& instruments,
                                   const std::vector<std::string>& names);

[[nodiscard]] std::vector<FirstStage> first_stages(const LinearEquation& equation, const InstrumentSpace& instruments,
                                                   const TwoStages& stages, const std::vector<std::string>& names);
/// nullopt where there are no more instruments than coefficients.
[[nodiscard]] std::optional<SarganTest> sargan_test(const InstrumentSpace& instruments, const TwoStages& stages);

}  // namespace foreplan::inline v0::scenario::detail
