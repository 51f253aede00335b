#include <foreplan/core/errors.hpp>
#include <foreplan/core/random.hpp>
#include <foreplan/tuning/batch.hpp>

#include <algorithm>
#include <chrono>
#include <limits>
#include <memory>
#include <optional>
#include <random>
#include <utility>
#include <vector>

#include "core/check.hpp"
#include "numeric/parallel.hpp"
#include "text/file.hpp"
#include "text/hash.hpp"
#include "tuning/unit_file.hpp"

namespace foreplan::inline v0::tuning {
namespace {

using foreplan::detail::fail;
using foreplan::detail::quoted;

constexpr std::string_view kName = "tuning::run_batch";
constexpr std::size_t kMostTask = 4096;
constexpr std::size_t kMostBytes = std::size_t{1} << 30;
constexpr std::size_t kMostFile = kMostBytes + 1024;
/// Units held at a time where there is no folder.
constexpr std::size_t kHeld = 64;

using Unit = std::function<std::string(std::size_t)>;
using Merged = std::function<void(std::size_t, std::string_view)>;

/// Tells both listeners of a run's units.
class Told {
 public:
  Told(std::size_t total, const BatchOptions& options) : total_(total), options_(options) {}

  void begin(std::size_t found) {
    found_ = done_ = found;
    begin_ = Clock::now();
    if (!tell()) throw Cancelled(std::string(kName) + ": cancelled by the caller");
  }

  /// `execution` for some of the units, after which `end` of them are done.
  [[nodiscard]] Execution execution() {
    Execution execution = options_.execution;
    if (options_.progress || options_.execution.progress)
      execution.progress = [this](std::size_t, std::size_t) {
        ++done_;
        const bool on = !options_.execution.progress || options_.execution.progress(done_, total_);
        return tell() && on;
      };
    return execution;
  }

 private:
  using Clock = std::chrono::steady_clock;

  bool tell() {
    if (!options_.progress) return true;
    const double left = static_cast<double>(total_ - done_), here = static_cast<double>(done_ - found_);
    const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
    const double work = std::chrono::duration<double>(Clock::now() - begin_).count();
    return options_.progress({.done = done_,
                              .total = total_,
                              .found = found_,
                              .seconds = seconds,
                              .seconds_left = left == 0  ? 0
                                              : here > 0 ? work / here * left
                                                         : std::numeric_limits<double>::quiet_NaN()});
  }

  std::size_t total_, done_ = 0, found_ = 0;
  const BatchOptions& options_;
  Clock::time_point start_ = Clock::now(), begin_ = start_;
};

std::string bytes_of(const Unit& unit, std::size_t i) {
  std::string bytes = unit(i);
  if (bytes.size() > kMostBytes)
    fail(kName, "a unit must have at most 1 GiB", std::to_string(bytes.size()) + " bytes",
         "from unit " + std::to_string(i));
  return bytes;
}

/// The folder of one task.
class Folder {
 public:
  Folder(std::size_t count, const BatchOptions& options)
      : path_(options.folder), task_(options.task), hash_(text::sha256_hex(options.task)), count_(count) {
    text::make_folder(kName, path_);
    (void)text::remove_leftovers(kName, path_);
    const auto file = text::read_file_if_there(kName, place("task"), kMostFile);
    const auto there = file ? unsealed(*file) : std::nullopt;
    if (there)
      require_same(there->header, quoted(there->bytes, kMostTask));
    else
      text::write_file(kName, place("task"), sealed(header("task"), task_));
    first_ = std::make_unique<text::FileLock>(place("."));
  }

  enum class State { missing, corrupt, whole };
  struct Found {
    State state = State::missing;
    std::string file{};
    std::size_t begin = 0;  ///< Of the bytes, in the file.

    [[nodiscard]] std::string_view bytes() const { return std::string_view(file).substr(begin); }
  };
  [[nodiscard]] Found find(std::size_t unit) const {
    const std::string name = unit_name(unit);
    auto file = text::read_file_if_there(kName, place(name), kMostFile);
    if (!file) return {};
    Found found{.state = State::corrupt, .file = *std::move(file)};
    const auto there = unsealed(found.file);
    if (!there) return found;
    require_same(there->header, "the task of SHA-256 " + there->header.task);
    if (there->header.name != name) return found;
    found.state = State::whole;
    found.begin = found.file.size() - there->bytes.size();
    return found;
  }

  void keep(std::size_t unit, std::string_view bytes) const {
    const std::string name = unit_name(unit);
    text::write_file(kName, place(name), sealed(header(name), bytes));
  }

  /// Whether no other program was at work here when this one came.
  [[nodiscard]] bool first() const { return first_->held(); }

 private:
  [[nodiscard]] std::string place(const std::string& name) const { return path_ + '/' + name; }
  [[nodiscard]] UnitHeader header(const std::string& name) const { return {hash_, count_, name}; }

  void require_same(const UnitHeader& there, const std::string& words) const {
    if (there.task != hash_)
      fail(kName, "a work folder holds the units of one task: take another folder, or delete this one",
           quoted(task_, kMostTask) + " for a folder of " + words, "in " + quoted(path_, 4096));
    if (there.count != count_)
      fail(kName, "a task has the same number of units each time",
           std::to_string(count_) + " for a folder of " + std::to_string(there.count), "in " + quoted(path_, 4096));
  }

  std::string path_, task_, hash_;
  std::size_t count_;
  std::unique_ptr<text::FileLock> first_{};
};

/// The same units as those of another program at the same time are unlikely in orders of their own.
void shuffle(std::vector<std::size_t>& units) {
  std::random_device seed;
  std::shuffle(units.begin(), units.end(), Stream({.seed = seed(), .purpose = purpose_id(kName)}));
}

void run_in_memory(std::size_t count, const Unit& unit, const Merged& merged, Told& told) {
  told.begin(0);
  for (std::size_t begin = 0; begin < count; begin += kHeld) {
    std::vector<std::string> held(std::min(kHeld, count - begin));
    numeric::parallel_for(held.size(), told.execution(), [&](std::size_t i) { held[i] = bytes_of(unit, begin + i); });
    for (std::size_t i = 0; i < held.size(); ++i) merged(begin + i, std::exchange(held[i], {}));
  }
}

void run_in_folder(std::size_t count, const Unit& unit, const Merged& merged, Told& told, const BatchOptions& options,
                   BatchReport& report) {
  const Folder folder(count, options);
  using State = Folder::State;
  std::vector<State> states(count);
  Execution quiet = options.execution;
  quiet.progress = {};
  numeric::parallel_for(count, quiet, [&](std::size_t i) { states[i] = folder.find(i).state; });

  std::vector<std::size_t> missing;
  for (std::size_t i = 0; i < count; ++i) {
    if (states[i] == State::corrupt) ++report.corrupt;
    if (states[i] != State::whole) missing.push_back(i);
  }
  told.begin(count - missing.size());
  std::vector<char> own(count, 0);  // done by this run
  const auto work = [&](std::size_t i) {
    if (folder.find(i).state == State::whole) return;  // another program has done it
    folder.keep(i, bytes_of(unit, i));
    own[i] = 1;
  };
  if (!folder.first()) shuffle(missing);
  // Places in `missing`: with an order of its own the lowest number that fails is any.
  numeric::parallel_for(missing.size(), told.execution(), [&](std::size_t i) { work(missing[i]); });

  for (std::size_t i = 0; i < count; ++i) {
    if (options.execution.cancel.cancelled()) throw Cancelled(std::string(kName) + ": cancelled by the caller");
    Folder::Found found = folder.find(i);
    if (found.state == State::whole) {
      merged(i, found.bytes());
      continue;
    }
    // Lost since.
    if (found.state == State::corrupt) ++report.corrupt;
    found = {};
    const std::string bytes = bytes_of(unit, i);
    folder.keep(i, bytes);
    own[i] = 1;
    merged(i, bytes);
  }
  report.found = static_cast<std::size_t>(std::count(own.begin(), own.end(), 0));
}

}  // namespace

BatchReport run_batch(std::size_t count, const Unit& unit, const Merged& merged, const BatchOptions& options) {
  detail::require(static_cast<bool>(unit), kName, "there must be a `unit`", "an empty one");
  detail::require(static_cast<bool>(merged), kName, "there must be a `merged`", "an empty one");
  if (options.task.size() > kMostTask)
    fail(kName, "the task must have at most 4,096 bytes", std::to_string(options.task.size()));
  BatchReport report{.units = count};
  Told told(count, options);
  if (options.folder.empty())
    run_in_memory(count, unit, merged, told);
  else
    run_in_folder(count, unit, merged, told, options, report);
  return report;
}

}  // namespace foreplan::inline v0::tuning
