#include "plan/conflicts.hpp"

#include <algorithm>
#include <deque>
#include <set>

namespace foreplan::inline v0::plan::internal {
namespace {

using Set = std::vector<std::size_t>;

class Search {
 public:
  Search(const Constraints& constraints, std::size_t max_checks, Conflicts& result)
      : constraints_(constraints), max_checks_(max_checks), result_(result), active_(constraints.sources().size(), 0) {}

  void run(const Set& group) {
    std::deque<Set> queue{{}};
    std::set<Set> seen{{}};
    while (!queue.empty()) {
      const Set removed = std::move(queue.front());
      queue.pop_front();
      const Set* met = known_without(removed);
      if (met == nullptr) {
        Set left;
        std::set_difference(group.begin(), group.end(), removed.begin(), removed.end(), std::back_inserter(left));
        Set blamed = check(left);
        if (!result_.complete) return;
        if (blamed.empty()) continue;
        blamed = reduced(std::move(blamed));
        if (!result_.complete) return;
        result_.sets.push_back(std::move(blamed));
        met = &result_.sets.back();
      }
      for (const std::size_t k : Set(*met)) {
        Set more = removed;
        more.insert(std::upper_bound(more.begin(), more.end(), k), k);
        if (seen.insert(more).second) queue.push_back(std::move(more));
      }
    }
  }

 private:
  const Set* known_without(const Set& removed) const {
    for (const Set& s : result_.sets)
      if (std::none_of(s.begin(), s.end(), [&](std::size_t k) {
            return std::binary_search(removed.begin(), removed.end(), k);
          }) && in_group(s))
        return &s;
    return nullptr;
  }
  // Sets of other groups have no element in common with this one's removals.
  bool in_group(const Set& s) const { return first_of_group_ <= position(s); }
  std::size_t position(const Set& s) const { return static_cast<std::size_t>(&s - result_.sets.data()); }

  Set check(const Set& set) {
    if (result_.checks >= max_checks_) {
      result_.complete = false;
      return {};
    }
    ++result_.checks;
    std::fill(active_.begin(), active_.end(), char{0});
    for (const std::size_t k : set) active_[k] = 1;
    return constraints_.conflict(active_);
  }

  /// Leaves out every element that is not needed for the conflict.
  Set reduced(Set set) {
    for (std::size_t i = 0; i < set.size();) {
      Set without = set;
      without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
      Set blamed = check(without);
      if (!result_.complete) return set;
      if (blamed.empty()) {
        ++i;
      } else {
        // Elements before i are needed, so they are in every conflict that is left.
        set = std::move(blamed);
      }
    }
    return set;
  }

  const Constraints& constraints_;
  std::size_t max_checks_;
  Conflicts& result_;
  Active active_;
  std::size_t first_of_group_ = result_.sets.size();
};

}  // namespace

Conflicts find_conflicts(const Constraints& constraints, std::size_t max_checks) {
  Conflicts result;
  for (const Set& group : constraints.groups()) {
    if (group.size() < 2) continue;
    Search(constraints, max_checks, result).run(group);
    if (!result.complete) break;
  }
  std::sort(result.sets.begin(), result.sets.end());
  return result;
}

}  // namespace foreplan::inline v0::plan::internal
