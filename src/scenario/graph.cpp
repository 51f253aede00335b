#include "scenario/graph.hpp"

#include <algorithm>
#include <limits>

namespace foreplan::inline v0::scenario::detail {

Adjacency Adjacency::transposed(std::size_t columns) const {
  Adjacency out;
  out.starts.assign(columns + 1, 0);
  for (const std::uint32_t t : targets) ++out.starts[t + 1];
  for (std::size_t i = 0; i < columns; ++i) out.starts[i + 1] += out.starts[i];
  out.targets.resize(targets.size());
  std::vector<std::uint32_t> next(out.starts.begin(), out.starts.end() - 1);
  for (std::size_t r = 0; r < size(); ++r)
    for (const std::uint32_t t : (*this)[r]) out.targets[next[t]++] = static_cast<std::uint32_t>(r);
  return out;
}

// matching ------------------------------------------------------------------------------------------------

namespace {

constexpr std::uint32_t kFar = std::numeric_limits<std::uint32_t>::max();

/// Distance of every row from the unmatched ones along alternating paths; false when no path leads to a free column.
bool layer_rows(const Adjacency& rows, const Matching& m, std::vector<std::uint32_t>& distance) {
  std::vector<std::uint32_t> queue;
  distance.assign(rows.size(), kFar);
  for (std::uint32_t r = 0; r < rows.size(); ++r)
    if (m.row[r] == kUnmatched) {
      distance[r] = 0;
      queue.push_back(r);
    }
  bool found = false;
  for (std::size_t head = 0; head < queue.size(); ++head) {
    const std::uint32_t r = queue[head];
    for (const std::uint32_t c : rows[r]) {
      const std::uint32_t next = m.column[c];
      if (next == kUnmatched) {
        found = true;
      } else if (distance[next] == kFar) {
        distance[next] = distance[r] + 1;
        queue.push_back(next);
      }
    }
  }
  return found;
}

struct Step {
  std::uint32_t row;
  std::uint32_t edge;
};

/// Turns one shortest alternating path from `root` round, if there is one left.
bool augment(const Adjacency& rows, Matching& m, std::vector<std::uint32_t>& distance,
             std::vector<std::uint32_t>& next_edge, std::vector<Step>& path, std::uint32_t root) {
  path.assign(1, {root, 0});
  while (!path.empty()) {
    const std::uint32_t r = path.back().row;
    if (next_edge[r] == rows[r].size()) {
      distance[r] = kFar;
      path.pop_back();
      continue;
    }
    const std::uint32_t edge = next_edge[r]++;
    path.back().edge = edge;
    const std::uint32_t owner = m.column[rows[r][edge]];
    if (owner == kUnmatched) {
      for (const Step& step : path) {
        m.row[step.row] = rows[step.row][step.edge];
        m.column[m.row[step.row]] = step.row;
      }
      ++m.size;
      return true;
    }
    if (distance[owner] == distance[r] + 1) path.push_back({owner, 0});
  }
  return false;
}

}  // namespace

Matching match(const Adjacency& rows, std::size_t columns, std::span<const std::uint32_t> preferred) {
  Matching m{std::vector<std::uint32_t>(rows.size(), kUnmatched), std::vector<std::uint32_t>(columns, kUnmatched), 0};
  const auto pair = [&](std::uint32_t r, std::uint32_t c) {
    m.row[r] = c;
    m.column[c] = r;
    ++m.size;
  };
  for (std::uint32_t r = 0; r < rows.size(); ++r)
    if (const std::uint32_t c = preferred[r]; c != kUnmatched && m.column[c] == kUnmatched)
      if (std::find(rows[r].begin(), rows[r].end(), c) != rows[r].end()) pair(r, c);
  std::vector<std::uint32_t> distance, next_edge;
  std::vector<Step> path;
  while (layer_rows(rows, m, distance)) {
    next_edge.assign(rows.size(), 0);
    for (std::uint32_t r = 0; r < rows.size(); ++r)
      if (m.row[r] == kUnmatched) augment(rows, m, distance, next_edge, path, r);
  }
  return m;
}

Misfit dulmage_mendelsohn(const Adjacency& rows, std::size_t columns, const Matching& m) {
  Misfit out;
  // Rows reached from unmatched rows: to every column of a row, from a column to its own row.
  std::vector<bool> row_seen(rows.size()), column_seen(columns);
  std::vector<std::uint32_t> queue;
  for (std::uint32_t r = 0; r < rows.size(); ++r)
    if (m.row[r] == kUnmatched) queue.push_back(r), row_seen[r] = true;
  for (std::size_t head = 0; head < queue.size(); ++head)
    for (const std::uint32_t c : rows[queue[head]]) {
      if (column_seen[c]) continue;
      column_seen[c] = true;
      const std::uint32_t r = m.column[c];
      if (r != kUnmatched && !row_seen[r]) row_seen[r] = true, queue.push_back(r);
    }
  for (std::uint32_t r = 0; r < rows.size(); ++r)
    if (row_seen[r]) out.over_rows.push_back(r);
  for (std::uint32_t c = 0; c < columns; ++c)
    if (column_seen[c]) out.over_columns.push_back(c);

  const Adjacency by_column = rows.transposed(columns);
  row_seen.assign(rows.size(), false);
  column_seen.assign(columns, false);
  queue.clear();
  for (std::uint32_t c = 0; c < columns; ++c)
    if (m.column[c] == kUnmatched) queue.push_back(c), column_seen[c] = true;
  for (std::size_t head = 0; head < queue.size(); ++head)
    for (const std::uint32_t r : by_column[queue[head]]) {
      if (row_seen[r]) continue;
      row_seen[r] = true;
      const std::uint32_t c = m.row[r];
      if (c != kUnmatched && !column_seen[c]) column_seen[c] = true, queue.push_back(c);
    }
  for (std::uint32_t r = 0; r < rows.size(); ++r)
    if (row_seen[r]) out.under_rows.push_back(r);
  for (std::uint32_t c = 0; c < columns; ++c)
    if (column_seen[c]) out.under_columns.push_back(c);
  return out;
}

// components and order ------------------------------------------------------------------------------------

Adjacency components(const Adjacency& graph) {
  const std::size_t n = graph.size();
  Adjacency out;
  std::vector<std::uint32_t> order(n, 0), low(n, 0), stack;
  std::vector<bool> open(n);
  std::vector<Step> calls;
  std::uint32_t clock = 0;
  for (std::uint32_t root = 0; root < n; ++root) {
    if (order[root] != 0) continue;
    calls.push_back({root, 0});
    while (!calls.empty()) {
      const std::uint32_t v = calls.back().row;
      if (calls.back().edge == 0 && order[v] == 0) {
        order[v] = low[v] = ++clock;
        stack.push_back(v);
        open[v] = true;
      }
      if (calls.back().edge < graph[v].size()) {
        const std::uint32_t w = graph[v][calls.back().edge++];
        if (order[w] == 0)
          calls.push_back({w, 0});
        else if (open[w])
          low[v] = std::min(low[v], order[w]);
        continue;
      }
      calls.pop_back();
      if (!calls.empty()) low[calls.back().row] = std::min(low[calls.back().row], low[v]);
      if (low[v] != order[v]) continue;
      const std::size_t first = out.targets.size();
      std::uint32_t w = 0;
      do {
        w = stack.back();
        stack.pop_back();
        open[w] = false;
        out.push(w);
      } while (w != v);
      std::sort(out.targets.begin() + static_cast<std::ptrdiff_t>(first), out.targets.end());
      out.end_row();
    }
  }
  return out;
}

std::vector<std::uint32_t> topological(const Adjacency& graph, const std::vector<bool>& skip) {
  std::vector<std::uint32_t> out;
  std::vector<bool> seen = skip;
  std::vector<Step> calls;
  for (std::uint32_t root = 0; root < graph.size(); ++root) {
    if (seen[root]) continue;
    seen[root] = true;
    calls.push_back({root, 0});
    while (!calls.empty()) {
      const std::uint32_t v = calls.back().row;
      if (calls.back().edge < graph[v].size()) {
        const std::uint32_t w = graph[v][calls.back().edge++];
        if (!seen[w]) seen[w] = true, calls.push_back({w, 0});
        continue;
      }
      out.push_back(v);
      calls.pop_back();
    }
  }
  return out;
}

}  // namespace foreplan::inline v0::scenario::detail
