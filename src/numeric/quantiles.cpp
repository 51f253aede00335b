#include "numeric/quantiles.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>

#include "numeric/kernels.hpp"

namespace foreplan::inline v0::numeric {
namespace {

constexpr std::size_t kBlock = 2048;  // values looked at while they are in the first-level cache
constexpr std::size_t kSmall = 8192;  // below this all values are ordered together

/// Where a quantile stands: `rank`, and how far from it towards the next.
struct Place {
  std::size_t rank = 0;
  double fraction = 0;
};

Place place_of(double probability, std::size_t n) {
  const double h = probability * static_cast<double>(n - 1);
  const auto rank = std::min(static_cast<std::size_t>(h), n - 1);
  return {rank, rank + 1 < n ? h - static_cast<double>(rank) : 0};
}

/// The quantile at a place in `values`, which are reordered.
double at(std::span<double> values, Place place) {
  const auto nth = values.begin() + static_cast<std::ptrdiff_t>(place.rank);
  std::nth_element(values.begin(), nth, values.end());
  if (place.fraction == 0) return *nth;
  const double next = *std::min_element(nth + 1, values.end());
  return *nth + place.fraction * (next - *nth);
}

/// An interval that very likely holds both order statistics of a place; what is found in it decides.
struct Bracket {
  Place place{};
  double low = 0, high = 0;
  std::size_t below = 0;  ///< How many values are less than `low`.
  std::vector<double> inside{};
};

/// Three standard deviations of the thin sample's rank to either side.
Bracket bracket_of(std::span<const double> thin, Place place, std::size_t n) {
  const auto size = static_cast<double>(thin.size());
  const double p = static_cast<double>(place.rank) / static_cast<double>(n - 1);
  const double centre = p * (size - 1), margin = 3 * std::sqrt(size * p * (1 - p)) + 3;
  Bracket b{.place = place};
  b.low = centre < margin ? -std::numeric_limits<double>::infinity() : thin[static_cast<std::size_t>(centre - margin)];
  b.high = centre + margin > size - 1 ? std::numeric_limits<double>::infinity()
                                      : thin[static_cast<std::size_t>(centre + margin)];
  b.inside.reserve(static_cast<std::size_t>((2 * margin + 8) / size * static_cast<double>(n)));
  return b;
}

std::vector<double> thin_sample(std::span<const double> sample) {
  std::vector<double> thin(sample.size() < 32 * kSmall ? 1024 : 4096);
  // An odd stride between neighbours, so that no period of the sample's own is met again and again.
  const std::size_t stride = (sample.size() / thin.size()) | 1;
  for (std::size_t i = 0; i < thin.size(); ++i) thin[i] = sample[i * stride % sample.size()];
  std::sort(thin.begin(), thin.end());
  return thin;
}

/// Counts and collects for all brackets in one pass.
void fill(std::vector<Bracket>& brackets, std::span<const double> sample) {
  const Kernels& kernel = kernels();
  std::array<double, kBlock + 8> found;
  for (std::size_t begin = 0; begin < sample.size(); begin += kBlock) {
    const double* const block = sample.data() + begin;
    const std::size_t size = std::min(kBlock, sample.size() - begin);
    for (Bracket& b : brackets) {
      const Selected s = kernel.select_between(block, size, b.low, b.high, found.data());
      b.below += s.below;
      b.inside.insert(b.inside.end(), found.data(), found.data() + s.inside);
    }
  }
}

std::vector<double> at_places(std::span<const double> sample, std::span<const Place> places);

double read(const Bracket& b, std::span<const double> sample) {
  const std::size_t last = b.place.rank + (b.place.fraction > 0 ? 1 : 0);
  const bool held = b.place.rank >= b.below && last < b.below + b.inside.size();
  if (held && b.inside.size() < sample.size() / 2) {
    const Place within{b.place.rank - b.below, b.place.fraction};
    return at_places(b.inside, {&within, 1}).front();
  }
  std::vector<double> copy(sample.begin(), sample.end());
  return at(copy, b.place);
}

std::vector<double> at_places(std::span<const double> sample, std::span<const Place> places) {
  std::vector<double> result;
  result.reserve(places.size());
  if (sample.size() < kSmall) {
    std::vector<double> copy(sample.begin(), sample.end());
    for (const Place place : places) result.push_back(at(copy, place));
    return result;
  }
  const std::vector<double> thin = thin_sample(sample);
  std::vector<Bracket> brackets;
  for (const Place place : places) brackets.push_back(bracket_of(thin, place, sample.size()));
  fill(brackets, sample);
  for (const Bracket& b : brackets) result.push_back(read(b, sample));
  return result;
}

}  // namespace

std::vector<double> quantiles(std::span<const double> sample, std::span<const double> probabilities) {
  std::vector<Place> places;
  for (const double p : probabilities) places.push_back(place_of(p, sample.size()));
  return at_places(sample, places);
}

CentralInterval central_interval(std::span<const double> sample, double coverage) {
  const std::array<double, 3> probabilities{(1 - coverage) / 2, 0.5, (1 + coverage) / 2};
  const std::vector<double> q = quantiles(sample, probabilities);
  return {q[0], q[1], q[2]};
}

}  // namespace foreplan::inline v0::numeric
