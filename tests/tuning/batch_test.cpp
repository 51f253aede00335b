#include <foreplan/core/errors.hpp>
#include <foreplan/tuning/batch.hpp>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cmath>
#include <csignal>
#include <fstream>
#include <mutex>
#include <set>
#include <thread>

#include "scratch_folder.hpp"
#include "text/file.hpp"

namespace foreplan::tuning {
namespace {

namespace fs = std::filesystem;

/// Of various lengths, with whatever bytes.
std::string bytes_of(std::size_t unit) {
  std::string bytes;
  for (std::size_t i = 0; i < 1 + unit * 37 % 500; ++i) bytes += static_cast<char>(i * unit % 251);
  return bytes;
}

class Batch : public ScratchFolder {
 protected:
  /// All bytes as they are merged, units checked for their order.
  struct Outcome {
    std::string bytes{};
    BatchReport report{};
    std::vector<std::size_t> done{};  ///< Units that were worked on, in order of their numbers.
  };
  static Outcome run(std::size_t count, const BatchOptions& options) {
    Outcome outcome;
    std::mutex mutex;
    std::size_t next = 0;
    outcome.report = run_batch(
        count,
        [&](std::size_t unit) {
          const std::lock_guard lock(mutex);
          outcome.done.push_back(unit);
          return bytes_of(unit);
        },
        [&](std::size_t unit, std::string_view bytes) {
          EXPECT_EQ(unit, next++);
          outcome.bytes += bytes;
        },
        options);
    std::sort(outcome.done.begin(), outcome.done.end());
    EXPECT_EQ(next, count);
    return outcome;
  }
  static std::string expected(std::size_t count) {
    std::string bytes;
    for (std::size_t unit = 0; unit < count; ++unit) bytes += bytes_of(unit);
    return bytes;
  }
  [[nodiscard]] BatchOptions here(unsigned threads = 1) const {
    return {.folder = path("work"), .task = "a test", .execution = {.threads = threads}};
  }
  void spoil(std::size_t unit, const std::string& bytes) const {
    std::ofstream(path("work/unit-00000" + std::to_string(unit)), std::ios::binary) << bytes;
  }
  [[nodiscard]] std::string file(const std::string& name) const {
    return text::read_file("test", path("work/" + name), 1'000'000);
  }
};

TEST_F(Batch, SameBytesForAnyThreadsWithAFolderAndWithout) {
  for (const unsigned threads : {1u, 2u, 7u}) {
    EXPECT_EQ(run(150, {.execution = {.threads = threads}}).bytes, expected(150));
    BatchOptions options = here(threads);
    options.folder += std::to_string(threads);
    EXPECT_EQ(run(40, options).bytes, expected(40));
    EXPECT_EQ(names("work" + std::to_string(threads)).size(), 41u);
  }
}

TEST_F(Batch, WithoutAFolderSixtyFourUnitsAreHeld) {
  std::atomic<std::size_t> held{0};
  std::size_t most = 0;
  (void)run_batch(
      1000, [&](std::size_t unit) { return ++held, bytes_of(unit); },
      [&](std::size_t, std::string_view) { most = std::max<std::size_t>(most, held--); },
      {.execution = {.threads = 2}});
  EXPECT_EQ(most, 64u);
}

TEST_F(Batch, AnExecutorOfTheCallersRunsTheUnits) {
  for (const bool folder : {false, true}) {
    BatchOptions options = folder ? here() : BatchOptions{};
    options.execution.executor = [](std::size_t count, const std::function<void(std::size_t)>& body) {
      std::thread([&] {
        for (std::size_t i = count; i-- > 0;) body(i);
      }).join();
    };
    const std::size_t count = folder ? 10 : 70;
    EXPECT_EQ(run(count, options).bytes, expected(count));
  }
}

TEST_F(Batch, OnlyWhatIsMissingIsDoneAgain) {
  EXPECT_EQ(run(9, here()).report, (BatchReport{.units = 9}));
  fs::remove(path("work/unit-000002"));
  fs::remove(path("work/unit-000008"));
  const Outcome again = run(9, here(2));
  EXPECT_EQ(again.bytes, expected(9));
  EXPECT_EQ(again.done, (std::vector<std::size_t>{2, 8}));
  EXPECT_EQ(again.report, (BatchReport{.units = 9, .found = 7}));
  EXPECT_TRUE(run(9, here()).done.empty());
}

TEST_F(Batch, CorruptUnitsAreDoneAgainAndCounted) {
  (void)run(9, here());
  const std::string third = file("unit-000003");
  spoil(0, "");
  spoil(1, file("unit-000001").substr(0, 150));
  std::string changed = file("unit-000002");
  changed.back() = static_cast<char>(changed.back() ^ 1);
  spoil(2, changed);
  spoil(4, third);  // another unit, whole
  std::string other_task = file("unit-000005");
  other_task[20] = other_task[20] == 'a' ? 'b' : 'a';  // within the task's hash
  spoil(5, other_task);
  const Outcome again = run(9, here());
  EXPECT_EQ(again.bytes, expected(9));
  EXPECT_EQ(again.done, (std::vector<std::size_t>{0, 1, 2, 4, 5}));
  EXPECT_EQ(again.report, (BatchReport{.units = 9, .found = 4, .corrupt = 5}));
  EXPECT_EQ(run(9, here()).report, (BatchReport{.units = 9, .found = 9}));
}

// A unit that is lost while the others are being worked on.
TEST_F(Batch, AUnitLostOnTheWayIsDoneAgain) {
  std::string bytes;
  const BatchReport report = run_batch(
      3,
      [&](std::size_t unit) {
        if (unit == 2) fs::remove(path("work/unit-000000")), spoil(1, "x");
        return bytes_of(unit);
      },
      [&](std::size_t, std::string_view unit) { bytes += unit; }, here());
  EXPECT_EQ(bytes, expected(3));
  EXPECT_EQ(report, (BatchReport{.units = 3, .corrupt = 1}));
}

TEST_F(Batch, AFolderOfAnotherTaskIsRefusedWithBoth) {
  (void)run(3, here());
  BatchOptions other = here();
  other.task = "another test";
  const auto refused = [&](std::size_t count, const BatchOptions& options) {
    return error_of<InvalidArgument>([&] { (void)run(count, options); });
  };
  std::string error = refused(3, other);
  EXPECT_NE(error.find("tuning::run_batch"), std::string::npos) << error;
  for (const char* word : {"\"a test\"", "\"another test\""}) EXPECT_NE(error.find(word), std::string::npos) << error;
  EXPECT_NE(error.find(path("work")), std::string::npos) << error;
  error = refused(4, here());
  EXPECT_NE(error.find("got 4 for a folder of 3"), std::string::npos) << error;
  // Its units say so too.
  fs::remove(path("work/task"));
  EXPECT_NE(refused(3, other), "");
  EXPECT_EQ(file("unit-000000").find("another"), std::string::npos);
}

TEST_F(Batch, ALostOrSpoiltTaskIsWrittenAnew) {
  (void)run(3, here());
  const std::string task = file("task");
  std::ofstream(path("work/task"), std::ios::binary) << "foreplan-batch";
  EXPECT_EQ(run(3, here()).report.found, 3u);
  EXPECT_EQ(file("task"), task);
}

TEST_F(Batch, LeftoversOfKilledProgramsAreCleared) {
  fs::create_directories(path("work"));
  for (const char* name : {"work/.foreplan-123", "work/notes.txt"}) std::ofstream(path(name)) << "half a uni";
  EXPECT_EQ(run(2, here()).bytes, expected(2));
  EXPECT_EQ(names("work"), (std::vector<std::string>{"notes.txt", "task", "unit-000000", "unit-000001"}));
}

// A limit on the size of files makes the system refuse in the middle of a write, as a full disk does.
TEST_F(Batch, AFullDiskIsAnErrorWithThePathAndFinishedUnitsStay) {
  struct rlimit before {};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const struct rlimit small { 100'000, before.rlim_max };
  const auto unit = [](std::size_t i) { return std::string(i == 2 ? 200'000 : 50'000, static_cast<char>('a' + i)); };
  std::size_t merged = 0;
  const auto count = [&](std::size_t, std::string_view bytes) { merged += bytes.size(); };
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const std::string error = error_of<IoError>([&] { (void)run_batch(5, unit, count, here()); });
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, handler);
  EXPECT_TRUE(error.starts_with("tuning::run_batch: cannot write \"" + path("work/unit-000002") + "\": File too large"))
      << error;
  EXPECT_EQ(merged, 0u);
  EXPECT_EQ(names("work"), (std::vector<std::string>{"task", "unit-000000", "unit-000001"}));
  EXPECT_EQ(run_batch(5, unit, count, here()).found, 2u);
  EXPECT_EQ(merged, 400'000u);
}

/// In a program of its own with a small disk of its own: 0 when all was as it should be, 77 where that is not allowed,
/// else the number of what was not.
int fill_a_disk(const std::string& disk, const BatchOptions& options) {
  if (::unshare(CLONE_NEWNS) != 0 || ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
      ::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=300k") != 0)
    return 77;
  std::string expected, bytes;
  const auto unit = [](std::size_t i) { return std::string(50'000, static_cast<char>('a' + i)); };
  for (std::size_t i = 0; i < 10; ++i) expected += unit(i);
  const auto append = [&](std::size_t, std::string_view more) { bytes += more; };
  std::string error;
  try {
    (void)run_batch(10, unit, append, options);
  } catch (const IoError& e) {
    error = e.what();
  }
  if (error.find("unit-00000") == std::string::npos || error.find("No space left on device") == std::string::npos)
    return 1;
  const auto entries =
      static_cast<std::size_t>(std::distance(fs::directory_iterator(options.folder), fs::directory_iterator()));
  if (entries < 5 || !bytes.empty()) return 2;
  if (::mount("tmpfs", disk.c_str(), "tmpfs", MS_REMOUNT, "size=3m") != 0) return 3;
  if (run_batch(10, unit, append, options).found != entries - 1) return 4;  // all but the task
  return bytes == expected ? 0 : 5;
}

TEST_F(Batch, ADiskThatIsFullIsTheSame) {
  fs::create_directories(path("disk"));
  BatchOptions options = here(2);
  options.folder = path("disk/work");
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) ::_exit(fill_a_disk(path("disk"), options));
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == 77) GTEST_SKIP() << "file systems may not be mounted here";
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST_F(Batch, AFolderThatCannotBeIsAnError) {
  std::ofstream(path("work")) << "a file";
  EXPECT_NE(error_of<IoError>([&] { (void)run(2, here()); }), "");
  BatchOptions options = here();
  options.folder = "/proc/foreplan";
  EXPECT_NE(error_of<IoError>([&] { (void)run(2, options); }), "");
  options.folder = path("work2");
  fs::create_directories(path("work2/unit-000001"));
  EXPECT_NE(error_of<IoError>([&] { (void)run(2, options); }).find("not a regular file"), std::string::npos);
}

struct Foreign {
  std::size_t unit = 0;
};

TEST_F(Batch, WhatAUnitThrowsComesThroughAndTheOthersAreKept) {
  for (const bool folder : {false, true}) {
    std::size_t thrown = 0;
    try {
      (void)run_batch(
          6, [](std::size_t unit) { return unit >= 3 ? throw Foreign{unit} : bytes_of(unit); },
          [](std::size_t, std::string_view) {}, folder ? here() : BatchOptions{});
    } catch (const Foreign& error) {
      thrown = error.unit;
    }
    EXPECT_EQ(thrown, 3u);
  }
  EXPECT_EQ(run(6, here()).done, (std::vector<std::size_t>{3, 4, 5}));
}

TEST_F(Batch, WhatIsThrownInMergingComesThrough) {
  for (const bool folder : {false, true})
    EXPECT_THROW((void)run_batch(
                     6, bytes_of,
                     [](std::size_t unit, std::string_view) {
                       if (unit == 1) throw Foreign{1};
                     },
                     folder ? here() : BatchOptions{}),
                 Foreign);
  EXPECT_TRUE(run(6, here()).done.empty());
}

TEST_F(Batch, ACancelledRunKeepsWhatIsDone) {
  for (const bool by_progress : {false, true}) {
    BatchOptions options = here();
    options.folder += by_progress ? "1" : "2";
    const BatchOptions plain = options;
    if (by_progress)
      options.progress = [](const BatchProgress& p) { return p.done < 4; };
    else
      options.execution.progress = [token = options.execution.cancel](std::size_t done, std::size_t) {
        if (done == 4) token.cancel();
        return true;
      };
    EXPECT_THROW((void)run(10, options), Cancelled);
    BatchOptions again = plain;
    again.execution.cancel = {};
    const Outcome rest = run(10, again);
    EXPECT_EQ(rest.done.size(), 6u);
    EXPECT_EQ(rest.bytes, expected(10));
  }
  BatchOptions options;
  options.execution.cancel.cancel();
  EXPECT_THROW((void)run(10, options), Cancelled);
  options = {.progress = [](const BatchProgress&) { return false; }};
  EXPECT_THROW((void)run(10, options), Cancelled);
}

TEST_F(Batch, ProgressSaysWhatWasFoundAndWhatIsLeft) {
  (void)run(8, here());
  for (const char* name : {"work/unit-000001", "work/unit-000005", "work/unit-000006"}) fs::remove(path(name));
  std::vector<BatchProgress> told;
  std::vector<std::size_t> done;
  BatchOptions options = here();
  options.progress = [&](const BatchProgress& p) { return told.push_back(p), true; };
  options.execution.progress = [&](std::size_t units, std::size_t total) {
    EXPECT_EQ(total, 8u);
    return done.push_back(units), true;
  };
  (void)run(8, options);
  ASSERT_EQ(told.size(), 4u);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(told[i].done, 5 + i);
    EXPECT_EQ(told[i].total, 8u);
    EXPECT_EQ(told[i].found, 5u);
    EXPECT_GE(told[i].seconds, i == 0 ? 0 : told[i - 1].seconds);
  }
  EXPECT_TRUE(std::isnan(told[0].seconds_left));
  EXPECT_GT(told[1].seconds_left, 0);
  EXPECT_EQ(told[3].seconds_left, 0);
  EXPECT_EQ(done, (std::vector<std::size_t>{6, 7, 8}));
}

// Units that take equally long: two thirds of the time left after a third of them.
TEST_F(Batch, TheEstimateIsOfTheUnitsDone) {
  double left = 0, seconds = 0;
  (void)run_batch(
      12,
      [](std::size_t unit) {
        ::usleep(5000);
        return bytes_of(unit);
      },
      [](std::size_t, std::string_view) {}, {.progress = [&](const BatchProgress& p) {
        if (p.done == 4) left = p.seconds_left, seconds = p.seconds;
        return true;
      }});
  EXPECT_NEAR(left / seconds, 2, 0.05);
}

TEST_F(Batch, ProgramsShareAFolder) {
  constexpr std::size_t kUnits = 60;
  std::vector<pid_t> children;
  for (int program = 0; program < 3; ++program) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      std::size_t done = 0;
      std::string bytes;
      (void)run_batch(
          kUnits,
          [&](std::size_t unit) {
            ++done;
            ::usleep(5000);
            return bytes_of(unit);
          },
          [&](std::size_t, std::string_view unit) { bytes += unit; }, here());
      ::_exit(bytes == expected(kUnits) ? static_cast<int>(done) : 255);
    }
    children.push_back(child);
  }
  int all = 0;
  for (const pid_t child : children) {
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status));
    ASSERT_NE(WEXITSTATUS(status), 255);
    all += WEXITSTATUS(status);
  }
  // Each of them doing everything would be 180.
  EXPECT_GE(all, 60);
  EXPECT_LE(all, 120);
  EXPECT_EQ(names("work").size(), kUnits + 1);
}

TEST_F(Batch, NoUnitsAreABatchToo) {
  EXPECT_EQ(run(0, {}).bytes, "");
  EXPECT_EQ(run(0, here()).report, BatchReport{});
}

TEST_F(Batch, WrongArgumentsAreRefused) {
  const auto nothing = [](std::size_t, std::string_view) {};
  EXPECT_NE(error_of<InvalidArgument>([&] { (void)run_batch(1, {}, nothing); }), "");
  EXPECT_NE(error_of<InvalidArgument>([&] { (void)run_batch(1, bytes_of, {}); }), "");
  (void)run(1, {.task = std::string(4096, 'x')});
  EXPECT_NE(error_of<InvalidArgument>([&] { (void)run(1, {.task = std::string(4097, 'x')}); }), "");
}

}  // namespace
}  // namespace foreplan::tuning
