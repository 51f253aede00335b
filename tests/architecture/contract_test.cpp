#include <foreplan/core.hpp>
#include <foreplan/growth.hpp>
#include <foreplan/io.hpp>
#include <foreplan/plan.hpp>
#include <foreplan/report.hpp>
#include <foreplan/stats.hpp>
#include <foreplan/structure.hpp>

#include <gtest/gtest.h>
#include <signal.h>

#include <cfenv>
#include <clocale>
#include <string>
#include <thread>
#include <vector>

/// What a program that embeds the library relies on: it prints nothing, leaves the process as it found it, and const
/// calls may run side by side.
namespace foreplan {
namespace {

const plan::Plan& province() {
  static const plan::Plan plan = io::read_plan_file(FOREPLAN_SOURCE_DIR "/examples/tuyen_quang/plan.json");
  return plan;
}

/// One of everything, as text.
std::string everything(unsigned threads) {
  const plan::Plan& p = province();
  std::string all;
  for (const Language language : {Language::english, Language::vietnamese})
    for (const plan::Finding& finding : plan::audit(p, {.language = language})) all += finding.sentence + '\n';
  std::vector<plan::ProjectionResult> results;
  plan::Projection projection = p.projection;
  projection.paths = 20'000;
  for (const auto& scenario : p.scenarios) results.push_back(plan::project(projection, scenario, {.threads = threads}));
  report::Document page("Contract");
  page.section("Scenarios", report::scenario_chart(p, results), report::event_table(p, results));
  const auto pipeline = plan::simulate_pipeline(
      p.projects, {2016, 2020}, {.correlation = 0.3, .paths = 5'000, .execution = {.threads = threads}});
  page.section("Projects", report::pipeline_table(pipeline));
  all += report::html(page) + report::markdown(page) + report::terminal(page);
  for (const double x : stats::sobol(64, 3).values) all += std::to_string(x) + ' ';
  return all;
}

TEST(Contract, CallsSideBySideGiveTheSameBytesForAnyNumberOfThreads) {
  const std::string alone = everything(1);
  std::vector<std::string> together(4);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < together.size(); ++i)
    threads.emplace_back([&together, i] { together[i] = everything(static_cast<unsigned>(i + 1)); });
  for (std::thread& t : threads) t.join();
  for (const std::string& text : together) EXPECT_EQ(text, alone);
}

TEST(Contract, NothingIsPrinted) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  (void)everything(2);
  EXPECT_THROW((void)io::read_plan("{", "x"), ParseError);
  EXPECT_THROW((void)growth::compound_rate(-1, 1, 1), InvalidArgument);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(Contract, TheProcessIsLeftAsItWas) {
  std::vector<void (*)(int)> handlers;
  const auto handler = [](int number) {
    struct sigaction action {};
    sigaction(number, nullptr, &action);
    return action.sa_handler;
  };
  for (int s = 1; s < 32; ++s) handlers.push_back(handler(s));
  sigset_t before, after;
  pthread_sigmask(SIG_SETMASK, nullptr, &before);
  const int rounding = std::fegetround();
  const std::string locale = std::setlocale(LC_ALL, nullptr);
  (void)everything(3);
  for (int s = 1; s < 32; ++s) EXPECT_EQ(handler(s), handlers[static_cast<std::size_t>(s - 1)]) << s;
  pthread_sigmask(SIG_SETMASK, nullptr, &after);
  for (int s = 1; s < 32; ++s) EXPECT_EQ(sigismember(&before, s), sigismember(&after, s)) << s;
  EXPECT_EQ(std::fegetround(), rounding);
  EXPECT_EQ(std::setlocale(LC_ALL, nullptr), locale);
}

TEST(Contract, TheCallersLocaleChangesNothing) {
  const std::string plain = everything(1);
  if (std::setlocale(LC_ALL, "vi_VN.UTF-8") == nullptr && std::setlocale(LC_ALL, "de_DE.UTF-8") == nullptr)
    std::setlocale(LC_ALL, "C.UTF-8");
  EXPECT_EQ(everything(1), plain);
  std::setlocale(LC_ALL, "C");
}

}  // namespace
}  // namespace foreplan
