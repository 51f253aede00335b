#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/plan/projection.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "numeric/quantiles.hpp"

/// Simulated paths of sectors around a scenario. Private.
namespace foreplan::inline v0::plan {

inline constexpr std::string_view kProject = "plan::project";

/// Lower Cholesky factor of the correlations between sectors.
struct CorrelationFactor {
  std::vector<double> diagonal{};
  /// With one correlation common to all pairs: the value that column k has everywhere below its diagonal. Empty
  /// otherwise.
  std::vector<double> column{};
  std::vector<double> rows{};  ///< The whole factor row by row; empty with a common correlation.
};
/// @throws InvalidArgument  when the correlations are none.
[[nodiscard]] CorrelationFactor correlation_factor(const Projection& projection);

/// One period after the other: its levels are made block by block of paths, looked at while they are in the cache, and
/// forgotten; only the departures of the log levels from the scenario's stay. Path k's normal number of sector i in
/// period t is number k of the pairs made of the stream (seed, `kProject`, t, i), so that neither threads nor the
/// number of paths change it.
///
/// Quantities are numbered: each sector's share, each sector's level, and the total.
class Simulation {
 public:
  /// @param levels  the scenario's, [sector][period] from the base on.
  /// Holds on to all three. @throws InvalidArgument  for more paths than memory is meant for.
  Simulation(const Projection& projection, const std::vector<std::vector<double>>& levels,
             const CorrelationFactor& factor);

  /// Goes on to the next period.
  /// @throws InvalidArgument  when a level overflows, or a total underflows.
  /// @throws Cancelled
  void advance(const Execution& execution);
  /// How many units of work `advance` tells progress of.
  [[nodiscard]] std::size_t units() const noexcept { return (paths_ + kUnit - 1) / kUnit; }

  [[nodiscard]] std::size_t quantities() const noexcept { return 2 * projection_.sectors.size() + 1; }
  // Of the period that was advanced to.
  [[nodiscard]] double mean(std::size_t quantity) const;
  [[nodiscard]] numeric::CentralInterval interval(std::size_t quantity) const;
  /// Indices of the projection's events of this period, and in how many paths one of them happened.
  [[nodiscard]] const std::vector<std::size_t>& due() const noexcept { return due_; }
  [[nodiscard]] std::size_t happened(std::size_t event) const { return happened_[event].load(); }
  /// Of all paths, made again.
  [[nodiscard]] std::vector<double> values(std::size_t quantity) const;

 private:
  static constexpr std::size_t kBlock = 512, kUnit = 2048, kPilot = 8192;  // paths; each divides the next

  struct Rows;
  void simulate_unit(std::size_t unit);
  void move(std::size_t begin, std::size_t size, Rows& rows);
  void evaluate(std::size_t begin, std::size_t size, Rows& rows) const;
  void check_sums(std::size_t block) const;
  void count_events(std::size_t size, const Rows& rows);

  const Projection& projection_;
  const std::vector<std::vector<double>>& scenario_;
  const CorrelationFactor& factor_;
  std::size_t paths_, pilots_;  // the first paths, whose values guide the search for quantiles
  std::size_t period_ = 0;
  std::uint64_t purpose_;
  std::vector<std::vector<double>> departure_;                 // [sector][path]
  std::vector<std::vector<double>> pilot_;                     // [quantity][path]
  std::vector<std::vector<double>> sum_;                       // [quantity][block]
  std::vector<std::optional<numeric::PlaceSearch>> search_;    // [quantity]; not used when the pilots are all paths
  std::vector<std::vector<numeric::PlaceSearch::Part>> part_;  // [quantity][unit]; the first is that of all pilots
  std::vector<std::size_t> watched_;                           // [event]: its quantity
  std::vector<std::size_t> due_;
  std::vector<std::atomic<std::size_t>> happened_;  // [event]
};

/// `execution`, with the progress of one part of a task whose parts before it are `before` of `all` units.
[[nodiscard]] Execution part_of(const Execution& execution, std::size_t before, std::size_t all);

}  // namespace foreplan::inline v0::plan
