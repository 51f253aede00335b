#include <foreplan/core/errors.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "scenario/evaluate_model.hpp"
#include "scenario/parse_model.hpp"

namespace foreplan::scenario {
namespace {

using detail::kNone;
using detail::ModelData;
using detail::parse_model;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

ModelData read(std::string_view text) { return parse_model(text, {}); }

/// A value for each variable in each period that differs from all others, the same to the last bit however a compiler
/// works it out.
double made_up(std::string_view name, int offset) {
  double value = 1.5 + 0.25 * offset;
  for (const char c : name) value += c / 128.0;
  return value;
}
double right(const ModelData& m, std::size_t equation = 0) {
  return testing::value_of(m, m.sides[equation].right, made_up);
}
double left(const ModelData& m, std::size_t equation = 0) {
  return testing::value_of(m, m.sides[equation].left, made_up);
}
/// The value of a text as the right side of an equation.
double worth(const std::string& expression) { return right(read("result = " + expression)); }

const ModelVariable& variable(const ModelData& m, std::string_view name) {
  for (const ModelVariable& v : m.variables)
    if (v.name == name) return v;
  ADD_FAILURE() << "no variable " << name;
  return m.variables.at(0);
}
std::vector<std::string> names(const ModelData& m) {
  std::vector<std::string> all;
  for (const ModelVariable& v : m.variables) all.push_back(v.name);
  return all;
}
std::vector<std::string> texts(const ModelData& m) {
  std::vector<std::string> all;
  for (const ModelEquation& e : m.equations) all.push_back(e.text);
  return all;
}
std::vector<std::string> determined(const ModelData& m) {
  std::vector<std::string> all;
  for (const ModelEquation& e : m.equations) all.push_back(e.variable);
  return all;
}

// ---- Expressions: values follow from the rules of arithmetic -------------------------------------------------------

TEST(ParseModel, OperatorsBindAsInArithmetic) {
  EXPECT_EQ(worth("1 + 2 * 3"), 7);
  EXPECT_EQ(worth("(1 + 2) * 3"), 9);
  EXPECT_EQ(worth("8 - 4 - 2"), 2);
  EXPECT_EQ(worth("8 / 4 / 2"), 1);
  EXPECT_EQ(worth("2 ^ 3 ^ 2"), 512);
  EXPECT_EQ(worth("2 ** 3 ** 2"), 512);
  EXPECT_EQ(worth("-2 ^ 2"), -4);
  EXPECT_EQ(worth("2 ^ -2"), 0.25);
  EXPECT_EQ(worth("2 ^ -1 * 4"), 2);
  EXPECT_EQ(worth("-3 * -2"), 6);
  EXPECT_EQ(worth("2 - -3"), 5);
  EXPECT_EQ(worth("+4 - +1"), 3);
  EXPECT_EQ(worth("6 / 2 * 3"), 9);
}

TEST(ParseModel, ComparisonsAndLogicAreOneOrZero) {
  EXPECT_EQ(worth("3 > 2"), 1);
  EXPECT_EQ(worth("3 >= 4"), 0);
  EXPECT_EQ(worth("2 < 3"), 1);
  EXPECT_EQ(worth("2 <= 1"), 0);
  EXPECT_EQ(worth("2 == 2"), 1);
  EXPECT_EQ(worth("2 != 2"), 0);
  EXPECT_EQ(worth("2 <> 3"), 1);
  EXPECT_EQ(worth("not 2 == 3"), 1);
  EXPECT_EQ(worth("1 or 0 and 0"), 1);
  EXPECT_EQ(worth("(1 or 0) and 0"), 0);
  EXPECT_EQ(worth("1 + 1 > 1"), 1);
  EXPECT_EQ(worth("not 0 and 0"), 0);
  EXPECT_EQ(worth("if(y > 0, 5, 6)"), 5);
}

TEST(ParseModel, FunctionsAreThoseOfTheirNames) {
  const double y = made_up("y", 0);
  EXPECT_DOUBLE_EQ(worth("abs(-y)"), y);
  EXPECT_DOUBLE_EQ(worth("exp(y)"), std::exp(y));
  EXPECT_DOUBLE_EQ(worth("log(y)"), std::log(y));
  EXPECT_DOUBLE_EQ(worth("log10(y)"), std::log10(y));
  EXPECT_DOUBLE_EQ(worth("sqrt(y)"), std::sqrt(y));
  EXPECT_DOUBLE_EQ(worth("pow(y, 1.5)"), std::pow(y, 1.5));
  EXPECT_DOUBLE_EQ(worth("sin(y) + cos(y)"), std::sin(y) + std::cos(y));
  EXPECT_DOUBLE_EQ(worth("min(y, 1, 2)"), 1);
  EXPECT_DOUBLE_EQ(worth("max(y, 1, 2)"), std::max(y, 2.));
  EXPECT_DOUBLE_EQ(worth("logistic(y)"), 1 / (1 + std::exp(-y)));
  EXPECT_DOUBLE_EQ(worth("logit(0.2)"), std::log(0.25));
  EXPECT_DOUBLE_EQ(worth("normal_cdf(0)"), 0.5);
  EXPECT_DOUBLE_EQ(worth("normal_pdf(0)"), 1 / std::sqrt(2 * std::acos(-1)));
  EXPECT_DOUBLE_EQ(worth("sign(-y) + 10 * sign(y) + sign(0)"), 9);
  EXPECT_DOUBLE_EQ(worth("pos(y) + pos(-y)"), y);
  EXPECT_DOUBLE_EQ(worth("LOG(y) + @EXP(y) + @abs(y)"), std::log(y) + std::exp(y) + y);
}

TEST(ParseModel, TimeFunctionsReadOtherPeriods) {
  const auto y = [](int offset) { return made_up("y", offset); };
  EXPECT_EQ(worth("y(-1)"), y(-1));
  EXPECT_EQ(worth("y(+2)"), y(2));
  EXPECT_EQ(worth("y(-0)"), y(0));
  EXPECT_EQ(worth("lag(y, 3)"), y(-3));
  EXPECT_EQ(worth("lead(y, 3)"), y(3));
  EXPECT_EQ(worth("lag(y(-1) + y, 2)"), y(-3) + y(-2));
  EXPECT_EQ(worth("diff(y)"), y(0) - y(-1));
  EXPECT_EQ(worth("diff(y, 4)"), y(0) - y(-4));
  EXPECT_DOUBLE_EQ(worth("dlog(y)"), std::log(y(0)) - std::log(y(-1)));
  EXPECT_DOUBLE_EQ(worth("dlog(2 * y, 2)"), std::log(2 * y(0)) - std::log(2 * y(-2)));
  EXPECT_DOUBLE_EQ(worth("pct(y, 2)"), 100 * (y(0) / y(-2) - 1));
  EXPECT_DOUBLE_EQ(worth("growth(y)"), y(0) / y(-1) - 1);
  EXPECT_DOUBLE_EQ(worth("mavg(y, 3)"), (y(0) + y(-1) + y(-2)) / 3);
  EXPECT_DOUBLE_EQ(worth("msum(y, 3)"), y(0) + y(-1) + y(-2));
  EXPECT_DOUBLE_EQ(worth("msum(y, 1)"), y(0));
  EXPECT_NEAR(worth("diff(diff(y * y))"), y(0) * y(0) - 2 * y(-1) * y(-1) + y(-2) * y(-2), 1e-14);
  EXPECT_NEAR(worth("mavg(diff(y, 2), 2)"), (y(0) - y(-2) + y(-1) - y(-3)) / 2, 1e-14);
}

TEST(ParseModel, AggregatesRunOverLists) {
  const std::string lists = "list s3 = a b c\nlist s2 = x y\n";
  const auto of = [&](const std::string& expression) { return right(read(lists + "result = " + expression)); };
  const auto v = [](const char* name, int offset = 0) { return made_up(name, offset); };
  EXPECT_DOUBLE_EQ(of("sum(s in s3: v_{s})"), v("v_a") + v("v_b") + v("v_c"));
  EXPECT_DOUBLE_EQ(of("product(s in s3: v_{s})"), v("v_a") * v("v_b") * v("v_c"));
  EXPECT_DOUBLE_EQ(of("mean(s in s3: v_{s})"), (v("v_a") + v("v_b") + v("v_c")) / 3);
  EXPECT_DOUBLE_EQ(of("min(s in s3: v_{s})"), v("v_a"));
  EXPECT_DOUBLE_EQ(of("max(s in s3: v_{s})"), v("v_c"));
  EXPECT_DOUBLE_EQ(of("sum(s in s2, t in s2: v_{s}{t})"), v("v_xx") + v("v_xy") + v("v_yx") + v("v_yy"));
  EXPECT_DOUBLE_EQ(of("sum((s, t) in (s2, (p q)): v_{s} * v_{t})"), v("v_x") * v("v_p") + v("v_y") * v("v_q"));
  EXPECT_DOUBLE_EQ(of("sum(i in 0..2: {i} * v(-{i}))"), v("v", -1) + 2 * v("v", -2));
  EXPECT_DOUBLE_EQ(of("sum(s in s2: product(t in s2: v_{s}{t}))"), v("v_xx") * v("v_xy") + v("v_yx") * v("v_yy"));
  EXPECT_DOUBLE_EQ(of("diff(sum(s in s2: v_{s}))"), v("v_x") + v("v_y") - (v("v_x", -1) + v("v_y", -1)));
  EXPECT_DOUBLE_EQ(of("sum(k in 1..2: diff(v, {k}))"), 2 * v("v") - v("v", -1) - v("v", -2));
}

TEST(ParseModel, ValueReadsAFixedPeriod) {
  const ModelData m = read("r = value(cpi, 2015Q1) / at(cpi, 2016Q3) + value(gdp, 2015Q1)");
  ASSERT_EQ(m.periods.size(), 2u);
  const double got = testing::value_of(m, m.sides[0].right, made_up, [](std::string_view name, Period p) {
    return (name == "cpi" ? 100. : 7.) + static_cast<double>(p.ordinal());
  });
  const double a = 4 * 2015, b = 4 * 2016 + 2;
  EXPECT_DOUBLE_EQ(got, (100 + a) / (100 + b) + 7 + a);
  EXPECT_EQ(read("r = value(x, 2015-07)").periods.at(0), Period::month(2015, 7));
}

// ---- Statements ----------------------------------------------------------------------------------------------------

TEST(ParseModel, ALineGoesOnInParenthesesAndAfterOperators) {
  const ModelData m = read("a = (1 +\n 2  # two\n )\nb =\n a +   // more\n\n 3\nc = max(a,\n b)");
  EXPECT_THAT(texts(m), ElementsAre("a = (1 + 2 )", "b = a + 3", "c = max(a, b)"));
  EXPECT_EQ(m.equations[2].line, 8u);
}

TEST(ParseModel, LoopsReplaceNamesLabelsLagsAndDescriptions) {
  const ModelData m = read(R"(
list sector = agr ind
for s in sector, k in 1..2
  eq_{s}{k}: y_{s}_{k} = x_{s}(-{k}) * {k}   "{s} after {k}, {{s}"
end)");
  EXPECT_THAT(texts(m), ElementsAre("y_agr_1 = x_agr(-1) * 1", "y_agr_2 = x_agr(-2) * 2", "y_ind_1 = x_ind(-1) * 1",
                                    "y_ind_2 = x_ind(-2) * 2"));
  EXPECT_EQ(m.equations[3].name, "eq_ind2");
  EXPECT_EQ(m.equations[3].description, "ind after 2, {s}");
  EXPECT_EQ(m.equations[3].line, 4u);
  EXPECT_EQ(m.equations[3].column, 3u);
  EXPECT_EQ(right(m, 3), 2 * made_up("x_ind", -2));
  EXPECT_EQ(variable(m, "y_agr_1").description, "agr after 1, {s}");
}

TEST(ParseModel, LoopsNestAndRunSideBySide) {
  EXPECT_THAT(texts(read("for a in (p q)\nfor b in (x y)\nz_{a}{b} = 1\nend\nw_{a} = 2\nend")),
              ElementsAre("z_px = 1", "z_py = 1", "w_p = 2", "z_qx = 1", "z_qy = 1", "w_q = 2"));
  EXPECT_THAT(texts(read("list a = p q\nfor (s, k) in (a, 3..4)\nz_{s} = {k}\nend")),
              ElementsAre("z_p = 3", "z_q = 4"));
  EXPECT_THAT(texts(read("for a in 1..3\nn{a} = n{a-1}(-1) + m{a+1}\nend")),
              ElementsAre("n1 = n0(-1) + m2", "n2 = n1(-1) + m3", "n3 = n2(-1) + m4"));
}

TEST(ParseModel, TextsAreWrittenWithAggregatesInFull) {
  EXPECT_THAT(texts(read("list s = a b\n"
                         "t = sum(k in s: v_{k})\n"
                         "u = 2 * sum(k in s: v_{k} - w_{k})\n"
                         "v = product(k in s: v_{k}(-1)) ^ 2\n"
                         "w = mean(k in s: v_{k}) + min(k in s: v_{k} + 1)\n"
                         "x = sum(k in s: sum(l in s: v_{k}{l}))\n"
                         "y = 2 * min(k in (a): v_{k} + 1) - sum(k in (a): v_{k})")),
              ElementsAre("t = v_a + v_b", "u = 2 * ((v_a - w_a) + (v_b - w_b))", "v = (v_a(-1) * v_b(-1)) ^ 2",
                          "w = ((v_a + v_b) / 2) + min(v_a + 1, v_b + 1)", "x = ((v_aa + v_ab)) + ((v_ba + v_bb))",
                          "y = 2 * (v_a + 1) - v_a"));
}

TEST(ParseModel, DeclarationsGiveKindsValuesDescriptionsAndUnits) {
  const ModelData m = read(R"(
y = alpha * pi2 * k + e
parameter alpha = 1 / 4 "share" [%]
constant pi = 3
constant pi2 = 2 * pi
variable y "output" [bn VND, 2010 prices]
exogenous e "shock"
endogenous p "price" [USD]
0 = p - e
)");
  EXPECT_THAT(names(m), ElementsAre("alpha", "y", "e", "p", "k"));
  EXPECT_EQ(variable(m, "alpha").kind, VariableKind::parameter);
  EXPECT_EQ(variable(m, "alpha").value, 0.25);
  EXPECT_EQ(variable(m, "alpha").unit, Unit::percent());
  EXPECT_EQ(variable(m, "y").kind, VariableKind::endogenous);
  EXPECT_EQ(variable(m, "y").description, "output");
  EXPECT_EQ(variable(m, "y").unit, Unit::money("VND", 9, PriceBasis::constant(2010)));
  EXPECT_EQ(variable(m, "e").kind, VariableKind::exogenous);
  EXPECT_EQ(variable(m, "p").kind, VariableKind::endogenous);
  EXPECT_EQ(variable(m, "k").kind, VariableKind::exogenous);
  EXPECT_FALSE(variable(m, "k").value);
  EXPECT_DOUBLE_EQ(right(m), made_up("alpha", 0) * 6 * made_up("k", 0) + made_up("e", 0));
  EXPECT_EQ(m.equations[1].variable, "");
  EXPECT_EQ(m.equations[1].name, "equation_2");
}

TEST(ParseModel, DeclarationsStandInLoopsToo) {
  const ModelData m = read("for s in (a b)\nparameter k_{s} = 2 \"of {s}\"\nend\ny = k_a + k_b");
  EXPECT_EQ(variable(m, "k_b").value, 2);
  EXPECT_EQ(variable(m, "k_b").description, "of b");
}

TEST(ParseModel, BehaviouralEquationsGetThreeVariables) {
  const ModelData m = read("behavioural cons: c = 2 * y \"consumption\"\ny = c + 1");
  EXPECT_THAT(names(m), ElementsAre("c", "y", "c_A", "c_D", "c_X"));
  EXPECT_EQ(variable(m, "c_A").kind, VariableKind::add_factor);
  EXPECT_EQ(variable(m, "c_D").kind, VariableKind::exclusion);
  EXPECT_EQ(variable(m, "c_X").kind, VariableKind::exclusion_value);
  EXPECT_EQ(variable(m, "c_X").value, 0);
  EXPECT_EQ(m.equations[0].name, "cons");
  EXPECT_EQ(m.equations[0].variable, "c");
  EXPECT_EQ(m.equations[0].kind, EquationKind::behavioural);
  EXPECT_EQ(m.equations[1].kind, EquationKind::identity);
  EXPECT_EQ(m.variables[m.sides[0].exclusion].name, "c_D");
  EXPECT_EQ(m.variables[m.sides[0].exclusion_value].name, "c_X");
  EXPECT_EQ(m.sides[1].exclusion, kNone);
  EXPECT_DOUBLE_EQ(right(m), 2 * made_up("y", 0) + made_up("c_A", 0));
}

TEST(ParseModel, AddFactorsAreAddedToTheRightSideAsWritten) {
  const ModelData m = read("behavioral dlog(c) = 0.02");
  EXPECT_DOUBLE_EQ(left(m), std::log(made_up("c", 0)) - std::log(made_up("c", -1)));
  EXPECT_DOUBLE_EQ(right(m), 0.02 + made_up("c_A", 0));
}

TEST(ParseModel, LeftSidesDetermineTheirVariable) {
  EXPECT_THAT(determined(read("log(a) = 1\ndlog(b) = 1\ndiff(c) = 1\npct(d) = 1\nexp(e) = 1\nf / f(-1) = 1\n"
                              "g - g(-1) = 1\n-h = 1\nlogistic(k) = 1")),
              ElementsAre("a", "b", "c", "d", "e", "f", "g", "h", "k"));
}

TEST(ParseModel, OfSeveralVariablesTheFirstThatIsFreeIsDetermined) {
  // x is determined plainly, so that the sum determines y; supply and demand are, so that p is left to matching.
  EXPECT_THAT(determined(read("x + y = 10\nx = 3")), ElementsAre("y", "x"));
  EXPECT_THAT(determined(read("x + y = 10\nlog(x) = 3")), ElementsAre("y", "x"));
  EXPECT_THAT(determined(read("a * x = 5\nendogenous x")), ElementsAre("x"));
  EXPECT_THAT(determined(read("a * x = 5\nparameter a = 2")), ElementsAre("x"));
  EXPECT_THAT(determined(read("s = p\nd = 1 - p\ns - d = 0\nendogenous p")), ElementsAre("s", "d", ""));
  EXPECT_THAT(determined(read("0 = s - p\nendogenous p")), ElementsAre(""));
}

TEST(ParseModel, LagsOfTheVariableStandOnTheLeftSide) {
  const ModelData m = read("x / x(-1) = 1.02");
  EXPECT_DOUBLE_EQ(left(m), made_up("x", 0) / made_up("x", -1));
}

TEST(ParseModel, AnEmptyTextIsAModelWithoutEquations) {
  EXPECT_TRUE(read("").equations.empty());
  EXPECT_TRUE(read("\n\n # nothing\n").variables.empty());
}

TEST(ParseModel, WindowsLinesAreLines) {
  EXPECT_THAT(texts(read("a = 1\r\nb = a\r\n")), ElementsAre("a = 1", "b = a"));
}

TEST(ParseModel, ALoopOfAHundredThousandEquationsIsParsedOnce) {
  const ModelData m = read(
      "for i in 1..100000\n  behavioural x_{i} = 0.9 * x_{i}(-1) + 0.1 * y_{i+1} * alpha / (1 + r(-1))"
      " \"variable {i}\" [bn VND, 2010 prices]\nend");
  ASSERT_EQ(m.equations.size(), 100'000u);
  EXPECT_EQ(m.variables.size(), 500'002u);
  EXPECT_EQ(m.equations[99'999].text, "x_100000 = 0.9 * x_100000(-1) + 0.1 * y_100001 * alpha / (1 + r(-1))");
  EXPECT_EQ(variable(m, "x_5").unit, Unit::money("VND", 9, PriceBasis::constant(2010)));
}

TEST(ParseModel, TheTextOfEachEquationCompilesToTheSame) {
  const ModelData m = read(R"(
list s = agr ind srv
for i in s
  behavioural dlog(va_{i}) = b0 + b1 * dlog(mean(j in s: inv_{j}), 2) - if(u_{i} > 1 and not v == 2, 3, -2 ^ 2)
end
t = msum(sum(i in s: va_{i} * w_{i}), 3) / product(i in 1..3: 1 + r(-{i})))");
  for (std::size_t i = 0; i < m.equations.size(); ++i) {
    const bool behavioural = m.equations[i].kind == EquationKind::behavioural;
    const ModelData again = read((behavioural ? "behavioural " : "identity ") + m.equations[i].text);
    EXPECT_EQ(left(again), left(m, i)) << m.equations[i].text;
    EXPECT_EQ(right(again), right(m, i)) << m.equations[i].text;
  }
}

}  // namespace
}  // namespace foreplan::scenario
