#pragma once
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "numeric/small_descent.hpp"

namespace foreplan::inline v0::numeric {

/// Descents of one function, several at a time. `Problem` evaluates it at several places side by side:
///   static constexpr std::size_t kLanes            at how many at most;
///   void set(std::size_t lane, std::span<const double> x)
///   void evaluate(std::size_t count)               the first `count` lanes;
///   double value(std::size_t lane)                 as for `SmallDescent`;
///   void model(std::size_t lane, std::span<double> gradient, std::span<double> hessian)
template <class Problem>
class SmallDescents {
 public:
  SmallDescents(Problem& problem, std::size_t n)
      : problem_(problem), n_(n), step_(n), memory_(Problem::kLanes * SmallDescentPath::room(n)) {
    paths_.reserve(Problem::kLanes);
    for (std::size_t k = 0; k < Problem::kLanes; ++k)
      paths_.emplace_back(n, step_,
                          std::span(memory_).subspan(k * SmallDescentPath::room(n), SmallDescentPath::room(n)));
  }

  struct Job {
    std::span<double> x{};
    SmallDescentLimits limits{};
  };
  /// Runs `count` descents, job(0, lane) to job(count - 1, lane), whose limits are kept until the lane has another.
  /// abandoned(x, value) ends one as in `SmallDescent`; ended(i, stop, value) is told of each and says whether it is to
  /// run again, from where x is now.
  template <class JobOf, class Abandoned, class Ended>
  void run(std::size_t count, JobOf job, Abandoned abandoned, Ended ended) {
    std::size_t next = 0, active = 0;
    const auto start = [&](std::size_t place, std::size_t lane, std::size_t index) {
      Running& r = running_[place];
      r = {.lane = lane, .index = index, .job = job(index, lane)};
      for (std::size_t j = 0; j < n_; ++j)
        r.job.x[j] = std::clamp(r.job.x[j], r.job.limits.lower[j], r.job.limits.upper[j]);
    };
    for (; active < Problem::kLanes && next < count; ++active) start(active, active, next++);
    while (active > 0) {
      for (std::size_t k = 0; k < active; ++k)
        problem_.set(k, running_[k].iterations < 0 ? running_[k].job.x : paths_[running_[k].lane].trial());
      problem_.evaluate(active);
      std::size_t left = 0;
      for (std::size_t k = 0; k < active; ++k) {
        const Running r = running_[k];
        if (running_[k].iterations = after(r, k, abandoned); running_[k].iterations == kEnded) {
          if (ended(r.index, stop_, paths_[r.lane].value()))
            start(k, r.lane, r.index);
          else if (next < count)
            start(k, r.lane, next++);
          else
            continue;
        }
        running_[left++] = running_[k];
      }
      active = left;
    }
  }

 private:
  struct Running {
    std::size_t lane = 0, index = 0;
    Job job{};
    int iterations = -1;  ///< Before it: the place to begin at.
  };
  static constexpr int kEnded = -2;

  /// How many iterations were begun after the values of place k.
  template <class Abandoned>
  int after(const Running& r, std::size_t k, Abandoned& abandoned) {
    using enum SmallDescentPath::Verdict;
    SmallDescentPath& path = paths_[r.lane];
    const double value = problem_.value(k);
    if (r.iterations < 0) {
      path.begin(value);
      stop_ = Stop::not_finite;
      if (!std::isfinite(value)) return kEnded;
    } else if (const auto verdict = path.judge(value, r.job.x, r.job.limits); verdict != moved) {
      stop_ = path.stop();
      return verdict == ended ? kEnded : r.iterations;
    }
    const int done = std::max(r.iterations, 0);
    stop_ = Stop::iteration_limit;
    if (done >= r.job.limits.iterations || abandoned(r.job.x, value)) return kEnded;
    problem_.model(k, path.gradient(), path.hessian());
    if (path.propose(r.job.x, r.job.limits)) return done + 1;
    stop_ = path.stop();
    return kEnded;
  }

  Problem& problem_;
  std::size_t n_;
  DampedStep step_;
  std::vector<double> memory_;
  std::vector<SmallDescentPath> paths_;
  std::array<Running, Problem::kLanes> running_{};
  Stop stop_ = Stop::not_run;
};

}  // namespace foreplan::inline v0::numeric
