#include <algorithm>
#include <set>
#include <utility>

#include "scenario/graph.hpp"

namespace foreplan::inline v0::scenario::detail {
namespace {

/// A graph that loses vertices: by removal, or by contraction, which ties those before a vertex to those after it.
class Shrinking {
 public:
  explicit Shrinking(const Adjacency& graph) : in_(graph.size()), out_(graph.size()), left_(graph.size()) {
    for (std::uint32_t v = 0; v < graph.size(); ++v) {
      waiting_.insert(v);
      for (const std::uint32_t w : graph[v]) {
        out_[v].insert(w);
        in_[w].insert(v);
      }
    }
  }

  void remove(std::uint32_t v) {
    for (const std::uint32_t w : out_[v])
      if (w != v) in_[w].erase(v), waiting_.insert(w);
    for (const std::uint32_t u : in_[v])
      if (u != v) out_[u].erase(v), waiting_.insert(u);
    in_[v].clear();
    out_[v].clear();
    waiting_.erase(v);

    --left_;
  }
  void contract(std::uint32_t v) {
    const auto before = in_[v], after = out_[v];
    remove(v);
    for (const std::uint32_t u : before)
      for (const std::uint32_t w : after) {
        out_[u].insert(w);
        in_[w].insert(u);
        waiting_.insert(u);
        waiting_.insert(w);
      }
  }

  /// Applies Levy & Low's reductions until none applies; vertices on a loop of their own go to `chosen`.
  void reduce(std::vector<std::uint32_t>& chosen) {
    while (!waiting_.empty()) {
      const std::uint32_t v = *waiting_.begin();
      waiting_.erase(waiting_.begin());
      if (in_[v].empty() || out_[v].empty()) {
        remove(v);
      } else if (out_[v].count(v) != 0) {
        chosen.push_back(v);
        remove(v);
      } else if (in_[v].size() == 1 || out_[v].size() == 1) {
        contract(v);
      }
    }
  }

  /// The vertex through which most two-step ways go.
  [[nodiscard]] std::uint32_t busiest() const {
    std::uint32_t best = 0;
    std::size_t most = 0;
    for (std::uint32_t v = 0; v < in_.size(); ++v)
      if (const std::size_t ways = in_[v].size() * out_[v].size(); ways > most) most = ways, best = v;
    return best;
  }
  [[nodiscard]] bool empty() const noexcept { return left_ == 0; }

 private:
  std::vector<std::set<std::uint32_t>> in_, out_;
  std::set<std::uint32_t> waiting_{};
  std::size_t left_;
};

/// Whether the graph without the vertices of `cut` has a cycle.
bool cyclic(const Adjacency& graph, const std::vector<bool>& cut) {
  std::vector<std::uint32_t> missing(graph.size()), ready;
  std::size_t left = 0;
  for (std::uint32_t v = 0; v < graph.size(); ++v) {
    if (cut[v]) continue;
    ++left;
    for (const std::uint32_t w : graph[v])
      if (!cut[w]) ++missing[w];
  }
  for (std::uint32_t v = 0; v < graph.size(); ++v)
    if (!cut[v] && missing[v] == 0) ready.push_back(v);
  while (!ready.empty()) {
    const std::uint32_t v = ready.back();
    ready.pop_back();
    --left;
    for (const std::uint32_t w : graph[v])
      if (!cut[w] && --missing[w] == 0) ready.push_back(w);
  }
  return left != 0;
}

}  // namespace

std::vector<std::uint32_t> feedback_vertices(const Adjacency& graph, const std::vector<bool>& must) {
  std::vector<std::uint32_t> chosen;
  Shrinking shrinking(graph);
  for (std::uint32_t v = 0; v < graph.size(); ++v)
    if (must[v]) shrinking.remove(v);
  for (shrinking.reduce(chosen); !shrinking.empty(); shrinking.reduce(chosen)) {
    chosen.push_back(shrinking.busiest());
    shrinking.remove(chosen.back());
  }

  std::vector<bool> cut = must;
  for (const std::uint32_t v : chosen) cut[v] = true;
  // The greedy choices first in, first out: what later choices made superfluous.
  for (const std::uint32_t v : chosen) {
    cut[v] = false;
    if (cyclic(graph, cut)) cut[v] = true;
  }
  std::vector<std::uint32_t> out;
  for (std::uint32_t v = 0; v < graph.size(); ++v)
    if (cut[v]) out.push_back(v);
  return out;
}

}  // namespace foreplan::inline v0::scenario::detail
