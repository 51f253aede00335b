#pragma once
#include <foreplan/tuning/search.hpp>

#include <chrono>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

/// A space as a unit cube with a coordinate for each parameter, and the running of trials.
namespace foreplan::inline v0::tuning {

/// @throws InvalidArgument  for what search.hpp says is refused.
void check_space(std::string_view function, const SearchSpace& space);
void check_limits(std::string_view function, double seconds, const SearchObjective& objective);

/// How many values there are; 0 for a real range.
[[nodiscard]] double values_of(const SearchParameter& parameter);
/// Of a coordinate in [0, 1].
[[nodiscard]] Value value_at(const SearchParameter& parameter, double u);
/// The base with the parameters' values at a point.
[[nodiscard]] Value options_at(const SearchSpace& space, std::span<const double> point);

/// Where seconds end.
class Deadline {
 public:
  explicit Deadline(double seconds) : seconds_(seconds) {}
  [[nodiscard]] bool passed() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count() >= seconds_;
  }

 private:
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  double seconds_;
};

/// Runs trials that are set up with options and resource, on the threads of `execution`; those that were not begun
/// before the deadline are taken away. False if there were any.
[[nodiscard]] bool run_trials(std::vector<SearchTrial>& trials, const SearchObjective& objective,
                              const Deadline& deadline, const Execution& execution);
/// One, here.
void run_trial(SearchTrial& trial, const SearchObjective& objective);

[[nodiscard]] std::optional<std::size_t> best_of(std::span<const SearchTrial> trials);

/// Points of the unit cube, each from a stream of its own.
[[nodiscard]] std::vector<double> random_point(const SearchSpace& space, std::uint64_t seed, std::size_t number);

}  // namespace foreplan::inline v0::tuning
