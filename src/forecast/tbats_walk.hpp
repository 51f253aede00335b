#pragma once
#include <foreplan/forecast/tbats.hpp>

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "forecast/data.hpp"
#include "forecast/tbats_kernel.hpp"

namespace foreplan::inline v0::forecast {

/// Where the states of a season begin in `TbatsState::harmonics`, and behind the last one how many there are.
[[nodiscard]] inline std::vector<std::size_t> harmonic_offsets(const std::vector<TbatsSeason>& seasons) {
  std::vector<std::size_t> offsets{0};
  for (const TbatsSeason& s : seasons) offsets.push_back(offsets.back() + 2 * s.harmonics);
  return offsets;
}

/// The recursion of forecast/tbats.hpp, step by step.
class TbatsWalk {
 public:
  TbatsWalk(const TbatsFit& model, TbatsState state) : model_(&model), state_(std::move(state)) {
    std::vector<double> lengths;
    std::vector<std::size_t> harmonics;
    for (const TbatsSeason& s : model.seasons) lengths.push_back(s.length), harmonics.push_back(s.harmonics);
    const auto offsets = harmonic_offsets(model.seasons);
    for (const TbatsWave& w : waves_of(lengths, harmonics)) {
      const TbatsSeason& s = model.seasons[w.season];
      const std::size_t at = offsets[w.season] + w.place;
      waves_.push_back({at, at + s.harmonics, w.cosine, w.sine, s.gamma1, w.partner ? s.gamma2 : 0});
    }
  }

  [[nodiscard]] double forecast() const {
    double f = state_.level + model_->phi * state_.growth;
    for (const Wave& w : waves_) f += state_.harmonics[w.s];
    return f + carried();
  }
  void step(double innovation) {
    const double d = carried() + innovation, growth = model_->phi * state_.growth;
    state_.level += growth + model_->alpha * d;
    state_.growth = growth + model_->beta * d;
    for (const Wave& w : waves_) {
      double &s = state_.harmonics[w.s], &partner = state_.harmonics[w.partner];
      const double turned = w.cosine * s + w.sine * partner + w.gamma1 * d;
      partner = w.cosine * partner - w.sine * s + w.gamma2 * d;
      s = turned;
    }
    push(state_.disturbances, d);
    push(state_.innovations, innovation);
  }
  [[nodiscard]] const TbatsState& state() const noexcept { return state_; }

 private:
  struct Wave {
    std::size_t s, partner;
    double cosine, sine, gamma1, gamma2;
  };
  /// d'
  [[nodiscard]] double carried() const {
    double d = 0;
    for (std::size_t i = 0; i < model_->ar.size(); ++i) d += model_->ar[i] * state_.disturbances[i];
    for (std::size_t i = 0; i < model_->ma.size(); ++i) d += model_->ma[i] * state_.innovations[i];
    return d;
  }
  static void push(std::vector<double>& newest_first, double x) {
    if (newest_first.empty()) return;
    std::move_backward(newest_first.begin(), newest_first.end() - 1, newest_first.end());
    newest_first.front() = x;
  }

  const TbatsFit* model_;
  TbatsState state_;
  std::vector<Wave> waves_;
};

/// All states times `factor`, within the doubles.
[[nodiscard]] inline TbatsState scaled(TbatsState s, double factor) {
  for (double* x : {&s.level, &s.growth}) *x = within_doubles(*x * factor);
  for (auto* states : {&s.harmonics, &s.disturbances, &s.innovations}) multiply(*states, factor);
  return s;
}

}  // namespace foreplan::inline v0::forecast
