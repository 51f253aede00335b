#include <foreplan/report/tuning.hpp>

#include <foreplan/stats/accuracy.hpp>

#include "core/check.hpp"
#include "report/chart_check.hpp"
#include "report/forecast_series.hpp"
#include "report/line_tracks.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>

namespace foreplan::inline v0::report {
namespace {

using text::message;
using tuning::Fold;

constexpr std::string_view kFunction = "report::fold_report";
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kMostDrawn = 11;  // beside what was observed

std::vector<double> showable(std::vector<double> values) {
  for (double& x : values)
    if (!(std::fabs(x) <= kLargestValue)) x = kNaN;
  return values;
}

bool all_missing(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [](double x) { return std::isnan(x); });
}

/// Mean |e| over the naive error of what was known; NaN for a fold that failed.
double scaled_error(const Fold& fold) {
  if (fold.outlook.mean.empty()) return kNaN;
  const double error = stats::mean_absolute_error(fold.actual, fold.outlook.mean);
  return error == 0 && fold.absolute_scale == 0 ? 0 : error / fold.absolute_scale;
}

void check(const Series& series, const std::vector<Fold>& folds, const std::vector<std::string>& candidates,
           const FoldReportOptions& options) {
  detail::require(!folds.empty(), kFunction, "there must be a fold", "none");
  detail::require(options.origins >= 1 && options.origins <= 1'000, kFunction, "origins must lie in [1, 1,000]",
                  static_cast<double>(options.origins));
  if (options.candidates.size() > kMostDrawn)
    detail::fail(kFunction, "at most 11 candidates can be drawn", std::to_string(options.candidates.size()));
  for (const std::size_t c : options.candidates)
    if (c >= candidates.size())
      detail::fail(kFunction, "candidates must be places among " + std::to_string(candidates.size()),
                   std::to_string(c));
  for (const Fold& fold : folds) {
    const std::string where = "at origin " + std::to_string(fold.origin);
    if (fold.candidate >= candidates.size())
      detail::fail(kFunction, "a fold must be of one of " + std::to_string(candidates.size()) + " candidates",
                   std::to_string(fold.candidate), where);
    if (fold.series != folds.front().series)
      detail::fail(kFunction, "all folds must be of one series", std::to_string(fold.series), where);
    if (!fold.outlook.mean.empty() && fold.outlook.mean.size() != fold.actual.size())
      detail::fail(kFunction, "a fold must forecast its " + std::to_string(fold.actual.size()) + " periods",
                   std::to_string(fold.outlook.mean.size()), where);
    const std::size_t n = series.size();
    if (fold.known < 1 || fold.known > n || options.gap > n - fold.known ||
        fold.actual.size() > n - fold.known - options.gap)
      detail::fail(kFunction, "a fold must lie within the " + std::to_string(n) + " values of the series",
                   std::to_string(fold.known) + " known", where);
  }
}

/// The folds from one origin.
using Origins = std::map<std::size_t, std::vector<const Fold*>>;

/// Those to be drawn: as asked, or those of the least mean error.
std::vector<std::size_t> drawn_of(const std::vector<Fold>& folds, std::size_t candidates,
                                  const FoldReportOptions& options) {
  constexpr std::size_t kFirst = 6;
  if (!options.candidates.empty()) return options.candidates;
  std::vector<double> sums(candidates, 0), counts(candidates, 0);
  for (const Fold& fold : folds) {
    const double error = scaled_error(fold);
    if (fold.outlook.mean.empty() || std::isnan(error)) continue;
    sums[fold.candidate] += error;
    counts[fold.candidate] += 1;
  }
  std::vector<std::size_t> order;
  for (std::size_t c = 0; c < candidates; ++c)
    if (counts[c] > 0) order.push_back(c);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return sums[a] / counts[a] < sums[b] / counts[b]; });
  order.resize(std::min(order.size(), kFirst));
  return order;
}

/// The widest interval that lies symmetrically about the median.
std::optional<ChartBand> widest(const stats::Outlook& outlook) {
  constexpr double kHair = 1e-9;
  std::optional<ChartBand> found;
  for (std::size_t i = 0; i < std::min(outlook.levels.size(), outlook.quantiles.size()); ++i)
    for (std::size_t k = 0; k < std::min(outlook.levels.size(), outlook.quantiles.size()); ++k) {
      const double p = outlook.levels[i];
      if (p >= 0.5 || std::fabs(p + outlook.levels[k] - 1) > kHair) continue;
      if (!found || 1 - 2 * p > found->coverage)
        found = ChartBand{1 - 2 * p, showable(outlook.quantiles[i]), showable(outlook.quantiles[k])};
    }
  if (found && (all_missing(found->lower) || all_missing(found->upper))) return std::nullopt;
  return found;
}

std::optional<LineChart> chart_of(const NumberedSeries& all, const std::vector<const Fold*>& folds,
                                  const std::vector<std::size_t>& drawn, const std::vector<std::string>& candidates,
                                  const FoldReportOptions& options) {
  const Language language = options.language;
  const Fold& any = *folds.front();
  const std::size_t horizon = any.actual.size(), end = any.known + options.gap + horizon;
  const std::size_t before = std::min(any.known, options.history.value_or(std::max<std::size_t>(24, 3 * horizon)));
  const std::size_t first = any.known - before;
  // Without dates the periods are years that stand for numbers.
  const Period start = all.numbered ? Period(1) : all.series.period(first);
  LineChart chart;
  const Period last = all.series.period(any.known - 1);
  chart.title = message(
      language, "report.folds.from",
      {{"name", all.series.name},
       {"period", all.numbered ? message(language, "period.numbered",
                                         {{"number", text::number(static_cast<double>(any.known), 0, language)}})
                               : text::period_text(last, language)}});
  chart.unit = all.series.unit;
  if (all.numbered) chart.first_number = static_cast<std::int64_t>(first) + 1;
  Series observed{std::string(message(language, "report.observed")), start, all.series.unit, {}};
  observed.values.assign(all.series.values.begin() + static_cast<std::ptrdiff_t>(first),
                         all.series.values.begin() + static_cast<std::ptrdiff_t>(end));
  observed.values = showable(std::move(observed.values));
  if (!all_missing(observed.values)) chart.lines.push_back({std::move(observed), LineStyle::history});
  const Period begins = start + static_cast<std::int64_t>(before + options.gap);
  bool forecast = false;
  for (const std::size_t candidate : drawn) {
    const auto found =
        std::find_if(folds.begin(), folds.end(), [&](const Fold* f) { return f->candidate == candidate; });
    if (found == folds.end()) continue;
    const stats::Outlook& outlook = (*found)->outlook;
    std::vector<double> mean = showable(outlook.mean);
    if (mean.empty() || all_missing(mean)) continue;
    forecast = true;
    const std::optional<ChartBand> band = drawn.size() == 1 ? widest(outlook) : std::nullopt;
    if (band)
      chart.fans.push_back(
          {candidates[candidate], begins, band->coverage, std::move(mean), band->lower, band->upper, {}});
    else
      chart.lines.push_back({{candidates[candidate], begins, all.series.unit, std::move(mean)}, LineStyle::series});
  }
  if (!forecast) return std::nullopt;
  (void)line_tracks(chart);  // says now what a page would say later
  return chart;
}

Table table_of(const NumberedSeries& all, const Origins& origins, const std::vector<std::string>& candidates,
               Language language) {
  Table t;
  t.caption = message(language, "report.folds.table", {{"name", all.series.name}});
  t.note = message(language, "report.folds.note");
  t.columns = {{.header = std::string(message(language, "report.folds.known")), .decimals = 0},
               {.header = std::string(message(language, "report.model_name"))},
               {.header = std::string(message(language, "report.form"))},
               {.header = "sMAPE", .decimals = 2, .align = Align::right},
               {.header = "MASE", .decimals = 3, .align = Align::right},
               {.header = std::string(message(language, "report.folds.remark"))}};
  for (const auto& [origin, folds] : origins)
    for (const Fold* fold : folds) {
      const bool failed = fold->outlook.mean.empty();
      std::string remark = fold->error;
      if (!failed && !fold->usable) remark = message(language, "report.folds.not_usable");
      t.rows.push_back({all.numbered ? Cell(fold->known) : Cell(all.series.period(fold->known - 1)),
                        candidates[fold->candidate], fold->model,
                        failed ? kNaN : stats::smape(fold->actual, fold->outlook.mean), scaled_error(*fold),
                        std::move(remark)});
    }
  return t;
}

std::vector<Block> report_of(const NumberedSeries& all, const std::vector<Fold>& folds,
                             const std::vector<std::string>& candidates, const FoldReportOptions& options) {
  check(all.series, folds, candidates, options);
  Origins origins;
  for (const Fold& fold : folds) origins[fold.origin].push_back(&fold);
  for (auto& [origin, of_origin] : origins) {
    std::stable_sort(of_origin.begin(), of_origin.end(),
                     [](const Fold* a, const Fold* b) { return a->candidate < b->candidate; });
    for (const Fold* fold : of_origin)
      if (fold->known != of_origin.front()->known || fold->actual.size() != of_origin.front()->actual.size())
        detail::fail(kFunction, "all folds of an origin must be of the same periods", std::to_string(fold->known),
                     "at origin " + std::to_string(origin));
  }
  const std::vector<std::size_t> drawn = drawn_of(folds, candidates.size(), options);
  std::vector<Block> blocks;
  std::size_t charts = 0;
  for (const auto& [origin, of_origin] : origins) {
    if (charts++ == options.origins) break;
    if (std::optional<LineChart> chart = chart_of(all, of_origin, drawn, candidates, options))
      blocks.emplace_back(*std::move(chart));
  }
  blocks.emplace_back(table_of(all, origins, candidates, options.language));
  return blocks;
}

}  // namespace

std::vector<Block> fold_report(const Series& series, const std::vector<Fold>& folds,
                               const std::vector<std::string>& candidates, const FoldReportOptions& options) {
  return report_of({series, false}, folds, candidates, options);
}

std::vector<Block> fold_report(const tuning::BacktestSeries& series, const std::vector<Fold>& folds,
                               const std::vector<std::string>& candidates, const FoldReportOptions& options) {
  NumberedSeries all{{series.name, Period(1), {}, series.values}, true};
  return report_of(all, folds, candidates, options);
}

}  // namespace foreplan::inline v0::report
