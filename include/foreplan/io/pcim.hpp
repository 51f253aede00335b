#pragma once
#include <foreplan/core/frame.hpp>
#include <foreplan/core/period.hpp>
#include <foreplan/export.hpp>
#include <foreplan/scenario/model.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// Models of the World Bank as ModelFlow writes them: JSON, mostly packed with gzip, that holds formulas (FRML), data
/// and descriptions.
namespace foreplan::inline v0::io {

struct PcimOptions {
  bool include_fitted = false;  ///< Formulas that only report what equations fit (`X_FITTED`) too.
  std::size_t max_bytes = std::size_t{256} << 20;  ///< When unpacked.
  std::size_t max_ratio = 1000;                    ///< Of the unpacked to the packed size.
};

struct PcimModel {
  std::string name{};
  scenario::Model model{};   ///< Names in upper case; behavioural equations hold their X_A, X_D and X_X.
  Frame data{};              ///< Every column of the file, of the model or not.
  std::optional<PeriodRange> current{};  ///< The periods that the file was saved with, and that it is complete in.
};

/// @param file  only named in errors.
/// @throws ParseError  with every issue found in the formulas, and the first in the rest.
[[nodiscard]] FOREPLAN_EXPORT PcimModel read_pcim(std::string_view bytes, const PcimOptions& options = {},
                                                  std::string_view file = {});

/// @throws IoError, ParseError
[[nodiscard]] FOREPLAN_EXPORT PcimModel read_pcim_file(const std::string& path, const PcimOptions& options = {});

}  // namespace foreplan::inline v0::io
