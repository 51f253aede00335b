// What does a shock do in a World Bank model? Loads any .pcim file, checks that it reproduces its own baseline, shifts
// one variable over some years and prints by how many per cent others deviate, with the time of each step.
//
//   pcim_shock pak.pcim WLDFCRUDE_PETRO 25 2025 2027 PAKNYGDPMKTPKN
#include <foreplan/io.hpp>
#include <foreplan/scenario.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

namespace fp = foreplan;

template <class F>
auto timed(const char* what, F&& f) {
  const auto begin = std::chrono::steady_clock::now();
  auto result = f();
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begin;
  std::printf("%-28s %8.2f ms\n", what, took.count());
  return result;
}

int main(int argc, char** argv) try {
  if (argc < 7) {
    std::fprintf(stderr, "usage: %s MODEL.pcim VARIABLE DELTA FROM TO OUTPUT...\n", argv[0]);
    return 2;
  }
  const auto world = timed("load and compile", [&] { return fp::io::read_pcim_file(argv[1]); });
  const fp::PeriodRange shocked{fp::Period::parse(argv[4]), fp::Period::parse(argv[5])};
  // From five years before the shock to thirteen after it, as the data allow.
  const fp::PeriodRange range{std::max(world.data.range().first + world.model.max_lag(), shocked.first + -5),
                              std::min(world.data.range().last, shocked.last + 13)};

  const fp::scenario::Scenario base("baseline", world.data);
  const auto run = timed("solve the baseline", [&] { return fp::scenario::solve(world.model, base, range); });
  if (!run.usable()) throw std::runtime_error(run.failure()->sentence);
  double worst = 0;
  for (const auto& v : world.model.variables()) {
    if (v.kind != fp::scenario::VariableKind::endogenous) continue;
    for (std::size_t t = 0; t < run.periods(); ++t) {
      const double given = world.data.at(v.name, range.first + static_cast<std::int64_t>(t));
      worst = std::max(worst, std::abs(run.values(v.name)[t] - given) / (std::abs(given) + 1));
    }
  }
  std::printf("%s: %zu equations, largest residual %.1e, |run - base| / (|base| + 1) at most %.2e\n", world.name.c_str(),
              world.model.equations().size(), fp::scenario::largest_residual(run), worst);

  const auto shock = base.layer("shock").shift(argv[2], std::stod(argv[3]), shocked);
  const auto changed = timed("solve the scenario", [&] { return fp::scenario::solve(world.model, shock, range); });
  if (!changed.usable()) throw std::runtime_error(changed.failure()->sentence);

  const std::vector<std::string> outputs(argv + 6, argv + argc);
  const auto difference = fp::scenario::compare(changed, run, outputs);
  std::printf("\nper cent from baseline\n%-24s", "");
  for (auto p = shocked.first; p <= difference.range.last; ++p) std::printf("%8s", to_string(p).c_str());
  for (const auto& v : difference.variables) {
    std::printf("\n%-24s", v.name.c_str());
    for (auto p = shocked.first; p <= difference.range.last; ++p)
      std::printf("%8.2f", v.per_cent[static_cast<std::size_t>(p - difference.range.first)]);
  }
  std::printf("\n");
} catch (const std::exception& e) {
  std::fprintf(stderr, "%s\n", e.what());
  return 1;
}
