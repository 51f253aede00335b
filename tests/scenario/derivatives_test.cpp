#include "scenario/derivatives.hpp"

#include <gtest/gtest.h>
#include <foreplan/io.hpp>
#include <foreplan/scenario.hpp>

#include <algorithm>
#include <cmath>

#include "refusals.hpp"
#include "scenario/model_data.hpp"
#include "scenario/run_data.hpp"

namespace foreplan::scenario {
namespace {

using detail::Cell;
using detail::Derivatives;
using detail::Direction;
using detail::Weighted;
using foreplan::testing::expect_refused;

Series annual(std::string name, int first, std::vector<double> values) {
  return {std::move(name), Period(first), {}, std::move(values)};
}

/// Places in a run, by name and period.
struct Places {
  const Run& run;
  [[nodiscard]] Cell operator()(const std::string& name, Period period) const {
    return {run.model().data().index.at(name), static_cast<std::size_t>(period - run.data().origin)};
  }
  [[nodiscard]] std::size_t index(const std::string& name, Period period) const {
    const Cell cell = (*this)(name, period);
    return cell.variable * run.data().columns + cell.column;
  }
};

/// A name in a period.
struct Point {
  std::string name{};
  Period period{};
};

/// The gradients of `outputs` by tangents and by adjoints against central differences of whole solutions: `step` is
/// relative to the input's size, and the error allowed relative to the largest derivative of the output.
void expect_derivatives(const Model& model, const Scenario& base, PeriodRange range, const std::vector<Point>& inputs,
                        const std::vector<Point>& outputs, double step, double error) {
  const auto run = solve(model, base, range, {.tolerance = 1e-13});
  ASSERT_TRUE(run.usable()) << run.failure()->sentence;
  const Derivatives derivatives(run);
  ASSERT_EQ(derivatives.stop(), Stop::converged);
  const Places place{run};
  std::vector<Direction> directions;
  std::vector<Cell> cells;
  for (const Point& p : inputs) directions.push_back({{place(p.name, p.period), 1}});
  for (const Point& p : outputs) cells.push_back(place(p.name, p.period));
  const auto tangent = derivatives.tangent(directions, cells);
  std::vector<double> difference(tangent.size());
  for (std::size_t j = 0; j < inputs.size(); ++j) {
    const Point& in = inputs[j];
    const double at = run.data().values[place.index(in.name, in.period)];
    const double h = step * std::max(std::abs(at), 1.0);
    const auto moved = [&](double by) {
      return solve(model, base.layer("moved").override_values(in.name, {at + by}, {in.period, in.period}), range,
                   {.tolerance = 1e-13});
    };
    const Run up = moved(h), down = moved(-h);
    for (std::size_t i = 0; i < outputs.size(); ++i)
      difference[i * inputs.size() + j] =
          (up.at(outputs[i].name, outputs[i].period) - down.at(outputs[i].name, outputs[i].period)) / (2 * h);
  }
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const auto gradient = derivatives.adjoint(std::vector<Weighted>{{cells[i], 1}});
    double size = 0, adjoint_size = 0;
    for (std::size_t j = 0; j < inputs.size(); ++j) {
      size = std::max(size, std::abs(difference[i * inputs.size() + j]));
      adjoint_size = std::max(adjoint_size, std::abs(tangent[i * inputs.size() + j]));
    }
    for (std::size_t j = 0; j < inputs.size(); ++j) {
      const double exact = tangent[i * inputs.size() + j];
      const std::string what = "d " + outputs[i].name + " " + to_string(outputs[i].period) + " / d " + inputs[j].name +
                               " " + to_string(inputs[j].period);
      EXPECT_NEAR(exact, difference[i * inputs.size() + j], error * size) << what;
      EXPECT_NEAR(gradient[place.index(inputs[j].name, inputs[j].period)], exact, 1e-11 * adjoint_size) << what;
    }
  }
}

/// Two blocks, lags, a lead of something given, a value of a fixed period, and every kind of operation that has a
/// slope.
const char* const kMixed = R"(
  k = 0.9 * k(-1) + i(-1)
  c = 3 + 0.6 * y^0.9 + 0.1 * c(-1) - 2 * r
  y = c + i + g + exp(0.01 * c) - m
  m = 0.2 * max(y, 1) + 0.5 * logistic(y / 100)
  r = 0.02 + 0.001 * log(y / k) + 0.01 * sqrt(g(+1)) + 0.001 * value(g, 2020)
  i = 0.1 * y(-1) - 5 * r + abs(s)
  w = if(s > 0, y / k, k) + min(s, 1) * sin(y / 50) + cos(s) + s^3
)";
Scenario mixed_base() {
  return {"base",
          Frame({annual("k", 2019, {100}), annual("i", 2019, {10}), annual("c", 2019, {50}), annual("y", 2019, {90}),
                 annual("g", 2020, {30, 31, 32, 33, 34, 35}), annual("s", 2020, {0.5, -0.5, 0.7, 2, -1})})};
}

}  // namespace

TEST(Derivatives, OfAMultiplierAreInClosedForm) {
  // y = (10 + i + g) / (1 - b): dy/dg = 1 / (1 - b), dy/db = y / (1 - b), dc/dg = b / (1 - b).
  const Model model = compile("parameter b = 0.6\n c = 10 + b * y\n y = c + i + g");
  const auto run =
      solve(model, {"base", Frame({annual("i", 2020, {20, 21}), annual("g", 2020, {30, 30})})}, {2020, 2021});
  const Places place{run};
  const Derivatives derivatives(run);
  const std::vector<Direction> inputs{{{place("g", 2021), 1}},
                                      {{place("b", 2021), 1}},
                                      {{place("g", 2020), 1}},
                                      {{place("g", 2021), 2}, {place("i", 2021), -1}}};
  const auto d = derivatives.tangent(inputs, std::vector<Cell>{place("y", 2021), place("c", 2021)});
  const double want[] = {2.5, 152.5 * 2.5 * 0.4 / 0.4, 0, 2.5, 1.5, 152.5 * 2.5, 0, 1.5};
  const double y = run.at("y", 2021);
  EXPECT_NEAR(y, 61 / 0.4, 1e-10);
  for (int i = 0; i < 8; ++i) EXPECT_NEAR(d[static_cast<std::size_t>(i)], want[i], 1e-9) << i;
  const auto gradient = derivatives.adjoint(std::vector<Weighted>{{place("y", 2021), 1}, {place("c", 2021), 2}});
  EXPECT_NEAR(gradient[place.index("g", 2021)], 2.5 + 2 * 1.5, 1e-12);
  EXPECT_EQ(gradient[place.index("g", 2020)], 0);
  EXPECT_EQ(gradient[place.index("y", 2021)], 0) << "solved for";
}

TEST(Derivatives, GrowAlongLagsAndReachHistory) {
  // x(t) = a x(t - 1) + u: dx(2024)/du(2021) = a^3, dx(2024)/dx(2019) = a^5, dx(2022)/da = 3 a^2 x0 + ... of u = 0.
  const Model model = compile("x = a * x(-1) + u");
  const auto run = solve(model,
                         {"base", Frame({annual("x", 2019, {4}), annual("a", 2020, {.5, .5, .5, .5, .5}),
                                         annual("u", 2020, {0, 0, 0, 0, 0})})},
                         {2020, 2024});
  const Places place{run};
  const auto gradient = Derivatives(run).adjoint(std::vector<Weighted>{{place("x", 2024), 1}});
  EXPECT_DOUBLE_EQ(gradient[place.index("u", 2021)], 0.125);
  EXPECT_DOUBLE_EQ(gradient[place.index("x", 2019)], 1.0 / 32);
  EXPECT_DOUBLE_EQ(gradient[place.index("a", 2022)], 0.25 * 1);
}

TEST(Derivatives, AgreeWithDifferencesOfSolutions) {
  expect_derivatives(
      compile(kMixed), mixed_base(), {2020, 2024},
      {{"g", 2020}, {"g", 2021}, {"g", 2025}, {"s", 2020}, {"s", 2021}, {"s", 2023}, {"k", 2019}, {"y", 2019}},
      {{"y", 2020}, {"y", 2024}, {"w", 2021}, {"w", 2024}, {"k", 2024}, {"r", 2020}}, 1e-5, 2e-8);
}

TEST(Derivatives, FollowSwapsThatHoldForSomePeriods) {
  const Model model = compile(kMixed);
  const Scenario swapped = mixed_base().swap("y", {95, 96}, "s", {2021, 2022});
  Scenario based = swapped;
  expect_derivatives(model, based, {2020, 2024}, {{"y", 2021}, {"y", 2022}, {"g", 2021}, {"s", 2020}},
                     {{"s", 2021}, {"s", 2022}, {"w", 2024}, {"c", 2023}}, 1e-5, 2e-8);
}

TEST(Derivatives, LookAhead) {
  // A forward block of two variables with a lag, between blocks that do not look ahead.
  const Model model = compile(R"(
    d = 1 + 0.1 * z(-1) + u
    p = d + 0.9 * p(+1) / (1 + r * q) + 0.05 * q(-1)^2
    q = 0.3 * q(-1) + 0.1 * log(p) + 0.02 * p(+2)
    worth = p * q + d
    z = 0.5 * z(-1) + 0.1 * u
  )");
  const std::vector<double> u{0, 0.1, 0.2, 0.1, 0, 0.3, 0.2, 0.1};
  const Scenario base{"base", Frame({annual("u", 2020, u), annual("r", 2020, std::vector<double>(8, 0.05)),
                                     annual("z", 2019, {1}), annual("q", 2019, {1}), annual("p", 2028, {10, 10})})};
  expect_derivatives(
      model, base, {2020, 2027},
      {{"u", 2020}, {"u", 2023}, {"u", 2027}, {"r", 2021}, {"q", 2019}, {"z", 2019}, {"p", 2028}, {"p", 2029}},
      {{"p", 2020}, {"q", 2022}, {"worth", 2024}, {"worth", 2027}}, 1e-5, 1e-8);
}

TEST(Derivatives, OfPakistanAgreeWithDifferencesAndAdjoints) {
  const auto world = io::read_pcim_file(FOREPLAN_REFERENCE_DIR "/pak.pcim");
  expect_derivatives(
      world.model, {"base", world.data}, {2022, 2032},
      {{"WLDFCRUDE_PETRO", 2023},
       {"WLDFCRUDE_PETRO", 2027},
       {"PAKGGEXPGNFSCN_A", 2024},
       {"PAKNECONPRVTKN_A", 2025},
       {"PAKPANUSATLS_A", 2024}},
      {{"PAKNYGDPMKTPKN", 2025}, {"PAKNYGDPMKTPKN", 2032}, {"PAKNECONPRVTXN", 2028}, {"PAKGGDBTTOTLCN_", 2032}}, 1e-4,
      2e-6);
}

TEST(Derivatives, KnowWhatCannotReachWhat) {
  const Model model = compile("x = 0.5 * x(-1) + u\n y = x + v(-1)\n z = w");
  const auto run = solve(model,
                         {"base", Frame({annual("x", 2019, {1}), annual("u", 2020, {1, 1, 1}),
                                         annual("v", 2019, {1, 1, 1, 1}), annual("w", 2020, {1, 1, 1})})},
                         {2020, 2022});
  const Places place{run};
  const std::vector<Direction> inputs{{{place("u", 2021), 1}}, {{place("v", 2021), 1}}, {{place("w", 2021), 1}}};
  const std::vector<Cell> outputs{place("y", 2020), place("y", 2021), place("y", 2022), place("z", 2021)};
  EXPECT_EQ(Derivatives(run).reaches(inputs, outputs),
            (std::vector<bool>{false, false, false, true, false, false, true, true, false, false, false, true}));
}

TEST(Derivatives, RefuseWhatIsSolvedFor) {
  const auto run = solve(compile("y = 2 * u"), {"base", Frame({annual("u", 2020, {1})})}, {2020, 2020});
  expect_refused({{"inputs must not be solved for; got y in 2020",
                   [&] {
                     const std::vector<Direction> inputs{{{Places{run}("y", 2020), 1}}};
                     (void)Derivatives(run).tangent(inputs, std::vector<Cell>{Places{run}("y", 2020)});
                   }},
                  {"run must be usable", [] { (void)Derivatives(scenario::Run()); }}});
}

}  // namespace foreplan::scenario
