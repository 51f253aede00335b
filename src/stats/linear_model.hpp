#pragma once
#include <foreplan/stats/regression.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace foreplan::inline v0::stats {

/// y and X after every check that all functions on y = X b + e make.
struct LinearModel {
  std::size_t rows{};
  bool intercept{};
  std::vector<std::string> names{};  ///< The intercept first.
  std::vector<double> x{};           ///< Column by column.
  std::span<const double> y{};       ///< The caller's.

  [[nodiscard]] std::size_t columns() const noexcept { return names.size(); }
  [[nodiscard]] std::span<const double> column(std::size_t j) const { return std::span(x).subspan(j * rows, rows); }
};

LinearModel checked_model(std::string_view function, std::span<const double> y, const std::vector<Regressor>& x,
                          bool intercept);

/// Columns of X alone, `rows` long.
std::vector<double> checked_columns(std::string_view function, const std::vector<Regressor>& x, std::size_t rows,
                                    bool intercept);

/// Rows first, first + 1, ... of all columns.
std::vector<Regressor> cut(const std::vector<Regressor>& x, std::size_t first, std::size_t rows);

/// @throws InvalidArgument  naming the column, when the fit left one out.
void require_full_rank(std::string_view function, const RegressionFit& fit, std::string_view where);

}  // namespace foreplan::inline v0::stats
