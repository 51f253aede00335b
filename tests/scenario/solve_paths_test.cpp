#include <gtest/gtest.h>
#include <foreplan/io.hpp>
#include <foreplan/scenario.hpp>

#include <cmath>
#include <functional>
#include <random>

#include "real_business_cycle.hpp"
#include "scenario/program.hpp"
#include "scenario/scenario_solver.hpp"
#include "scenario/stacked.hpp"

/// Every way to a solution against every other, on the same models: they end at one point.
namespace foreplan::scenario {
namespace {

struct Case {
  std::string name{};
  Model model{};
  Scenario scenario{};
  PeriodRange range{};
};
void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

Series line(std::string name, int first, std::size_t count, double from, double by) {
  Series out{std::move(name), Period(first), {}, {}};
  for (std::size_t i = 0; i < count; ++i) out.values.push_back(from + by * static_cast<double>(i));
  return out;
}

/// Consumption, investment and private wages as in Klein's first model (1950), with rounded coefficients.
Case klein() {
  return {
      "Klein",
      compile(R"(
            behavioural c = 16.4 + 0.2 * p + 0.09 * p(-1) + 0.8 * (wp + wg)
            behavioural i = 20.3 + 0.15 * p + 0.6 * p(-1) - 0.16 * k(-1)
            behavioural wp = 1.5 + 0.44 * x + 0.15 * x(-1) + 0.13 * trend
            x = c + i + g
            p = x - t - wp
            k = k(-1) + i
          )"),
      Scenario("base", Frame({line("p", 1920, 1, 12.7, 0), line("k", 1920, 1, 182.8, 0), line("x", 1920, 1, 44.9, 0),
                              line("wg", 1921, 21, 2.7, 0.3), line("g", 1921, 21, 3.9, 0.4),
                              line("t", 1921, 21, 7.7, 0.2), line("trend", 1921, 21, -10, 1)})),
      {1921, 1941}};
}

/// Prices clear three markets, output by capital and labour that moves to where wages are higher.
Case three_sectors() {
  return {"ThreeSectors",
          compile(R"(
            list sector = agr ind srv
            parameter beta_agr = 0.25
            parameter beta_ind = 0.3
            parameter beta_srv = 0.45
            parameter alpha_agr = 0.3
            parameter alpha_ind = 0.5
            parameter alpha_srv = 0.4
            endogenous wage
            for s in sector
              q_{s} = tfp_{s} * k_{s}(-1)^alpha_{s} * l_{s}^(1 - alpha_{s})
              p_{s} = beta_{s} * income / q_{s}
              l_{s} = (1 - alpha_{s}) * p_{s} * q_{s} / wage
              k_{s} = 0.92 * k_{s}(-1) + 0.25 * beta_{s} * income / cost
            end
            0 = labour - sum(s in sector: l_{s})
            income = money * exp(0.1 * log(sum(s in sector: q_{s})))
            cost = mean(s in sector: p_{s}) / 2
          )"),
          Scenario("base",
                   Frame({line("k_agr", 2019, 1, 30, 0), line("k_ind", 2019, 1, 60, 0), line("k_srv", 2019, 1, 50, 0),
                          line("tfp_agr", 2020, 16, 1, 0.01), line("tfp_ind", 2020, 16, 1.5, 0.04),
                          line("tfp_srv", 2020, 16, 1.2, 0.02), line("labour", 2020, 16, 100, 1),
                          line("money", 2020, 16, 80, 3),
                          // Where every method begins.
                          line("income", 2019, 1, 120, 0), line("wage", 2019, 1, 0.7, 0), line("l_agr", 2019, 1, 30, 0),
                          line("l_ind", 2019, 1, 30, 0), line("l_srv", 2019, 1, 40, 0), line("q_agr", 2019, 1, 30, 0),
                          line("q_ind", 2019, 1, 65, 0), line("q_srv", 2019, 1, 55, 0), line("p_agr", 2019, 1, 1, 0),
                          line("p_ind", 2019, 1, 0.6, 0), line("p_srv", 2019, 1, 1, 0)})),
          {2020, 2035}};
}

Case pakistan() {
  static const io::PcimModel model = io::read_pcim_file(FOREPLAN_REFERENCE_DIR "/pak.pcim");
  return {"Pakistan",
          model.model,
          Scenario("base", model.data).layer("oil").shift("WLDFCRUDE_PETRO", 25, {2025, 2027}),
          {2022, 2030}};
}

/// x = b + A f(x) + lags with functions f of slope at most 1 and rows of |A| that add up to less than 0.8: one
/// solution.
Case random_model(unsigned seed, int n) {
  std::mt19937 random(seed);
  const auto below = [&](int m) { return static_cast<int>(random() % static_cast<unsigned>(m)); };
  const std::vector<std::string> functions{"sin(", "log(1 + ", "logistic(", "sqrt(1 + ", "abs(", "("};
  std::string text;
  std::vector<Series> data;
  for (int i = 0; i < n; ++i) {
    const std::string x = "x" + std::to_string(i);
    text += x + " = b" + std::to_string(i) + " + 0.1 * " + x + "(-1)";
    for (int k = 0; k < 4; ++k) {
      const std::string of = "x" + std::to_string(below(n));
      const int f = below(6);
      text += (below(2) == 0 ? " + 0." : " - 0.") + std::to_string(5 + below(12) + 100).substr(1) + " * " +
              functions[static_cast<std::size_t>(f)] + (f == 1 || f == 3 ? of + "^2" : of) + ")";
    }
    text += "\n";
    data.push_back(line(x, 2019, 1, below(5), 0));
    data.push_back(line("b" + std::to_string(i), 2020, 10, below(30) - 10, 0.1 * below(10)));
  }
  return {"Random" + std::to_string(n), compile(text), Scenario("base", Frame(std::move(data))), {2020, 2029}};
}

Case cycle() {
  const auto dynare = foreplan::testing::dynare_cycle();
  const std::vector<double>& steady = dynare.at("steady")[0];
  return {"RealBusinessCycle",
          foreplan::testing::real_business_cycle(),
          foreplan::testing::cycle_base(steady, steady, 60).shift("shock", 0.02, {2003, 2003}),
          {2001, 2060}};
}

using Values = std::vector<double>;  ///< Of every variable in every period solved.

Values values_of(const Case& c, const std::function<std::span<const double>(const std::string&)>& read) {
  Values out;
  for (const ModelVariable& v : c.model.variables()) {
    const std::span<const double> values = read(v.name);
    out.insert(out.end(), values.begin(), values.end());
  }
  return out;
}
Values values_of(const Case& c, const scenario::Run& run) {
  EXPECT_TRUE(run.usable()) << run.failure()->sentence;
  return values_of(c, [&](const std::string& name) { return run.values(name); });
}

/// All periods and all equations as one system, whether the model looks ahead or not.
/// @param linked  every variable is an unknown of the system, instead of those torn or read in other periods.
Values stacked(const Case& c, bool linked) {
  const detail::ModelData& data = c.model.data();
  const detail::Window window = detail::window_of(data, c.scenario, c.range);
  const detail::Prepared prepared =
      detail::prepare(c.model, c.scenario, window, detail::gather(data, c.scenario.data(), window));
  const std::vector<bool> unknown = detail::unknowns_at(data, prepared.switches, window.first);
  const auto program =
      detail::build_stacked_program(data, unknown, linked ? unknown : std::vector<bool>(unknown.size()));
  const std::vector<double> fixed = detail::fixed_values(*prepared.run, program->stages.front());
  const detail::StackedCode code{&program->stages.front(), fixed};
  const std::vector<std::size_t> code_of(window.periods);
  const auto trouble =
      detail::solve_stacked({&code, 1}, code_of, prepared.run->values.data(), window, {}, prepared.run->work);
  EXPECT_EQ(trouble.stop, Stop::converged);
  return values_of(c, [&](const std::string& name) {
    return std::span<const double>(prepared.run->values)
        .subspan(data.index.at(name) * window.columns + window.first, window.periods);
  });
}

struct Path {
  std::string name{};
  std::function<Values(const Case&)> solve{};
};

std::vector<Path> paths(const Case& c) {
  std::vector<Path> out;
  for (const SolveMethod method : {SolveMethod::automatic, SolveMethod::torn, SolveMethod::full_block,
                                   SolveMethod::trust_region, SolveMethod::homotopy})
    out.push_back({std::string(to_string(method)), [method](const Case& k) {
                     return values_of(k, solve(k.model, k.scenario, k.range, {.method = method}));
                   }});
  // Beside scenarios that go elsewhere.
  out.push_back({"batched", [](const Case& k) {
                   std::vector<Scenario> scenarios;
                   const std::string exogenous = [&] {
                     for (const ModelVariable& v : k.model.variables())
                       if (v.kind == VariableKind::exogenous && k.scenario.data().contains(v.name)) return v.name;
                     return std::string();
                   }();
                   for (int i = 0; i < 5; ++i) {
                     const Scenario other = k.scenario.layer("other " + std::to_string(i));
                     scenarios.push_back(i == 2 ? k.scenario : other.shift(exogenous, 0.001 * i, k.range));
                   }
                   return values_of(k, solve_all(k.model, scenarios, k.range)[2]);
                 }});
  out.push_back({"stacked", [](const Case& k) { return stacked(k, false); }});
  if (c.model.variables().size() < 200)
    out.push_back({"stacked, everything linked", [](const Case& k) { return stacked(k, true); }});
  return out;
}

}  // namespace

class SolvePaths : public ::testing::TestWithParam<Case> {};

TEST_P(SolvePaths, EndAtOnePoint) {
  const Case& c = GetParam();
  std::vector<std::pair<std::string, Values>> found;
  for (const Path& path : paths(c)) found.emplace_back(path.name, path.solve(c));
  for (const auto& [one, a] : found)
    for (const auto& [other, b] : found) {
      ASSERT_EQ(a.size(), b.size());
      double worst = 0;
      for (std::size_t i = 0; i < a.size(); ++i)
        if (const double apart = std::abs(a[i] - b[i]) / (std::abs(b[i]) + 1);
            !(apart <= worst) && !(std::isnan(a[i]) && std::isnan(b[i])))
          worst = apart;
      EXPECT_LE(worst, 1e-9) << one << " and " << other;
    }
}

INSTANTIATE_TEST_SUITE_P(, SolvePaths,
                         ::testing::Values(klein(), three_sectors(), pakistan(), random_model(1, 5),
                                           random_model(2, 12), random_model(3, 30), random_model(4, 150), cycle()),
                         [](const auto& c) { return c.param.name; });

}  // namespace foreplan::scenario
