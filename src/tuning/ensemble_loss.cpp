#include "tuning/ensemble_loss.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "numeric/parallel.hpp"
#include "tuning/ensemble_mix.hpp"

namespace foreplan::inline v0::tuning {
namespace {

double relative(double actual, double d) {
  const double size = std::abs(actual) + std::abs(actual + d);
  return size > 0 ? std::abs(d) / size : 0;
}

/// Whether squares of it, weighed and added up, stay in range.
bool in_range(double d) { return std::abs(d) <= 1e30; }

/// The rows of one case appended; none where it has no scale or nobody forecasts what is known.
void add_case(LossRows& to, const EnsembleCorpus& corpus, const EnsembleCase& c, const std::vector<std::size_t>& places,
              const std::optional<EnsemblePool>& pool, const std::vector<bool>& of_pool, bool of_quantiles) {
  const double scale = to.squared ? std::sqrt(c.squared_scale) : c.absolute_scale;
  if (!(scale > 0) || !std::isfinite(scale)) return;
  const std::size_t steps = c.actual.size(), levels = corpus.levels.size(), k = places.size();
  std::vector<double> d(k), middle;
  for (std::size_t l = 0; l < (of_quantiles ? levels : 1); ++l)
    for (std::size_t h = 0; h < steps; ++h) {
      const double actual = c.actual[h] / scale;
      if (!in_range(actual)) continue;
      double mean = 0, known = 0;
      middle.clear();
      for (std::size_t i = 0; i < k; ++i) {
        const std::size_t place = places[i];
        const double f = of_quantiles ? c.quantiles[(place * levels + l) * steps + h] : c.points[place * steps + h];
        d[i] = f / scale - actual;
        if (!in_range(d[i])) continue;
        mean += d[i];
        ++known;
        if (of_pool[i]) middle.push_back(d[i]);
      }
      if (known == 0) continue;
      mean /= known;
      for (double& x : d)
        if (!in_range(x)) x = mean;
      LossRow row{.actual = actual, .level = of_quantiles ? corpus.levels[l] : 0.5};
      if (pool) row.offset = pool->share * (middle.empty() ? mean : pooled(middle, pool->trimmed_share));
      to.rows.push_back(row);
      to.distances.insert(to.distances.end(), d.begin(), d.end());
    }
}

}  // namespace

double LossRows::value(std::size_t row, double d) const {
  const LossRow& r = rows[row];
  if (squared) return r.size * d * d;
  return r.size * (std::abs(d) - (2 * r.level - 1) * d) + (r.percent > 0 ? r.percent * relative(r.actual, d) : 0);
}

Parabola parabola(const LossRows& rows, std::size_t row, double d, double corner) {
  const LossRow& r = rows.rows[row];
  if (rows.squared) return {2 * r.size * d, 2 * r.size};
  const double from = std::max(std::abs(d), corner);
  Parabola result{r.size * (d / from - (2 * r.level - 1)), r.size / from};
  const double forecast = r.actual + d, size = std::abs(r.actual) + std::abs(forecast);
  if (r.percent > 0 && size > 0) {
    result.slope += r.percent * (d / from / size - std::abs(d) * (forecast < 0 ? -1 : 1) / (size * size));
    result.curvature += r.percent / from / size;
  }
  return result;
}

LossRows loss_rows(const EnsembleCorpus& corpus, const std::vector<std::size_t>& cases,
                   const std::vector<std::size_t>& places, EnsembleLoss loss, const std::optional<EnsemblePool>& pool,
                   const Execution& execution) {
  LossRows result{.squared = loss == EnsembleLoss::squared, .members = places.size()};
  if (pool) result.rest = 1 - pool->share;
  const std::vector<bool> of_pool = in_pool(pool, places.size());
  for (const std::size_t c : cases) {
    const std::size_t begin = result.rows.size();
    add_case(result, corpus, corpus.cases[c], places, pool, of_pool, loss == EnsembleLoss::pinball);
    if (result.rows.size() == begin) continue;
    result.begins.push_back(begin);
    result.cases.push_back(c);
  }
  result.begins.push_back(result.rows.size());
  const double number = static_cast<double>(result.cases.size());
  for (std::size_t c = 0; c + 1 < result.begins.size(); ++c)
    for (std::size_t r = result.begins[c]; r < result.begins[c + 1]; ++r)
      result.rows[r].size = 1 / (number * static_cast<double>(result.begins[c + 1] - result.begins[c]));
  if (loss != EnsembleLoss::owa || places.empty()) return result;

  const std::vector<double> equal(places.size(), 1 / static_cast<double>(places.size()));
  const std::vector<double> means =
      sum_over_rows(result.rows.size(), 2, execution, [&](std::size_t begin, std::size_t end, std::span<double> sums) {
        for (std::size_t r = begin; r < end; ++r) {
          const double d = result.distance(r, equal);
          sums[0] += result.rows[r].size * std::abs(d);
          sums[1] += result.rows[r].size * relative(result.rows[r].actual, d);
        }
      });
  for (LossRow& row : result.rows) {
    row.percent = row.size / 2 / (means[1] > 1e-30 ? means[1] : 1);
    row.size = row.size / 2 / (means[0] > 1e-30 ? means[0] : 1);
  }
  return result;
}

double total_loss(const LossRows& rows, std::span<const double> weights, const Execution& execution) {
  return sum_over_rows(rows.rows.size(), 1, execution, [&](std::size_t begin, std::size_t end, std::span<double> sums) {
    for (std::size_t r = begin; r < end; ++r) sums[0] += rows.value(r, rows.distance(r, weights));
  })[0];
}

std::vector<double> member_losses(const LossRows& rows, std::size_t begin, std::size_t end) {
  std::vector<double> losses(rows.members);
  for (std::size_t r = begin; r < end; ++r)
    for (std::size_t i = 0; i < rows.members; ++i) losses[i] += rows.value(r, rows.of(r)[i]);
  return losses;
}

std::vector<double> sum_over_rows(std::size_t rows, std::size_t length, const Execution& execution,
                                  const std::function<void(std::size_t, std::size_t, std::span<double>)>& add) {
  constexpr std::size_t kBlock = 8'192;
  const std::size_t blocks = (rows + kBlock - 1) / kBlock;
  std::vector<double> sums(blocks * length), result(length);
  Execution quiet = execution;
  quiet.progress = {};
  numeric::parallel_for(blocks, quiet, [&](std::size_t b) {
    add(b * kBlock, std::min(rows, (b + 1) * kBlock), std::span(sums).subspan(b * length, length));
  });
  for (std::size_t b = 0; b < blocks; ++b)
    for (std::size_t i = 0; i < length; ++i) result[i] += sums[b * length + i];
  return result;
}

}  // namespace foreplan::inline v0::tuning
