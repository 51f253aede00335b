#include <foreplan/core/errors.hpp>
#include <foreplan/io.hpp>
#include <foreplan/plan/audit.hpp>

#include <gtest/gtest.h>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <string>

#include "plan/founding_case.hpp"

namespace foreplan::io {
namespace {

const std::string kPlan = std::string(FOREPLAN_SOURCE_DIR) + "/examples/tuyen_quang/plan.json";

std::vector<ParseIssue> issues_of(const std::string& text) {
  try {
    (void)read_plan(text, "p.json");
  } catch (const ParseError& e) {
    return e.issues();
  }
  return {};
}

TEST(ReadPlan, TheProvincesPlanComesOutAsItShould) {
  const plan::Plan p = read_plan_file(kPlan);
  const plan::Audit a = plan::audit(p);
  using K = plan::FindingKind;
  EXPECT_EQ(a.count(K::contradiction), 1u);
  for (const K kind : {K::unstated_price_basis, K::missing_base, K::definition_break, K::mixed_price_bases, K::implausible_growth})
    EXPECT_EQ(a.count(kind), 1u) << to_string(kind);
  EXPECT_EQ(a.count(K::consistent_path), 2u);
  EXPECT_EQ(a.count(K::consistent_sum), 6u);
  EXPECT_EQ(a.count(K::derived), 3u);
  EXPECT_EQ(p.scenarios.size(), 3u);
}

TEST(WritePlan, ReadsBackEqual) {
  for (const plan::Plan& p : {read_plan_file(kPlan), testing::founding_case(), plan::Plan{}}) {
    const std::string text = write_plan(p);
    EXPECT_EQ(read_plan(text), p);
    EXPECT_EQ(write_plan(read_plan(text)), text);
  }
  plan::Plan odd;
  odd.zones.push_back({});
  odd.zones[0].id = "z\"\\\n\x01/~é";
  odd.zones[0].total_area = 0.1 + 0.2;
  odd.projects.push_back({});
  odd.projects[0].probability = 0;
  EXPECT_EQ(read_plan(write_plan(odd)), odd);
}

TEST(ReadPlan, ReportsEveryIssueWithItsPlace) {
  const auto issues = issues_of(R"({
  "indicators": [{"id": "x", "nmae": {"en": "x"}}],
  "statements": [{"id": "s", "kind": "levle", "indicator": "x", "period": "20155", "value": "1,5"}],
  "about_tolerance": "much"
})");
  ASSERT_EQ(issues.size(), 6u);
  EXPECT_EQ(issues[0].pointer, "/indicators/0");  // name is missing
  EXPECT_EQ(issues[1].pointer, "/indicators/0/nmae");
  EXPECT_EQ(issues[1].suggestion, "did you mean \"name\"?");
  EXPECT_EQ(issues[2].pointer, "/statements/0/kind");
  EXPECT_EQ(issues[2].suggestion, "did you mean \"level\"?");
  EXPECT_EQ(issues[2].line, 3u);
  EXPECT_EQ(issues[2].column, 38u);
  EXPECT_EQ(issues[3].pointer, "/statements/0/period");
  EXPECT_EQ(issues[3].found, "\"20155\"");
  EXPECT_EQ(issues[4].pointer, "/statements/0/value");
  EXPECT_EQ(issues[5].expected, "a number");
  EXPECT_EQ(issues[5].found, "a text");
  EXPECT_EQ(issues[5].file, "p.json");
}

TEST(ReadPlan, RefusesWhatIsNoJson) {
  for (const char* text : {"", "{", "[", "{\"a\"}", "{\"a\":1,}", "nul", "{} {}", "{\"title\": \"\\ud800\"}", "{\"source\": \"a\nb\"}",
                           "{\"source\": \"\xff\"}", "{\"source\": 01}", "/* open", "{\"source\":\"a\",\"source\":\"b\"}", "\"unclosed", "-", "1e"})
    EXPECT_FALSE(issues_of(text).empty()) << text;
  const std::string deep(1'000'000, '[');
  EXPECT_EQ(issues_of(deep).at(0).column, 202u);
  std::string nested = "{\"a\":";
  for (int i = 0; i < 1'000'000; ++i) nested += "{\"a\":";
  EXPECT_FALSE(issues_of(nested).empty());
}

TEST(ReadPlan, RefusesEveryTruncation) {
  const std::string whole = write_plan(read_plan_file(kPlan));
  for (std::size_t n = 0; n + 2 < whole.size(); n += 37) EXPECT_THROW((void)read_plan(whole.substr(0, n)), ParseError) << n;
}

TEST(ReadPlan, RefusesWhatThePlanRefuses) {
  EXPECT_THROW((void)read_plan(R"({"indicators": [{"id": "x", "name": {}}, {"id": "x", "name": {}}]})"), InvalidArgument);
}

class Files : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(::testing::TempDir()) / ("foreplan_files_" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder_);
    path_ = (folder_ / "f.txt").string();
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder_), std::filesystem::directory_iterator()));
  }
  std::filesystem::path folder_;
  std::string path_;
};

TEST_F(Files, AreReplacedAsAWhole) {
  write_file(path_, "old");
  const std::string large(1 << 20, 'x');
  write_file(path_, large);
  EXPECT_EQ(read_file(path_), large);
  EXPECT_EQ(entries(), 1u);
  EXPECT_THROW((void)read_file(path_, 10), IoError);
  EXPECT_THROW((void)read_file(folder_.string()), IoError);
  EXPECT_THROW((void)read_file(path_ + ".none"), IoError);
  EXPECT_THROW(write_file((folder_ / "no" / "f").string(), "x"), IoError);
  EXPECT_THROW(write_file(folder_.string(), "x"), IoError);
  EXPECT_EQ(entries(), 1u);
}

TEST_F(Files, KeepTheOldContentsWhenThereIsNoRoom) {
  write_file(path_, "old");
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{1000, 1000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    try {
      write_file(path_, std::string(100'000, 'x'));
    } catch (const IoError&) {
      ::_exit(0);
    }
    ::_exit(1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  EXPECT_EQ(read_file(path_), "old");
  EXPECT_EQ(entries(), 1u);
}

TEST_F(Files, AKilledWriterLeavesOldOrNew) {
  const std::string old(300'000, 'o'), fresh(300'000, 'n');
  for (int trial = 0; trial < 20; ++trial) {
    write_file(path_, old);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0)
      for (;;) write_file(path_, fresh);
    ::usleep(static_cast<useconds_t>(200 * trial));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    const std::string met = read_file(path_);
    EXPECT_TRUE(met == old || met == fresh);
  }
}

}  // namespace
}  // namespace foreplan::io
