#pragma once
#include <foreplan/growth/rates.hpp>

#include <cmath>

/// The three forms of growth: factors over n periods, and the rates and numbers of periods that they come from. Each is
/// monotone in each argument. Private; arguments are checked by the callers.
namespace foreplan::inline v0::growth {

inline double factor(double rate, double periods, RateForm form) {
  switch (form) {
    case RateForm::compound:
      return std::pow(1 + rate, periods);
    case RateForm::simple:
      return 1 + rate * periods;
    case RateForm::logarithmic:
      return std::exp(rate * periods);
  }
  return 0;
}

/// log(last / first), to its last digits also where the two are close, and without overflow where they are far apart.
inline double log_ratio(double first, double last) {
  const double ratio = last / first;
  if (ratio > 0.5 && ratio < 2) return std::log1p((last - first) / first);  // the difference is exact there
  return std::isnormal(ratio) ? std::log(ratio) : std::log(last) - std::log(first);
}

inline double rate(double first, double last, double periods, RateForm form) {
  switch (form) {
    case RateForm::compound:
      return std::expm1(log_ratio(first, last) / periods);
    case RateForm::simple:
      return (last - first) / first / periods;
    case RateForm::logarithmic:
      return log_ratio(first, last) / periods;
  }
  return 0;
}

inline double periods(double first, double last, double rate, RateForm form) {
  switch (form) {
    case RateForm::compound:
      return log_ratio(first, last) / std::log1p(rate);
    case RateForm::simple:
      return (last - first) / first / rate;
    case RateForm::logarithmic:
      return log_ratio(first, last) / rate;
  }
  return 0;
}

}  // namespace foreplan::inline v0::growth
