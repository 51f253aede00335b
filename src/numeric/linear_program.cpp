#include "numeric/linear_program.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

namespace foreplan::inline v0::numeric {
namespace {

constexpr double kZero = 1e-12;      // entries below this are rounding noise of pivots on terms of order 1
constexpr double kPivot = 1e-9;      // nothing is divided by less
constexpr double kSmall = 1e-11;     // but where nothing else would do
constexpr double kAllowance = 1e-9;  // costs may pass zero by as much

using Row = std::vector<double>;  ///< An entry a column, the constant last.

/// Rows of one length that come and go, in one piece of memory.
class Rows {
 public:
  explicit Rows(std::size_t length) : length_(length) {}
  [[nodiscard]] double* operator[](std::size_t place) { return &entries_[place * length_]; }
  [[nodiscard]] const double* operator[](std::size_t place) const { return &entries_[place * length_]; }
  /// The place of a new row with these entries.
  std::size_t put(const Row& row) {
    if (free_.empty()) {
      entries_.insert(entries_.end(), row.begin(), row.end());
      return entries_.size() / length_ - 1;
    }
    const std::size_t place = free_.back();
    free_.pop_back();
    std::copy(row.begin(), row.end(), (*this)[place]);
    return place;
  }
  void release(std::size_t place) { free_.push_back(place); }
  void clear() {
    entries_.clear();
    free_.clear();
  }
  void reserve(std::size_t rows) { entries_.reserve(rows * length_); }

 private:
  std::size_t length_;
  std::vector<double> entries_;
  std::vector<std::size_t> free_;
};

/// x[j] = constant - sum of entry * nonbasic, for each x that is not at zero itself. A nonbasic variable is some x, or
/// the slack of a row that is met exactly. Other rows are not kept: from the x they are worked out as they are needed,
/// so that the dictionary has as many rows as pivots brought in, and its errors do not reach the rows.
class Dictionary {
 public:
  Dictionary(std::span<const LinearRow> rows, std::size_t variables)
      : rows_(rows),
        n_(variables),
        price_(variables, 1),
        x_(variables, 0),
        basic_(variables + 1),
        tight_(rows.size(), 0) {
    reset();
    basic_.reserve(std::min(n_, kFew));
  }

  /// What is minimised from here on: -sum of coefficient * x.
  void aim_at(std::span<const std::pair<std::size_t, double>> objective) {
    price_.assign(n_, 0);
    for (const auto& [variable, coefficient] : objective) price_[variable] -= coefficient;
    cost_.assign(n_ + 1, 0);
    for (std::size_t j = 0; j < n_; ++j) {
      if (column_[j] != kNone)
        cost_[column_[j]] += price_[j];
      else if (price_[j] != 0)
        for (std::size_t q = 0; q <= n_; ++q) cost_[q] -= price_[j] * row(j)[q];
    }
  }

  [[nodiscard]] std::size_t columns() const { return n_; }
  [[nodiscard]] std::size_t variables() const { return n_ + rows_.size(); }  ///< The x first, then the slacks.
  [[nodiscard]] std::size_t nonbasic(std::size_t q) const { return nonbasic_[q]; }
  [[nodiscard]] double cost(std::size_t q) const { return cost_[q]; }
  [[nodiscard]] double objective() const { return cost_[n_]; }
  [[nodiscard]] const std::vector<double>& point() const { return x_; }
  [[nodiscard]] bool is_basic(std::size_t variable) const {
    return variable < n_ ? column_[variable] == kNone : tight_[variable - n_] == 0;
  }

  [[nodiscard]] double value(std::size_t variable) const {
    if (variable < n_) return x_[variable];
    const LinearRow& row = rows_[variable - n_];
    double value = row.bound;
    for (const auto& [j, c] : row.terms) value -= c * x_[j];
    return value;
  }

  /// How fast the basic variables fall as the nonbasic one of column `c` grows, by name.
  void slopes(std::size_t c, std::vector<double>& slope) const {
    slope.assign(variables(), 0);
    for (std::size_t j = 0; j < n_; ++j) slope[j] = column_[j] == kNone ? row(j)[c] : column_[j] == c ? -1 : 0;
    for (std::size_t i = 0; i < rows_.size(); ++i)
      for (const auto& [j, coefficient] : rows_[i].terms) slope[n_ + i] -= coefficient * slope[j];
  }

  /// The row of a basic variable.
  void row_of(std::size_t variable, Row& result) const {
    if (variable < n_) {
      result.assign(row(variable), row(variable) + n_ + 1);
      return;
    }
    const LinearRow& given = rows_[variable - n_];
    result.assign(n_ + 1, 0);
    result[n_] = given.bound;
    for (const auto& [j, c] : given.terms) {
      if (column_[j] != kNone) {
        result[column_[j]] += c;
      } else {
        const double* const basic = row(j);
        for (std::size_t q = 0; q <= n_; ++q) result[q] -= c * basic[q];
      }
    }
  }

  /// The basic variable `out`, whose row is `source`, changes places with the nonbasic one of column `c`. Overwrites
  /// `source`.
  void pivot(std::size_t out, Row& source, std::size_t c) {
    const std::size_t in = nonbasic_[c];
    const double inverse = 1 / source[c];
    touched_.clear();  // rows of ratios have two entries: most of a pivot row is zero for long
    for (std::size_t q = 0; q <= n_; ++q) {
      if (q == c || source[q] == 0) continue;
      source[q] *= inverse;
      touched_.push_back(q);
    }
    source[c] = inverse;
    const auto substitute = [&](double* target) {
      const double factor = target[c];
      target[c] = 0;
      if (std::abs(factor) <= kZero) return;
      for (const std::size_t q : touched_) target[q] -= factor * source[q];
      target[c] = -factor * inverse;
    };
    for (std::size_t j = 0; j < n_; ++j)
      if (column_[j] == kNone && j != out) substitute(row(j));
    substitute(cost_.data());
    nonbasic_[c] = out;
    if (out < n_) {
      column_[out] = c;
      basic_.release(place_[out]);
    } else {
      tight_[out - n_] = 1;
    }
    if (in < n_) {
      column_[in] = kNone;
      place_[in] = basic_.put(source);
    } else {
      tight_[in - n_] = 0;
    }
    for (std::size_t j = 0; j < n_; ++j) x_[j] = column_[j] == kNone ? row(j)[n_] : 0;
    ++pivots_;
  }

  [[nodiscard]] std::size_t pivots() const { return pivots_; }

  /// Works the dictionary out afresh for the same tight rows, those with large pivots first. A row that determines
  /// nothing beside the others is let go.
  void refresh() {
    std::vector<std::size_t> tight;
    for (std::size_t i = 0; i < rows_.size(); ++i)
      if (tight_[i] != 0) tight.push_back(n_ + i);
    std::vector<char> wanted(n_);
    for (std::size_t j = 0; j < n_; ++j) wanted[j] = column_[j] == kNone;
    reset();
    Row row;
    for (const double least : {1e-3, 1e-6, kPivot})
      std::erase_if(tight, [&](std::size_t slack) {
        row_of(slack, row);
        std::size_t best = n_;
        for (std::size_t j = 0; j < n_; ++j) {
          if (wanted[j] == 0 || column_[j] == kNone) continue;
          if (best == n_ || std::abs(row[column_[j]]) > std::abs(row[column_[best]])) best = j;
        }
        if (best == n_ || std::abs(row[column_[best]]) < least) return false;
        pivot(slack, row, column_[best]);
        return true;
      });
    pivots_ = 0;
  }

 private:
  static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t kFew = 16;  // rows that there is room for from the beginning

  [[nodiscard]] double* row(std::size_t x) { return basic_[place_[x]]; }
  [[nodiscard]] const double* row(std::size_t x) const { return basic_[place_[x]]; }

  void reset() {
    nonbasic_.resize(n_);
    column_.resize(n_);
    for (std::size_t j = 0; j < n_; ++j) nonbasic_[j] = column_[j] = j;
    place_.resize(n_);
    basic_.clear();
    cost_ = price_;
    cost_.push_back(0);
    std::fill(x_.begin(), x_.end(), 0.0);
    std::fill(tight_.begin(), tight_.end(), char{0});
    pivots_ = 0;
  }

  std::span<const LinearRow> rows_;
  std::size_t n_;
  std::vector<double> price_, x_;               ///< What a unit of each x costs; where it is.
  std::vector<std::size_t> nonbasic_, column_;  ///< By column; of each x, `kNone` when it is basic.
  std::vector<std::size_t> place_;              ///< Of each x that is basic, where its row is.
  Rows basic_;
  Row cost_;
  std::vector<char> tight_;  ///< Rows whose slack is nonbasic.
  std::vector<std::size_t> touched_;
  std::size_t pivots_ = 0;
};

constexpr std::size_t kFresh = 50;  // pivots after which the dictionary is worked out afresh

std::size_t patience(const Dictionary& d) { return 50 + 4 * d.variables(); }

/// The variable that is negative by most, or after a stall the first; `variables()` when none is.
std::size_t violated(const Dictionary& d, double tolerance, bool stalled) {
  std::size_t worst = d.variables();
  double least = -tolerance;
  for (std::size_t v = 0; v < d.variables(); ++v) {
    if (!d.is_basic(v)) continue;
    const double value = d.value(v);
    if (value >= least) continue;
    worst = v;
    if (stalled) return worst;
    least = value;
  }
  return worst;
}

/// The column that repairs a row at the least cost; `columns()` when none does. Of those that cost about as little, the
/// one with the largest entry, so that pivots stay away from zero (Harris 1973); after a stall the first by name.
std::size_t cheapest(const Dictionary& d, const Row& row, double smallest, bool stalled) {
  const auto price = [&](std::size_t q, double allowance) { return (std::max(0.0, d.cost(q)) + allowance) / -row[q]; };
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t q = 0; q < d.columns(); ++q)
    if (row[q] < -smallest) least = std::min(least, price(q, stalled ? 0 : kAllowance));
  std::size_t best = d.columns();
  for (std::size_t q = 0; q < d.columns(); ++q) {
    if (row[q] >= -smallest || price(q, 0) > least) continue;
    if (best == d.columns() || (stalled ? d.nonbasic(q) < d.nonbasic(best) : row[q] < row[best])) best = q;
  }
  return best;
}

struct Satisfied {
  Stop stop = Stop::converged;
  std::size_t variable = 0;  ///< When infeasible: what no column can bring up to zero.
};

/// Dual simplex: costs stay >= 0 while what is negative leaves. `row` is scratch; when infeasible the row of the
/// variable that cannot be brought up.
Satisfied satisfy(Dictionary& d, double tolerance, Row& row) {
  for (std::size_t step = 0; step <= 4 * patience(d); ++step) {
    if (d.pivots() >= kFresh) d.refresh();
    const bool stalled = step > patience(d);
    const std::size_t out = violated(d, tolerance, stalled);
    if (out == d.variables()) return {};
    d.row_of(out, row);
    std::size_t c = cheapest(d, row, kPivot, stalled);
    // An entry this small counts only in a dictionary without the errors of its past, and so does a proof.
    if (c == d.columns() && d.pivots() == 0) c = cheapest(d, row, kSmall, stalled);
    if (c < d.columns()) {
      d.pivot(out, row, c);
    } else if (d.pivots() == 0) {
      return {Stop::infeasible, out};
    } else {
      d.refresh();
    }
  }
  return {Stop::iteration_limit, 0};
}

/// The column that lowers the objective: the steepest, or by Bland's rule the first by name.
std::size_t entering(const Dictionary& d, bool bland) {
  std::size_t best = d.columns();
  double steepest = -kZero;
  for (std::size_t q = 0; q < d.columns(); ++q) {
    if (d.cost(q) >= -kZero) continue;
    if (bland ? best == d.columns() || d.nonbasic(q) < d.nonbasic(best) : d.cost(q) < steepest) {
      best = q;
      steepest = d.cost(q);
    }
  }
  return best;
}

/// The variable that reaches zero first as column `c` grows; `variables()` when none does.
std::size_t leaving(const Dictionary& d, std::size_t c, std::vector<double>& slope) {
  d.slopes(c, slope);
  std::size_t best = d.variables();
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t v = 0; v < d.variables(); ++v) {
    if (slope[v] <= kPivot || !d.is_basic(v)) continue;
    const double ratio = std::max(0.0, d.value(v)) / slope[v];
    if (ratio < least) {
      least = ratio;
      best = v;
    }
  }
  return best;
}

}  // namespace

Feasibility find_feasibility(std::span<const LinearRow> rows, std::size_t variables, double tolerance) {
  Dictionary d(rows, variables);
  Row row;
  const Satisfied satisfied = satisfy(d, tolerance, row);
  Feasibility result;
  result.stop = satisfied.stop;
  if (result.stop == Stop::converged) {
    result.point = d.point();
    for (double& x : result.point) x = std::max(0.0, x);
  }
  if (result.stop == Stop::infeasible) {
    const auto blame = [&](std::size_t variable, double multiplier) {
      if (variable < variables || multiplier <= kZero) return;
      result.conflict.push_back(variable - variables);
      result.multipliers.push_back(multiplier);
    };
    blame(satisfied.variable, 1);
    for (std::size_t q = 0; q < d.columns(); ++q) blame(d.nonbasic(q), row[q]);
  }
  return result;
}

Optimum maximise(std::span<const LinearRow> rows, std::size_t variables,
                 std::span<const std::pair<std::size_t, double>> objective, double tolerance) {
  Dictionary d(rows, variables);
  Row row;
  if (const Stop stop = satisfy(d, tolerance, row).stop; stop != Stop::converged) return {stop, 0};
  d.aim_at(objective);
  std::vector<double> slope;
  for (std::size_t step = 0; step <= 4 * patience(d); ++step) {
    if (d.pivots() >= kFresh) d.refresh();
    const std::size_t c = entering(d, step > patience(d));
    if (c == d.columns()) return {Stop::converged, d.objective()};
    const std::size_t out = leaving(d, c, slope);
    if (out == d.variables()) return {Stop::unbounded, 0};
    d.row_of(out, row);
    d.pivot(out, row, c);
  }
  return {Stop::iteration_limit, 0};
}

}  // namespace foreplan::inline v0::numeric
