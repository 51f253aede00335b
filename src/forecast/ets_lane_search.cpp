#include "forecast/ets_lane_search.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "forecast/ets_kernel.hpp"
#include "forecast/ets_lanes.hpp"
#include "forecast/ets_search_rules.hpp"
#include "forecast/ets_space.hpp"
#include "numeric/multistart.hpp"
#include "numeric/small_descents.hpp"

namespace foreplan::inline v0::forecast {
namespace {

using numeric::SmallDescents;

/// Searches side by side: fewer leave lanes empty, more leave the cache.
constexpr std::size_t kTogether = 12;

/// A `numeric::SearchPoint` that needs no memory of its own: there are many.
struct LanePlace {
  std::array<double, EtsLanes::kMostDirections> x{};
  double value = std::numeric_limits<double>::infinity();
  Stop stop = Stop::iteration_limit;
};

/// One series' search after another: the states of all starts, then a few steps from each, then to the end from the
/// best.
class LaneSearch {
 public:
  explicit LaneSearch(const EtsForm& form)
      : form_(form), descents_(EtsLanes::directions(form)), ends_({descents_.size() - (has_trend(form) ? 2 : 1)}) {}

  void begin(const EtsTask& task) {
    space_.emplace(form_, task.options->season_length, task.y, *task.options);
    pass_.emplace(form_, task.options->season_length, task.y);
    max_iterations_ = task.options->max_iterations;
    phase_ = Phase::begin;
  }

  [[nodiscard]] SmallDescents& descents() noexcept { return descents_; }
  [[nodiscard]] const EtsSpace& space() const noexcept { return *space_; }
  [[nodiscard]] EtsPass& pass() noexcept { return *pass_; }

  bool proceed() {
    while (phase_ != Phase::done) {
      begin_next();
      if (descents_.active() > 0) return true;
    }
    return false;
  }

  numeric::SmallDescentJob job(std::size_t i, std::size_t slot) {
    LanePlace& place = going(i);
    if (phase_ != Phase::states) return {u_of(place), {space_->lower(), space_->upper(), iterations_}};
    for (auto* bounds : {&lower_[slot], &upper_[slot]}) {
      const auto& all = bounds == &lower_[slot] ? space_->lower() : space_->upper();
      std::copy(all.begin(), all.end(), bounds->begin());
      std::copy_n(place.x.begin(), space_->smoothing(), bounds->begin());
    }
    return {u_of(place), {lower_[slot], upper_[slot], iterations_}};
  }
  [[nodiscard]] bool abandoned(std::span<const double> u, double value) const {
    return phase_ != Phase::states && ends_.known(u, value);
  }
  bool ended(std::size_t i, Stop stop, double value) {
    LanePlace& place = going(i);
    place.value = value;
    if (phase_ != Phase::states) {
      place.stop = stop;
      ends_.add(place);
      return false;
    }
    // Multiplicative parts bear no negative forecasts, which less growth does not lead to.
    if (stop != Stop::not_finite || ++tries_[i] == kTries) return false;
    space_->flatten(u_of(place));
    return true;
  }

  [[nodiscard]] EtsOptimum optimum() {
    EtsOptimum result{.parameters = space_->size() + 1};
    if (places_.empty()) return result;
    const LanePlace& best = places_.front();
    result.point.resize(pass_->size());
    space_->point(best.x, result.point);
    result.value = pass_->value(result.point);
    result.stop = best.stop;
    return result;
  }

 private:
  enum class Phase { begin, states, first, last, done };

  [[nodiscard]] std::span<double> u_of(LanePlace& place) const { return std::span(place.x).first(descents_.size()); }
  LanePlace& going(std::size_t i) { return places_[settled_ + i]; }

  void begin_next() {
    switch (phase_) {
      case Phase::begin: {
        phase_ = Phase::states;
        const std::vector<double> starts = space_->start_rows();
        places_.clear();
        for (std::size_t i = 0; i < starts.size(); i += descents_.size())
          std::copy_n(starts.begin() + static_cast<std::ptrdiff_t>(i), descents_.size(),
                      places_.emplace_back().x.begin());
        settled_ = 0;
        tries_.assign(places_.size(), 0);
        iterations_ = 1;  // the states are all but linear
        return descents_.begin(places_.size(), *this);
      }
      case Phase::states:
        std::erase_if(places_, [](const LanePlace& place) { return !std::isfinite(place.value); });
        phase_ = Phase::first;
        return follow(std::min(kFirstSteps, max_iterations_));
      case Phase::first:
        ends_.move_to(places_);
        phase_ = Phase::last;
        return follow(max_iterations_);
      default:
        ends_.move_to(places_);
        phase_ = Phase::done;
    }
  }

  /// From the best places, those first that need not go on.
  void follow(int iterations) {
    iterations_ = iterations;
    numeric::keep_best(places_, kKept);
    const auto open = std::stable_partition(places_.begin(), places_.end(),
                                            [](const LanePlace& place) { return place.stop != Stop::iteration_limit; });
    std::for_each(places_.begin(), open, [this](LanePlace& place) { ends_.add(place); });
    settled_ = static_cast<std::size_t>(open - places_.begin());
    descents_.begin(places_.size() - settled_, *this);
  }

  EtsForm form_;
  std::optional<EtsSpace> space_;
  std::optional<EtsPass> pass_;
  SmallDescents descents_;
  int max_iterations_ = 0, iterations_ = 0;
  Phase phase_ = Phase::begin;
  std::vector<LanePlace> places_;
  std::size_t settled_ = 0;  ///< How many of them, the first, do not go on.
  numeric::SearchEnds<LanePlace, EtsSamePlace> ends_;
  std::vector<int> tries_;
  std::array<std::array<double, EtsLanes::kMostDirections>, SmallDescents::kAbreast> lower_{}, upper_{};
};

/// The function of all searches of a form.
class LanesProblem {
 public:
  static constexpr std::size_t kLanes = EtsLanes::kLanes;

  LanesProblem(const EtsForm& form, numeric::Tier tier) : lanes_(form, tier) {}

  void set(std::size_t lane, LaneSearch& search, std::span<const double> u) {
    const std::size_t n = u.size();
    search.space().point(u, point_);
    search.space().seed(u, std::span(seeds_).first(kSeasonals * n), n);
    lanes_.set(lane, search.pass(), point_, seeds_);
  }
  void evaluate(std::size_t count) { lanes_.evaluate(count); }
  [[nodiscard]] double value(std::size_t lane) const { return lanes_.value(lane); }
  void model(std::size_t lane, std::span<double> gradient, std::span<double> hessian) const {
    lanes_.model(lane, gradient, hessian);
  }

 private:
  EtsLanes lanes_;
  std::array<double, kSeasonals> point_{};
  std::array<double, kSeasonals * EtsLanes::kMostDirections> seeds_{};
};

}  // namespace

bool in_lanes(const EtsForm& form, const EtsTask& task) {
  const EtsOptions& o = *task.options;
  return EtsLanes::serves(form) && !o.alpha && !(has_trend(form) && o.beta) && !(is_damped(form) && o.phi) &&
         task.columns->empty() && o.bounds != EtsBounds::admissible;
}

std::vector<EtsOptimum> most_likely_in_lanes(const EtsForm& form, std::span<const EtsTask> tasks, numeric::Tier tier) {
  if (tasks.empty()) return {};  // of a form that need not be served
  std::vector<EtsOptimum> found(tasks.size());
  LanesProblem problem(form, tier);
  std::vector<LaneSearch> searches;
  std::vector<std::size_t> indices;  // of the task that each is at
  for (std::size_t i = 0; i < std::min(tasks.size(), kTogether); ++i) searches.emplace_back(form);
  std::size_t begun = 0;
  const auto next = [&](LaneSearch& search) {
    const auto place = static_cast<std::size_t>(&search - searches.data());
    if (place < indices.size()) found[indices[place]] = search.optimum();
    if (begun == tasks.size()) return false;
    indices.resize(std::max(indices.size(), place + 1));
    indices[place] = begun;
    search.begin(tasks[begun++]);
    return true;
  };
  numeric::SideBySide<LanesProblem, LaneSearch>(problem, EtsLanes::directions(form), tier).run(searches, next);
  return found;
}

}  // namespace foreplan::inline v0::forecast
