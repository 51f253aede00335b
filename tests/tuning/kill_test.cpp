#include <foreplan/core/random.hpp>
#include <foreplan/forecast/models.hpp>
#include <foreplan/tuning/backtest.hpp>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <string>
#include <vector>

#include "panels.hpp"
#include "scratch_folder.hpp"
#include "text/file.hpp"
#include "tuning/fold_codec.hpp"

// A backtest in a work folder, killed at any point and begun again, ends with the bytes of one that nobody disturbed.
namespace foreplan::tuning {
namespace {

using Seconds = std::chrono::duration<double>;
constexpr unsigned kWorkers[]{1, 2, 7};

class Kill : public ScratchFolder {
 protected:
  /// All folds.
  [[nodiscard]] std::string run(const std::string& folder, unsigned threads) const {
    BacktestOptions options{.origins = 2,
                            .batch = {.folder = folder, .task = "kill", .execution = {.threads = threads}}};
    std::vector<Fold> folds;
    backtest(
        panel_.size(), [&](std::size_t i) { return panel_[i]; }, models_, options,
        [&](Fold&& fold) { folds.push_back(std::move(fold)); });
    return encode(folds, models_.size());
  }
  /// In a program of its own.
  [[nodiscard]] pid_t begin(const std::string& folder, unsigned threads) const {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(run(folder, threads).empty() ? 1 : 0);
    return child;
  }
  /// Names and contents of a folder's files.
  [[nodiscard]] std::vector<std::string> files(const std::string& folder) const {
    std::vector<std::string> all = names(folder);
    for (std::string& name : all) name += '\n' + text::read_file("test", path(folder + '/' + name), 1'000'000'000);
    return all;
  }

  std::vector<BacktestSeries> panel_ = made_panel(200);
  std::vector<stats::Forecaster> models_{forecast::named_model("naive2"), forecast::named_model("drift"),
                                         forecast::named_model("theta")};
};

TEST_F(Kill, AResumedRunHasTheBytesOfAnUndisturbedOne) {
  const std::string expected = run({}, 1);
  int status = 0;
  const auto start = std::chrono::steady_clock::now();
  ASSERT_GT(::waitpid(begin(path("whole"), 2), &status, 0), 0);
  ASSERT_EQ(status, 0);
  const double whole = Seconds(std::chrono::steady_clock::now() - start).count();
  const std::vector<std::string> units = files("whole");
  ASSERT_EQ(units.size(), 1 + 67u);  // blocks of three series, and the task

  Stream random({.seed = 1, .purpose = purpose_id("kill")});
  int kills = 0, within = 0;
  for (int run_number = 0; run_number < 5; ++run_number) {
    const std::string name = "killed" + std::to_string(run_number);
    for (int kill = 0; kill < 4; ++kill) {
      const pid_t child = begin(path(name), kWorkers[kill % 3]);
      ASSERT_GT(child, 0);
      // Up to a third of the time each, so that four kills spread over the work.
      ::usleep(static_cast<useconds_t>(1e6 * whole * random.uniform() / 3));
      ::kill(child, SIGKILL);
      ASSERT_EQ(::waitpid(child, &status, 0), child);
      ++kills;
      if (WIFSIGNALED(status)) ++within;
    }
    EXPECT_EQ(run(path(name), kWorkers[run_number % 3]), expected) << run_number;
    EXPECT_EQ(files(name), units) << run_number;
  }
  EXPECT_EQ(kills, 20);
  EXPECT_GE(within, 10);
}

}  // namespace
}  // namespace foreplan::tuning
