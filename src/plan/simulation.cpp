#include "plan/simulation.hpp"

#include <foreplan/core/random.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <unordered_map>

#include "core/check.hpp"
#include "numeric/cholesky.hpp"
#include "numeric/kernels.hpp"
#include "numeric/parallel.hpp"

namespace foreplan::inline v0::plan {
namespace {

constexpr std::size_t kMostCells = 30'000'000;  // three numbers each: 720 MB

/// The quantity that each event is about.
std::vector<std::size_t> watched(const Projection& p) {
  const std::size_t n = p.sectors.size();
  std::unordered_map<std::string_view, std::size_t> sector;
  if (!p.events.empty())
    for (std::size_t i = 0; i < n; ++i) sector.emplace(p.sectors[i], i);
  std::vector<std::size_t> quantities;
  for (const ProjectionEvent& event : p.events)
    quantities.push_back(event.indicator.empty() ? 2 * n : sector.at(event.indicator) + (event.share ? 0 : n));
  return quantities;
}

[[noreturn]] void fail_indefinite() {
  detail::fail(kProject, "correlations must be positive semi-definite", "a negative variance of some sum");
}

/// Column k of the factor of a matrix whose correlations are all r: d_k on the diagonal and l_k below it, with
/// d_k^2 = 1 - l_0^2 - ... - l_(k-1)^2 and l_k d_k = r - l_0^2 - ... - l_(k-1)^2. Tolerances as in `numeric::cholesky`.
CorrelationFactor common_factor(double r, std::size_t n) {
  constexpr double kSingular = 1e-12, kRounding = 1e-9;
  detail::require(n == 1 || std::abs(r) <= 1, kProject, "correlation must be in [-1, 1]", r);
  CorrelationFactor factor;
  double own = 1, common = n == 1 ? 0 : r;
  for (std::size_t k = 0; k < n; ++k) {
    if (own < -kSingular) fail_indefinite();
    const double d = own > kSingular ? std::sqrt(own) : 0;
    if (d == 0 && k + 1 < n && std::abs(common) > kRounding) fail_indefinite();
    const double l = d > 0 ? common / d : 0;
    factor.diagonal.push_back(d);
    factor.column.push_back(l);
    own -= l * l;
    common -= l * l;
  }
  return factor;
}

/// Row by row.
std::vector<double> correlation_rows(const Projection& p) {
  const std::size_t n = p.sectors.size();
  detail::require(p.correlations.size() == n, kProject, "correlations must have a row for each sector",
                  std::to_string(p.correlations.size()));
  std::vector<double> rows;
  for (std::size_t i = 0; i < n; ++i) {
    const auto where = [i] { return "in row " + std::to_string(i) + " of correlations"; };
    if (p.correlations[i].size() != n)
      detail::fail(kProject, "rows must have a value for each sector", std::to_string(p.correlations[i].size()),
                   where());
    for (std::size_t j = 0; j < n; ++j) {
      const double r = p.correlations[i][j];
      if (i == j ? r != 1 : !(std::abs(r) <= 1))
        detail::fail(kProject, i == j ? "the diagonal must be 1" : "correlations must be in [-1, 1]",
                     detail::number_text(r), where());
      if (j < i && r != p.correlations[j][i])
        detail::fail(kProject, "correlations must be symmetric",
                     detail::number_text(r) + " and " + detail::number_text(p.correlations[j][i]), where());
      rows.push_back(r);
    }
  }
  return rows;
}

}  // namespace

CorrelationFactor correlation_factor(const Projection& projection) {
  const std::size_t n = projection.sectors.size();
  if (projection.correlations.empty()) return common_factor(projection.correlation, n);
  auto rows = numeric::cholesky(correlation_rows(projection), n);
  if (!rows) fail_indefinite();
  CorrelationFactor factor;
  for (std::size_t i = 0; i < n; ++i) factor.diagonal.push_back((*rows)[i * n + i]);
  factor.rows = std::move(*rows);
  return factor;
}

/// What one thread works on: a block of paths of everything. Rows begin where cache lines do.
struct Simulation::Rows {
  static constexpr std::size_t kLine = 8;  // numbers

  Rows(std::size_t sectors, std::size_t paths)
      : n(sectors), stride(std::min(kBlock, (paths + kLine - 1) / kLine * kLine)) {
    std::size_t room = ((3 * n + 3) * stride + kLine) * sizeof(double);
    store = std::make_unique_for_overwrite<double[]>(room / sizeof(double));
    void* begin = store.get();
    first = static_cast<double*>(std::align(kLine * sizeof(double), room - kLine * sizeof(double), begin, room));
  }

  [[nodiscard]] double* quantity(std::size_t q) const { return first + q * stride; }
  [[nodiscard]] double* normal(std::size_t sector) const { return quantity(2 * n + 1 + sector); }
  [[nodiscard]] double* spare(std::size_t which) const { return quantity(3 * n + 1 + which); }

  std::size_t n, stride;
  std::unique_ptr<double[]> store{};
  double* first = nullptr;
};

Simulation::Simulation(const Projection& projection, const std::vector<std::vector<double>>& levels,
                       const CorrelationFactor& factor)
    : projection_(projection),
      scenario_(levels),
      factor_(factor),
      paths_(projection.paths),
      pilots_(std::min(paths_, kPilot)),
      purpose_(purpose_id(kProject)),
      watched_(watched(projection)),
      happened_(projection.events.size()) {
  const std::size_t n = projection.sectors.size();
  detail::checked_product(paths_, n, kMostCells, kProject, "paths times sectors");
  departure_.assign(n, std::vector<double>(paths_, 0.0));
  pilot_.assign(quantities(), std::vector<double>(pilots_));
  sum_.assign(quantities(), std::vector<double>((paths_ + kBlock - 1) / kBlock));
  if (pilots_ == paths_) return;
  search_.resize(quantities());
  part_.assign(quantities(), std::vector<numeric::PlaceSearch::Part>(units()));
}

void Simulation::advance(const Execution& execution) {
  ++period_;
  due_.clear();
  for (std::size_t e = 0; e < happened_.size(); ++e) {
    happened_[e] = 0;
    if (projection_.events[e].period - projection_.base == static_cast<std::int64_t>(period_)) due_.push_back(e);
  }
  const std::size_t pilot_units = (pilots_ + kUnit - 1) / kUnit;
  numeric::parallel_for(pilot_units, part_of(execution, 0, units()), [&](std::size_t u) { simulate_unit(u); });
  if (pilots_ == paths_) return;
  const numeric::Places places = numeric::central_places(projection_.coverage, paths_);
  Execution silent = execution;
  silent.progress = nullptr;
  numeric::parallel_for(quantities(), silent, [&](std::size_t q) {
    for (numeric::PlaceSearch::Part& part : part_[q]) {
      part.below = {};
      part.inside.clear();
    }
    search_[q].emplace(pilot_[q], paths_, places);
    search_[q]->note(pilot_[q], part_[q].front());
  });
  numeric::parallel_for(units() - pilot_units, part_of(execution, pilot_units, units()),
                        [&](std::size_t u) { simulate_unit(pilot_units + u); });
}

void Simulation::simulate_unit(std::size_t unit) {
  const std::size_t last = std::min(paths_, (unit + 1) * kUnit);
  Rows rows(projection_.sectors.size(), paths_);
  for (std::size_t begin = unit * kUnit; begin < last; begin += kBlock) {
    const std::size_t size = std::min(kBlock, last - begin);
    move(begin, size, rows);
    evaluate(begin, size, rows);
    for (std::size_t q = 0; q < quantities(); ++q)
      sum_[q][begin / kBlock] = numeric::kernels().sum(rows.quantity(q), size);
    check_sums(begin / kBlock);
    count_events(size, rows);
    for (std::size_t q = 0; q < quantities(); ++q) {
      const double* const values = rows.quantity(q);
      if (begin < pilots_)
        std::copy_n(values, size, pilot_[q].begin() + static_cast<std::ptrdiff_t>(begin));
      else
        search_[q]->note({values, size}, part_[q][unit]);
    }
  }
}

/// departure_i += sigma_i (L z)_i, what is the sector's own first, then what it shares with the sectors before it.
void Simulation::move(std::size_t begin, std::size_t size, Rows& rows) {
  const numeric::Kernels& kernel = numeric::kernels();
  const std::size_t n = projection_.sectors.size();
  for (std::size_t i = 0; i < n; ++i) {
    kernel.uniform(
        {.seed = projection_.seed, .purpose = purpose_, .draw = period_, .variable = static_cast<std::uint32_t>(i)},
        begin, rows.normal(i), size + size % 2);
    kernel.normal_pairs(rows.normal(i), size + size % 2);
  }
  double* const shared = rows.spare(0);
  std::fill_n(shared, size, 0.0);
  for (std::size_t i = 0; i < n; ++i) {
    double* const departure = departure_[i].data() + begin;
    kernel.add_multiple(departure, projection_.sigma[i] * factor_.diagonal[i], rows.normal(i), size);
    if (i > 0 && !factor_.rows.empty()) {
      std::fill_n(shared, size, 0.0);
      for (std::size_t k = 0; k < i; ++k) kernel.add_multiple(shared, factor_.rows[i * n + k], rows.normal(k), size);
    }
    if (i > 0) kernel.add_multiple(departure, projection_.sigma[i], shared, size);
    if (factor_.rows.empty() && i + 1 < n) kernel.add_multiple(shared, factor_.column[i], rows.normal(i), size);
  }
}

void Simulation::evaluate(std::size_t begin, std::size_t size, Rows& rows) const {
  const numeric::Kernels& kernel = numeric::kernels();
  const std::size_t n = projection_.sectors.size();
  double* const total = rows.quantity(2 * n);
  std::fill_n(total, size, 0.0);
  for (std::size_t i = 0; i < n; ++i) {
    kernel.exponential(departure_[i].data() + begin, scenario_[i][period_], rows.quantity(n + i), size);
    kernel.add_multiple(total, 1, rows.quantity(n + i), size);
  }
  double* const per_total = rows.spare(1);
  kernel.reciprocal(total, per_total, size);
  for (std::size_t i = 0; i < n; ++i) kernel.product(rows.quantity(n + i), 100, per_total, rows.quantity(i), size);
}

/// An infinite level makes the total's sum infinite, and a total of 0 a share NaN.
void Simulation::check_sums(std::size_t block) const {
  for (const std::vector<double>& sum : sum_)
    if (!std::isfinite(sum[block]))
      detail::fail(kProject, "simulated levels must stay finite, and their total above 0",
                   detail::number_text(sum_.back()[block]),
                   "for the total of some paths in " +
                       to_string(projection_.base + static_cast<std::int64_t>(period_)) + "; sigma may be too large");
}

void Simulation::count_events(std::size_t size, const Rows& rows) {
  for (const std::size_t e : due_) {
    const ProjectionEvent& event = projection_.events[e];
    const double* const values = rows.quantity(watched_[e]);
    const auto below = [&](double bound) { return numeric::kernels().count_below(values, size, bound); };
    happened_[e] += event.bound == Bound::at_least
                        ? size - below(event.value)
                        : below(std::nextafter(event.value, std::numeric_limits<double>::infinity()));
  }
}

double Simulation::mean(std::size_t quantity) const {
  const std::vector<double>& sums = sum_[quantity];
  return numeric::kernels().sum(sums.data(), sums.size()) / static_cast<double>(paths_);
}

numeric::CentralInterval Simulation::interval(std::size_t quantity) const {
  if (pilots_ == paths_) return numeric::central_interval(pilot_[quantity], projection_.coverage);
  if (const auto found = search_[quantity]->found(part_[quantity])) return {(*found)[0], (*found)[1], (*found)[2]};
  return numeric::central_interval(values(quantity), projection_.coverage);
}

std::vector<double> Simulation::values(std::size_t quantity) const {
  std::vector<double> all(paths_);
  Rows rows(projection_.sectors.size(), paths_);
  for (std::size_t begin = 0; begin < paths_; begin += kBlock) {
    const std::size_t size = std::min(kBlock, paths_ - begin);
    evaluate(begin, size, rows);
    std::copy_n(rows.quantity(quantity), size, all.begin() + static_cast<std::ptrdiff_t>(begin));
  }
  return all;
}

Execution part_of(const Execution& execution, std::size_t before, std::size_t all) {
  Execution part = execution;
  if (execution.progress)
    part.progress = [&execution, before, all](std::size_t done, std::size_t) {
      return execution.progress(before + done, all);
    };
  return part;
}

}  // namespace foreplan::inline v0::plan
