#pragma once
#include <foreplan/core/value.hpp>
#include <foreplan/export.hpp>
#include <foreplan/stats/forecaster.hpp>

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Models to choose from, each by a name and options that are a value, so that what won a backtest is a line of JSON
/// (io/tuning.hpp) that an application loads:
///
///   const auto field = catalogue({"ets", "dotm", "arima", "gompertz"});
///   const Candidate capped{.model = "ets", .options = Value::object({{"largest_beta", 0.2}}), .name = "ets, capped"};
///   const stats::Forecaster model = forecaster(capped);
///
/// A model of the caller's is an entry like the others:
///
///   std::vector<ModelEntry> entries(model_entries().begin(), model_entries().end());
///   entries.push_back({.name = "mine", .make = [](const Value&) { return stats::Forecaster{"mine", my_fit}; }});
///   const auto model = forecaster({.model = "mine"}, entries);
///
/// Options have the names and defaults of the model's own header (`EtsOptions`, `ThetaOptions`, `AutoArimaOptions`,
/// `growth::CurveOptions`, ...), enumerators by their names ("aicc" of `Criterion::aicc`) and members that are unset as
/// null; `ModelEntry::options` lists them. What the data say (season lengths, regressors, weights) and what runs them
/// (threads, cancellation) are no options. In addition
///
///   arima, box_cox_arima, stl_arima   `order`: null, or {"p": 0, "d": 1, "q": 1, "seasonal_d": 1, ..., "constant":
///                                     null, "method": "exact"}, which is fitted instead of what would be found
///   stl_ets, stl_dotm, stl_arima      `stl`: of `StlOptions`; the transformation goes before STL
///   window                            `window`: null (a season; without one 3), or how many values
///   any with `transform`              {"kind": "bounded", "floor": 0, "ceiling": 1} keeps shares in (0, 1)
///
/// Names of one model differ by their defaults only: `ets` with {"largest_beta": 0.2} is `ets_capped`, `theta` with
/// {"form": "dynamic_optimised"} is `dotm`; but that those after a Box-Cox transformation leave it out where a value is
/// <= 0. Seasons, harmonics and seasonal orders that options state are left out where the series has no season.
/// Exponential smoothing and ARIMA take seasons of more than 24 periods out by STL, as models.hpp says, stated orders
/// too, unless `season` is none.
namespace foreplan::inline v0::tuning {

enum class Maturity : std::uint8_t {
  stable,        ///< Checked against independent answers; options keep their meaning within a major version.
  experimental,  ///< May change.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(Maturity) noexcept;

/// Something to choose, made of options: a model of one series here, one of shares in shares.hpp.
template <class Model>
struct Entry {
  std::string name{};
  std::string summary{};  ///< In a sentence.
  Maturity maturity = Maturity::stable;
  /// An object of all options with their defaults: what `make` takes, and what a search varies. Null: it takes none.
  Value options{};
  /// Options have been completed from `options` and hold no others, of the kinds there or null.
  /// @throws InvalidArgument  for values out of range.
  std::function<Model(const Value& options)> make{};
};
using ModelEntry = Entry<stats::Forecaster>;

/// The library's own: every model of forecast/models.hpp under its name there, and every growth curve of
/// growth/curves.hpp under its own, fitted to times 1, 2, ... A list that lives as long as the program.
///
/// A curve's quantiles are the ends of `growth::band` of new observations, NaN where the data do not tell the
/// parameters apart. It refuses series that have no more values than it has parameters, and a horizon at which it is
/// not finite. Updated it stays the curve that it is; with `errors` ar1 it has no `update`.
[[nodiscard]] FOREPLAN_EXPORT std::span<const ModelEntry> model_entries();

/// A model and what is set otherwise than by default.
struct Candidate {
  std::string model{};  ///< Name of an entry.
  Value options{};      ///< An object of some of the entry's options, or null for none.
  std::string name{};   ///< By which it is known; empty: `model`.

  [[nodiscard]] const std::string& label() const noexcept { return name.empty() ? model : name; }
  bool operator==(const Candidate&) const = default;
};

/// The named models with their defaults; all that there are without names.
/// @throws InvalidArgument  for a name that is unknown, with the nearest one, or used twice.
[[nodiscard]] FOREPLAN_EXPORT std::vector<Candidate> catalogue(const std::vector<std::string>& names = {},
                                                               std::span<const ModelEntry> entries = model_entries());

/// The candidate as a model that can be fitted, by the candidate's label.
/// @throws InvalidArgument  for a model or an option that is unknown, with the nearest one that is known; for options of
///   another kind than the default's, or out of range.
[[nodiscard]] FOREPLAN_EXPORT stats::Forecaster forecaster(const Candidate&,
                                                           std::span<const ModelEntry> entries = model_entries());
/// All of them. @throws InvalidArgument  for a label used twice, too.
[[nodiscard]] FOREPLAN_EXPORT std::vector<stats::Forecaster> forecasters(
    const std::vector<Candidate>&, std::span<const ModelEntry> entries = model_entries());

}  // namespace foreplan::inline v0::tuning
