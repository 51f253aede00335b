#include <foreplan/core/errors.hpp>
#include <foreplan/forecast/many.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/check.hpp"
#include "numeric/parallel.hpp"

namespace foreplan::inline v0::forecast {
namespace {

constexpr std::string_view kName = "forecast::forecast_many";
constexpr std::size_t kMostSeries = 1'024;
constexpr std::size_t kMostNumbers = std::size_t{1} << 22;

void require_arguments(const stats::Forecaster& model, const ManyOptions& options, const OutcomeSink& sink) {
  detail::require(static_cast<bool>(sink), kName, "there must be a sink", "an empty one");
  if (!model.fit) detail::fail(kName, "a model must have `fit`", "none in " + detail::quoted(model.name));
  for (std::size_t i = 0; i < options.levels.size(); ++i)
    if (!(options.levels[i] > 0 && options.levels[i] < 1))
      detail::fail(kName, "levels must be in (0, 1)", detail::number_text(options.levels[i]),
                   "at index " + std::to_string(i));
}

void forecast_one(const SeriesInput& input, const stats::Forecaster& model, const std::vector<double>& levels,
                  SeriesOutcome& outcome) {
  if (input.horizon < 1 || input.horizon > 1'000'000)  // before the model has spent its time
    detail::fail(kName, "the horizon must be in [1, 1,000,000]", std::to_string(input.horizon));
  if (input.season_length < 1)
    detail::fail(kName, "the season length must be >= 1", std::to_string(input.season_length));
  const stats::Fitted fit = model.fit(input.values, input.season_length);
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

SeriesOutcome outcome_of(const SeriesInput& input, const stats::Forecaster& model, const std::vector<double>& levels) {
  SeriesOutcome outcome{.id = input.id};
  const auto failed = [&](SeriesFailure kind, const Error& error) {
    outcome = {.id = input.id, .failure = kind, .error = error.what()};
  };
  try {
    forecast_one(input, model, levels, outcome);
  } catch (const Cancelled&) {
    throw;
  } catch (const InvalidArgument& error) {
    failed(SeriesFailure::refused, error);
  } catch (const Error& error) {
    failed(SeriesFailure::error, error);
  }
  return outcome;
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
  std::size_t begin = 0;
  bool stopped = false;
  Execution execution = options.execution;
  if (options.execution.progress)
    execution.progress = [&](std::size_t done, std::size_t) {
      stopped = !options.execution.progress(begin + done, inputs.size());
      return !stopped;
    };
  while (begin < inputs.size()) {
    if (stopped) throw Cancelled(std::string(kName) + ": cancelled by the caller");
    const std::size_t size = block_size(inputs.subspan(begin), options.levels.size());
    std::vector<SeriesOutcome> outcomes(size);
    numeric::parallel_for(size, execution,
                          [&](std::size_t i) { outcomes[i] = outcome_of(inputs[begin + i], model, options.levels); });
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
