#pragma once
#include <foreplan/core/dual.hpp>

#include <array>
#include <cmath>
#include <fstream>
#include <numbers>
#include <sstream>
#include <string>
#include <vector>

/// The Statistical Reference Datasets of the National Institute of Standards and Technology, nonlinear regression.
namespace nist {

struct Problem {
  std::string name{};
  std::array<std::vector<double>, 2> starts{};
  std::vector<double> certified{};
  std::vector<double> deviations{};
  double sum_of_squares = 0;
  std::vector<std::array<double, 2>> x{};  ///< The second is 0 but for Nelson.
  std::vector<double> y{};
};

inline Problem read(const std::string& folder, const std::string& name) {
  Problem p{.name = name};
  std::ifstream in(folder + "/" + name + ".dat");
  std::string line;
  int sections = 0;  // "Data:" stands above the description and above the numbers
  while (std::getline(in, line)) {
    const auto equals = line.find(" = ");
    if (line.starts_with("Data:")) {
      ++sections;
    } else if (line.starts_with("Residual Sum of Squares:")) {
      p.sum_of_squares = std::stod(line.substr(line.find(':') + 1));
    } else if (sections == 1 && line.find("  b") == 0 && equals != std::string::npos) {
      std::istringstream numbers(line.substr(equals + 3));
      double first = 0, second = 0, certified = 0, deviation = 0;
      if (!(numbers >> first >> second >> certified >> deviation)) continue;
      if (name == "Roszman1" && p.certified.empty()) certified = 0.20196866396;  // see the folder's README
      p.starts[0].push_back(first);
      p.starts[1].push_back(second);
      p.certified.push_back(certified);
      p.deviations.push_back(deviation);
    } else if (sections == 2) {
      std::istringstream numbers(line);
      double y = 0;
      std::array<double, 2> x{};
      if (!(numbers >> y >> x[0])) continue;
      numbers >> x[1];
      p.y.push_back(name == "Nelson" ? std::log(y) : y);
      p.x.push_back(x);
    }
  }
  return p;
}

using X = std::array<double, 2>;
using std::atan, std::cos, std::exp, std::pow, std::sin;
inline constexpr double kPi = std::numbers::pi;

// Each problem's function of its parameters, which are numbers or duals.
template <class B>
auto misra1a(const B& b, const X& x) { return b[0] * (1 - exp(-b[1] * x[0])); }
template <class B>
auto chwirut(const B& b, const X& x) { return exp(-b[0] * x[0]) / (b[1] + b[2] * x[0]); }
template <class B>
auto lanczos(const B& b, const X& x) {
  return b[0] * exp(-b[1] * x[0]) + b[2] * exp(-b[3] * x[0]) + b[4] * exp(-b[5] * x[0]);
}
template <class B>
auto gauss(const B& b, const X& x) {
  const auto first = (x[0] - b[3]) / b[4], second = (x[0] - b[6]) / b[7];
  return b[0] * exp(-b[1] * x[0]) + b[2] * exp(-first * first) + b[5] * exp(-second * second);
}
template <class B>
auto danwood(const B& b, const X& x) { return b[0] * pow(x[0], b[1]); }
template <class B>
auto misra1b(const B& b, const X& x) { return b[0] * (1 - pow(1 + b[1] * x[0] / 2, -2.0)); }
template <class B>
auto kirby(const B& b, const X& x) {
  return (b[0] + x[0] * (b[1] + x[0] * b[2])) / (1 + x[0] * (b[3] + x[0] * b[4]));
}
template <class B>
auto cubic_ratio(const B& b, const X& x) {
  return (b[0] + x[0] * (b[1] + x[0] * (b[2] + x[0] * b[3]))) / (1 + x[0] * (b[4] + x[0] * (b[5] + x[0] * b[6])));
}
template <class B>
auto nelson(const B& b, const X& x) { return b[0] - b[1] * x[0] * exp(-b[2] * x[1]); }
template <class B>
auto mgh17(const B& b, const X& x) { return b[0] + b[1] * exp(-x[0] * b[3]) + b[2] * exp(-x[0] * b[4]); }
template <class B>
auto misra1c(const B& b, const X& x) { return b[0] * (1 - pow(1 + 2 * b[1] * x[0], -0.5)); }
template <class B>
auto misra1d(const B& b, const X& x) { return b[0] * b[1] * x[0] / (1 + b[1] * x[0]); }
template <class B>
auto roszman(const B& b, const X& x) { return b[0] - b[1] * x[0] - atan(b[2] / (x[0] - b[3])) / kPi; }
template <class B>
auto enso(const B& b, const X& x) {
  const auto season = 2 * kPi * x[0] / 12;
  const auto second = 2 * kPi * x[0] / b[3], third = 2 * kPi * x[0] / b[6];
  return b[0] + b[1] * cos(season) + b[2] * sin(season) + b[4] * cos(second) + b[5] * sin(second) + b[7] * cos(third) +
         b[8] * sin(third);
}
template <class B>
auto mgh09(const B& b, const X& x) { return b[0] * (x[0] * x[0] + x[0] * b[1]) / (x[0] * x[0] + x[0] * b[2] + b[3]); }
template <class B>
auto rat42(const B& b, const X& x) { return b[0] / (1 + exp(b[1] - b[2] * x[0])); }
template <class B>
auto mgh10(const B& b, const X& x) { return b[0] * exp(b[1] / (x[0] + b[2])); }
template <class B>
auto eckerle(const B& b, const X& x) {
  const auto z = (x[0] - b[2]) / b[1];
  return b[0] / b[1] * exp(-0.5 * z * z);
}
template <class B>
auto rat43(const B& b, const X& x) { return b[0] / pow(1 + exp(b[1] - b[2] * x[0]), 1 / b[3]); }
template <class B>
auto bennett(const B& b, const X& x) { return b[0] * pow(b[1] + x[0], -1 / b[2]); }

/// Calls visit.operator()<N>(name, function) for all 27 problems, from lower to higher difficulty as NIST rates them.
template <class Visit>
void for_each_problem(Visit visit) {
#define FOREPLAN_NIST(n, name, f) visit.template operator()<n>(name, [](const auto& b, const X& x) { return f(b, x); });
  FOREPLAN_NIST(2, "Misra1a", misra1a)
  FOREPLAN_NIST(3, "Chwirut2", chwirut)
  FOREPLAN_NIST(3, "Chwirut1", chwirut)
  FOREPLAN_NIST(6, "Lanczos3", lanczos)
  FOREPLAN_NIST(8, "Gauss1", gauss)
  FOREPLAN_NIST(8, "Gauss2", gauss)
  FOREPLAN_NIST(2, "DanWood", danwood)
  FOREPLAN_NIST(2, "Misra1b", misra1b)
  FOREPLAN_NIST(5, "Kirby2", kirby)
  FOREPLAN_NIST(7, "Hahn1", cubic_ratio)
  FOREPLAN_NIST(3, "Nelson", nelson)
  FOREPLAN_NIST(5, "MGH17", mgh17)
  FOREPLAN_NIST(6, "Lanczos1", lanczos)
  FOREPLAN_NIST(6, "Lanczos2", lanczos)
  FOREPLAN_NIST(8, "Gauss3", gauss)
  FOREPLAN_NIST(2, "Misra1c", misra1c)
  FOREPLAN_NIST(2, "Misra1d", misra1d)
  FOREPLAN_NIST(4, "Roszman1", roszman)
  FOREPLAN_NIST(9, "ENSO", enso)
  FOREPLAN_NIST(4, "MGH09", mgh09)
  FOREPLAN_NIST(7, "Thurber", cubic_ratio)
  FOREPLAN_NIST(2, "BoxBOD", misra1a)
  FOREPLAN_NIST(3, "Rat42", rat42)
  FOREPLAN_NIST(3, "MGH10", mgh10)
  FOREPLAN_NIST(3, "Eckerle4", eckerle)
  FOREPLAN_NIST(4, "Rat43", rat43)
  FOREPLAN_NIST(3, "Bennett5", bennett)
#undef FOREPLAN_NIST
}

/// Correct significant digits, at most the 11 that NIST certifies.
inline double digits(double got, double certified) {
  if (got == certified) return 11;
  const double error = std::abs(got - certified) / std::abs(certified);
  return std::isfinite(error) ? std::min(11.0, std::max(0.0, -std::log10(error))) : 0;
}

}  // namespace nist
