#include <foreplan/core/errors.hpp>
#include <foreplan/forecast/many.hpp>

#include <algorithm>
#include <cmath>
#include <exception>
#include <utility>

#include "core/check.hpp"
#include "numeric/parallel.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr std::string_view kName = "forecast::forecast_many";
constexpr std::size_t kMostSeries = 1'024;
/// Whatever the threads are: which series share lanes must not decide how many work.
constexpr std::size_t kSeriesTogether = 32;
constexpr std::size_t kMostNumbers = std::size_t{1} << 22;

void require_arguments(const stats::Forecaster& model, const ManyOptions& options, const OutcomeSink& sink) {
  detail::require(static_cast<bool>(sink), kName, "there must be a sink", "an empty one");
  if (!model.fit) detail::fail(kName, "a model must have `fit`", "none in " + detail::quoted(model.name));
  for (std::size_t i = 0; i < options.levels.size(); ++i)
    if (!(options.levels[i] > 0 && options.levels[i] < 1))
      detail::fail(kName, "levels must be in (0, 1)", detail::number_text(options.levels[i]),
                   "at index " + std::to_string(i));
}

bool takes(const SeriesInput& input) {
  return input.horizon >= 1 && input.horizon <= 1'000'000 && input.season_length >= 1;
}

void refuse(const SeriesInput& input) {
  if (input.season_length < 1)
    detail::fail(kName, "the season length must be >= 1", std::to_string(input.season_length));
  detail::fail(kName, "the horizon must be in [1, 1,000,000]", std::to_string(input.horizon));
}

void complete(const SeriesInput& input, const stats::Fitted& fit, const std::vector<double>& levels,
              SeriesOutcome& outcome) {
  outcome.model = fit.model;
  outcome.usable = fit.usable;
  outcome.outlook = stats::predict(fit, input.horizon, levels);
  const std::vector<double>& mean = outcome.outlook.mean;
  const auto bad = std::find_if(mean.begin(), mean.end(), [](double x) { return !std::isfinite(x); });
  if (bad == mean.end()) return;
  outcome.failure = SeriesFailure::not_finite;
  outcome.error = detail::join(kName, "point forecasts must be finite", detail::number_text(*bad),
                               "at step " + std::to_string(bad - mean.begin() + 1));
}

/// What `forecast(outcome)` makes of one series, or says of it by an error.
template <class Action>
SeriesOutcome outcome_of(const SeriesInput& input, const Action& forecast) {
  SeriesOutcome outcome{.id = input.id};
  const auto failed = [&](SeriesFailure kind, const Error& error) {
    outcome = {.id = input.id, .failure = kind, .error = error.what()};
  };
  try {
    forecast(outcome);
  } catch (const Cancelled&) {
    throw;
  } catch (const InvalidArgument& error) {
    failed(SeriesFailure::refused, error);
  } catch (const Error& error) {
    failed(SeriesFailure::error, error);
  }
  return outcome;
}

/// One unit of work.
void forecast_unit(std::span<const SeriesInput> inputs, const stats::Forecaster& model,
                   const std::vector<double>& levels, std::span<SeriesOutcome> outcomes) {
  std::vector<stats::SeriesView> series;
  for (const SeriesInput& input : inputs)  // before the model has spent its time
    if (takes(input)) series.push_back({input.values, input.season_length});
  std::vector<stats::FitAttempt> attempts = stats::fit_each(model, series);
  std::size_t next = 0;
  for (std::size_t i = 0; i < inputs.size(); ++i)
    outcomes[i] = outcome_of(inputs[i], [&](SeriesOutcome& outcome) {
      if (!takes(inputs[i])) refuse(inputs[i]);
      const stats::FitAttempt attempt = std::move(attempts[next++]);
      if (attempt.error) std::rethrow_exception(attempt.error);
      complete(inputs[i], attempt.fit, levels, outcome);
    });
}

/// How many of the first series are worked on together.
std::size_t block_size(std::span<const SeriesInput> inputs, std::size_t levels) {
  std::size_t size = 0, numbers = 0;
  for (; size < std::min(inputs.size(), kMostSeries); ++size) {
    const std::size_t steps = std::min<std::size_t>(inputs[size].horizon, 1'000'000);
    numbers += detail::checked_product(steps, levels + 1, ~std::size_t{0} / (2 * kMostSeries), kName, "numbers");
    if (size > 0 && numbers > kMostNumbers) break;
  }
  return size;
}

}  // namespace

std::string_view to_string(SeriesFailure failure) noexcept {
  switch (failure) {
    case SeriesFailure::refused:
      return "refused";
    case SeriesFailure::error:
      return "error";
    case SeriesFailure::not_finite:
      return "not finite";
    case SeriesFailure::none:
      break;
  }
  return "none";
}

void forecast_many(std::span<const SeriesInput> inputs, const stats::Forecaster& model, const ManyOptions& options,
                   const OutcomeSink& sink) {
  require_arguments(model, options, sink);
  const std::size_t unit = model.fit_many ? kSeriesTogether : 1;
  std::size_t begin = 0, size = 0;
  bool stopped = false;
  Execution execution = options.execution;
  if (options.execution.progress)
    execution.progress = [&](std::size_t done, std::size_t) {
      stopped = !options.execution.progress(begin + std::min(done * unit, size), inputs.size());
      return !stopped;
    };
  while (begin < inputs.size()) {
    if (stopped) throw Cancelled(std::string(kName) + ": cancelled by the caller");
    size = block_size(inputs.subspan(begin), options.levels.size());
    std::vector<SeriesOutcome> outcomes(size);
    numeric::parallel_for((size + unit - 1) / unit, execution, [&](std::size_t u) {
      const std::size_t first = u * unit, count = std::min(unit, size - first);
      forecast_unit(inputs.subspan(begin + first, count), model, options.levels,
                    std::span(outcomes).subspan(first, count));
    });
    for (std::size_t i = 0; i < size; ++i) sink(begin + i, std::move(outcomes[i]));
    begin += size;
  }
}

std::vector<SeriesOutcome> forecast_many(std::span<const SeriesInput> inputs, const stats::Forecaster& model,
                                         const ManyOptions& options) {
  std::vector<SeriesOutcome> outcomes;
  outcomes.reserve(inputs.size());
  forecast_many(inputs, model, options,
                [&](std::size_t, SeriesOutcome&& outcome) { outcomes.push_back(std::move(outcome)); });
  return outcomes;
}

}  // namespace foreplan::inline v0::forecast
