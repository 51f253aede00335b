#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/core/period.hpp>
#include <foreplan/core/unit.hpp>
#include <foreplan/export.hpp>
#include <foreplan/plan/statement.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

/// Committed projects: how much of the capital will come, when, and what output it brings.
namespace foreplan::inline v0::plan {

/// A project, or a group of like ones. It is realised in full or not at all.
struct Project {
  std::string id{};  ///< Unique in the plan.
  Label name{};
  double capital = 0;                     ///< Committed, > 0, in `capital_unit`.
  Unit capital_unit{};                    ///< Money, with its price basis.
  double probability = 1;                 ///< [0, 1] of being realised.
  Period start{};                         ///< Planned first period of spending.
  std::vector<double> delay{1.0};         ///< delay[i]: probability of starting i periods late; adds up to 1.
  std::vector<double> disbursement{1.0};  ///< Shares of the capital period by period from the start; adds up to 1.
  /// Capital per unit of output a period, > 0; or 0 when no output is counted. Output is complete in
  /// the period after the last spending, and goes on.
  double capital_per_output = 0;
  Unit output_unit{};  ///< Of output; money must be at the capital's price basis.
  std::string source{};

  bool operator==(const Project&) const = default;
};

struct PipelineOptions {
  /// [0, 1): correlation of the projects' latent normals (one-factor Gaussian copula, Vasicek 1987):
  /// project i is realised when sqrt(rho) M + sqrt(1 - rho) e_i < Phi^-1(probability_i). 0: independent. Delays
  /// are independent either way.
  double correlation = 0;
  std::size_t paths = 10'000;  ///< >= 1; times periods at most 10^7.
  std::uint64_t seed = 0;
  double coverage = 0.90;  ///< (0, 1) of the central intervals.
  Execution execution{};   ///< Results do not depend on the threads.
};

/// A simulated amount with its exact mean.
struct SimulatedAmount {
  double expected = 0;            ///< In closed form; the same for every correlation.
  double mean = 0;                ///< Of the simulated paths.
  double standard_deviation = 0;  ///< Of the simulated paths (divisor paths - 1).
  double lower = 0;               ///< Central interval and median of the simulated paths (R's type 7).
  double median = 0;
  double upper = 0;

  bool operator==(const SimulatedAmount&) const = default;
};

struct PipelineYear {
  Period period{};
  SimulatedAmount capital{};     ///< Spent in the period.
  SimulatedAmount cumulative{};  ///< Spent since the range's first period.
  SimulatedAmount output{};      ///< Output of the period from the projects that are complete.

  bool operator==(const PipelineYear&) const = default;
};

/// A project's part in the expectations.
struct PipelineShare {
  std::string project{};
  double expected_capital = 0;  ///< Within the range.
  double expected_output = 0;   ///< In the range's last period.

  bool operator==(const PipelineShare&) const = default;
};

struct Pipeline {
  Unit capital_unit{};
  Unit output_unit{};                  ///< Pure number when no project counts output.
  double committed = 0;                ///< All capital.
  SimulatedAmount realised{};          ///< Capital of the realised projects, whenever it is spent.
  double realised_sd_independent = 0;  ///< sqrt(sum of p (1 - p) capital^2), exact when correlation is 0.
  double correlation = 0;
  std::size_t paths = 0;
  std::vector<PipelineYear> years{};
  std::vector<PipelineShare> projects{};

  bool operator==(const Pipeline&) const = default;
};

/// Simulates realisation and delay over the periods of `range`. Amounts are in the first project's
/// units (scales are converted).
/// @throws UnitMismatch    when capital units, or output units, differ by more than scale, or output is
///   at another price basis than capital.
/// @throws PeriodMismatch  for a project of another frequency than `range`.
/// @throws InvalidArgument for no project, values out of the ranges above, probabilities or shares
///   that do not add up to 1 (to 1e-9), naming the project.
/// @throws Cancelled
[[nodiscard]] FOREPLAN_EXPORT Pipeline simulate_pipeline(const std::vector<Project>& projects, const PeriodRange& range,
                                                         const PipelineOptions& options = {});

/// Capital over the increase of output that it is held against, an incremental capital-output ratio.
/// Both scales are brought to units of one.
/// @throws UnitMismatch    unless currency and price basis agree and the price basis is stated: 13,200 at current
///   prices over an increase at constant 1994 prices has no meaning. Output that is not money is
///   divided as it is; valuations may differ (capital at purchasers', output at basic prices).
/// @throws InvalidArgument unless capital is money, >= 0 and finite, the increment is > 0 and finite, and scale powers are
///   in [-30, 30].
[[nodiscard]] FOREPLAN_EXPORT double capital_per_output_increment(double capital, const Unit& capital_unit,
                                                                  double increment, const Unit& increment_unit);

}  // namespace foreplan::inline v0::plan
