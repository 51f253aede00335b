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
///
/// The folder holds `task`, which says what the units are of, and `unit-000000`, `unit-000001`, ...: a line with the
/// task's hash, the number of units, the file's name, its bytes and their SHA-256, and the bytes. It may be deleted once
/// the run is through; other files in it are left alone, but for the temporary files of writers that were killed.
namespace foreplan::inline v0::tuning {

struct BatchProgress {
  std::size_t done = 0;  ///< Units, those found in the folder too.
  std::size_t total = 0;
  std::size_t found = 0;    ///< Of `done`, in the folder when the run began.
  double seconds = 0;       ///< Since the run began.
  double seconds_left = 0;  ///< An estimate, from the units done since; NaN before the first, 0 when all are done.
};

struct BatchOptions {
  std::string folder{};  ///< Made if it is not there; empty: nothing is kept.
  /// What the units are of, in the caller's words: data, candidates, options, version. A folder that holds units of
  /// another task is refused. At most 4 KiB.
  std::string task{};
  Execution execution{};  ///< Its `progress` counts units.
  /// From one thread at a time, with an estimate, once before the first unit and after each; returning false cancels.
  /// Empty: nobody is told.
  std::function<bool(const BatchProgress&)> progress{};
};

struct BatchReport {
  std::size_t units = 0;
  std::size_t found = 0;    ///< Done before, or meanwhile by another program, and read from the folder.
  std::size_t corrupt = 0;  ///< Found in the folder with other bytes than were written, and done again.

  bool operator==(const BatchReport&) const = default;
};

/// Units 0 to count - 1, in any order and on the threads of `execution`; `merged` is given the bytes of each by the
/// calling thread, in the order of the units: with a folder when all are done, read from it one by one; without one, 64
/// units are worked on and held at a time.
///
/// Several programs, on one machine or more, may work in one folder at once: each does what it does not find, the first
/// in the order of the units and the others in an order of their own, so that they share the work but for a few units
/// that are done twice.
/// @param unit  may be called from several threads at once, and again after a restart. At most 1 GiB of bytes.
/// @throws IoError   when the folder cannot be made, read or written, a full disk included: units done are kept.
/// @throws InvalidArgument  for a folder of another task or count, with both; a task or a unit that is too long; an empty
///   `unit` or `merged`.
/// @throws Cancelled  units done are kept.
/// What `unit` and `merged` throw comes through, of several units' the one of the lowest number (of those that the program
/// had begun, where others are at work too); units done are kept.
FOREPLAN_EXPORT BatchReport run_batch(std::size_t count, const std::function<std::string(std::size_t unit)>& unit,
                                      const std::function<void(std::size_t unit, std::string_view bytes)>& merged,
                                      const BatchOptions& options = {});

}  // namespace foreplan::inline v0::tuning
