#pragma once
#include <foreplan/core/execution.hpp>
#include <foreplan/export.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

/// Long work in units that survive whatever ends the program: each unit's bytes are written to a temporary file of the
/// work folder, hashed, brought to the disk and renamed, and a run that begins again does only those that are missing.
///
///   run_batch(blocks, [&](std::size_t unit) { return scores_of(unit); },
///             [&](std::size_t, std::string_view bytes) { append(bytes); }, {.folder = "work", .task = "m4 yearly, v1"});
///
/// What comes out has the same bytes for any number of threads, for any number of programs at work in one folder, and
/// after a kill at any point, as far as `unit` gives the same bytes for the same number.
namespace foreplan::inline v0::tuning {

struct BatchProgress {
  std::size_t done = 0;  ///< Units, those found in the folder too.
  std::size_t total = 0;
  std::size_t found = 0;    ///< Of `done`, in the folder.
  double seconds = 0;       ///< Since the run began.
  double seconds_left = 0;  ///< An estimate, from the units done in this run; NaN before the first.
};

struct BatchOptions {
  std::string folder{};  ///< Made if it is not there; empty: nothing is kept.
  /// What the units are of, in the caller's words: data, candidates, options, version. A folder that holds units of
  /// another task is refused. At most 4 KiB.
  std::string task{};
  Execution execution{};  ///< Its `progress` counts units.
  /// From one thread at a time, with an estimate; returning false cancels. Empty: nobody is told.
  std::function<bool(const BatchProgress&)> progress{};
};

struct BatchReport {
  std::size_t units = 0;
  std::size_t found = 0;    ///< Done before, in the folder.
  std::size_t corrupt = 0;  ///< Found in the folder with other bytes than were written, and done again.
};

/// Units 0 to count - 1, in any order and on the threads of `execution`; `merged` is given the bytes of each by the
/// calling thread, in the order of the units. Without a folder bytes are held until their turn comes.
/// @param unit  may be called from several threads at once, and again after a restart.
/// @throws IoError   when the folder cannot be made, read or written, a full disk included: units done are kept.
/// @throws InvalidArgument  for a folder of another task or count.
/// @throws Cancelled  units done are kept.
/// What `unit` throws comes through, of several the one of the lowest number; units done are kept.
FOREPLAN_EXPORT BatchReport run_batch(std::size_t count, const std::function<std::string(std::size_t unit)>& unit,
                                      const std::function<void(std::size_t unit, std::string_view bytes)>& merged,
                                      const BatchOptions& options = {});

}  // namespace foreplan::inline v0::tuning
