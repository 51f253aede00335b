#include "structure/margin_flow.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace foreplan::inline v0::structure {
namespace {

constexpr std::uint32_t kUnseen = std::numeric_limits<std::uint32_t>::max();

}  // namespace

MarginFlow::MarginFlow(const SparseMatrix& table, const std::vector<double>& row_sums,
                       const std::vector<double>& column_sums)
    : table_(table),
      nodes_(table.rows + table.columns),
      row_(table.values.size()),
      column_starts_(table.columns + 1, 0),
      column_cells_(table.values.size()),
      passable_(table.values.size()),
      flow_(table.values.size(), 0),
      left_(row_sums),
      level_(nodes_),
      next_(nodes_) {
  for (const double v : column_sums) left_.push_back(-v);
  double gross = 0;
  for (const double x : left_) gross += std::abs(x);
  crumb_ = gross * 0x1p-52;
  for (std::size_t i = 0; i < table.rows; ++i)
    for (std::size_t k = table.starts[i]; k < table.starts[i + 1]; ++k) {
      row_[k] = static_cast<std::uint32_t>(i);
      passable_[k] = table.values[k] != 0;
      ++column_starts_[table.column[k] + 1];
    }
  for (std::size_t j = 0; j < table.columns; ++j) column_starts_[j + 1] += column_starts_[j];
  std::vector<std::size_t> end(column_starts_.begin(), column_starts_.end() - 1);
  for (std::size_t k = 0; k < row_.size(); ++k) column_cells_[end[table.column[k]]++] = k;
}

std::size_t MarginFlow::degree(std::size_t node) const {
  if (node < table_.rows) return table_.starts[node + 1] - table_.starts[node];
  const std::size_t j = node - table_.rows;
  return column_starts_[j + 1] - column_starts_[j];
}

MarginFlow::Arc MarginFlow::arc(std::size_t node, std::size_t place) const {
  if (node < table_.rows) {
    const std::size_t k = table_.starts[node] + place;
    return {table_.rows + table_.column[k], k, table_.values[k] > 0};
  }
  const std::size_t k = column_cells_[column_starts_[node - table_.rows] + place];
  return {row_[k], k, table_.values[k] < 0};
}

void MarginFlow::maximise() {
  while (find_levels()) {
    std::fill(next_.begin(), next_.end(), 0);
    for (std::size_t node = 0; node < nodes_; ++node)
      if (left_[node] > crumb_) block(node);
  }
}

/// Distances from the nodes that have something to send; true when one that wants something is reached.
bool MarginFlow::find_levels() {
  std::fill(level_.begin(), level_.end(), kUnseen);
  std::vector<std::size_t> queue;
  queue.reserve(nodes_);
  for (std::size_t node = 0; node < nodes_; ++node)
    if (left_[node] > crumb_) {
      level_[node] = 0;
      queue.push_back(node);
    }
  bool reached = false;
  for (std::size_t q = 0; q < queue.size(); ++q) {
    const std::size_t node = queue[q];
    reached = reached || left_[node] < -crumb_;
    for (std::size_t p = 0; p < degree(node); ++p) {
      const Arc a = arc(node, p);
      if (level_[a.to] != kUnseen || !open(a, 0)) continue;
      level_[a.to] = level_[node] + 1;
      queue.push_back(a.to);
    }
  }
  return reached;
}

/// Sends what `source` has along ways of rising level until none is left.
void MarginFlow::block(std::size_t source) {
  path_.clear();
  while (left_[source] > crumb_) {
    const std::size_t node = path_.empty() ? source : path_.back().to;
    if (left_[node] < -crumb_) {
      push(source);
      path_.clear();
      continue;
    }
    bool stepped = false;
    for (; next_[node] < degree(node); ++next_[node]) {
      const Arc a = arc(node, next_[node]);
      if (level_[a.to] != level_[node] + 1 || !open(a, 0)) continue;
      path_.push_back(a);
      stepped = true;
      break;
    }
    if (stepped) continue;
    if (path_.empty()) return;
    path_.pop_back();
    ++next_[path_.empty() ? source : path_.back().to];
  }
}

void MarginFlow::push(std::size_t source) {
  const std::size_t sink = path_.back().to;
  double amount = std::min(left_[source], -left_[sink]);
  for (const Arc& a : path_)
    if (!a.forward) amount = std::min(amount, flow_[a.cell]);
  for (const Arc& a : path_) flow_[a.cell] += a.forward ? amount : -amount;
  left_[source] -= amount;
  left_[sink] += amount;
}

std::optional<std::vector<std::size_t>> MarginFlow::stuck(double slack) const {
  constexpr std::size_t kTries = 100;
  std::vector<std::size_t> smallest, set;
  std::vector<bool> seen(nodes_, false);
  std::size_t tries = 0;
  for (std::size_t node = 0; node < nodes_ && tries < kTries; ++node) {
    if (!(std::abs(left_[node]) > slack)) continue;
    ++tries;
    set.assign(1, node);
    seen[node] = true;
    const bool sends = left_[node] > 0;
    for (std::size_t q = 0; q < set.size() && (smallest.empty() || set.size() < smallest.size()); ++q)
      for (std::size_t p = 0; p < degree(set[q]); ++p) {
        const Arc a = arc(set[q], p);
        // Seen from the far end an arc that is there forward is there backward when something flows.
        const bool leads = passable_[a.cell] && (a.forward == sends || flow_[a.cell] > 0);
        if (seen[a.to] || !leads) continue;
        seen[a.to] = true;
        set.push_back(a.to);
      }
    for (const std::size_t member : set) seen[member] = false;
    if (smallest.empty() || set.size() < smallest.size()) smallest.swap(set);
  }
  if (smallest.empty()) return {};
  std::sort(smallest.begin(), smallest.end());
  return smallest;
}

std::vector<bool> MarginFlow::usable_cells(double slack) const {
  const std::vector<std::uint32_t> component = strong_components(slack);
  std::vector<bool> usable(flow_.size());
  for (std::size_t k = 0; k < flow_.size(); ++k)
    usable[k] = passable_[k] && component[row_[k]] == component[table_.rows + table_.column[k]];
  return usable;
}

/// Tarjan (1972), with a stack of its own.
std::vector<std::uint32_t> MarginFlow::strong_components(double slack) const {
  std::vector<std::uint32_t> component(nodes_, kUnseen), index(nodes_, kUnseen), low(nodes_);
  std::vector<std::size_t> place(nodes_, 0), open_nodes, calls;
  std::uint32_t count = 0, components = 0;
  for (std::size_t root = 0; root < nodes_; ++root) {
    if (index[root] != kUnseen) continue;
    calls.push_back(root);
    while (!calls.empty()) {
      const std::size_t node = calls.back();
      if (index[node] == kUnseen) {
        index[node] = low[node] = count++;
        open_nodes.push_back(node);
      }
      bool descended = false;
      for (; place[node] < degree(node); ++place[node]) {
        const Arc a = arc(node, place[node]);
        if (!open(a, slack)) continue;
        if (index[a.to] == kUnseen) {
          calls.push_back(a.to);
          descended = true;
          break;
        }
        if (component[a.to] == kUnseen) low[node] = std::min(low[node], low[a.to]);
      }
      if (descended) continue;
      if (low[node] == index[node]) {
        std::size_t member = nodes_;
        do {
          member = open_nodes.back();
          open_nodes.pop_back();
          component[member] = components;
        } while (member != node);
        ++components;
      }
      calls.pop_back();
    }
  }
  return component;
}

}  // namespace foreplan::inline v0::structure
