#include "scenario/frml.hpp"

#include <foreplan/core/errors.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "scenario/evaluate_model.hpp"

namespace foreplan::scenario::detail {
namespace {

using ::testing::HasSubstr;

double made_up(std::string_view name, int offset) {
  double value = 1.5 + 0.25 * offset;
  for (const char c : name) value += c / 128.0;
  return value;
}

// Formulas of the World Bank's model of Pakistan, as its .pcim file has them.
constexpr std::string_view kPakistan = R"(FRML <IDENT> PAKNVINDMNFSXN = PAKNVINDMNFSCN/PAKNVINDMNFSKN $
FRML <IDENT> PAKNEHURPTVTKN = RECODE(1.0*(PAKNEADPKSTGKN/PAKNEADPKMAXKN)**0.3<0,0.001,1.0*(PAKNEADPKSTGKN/PAKNEADPKMAXKN)**0.3) $
FRML <DAMP,STOC> PAKBMFSTREMTCD = (PAKBMFSTREMTCD_A*PAKNYGDPMKTPCD+PAKNYGDPMKTPCD* (5.83179728399106E-05) ) * (1-PAKBMFSTREMTCD_D)+ PAKBMFSTREMTCD_X*PAKBMFSTREMTCD_D  $
FRML <FIT> PAKBMFSTREMTCD_FITTED = PAKNYGDPMKTPCD* (5.83179728399106E-05)  $
FRML <CALC_ADD_FACTOR> PAKBMFSTREMTCD_A = PAKBMFSTREMTCD/PAKNYGDPMKTPCD- ((5.83179728399106E-05)) $
)";

const ModelVariable& variable(const ModelData& m, std::string_view name) {
  for (const ModelVariable& v : m.variables)
    if (v.name == name) return v;
  ADD_FAILURE() << "no variable " << name;
  return m.variables.at(0);
}
double right(const FrmlModel& m, std::size_t i = 0) {
  return testing::value_of(m.data, m.data.sides[i].right, made_up,
                           [](std::string_view, Period p) { return static_cast<double>(p.year()); });
}
double worth(const std::string& expression) { return right(parse_frml("FRML <> RESULT = " + expression + " $")); }

TEST(Frml, ReadsFormulasByTheirFlags) {
  const FrmlModel m = parse_frml(kPakistan);
  ASSERT_EQ(m.data.equations.size(), 3u);
  EXPECT_EQ(m.data.equations[2].variable, "PAKBMFSTREMTCD");
  EXPECT_EQ(m.data.equations[2].kind, EquationKind::behavioural);
  EXPECT_EQ(m.data.equations[1].kind, EquationKind::identity);
  EXPECT_EQ(m.data.equations[2].line, 3u);
  EXPECT_EQ(m.data.equations[0].text, "PAKNVINDMNFSXN = PAKNVINDMNFSCN/PAKNVINDMNFSKN");
  ASSERT_EQ(m.fitted.size(), 1u);
  EXPECT_EQ(m.fitted[0].variable, "PAKBMFSTREMTCD_FITTED");
  ASSERT_EQ(m.add_factors.size(), 1u);
  EXPECT_EQ(m.add_factors[0].variable, "PAKBMFSTREMTCD_A");
  EXPECT_EQ(parse_frml(kPakistan, {.include_fitted = true}).data.equations.size(), 4u);
}

TEST(Frml, ItsOwnAddFactorsGetTheirKinds) {
  const FrmlModel m = parse_frml(kPakistan);
  EXPECT_EQ(variable(m.data, "PAKBMFSTREMTCD").kind, VariableKind::endogenous);
  EXPECT_EQ(variable(m.data, "PAKBMFSTREMTCD_A").kind, VariableKind::add_factor);
  EXPECT_EQ(variable(m.data, "PAKBMFSTREMTCD_D").kind, VariableKind::exclusion);
  EXPECT_EQ(variable(m.data, "PAKBMFSTREMTCD_X").kind, VariableKind::exclusion_value);
  EXPECT_EQ(variable(m.data, "PAKBMFSTREMTCD_X").value, 0);
  EXPECT_EQ(variable(m.data, "PAKNYGDPMKTPCD").kind, VariableKind::exogenous);
  EXPECT_EQ(m.data.sides[2].exclusion, kNone);
  // A name that only ends so belongs to nobody.
  EXPECT_EQ(variable(parse_frml("FRML <> X = Y_A $").data, "Y_A").kind, VariableKind::exogenous);
}

TEST(Frml, ExpressionsAreThoseOfTheFormula) {
  const FrmlModel m = parse_frml(kPakistan);
  const auto v = [](const char* name) { return made_up(name, 0); };
  EXPECT_DOUBLE_EQ(right(m, 0), v("PAKNVINDMNFSCN") / v("PAKNVINDMNFSKN"));
  EXPECT_DOUBLE_EQ(right(m, 1), std::pow(v("PAKNEADPKSTGKN") / v("PAKNEADPKMAXKN"), 0.3));
  const double d = v("PAKBMFSTREMTCD_D"), gdp = v("PAKNYGDPMKTPCD");
  EXPECT_DOUBLE_EQ(right(m, 2),
                   (v("PAKBMFSTREMTCD_A") * gdp + gdp * 5.83179728399106E-05) * (1 - d) + v("PAKBMFSTREMTCD_X") * d);
}

TEST(Frml, FunctionsLagsAndCase) {
  const auto x = [](int offset) { return made_up("X", offset); };
  EXPECT_DOUBLE_EQ(worth("log(x)+EXP(X)+@ABS(-X)"), std::log(x(0)) + std::exp(x(0)) + x(0));
  EXPECT_DOUBLE_EQ(worth("X(-1)+X(-0)+x(+1)"), x(-1) + x(0) + x(1));
  EXPECT_DOUBLE_EQ(worth("LOGIT_INVERSE(0.5)"), 1 / (1 + std::exp(-0.5)));
  EXPECT_DOUBLE_EQ(worth("RECODE(X>1,2,3)+MIN(X,1)+MAX(1,2)"), 5);
  EXPECT_DOUBLE_EQ(worth("2**3**2-2**2"), 508);
  EXPECT_DOUBLE_EQ(worth("-2**2"), -4);
  EXPECT_DOUBLE_EQ(worth("X/@ELEM(X,\"2011\")"), x(0) / 2011);
  EXPECT_DOUBLE_EQ(worth("SQRT(4)\n +\n DLOG(X)"), 2 + std::log(x(0)) - std::log(x(-1)));
  EXPECT_DOUBLE_EQ(worth("NORM_CDF(0)"), 0.5);
  // Names of functions are names where no parenthesis follows.
  EXPECT_DOUBLE_EQ(worth("MIN+END"), made_up("MIN", 0) + made_up("END", 0));
}

TEST(Frml, EveryIssueIsReportedWithItsPlace) {
  try {
    (void)parse_frml(
        "FRML <IDENT> A = B + $\nFRML <IDENT> C = LGO(B) $\nA = 2 $\nFRML <> D = 1 $\nFRML <> D = 2 $\nFRML <> E = 1");
    FAIL();
  } catch (const ParseError& e) {
    ASSERT_EQ(e.issues().size(), 5u) << e.what();
    EXPECT_EQ(e.issues()[0].column, 22u);
    EXPECT_THAT(to_string(e.issues()[1]),
                HasSubstr("2:18: expected a function before (, found \"LGO\" (did you mean log?)"));
    EXPECT_THAT(to_string(e.issues()[2]), HasSubstr("3:1: expected FRML, found \"A\""));
    EXPECT_THAT(to_string(e.issues()[3]), HasSubstr("5:9: expected one equation for each variable"));
    EXPECT_THAT(to_string(e.issues()[4]), HasSubstr("6:14: expected an operator or $, found the end of the text"));
  }
}

}  // namespace
}  // namespace foreplan::scenario::detail
