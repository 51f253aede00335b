#pragma once
#include <foreplan/export.hpp>
#include <foreplan/forecast/any_fit.hpp>
#include <foreplan/forecast/default_combination.hpp>

#include <string>
#include <string_view>

/// Fits of forecasting models as JSON documents: an application estimates once, and goes on with new values whenever
/// they come.
///
///   const auto fit = forecast::fit_ets(sales, {.season_length = 12});
///   io::write_file("sales.fit.json", io::write_fit(fit));                     // tonight
///   forecast::AnyFit stored = io::read_fit_file("sales.fit.json");            // tomorrow
///   stored = forecast::update(stored, new_values);                            // nothing is estimated again
///   const auto next = forecast::predict(stored, 12, {.coverage = 0.90});
///
/// The document holds all members of the fit, so that what is predicted, updated and shown is the same bits as before:
///
///   {"foreplan": "fit", "model": "mean", "observations": 2, "mean": 5, "sigma2": 2, "residuals": [null, -1, 1]}
///
/// Missing numbers (NaN) are null, infinite ones the texts "inf" and "-inf", where a fit can have them. Models are
/// "random_walk", "mean", "ets", "theta", "arima", "ces", "tbats", "intermittent", "adjusted_ets", "adjusted_theta" and
/// "adjusted_arima"; `fit_schema` has their members.
/// What is a function (`stats::Fitted`, a combination) is no document: its members' fits are.
namespace foreplan::inline v0::io {

/// @param file  only named in errors.
/// @throws ParseError  with up to 100 issues at once, as `read_plan`: malformed JSON, wrong kinds of values, keys that
///   are unknown, repeated or missing, a model not known; all that `forecast::validate` refuses, at its place, unless
///   it may only follow from values that could not be read. Limits: 16 MiB, 200 levels of nesting.
[[nodiscard]] FOREPLAN_EXPORT forecast::AnyFit read_fit(std::string_view text, std::string_view file = {});
/// @throws IoError  too.
[[nodiscard]] FOREPLAN_EXPORT forecast::AnyFit read_fit_file(const std::string& path);
/// Indented JSON that ends with a newline; `read_fit` takes all of it. Comments are not written but may be read.
/// @throws InvalidArgument  for a fit that `forecast::validate` refuses, and what a document cannot hold: other
///   numbers that are not finite, texts that are not UTF-8, more than 16 MiB (some 300,000 values of a series).
[[nodiscard]] FOREPLAN_EXPORT std::string write_fit(const forecast::AnyFit& fit);

/// The same of the default combination: {"foreplan": "combination", "season_length": 12, "calibrated": true,
/// "members": [...]}, each member with "model" and what that has.
[[nodiscard]] FOREPLAN_EXPORT forecast::DefaultFit read_combination(std::string_view text, std::string_view file = {});
[[nodiscard]] FOREPLAN_EXPORT forecast::DefaultFit read_combination_file(const std::string& path);
[[nodiscard]] FOREPLAN_EXPORT std::string write_combination(const forecast::DefaultFit& fit);
[[nodiscard]] FOREPLAN_EXPORT std::string combination_schema();

/// The JSON Schema (draft 2020-12), as `plan_schema`.
[[nodiscard]] FOREPLAN_EXPORT std::string fit_schema();

}  // namespace foreplan::inline v0::io
