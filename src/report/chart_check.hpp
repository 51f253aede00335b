#pragma once
#include <foreplan/core/series.hpp>
#include <foreplan/report/table.hpp>

#include <optional>
#include <span>
#include <string_view>

/// What no chart shows.
namespace foreplan::inline v0::report {

constexpr std::string_view kChart = "report::chart";
constexpr double kLargestValue = 1e15;
constexpr double kSmallestLargest = 1e-9;
constexpr std::size_t kMostPeriods = 5'000;
constexpr std::size_t kMostLines = 12;
constexpr std::size_t kMostBands = 6;
constexpr std::size_t kMostParts = 8;
constexpr std::size_t kMostCategories = 100;
constexpr std::size_t kMostScenarios = 6;
constexpr std::size_t kMostLinks = 1'000;

/// Finite and at most 10^15 in magnitude. @throws InvalidArgument naming `what`.
void check_value(double x, std::string_view what);
/// The same, with NaN allowed.
void check_values(std::span<const double> values, std::string_view what);
void check_decimals(const std::optional<int>& decimals);
/// @throws InvalidArgument  unless 1 <= size <= most.
void check_count(std::size_t size, std::size_t most, std::string_view what);
/// Unit, values and length of one series of a chart.
void check_series(const Series& series, const Unit& unit);

/// The periods from the earliest to the latest that were added; all of one frequency.
class PeriodSpan {
 public:
  /// @throws PeriodMismatch  for another frequency; InvalidArgument beyond 5,000 periods.
  void add(Period first, std::size_t count);
  [[nodiscard]] bool empty() const noexcept { return !first_; }
  [[nodiscard]] Period first() const { return *first_; }
  [[nodiscard]] std::size_t count() const { return static_cast<std::size_t>(*last_ - *first_) + 1; }
  [[nodiscard]] std::size_t index(Period p) const { return static_cast<std::size_t>(p - *first_); }

 private:
  std::optional<Period> first_{}, last_{};
};

/// Smallest and largest of what was added; missing values are passed over.
struct Extent {
  double low = 0, high = 0;
  bool any = false;

  void add(double x) noexcept;
  void add(std::span<const double> values) noexcept;
  [[nodiscard]] double magnitude() const noexcept;
};

/// @throws InvalidArgument  when nothing was added, or all of it would print as zero.
void check_extent(const Extent& extent);

}  // namespace foreplan::inline v0::report
