#pragma once
#include <cstddef>
#include <numeric>
#include <vector>

namespace foreplan::inline v0::plan::internal {

/// Which of n things belong together, as they are joined pair by pair.
class DisjointSets {
 public:
  explicit DisjointSets(std::size_t n) : parent_(n) { std::iota(parent_.begin(), parent_.end(), std::size_t{0}); }
  std::size_t root(std::size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void join(std::size_t a, std::size_t b) { parent_[root(a)] = root(b); }

 private:
  std::vector<std::size_t> parent_;
};

}  // namespace foreplan::inline v0::plan::internal
