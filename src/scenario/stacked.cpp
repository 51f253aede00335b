#include "scenario/stacked.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "scenario/machine.hpp"
#include "scenario/sparse_gradients.hpp"
#include "scenario/sparse_newton.hpp"

namespace foreplan::inline v0::scenario::detail {
namespace {

constexpr std::size_t kKnown = static_cast<std::size_t>(-1);

class Stacked {
 public:
  Stacked(std::span<const StackedCode> codes, std::span<const std::size_t> code_of, double* values,
          const Window& window)
      : code_of_(code_of), values_(values), window_(window) {
    std::vector<std::uint32_t> linked;
    for (const StackedCode& code : codes)
      for (const Link& link : code.stage->segments.front().links) linked.push_back(link.variable);
    layouts_.reserve(codes.size());
    for (const StackedCode& code : codes) layouts_.emplace_back(code, linked);
    std::size_t unknowns = 0;
    for (std::size_t p = 0; p < window.periods; ++p) {
      begins_.push_back(unknowns);
      unknowns += layout(p).kinds.size();
    }
    unknowns_.resize(unknowns);
    residuals_.resize(unknowns);
    for (std::size_t p = 0; p < window.periods; ++p) begin(p);
  }

  StackedTrouble run(const SolveOptions& options, SolveWork& work) {
    SparseSystem system;
    system.residuals = [this](std::span<const double> x, std::span<double> r) {
      evaluate(x, r);
      std::copy(r.begin(), r.end(), residuals_.begin());
      return std::all_of(r.begin(), r.end(), [](double value) { return std::isfinite(value); });
    };
    system.derivatives = [this](std::vector<SparseEntry>& entries) {
      for (std::size_t p = 0; p < window_.periods; ++p) differentiate(p, entries);
    };
    const Stop stop = solve_sparse(system, unknowns_, options, work);
    return stop == Stop::converged ? finish() : trouble(stop);
  }

 private:
  /// An unknown of each period: a torn variable, or one that other periods read.
  struct Unknown {
    std::uint32_t variable = 0;
    std::size_t store = 0;  ///< Its place in the segment's stores; the torn ones come first there.
  };
  /// The unknowns of the periods that share a code.
  struct Layout {
    Layout(const StackedCode& c, std::span<const std::uint32_t> linked)
        : code(c), segment(&c.stage->segments.front()), gradients(*segment) {
      for (std::size_t j = 0; j < segment->torn.size(); ++j) add(segment->torn[j].variable, j);
      std::unordered_map<std::uint32_t, std::size_t> store_of;
      for (std::size_t i = 0; i < segment->stores.size(); ++i) store_of[segment->stores[i].variable] = i;
      for (const std::uint32_t variable : linked)
        if (const auto store = store_of.find(variable); store != store_of.end() && place.count(variable) == 0)
          add(variable, store->second);
    }
    void add(std::uint32_t variable, std::size_t store) {
      place[variable] = kinds.size();
      kinds.push_back({variable, store});
    }

    StackedCode code;
    const Segment* segment;
    SparseGradients gradients;
    std::vector<Unknown> kinds{};
    std::unordered_map<std::uint32_t, std::size_t> place{};  ///< Of a variable among `kinds`.
  };

  [[nodiscard]] const Layout& layout(std::size_t p) const noexcept { return layouts_[code_of_[p]]; }
  double& value_at(std::uint32_t variable, std::size_t column, std::int32_t offset) {
    return values_[static_cast<std::ptrdiff_t>(variable * window_.columns + column) + offset];
  }

  /// What does not change while unknowns do: constants, loads, the code before the loop; and the starting values.
  void begin(std::size_t p) {
    const Layout& l = layout(p);
    const Stage& stage = *l.code.stage;
    std::vector<double>& w = slots_.emplace_back(stage.slots);
    const std::size_t column = window_.first + p;
    for (const auto& [slot, value] : stage.constants) w[slot] = value;
    for (const Load& load : stage.loads) w[load.slot] = value_at(load.variable, column, load.offset);
    for (std::size_t i = 0; i < l.code.fixed.size(); ++i) w[stage.fixed_loads[i].slot] = l.code.fixed[i];
    machine().values(l.segment->code.data(), l.segment->code.size(), w.data());
    for (std::size_t k = 0; k < l.kinds.size(); ++k) {
      const std::uint32_t variable = l.kinds[k].variable;
      double start = value_at(variable, column, 0);
      if (const std::size_t before = unknown_of(variable, p, -1); !std::isfinite(start) && before != kKnown)
        start = unknowns_[before];
      if (!std::isfinite(start) && column > 0) start = value_at(variable, column, -1);
      unknowns_[begins_[p] + k] = std::isfinite(start) ? start : 1;
    }
  }
  /// Place of a variable's value `offset` periods from p among the unknowns, or kKnown where it is not solved for.
  [[nodiscard]] std::size_t unknown_of(std::uint32_t variable, std::size_t p, std::int32_t offset) const {
    const std::int64_t period = static_cast<std::int64_t>(p) + offset;
    if (period < 0 || period >= static_cast<std::int64_t>(window_.periods)) return kKnown;
    const Layout& there = layout(static_cast<std::size_t>(period));
    const auto place = there.place.find(variable);
    return place == there.place.end() ? kKnown : begins_[static_cast<std::size_t>(period)] + place->second;
  }

  /// Residuals of every period.
  void evaluate(std::span<const double> x, std::span<double> r) {
    for (std::size_t p = 0; p < window_.periods; ++p) {
      const Layout& l = layout(p);
      std::vector<double>& w = slots_[p];
      const Segment& segment = *l.segment;
      for (std::size_t j = 0; j < segment.torn.size(); ++j) w[segment.torn[j].slot] = x[begins_[p] + j];
      for (const Link& link : segment.links) {
        const std::size_t unknown = unknown_of(link.variable, p, link.offset);
        w[link.slot] = unknown != kKnown ? x[unknown] : value_at(link.variable, window_.first + p, link.offset);
      }
      machine().values(segment.loop.data(), segment.loop.size(), w.data());
      for (std::size_t k = 0; k < l.kinds.size(); ++k) {
        const std::size_t at = begins_[p] + k;
        r[at] =
            k < segment.torn.size() ? w[segment.torn[k].residual] : x[at] - w[segment.stores[l.kinds[k].store].slot];
      }
    }
  }

  void differentiate(std::size_t p, std::vector<SparseEntry>& entries) {
    Layout& l = layouts_[code_of_[p]];
    const Segment& segment = *l.segment;
    const std::size_t torn = segment.torn.size();
    const auto add = [&](std::size_t row, std::size_t column, double value) {
      entries.push_back({static_cast<std::uint32_t>(row), static_cast<std::uint32_t>(column), value});
    };
    l.gradients.run(slots_[p].data());
    for (std::size_t k = 0; k < l.kinds.size(); ++k) {
      const std::size_t at = begins_[p] + k;
      const std::uint32_t row = k < torn ? segment.residual_rows[k] : segment.store_rows[l.kinds[k].store];
      const double sign = k < torn ? 1 : -1;
      if (k >= torn) add(at, at, 1.0);
      const std::span<const std::uint32_t> columns = l.gradients.columns(row);
      const std::span<const double> values = l.gradients.values(row);
      for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::size_t c = columns[i];
        const std::size_t unknown =
            c < torn ? begins_[p] + c : unknown_of(segment.links[c - torn].variable, p, segment.links[c - torn].offset);
        if (unknown != kKnown) add(at, unknown, sign * values[i]);
      }
    }
  }

  StackedTrouble finish() {
    for (std::size_t p = 0; p < window_.periods; ++p)
      for (const Store& store : layout(p).segment->stores) {
        const double value = slots_[p][store.slot];
        if (!std::isfinite(value)) return trouble(Stop::not_finite);
        value_at(store.variable, window_.first + p, 0) = value;
      }
    return {Stop::converged, 0, {}};
  }
  /// The period of the largest imbalance.
  [[nodiscard]] StackedTrouble trouble(Stop stop) const {
    std::size_t where = 0;
    double worst = -1;
    for (std::size_t p = 0; p < window_.periods; ++p)
      for (std::size_t k = 0; k < layout(p).kinds.size(); ++k) {
        double r = std::abs(residuals_[begins_[p] + k]);
        if (std::isnan(r)) r = std::numeric_limits<double>::infinity();
        if (r > worst) worst = r, where = p;
      }
    StackedTrouble out{stop, window_.first + where, {}};
    for (const Store& store : layout(where).segment->stores) out.values.push_back(slots_[where][store.slot]);
    return out;
  }

  std::span<const std::size_t> code_of_;
  double* values_;
  const Window& window_;
  std::vector<Layout> layouts_{};
  std::vector<std::size_t> begins_{};         ///< Of each period's unknowns.
  std::vector<std::vector<double>> slots_{};  ///< For each period.
  std::vector<double> unknowns_{}, residuals_{};
};

}  // namespace

StackedTrouble solve_stacked(std::span<const StackedCode> codes, std::span<const std::size_t> code_of, double* values,
                             const Window& window, const SolveOptions& options, SolveWork& work) {
  return Stacked(codes, code_of, values, window).run(options, work);
}

}  // namespace foreplan::inline v0::scenario::detail
