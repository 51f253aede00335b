#include "scenario/side_by_side.hpp"

#include <foreplan/core/errors.hpp>

#include <algorithm>

namespace foreplan::inline v0::scenario::detail {

SideBySide::SideBySide(const Stage& stage, const Window& window, const SolveOptions& options)
    : stage_(stage),
      window_(window),
      options_(options),
      fixed_(stage.fixed_loads.size() * kLanes),
      solver_(stage, window.columns, options) {}

void SideBySide::fill(std::span<const double> values, std::span<const double> fixed) {
  values_.resize(values.size() * kLanes);
  for (std::size_t i = 0; i < values.size(); ++i) std::fill_n(&values_[i * kLanes], kLanes, values[i]);
  for (std::size_t i = 0; i < fixed.size(); ++i) std::fill_n(&fixed_[i * kLanes], kLanes, fixed[i]);
}

void SideBySide::set(std::size_t lane, std::span<const double> values, std::span<const double> fixed) {
  values_.resize(values.size() * kLanes);
  for (std::size_t i = 0; i < values.size(); ++i) values_[i * kLanes + lane] = values[i];
  for (std::size_t i = 0; i < fixed.size(); ++i) fixed_[i * kLanes + lane] = fixed[i];
}

void SideBySide::start_from(std::span<const double> values) {
  for (const Segment& segment : stage_.segments)
    for (const Torn& torn : segment.torn)
      for (std::size_t p = 0; p < window_.periods; ++p) {
        const std::size_t at = torn.variable * window_.columns + window_.first + p;
        std::fill_n(&values_[at * kLanes], kLanes, values[at]);
      }
}

void SideBySide::set_row(std::size_t lane, std::uint32_t variable, std::span<const double> values) {
  for (std::size_t at = variable * window_.columns; at < (variable + 1) * window_.columns; ++at)
    values_[at * kLanes + lane] = values[at];
}

void SideBySide::take(const Each<double*>& values) const {
  for (const Segment& segment : stage_.segments)
    for (const Store& store : segment.stores)
      for (std::size_t p = 0; p < window_.periods; ++p) {
        const std::size_t at = store.variable * window_.columns + window_.first + p;
        for (std::size_t l = 0; l < kLanes; ++l)
          if (values[l]) values[l][at] = values_[at * kLanes + l];
      }
}

SideBySide::Each<bool> SideBySide::solve(const Each<bool>& active, const Each<SolveWork*>& work) {
  Each<bool> going = active;
  solver_.begin(work);
  for (std::size_t p = 0; p < window_.periods; ++p) {
    if (std::none_of(going.begin(), going.end(), [](bool g) { return g; })) break;
    if (options_.execution.cancel.cancelled()) throw Cancelled("scenario: cancelled");
    const auto trouble = solver_.solve(values_.data(), fixed_.data(), going, window_.first + p, SolveMethod::torn);
    for (std::size_t l = 0; l < kLanes; ++l) going[l] = going[l] && trouble[l].stop == Stop::converged;
  }
  return going;
}

}  // namespace foreplan::inline v0::scenario::detail
