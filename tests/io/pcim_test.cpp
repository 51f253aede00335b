#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/io.hpp>
#include <foreplan/scenario.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <string>

#include "refusals.hpp"

namespace foreplan::io {
namespace {

using scenario::Scenario;
using scenario::solve;
using scenario::SolveMethod;
using scenario::VariableKind;

const std::string kPath = FOREPLAN_REFERENCE_DIR "/pak.pcim";
constexpr int kFirst = 2020, kLast = 2040;
const PeriodRange kRange{kFirst, kLast};

const PcimModel& pakistan() {
  static const PcimModel model = read_pcim_file(kPath);
  return model;
}
Scenario baseline() { return {"baseline", pakistan().data}; }
Scenario oil_shock() { return baseline().layer("oil").shift("WLDFCRUDE_PETRO", 25, {2025, 2027}); }

double deviation(double x, double base) { return std::abs(x - base) / (std::abs(base) + 1); }

}  // namespace

TEST(ReadPcim, ReadsThePakistanModel) {
  const PcimModel& p = pakistan();
  EXPECT_EQ(p.name, "PAK");
  EXPECT_EQ(p.current, (PeriodRange{2016, 2035}));
  // 453 formulas, of which 75 only report what equations fit and 75 compute add-factors.
  EXPECT_EQ(p.model.equations().size(), 453U - 150U);
  EXPECT_EQ(p.model["PAKNECONPRVTXN"].kind, VariableKind::endogenous);
  EXPECT_EQ(p.model["PAKNECONPRVTKN_A"].kind, VariableKind::add_factor);
  EXPECT_EQ(p.model["WLDFCRUDE_PETRO"].kind, VariableKind::exogenous);
  EXPECT_EQ(p.model["PAKBMFSTREMTCD"].description, "Imp., Remittances (BOP), US$ mn");
  EXPECT_EQ(p.data.range(), (PeriodRange{1980, 2100}));
}

TEST(Pakistan, HasAMainBlockOf104EquationsThatTearsTo6) {
  const scenario::ModelStructure s = scenario::describe(pakistan().model);
  const scenario::ModelBlock& main = s.blocks[s.largest];
  EXPECT_EQ(main.kind, scenario::BlockKind::simultaneous);
  EXPECT_EQ(main.size(), 104U);
  EXPECT_EQ(main.torn.size(), 6U);
  EXPECT_EQ(s.solved, 104U);
  EXPECT_EQ(s.prologue + s.core + s.epilogue, pakistan().model.equations().size());
  for (std::size_t b = 0; b < s.blocks.size(); ++b)
    for (const std::size_t i : s.blocks[b].inputs) EXPECT_LT(i, b);
}

TEST(Pakistan, ReproducesItsBaselineAsAnotherSolverDoes) {
  // pak.txt: Gauss-Seidel in Python to 1e-13 deviates from the file's baseline by 1.10063e-6 at most, in a tax that
  // passes through zero; 9e-7, the figure in circulation, is that of a looser iteration.
  const auto run = solve(pakistan().model, baseline(), kRange);
  ASSERT_TRUE(run.usable()) << run.failure()->sentence;
  EXPECT_LT(largest_residual(run), 1e-9);
  double worst = 0, worst_of_the_rest = 0;
  for (const auto& v : pakistan().model.variables()) {
    if (v.kind != VariableKind::endogenous) continue;
    for (int y = kFirst; y <= kLast; ++y) {
      const double d = deviation(run.at(v.name, y), pakistan().data.at(v.name, y));
      worst = std::max(worst, d);
      if (v.name != "PAKNYTAXNINDCN") worst_of_the_rest = std::max(worst_of_the_rest, d);
    }
  }
  EXPECT_NEAR(worst, 1.10063e-6, 1e-9);
  EXPECT_LT(worst_of_the_rest, 1e-6);
}

TEST(Pakistan, AgreesWithGaussSeidelBeforeAndAfterTheShock) {
  const auto base = solve(pakistan().model, baseline(), kRange);
  const auto shocked = solve(pakistan().model, oil_shock(), kRange);
  std::ifstream file(FOREPLAN_REFERENCE_DIR "/pak.txt");
  std::string name;
  std::getline(file, name);
  int year = 0, compared = 0;
  for (double b = 0, s = 0; file >> name >> year >> b >> s; ++compared) {
    EXPECT_LT(deviation(base.at(name, year), b), 1e-9) << name << ' ' << year;
    EXPECT_LT(deviation(shocked.at(name, year), s), 1e-9) << name << ' ' << year;
  }
  EXPECT_EQ(compared, 105);
}

TEST(Pakistan, OilShockMovesGdpAsPublished) {
  const auto change = compare(solve(pakistan().model, oil_shock(), kRange), solve(pakistan().model, baseline(), kRange),
                              {"PAKNYGDPMKTPKN"});
  const double published[] = {-0.89, -0.85, -0.64, 0.34, 0.50, 0.45};
  for (int i = 0; i < 6; ++i)
    EXPECT_NEAR(change["PAKNYGDPMKTPKN"].per_cent[static_cast<std::size_t>(2025 - kFirst + i)], published[i], 0.005);
}

TEST(Pakistan, EveryMethodEndsAtTheSamePoint) {
  const auto reference = solve(pakistan().model, oil_shock(), kRange);
  for (const SolveMethod method : {SolveMethod::full_block, SolveMethod::trust_region, SolveMethod::homotopy}) {
    const auto run = solve(pakistan().model, oil_shock(), kRange, {.method = method});
    ASSERT_TRUE(run.usable()) << run.failure()->sentence;
    double worst = 0;
    for (const auto& v : pakistan().model.variables())
      if (v.kind == VariableKind::endogenous)
        for (int y = kFirst; y <= kLast; ++y)
          worst = std::max(worst, deviation(run.at(v.name, y), reference.at(v.name, y)));
    EXPECT_LT(worst, 1e-9) << to_string(method);
  }
}

TEST(Pakistan, ASwapFindsTheOilPriceThatTheShockHad) {
  const auto shocked = solve(pakistan().model, oil_shock(), kRange);
  std::vector<double> gdp;
  for (int y = 2025; y <= 2027; ++y) gdp.push_back(shocked.at("PAKNYGDPMKTPKN", y));
  const auto found = solve(pakistan().model,
                           baseline().swap("PAKNYGDPMKTPKN", gdp, "WLDFCRUDE_PETRO", {2025, 2027}), kRange);
  ASSERT_TRUE(found.usable()) << found.failure()->sentence;
  for (int y = 2025; y <= 2027; ++y)
    EXPECT_NEAR(found.at("WLDFCRUDE_PETRO", y) - pakistan().data.at("WLDFCRUDE_PETRO", y), 25, 1e-6);
}

TEST(Pakistan, SideBySideGivesTheSameBits) {
  std::vector<Scenario> scenarios;
  for (int k = 0; k < 10; ++k)
    scenarios.push_back(baseline().layer(std::to_string(k)).shift("WLDFCRUDE_PETRO", 3 * k, {2025, 2027}));
  const auto runs = solve_all(pakistan().model, scenarios, kRange);
  for (std::size_t k = 0; k < runs.size(); k += 3)
    EXPECT_EQ(runs[k].frame(), solve(pakistan().model, scenarios[k], kRange).frame());
}

TEST(Pakistan, ResidualsAreTheAddFactorsOfItsBaseline) {
  // The file holds the add-factors with which its baseline was made; growth is exact to what the baseline is, 1e-6.
  const auto found = residuals(pakistan().model, pakistan().data, kRange);
  EXPECT_EQ(found.size(), 75U);
  int growth = 0;
  for (const auto& equation : pakistan().model.equations()) {
    const std::string& x = equation.variable;
    if (equation.text.find("EXP(" + x + "_A") == std::string::npos) continue;
    ++growth;
    for (int y = kFirst; y <= kLast; ++y)
      EXPECT_NEAR(found.at(x, y), pakistan().data.at(x + "_A", y), 1e-6) << x << ' ' << y;
  }
  EXPECT_EQ(growth, 49);
}

TEST(Pakistan, DrawsAreSolvedAsSolveWould) {
  const std::vector<std::string> shocked{"PAKNECONPRVTKN", "PAKNEIMPGNFSKN"};
  std::vector<double> shocks;
  for (int k = 0; k < 10 * 21 * 2; ++k) shocks.push_back(0.001 * ((k * 31) % 21 - 10));
  const auto fan = simulate(pakistan().model, oil_shock(), kRange,
                            {.draws = 10,
                             .track = {"PAKNYGDPMKTPKN", "PAKNVINDTOTLKN"},
                             .shocks = scenario::GivenShocks{shocked, shocks}});
  ASSERT_EQ(fan.failed, 0U) << fan.first_failure;
  for (std::size_t d = 0; d < 10; d += 3) {
    Scenario one = oil_shock().layer("one");
    for (std::size_t i = 0; i < 2; ++i) {
      std::vector<double> own;
      for (std::size_t p = 0; p < 21; ++p) own.push_back(shocks[(d * 21 + p) * 2 + i]);
      one = one.add_factor(shocked[i], own, kRange);
    }
    const auto run = solve(pakistan().model, one, kRange);
    for (int y = kFirst; y <= kLast; y += 5)
      for (const char* x : {"PAKNYGDPMKTPKN", "PAKNVINDTOTLKN"}) EXPECT_EQ(fan.values(x, y)[d], run.at(x, y)) << x << y;
  }
}

TEST(ReadPcim, RefusesWhatIsNotOne) {
  const auto read = [](std::string text) { return [text] { (void)read_pcim(text, {}, "m.pcim"); }; };
  foreplan::testing::expect_refused<ParseError>({
      {"a member \"frml\", found none", read("{}")},
      {"expected an object, found", read("[1]")},
      {"a text of formulas, found", read(R"({"frml": 1})")},
      {"a member \"lastdf\", found none", read(R"({"frml": "FRML <IDENT> A = B $"})")},
      {"/lastdf/B: expected a period such as 2015 or 2015Q3, found \"x\"",
       read(R"({"frml": "FRML <IDENT> A = B $", "lastdf": {"B": {"x": 1}}})")},
      {"/lastdf/B/2015: expected a number or null",
       read(R"({"frml": "FRML <IDENT> A = B $", "lastdf": {"B": {"2015": "1"}}})")},
      {"gzip data to their end, found data cut short", read(std::string("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10))},
  });
  const std::string file = read_file(kPath);
  for (std::size_t cut = 2; cut < file.size(); cut += file.size() / 7)
    EXPECT_THROW((void)read_pcim(std::string_view(file).substr(0, cut)), ParseError);
  EXPECT_THROW((void)read_pcim(file, {.max_bytes = 1'000'000}), ParseError);
  EXPECT_THROW((void)read_pcim(file, {.max_ratio = 2}), ParseError);
}

}  // namespace foreplan::io
