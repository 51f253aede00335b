#include "scenario/derivatives.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "core/check.hpp"
#include "scenario/newton.hpp"
#include "scenario/run_data.hpp"
#include "scenario/stacked_derivatives.hpp"
#include "scenario/sweeps.hpp"

namespace foreplan::inline v0::scenario::detail {
namespace {

constexpr std::size_t kDirectionsAtOnce = 64;  // 8 bytes of each for every cell

/// A stage in one column where it is solved: slots, and the factors of its blocks.
struct LinearPeriod {
  const Stage* stage = nullptr;
  std::size_t column = 0;
  std::vector<double> w{};
  std::vector<TornState> blocks{};  ///< Of each segment; empty where nothing is torn.

  LinearPeriod(const Stage& s, std::size_t c, const Grid& grid, std::span<const double> values,
               std::span<const double> fixed)
      : stage(&s), column(c), w(s.slots), blocks(s.segments.size()) {
    for (const auto& [slot, value] : s.constants) w[slot] = value;
    for (const Load& load : s.loads) w[load.slot] = values[grid.cell(load.variable, c, load.offset)];
    for (std::size_t i = 0; i < fixed.size(); ++i) w[s.fixed_loads[i].slot] = fixed[i];
  }

  Stop factor_blocks(const Grid& grid, std::span<const double> values) {
    TornScratch scratch;
    for (std::size_t s = 0; s < blocks.size(); ++s) {
      const Segment& segment = stage->segments[s];
      machine().values(segment.code.data(), segment.code.size(), w.data());
      const std::size_t n = segment.torn.size();
      if (n == 0) continue;
      for (const Torn& torn : segment.torn) w[torn.slot] = values[grid.cell(torn.variable, column)];
      const std::size_t width = differentiate(segment, w.data(), scratch);
      blocks[s].factors.resize(n * n);
      blocks[s].pivots.resize(n);
      for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j)
          blocks[s].factors[i * n + j] = scratch.gradients[segment.residual_rows[i] * width + j];
      for (const double x : blocks[s].factors)
        if (!std::isfinite(x)) return Stop::not_finite;
      if (!factor(blocks[s].factors.data(), blocks[s].pivots.data(), n)) return Stop::singular;
    }
    return Stop::converged;
  }

  void tangent(const ActiveStage& active, const Grid& grid, Tangents& t) {
    t.clear_rows(stage->slots);
    for (const Load& load : active.loads) t.copy_to_row(load.slot, grid.cell(load.variable, column, load.offset));
    for (std::size_t s = 0; s < blocks.size(); ++s) {
      const ActiveSegment& segment = active.segments[s];
      t.run(segment.code, w);
      if (!segment.torn.empty()) move_torn(s, segment, t);
      for (const Store& store : stage->segments[s].stores)
        t.copy_to_cell(grid.cell(store.variable, column), store.slot);
    }
  }
  void move_torn(std::size_t s, const ActiveSegment& segment, Tangents& t) {
    const std::vector<Torn>& torn = stage->segments[s].torn;
    t.run(segment.loop, w);
    std::vector<double> move(torn.size());
    for (std::size_t k = 0; k < t.width; ++k) {
      for (std::size_t j = 0; j < torn.size(); ++j) move[j] = -t.row(torn[j].residual)[k];
      solve_factored(blocks[s].factors.data(), blocks[s].pivots.data(), move.data(), move.size());
      for (std::size_t j = 0; j < torn.size(); ++j) t.row(torn[j].slot)[k] = move[j];
    }
    t.run(segment.loop, w);
  }

  void adjoint(const Grid& grid, std::vector<double>& cells) const {
    std::vector<double> bar(stage->slots);
    for (std::size_t s = blocks.size(); s-- > 0;) {
      const Segment& segment = stage->segments[s];
      for (const Store& store : segment.stores) {
        double& c = cells[grid.cell(store.variable, column)];
        bar[store.slot] += c;
        c = 0;
      }
      if (!segment.torn.empty()) pull_torn(s, bar);
      reverse(segment.code, w, bar);
    }
    for (const Load& load : stage->loads) cells[grid.cell(load.variable, column, load.offset)] += bar[load.slot];
  }
  void pull_torn(std::size_t s, std::vector<double>& bar) const {
    const Segment& segment = stage->segments[s];
    reverse(segment.loop, w, bar);
    std::vector<double> multiplier;
    for (const Torn& torn : segment.torn) multiplier.push_back(-std::exchange(bar[torn.slot], 0.0));
    solve_transposed(blocks[s].factors.data(), blocks[s].pivots.data(), multiplier.data(), multiplier.size());
    for (std::size_t j = 0; j < multiplier.size(); ++j) bar[segment.torn[j].residual] += multiplier[j];
    reverse(segment.loop, w, bar);
    for (const Torn& torn : segment.torn) bar[torn.slot] = 0;
  }
};

/// Which cells move when one does, without numbers; see Derivatives::reaches.
class Reach {
 public:
  explicit Reach(std::size_t cells) : cells_(cells) {}

  void mark(std::size_t cell) { cells_[cell] = true; }
  [[nodiscard]] bool marked(std::size_t cell) const { return cells_[cell]; }

  void period(const Stage& stage, const Grid& grid, std::size_t column) {
    std::vector<bool> slots(stage.slots);
    for (const Load& load : stage.loads) slots[load.slot] = cells_[grid.cell(load.variable, column, load.offset)];
    for (const Segment& segment : stage.segments) {
      run(segment.code, slots);
      run(segment.loop, slots);
      const auto moves = [&](const Torn& torn) { return slots[torn.residual]; };
      if (std::any_of(segment.torn.begin(), segment.torn.end(), moves)) {
        for (const Torn& torn : segment.torn) slots[torn.slot] = true;
        run(segment.loop, slots);
      }
      for (const Store& store : segment.stores) cells_[grid.cell(store.variable, column)] = slots[store.slot];
    }
  }
  /// A block that looks ahead moves as a whole.
  void stacked(const Stage& stage, const Grid& grid) {
    const Segment& segment = stage.segments.front();
    bool moves = false;
    for (std::size_t c = grid.first; c < grid.first + grid.periods; ++c) {
      for (const Load& load : stage.loads) moves = moves || cells_[grid.cell(load.variable, c, load.offset)];
      for (const Link& link : segment.links) moves = moves || cells_[grid.cell(link.variable, c, link.offset)];
    }
    if (!moves) return;
    for (std::size_t c = grid.first; c < grid.first + grid.periods; ++c)
      for (const Store& store : segment.stores) cells_[grid.cell(store.variable, c)] = true;
  }

 private:
  static void run(const std::vector<Instruction>& code, std::vector<bool>& slots) {
    for (const Instruction& in : code) {
      const int count = operands(in.op);
      slots[in.out] = slots[in.a] || (count > 1 && slots[in.b]) || (count > 2 && slots[in.c]);
    }
  }
  std::vector<bool> cells_;
};

}  // namespace

struct Derivatives::Impl {
  /// One stage in one column, or (`ahead`) a stage that is solved for all columns together.
  struct Step {
    const Stage* stage = nullptr;
    std::size_t column = 0, at = 0;
  };

  Run run;
  const RunData& data;
  const ModelData& model;
  Grid grid{};
  std::map<std::vector<std::size_t>, std::shared_ptr<const Program>> programs{};  ///< By the switches in force.
  std::vector<Step> steps{};
  std::vector<LinearPeriod> periods{};
  std::vector<StackedDerivatives> ahead{};
  std::vector<bool> solved{};  ///< For each cell.
  Stop stop = Stop::converged;

  explicit Impl(const Run& r) : run(r), data(run.data()), model(data.model.data()) {
    foreplan::detail::require(run.usable(), "scenario::Derivatives", "run must be usable",
                              std::string(to_string(run.stop())));
    grid = {data.columns, static_cast<std::size_t>(data.range.first - data.origin), data.solved};
    solved.resize(data.values.size());
    for (std::size_t c = grid.first; c < grid.first + grid.periods; ++c) {
      const std::vector<bool> unknown = unknowns_at(model, data.switches, c);
      for (std::uint32_t v = 0; v < unknown.size(); ++v) solved[grid.cell(v, c)] = unknown[v];
    }
    order_steps();
  }

  /// As the solver: stage by stage where one choice of unknowns serves all periods, else period by period.
  void order_steps() {
    const std::size_t last = grid.first + grid.periods - 1;
    const bool one_way = std::all_of(data.switches.begin(), data.switches.end(),
                                     [&](const Switch& s) { return s.covers(grid.first) && s.covers(last); });
    if (!one_way) {
      for (std::size_t c = grid.first; c <= last; ++c)
        for (const Stage& stage : program_at(c).stages) add(stage, c);
      return;
    }
    for (const Stage& stage : program_at(grid.first).stages) {
      if (stage.forward)
        add(stage, grid.first);
      else
        for (std::size_t c = grid.first; c <= last; ++c) add(stage, c);
    }
  }
  const Program& program_at(std::size_t column) {
    std::vector<std::size_t> active;
    for (std::size_t i = 0; i < data.switches.size(); ++i)
      if (data.switches[i].covers(column)) active.push_back(i);
    auto& program = programs[active];
    if (!program)
      program = active.empty() ? model.program : build_program(model, unknowns_at(model, data.switches, column));
    return *program;
  }
  void add(const Stage& stage, std::size_t column) {
    std::vector<double> fixed;
    for (const FixedLoad& load : stage.fixed_loads) fixed.push_back(data.fixed(load.variable, load.period));
    steps.push_back({&stage, column, stage.forward ? ahead.size() : periods.size()});
    Stop met = Stop::converged;
    if (stage.forward)
      met = ahead.emplace_back(stage, grid, data.values, fixed).stop();
    else
      met = periods.emplace_back(stage, column, grid, data.values, fixed).factor_blocks(grid, data.values);
    if (met != Stop::converged) stop = met;
  }

  void require_given(Cell cell) const {
    if (!solved[grid.cell(cell.variable, cell.column)]) return;
    foreplan::detail::fail("scenario::Derivatives", "inputs must not be solved for",
                           model.variables[cell.variable].name,
                           "in " + to_string(data.origin + static_cast<std::int64_t>(cell.column)));
  }

  /// @param out  outputs x stride, this group's columns first.
  void tangent(std::span<const Direction> directions, std::span<const Cell> outputs, double* out, std::size_t stride) {
    Tangents t{(directions.size() + 7) / 8 * 8, {}, {}};
    t.cells.assign(data.values.size() * t.width, 0.0);
    std::vector<bool> moves(model.variables.size());
    std::size_t first = data.columns, last = 0;
    for (std::size_t j = 0; j < directions.size(); ++j)
      for (const auto& [cell, weight] : directions[j]) {
        require_given(cell);
        moves[cell.variable] = true;
        first = std::min(first, cell.column);
        t.cell(grid.cell(cell.variable, cell.column))[j] += weight;
      }
    for (const Cell& cell : outputs) last = std::max(last, cell.column);
    for (std::size_t i = 0; i < solved.size(); ++i)
      if (solved[i]) moves[i / data.columns] = true;
    // Nothing moves before its first input is read, and where no stage follows the last output need not be passed.
    const auto lead = static_cast<std::size_t>(model.max_lead);
    const bool in_order = ahead.empty();
    std::map<const Stage*, ActiveStage> active;
    for (const Step& step : steps) {
      if (in_order && (step.column + lead < first || step.column > last)) continue;
      auto found = active.find(step.stage);
      if (found == active.end()) found = active.emplace(step.stage, activate(*step.stage, moves)).first;
      if (step.stage->forward)
        ahead[step.at].tangent(found->second, t);
      else
        periods[step.at].tangent(found->second, grid, t);
    }
    for (std::size_t i = 0; i < outputs.size(); ++i)
      std::copy_n(t.cell(grid.cell(outputs[i].variable, outputs[i].column)), directions.size(), out + i * stride);
  }
};

Derivatives::Derivatives(const Run& run) : impl_(std::make_unique<Impl>(run)) {}
Derivatives::~Derivatives() = default;
Derivatives::Derivatives(Derivatives&&) noexcept = default;
Derivatives& Derivatives::operator=(Derivatives&&) noexcept = default;

Stop Derivatives::stop() const noexcept { return impl_->stop; }

std::vector<double> Derivatives::tangent(std::span<const Direction> directions, std::span<const Cell> outputs) const {
  std::vector<double> out(directions.size() * outputs.size());
  for (std::size_t j = 0; j < directions.size() && !outputs.empty(); j += kDirectionsAtOnce)
    impl_->tangent(directions.subspan(j, std::min(kDirectionsAtOnce, directions.size() - j)), outputs, &out[j],
                   directions.size());
  return out;
}

std::vector<double> Derivatives::adjoint(std::span<const Weighted> objective) const {
  std::vector<double> cells(impl_->data.values.size());
  for (const auto& [cell, weight] : objective) cells[impl_->grid.cell(cell.variable, cell.column)] += weight;
  for (std::size_t i = impl_->steps.size(); i-- > 0;) {
    const Impl::Step& step = impl_->steps[i];
    if (step.stage->forward)
      impl_->ahead[step.at].adjoint(cells);
    else
      impl_->periods[step.at].adjoint(impl_->grid, cells);
  }
  return cells;
}

std::vector<bool> Derivatives::reaches(std::span<const Direction> inputs, std::span<const Cell> outputs) const {
  std::vector<bool> out(inputs.size() * outputs.size());
  for (std::size_t j = 0; j < inputs.size(); ++j) {
    Reach reach(impl_->data.values.size());
    for (const auto& [cell, weight] : inputs[j]) reach.mark(impl_->grid.cell(cell.variable, cell.column));
    for (const Impl::Step& step : impl_->steps) {
      if (step.stage->forward)
        reach.stacked(*step.stage, impl_->grid);
      else
        reach.period(*step.stage, impl_->grid, step.column);
    }
    for (std::size_t i = 0; i < outputs.size(); ++i)
      out[i * inputs.size() + j] = reach.marked(impl_->grid.cell(outputs[i].variable, outputs[i].column));
  }
  return out;
}

}  // namespace foreplan::inline v0::scenario::detail
