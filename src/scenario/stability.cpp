#include <foreplan/scenario/stability.hpp>

#include <Eigen/Eigenvalues>
#include <Eigen/QR>
#include <Eigen/SVD>
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "core/check.hpp"
#include "scenario/machine.hpp"
#include "scenario/run_data.hpp"
#include "scenario/stable_directions.hpp"

namespace foreplan::inline v0::scenario {
namespace detail {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;

/// Derivatives of each equation, left - right, by each value of a variable that it reads, backwards from the equation.
class Linearisation {
 public:
  explicit Linearisation(const SteadyState& state)
      : state_(state), e_(state.model.data().expressions), walk_(e_), at_(e_.size()), slope_(e_.size()) {}

  std::map<Read, double> of(const EquationSides& sides) {
    std::map<Read, double> out;
    if (sides.exclusion != kNone && state_.values[sides.exclusion] != 0) {
      out[{sides.variable, 0}] = 1;
      return out;
    }
    const NodeId roots[] = {sides.left, sides.right};
    const std::vector<NodeId>& below = walk_.below(roots);
    for (const NodeId id : below) {
      at_[id] = value(id);
      slope_[id] = 0;
    }
    slope_[sides.left] += 1;
    slope_[sides.right] -= 1;
    for (auto id = below.rbegin(); id != below.rend(); ++id) {
      const Node& n = e_[*id];
      const double slope = slope_[*id];
      if (slope == 0) continue;  // an infinite partial of what does not count
      if (n.op == Op::variable) out[{n.a, n.offset}] += slope;
      const int count = operands(n.op);
      if (count == 0) continue;
      const Partials p = partials(n.op, at_[n.a], count > 1 ? at_[n.b] : 0, count > 2 ? at_[n.c] : 0, at_[*id]);
      slope_[n.a] += slope * p.a;
      if (count > 1) slope_[n.b] += slope * p.b;
      if (count > 2) slope_[n.c] += slope * p.c;
    }
    return out;
  }

  /// A variable's value so many periods from the state's.
  [[nodiscard]] double moved(std::uint32_t variable, std::int32_t periods) const {
    return state_.values[variable] * std::pow(1 + state_.growth[variable], periods);
  }

 private:
  [[nodiscard]] double value(NodeId id) const {
    const Node& n = e_[id];
    if (n.op == Op::constant) return n.value;
    if (n.op == Op::variable) return moved(n.a, n.offset);
    if (n.op == Op::at_period) return state_.solution.data().fixed(n.a, n.b);
    const int count = operands(n.op);
    return evaluate(n.op, at_[n.a], count > 1 ? at_[n.b] : 0, count > 2 ? at_[n.c] : 0);
  }

  const SteadyState& state_;
  const Expressions& e_;
  Walk walk_;
  std::vector<double> at_, slope_;
};

/// Columns of a variable that moves over time: its values from `lag` periods before to `lead` - 1 after.
struct Columns {
  Index first = 0;
  int lag = 0, lead = 0;
};

/// later * z(t + 1) = now * z(t), z the relative deviations of what moves.
struct Pencil {
  MatrixXd later{}, now{};
  bool regular = true;
};

Pencil pencil_of(const SteadyState& state, Index order, const std::vector<Columns>& columns,
                 const std::vector<Index>& still, Index still_count) {
  const ModelData& model = state.model.data();
  const auto equations = static_cast<Index>(model.sides.size());
  // Derivatives by what does not move come first, then those at z(t) and at z(t + 1).
  MatrixXd all = MatrixXd::Zero(equations, still_count + 2 * order);
  Linearisation linearisation(state);
  for (Index row = 0; row < equations; ++row) {
    for (const auto& [read, slope] : linearisation.of(model.sides[static_cast<std::size_t>(row)])) {
      if (model.variables[read.variable].kind != VariableKind::endogenous) continue;
      // By relative deviations; by the thing itself where the level is 0.
      const double level = linearisation.moved(read.variable, read.offset);
      const double scaled = slope * (level != 0 && std::isfinite(level) ? std::abs(level) : 1);
      const Columns& c = columns[read.variable];
      if (still[read.variable] >= 0)
        all(row, still[read.variable]) += scaled;
      else if (read.offset == c.lead)
        all(row, still_count + order + c.first + c.lag + c.lead - 1) += scaled;
      else
        all(row, still_count + c.first + c.lag + read.offset) += scaled;
    }
    const double largest = all.row(row).cwiseAbs().maxCoeff();
    if (!std::isfinite(largest)) return {{}, {}, false};
    if (largest > 0) all.row(row) /= largest;
  }
  Pencil out{MatrixXd::Zero(order, order), MatrixXd::Zero(order, order), true};
  if (still_count > 0) {
    const Eigen::ColPivHouseholderQR<MatrixXd> qr(all.leftCols(still_count));
    if (qr.rank() < still_count) return {{}, {}, false};
    all = qr.householderQ().adjoint() * all;
  }
  const Index moving = equations - still_count;
  out.now.topRows(moving) = -all.block(still_count, still_count, moving, order);
  out.later.topRows(moving) = all.block(still_count, still_count + order, moving, order);
  Index row = moving;
  for (std::size_t v = 0; v < columns.size(); ++v)
    for (int k = 0; still[v] < 0 && k + 1 < columns[v].lag + columns[v].lead; ++k, ++row) {
      out.later(row, columns[v].first + k) = 1;
      out.now(row, columns[v].first + k + 1) = 1;
    }
  return out;
}

/// The smallest singular value of the stable directions' part in what is predetermined, the values before this period.
double rank_margin(const Pencil& pencil, const std::vector<Columns>& columns, const std::vector<Index>& still,
                   const std::vector<std::complex<double>>& eigenvalues, Index count) {
  if (count == 0) return 1;
  const Eigen::MatrixXcd directions = stable_directions(pencil.now, pencil.later, eigenvalues, count);
  Eigen::MatrixXcd predetermined(count, count);
  Index row = 0;
  for (std::size_t v = 0; v < columns.size(); ++v)
    for (int k = 0; still[v] < 0 && k < columns[v].lag; ++k)
      predetermined.row(row++) = directions.row(columns[v].first + k);
  return Eigen::BDCSVD<Eigen::MatrixXcd>(predetermined).singularValues().tail(1)[0];
}

Determinacy determinacy_of(const Stability& s, double rank_tolerance) {
  if (!s.usable()) return Determinacy::not_known;
  if (s.unstable < s.forward_looking) return Determinacy::many_paths;
  if (s.unstable > s.forward_looking) return Determinacy::no_path;
  return s.rank_margin > rank_tolerance ? Determinacy::one_path : Determinacy::not_of_rank;
}

}  // namespace
}  // namespace detail

std::string_view to_string(Determinacy determinacy) noexcept {
  switch (determinacy) {
    case Determinacy::not_known:
      return "not known";
    case Determinacy::one_path:
      return "one path";
    case Determinacy::many_paths:
      return "many paths";
    case Determinacy::no_path:
      return "no path";
    case Determinacy::not_of_rank:
      return "not of rank";
  }
  return "unknown";
}

Stability stability(const SteadyState& state, const StabilityOptions& options) {
  constexpr std::string_view function = "scenario::stability";
  foreplan::detail::require(state.usable(), function, "state must be usable", to_string(state.stop));
  foreplan::detail::require(options.threshold >= 1 && std::isfinite(options.threshold), function,
                            "options.threshold must be >= 1", options.threshold);
  foreplan::detail::require(options.rank_tolerance >= 0 && options.rank_tolerance < 1, function,
                            "options.rank_tolerance must be in [0, 1)", options.rank_tolerance);
  Stability out;
  std::vector<detail::Columns> columns;
  std::vector<Eigen::Index> still;
  Eigen::Index order = 0, still_count = 0;
  for (const ModelVariable& v : state.model.variables()) {
    columns.push_back({order, v.max_lag, v.max_lead});
    const bool endogenous = v.kind == VariableKind::endogenous, moves = v.max_lag + v.max_lead > 0;
    still.push_back(endogenous && moves ? -1 : still_count);
    if (!endogenous) continue;
    order += v.max_lag + v.max_lead;
    still_count += moves ? 0 : 1;
    out.forward_looking += static_cast<std::size_t>(v.max_lead);
  }
  foreplan::detail::require(static_cast<std::size_t>(order) <= options.max_order, function,
                            "lags and leads of all variables must be options.max_order in all, at most",
                            std::to_string(order));
  const detail::Pencil pencil = detail::pencil_of(state, order, columns, still, still_count);
  out.stop = Stop::singular;
  if (!pencil.regular) return out;
  out.stop = Stop::converged;
  if (order == 0) {
    out.rank_margin = 1;
    out.determinacy = Determinacy::one_path;
    return out;
  }
  const Eigen::GeneralizedEigenSolver<Eigen::MatrixXd> solver(pencil.now, pencil.later, false);
  if (solver.info() != Eigen::Success) {
    out.stop = Stop::iteration_limit;
    return out;
  }
  const double now_size = pencil.now.norm(), later_size = pencil.later.norm();
  const double rounding = 16 * static_cast<double>(order) * std::numeric_limits<double>::epsilon();
  for (Eigen::Index i = 0; i < order; ++i) {
    const std::complex<double> alpha = solver.alphas()[i];
    const double beta = std::abs(solver.betas()[i]);
    const bool infinite = beta <= rounding * later_size;
    if (infinite && std::abs(alpha) <= rounding * now_size) out.stop = Stop::singular;
    out.eigenvalues.push_back(infinite ? std::complex<double>(std::numeric_limits<double>::infinity(), 0)
                                       : alpha / solver.betas()[i]);
  }
  std::stable_sort(out.eigenvalues.begin(), out.eigenvalues.end(),
                   [](const auto& a, const auto& b) { return std::abs(a) < std::abs(b); });
  out.unstable = static_cast<std::size_t>(
      std::count_if(out.eigenvalues.begin(), out.eigenvalues.end(),
                    [&](const std::complex<double>& value) { return std::abs(value) > options.threshold; }));
  if (out.usable() && out.unstable == out.forward_looking)
    out.rank_margin =
        detail::rank_margin(pencil, columns, still, out.eigenvalues, order - static_cast<Eigen::Index>(out.unstable));
  out.determinacy = detail::determinacy_of(out, options.rank_tolerance);
  return out;
}

}  // namespace foreplan::inline v0::scenario
