// How do households answer a rise of productivity that they see coming, and one that surprises them?
// A real business cycle: capital, labour and technology, with expectations of the whole path ahead.
#include <foreplan/scenario.hpp>

#include <cmath>
#include <cstdio>

namespace fp = foreplan;
namespace fs = foreplan::scenario;

int main() {
  const fs::Model model = fs::compile(R"(
    parameter patience = 0.99
    parameter risk_aversion = 2
    parameter labour_weight = 3
    parameter labour_curvature = 1.5
    parameter share = 0.33          "share of capital in output"
    parameter depreciation = 0.025
    parameter persistence = 0.95
    endogenous consumption
    endogenous labour
    saving:  consumption^(-risk_aversion) = patience * consumption(+1)^(-risk_aversion) * (1 + rate(+1))
    working: labour_weight * labour^labour_curvature = wage * consumption^(-risk_aversion)
    wage = (1 - share) * output / labour
    rate = share * output / capital(-1) - depreciation
    output = exp(technology) * capital(-1)^share * labour^(1 - share)
    capital = (1 - depreciation) * capital(-1) + output - consumption
    technology = persistence * technology(-1) + shock
  )");
  const fp::Period first = fp::Period::quarter(2025, 1), news = first + 8, last = first + 199;

  // Where the economy rests without shocks, from a rough guess; and whether one path leads there.
  fp::Frame guess;
  guess.set({"shock", first, {}, {0}});
  guess.set({"consumption", first, {}, {1}});
  guess.set({"capital", first, {}, {10}});
  const fs::SteadyState rest = fs::steady_state(model, {"rest", guess}, first);
  const fs::Stability near = fs::stability(rest);
  if (!rest.usable()) return std::printf("%s\n", rest.failure.c_str()), 1;
  std::printf("At rest: capital %.4f, consumption %.4f, interest %.3f %% a quarter.\n", rest["capital"],
              rest["consumption"], 100 * rest["rate"]);
  std::printf("%zu unstable roots for %zu forward-looking variables: %s.\n", near.unstable, near.forward_looking,
              near.determinate() ? "one path leads back" : "not one path");

  // The steady state before the range is history; after it, what expectations read.
  const fs::Scenario base("rest", rest.path({first - 1, last + 1}));
  const fs::Scenario shock = base.layer("shock").shift("shock", 0.01, {news, news});
  const fs::Run foreseen = fs::solve(model, shock, {first, last});
  const fs::Run surprise = fs::solve_with_news(model, {{first, base}, {news, shock}}, {first, last});
  if (!foreseen.usable() || !surprise.usable()) return 1;

  std::printf("\nProductivity + 1 %% in %s, per cent from rest:\n", to_string(news).c_str());
  std::printf("%8s %25s %25s\n%8s %12s %12s %12s %12s\n", "", "foreseen", "a surprise", "", "consumption", "labour",
              "consumption", "labour");
  for (const int quarter : {0, 4, 7, 8, 12, 20, 40}) {
    const fp::Period t = first + quarter;
    const auto deviation = [&](const fs::Run& run, const char* name) {
      const double percent = 100 * (run.at(name, t) / rest[name] - 1);
      return std::abs(percent) < 5e-4 ? 0 : percent;  // not -0.000
    };
    std::printf("%8s %12.3f %12.3f %12.3f %12.3f\n", to_string(t).c_str(), deviation(foreseen, "consumption"),
                deviation(foreseen, "labour"), deviation(surprise, "consumption"), deviation(surprise, "labour"));
  }
}
