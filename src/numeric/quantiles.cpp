#include "numeric/quantiles.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace foreplan::inline v0::numeric {
namespace {

constexpr std::size_t kBlock = 2048;  // values looked at while they are in the first-level cache
constexpr std::size_t kSmall = 2048;  // below this all values are ordered together

Place place_of(double probability, std::size_t n) {
  const double h = probability * static_cast<double>(n - 1);
  const auto rank = std::min(static_cast<std::size_t>(h), n - 1);
  return {rank, rank + 1 < n ? h - static_cast<double>(rank) : 0};
}

/// The order statistics on both sides of a place; of a place at a rank only this one.
struct Neighbours {
  double at = 0, next = 0;

  [[nodiscard]] double value(const Place& place) const {
    if (place.fraction == 0) return at;
    const double gap = next - at;
    return std::isfinite(gap) ? at + place.fraction * gap : (1 - place.fraction) * at + place.fraction * next;
  }
};

/// Orders `values` no further than the ranks need: every rank splits what its predecessor left above itself.
std::array<Neighbours, 3> split(std::span<double> values, const Places& places) {
  std::array<std::size_t, 3> order{0, 1, 2};
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return places[a].rank < places[b].rank; });
  const auto at = [&](std::size_t rank) { return values.begin() + static_cast<std::ptrdiff_t>(rank); };
  std::array<Neighbours, 3> result;
  auto from = values.begin();
  for (const std::size_t k : order) {
    const auto nth = at(places[k].rank);
    if (nth >= from) {
      std::nth_element(from, nth, values.end());
      from = nth + 1;
    }
    result[k].at = result[k].next = *nth;
  }
  // The successor of a rank stands above it, and not beyond the next greater rank.
  auto until = values.end();
  for (std::size_t i = order.size(); i-- > 0;) {
    const Place& place = places[order[i]];
    if (place.fraction > 0) result[order[i]].next = *std::min_element(at(place.rank) + 1, until);
    if (i > 0 && places[order[i - 1]].rank < place.rank) until = at(place.rank) + 1;
  }
  return result;
}

/// `values` may be reordered.
std::array<Neighbours, 3> neighbours(std::span<double> values, const Places& places);

/// Four standard deviations of the pilot's rank to either side; open where that leads beyond the pilot's ends.
Brackets brackets_of(std::span<double> pilot, const Places& places, std::size_t n) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const auto m = static_cast<double>(pilot.size());
  std::array<bool, 3> open_below{}, open_above{};
  Places low, high;
  for (std::size_t k = 0; k < places.size(); ++k) {
    const double p = n > 1 ? static_cast<double>(places[k].rank) / static_cast<double>(n - 1) : 0;
    const double centre = p * (m - 1), margin = 4 * std::sqrt(m * p * (1 - p)) + 4;
    open_below[k] = centre < margin;
    open_above[k] = centre + margin > m - 1;
    if (!open_below[k]) low[k].rank = static_cast<std::size_t>(centre - margin);
    if (!open_above[k]) high[k].rank = static_cast<std::size_t>(centre + margin);
  }
  const auto lows = neighbours(pilot, low), highs = neighbours(pilot, high);
  Brackets b;
  for (std::size_t k = 0; k < places.size(); ++k) {
    b.low[k] = open_below[k] ? -kInfinity : lows[k].at;
    b.high[k] = open_above[k] ? kInfinity : highs[k].at;
  }
  return b;
}

std::vector<double> thin_sample(std::span<const double> sample) {
  std::vector<double> thin(sample.size() < 32'768 ? 1024 : 4096);
  // An odd stride between neighbours, so that no period of the sample's own is met again and again.
  const std::size_t stride = (sample.size() / thin.size()) | 1;
  for (std::size_t i = 0; i < thin.size(); ++i) thin[i] = sample[i * stride % sample.size()];
  return thin;
}

/// The neighbours among values of which `part` holds what lies in the brackets; nothing when one does not.
std::optional<std::array<Neighbours, 3>> within(PlaceSearch::Part& part, const Brackets& brackets,
                                                const Places& places) {
  const std::size_t size = part.inside.size();
  Places inner = places;
  for (std::size_t k = 0; k < places.size(); ++k) {
    // Values in other brackets that stand before this one are counted below, and here as well.
    const std::size_t before = kernels().count_below(part.inside.data(), size, brackets.low[k]);
    const std::size_t missing = part.below[k] - before, last = places[k].rank + (places[k].fraction > 0 ? 1 : 0);
    if (places[k].rank < part.below[k] || last - missing >= size) return std::nullopt;
    inner[k].rank -= missing;
  }
  const std::array<Neighbours, 3> result = neighbours(part.inside, inner);
  for (std::size_t k = 0; k < places.size(); ++k)
    if (result[k].next > brackets.high[k]) return std::nullopt;
  return result;
}

void note_all(std::span<const double> values, const Brackets& brackets, PlaceSearch::Part& part) {
  std::array<double, kBlock + 8> found;
  for (std::size_t begin = 0; begin < values.size(); begin += kBlock) {
    const std::size_t size = std::min(kBlock, values.size() - begin);
    const Selected s = kernels().select_inside(values.data() + begin, size, brackets, found.data());
    for (std::size_t k = 0; k < s.below.size(); ++k) part.below[k] += s.below[k];
    part.inside.insert(part.inside.end(), found.data(), found.data() + s.inside);
  }
}

/// Without ordering all values; nothing when the thin sample misled or too much lies in its brackets to gain by them.
std::optional<std::array<Neighbours, 3>> search(std::span<const double> values, const Places& places) {
  if (values.size() < kSmall) return std::nullopt;
  std::vector<double> thin = thin_sample(values);
  const Brackets brackets = brackets_of(thin, places, values.size());
  PlaceSearch::Part part;
  note_all(values, brackets, part);
  if (part.inside.size() > values.size() / 2) return std::nullopt;
  return within(part, brackets, places);
}

std::array<Neighbours, 3> neighbours(std::span<double> values, const Places& places) {
  const auto found = search(values, places);
  return found ? *found : split(values, places);
}

std::array<double, 3> values_of(const std::array<Neighbours, 3>& found, const Places& places) {
  return {found[0].value(places[0]), found[1].value(places[1]), found[2].value(places[2])};
}

std::array<double, 3> at_places(std::span<const double> sample, const Places& places) {
  if (const auto found = search(sample, places)) return values_of(*found, places);
  std::vector<double> copy(sample.begin(), sample.end());
  return values_of(split(copy, places), places);
}

}  // namespace

std::vector<double> quantiles(std::span<const double> sample, std::span<const double> probabilities) {
  std::vector<double> result;
  for (std::size_t begin = 0; begin < probabilities.size(); begin += 3) {
    const std::size_t size = std::min<std::size_t>(3, probabilities.size() - begin);
    Places places;
    for (std::size_t k = 0; k < places.size(); ++k)
      places[k] = place_of(probabilities[begin + std::min(k, size - 1)], sample.size());
    const std::array<double, 3> found = at_places(sample, places);
    result.insert(result.end(), found.begin(), found.begin() + static_cast<std::ptrdiff_t>(size));
  }
  return result;
}

Places central_places(double coverage, std::size_t n) {
  return {place_of((1 - coverage) / 2, n), place_of(0.5, n), place_of((1 + coverage) / 2, n)};
}

CentralInterval central_interval(std::span<const double> sample, double coverage) {
  const std::array<double, 3> q = at_places(sample, central_places(coverage, sample.size()));
  return {q[0], q[1], q[2]};
}

PlaceSearch::PlaceSearch(std::span<double> pilot, std::size_t n, const Places& places)
    : places_(places), brackets_(brackets_of(pilot, places, n)) {}

void PlaceSearch::note(std::span<const double> values, Part& part) const { note_all(values, brackets_, part); }

std::optional<std::array<double, 3>> PlaceSearch::found(std::span<const Part> parts) const {
  Part all;
  std::size_t size = 0;
  for (const Part& part : parts) size += part.inside.size();
  all.inside.reserve(size);
  for (const Part& part : parts) {
    for (std::size_t k = 0; k < all.below.size(); ++k) all.below[k] += part.below[k];
    all.inside.insert(all.inside.end(), part.inside.begin(), part.inside.end());
  }
  const auto inner = within(all, brackets_, places_);
  if (!inner) return std::nullopt;
  return values_of(*inner, places_);
}

}  // namespace foreplan::inline v0::numeric
