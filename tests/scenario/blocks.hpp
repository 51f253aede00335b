#pragma once
#include <gtest/gtest.h>
#include <foreplan/scenario.hpp>

#include <algorithm>
#include <string_view>
#include <vector>

#include "scenario/newton.hpp"
#include "scenario/program.hpp"

namespace foreplan::testing {

/// The one simultaneous block of a model without data, by itself.
class Block {
 public:
  explicit Block(std::string_view equations) : model_(scenario::compile(equations)) {
    const auto& stage = model_.data().program->stages.front();
    segment_ =
        &*std::find_if(stage.segments.begin(), stage.segments.end(), [](const auto& s) { return !s.torn.empty(); });
    w_.resize(stage.slots);
    for (const auto& [slot, value] : stage.constants) w_[slot] = value;
    for (const auto& segment : stage.segments) {
      scenario::detail::machine().values(segment.code.data(), segment.code.size(), w_.data());
      if (&segment == segment_) break;
    }
  }

  [[nodiscard]] const scenario::detail::Segment& segment() const { return *segment_; }
  [[nodiscard]] std::vector<double>& slots() { return w_; }
  [[nodiscard]] scenario::SolveWork& work() { return work_; }
  [[nodiscard]] scenario::detail::TornScratch& scratch() { return scratch_; }
  [[nodiscard]] scenario::detail::TornState& state() { return state_; }

  void start(const std::vector<double>& torn) {
    ASSERT_EQ(torn.size(), segment_->torn.size());
    for (std::size_t j = 0; j < torn.size(); ++j) w_[segment_->torn[j].slot] = torn[j];
  }
  [[nodiscard]] std::vector<double> torn() const {
    std::vector<double> out;
    for (const auto& torn : segment_->torn) out.push_back(w_[torn.slot]);
    return out;
  }
  [[nodiscard]] double residual(std::size_t j) const { return w_[segment_->torn[j].residual]; }

  Stop solve(const scenario::SolveOptions& options = {}) {
    return scenario::detail::solve_torn(*segment_, w_.data(), state_, scratch_, options, work_);
  }

 private:
  scenario::Model model_;
  const scenario::detail::Segment* segment_ = nullptr;
  std::vector<double> w_{};
  scenario::detail::TornState state_{};
  scenario::detail::TornScratch scratch_{};
  scenario::SolveWork work_{};
};

}  // namespace foreplan::testing
