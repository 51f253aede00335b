#include "plan/conflicts.hpp"

#include <algorithm>
#include <cstdint>
#include <unordered_set>

namespace foreplan::inline v0::plan::internal {
namespace {

using Set = std::vector<std::size_t>;

constexpr std::size_t kRemovalsPerCheck = 16;
constexpr std::size_t kMost = 2'000'000;  // sets of removals that are kept

/// A set of removals: one element more than another set, which stands before it. The first is empty.
struct Removal {
  std::size_t before = 0;
  std::size_t element = 0;
};

/// Two words that tell sets apart, whatever order their elements came in: those of the elements, each as good as random
/// (Zobrist 1970), in exclusive or. Two sets out of millions have the same with a probability of about 10^-26.
struct Fingerprint {
  std::uint64_t first = 0, second = 0;

  bool operator==(const Fingerprint&) const = default;
  [[nodiscard]] Fingerprint with(std::size_t element) const noexcept {
    return {first ^ scattered(2 * element), second ^ scattered(2 * element + 1)};
  }

 private:
  /// Stafford's mixer 13, of Steele, Lea & Flood (2014).
  static std::uint64_t scattered(std::uint64_t x) noexcept {
    x = (x + 1) * 0x9E3779B97F4A7C15u;
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
    x = (x ^ x >> 27) * 0x94D049BB133111EBu;
    return x ^ x >> 31;
  }
};
struct FirstWord {
  std::size_t operator()(const Fingerprint& f) const noexcept { return static_cast<std::size_t>(f.first); }
};

/// The search in one group of sources that share amounts, in the group's own numbers.
class Search {
 public:
  Search(const Set& sources, const System& system, std::size_t max_checks, Conflicts& result)
      : sources_(sources),
        system_(system),
        max_checks_(max_checks),
        result_(result),
        active_(sources.size(), 0),
        removed_(sources.size(), 0) {}

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
    for (;;) {
      const std::size_t met = new_conflict();
      if (met == kNone) break;
      for (const std::size_t k : sets_[met]) removed_[k] = 1;
    }
    std::fill(removed_.begin(), removed_.end(), char{0});
  }

  void find_others() {
    if (sets_.empty()) return;
    const std::size_t most = max_checks_ < kMost / kRemovalsPerCheck ? max_checks_ * kRemovalsPerCheck : kMost;
    std::vector<Removal> queue{{}};
    std::vector<Fingerprint> fingerprints{{}};
    std::unordered_set<Fingerprint, FirstWord> seen{{}};
    for (std::size_t next = 0; next < queue.size(); ++next) {
      const auto mark = [&](char value) {
        for (std::size_t i = next; i != 0; i = queue[i].before) removed_[queue[i].element] = value;
      };
      mark(1);
      const std::size_t met = nothing_left() ? kNone : conflict_without_removed();
      mark(0);
      if (!result_.complete) return;
      if (met == kNone) continue;
      for (const std::size_t k : sets_[met]) {
        const Fingerprint more = fingerprints[next].with(k);
        if (seen.count(more) != 0) continue;
        if (seen.size() >= most) {
          result_.complete = false;
          return;
        }
        seen.insert(more);
        queue.push_back({next, k});
        fingerprints.push_back(more);
      }
    }
  }

  static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

  bool is_removed(std::size_t k) const { return removed_[k] != 0; }

  bool nothing_left() const {
    return std::any_of(emptied_.begin(), emptied_.end(), [&](const Set& less) {
      return std::all_of(less.begin(), less.end(), [&](std::size_t k) { return is_removed(k); });
    });
  }

  /// The place of a minimal set that has nothing of what is removed: a known one, or a new one; `kNone` when none is
  /// left.
  std::size_t conflict_without_removed() {
    for (std::size_t i = 0; i < sets_.size(); ++i)
      if (std::none_of(sets_[i].begin(), sets_[i].end(), [&](std::size_t k) { return is_removed(k); })) return i;
    return new_conflict();
  }

  /// The same where something of every known set is removed.
  std::size_t new_conflict() {
    for (std::size_t k = 0; k < removed_.size(); ++k) active_[k] = !is_removed(k);
    Set met = check();
    if (!met.empty()) met = reduced(std::move(met));
    if (!result_.complete) return kNone;
    if (!met.empty()) {
      sets_.push_back(std::move(met));
      return sets_.size() - 1;
    }
    Set& emptied = emptied_.emplace_back();
    for (std::size_t k = 0; k < removed_.size(); ++k)
      if (is_removed(k)) emptied.push_back(k);
    return kNone;
  }

  /// Whether what is active can be true, as `conflict` says.
  Set check() {
    if (!result_.complete || result_.checks >= max_checks_) {
      result_.complete = false;
      return {};
    }
    ++result_.checks;
    return conflict(system_, active_, settled_);
  }

  /// Leaves out every element that is not needed for the conflict.
  Set reduced(Set set) {
    const auto activate = [&](const Set& elements) {
      std::fill(active_.begin(), active_.end(), char{0});
      for (const std::size_t k : elements) active_[k] = 1;
    };
    activate(set);
    for (std::size_t i = 0; i < set.size() && result_.complete;) {
      const std::size_t left_out = set[i];
      active_[left_out] = 0;
      Set blamed = check();
      // Elements before i are needed, so they are in every conflict that is left.
      if (blamed.empty()) {
        active_[left_out] = 1;
        ++i;
      } else {
        set = std::move(blamed);
        activate(set);
      }
    }
    return set;
  }

  const Set& sources_;
  const System& system_;
  std::size_t max_checks_;
  Conflicts& result_;
  Active active_;
  std::vector<char> removed_;  ///< One flag a source.
  bool settled_ = true;        ///< No check was left undecided.
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
