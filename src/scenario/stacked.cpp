#include "scenario/stacked.hpp"

#include <foreplan/core/errors.hpp>

#include <Eigen/Sparse>
#include <Eigen/SparseLU>
#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "scenario/machine.hpp"

namespace foreplan::inline v0::scenario::detail {
namespace {

constexpr double kLeastDamping = 0x1p-30;

class Stacked {
 public:
  Stacked(const Stage& stage, double* values, std::span<const double> fixed, const Window& window,
          const SolveOptions& options, SolveWork& work)
      : stage_(stage),
        segment_(stage.segments.front()),
        values_(values),
        window_(window),
        options_(options),
        work_(work) {
    number_unknowns();
    columns_ = (segment_.torn.size() + segment_.links.size() + 7) / 8 * 8;
    gradients_.resize(segment_.gradient_rows * columns_);
    slots_.assign(window.periods, std::vector<double>(stage.slots));
    for (std::size_t p = 0; p < window.periods; ++p) begin(p, fixed);
  }

  StackedTrouble run() {
    if (!evaluate()) return trouble(Stop::not_finite);
    for (int iteration = 0; iteration < options_.max_iterations; ++iteration) {
      if (!factor()) return trouble(Stop::singular);
      const Eigen::VectorXd step = newton_step();
      const double size = relative(step);
      if (!(size < std::numeric_limits<double>::infinity())) return trouble(Stop::singular);
      const Eigen::VectorXd origin = unknowns_;
      double damping = 1, next = 0;
      bool accepted = false;
      for (; damping >= kLeastDamping && !accepted; damping /= 2) {
        unknowns_ = origin + damping * step;
        if (!evaluate()) continue;
        next = relative(newton_step());
        accepted = next <= (1 - damping / 4) * size || size <= options_.tolerance;
      }
      ++work_.iterations;
      if (accepted && next <= options_.tolerance) return finish();
      if (size <= 1e3 * options_.tolerance && !(next < 0.5 * size)) return finish();  // the bottom of rounding
      if (!accepted) {
        unknowns_ = origin;
        static_cast<void>(evaluate());
        return trouble(Stop::no_progress);
      }
    }
    return trouble(Stop::iteration_limit);
  }

 private:
  /// An unknown of each period: a torn variable, or one that other periods read.
  struct Unknown {
    std::uint32_t variable = 0;
    std::size_t store = 0;  ///< Its place in the segment's stores; the torn ones come first there.
  };

  void number_unknowns() {
    for (std::size_t j = 0; j < segment_.torn.size(); ++j) add_unknown(segment_.torn[j].variable, j);
    std::unordered_map<std::uint32_t, std::size_t> store_of;
    for (std::size_t i = 0; i < segment_.stores.size(); ++i) store_of[segment_.stores[i].variable] = i;
    for (const Link& link : segment_.links)
      if (place_.find(link.variable) == place_.end()) add_unknown(link.variable, store_of.at(link.variable));
    unknowns_.resize(static_cast<Eigen::Index>(kinds_.size() * window_.periods));
    residuals_.resize(unknowns_.size());
  }
  void add_unknown(std::uint32_t variable, std::size_t store) {
    place_[variable] = kinds_.size();
    kinds_.push_back({variable, store});
  }
  [[nodiscard]] Eigen::Index at(std::size_t period, std::size_t kind) const {
    return static_cast<Eigen::Index>(period * kinds_.size() + kind);
  }

  /// What does not change while unknowns do: constants, loads, the code before the loop; and the starting values.
  void begin(std::size_t p, std::span<const double> fixed) {
    std::vector<double>& w = slots_[p];
    const std::size_t column = window_.first + p;
    for (const auto& [slot, value] : stage_.constants) w[slot] = value;
    for (const Load& load : stage_.loads) w[load.slot] = value_at(load.variable, column, load.offset);
    for (std::size_t i = 0; i < fixed.size(); ++i) w[stage_.fixed_loads[i].slot] = fixed[i];
    machine().values(segment_.code.data(), segment_.code.size(), w.data());
    for (std::size_t k = 0; k < kinds_.size(); ++k) {
      double start = value_at(kinds_[k].variable, column, 0);
      if (!std::isfinite(start) && p > 0) start = unknowns_[at(p - 1, k)];
      if (!std::isfinite(start) && column > 0) start = value_at(kinds_[k].variable, column, -1);
      unknowns_[at(p, k)] = std::isfinite(start) ? start : 1;
    }
  }
  double& value_at(std::uint32_t variable, std::size_t column, std::int32_t offset) {
    return values_[static_cast<std::ptrdiff_t>(variable * window_.columns + column) + offset];
  }
  /// Place of a link's value among the unknowns, or -1 where it lies outside the periods solved.
  [[nodiscard]] Eigen::Index unknown_of(const Link& link, std::size_t p) const {
    const std::int64_t period = static_cast<std::int64_t>(p) + link.offset;
    if (period < 0 || period >= static_cast<std::int64_t>(window_.periods)) return -1;
    return at(static_cast<std::size_t>(period), place_.at(link.variable));
  }

  void place_inputs(std::size_t p) {
    std::vector<double>& w = slots_[p];
    for (std::size_t j = 0; j < segment_.torn.size(); ++j) w[segment_.torn[j].slot] = unknowns_[at(p, j)];
    for (const Link& link : segment_.links) {
      const Eigen::Index unknown = unknown_of(link, p);
      w[link.slot] = unknown >= 0 ? unknowns_[unknown] : value_at(link.variable, window_.first + p, link.offset);
    }
  }

  /// Residuals of every period; false where one is not finite.
  bool evaluate() {
    for (std::size_t p = 0; p < window_.periods; ++p) {
      place_inputs(p);
      std::vector<double>& w = slots_[p];
      machine().values(segment_.loop.data(), segment_.loop.size(), w.data());
      for (std::size_t k = 0; k < kinds_.size(); ++k)
        residuals_[at(p, k)] = k < segment_.torn.size()
                                   ? w[segment_.torn[k].residual]
                                   : unknowns_[at(p, k)] - w[segment_.stores[kinds_[k].store].slot];
    }
    ++work_.evaluations;
    return residuals_.allFinite();
  }

  bool factor() {
    if (options_.execution.cancel.cancelled()) throw Cancelled("scenario::solve: cancelled");
    entries_.clear();
    for (std::size_t p = 0; p < window_.periods; ++p) differentiate(p);
    ++work_.derivatives;
    matrix_.resize(unknowns_.size(), unknowns_.size());
    matrix_.setFromTriplets(entries_.begin(), entries_.end());
    if (!analysed_) lu_.analyzePattern(matrix_);
    analysed_ = true;
    lu_.factorize(matrix_);
    return lu_.info() == Eigen::Success;
  }
  void differentiate(std::size_t p) {
    const std::size_t torn = segment_.torn.size(), links = segment_.links.size();
    std::fill_n(gradients_.begin(), (1 + torn + links) * columns_, 0.0);
    for (std::size_t j = 0; j < torn + links; ++j) gradients_[(1 + j) * columns_ + j] = 1;
    machine().derivatives(segment_.loop.data(), segment_.gradients.data(), segment_.loop.size(), slots_[p].data(),
                          gradients_.data(), columns_);
    for (std::size_t k = 0; k < kinds_.size(); ++k) {
      const bool is_torn = k < torn;
      const double sign = is_torn ? 1 : -1;
      const std::uint32_t source = is_torn ? segment_.residual_rows[k] : segment_.store_rows[kinds_[k].store];
      const double* row = &gradients_[source * columns_];
      // Entries of 0 stay: the pattern is that of the first time.
      if (!is_torn) entries_.emplace_back(at(p, k), at(p, k), 1.0);
      for (std::size_t j = 0; j < torn; ++j) entries_.emplace_back(at(p, k), at(p, j), sign * row[j]);
      for (std::size_t i = 0; i < links; ++i)
        if (const Eigen::Index unknown = unknown_of(segment_.links[i], p); unknown >= 0)
          entries_.emplace_back(at(p, k), unknown, sign * row[torn + i]);
    }
  }

  Eigen::VectorXd newton_step() { return -Eigen::VectorXd(lu_.solve(residuals_)); }
  [[nodiscard]] double relative(const Eigen::VectorXd& step) const {
    double largest = 0;
    for (Eigen::Index i = 0; i < step.size(); ++i) {
      const double part = std::abs(step[i]) / (std::abs(unknowns_[i]) + 1e-4);
      if (!(part <= largest)) largest = part;
    }
    return largest;
  }

  StackedTrouble finish() {
    for (std::size_t p = 0; p < window_.periods; ++p)
      for (const Store& store : segment_.stores) {
        const double value = slots_[p][store.slot];
        if (!std::isfinite(value)) return trouble(Stop::not_finite);
        value_at(store.variable, window_.first + p, 0) = value;
      }
    return {Stop::converged, 0, {}};
  }
  StackedTrouble trouble(Stop stop) const {
    StackedTrouble out{stop, window_.first, {}};
    double worst = -1;
    for (std::size_t p = 0; p < window_.periods; ++p)
      for (std::size_t k = 0; k < kinds_.size(); ++k) {
        const double r = std::abs(residuals_[at(p, k)]);
        if (std::isnan(r) ? worst < std::numeric_limits<double>::infinity() : r > worst) {
          worst = std::isnan(r) ? std::numeric_limits<double>::infinity() : r;
          out.column = window_.first + p;
        }
      }
    for (const Store& store : segment_.stores) out.values.push_back(slots_[out.column - window_.first][store.slot]);
    return out;
  }

  const Stage& stage_;
  const Segment& segment_;
  double* values_;
  const Window& window_;
  const SolveOptions& options_;
  SolveWork& work_;
  std::vector<Unknown> kinds_{};
  std::unordered_map<std::uint32_t, std::size_t> place_{};  ///< Of a variable among `kinds_`.
  std::size_t columns_ = 0;
  std::vector<double> gradients_{};
  std::vector<std::vector<double>> slots_{};  ///< For each period.
  Eigen::VectorXd unknowns_{}, residuals_{};
  std::vector<Eigen::Triplet<double>> entries_{};
  Eigen::SparseMatrix<double> matrix_{};
  Eigen::SparseLU<Eigen::SparseMatrix<double>> lu_{};
  bool analysed_ = false;
};

}  // namespace

StackedTrouble solve_stacked(const Stage& stage, double* values, std::span<const double> fixed, const Window& window,
                             const SolveOptions& options, SolveWork& work) {
  return Stacked(stage, values, fixed, window, options, work).run();
}

}  // namespace foreplan::inline v0::scenario::detail
