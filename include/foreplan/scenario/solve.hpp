#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/core/frame.hpp>
#include <foreplan/core/period.hpp>
#include <foreplan/core/stop.hpp>
#include <foreplan/export.hpp>
#include <foreplan/scenario/model.hpp>
#include <foreplan/scenario/scenario.hpp>
#include <foreplan/scenario/target_search.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Solving a model over a range of periods. History before the range and everything exogenous come from the scenario;
/// its values of endogenous variables inside the range are starting values (else the period before is), moved by the
/// per cent that the solution before lay off its own where that is less than twenty.
///
/// A model that looks ahead is solved for all periods at once, with perfect foresight: everything in the scenario is
/// known from the first period on (`solve_with_news` lets it become known later). What its leads read after the range,
/// the terminal condition, comes from the scenario too: usually a steady state (`steady_state`).
///
/// A scenario that states targets is solved by moving their instruments until they are met, as by `seek`.
namespace foreplan::inline v0::scenario {

namespace detail {
struct RunData;
}

/// How simultaneous blocks are solved. All ways end at the same point; `automatic` goes down the list until one does.
/// Where all periods are solved at once there is one way, torn, whatever is asked for.
enum class SolveMethod : std::uint8_t {
  automatic,
  torn,          ///< Newton on the torn variables, exact derivatives, damped (Deuflhard 2004, natural monotonicity).
  full_block,    ///< Newton on all variables of the block, sparse LU where large, damped in the same way.
  trust_region,  ///< Levenberg-Marquardt steps on the block, for derivatives that are singular on the way.
  homotopy,      ///< Follows the solution while the imbalance of the starting values is taken away in steps.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(SolveMethod) noexcept;

struct SolveOptions {
  double tolerance = 1e-11;  ///< in (0, 1e-3]; the next Newton step of every unknown, relative to its size.
  int max_iterations = 100;  ///< >= 1; steps for one block in one period, each method.
  SolveMethod method = SolveMethod::automatic;
  Execution execution{};  ///< Cancellation; threads serve `solve_all`.
};

/// What stopped a solution. Everything solved before stands in the run.
struct SolveFailure {
  Stop stop = Stop::not_run;
  Period period{};
  std::vector<std::string> equations{};  ///< Of the block, the ones not balanced first.
  std::vector<std::string> variables{};  ///< That they determine.
  std::vector<double> values{};          ///< Of the variables, when it stopped.
  std::vector<SolveMethod> tried{};
  std::string sentence{};  ///< All of this in words.
};

struct SolveWork {
  std::size_t iterations = 0;   ///< Newton steps of all blocks and periods.
  std::size_t evaluations = 0;  ///< Of a block's equations.
  std::size_t derivatives = 0;  ///< Of a block, each with a factorisation.
  std::size_t fallbacks = 0;    ///< Blocks that the first method did not solve.
};

/// A solved scenario: an immutable value, cheap to copy.
class FOREPLAN_EXPORT Run {
 public:
  Run();
  explicit Run(std::shared_ptr<const detail::RunData>) noexcept;  ///< For the library's own use.

  [[nodiscard]] Stop stop() const noexcept;
  [[nodiscard]] bool usable() const noexcept { return stop() == Stop::converged; }
  [[nodiscard]] const std::optional<SolveFailure>& failure() const noexcept;
  /// What was moved to meet the scenario's targets, and by how much; empty for a scenario without targets. Where not
  /// all are reached, the run holds all periods as near as they come, but is not usable: the failure says the rest.
  /// Solving `targets()->scenario` gives the run's values again without a search.
  [[nodiscard]] const std::optional<TargetSearch>& targets() const noexcept;
  [[nodiscard]] const SolveWork& work() const noexcept;  ///< Of a search for targets, the last solution's.
  [[nodiscard]] const std::string& scenario() const noexcept;
  /// The periods solved: all that were asked for, or those before the failure.
  [[nodiscard]] PeriodRange range() const noexcept;
  [[nodiscard]] std::size_t periods() const noexcept;
  [[nodiscard]] const Model& model() const noexcept;

  /// @throws InvalidArgument for an unknown variable, naming the nearest; PeriodMismatch outside the history that was
  /// read and the periods solved.
  [[nodiscard]] double at(std::string_view variable, Period period) const;
  /// Over the periods solved. @throws InvalidArgument
  [[nodiscard]] Series operator[](std::string_view variable) const;
  [[nodiscard]] std::span<const double> values(std::string_view variable) const;
  /// Everything, exogenous variables and parameters too, with the history that was read.
  [[nodiscard]] Frame frame() const;

  [[nodiscard]] const detail::RunData& data() const noexcept { return *data_; }  ///< For the library's own use.

 private:
  std::shared_ptr<const detail::RunData> data_;
};

/// Solves for every endogenous variable over `range`, period by period, block by block. In each period the equations
/// must determine the unknowns of that period, swaps included: an instrument that reaches a value only through other
/// periods is refused. Targets are met to 1e-10 of their values, or ten times `options.tolerance` where that is more.
/// @throws InvalidArgument  for a range, layer or option that makes no sense; exogenous values or history that the
///   model reads and nobody gives: all of them named at once; targets and instruments outside the range, targets that
///   are not solved for, instruments that are, or that can act on no target in time. A solution that is not found is
///   not thrown: `Run::failure`.
/// @throws Cancelled
[[nodiscard]] FOREPLAN_EXPORT Run solve(const Model& model, const Scenario& scenario, PeriodRange range,
                                        const SolveOptions& options = {});

/// Many scenarios, eight side by side, on the threads of `options.execution`; each run holds the same bits as `solve`
/// gives. @throws as solve, naming the scenario.
[[nodiscard]] FOREPLAN_EXPORT std::vector<Run> solve_all(const Model& model, std::span<const Scenario> scenarios,
                                                         PeriodRange range, const SolveOptions& options = {});

/// |left - right| / (|left| + 1) of every equation, at most over the periods solved: what a caller checks.
[[nodiscard]] FOREPLAN_EXPORT double largest_residual(const Run& run);

}  // namespace foreplan::inline v0::scenario
