#include <foreplan/stats/distributions.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "refusals.hpp"

namespace foreplan::stats {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN(), kInf = std::numeric_limits<double>::infinity();

using Function = std::function<double(double, double, double)>;

const std::map<std::string, Function>& functions() {
  static const std::map<std::string, Function> all{
      {"normal_cdf", [](double x, double, double) { return normal_cdf(x); }},
      {"normal_upper", [](double x, double, double) { return normal_upper(x); }},
      {"normal_quantile", [](double p, double, double) { return normal_quantile(p); }},
      {"student_t_cdf", [](double x, double d, double) { return student_t_cdf(x, d); }},
      {"student_t_upper", [](double x, double d, double) { return student_t_upper(x, d); }},
      {"student_t_quantile", [](double p, double d, double) { return student_t_quantile(p, d); }},
      {"gamma_cdf", gamma_cdf},
      {"gamma_quantile", gamma_quantile},
      {"beta_cdf", beta_cdf},
      {"beta_quantile", beta_quantile},
      {"chi_squared_upper", [](double x, double d, double) { return chi_squared_upper(x, d); }},
      {"f_upper", f_upper},
      {"binomial_cdf", binomial_cdf}};
  return all;
}

struct Row {
  std::string line, name;
  std::array<double, 4> field{};  ///< Three arguments and the value; those not used are 0.
};

std::vector<Row> recorded() {
  std::ifstream in(std::string(FOREPLAN_REFERENCE_DIR) + "/distributions.csv");
  std::vector<Row> rows;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    Row row{line, line.substr(0, line.find(','))};
    std::size_t at = row.name.size();
    for (double& x : row.field) {
      const std::size_t end = line.find(',', at + 1);
      const std::string text = line.substr(at + 1, end == std::string::npos ? end : end - at - 1);
      if (!text.empty()) x = std::strtod(text.c_str(), nullptr);
      at = end;
    }
    rows.push_back(row);
  }
  return rows;
}

TEST(Distributions, AgreeWithR) {
  std::map<std::string, int> seen;
  for (const Row& row : recorded()) {
    const auto& [a, b, c, value] = row.field;
    const double ours = functions().at(row.name)(a, b, c);
    ++seen[row.name];
    EXPECT_LE(std::abs(ours - value), 2e-13 * std::abs(value)) << row.line << "\nours " << ours;
  }
  EXPECT_EQ(seen.size(), functions().size());
}

TEST(Distributions, HaveTheFoundingCaseOdds) {
  // P(level of 2020 >= 17,600) from 17,600 / 1.114^5 when log growth is N(ln 1.13, 0.05^2) a year: 73.82 %, worked by
  // hand.
  EXPECT_NEAR(normal_upper(5 * (std::log(1.114) - std::log(1.13)) / (0.05 * std::sqrt(5.0))), 0.7382, 5e-5);
}

TEST(Distributions, EndAtInfinity) {
  EXPECT_EQ(normal_cdf(kInf), 1);
  EXPECT_EQ(normal_cdf(-kInf), 0);
  EXPECT_EQ(normal_upper(kInf), 0);
  EXPECT_EQ(student_t_cdf(-kInf, 3), 0);
  EXPECT_EQ(student_t_upper(-kInf, 3), 1);
  EXPECT_EQ(gamma_cdf(kInf, 2, 3), 1);
  EXPECT_EQ(gamma_cdf(-1, 2, 3), 0);
  EXPECT_EQ(chi_squared_upper(kInf, 2), 0);
  EXPECT_EQ(chi_squared_upper(-1, 2), 1);
  EXPECT_EQ(f_upper(kInf, 2, 3), 0);
  EXPECT_EQ(beta_cdf(-kInf, 2, 3), 0);
  EXPECT_EQ(beta_cdf(2, 2, 3), 1);
  EXPECT_EQ(binomial_cdf(-1, 5, 0.5), 0);
  EXPECT_EQ(binomial_cdf(kInf, 5, 0.5), 1);
  EXPECT_EQ(binomial_cdf(2.9, 5, 0.5), binomial_cdf(2, 5, 0.5));
  EXPECT_EQ(binomial_cdf(0, 0, 0.5), 1);
  EXPECT_EQ(student_t_quantile(1e-6, 1e-6), -kInf);
}

TEST(DistributionProperties, TailsQuantilesAndSpecialCases) {
  EXPECT_TRUE(rc::check("complements, symmetry, inverses, families that hold each other", [] {
    const double x = *rc::gen::inRange(-6000, 6000) / 1000.0, d = *rc::gen::inRange(50, 4000) / 100.0,
                 a = *rc::gen::inRange(1, 4000) / 100.0;
    const double p = *rc::gen::inRange(1, 1000) / 1000.0, eps = 2e-13;
    const auto near = [](double y, double z, double tolerance) { return std::abs(y - z) <= tolerance * std::abs(z); };
    RC_ASSERT(near(normal_cdf(x) + normal_upper(x), 1, eps));
    RC_ASSERT(near(normal_cdf(-x), normal_upper(x), eps));
    RC_ASSERT(near(student_t_cdf(x, d) + student_t_upper(x, d), 1, eps));
    RC_ASSERT(near(student_t_cdf(-x, d), student_t_upper(x, d), eps));
    RC_ASSERT(near(normal_cdf(normal_quantile(p)), p, eps));
    RC_ASSERT(near(student_t_cdf(student_t_quantile(p, d), d), p, 1e-11));
    RC_ASSERT(near(gamma_cdf(gamma_quantile(p, a, 2.5), a, 2.5), p, 1e-11));
    if (const double q = beta_quantile(p, a, d); q > 1e-300 && q < 1 - 1e-6)
      RC_ASSERT(near(beta_cdf(q, a, d), p, 1e-8));
    // Chi-squared is gamma with half the degrees and scale 2; t squared is F; beta is mirrored; binomial is beta.
    RC_ASSERT(near(chi_squared_upper(std::abs(x), d) + gamma_cdf(std::abs(x), d / 2, 2), 1, eps));
    RC_ASSERT(near(f_upper(x * x, 1, d), 2 * student_t_upper(std::abs(x), d), 1e-12));
    RC_ASSERT(near(beta_cdf(p, a, d) + beta_cdf(1 - p, d, a), 1, 1e-12));
    const int n = *rc::gen::inRange(1, 60), k = *rc::gen::inRange(0, n);
    RC_ASSERT(near(binomial_cdf(k, n, p), beta_cdf(1 - p, n - k, k + 1), 1e-9));
    // Nothing falls as x rises.
    RC_ASSERT(student_t_cdf(x, d) <= student_t_cdf(x + 0.5, d) && f_upper(x * x, a, d) >= f_upper(x * x + 0.5, a, d));
  }));
}

TEST(Distributions, StandTheEndsOfTheirRanges) {
  const double shapes[] = {1e-6, 1e-3, 1, 1e3, 1e6, 1e9}, probabilities[] = {1e-100, 1e-20, 0.5, 1 - 0x1p-53};
  const auto probability = [](double p) { return p >= 0 && p <= 1; };
  for (const double a : shapes)
    for (const double b : shapes) {
      for (const double p : probabilities) {
        EXPECT_TRUE(probability(beta_quantile(p, a, b))) << p << ' ' << a << ' ' << b;
        EXPECT_GE(gamma_quantile(p, a, b), 0) << p << ' ' << a << ' ' << b;
        EXPECT_FALSE(std::isnan(student_t_quantile(p, a)));
      }
      for (const double x : {1e-300, 1e-6, 0.5, 1e6, 1e300}) {
        EXPECT_TRUE(probability(beta_cdf(x, a, b)) && probability(gamma_cdf(x, a, b)) && probability(f_upper(x, a, b)))
            << x << ' ' << a << ' ' << b;
        EXPECT_TRUE(probability(student_t_upper(x, a)) && probability(chi_squared_upper(x, a))) << x << ' ' << a;
      }
    }
  EXPECT_TRUE(probability(binomial_cdf(3e8, 1e9, 0.3)));
}

TEST(DistributionsBadInput, IsRefusedWithFunctionRuleAndValue) {
  // Each argument of each function in turn: the place, what is fine there, and what is not.
  struct Argument {
    std::string function, rule;
    int place;
    std::vector<double> bad;
  };
  const std::vector<double> not_a_shape{kNaN, kInf, -kInf, 0, -1, 1e-7, 1e10}, not_positive{kNaN, kInf, 0, -1},
      no_probability{kNaN, kInf, 0, 1, -0.1, 1.1};
  const std::string shape = " must be in [1e-6, 1e9]; got ";
  const std::vector<Argument> arguments{
      {"normal_cdf", "x must be a number; got NaN", 0, {kNaN}},
      {"normal_upper", "x must be a number; got NaN", 0, {kNaN}},
      {"normal_quantile", "p must be in (0, 1); got ", 0, no_probability},
      {"student_t_cdf", "x must be a number; got NaN", 0, {kNaN}},
      {"student_t_cdf", "degrees" + shape, 1, not_a_shape},
      {"student_t_upper", "x must be a number; got NaN", 0, {kNaN}},
      {"student_t_upper", "degrees" + shape, 1, not_a_shape},
      {"student_t_quantile", "p must be in (0, 1); got ", 0, no_probability},
      {"student_t_quantile", "degrees" + shape, 1, not_a_shape},
      {"gamma_cdf", "x must be a number; got NaN", 0, {kNaN}},
      {"gamma_cdf", "shape" + shape, 1, not_a_shape},
      {"gamma_cdf", "scale must be > 0 and finite; got ", 2, not_positive},
      {"gamma_quantile", "p must be in [1e-100, 1); got ", 0, {kNaN, 0, 1, 1e-101}},
      {"gamma_quantile", "shape" + shape, 1, not_a_shape},
      {"gamma_quantile", "scale must be > 0 and finite; got ", 2, not_positive},
      {"beta_cdf", "x must be a number; got NaN", 0, {kNaN}},
      {"beta_cdf", "a" + shape, 1, not_a_shape},
      {"beta_cdf", "b" + shape, 2, not_a_shape},
      {"beta_quantile", "p must be in [1e-100, 1); got ", 0, {kNaN, 0, 1, 1e-101}},
      {"beta_quantile", "a" + shape, 1, not_a_shape},
      {"beta_quantile", "b" + shape, 2, not_a_shape},
      {"chi_squared_upper", "x must be a number; got NaN", 0, {kNaN}},
      {"chi_squared_upper", "degrees" + shape, 1, not_a_shape},
      {"f_upper", "x must be a number; got NaN", 0, {kNaN}},
      {"f_upper", "numerator" + shape, 1, not_a_shape},
      {"f_upper", "denominator" + shape, 2, not_a_shape},
      {"binomial_cdf", "x must be a number; got NaN", 0, {kNaN}},
      {"binomial_cdf", "trials must be a whole number, 0 to 1e9; got ", 1, {kNaN, kInf, -1, 2.5, 2e9}},
      {"binomial_cdf", "p must be in [0, 1]; got ", 2, {kNaN, -0.1, 1.1, kInf}}};
  std::vector<testing::Refusal> table;
  for (const Argument& argument : arguments)
    for (const double bad : argument.bad)
      table.push_back({"stats::" + argument.function + ": " + argument.rule, [=] {
                         std::array<double, 3> x{0.5, argument.function == "binomial_cdf" ? 4.0 : 2.5, 0.5};
                         x[static_cast<std::size_t>(argument.place)] = bad;
                         (void)functions().at(argument.function)(x[0], x[1], x[2]);
                       }});
  testing::expect_refused(table);
}

}  // namespace
}  // namespace foreplan::stats
