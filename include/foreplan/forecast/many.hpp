#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/export.hpp>
#include <foreplan/stats/forecaster.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Many series in one call:
///
///   std::vector<SeriesInput> inputs;
///   for (const auto& row : rows) inputs.push_back({row.id, row.values, row.frequency, row.horizon});
///   for (const SeriesOutcome& done : forecast_many(inputs, named_model("ets"), {.execution = {.threads = 0}}))
///     if (done.failure == SeriesFailure::none) draw(done.id, done.outlook.mean);
///     else complain(done.id, done.error);
///
/// One series is one unit of work, or 32 that follow one another where the model has `fit_many`: `ses`, `holt`,
/// `damped`, `holt_winters`, `ets`, `ets_capped` and `stl_ets` of models.hpp search the forms without a season of all of
/// them in the lanes of one register. No outcome depends on the number of threads, on the executor, or on the other
/// series, to the bit. A series that the model cannot forecast is data: the others go on.
namespace foreplan::inline v0::forecast {

struct SeriesInput {
  std::string id{};
  std::span<const double> values{};  ///< Oldest first, NaN where missing. A view: the caller keeps the numbers.
  std::size_t season_length = 1;     ///< >= 1, and no more than the model takes; 1: no season.
  std::size_t horizon = 1;           ///< [1, 1,000,000]
};

enum class SeriesFailure : std::uint8_t {
  none,
  refused,     ///< InvalidArgument of the model, or of a season length or horizon out of range.
  error,       ///< Any other error of the library's.
  not_finite,  ///< A point forecast that is NaN or infinite; the outlook is there to be looked at.
};
/// "none", "refused", "error", "not finite".
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(SeriesFailure) noexcept;

struct SeriesOutcome {
  std::string id{};
  stats::Outlook outlook{};  ///< Empty where the series was refused or had an error.
  std::string model{};       ///< As `stats::Fitted`.
  bool usable = false;       ///< As `stats::Fitted`.
  SeriesFailure failure = SeriesFailure::none;
  std::string error{};  ///< What failed, in words; empty for `none`.

  bool operator==(const SeriesOutcome&) const = default;
};

struct ManyOptions {
  std::vector<double> levels{};  ///< Of the quantiles: (0, 1).
  Execution execution{};         ///< The model is called from its threads. Progress counts series, a unit at a time.
};

/// Given the outcomes by the calling thread, in the order of the inputs.
using OutcomeSink = std::function<void(std::size_t index, SeriesOutcome&&)>;

/// For sets that are more than memory holds, or are to be written as they come: outcomes are held for up to 1,024
/// series or 2^22 numbers at a time, whichever is less (or one series).
/// @throws InvalidArgument  for levels out of range, a model without `fit`, no sink.
/// @throws Cancelled  between two units, when the token is raised or progress returns false before all are done; the
///   sink has then had the first ones, or none. So too when a model throws it.
/// What is thrown beside the library's errors (std::bad_alloc, and whatever a model or sink of the caller's throws)
/// comes through, of several models' the one of the first series.
FOREPLAN_EXPORT void forecast_many(std::span<const SeriesInput> inputs, const stats::Forecaster& model,
                                   const ManyOptions& options, const OutcomeSink& sink);

/// All outcomes at once: memory is that of the result.
[[nodiscard]] FOREPLAN_EXPORT std::vector<SeriesOutcome> forecast_many(std::span<const SeriesInput> inputs,
                                                                       const stats::Forecaster& model,
                                                                       const ManyOptions& options = {});

}  // namespace foreplan::inline v0::forecast
