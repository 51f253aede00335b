// How exact is the curve fitting? All 27 nonlinear problems of NIST's Statistical Reference Datasets, from both
// starting points.
//   nist_strd [FOLDER]     (of the .dat files; tests/reference/nist by default)
// Digits are those of the worst parameter, the worst standard error and the residual sum of squares; NIST certifies 11.
#include <foreplan/growth.hpp>

#include <algorithm>
#include <array>
#include <iomanip>
#include <iostream>
#include <string>
#include <vector>

#include "numeric/nist.hpp"

namespace {

struct Score {
  std::string problem{};
  int start = 0;
  double parameters = 11, errors = 11, sum = 0;
  int iterations = 0;
};

template <std::size_t N, class F>
Score score(const nist::Problem& p, int start, F f) {
  std::vector<double> row(p.y.size());  // t is the number of the observation: one problem has two predictors
  for (std::size_t i = 0; i < row.size(); ++i) row[i] = static_cast<double>(i);
  std::array<double, N> first{};
  std::copy_n(p.starts[static_cast<std::size_t>(start)].begin(), N, first.begin());
  const auto fit = foreplan::growth::fit_curve<N>(
      [&p, f](const auto& b, double i) { return f(b, p.x[static_cast<std::size_t>(i)]); }, first, row, p.y);
  Score s{.problem = p.name, .start = start + 1, .iterations = fit.iterations};
  for (std::size_t j = 0; j < N; ++j) {
    s.parameters = std::min(s.parameters, nist::digits(fit.parameters[j].value, p.certified[j]));
    s.errors = std::min(s.errors, nist::digits(fit.parameters[j].standard_error, p.deviations[j]));
  }
  s.sum = nist::digits(fit.sum_of_squares, p.sum_of_squares);
  return s;
}

}  // namespace

int main(int argc, char** argv) try {
  const std::string folder = argc > 1 ? argv[1] : FOREPLAN_NIST_DIR;
  std::cout << "problem   start  parameters  errors  sum of squares  iterations\n"
            << std::fixed << std::setprecision(1);
  int solved = 0, starts = 0;
  double sum = 0, worst = 11;
  nist::for_each_problem([&]<std::size_t N>(const std::string& name, auto f) {
    const nist::Problem p = nist::read(folder, name);
    if (p.certified.size() != N) throw foreplan::IoError("cannot read " + folder + "/" + name + ".dat");
    for (int start = 0; start < 2; ++start) {
      const Score s = score<N>(p, start, f);
      std::cout << std::left << std::setw(10) << s.problem << std::right << std::setw(5) << s.start << std::setw(12)
                << s.parameters << std::setw(8) << s.errors << std::setw(16) << s.sum << std::setw(12) << s.iterations
                << '\n';
      ++starts;
      solved += s.parameters >= 6 ? 1 : 0;
      sum += s.parameters;
      worst = std::min(worst, s.parameters);
    }
  });
  std::cout << "solved " << solved << " of " << starts << ", mean " << sum / starts << " digits, worst " << worst
            << '\n';
} catch (const std::exception& e) {
  std::cerr << e.what() << '\n';
  return 1;
}
