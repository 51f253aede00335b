// What would half a billion dollars more of government wages have done in the 1930s? Klein's Model I, estimated by two
// stages on his figures for 1921-1941, tried against history, and shocked.
//
//   klein_model klein.csv
#include <foreplan/io.hpp>
#include <foreplan/scenario.hpp>

#include <cstdio>
#include <exception>
#include <string>
#include <vector>

namespace fp = foreplan;
namespace scenario = foreplan::scenario;

const char* const kModel = R"(
  for i in 0..3
    parameter a{i} = 0
    parameter b{i} = 0
    parameter c{i} = 0
  end
  behavioural C  = a0 + a1 * P + a2 * P(-1) + a3 * W      "consumption"
  behavioural I  = b0 + b1 * P + b2 * P(-1) + b3 * K(-1)  "net investment"
  behavioural Wp = c0 + c1 * X + c2 * X(-1) + c3 * A      "private wages"
  identity    P  = X - T - Wp                             "profits"
  identity    W  = Wp + Wg                                "wages"
  identity    X  = C + I + G                              "demand"
  identity    K  = K(-1) + I                              "capital"
)";

int main(int argc, char** argv) try {
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s klein.csv\n", argv[0]);
    return 2;
  }
  fp::Frame data = fp::io::read_series_file(argv[1]);
  fp::Series wages = data["Wp"] + data["Wg"];
  wages.name = "W";
  data.set(wages);
  fp::Series trend{"A", 1919, {}, {}};
  for (int year = 1919; year <= 1941; ++year) trend.values.push_back(year - 1931);
  data.set(trend);

  const auto model = scenario::compile(kModel);
  const scenario::Scenario history("history", data);
  std::vector<scenario::EquationFit> fits;
  for (const char* equation : {"C", "I", "Wp"}) {
    const auto fit = scenario::estimate(model, history, equation, {1921, 1941},
                                        {.method = scenario::EstimationMethod::two_stage_least_squares,
                                         .instruments = {"P(-1)", "K(-1)", "X(-1)", "A", "T", "Wg", "G"}});
    std::printf("%-3s s.e. %.3f, D-W %.2f, Sargan p %.3f\n", equation, fit.standard_error, fit.durbin_watson,
                fit.sargan->p_value);
    for (const auto& c : fit.coefficients)
      std::printf("  %s %9.4f (%.4f)", c.name.c_str(), c.estimate, c.standard_error);
    std::printf("\n");
    fits.push_back(fit);
  }

  const auto base = scenario::with_estimates(history, fits);
  const auto told = scenario::dynamic_fit(model, base, {1921, 1941});
  std::printf("\nhistory as the model tells it from 1920 on\n");
  for (const char* name : {"C", "I", "X"})
    std::printf("%-3s RMSE %.2f, Theil's U2 %.2f\n", name, told[name].rmse, told[name].theil_u2);

  const auto shock = base.layer("wages").shift("Wg", 0.5, {1933, 1939});
  const auto effects = scenario::compare(scenario::solve(model, shock, {1932, 1939}),
                                         scenario::solve(model, base, {1932, 1939}), {"C", "I", "X"});
  std::printf("\n0.5 more of government wages from 1933 on, effects in 1932-1939\n");
  for (const auto& v : effects.variables) {
    std::printf("%-3s", v.name.c_str());
    for (const double d : v.difference) std::printf("%8.3f", d);
    std::printf("\n");
  }
} catch (const std::exception& e) {
  std::fprintf(stderr, "%s\n", e.what());
  return 1;
}
