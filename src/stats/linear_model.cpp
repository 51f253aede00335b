#include "stats/linear_model.hpp"

#include <algorithm>
#include <cmath>

#include "core/check.hpp"

namespace foreplan::inline v0::stats {
namespace {

constexpr double kLargest = 1e100;  // Its square, times any number of rows and of such products, is finite.
constexpr std::size_t kMostCells = 1'000'000'000;

void require_numbers(std::string_view function, std::string_view what, std::span<const double> values) {
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!(std::abs(values[i]) <= kLargest))
      detail::fail(function, std::string(what) + " must be finite and at most 1e100 in size",
                   detail::number_text(values[i]), "at index " + std::to_string(i));
}

void require_names(std::string_view function, const std::vector<Regressor>& x, bool intercept) {
  std::vector<std::string_view> names;
  if (intercept) names.push_back("intercept");
  for (const Regressor& column : x) {
    detail::require(!column.name.empty(), function, "every regressor needs a name");
    names.push_back(column.name);
  }
  std::sort(names.begin(), names.end());
  if (const auto twice = std::adjacent_find(names.begin(), names.end()); twice != names.end())
    detail::fail(function, "names of regressors must be used once", detail::quoted(*twice));
}

}  // namespace

std::vector<double> checked_columns(std::string_view function, const std::vector<Regressor>& x, std::size_t rows,
                                    bool intercept) {
  const std::size_t columns = x.size() + (intercept ? 1 : 0);
  detail::require(columns > 0, function, "a regressor or an intercept is needed");
  require_names(function, x, intercept);
  std::vector<double> all;
  all.reserve(detail::checked_product(rows, columns, kMostCells, function, "cells"));
  if (intercept) all.assign(rows, 1.0);
  for (const Regressor& column : x) {
    if (column.values.size() != rows)
      detail::fail(function, "every regressor needs " + std::to_string(rows) + " values",
                   std::to_string(column.values.size()), "in " + detail::quoted(column.name));
    require_numbers(function, "regressor " + detail::quoted(column.name), column.values);
    all.insert(all.end(), column.values.begin(), column.values.end());
  }
  return all;
}

LinearModel checked_model(std::string_view function, std::span<const double> y, const std::vector<Regressor>& x,
                          bool intercept) {
  require_numbers(function, "y", y);
  LinearModel model{.rows = y.size(), .intercept = intercept};
  model.x = checked_columns(function, x, y.size(), intercept);
  model.y = y;
  if (intercept) model.names.push_back("intercept");
  for (const Regressor& column : x) model.names.push_back(column.name);
  if (y.size() < model.columns())
    detail::fail(function, "at least as many observations as columns are needed",
                 std::to_string(y.size()) + " for " + std::to_string(model.columns()));
  return model;
}

std::vector<Regressor> cut(const std::vector<Regressor>& x, std::size_t first, std::size_t rows) {
  std::vector<Regressor> part;
  for (const Regressor& column : x) {
    const auto begin = column.values.begin() + static_cast<std::ptrdiff_t>(first);
    part.push_back({column.name, {begin, begin + static_cast<std::ptrdiff_t>(rows)}});
  }
  return part;
}

void require_full_rank(std::string_view function, const RegressionFit& fit, std::string_view where) {
  if (!fit.dependent.empty())
    detail::fail(function, "columns must be independent", detail::quoted(fit.dependent.front().name) + " dependent",
                 where);
}

}  // namespace foreplan::inline v0::stats
