#include "scenario/stacked_derivatives.hpp"

#include <Eigen/Sparse>
#include <Eigen/SparseLU>
#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace foreplan::inline v0::scenario::detail {

/// Unknowns of a period are its torn variables and the others that some period reads by a link; the latter's residual
/// is unknown - what the code determines.
struct StackedDerivatives::Impl {
  using Index = Eigen::Index;

  const Stage& stage;
  const Segment& segment;
  Grid grid;
  std::vector<std::uint32_t> slots{};     ///< Of each kind of unknown: what the code determines,
  std::vector<std::uint32_t> residual{};  ///< and for torn ones the residual, which come first.
  std::unordered_map<std::uint32_t, std::size_t> kind_of{};
  std::vector<std::vector<double>> w{};  ///< Slots of each period.
  Eigen::SparseLU<Eigen::SparseMatrix<double>> lu{};
  Stop stop = Stop::converged;

  Impl(const Stage& s, const Grid& g, std::span<const double> values, std::span<const double> fixed)
      : stage(s), segment(s.segments.front()), grid(g) {
    number_unknowns();
    std::vector<Eigen::Triplet<double>> entries;
    for (std::size_t p = 0; p < grid.periods; ++p) {
      w.emplace_back(stage.slots);
      evaluate(p, values, fixed);
      differentiate(p, entries);
    }
    const auto n = static_cast<Index>(kinds() * grid.periods);
    Eigen::SparseMatrix<double> matrix(n, n);
    matrix.setFromTriplets(entries.begin(), entries.end());
    for (const auto& entry : entries)
      if (!std::isfinite(entry.value())) stop = Stop::not_finite;
    if (stop != Stop::converged) return;
    lu.compute(matrix);
    if (lu.info() != Eigen::Success) stop = Stop::singular;
  }

  void number_unknowns() {
    std::unordered_map<std::uint32_t, std::uint32_t> stored;
    for (const Store& store : segment.stores) stored[store.variable] = store.slot;
    for (const Torn& torn : segment.torn) {
      kind_of[torn.variable] = slots.size();
      slots.push_back(torn.slot);
      residual.push_back(torn.residual);
    }
    for (const Link& link : segment.links)
      if (kind_of.try_emplace(link.variable, slots.size()).second) slots.push_back(stored.at(link.variable));
  }
  [[nodiscard]] std::size_t kinds() const noexcept { return slots.size(); }
  [[nodiscard]] bool is_torn(std::size_t kind) const noexcept { return kind < segment.torn.size(); }
  [[nodiscard]] Index at(std::size_t p, std::size_t kind) const { return static_cast<Index>(p * kinds() + kind); }
  [[nodiscard]] std::size_t cell(const Link& link, std::size_t p) const {
    return grid.cell(link.variable, grid.first + p, link.offset);
  }
  /// The unknown that a link reads, or -1 for a value from before or after the periods solved.
  [[nodiscard]] Index unknown(const Link& link, std::size_t p) const {
    const auto period = static_cast<std::int64_t>(p) + link.offset;
    if (period < 0 || period >= static_cast<std::int64_t>(grid.periods)) return -1;
    return at(static_cast<std::size_t>(period), kind_of.at(link.variable));
  }

  void evaluate(std::size_t p, std::span<const double> values, std::span<const double> fixed) {
    std::vector<double>& v = w[p];
    const std::size_t column = grid.first + p;
    for (const auto& [slot, value] : stage.constants) v[slot] = value;
    for (const Load& load : stage.loads) v[load.slot] = values[grid.cell(load.variable, column, load.offset)];
    for (std::size_t i = 0; i < fixed.size(); ++i) v[stage.fixed_loads[i].slot] = fixed[i];
    for (const Torn& torn : segment.torn) v[torn.slot] = values[grid.cell(torn.variable, column)];
    for (const Link& link : segment.links) v[link.slot] = values[cell(link, p)];
    machine().values(segment.code.data(), segment.code.size(), v.data());
  }

  void differentiate(std::size_t p, std::vector<Eigen::Triplet<double>>& entries) {
    const std::size_t torn = segment.torn.size(), links = segment.links.size();
    const std::size_t width = (torn + links + 7) / 8 * 8;
    std::vector<double> gradients(segment.gradient_rows * width);
    for (std::size_t j = 0; j < torn + links; ++j) gradients[(1 + j) * width + j] = 1;
    machine().derivatives(segment.loop.data(), segment.gradients.data(), segment.loop.size(), w[p].data(),
                          gradients.data(), width);
    std::unordered_map<std::uint32_t, std::uint32_t> row_of;
    for (std::size_t i = 0; i < segment.stores.size(); ++i) row_of[segment.stores[i].slot] = segment.store_rows[i];
    for (std::size_t k = 0; k < kinds(); ++k) {
      const double sign = is_torn(k) ? 1 : -1;
      const double* row = &gradients[(is_torn(k) ? segment.residual_rows[k] : row_of.at(slots[k])) * width];
      if (!is_torn(k)) entries.emplace_back(at(p, k), at(p, k), 1.0);
      for (std::size_t j = 0; j < torn; ++j)
        if (row[j] != 0) entries.emplace_back(at(p, k), at(p, j), sign * row[j]);
      for (std::size_t i = 0; i < links; ++i)
        if (const Index u = unknown(segment.links[i], p); u >= 0 && row[torn + i] != 0)
          entries.emplace_back(at(p, k), u, sign * row[torn + i]);
    }
  }

  /// Rows of everything that the block reads; of its own unknowns from `moved`, or 0.
  void begin(std::size_t p, const ActiveStage& active, const Eigen::MatrixXd* moved, Tangents& t) {
    const auto set = [&](std::uint32_t slot, Index u) {
      for (std::size_t j = 0; j < t.width; ++j) t.row(slot)[j] = moved ? (*moved)(u, static_cast<Index>(j)) : 0;
    };
    for (const Load& load : active.loads)
      t.copy_to_row(load.slot, grid.cell(load.variable, grid.first + p, load.offset));
    for (std::size_t k = 0; k < segment.torn.size(); ++k) set(segment.torn[k].slot, at(p, k));
    for (const Link& link : segment.links) {
      if (const Index u = unknown(link, p); u >= 0)
        set(link.slot, u);
      else
        t.copy_to_row(link.slot, cell(link, p));
    }
    t.run(active.segments.front().code, w[p]);
    t.run(active.segments.front().loop, w[p]);
  }

  void tangent(const ActiveStage& active, Tangents& t) {
    Eigen::MatrixXd imbalance(static_cast<Index>(kinds() * grid.periods), static_cast<Index>(t.width));
    t.clear_rows(stage.slots);
    for (std::size_t p = 0; p < grid.periods; ++p) {
      begin(p, active, nullptr, t);
      for (std::size_t k = 0; k < kinds(); ++k)
        for (std::size_t j = 0; j < t.width; ++j)
          imbalance(at(p, k), static_cast<Index>(j)) = is_torn(k) ? t.row(residual[k])[j] : -t.row(slots[k])[j];
    }
    const Eigen::MatrixXd moved = -lu.solve(imbalance);
    for (std::size_t p = 0; p < grid.periods; ++p) {
      begin(p, active, &moved, t);
      for (const Store& store : segment.stores) t.copy_to_cell(grid.cell(store.variable, grid.first + p), store.slot);
    }
  }

  void adjoint(std::vector<double>& cells) {
    std::vector<std::vector<double>> bars(grid.periods, std::vector<double>(stage.slots));
    Eigen::VectorXd pull = Eigen::VectorXd::Zero(static_cast<Index>(kinds() * grid.periods));
    for (std::size_t p = 0; p < grid.periods; ++p) {
      std::vector<double>& bar = bars[p];
      for (const Store& store : segment.stores) {
        double& c = cells[grid.cell(store.variable, grid.first + p)];
        bar[store.slot] += c;
        c = 0;
      }
      take_back(p, bar, cells, &pull);
    }
    const Eigen::VectorXd multipliers = -lu.transpose().solve(pull);
    for (std::size_t p = 0; p < grid.periods; ++p) {
      std::vector<double>& bar = bars[p];
      for (std::size_t k = 0; k < kinds(); ++k) {
        if (is_torn(k))
          bar[residual[k]] += multipliers[at(p, k)];
        else
          bar[slots[k]] -= multipliers[at(p, k)];
      }
      take_back(p, bar, cells, nullptr);
      reverse(segment.code, w[p], bar);
      for (const Load& load : stage.loads)
        cells[grid.cell(load.variable, grid.first + p, load.offset)] += bar[load.slot];
    }
  }
  /// Back through the loop; what reaches unknowns goes to `pull`, where it is asked for.
  void take_back(std::size_t p, std::vector<double>& bar, std::vector<double>& cells, Eigen::VectorXd* pull) {
    reverse(segment.loop, w[p], bar);
    for (std::size_t k = 0; k < segment.torn.size(); ++k) {
      double& b = bar[segment.torn[k].slot];
      if (pull) (*pull)[at(p, k)] += b;
      b = 0;
    }
    for (const Link& link : segment.links) {
      const Index u = unknown(link, p);
      double& b = bar[link.slot];
      if (u < 0)
        cells[cell(link, p)] += b;
      else if (pull)
        (*pull)[u] += b;
      b = 0;
    }
  }
};

StackedDerivatives::StackedDerivatives(const Stage& stage, const Grid& grid, std::span<const double> values,
                                       std::span<const double> fixed)
    : impl_(std::make_unique<Impl>(stage, grid, values, fixed)) {}
StackedDerivatives::~StackedDerivatives() = default;
StackedDerivatives::StackedDerivatives(StackedDerivatives&&) noexcept = default;

Stop StackedDerivatives::stop() const noexcept { return impl_->stop; }
void StackedDerivatives::tangent(const ActiveStage& active, Tangents& t) { impl_->tangent(active, t); }
void StackedDerivatives::adjoint(std::vector<double>& cells) const { impl_->adjoint(cells); }

}  // namespace foreplan::inline v0::scenario::detail
