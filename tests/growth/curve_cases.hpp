#pragma once
#include <foreplan/growth/curves.hpp>

#include <cmath>
#include <vector>

namespace foreplan::growth {

/// Formulas written once more, plainly, from the header; of numbers or duals.
template <class B>
auto formula(Curve curve, const B& b, double t) {
  using std::exp, std::pow;
  using T = std::decay_t<decltype(b[0])>;
  switch (curve) {
    case Curve::linear:
      return b[0] + b[1] * t;
    case Curve::quadratic:
      return b[0] + b[1] * t + b[2] * t * t;
    case Curve::exponential:
      return b[0] * exp(b[1] * t);
    case Curve::modified_exponential:
      return b[0] + b[1] * exp(b[2] * t);
    case Curve::power:
      return b[0] * pow(t, b[1]);
    case Curve::logistic:
      return b[0] / (1.0 + exp(-b[1] * (t - b[2])));
    case Curve::logistic4:
      return b[0] + (b[1] - b[0]) / (1.0 + exp(-b[2] * (t - b[3])));
    case Curve::logistic5:
      return b[0] + (b[1] - b[0]) / pow(1.0 + exp(-b[2] * (t - b[3])), b[4]);
    case Curve::gompertz:
      return b[0] * exp(-exp(-b[1] * (t - b[2])));
    case Curve::richards:
      return b[0] * pow(1.0 + b[3] * exp(-b[1] * (t - b[2])), -1.0 / b[3]);
    case Curve::bass:
      return b[0] * (1.0 - exp(-(b[1] + b[2]) * t)) / (1.0 + b[2] / b[1] * exp(-(b[1] + b[2]) * t));
    case Curve::weibull:
      return b[0] * (1.0 - exp(-pow(t / b[1], b[2])));
    case Curve::hill:
      return b[0] * pow(t, b[2]) / (pow(b[1], b[2]) + pow(t, b[2]));
    case Curve::michaelis_menten:
      return b[0] * t / (b[1] + t);
    case Curve::monomolecular:
      return b[0] - (b[0] - b[1]) * exp(-b[2] * t);
    case Curve::double_logistic:
      return b[0] / (1.0 + exp(-b[1] * (t - b[2]))) + b[3] / (1.0 + exp(-b[4] * (t - b[5])));
  }
  return T(0);
}

struct CurveCase {
  Curve curve;
  std::vector<double> b;
};
/// Each curve with a plausible course over t from 0 to 20.
inline const std::vector<CurveCase> kCases{{Curve::linear, {3, 0.7}},
                                           {Curve::quadratic, {3, 0.7, -0.02}},
                                           {Curve::exponential, {3, 0.11}},
                                           {Curve::modified_exponential, {40, -25, -0.2}},
                                           {Curve::power, {2.5, 0.8}},
                                           {Curve::logistic, {50, 0.5, 9}},
                                           {Curve::logistic4, {5, 50, 0.5, 9}},
                                           {Curve::logistic5, {5, 50, 0.5, 9, 1.8}},
                                           {Curve::gompertz, {50, 0.3, 8}},
                                           {Curve::richards, {50, 0.5, 9, 2.5}},
                                           {Curve::bass, {100, 0.02, 0.4}},
                                           {Curve::weibull, {60, 8, 1.7}},
                                           {Curve::hill, {60, 7, 2.2}},
                                           {Curve::michaelis_menten, {60, 7}},
                                           {Curve::monomolecular, {60, 8, 0.2}},
                                           {Curve::double_logistic, {30, 1.2, 5, 40, 0.9, 14}}};

}  // namespace foreplan::growth
