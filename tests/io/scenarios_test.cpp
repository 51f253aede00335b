#include <foreplan/io/scenarios.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <unistd.h>
#include <foreplan/io/files.hpp>
#include <foreplan/io/series.hpp>
#include <foreplan/scenario.hpp>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <string>

#include "refusals.hpp"

namespace foreplan::io {
namespace {

using foreplan::testing::expect_refused;
using scenario::Change;
using scenario::ChangeKind;
using scenario::ScenarioRegistry;
using ::testing::HasSubstr;

const char* const kModel = "identity gdp = rate * capital\nidentity capital = capital(-1) + 0.2 * gdp(-1)\n";

Frame data() {
  return Frame(
      {{"rate", Period(2019), {}, {0.25, NAN, 0.1 + 0.2, 5e-324}},
       {"capital", Period(2019), Unit::money("VND", 9, PriceBasis::constant(2010)), {100, -0.0, 1e22, 3}},
       {"gdp", Period(2019), Unit::money("VND", 9, PriceBasis::current(), Valuation::basic), {25, 26, 27, 28}}});
}

ScenarioRegistry registry() {
  return {data(),
          {{"higher", "high", {{ChangeKind::growth_path, "rate", {2021, 2022}, {0.01, 0.02}}}},
           {"base", "", {}},
           {"high",
            "base",
            {{ChangeKind::shift, "rate", {2021, 2022}, {0.02}},
             {ChangeKind::override_values, "rate", {2021, 2021}, {0.3}}}},
           {"fixed",
            "base",
            {{ChangeKind::exogenise, "gdp", {2021, 2021}, {30}}, {ChangeKind::endogenise, "rate", {2021, 2021}, {}}}},
           {"goal",
            "high",
            {{ChangeKind::target,
              "gdp",
              {2021, 2022},
              {0.1 + 0.2, 31},
              {{"rate", {2021, 2022}, scenario::SeekProfile::free},
               {.variable = "capital",
                .range = {2020, 2022},
                .profile = scenario::SeekProfile::proportional,
                .lower = -1.0 / 3,
                .upper = 1e22,
                .weight = 2,
                .scale = 5e-324},
               {.variable = "rate", .range = {2020, 2020}, .upper = 0}}}}}}};
}

ScenarioSet set() { return {"Title \"quoted\"", "source", model_source(kModel), std::nullopt, registry()}; }

void expect_same(const ScenarioSet& a, const ScenarioSet& b) {
  EXPECT_EQ(a.title, b.title);
  EXPECT_EQ(a.source, b.source);
  EXPECT_EQ(a.data_file, b.data_file);
  EXPECT_EQ(a.registry, b.registry);
  EXPECT_EQ(scenario::content_hash(a.registry.data()), scenario::content_hash(b.registry.data()));
  ASSERT_EQ(a.model.has_value(), b.model.has_value());
  if (!a.model) return;
  EXPECT_EQ(a.model->text, b.model->text);
  EXPECT_EQ(a.model->file, b.model->file);
  EXPECT_EQ(scenario::content_hash(a.model->model), scenario::content_hash(b.model->model));
}

/// A folder of its own, removed afterwards.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "foreplan-scenarios-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] std::string operator/(const std::string& name) const { return path_ + '/' + name; }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string issues_of(const std::string& text, const DocumentReadOptions& options = {}) {
  try {
    (void)read_scenarios(text, options, "s.json");
    return "nothing";
  } catch (const ParseError& e) {
    return e.what();
  }
}

}  // namespace

TEST(Scenarios, ReadBackAsTheyWere) {
  const std::string text = write_scenarios(set());
  const ScenarioSet back = read_scenarios(text);
  expect_same(back, set());
  EXPECT_EQ(write_scenarios(back), text);
  EXPECT_TRUE(std::signbit(back.registry.data()["capital"].values[1]));
  expect_same(read_scenarios(write_scenarios(ScenarioSet{})), ScenarioSet{});
}

TEST(Scenarios, AreSolvedFromTheirDocument) {
  const ScenarioSet s = read_scenarios(R"({
    // the page's own example
    "model": {"text": ["identity gdp = rate * capital"]},
    "data": {"series": [
      {"name": "rate", "start": "2021", "values": [0.25, 0.25]},
      {"name": "capital", "start": "2021", "values": [100, 110]}]},
    "scenarios": [
      {"name": "base"},
      {"name": "high", "inherits": "base",
       "changes": [{"kind": "shift", "variable": "rate", "range": "2021-2022", "values": [0.02]}]}]
  })");
  const auto run = scenario::solve(s.model->model, s.registry["high"], {2021, 2022});
  EXPECT_DOUBLE_EQ(run.at("gdp", 2022), 110 * (0.25 + 0.02));
}

RC_GTEST_PROP(Scenarios, ReadBackWhateverTheyHold, ()) {
  const auto number = [] {
    const double x = *rc::gen::arbitrary<double>();
    return std::isfinite(x) ? x : 0.5;
  };
  const int length = *rc::gen::inRange(1, 5);
  std::vector<Series> series;
  for (int k = 0; k < 2; ++k) {
    series.push_back({"x" + std::to_string(k), Period::quarter(2020, 2), {}, {}});
    for (int i = 0; i < length; ++i) series.back().values.push_back(*rc::gen::inRange(0, 4) == 0 ? NAN : number());
  }
  std::vector<scenario::ScenarioEntry> entries;
  for (int k = 0; k < *rc::gen::inRange(1, 5); ++k) {
    scenario::ScenarioEntry entry{"s" + std::to_string(k), k > 0 && *rc::gen::inRange(0, 2) == 0 ? "s0" : "", {}};
    for (int c = 0; c < *rc::gen::inRange(0, 3); ++c) {
      const PeriodRange range{Period::quarter(2020, 2), Period::quarter(2020, 3)};
      entry.changes.push_back({*rc::gen::element(ChangeKind::shift, ChangeKind::override_values, ChangeKind::add_factor,
                                                 ChangeKind::target),
                               "x1",
                               range,
                               {number(), number()}});
      if (entry.changes.back().kind != ChangeKind::target) continue;
      scenario::SeekInstrument instrument{"x0", range};
      instrument.profile = *rc::gen::element(scenario::SeekProfile::shift, scenario::SeekProfile::proportional,
                                             scenario::SeekProfile::free);
      if (*rc::gen::arbitrary<bool>()) instrument.lower = -std::abs(number());
      if (*rc::gen::arbitrary<bool>()) instrument.upper = std::abs(number());
      if (*rc::gen::arbitrary<bool>()) instrument.scale = 0.5 + std::abs(number());
      instrument.weight = 0.5 + std::abs(number());
      entry.changes.back().instruments.push_back(instrument);
    }
    entries.push_back(entry);
  }
  const ScenarioSet made{"t", "", std::nullopt, std::nullopt, ScenarioRegistry(Frame(series), entries)};
  const ScenarioSet back = read_scenarios(write_scenarios(made));
  RC_ASSERT(back.registry == made.registry);
  for (const auto& e : made.registry.entries())
    RC_ASSERT(scenario::content_hash(back.registry[e.name]) == scenario::content_hash(made.registry[e.name]));
}

TEST(Scenarios, StandInFilesTheyName) {
  const Folder folder;
  write_file(folder / "base.csv", write_series(data()));
  write_file(folder / "model.txt", kModel);
  ScenarioSet made = set();
  made.data_file = refer(folder.path(), "base.csv", FileFormat::csv);
  made.model = model_source(folder.path(), refer(folder.path(), "model.txt", FileFormat::model));
  write_file(folder / "scenarios.json", write_scenarios(made));
  expect_same(read_scenarios_file(folder / "scenarios.json"), made);
  EXPECT_THAT(issues_of(write_scenarios(made)), HasSubstr("a folder to find them in"));

  write_file(folder / "base.csv", write_series(data()) + "2023,1,1,1\n");
  try {
    (void)read_scenarios_file(folder / "scenarios.json");
    FAIL() << "a file that changed was taken";
  } catch (const HashMismatch& e) {
    ASSERT_EQ(e.issues().size(), 1U);
    EXPECT_EQ(e.issues()[0].pointer, "/data/file/sha256");
    EXPECT_GT(e.issues()[0].line, 1U);
    EXPECT_THAT(e.what(), HasSubstr("\"base.csv\" changed after the document was written"));
  }
  std::filesystem::remove(folder / "base.csv");
  EXPECT_THROW((void)read_scenarios_file(folder / "scenarios.json"), ParseError);
  EXPECT_THROW((void)read_scenarios_file(folder / "none.json"), IoError);
  EXPECT_THROW(write_file(folder / "no/folder.json", write_scenarios(set())), IoError);
}

TEST(Scenarios, OfAWorldBankModelStandBesideIt) {
  const std::string folder = FOREPLAN_REFERENCE_DIR;
  const FileReference file = refer(folder, "pak.pcim", FileFormat::pcim);
  const std::string text = R"({"model": {"file": {"path": "pak.pcim", "format": "pcim", "sha256": ")" + file.sha256 +
                           R"("}}, "data": {"file": {"path": "pak.pcim", "format": "pcim", "sha256": ")" + file.sha256 +
                           R"("}}, "scenarios": [{"name": "oil", "changes": [
                             {"kind": "shift", "variable": "WLDFCRUDE_PETRO", "range": "2025-2027", "values": [25]}]}]})";
  const ScenarioSet s = read_scenarios(text, {.folder = folder});
  EXPECT_EQ(s.model->file, file);
  EXPECT_TRUE(scenario::solve(s.model->model, s.registry["oil"], {2020, 2028}).usable());
  EXPECT_EQ(write_scenarios(read_scenarios(write_scenarios(s), {.folder = folder})), write_scenarios(s));
}

TEST(Scenarios, SayEverythingThatIsWrongAtItsPlace) {
  const std::string found = issues_of(R"({
    "titel": "x",
    "model": {"text": ["identity y = x +", "identity z = y"]},
    "data": {"series": [
      {"name": "x", "start": "2020", "values": [1, null, "2"]},
      {"name": "x", "start": "2020", "values": [1]},
      {"name": "q", "start": "2020Q1", "values": []}]},
    "scenarios": [
      {"name": "base"}, {"name": "base"}, {"name": ""},
      {"name": "high", "inherits": "bas"},
      {"name": "a", "inherits": "b"}, {"name": "b", "inherits": "c"}, {"name": "c", "inherits": "b"}]
  })");
  for (const char* expected : {
           "s.json:2:5: /titel: expected a known key, found \"titel\" (did you mean \"title\"?)",
           "s.json:3:44: /model/text/1: expected",
           "in column 1",
           "s.json:5:58: /data/series/0/values/2: expected a number, found a text",
           "s.json:9:34: /scenarios/1/name: expected each name once, found \"base\" again",
           "/scenarios/2/name: expected a name, found \"\"",
           "/scenarios/3/inherits: expected the name of another scenario, found \"bas\" (did you mean \"base\"?)",
           "/scenarios/5/inherits: expected no cycle of inheritance, found \"b\", which comes to inherit from itself",
       })
    EXPECT_THAT(found, HasSubstr(expected));
}

TEST(Scenarios, RefuseDataAndChangesAtTheirPlace) {
  const std::string series = issues_of(R"({"data": {"series": [
      {"name": "x", "start": "2020", "values": [1]}, {"name": "x", "start": "2020", "values": [1]},
      {"name": "q", "start": "2020Q1", "values": []}]}})");
  for (const char* expected : {"/data/series/1/name: expected each name once, found \"x\" again",
                               "/data/series/2/values: expected at least one value, found none",
                               "/data/series/2/start: expected a period that is annual"})
    EXPECT_THAT(series, HasSubstr(expected));
  const std::string changes = issues_of(R"({"model": {"text": ["identity gdp = rate * capital"]}, "data": {"series": [
      {"name": "rate", "start": "2020", "values": [1, 1]}]},
    "scenarios": [{"name": "a", "changes": [
      {"kind": "shift", "variable": "rate", "range": "2020-2021", "values": [1, 2, 3]},
      {"kind": "shift", "variable": "rate", "range": "2020-2021"},
      {"kind": "growth_path", "variable": "rate", "range": "2020", "values": [-1]},
      {"kind": "shift", "variable": "rat", "range": "2020", "values": [1]},
      {"kind": "shift", "variable": "rate", "range": "2020Q1", "values": [1]},
      {"kind": "shfit", "variable": "rate", "range": "2021-2020", "values": [1]},
      {"kind": "endogenise", "variable": "capital", "range": "2020"},
      {"kind": "target", "variable": "gdp", "range": "2020", "values": [1]},
      {"kind": "target", "variable": "gdq", "range": "2020", "values": [1], "instruments": [
        {"variable": "rate", "range": "2020"}, {"variable": "rat", "range": "2020"}]},
      {"kind": "target", "variable": "gdp", "range": "2020", "values": [1], "instruments": [
        {"variable": "rate", "range": "2020", "profile": "freee", "lower": "0"}]},
      {"kind": "target", "variable": "gdp", "range": "2020", "values": [1], "instruments": [
        {"variable": "rate", "range": "2020", "lower": 2, "upper": 1}]},
      {"kind": "shift", "variable": "rate", "range": "2020", "values": [1], "instruments": [
        {"variable": "rate", "range": "2020"}]}]}]})");
  for (const char* expected :
       {"/scenarios/0/changes/0: expected that values must be one, or one for each of the 2 periods, found 3",
        "/scenarios/0/changes/1: expected that values must be one, or one for each of the 2 periods, found 0",
        "/scenarios/0/changes/2: expected that rates must be > -1 and finite",
        "/scenarios/0/changes/3/variable: expected a variable of the model or the data, found \"rat\" (did you mean "
        "\"rate\"?)",
        "/scenarios/0/changes/4: expected that range must have the data's frequency",
        "/scenarios/0/changes/5/kind: expected one of", "did you mean \"shift\"?",
        "/scenarios/0/changes/7: expected that there must be instruments, found 0",
        "/scenarios/0/changes/8/variable: expected a variable of the model, found \"gdq\" (did you mean \"gdp\"?)",
        "/scenarios/0/changes/8/instruments/1/variable: expected a variable of the model, found \"rat\" (did you mean "
        "\"rate\"?)",
        "/scenarios/0/changes/9/instruments/0/profile: expected one of \"shift\", \"proportional\", \"free\"",
        "/scenarios/0/changes/9/instruments/0/lower: expected a number",
        "/scenarios/0/changes/10: expected that bounds must be numbers, lower <= upper, found 2 and 1",
        "/scenarios/0/changes/11: expected that only a target has instruments, found 1"})
    EXPECT_THAT(changes, HasSubstr(expected));
  EXPECT_THAT(changes, ::testing::Not(HasSubstr("/changes/6")));
}

TEST(Scenarios, RefuseReferencesThatLeadAstray) {
  const std::string hash(64, 'a');
  const auto with = [&](const std::string& path, const std::string& format, const std::string& sha) {
    return issues_of(
        R"({"data": {"file": {"path": ")" + path + R"(", "format": ")" + format + R"(", "sha256": ")" + sha + R"("}}})",
        {.folder = "/tmp"});
  };
  EXPECT_THAT(with("/etc/passwd", "csv", hash), HasSubstr("/data/file/path: expected a path below the folder"));
  EXPECT_THAT(with("a/../../b", "csv", hash), HasSubstr("/data/file/path: expected a path below the folder"));
  EXPECT_THAT(with("", "csv", hash), HasSubstr("the path of a file"));
  EXPECT_THAT(with("none", "csv", hash), HasSubstr("expected a file that can be read"));
  EXPECT_THAT(with("none", "csv", "AB"), HasSubstr("64 lower-case hexadecimal digits"));
  EXPECT_THAT(with("none", "model", hash), HasSubstr("expected \"csv\" or \"pcim\""));
  EXPECT_THAT(issues_of(R"({"model": {}})"), HasSubstr("/model: expected a text or a file, found neither"));
}

TEST(Scenarios, RefuseHostileDocuments) {
  EXPECT_THAT(issues_of(std::string(300, '[') + std::string(300, ']')), HasSubstr("nesting"));
  EXPECT_THAT(issues_of(std::string(std::size_t{17} << 20, ' ')), HasSubstr("16777216"));
  EXPECT_THAT(issues_of("{\"scenarios\": [{\"name\": \"a\"}"), HasSubstr("s.json:1"));
  std::string many = "{\"scenarios\": [";
  for (int i = 0; i <= 10'000; ++i)
    many += (i > 0 ? "," : "") + std::string("{\"name\": \"s") + std::to_string(i) + "\"}";
  EXPECT_THAT(issues_of(many + "]}"), HasSubstr("at most 10000 scenarios, found 10001"));
  std::string deep = "{\"scenarios\": [{\"name\": \"s0\"}";
  for (int i = 1; i <= 1'000; ++i)
    deep += ",{\"name\": \"s" + std::to_string(i) + "\", \"inherits\": \"s" + std::to_string(i - 1) + "\"}";
  EXPECT_THAT(issues_of(deep + "]}"), HasSubstr("at most 1000 scenarios may be above each other"));
}

TEST(Scenarios, RefuseDataThatOnlyMissingValuesMakeLarge) {
  std::string text = R"({"data": {"series": [{"name": "far", "start": "9999-12-01", "values": [1]})";
  for (int i = 0; i < 10; ++i)
    text += R"(, {"name": "x)" + std::to_string(i) + R"(", "start": "0001-01-01", "values": [1]})";
  EXPECT_THAT(issues_of(text + "]}}"),
              HasSubstr("at most 20000000 values, missing ones included, found 11 series over"));
  EXPECT_THAT(issues_of(R"({"data": {"series": [{"name": "x", "start": "9999", "values": [1, 2]}]}})"),
              HasSubstr("/data/series"));
  EXPECT_THAT(issues_of(R"({"model": {"text": [""]}})"), HasSubstr("/model: expected a text or a file, found neither"));
}

TEST(Scenarios, AreNotWrittenWhenTheyWouldNotReadBack) {
  const auto with = [](const auto& change) {
    ScenarioSet s = set();
    change(s);
    (void)write_scenarios(s);
  };
  expect_refused({
      {"io::write_scenarios: numbers must be finite; got inf",
       [&] {
         with([](ScenarioSet& s) { s.registry = ScenarioRegistry(Frame({{"x", Period(2020), {}, {INFINITY}}})); });
       }},
      {"UTF-8", [&] { with([](ScenarioSet& s) { s.title = "\xff"; }); }},
      {"a path below the folder",
       [&] {
         with([](ScenarioSet& s) { s.data_file = FileReference{"../x", FileFormat::csv, std::string(64, '0')}; });
       }},
      {"64 lower-case hexadecimal digits; got \"0\"",
       [&] { with([](ScenarioSet& s) {
               s.data_file = FileReference{"x", FileFormat::csv, "0"};
             }); }},
      {"a model must have a text or a file", [&] { with([](ScenarioSet& s) { s.model->text.clear(); }); }},
  });
}

TEST(Scenarios, HaveASchema) {
  const std::string schema = scenarios_schema();
  for (const char* expected : {"draft/2020-12", "\"inherits\"", "\"endogenise\"", "\"instruments\"", "\"proportional\"",
                               "\"sha256\"", "\"number\", \"null\""})
    EXPECT_THAT(schema, HasSubstr(expected));
}

}  // namespace foreplan::io
