#include "plan/conflicts.hpp"

#include <algorithm>
#include <deque>
#include <set>

namespace foreplan::inline v0::plan::internal {
namespace {

using Set = std::vector<std::size_t>;

constexpr std::size_t kRemovalsPerCheck = 16;
constexpr std::size_t kMost = 2'000'000;  // sets of removals that are kept

bool contains(const Set& whole, const Set& part) {
  return std::includes(whole.begin(), whole.end(), part.begin(), part.end());
}

bool disjoint(const Set& a, const Set& b) {
  for (auto i = a.begin(), j = b.begin(); i != a.end() && j != b.end();) {
    if (*i == *j) return false;
    *i < *j ? ++i : ++j;
  }
  return true;
}

/// The search in one group of sources that share amounts, in the group's own numbers.
class Search {
 public:
  Search(const Set& sources, const System& system, std::size_t max_checks, Conflicts& result)
      : sources_(sources), system_(system), max_checks_(max_checks), result_(result), active_(sources.size(), 0) {}

  void run() {
    find_apart();
    if (result_.complete) find_others();
    for (const Set& set : sets_) {
      Set& named = result_.sets.emplace_back();
      named.reserve(set.size());
      for (const std::size_t k : set) named.push_back(sources_[k]);
    }
  }
  [[nodiscard]] bool settled() const noexcept { return settled_; }

 private:
  /// Sets that have nothing in common come first, each at the cost of one check more than its proof: the tree below
  /// would multiply their sizes before it met them all.
  void find_apart() {
    for (Set removed;;) {
      const Set met = conflict_without(removed);
      if (met.empty()) return;
      removed.insert(removed.end(), met.begin(), met.end());
      std::sort(removed.begin(), removed.end());
    }
  }

  void find_others() {
    if (sets_.empty()) return;
    const std::size_t most = max_checks_ < kMost / kRemovalsPerCheck ? max_checks_ * kRemovalsPerCheck : kMost;
    std::deque<Set> queue{{}};
    std::set<Set> seen{{}};
    while (!queue.empty()) {
      const Set removed = std::move(queue.front());
      queue.pop_front();
      if (nothing_left(removed)) continue;
      const Set met = conflict_without(removed);
      if (!result_.complete) return;
      for (const std::size_t k : met) {
        Set more = removed;
        more.insert(std::upper_bound(more.begin(), more.end(), k), k);
        if (seen.count(more) != 0) continue;
        if (seen.size() >= most) {
          result_.complete = false;
          return;
        }
        queue.push_back(*seen.insert(std::move(more)).first);
      }
    }
  }

  bool nothing_left(const Set& removed) const {
    return std::any_of(emptied_.begin(), emptied_.end(), [&](const Set& less) { return contains(removed, less); });
  }

  /// A minimal set that has nothing of `removed`: a known one, or a new one.
  Set conflict_without(const Set& removed) {
    for (const Set& set : sets_)
      if (disjoint(set, removed)) return set;
    Set left;
    left.reserve(sources_.size());
    for (std::size_t k = 0, i = 0; k < sources_.size(); ++k) {
      if (i < removed.size() && removed[i] == k)
        ++i;
      else
        left.push_back(k);
    }
    Set met = check(left);
    if (!met.empty()) met = reduced(std::move(met));
    if (!result_.complete) return {};
    (met.empty() ? emptied_ : sets_).push_back(met.empty() ? removed : met);
    return met;
  }

  Set check(const Set& set) {
    if (!result_.complete || result_.checks >= max_checks_) {
      result_.complete = false;
      return {};
    }
    ++result_.checks;
    std::fill(active_.begin(), active_.end(), char{0});
    for (const std::size_t k : set) active_[k] = 1;
    return conflict(system_, active_, settled_);
  }

  /// Leaves out every element that is not needed for the conflict.
  Set reduced(Set set) {
    for (std::size_t i = 0; i < set.size() && result_.complete;) {
      Set without = set;
      without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
      Set blamed = check(without);
      // Elements before i are needed, so they are in every conflict that is left.
      if (blamed.empty())
        ++i;
      else
        set = std::move(blamed);
    }
    return set;
  }

  const Set& sources_;
  const System& system_;
  std::size_t max_checks_;
  Conflicts& result_;
  Active active_;
  bool settled_ = true;  ///< No check was left undecided.
  std::vector<Set> sets_;
  std::vector<Set> emptied_;  ///< Removals after which everything can be true.
};

/// A conversion contradicts itself where its two bases are the same; nothing else does.
bool holds_alone(const Constraints& constraints, std::size_t source) {
  const auto& statements = constraints.sources().statements;
  return source >= statements.size() || statements[source]->kind != StatementKind::conversion;
}

}  // namespace

Conflicts find_conflicts(const Constraints& constraints, std::size_t max_checks) {
  Conflicts result;
  bool settled = true;
  std::vector<int> numbers;
  for (const Set& group : constraints.groups()) {
    if (group.size() == 1 && holds_alone(constraints, group.front())) continue;
    const System system = constraints.part(group, numbers);
    Search search(group, system, max_checks, result);
    search.run();
    settled = settled && search.settled();
    if (!result.complete) break;
  }
  result.complete = result.complete && settled;
  std::sort(result.sets.begin(), result.sets.end());
  return result;
}

}  // namespace foreplan::inline v0::plan::internal
