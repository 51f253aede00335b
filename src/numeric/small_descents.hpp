#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "numeric/damped_steps.hpp"
#include "numeric/small_descent.hpp"

namespace foreplan::inline v0::numeric {

/// Where one descent begins, and ends, and how far it goes.
struct SmallDescentJob {
  std::span<double> x{};
  SmallDescentLimits limits{};
};

/// The descents of one search, up to eight at a time. They go on in rounds: each asks for its function at one place,
/// and once all have their values, and those that go on a place for the next round, they are told of in order. So they
/// are those of `SmallDescent` to the bit, and what is told of them does not depend on what else is evaluated meanwhile.
/// The owner of the search says what is to be done:
///   SmallDescentJob job(std::size_t i, std::size_t slot)   descent i. Its limits are kept until the slot has another;
///   bool abandoned(std::span<const double> x, double value)   whether to end it as at the limit of iterations;
///   bool ended(std::size_t i, Stop stop, double value)     whether it is to run again, from where x is now.
class SmallDescents {
 public:
  static constexpr std::size_t kAbreast = 8;

  /// What a descent wants after a value: nothing before the next round, the model there, another step.
  enum class Wants { nothing, model, step };

  explicit SmallDescents(std::size_t n) : n_(n), memory_(kAbreast * SmallDescentPath::room(n)) {
    paths_.reserve(kAbreast);
    for (std::size_t k = 0; k < kAbreast; ++k)
      paths_.emplace_back(n, std::span(memory_).subspan(k * SmallDescentPath::room(n), SmallDescentPath::room(n)));
  }

  [[nodiscard]] std::size_t size() const noexcept { return n_; }
  /// How many there are in this round.
  [[nodiscard]] std::size_t active() const noexcept { return active_; }
  /// Where number k of them asks for the function.
  [[nodiscard]] std::span<const double> at(std::size_t k) const noexcept {
    return running_[k].begun ? paths_[running_[k].slot].trial() : running_[k].job.x;
  }
  [[nodiscard]] SmallDescentPath& path(std::size_t k) noexcept { return paths_[running_[k].slot]; }
  [[nodiscard]] const SmallDescentJob& job(std::size_t k) const noexcept { return running_[k].job; }

  /// Begins descents 0 to count - 1.
  template <class Owner>
  void begin(std::size_t count, Owner& owner) {
    next_ = 0;
    count_ = count;
    for (active_ = 0; active_ < kAbreast && next_ < count_; ++active_) start(active_, active_, next_++, owner);
  }

  /// Gives number k the value at its place; the model it wants goes to its path.
  Wants take(std::size_t k, double value) {
    using enum SmallDescentPath::Verdict;
    Running& r = running_[k];
    r.moved = r.over = false;
    if (!r.begun) {
      path(k).begin(value);
      if (!std::isfinite(value)) return end(r, Stop::not_finite);
      r.begun = true;
    } else if (const auto verdict = path(k).judge(value, r.job.x, r.job.limits); verdict != moved) {
      return verdict == ended ? end(r, path(k).stop()) : Wants::step;
    }
    r.moved = true;
    if (r.iterations++ >= r.job.limits.iterations) return end(r, Stop::iteration_limit);
    return Wants::model;
  }
  /// Gives number k a step; true when it wants another.
  template <class Step>
  bool propose(std::size_t k, double promised, Step step) {
    using enum SmallDescentPath::Verdict;
    Running& r = running_[k];
    const auto verdict = path(k).propose(promised, step, r.job.x, r.job.limits);
    if (verdict == ended) end(r, path(k).stop());
    return verdict == again;
  }

  /// Tells of those that ended, and begins others in their places.
  template <class Owner>
  void finish_round(Owner& owner) {
    std::size_t left = 0;
    for (std::size_t k = 0; k < active_; ++k) {
      const Running r = running_[k];
      const double value = paths_[r.slot].value();
      const bool abandoned = r.moved && owner.abandoned(r.job.x, value);
      if (abandoned || r.over) {
        if (owner.ended(r.index, abandoned ? Stop::iteration_limit : r.stop, value))
          start(k, r.slot, r.index, owner);
        else if (next_ < count_)
          start(k, r.slot, next_++, owner);
        else
          continue;
      }
      running_[left++] = running_[k];
    }
    active_ = left;
  }

 private:
  struct Running {
    std::size_t slot = 0, index = 0;
    SmallDescentJob job{};
    int iterations = 0;  ///< Begun.
    bool begun = false, moved = false, over = false;
    Stop stop = Stop::not_run;
  };

  template <class Owner>
  void start(std::size_t k, std::size_t slot, std::size_t index, Owner& owner) {
    Running& r = running_[k];
    r = {.slot = slot, .index = index, .job = owner.job(index, slot)};
    for (std::size_t j = 0; j < n_; ++j)
      r.job.x[j] = std::clamp(r.job.x[j], r.job.limits.lower[j], r.job.limits.upper[j]);
  }
  static Wants end(Running& r, Stop stop) {
    r.over = true;
    r.stop = stop;
    return Wants::nothing;
  }

  std::size_t n_, active_ = 0, next_ = 0, count_ = 0;
  std::vector<double> memory_;
  std::vector<SmallDescentPath> paths_;
  std::array<Running, kAbreast> running_{};
};

/// Drives the descents of many searches, whose functions a `Problem` evaluates side by side whatever search they are of:
///   static constexpr std::size_t kLanes            at how many places at most;
///   void set(std::size_t lane, Search& search, std::span<const double> x)
///   void evaluate(std::size_t count)               the first `count` lanes;
///   double value(std::size_t lane)                 as for `SmallDescent`;
///   void model(std::size_t lane, std::span<double> gradient, std::span<double> hessian)
/// A `Search` is the owner of its descents and has beside what they ask
///   SmallDescents& descents();
///   bool proceed();   begins the next descents; false when none are left to begin.
template <class Problem, class Search>
class SideBySide {
 public:
  /// @param n  variables of every search, at most `DampedSteps::kMostVariables`.
  SideBySide(Problem& problem, std::size_t n, Tier tier = best_tier()) : problem_(problem), steps_(n, tier) {}

  /// Runs searches until there are no more.
  /// @param next  next(search) is given one that has nothing left to do, at first each of them in order, and makes
  ///   another of it: false when none is left.
  template <class Next>
  void run(std::span<Search> searches, Next next) {
    const auto goes_on = [&](Search& search) {
      do {
        if (search.proceed()) return true;
      } while (next(search));
      return false;
    };
    std::vector<Search*> going;
    for (Search& search : searches)
      if (next(search) && goes_on(search)) going.push_back(&search);
    while (!going.empty()) {
      for (Search* search : going) ask(*search);
      if (asked_ > 0) evaluate();
      while (wanting_ > 0) find_steps(wanting_);
      std::erase_if(going, [&](Search* search) {
        search->descents().finish_round(*search);
        return search->descents().active() == 0 && !goes_on(*search);
      });
    }
  }

 private:
  struct Place {
    SmallDescents* descents = nullptr;
    std::size_t k = 0;
  };

  void ask(Search& search) {
    SmallDescents& descents = search.descents();
    for (std::size_t k = 0; k < descents.active(); ++k) {
      problem_.set(asked_, search, descents.at(k));
      asking_[asked_++] = {&descents, k};
      if (asked_ == Problem::kLanes) evaluate();
    }
  }

  void evaluate() {
    problem_.evaluate(asked_);
    for (std::size_t lane = 0; lane < asked_; ++lane) {
      const auto [descents, k] = asking_[lane];
      const auto wants = descents->take(k, problem_.value(lane));
      if (wants == SmallDescents::Wants::nothing) continue;
      if (wants == SmallDescents::Wants::model) {
        SmallDescentPath& path = descents->path(k);
        problem_.model(lane, path.gradient(), path.hessian());
        path.correct();
      }
      want(descents, k);
    }
    asked_ = 0;
  }

  void want(SmallDescents* descents, std::size_t k) {
    SmallDescentPath& path = descents->path(k);
    const SmallDescentJob& job = descents->job(k);
    steps_.set(wanting_, path.hessian(), path.gradient(), path.damping(), job.x, job.limits.lower, job.limits.upper);
    wanted_[wanting_++] = {descents, k};
    if (wanting_ == kRowLanes) find_steps(wanting_);
  }

  void find_steps(std::size_t count) {
    steps_.solve(count);
    std::array<Place, kRowLanes> again;
    std::size_t more = 0;
    for (std::size_t lane = 0; lane < count; ++lane) {
      const auto [descents, k] = wanted_[lane];
      const auto step = [&](std::size_t j) { return steps_.step(lane, j); };
      if (descents->propose(k, steps_.promised(lane), step)) again[more++] = wanted_[lane];
    }
    wanting_ = 0;
    for (std::size_t i = 0; i < more; ++i) want(again[i].descents, again[i].k);
  }

  Problem& problem_;
  DampedSteps steps_;
  std::size_t asked_ = 0, wanting_ = 0;
  std::array<Place, Problem::kLanes> asking_{};
  std::array<Place, kRowLanes> wanted_{};
};

}  // namespace foreplan::inline v0::numeric
