#include "tuning/ensemble_widths.hpp"

#include <foreplan/stats/distributions.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "core/check.hpp"
#include "forecast/combination_data.hpp"
#include "numeric/elementary.hpp"
#include "numeric/minimise.hpp"
#include "tuning/ensemble_loss.hpp"

namespace foreplan::inline v0::tuning {
namespace {

using foreplan::detail::fail;
using foreplan::detail::number_text;

constexpr double kFloorOfQuantiles = 1e-4, kFloorOfPoints = 1e-3;  // of the scale
constexpr double kFarthest = 15;                                   // |log| of a width over the scale
constexpr std::size_t kFactors = 4;

/// log(d / s), log h and log(v / s) of a period: what its levels have in common. Factors b, e and f in this order.
using PeriodTerms = std::array<double, kFactors - 1>;

PeriodTerms period_terms(const std::vector<stats::Outlook>& members, std::size_t h, double scale) {
  std::vector<double> points;
  for (const stats::Outlook& o : members)
    if (o.horizon() > h && std::isfinite(o.mean[h])) points.push_back(o.mean[h]);
  if (points.empty()) return {};
  std::sort(points.begin(), points.end());
  const std::size_t k = points.size();
  const double median = k % 2 == 1 ? points[k / 2] : points[k / 2 - 1] / 2 + points[k / 2] / 2;
  double spread = 0;
  for (const double x : points) spread += std::abs(x - median) / static_cast<double>(k);
  const auto over_scale = [&](double x) { return numeric::logarithm(std::max(x / scale, kFloorOfPoints)); };
  return {over_scale(spread), numeric::logarithm(static_cast<double>(h + 1)), over_scale(std::abs(median))};
}

/// log(g / s); nothing where no member knows the quantile.
std::optional<double> quantile_term(const std::vector<stats::Outlook>& members, std::size_t h, std::size_t level,
                                    double scale) {
  double sum = 0, known = 0;
  for (const stats::Outlook& o : members) {
    if (o.horizon() <= h || !std::isfinite(o.mean[h]) || !std::isfinite(o.quantiles[level][h])) continue;
    sum += numeric::logarithm(std::max(std::abs(o.quantiles[level][h] - o.mean[h]) / scale, kFloorOfQuantiles));
    known += 1;
  }
  if (known == 0) return std::nullopt;
  return sum / known;
}

double side_of(double level) { return level < 0.5 ? -1 : 1; }

/// Periods with what their widths are made of.
struct WidthRows {
  std::vector<double> levels{};     ///< Without 1/2.
  std::vector<double> residuals{};  ///< (y - point) / scale of each row.
  std::vector<double> weights{};    ///< 1 / periods of its case.
  std::vector<PeriodTerms> periods{};
  std::vector<double> quantiles{};     ///< Rows x levels.
  std::vector<std::size_t> case_of{};  ///< Among `places`.
  std::vector<std::size_t> begins{};   ///< Of each case's rows, and their end.
  std::vector<std::size_t> places{};   ///< In the corpus.
};

WidthRows rows_of(const EnsembleCorpus& corpus, const std::vector<const WidthCase*>& cases) {
  WidthRows rows;
  std::vector<std::size_t> places;
  for (std::size_t l = 0; l < corpus.levels.size(); ++l)
    if (corpus.levels[l] != 0.5) {
      rows.levels.push_back(corpus.levels[l]);
      places.push_back(l);
    }
  for (const WidthCase* one : cases) {
    const EnsembleCase& c = corpus.cases[one->place];
    const double scale = c.absolute_scale;
    if (!(scale > 0) || !std::isfinite(scale)) continue;
    const std::size_t begin = rows.residuals.size();
    for (std::size_t h = 0; h < one->points.size(); ++h) {
      const double residual = (c.actual[h] - one->points[h]) / scale;
      if (!(std::abs(residual) < 1e30)) continue;
      std::vector<double> terms;
      for (const std::size_t l : places)
        if (const auto term = quantile_term(one->members, h, l, scale)) terms.push_back(*term);
      if (terms.size() < places.size()) continue;
      rows.residuals.push_back(residual);
      rows.periods.push_back(period_terms(one->members, h, scale));
      rows.quantiles.insert(rows.quantiles.end(), terms.begin(), terms.end());
      rows.case_of.push_back(rows.places.size());
    }
    const std::size_t count = rows.residuals.size() - begin;
    if (count == 0) continue;
    rows.weights.insert(rows.weights.end(), count, 1 / static_cast<double>(count));
    rows.begins.push_back(begin);
    rows.places.push_back(one->place);
  }
  rows.begins.push_back(rows.residuals.size());
  return rows;
}

/// The pinball loss of a level whose quantile lies exp(log_width) from a point that the actual value exceeds by
/// `residual`, and its derivative by `log_width`.
struct WidthLoss {
  double value = 0, slope = 0;
};
WidthLoss width_loss(double residual, double level, double log_width) {
  const double width = numeric::exponential(std::clamp(log_width, -kFarthest, kFarthest));
  const double side = side_of(level), above = residual - side * width;
  const double rate = above > 0 ? level : level - 1;
  return {rate * above, -rate * side * width};
}

double log_width(const WidthRows& rows, std::size_t row, std::size_t level, std::span<const double> p) {
  const std::size_t n = rows.levels.size();
  double sum = p[level] + p[n] * rows.quantiles[row * n + level];
  for (std::size_t k = 0; k + 1 < kFactors; ++k) sum += p[n + 1 + k] * rows.periods[row][k];
  return sum;
}

/// Constants of the levels, then the factors.
std::vector<double> found_parameters(const WidthRows& rows, const Execution& execution) {
  const std::size_t n = rows.levels.size();
  const double cases = static_cast<double>(rows.places.size());
  const auto objective = [&](std::span<const double> p, std::span<double> gradient) {
    const std::vector<double> sums = sum_over_rows(
        rows.residuals.size(), n + kFactors + 1, execution,
        [&](std::size_t begin, std::size_t end, std::span<double> to) {
          for (std::size_t r = begin; r < end; ++r)
            for (std::size_t l = 0; l < n; ++l) {
              const WidthLoss loss = width_loss(rows.residuals[r], rows.levels[l], log_width(rows, r, l, p));
              const double weight = rows.weights[r] / static_cast<double>(n) / cases;
              to[n + kFactors] += weight * loss.value;
              const double slope = weight * loss.slope;
              to[l] += slope;
              to[n] += slope * rows.quantiles[r * n + l];
              for (std::size_t k = 0; k + 1 < kFactors; ++k) to[n + 1 + k] += slope * rows.periods[r][k];
            }
        });
    if (!gradient.empty()) std::copy_n(sums.begin(), gradient.size(), gradient.begin());
    return sums.back();
  };
  std::vector<double> start(n + kFactors, 0.0);
  start[n] = 1;
  return numeric::minimise(std::move(start), objective, {.max_iterations = 200, .tolerance = 1e-7}).x;
}

BoostedTrees found_score(const WidthRows& rows, const EnsembleCorpus& corpus, std::span<const double> p,
                         const EnsembleOptions& options) {
  const std::size_t n = rows.levels.size(), cases = rows.places.size();
  std::vector<double> features, fixed(rows.residuals.size() * n);
  for (const std::size_t place : rows.places)
    features.insert(features.end(), corpus.cases[place].features.begin(), corpus.cases[place].features.end());
  for (std::size_t r = 0; r < rows.residuals.size(); ++r)
    for (std::size_t l = 0; l < n; ++l) fixed[r * n + l] = log_width(rows, r, l, p);
  double typical = 0;
  const BoostingLoss loss = [&](std::span<const double> outputs, std::span<double> first, std::span<double> second) {
    double sum = 0;
    for (std::size_t c = 0; c < cases; ++c) {
      WidthLoss all;
      for (std::size_t r = rows.begins[c]; r < rows.begins[c + 1]; ++r)
        for (std::size_t l = 0; l < n; ++l) {
          const WidthLoss one = width_loss(rows.residuals[r], rows.levels[l], fixed[r * n + l] + outputs[c]);
          all.value += rows.weights[r] * one.value;
          all.slope += rows.weights[r] * one.slope;
        }
      first[c] = all.slope;
      second[c] = all.value;
      sum += all.value;
    }
    if (typical == 0) typical = std::max(sum / static_cast<double>(cases), 1e-300);
    for (std::size_t c = 0; c < cases; ++c) {  // the curvature of a width's loss goes as the loss itself
      first[c] /= typical;
      second[c] = second[c] / typical + 1e-16;
    }
    return sum / typical;
  };
  BoostingOptions boosting = options.width_boosting;
  boosting.execution = options.execution;
  boosting.execution.progress = {};
  return boost(corpus.features, features, {0.0}, loss, boosting);
}

/// A learnt width and how many standard deviations of a normal distribution its level lies out.
struct Knot {
  double level = 0, deviations = 0, width = 0;
};

/// Of a level on the side of the knots, which lead outwards: linear in the deviations from 0 at the point through the
/// knots, and beyond the last on in proportion.
double width_at(const std::vector<Knot>& knots, double level) {
  const double deviations = std::abs(stats::normal_quantile(level));
  Knot before{.level = 0.5};
  for (const Knot& knot : knots) {
    if (knot.level == level) return knot.width;
    if (deviations < knot.deviations)
      return before.width +
             (knot.width - before.width) * (deviations - before.deviations) / (knot.deviations - before.deviations);
    before = knot;
  }
  return before.width * deviations / before.deviations;
}

}  // namespace

std::optional<EnsembleWidths> found_widths(const EnsembleCorpus& corpus, const std::vector<const WidthCase*>& cases,
                                           const EnsembleOptions& options, bool with_features) {
  const WidthRows rows = rows_of(corpus, cases);
  const auto on = [&](double side) {
    return std::any_of(rows.levels.begin(), rows.levels.end(), [=](double l) { return side_of(l) == side; });
  };
  if (rows.places.empty() || !on(-1) || !on(1)) return std::nullopt;
  Execution quiet = options.execution;
  quiet.progress = {};
  const std::vector<double> p = found_parameters(rows, quiet);
  const std::size_t n = rows.levels.size();
  EnsembleWidths widths{
      .levels = rows.levels, .of_quantiles = p[n], .of_spread = p[n + 1], .of_step = p[n + 2], .of_size = p[n + 3]};
  widths.constants.assign(p.begin(), p.begin() + static_cast<std::ptrdiff_t>(n));
  if (with_features) widths.by_features = found_score(rows, corpus, p, options);
  return widths;
}

void widen(stats::Outlook& combined, const std::vector<stats::Outlook>& members, const EnsembleWidths& widths,
           double score, double scale) {
  if (!(scale > 0) || !std::isfinite(scale)) return;
  const std::vector<double>& levels = combined.levels;
  std::vector<std::size_t> places;  // of the widths' levels
  for (const double level : widths.levels)
    places.push_back(static_cast<std::size_t>(std::find(levels.begin(), levels.end(), level) - levels.begin()));
  for (std::size_t h = 0; h < combined.horizon(); ++h) {
    const double point = combined.mean[h];
    if (!std::isfinite(point)) continue;
    const PeriodTerms terms = period_terms(members, h, scale);
    const double shared = widths.of_spread * terms[0] + widths.of_step * terms[1] + widths.of_size * terms[2] + score;
    std::vector<Knot> below, above;
    for (std::size_t k = 0; k < places.size(); ++k) {
      const auto term = quantile_term(members, h, places[k], scale);
      if (!term) continue;
      const double level = widths.levels[k], sum = widths.constants[k] + widths.of_quantiles * *term + shared;
      const Knot knot{level, std::abs(stats::normal_quantile(level)),
                      scale * numeric::exponential(std::clamp(sum, -kFarthest, kFarthest))};
      if (level < 0.5)
        below.insert(below.begin(), knot);
      else
        above.push_back(knot);
    }
    for (std::size_t l = 0; l < levels.size(); ++l) {
      const std::vector<Knot>& knots = levels[l] < 0.5 ? below : above;
      if (levels[l] == 0.5)
        combined.quantiles[l][h] = point;
      else if (!knots.empty())
        combined.quantiles[l][h] = point + side_of(levels[l]) * width_at(knots, levels[l]);
    }
    if (!levels.empty()) forecast::put_in_order(combined, h);
  }
}

std::vector<double> with_levels_of(const EnsembleWidths& widths, const std::vector<double>& levels) {
  std::vector<double> all = levels;
  all.insert(all.end(), widths.levels.begin(), widths.levels.end());
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

stats::Outlook restricted(stats::Outlook outlook, const std::vector<double>& levels) {
  stats::Outlook result{std::move(outlook.mean), levels, {}};
  for (const double level : levels)
    result.quantiles.push_back(outlook.quantiles[static_cast<std::size_t>(
        std::find(outlook.levels.begin(), outlook.levels.end(), level) - outlook.levels.begin())]);
  return result;
}

void check_widths(std::string_view function, const EnsembleWidths& widths) {
  bool below = false, above = false;
  for (std::size_t l = 0; l < widths.levels.size(); ++l) {
    const double level = widths.levels[l];
    if (!(level > (l == 0 ? 0 : widths.levels[l - 1]) && level < 1) || level == 0.5)
      fail(function, "the widths' levels must rise within (0, 1), without 1/2", number_text(level),
           "at index " + std::to_string(l));
    (level < 0.5 ? below : above) = true;
  }
  if (!below || !above) fail(function, "widths must have a level below 1/2 and one above", "none on one side");
  if (widths.constants.size() != widths.levels.size())
    fail(function, "widths must have a constant for each of " + std::to_string(widths.levels.size()) + " levels",
         std::to_string(widths.constants.size()));
  const auto bounded = [&](double x) {
    if (!(std::abs(x) <= 1e6)) fail(function, "the widths' numbers must be in [-1e6, 1e6]", number_text(x));
  };
  std::for_each(widths.constants.begin(), widths.constants.end(), bounded);
  for (const double x : {widths.of_quantiles, widths.of_spread, widths.of_step, widths.of_size}) bounded(x);
}

}  // namespace foreplan::inline v0::tuning
