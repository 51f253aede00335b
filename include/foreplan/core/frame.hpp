#pragma once
#include <foreplan/core/series.hpp>

#include <string_view>

namespace foreplan::inline v0 {

/// Several series over the same periods, each with a name of its own and a unit of its own. Missing
/// values are NaN.
class FOREPLAN_EXPORT Frame {
 public:
  Frame() = default;
  /// Series are cut or filled with missing values to the union of their periods.
  /// @throws PeriodMismatch   when frequencies differ.
  /// @throws InvalidArgument  for an empty or repeated name, a series without values, or more than 10^9 cells.
  explicit Frame(std::vector<Series> series);

  /// Adds a series, or replaces the one of that name; the periods become the union. Copies the whole frame: many series
  /// are better given at once. @throws as the constructor; the frame is then as it was.
  void set(Series series);

  [[nodiscard]] bool empty() const noexcept { return series_.empty(); }
  [[nodiscard]] std::size_t size() const noexcept { return series_.size(); }  ///< How many series.
  [[nodiscard]] std::size_t periods() const noexcept { return empty() ? 0 : series_.front().size(); }
  /// @throws PeriodMismatch  for an empty frame.
  [[nodiscard]] PeriodRange range() const;
  [[nodiscard]] bool contains(std::string_view name) const noexcept;
  /// O(series). @throws InvalidArgument naming the nearest known name.
  [[nodiscard]] const Series& operator[](std::string_view name) const;
  /// @throws InvalidArgument, PeriodMismatch  for a series or period that is not there.
  [[nodiscard]] double at(std::string_view name, Period p) const { return (*this)[name].at(p); }
  [[nodiscard]] const std::vector<Series>& series() const noexcept { return series_; }

  bool operator==(const Frame&) const = default;

 private:
  std::vector<Series> series_;
};

}  // namespace foreplan::inline v0
