#include <foreplan/structure/shift.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "structure/scaled.hpp"

namespace foreplan::inline v0::structure {

double krugman(Structure first, Structure last) {
  const ScaledPair s = scaled_pair("structure::krugman", first, last);
  double sum = 0;
  for (std::size_t i = 0; i < s.first.size(); ++i) sum += std::abs(s.last[i] - s.first[i]);
  return sum;
}

double nav(Structure first, Structure last) {
  (void)scaled_pair("structure::nav", first, last);
  return krugman(first, last) / 2;
}

double hellinger(Structure first, Structure last) {
  const ScaledPair s = scaled_pair("structure::hellinger", first, last);
  double sum = 0;
  for (std::size_t i = 0; i < s.first.size(); ++i) {
    const double d = std::sqrt(s.last[i]) - std::sqrt(s.first[i]);
    sum += d * d;
  }
  return std::sqrt(sum / 2);
}

double aitchison(Structure first, Structure last) {
  const ScaledPair s = scaled_pair("structure::aitchison", first, last, false);
  const auto n = static_cast<double>(s.first.size());
  double mean = 0, sum = 0;
  for (std::size_t i = 0; i < s.first.size(); ++i) mean += std::log(s.last[i] / s.first[i]) / n;
  for (std::size_t i = 0; i < s.first.size(); ++i) {
    const double d = std::log(s.last[i] / s.first[i]) - mean;
    sum += d * d;
  }
  return std::sqrt(sum);
}

CosineShift cosine_shift(Structure first, Structure last) {
  const ScaledPair s = scaled_pair("structure::cosine_shift", first, last);
  double product = 0, a = 0, b = 0;
  for (std::size_t i = 0; i < s.first.size(); ++i) {
    product += s.first[i] * s.last[i];
    a += s.first[i] * s.first[i];
    b += s.last[i] * s.last[i];
  }
  CosineShift shift;
  shift.cosine = std::min(1.0, product / std::sqrt(a * b));
  // Half the angle from the chord of the unit vectors: acos loses half the digits of a small angle.
  double chord = 0;
  for (std::size_t i = 0; i < s.first.size(); ++i) {
    const double d = s.first[i] / std::sqrt(a) - s.last[i] / std::sqrt(b);
    chord += d * d;
  }
  shift.degrees = 2 * std::asin(std::min(1.0, std::sqrt(chord) / 2)) * 180 / std::numbers::pi;
  shift.of_right_angle = shift.degrees / 90;
  return shift;
}

double lilien(Structure first, Structure last, LilienWeights weights) {
  const ScaledPair s = scaled_pair("structure::lilien", first, last, false);
  double sum = 0;
  for (std::size_t i = 0; i < s.first.size(); ++i) {
    const double d = std::log(s.last[i] / s.first[i]);
    const double w = weights == LilienWeights::end_period    ? s.last[i]
                     : weights == LilienWeights::mean_shares ? (s.first[i] + s.last[i]) / 2
                                                             : s.first[i] * s.last[i];
    sum += w * d * d;
  }
  return std::sqrt(sum);
}

std::string_view to_string(LilienWeights weights) noexcept {
  switch (weights) {
    case LilienWeights::end_period:
      return "end_period";
    case LilienWeights::mean_shares:
      return "mean_shares";
    case LilienWeights::product_shares:
      return "product_shares";
  }
  return "unknown";
}

}  // namespace foreplan::inline v0::structure
