#include <foreplan/stats/distributions.hpp>
#include <foreplan/stats/prim.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "core/check.hpp"

namespace foreplan::inline v0::stats {
namespace {

constexpr std::string_view kFunction = "stats::prim";
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// The samples, and the outcome as it is looked at: 0 or 1 where it is of two values.
struct Samples {
  std::span<const double> x{};
  std::size_t inputs = 0;
  std::vector<double> y{};
  bool two_values = false;
  std::size_t of_interest = 0;

  [[nodiscard]] std::size_t points() const { return y.size(); }
  [[nodiscard]] double at(std::size_t point, std::size_t input) const { return x[point * inputs + input]; }
};

void check_finite(std::string_view what, std::span<const double> values) {
  for (std::size_t i = 0; i < values.size(); ++i)
    if (!std::isfinite(values[i]))
      detail::fail(kFunction, std::string(what) + " must be finite", detail::number_text(values[i]),
                   "at index " + std::to_string(i));
}

void check_options(const PrimOptions& options) {
  detail::require(options.peel > 0 && options.peel <= 0.5, kFunction, "options.peel must be in (0, 0.5]", options.peel);
  detail::require(options.paste >= 0 && options.paste <= 0.5, kFunction, "options.paste must be in [0, 0.5]",
                  options.paste);
  detail::require(options.minimum_mass > 0 && options.minimum_mass < 1, kFunction,
                  "options.minimum_mass must be in (0, 1)", options.minimum_mass);
  detail::require(!options.threshold || std::isfinite(*options.threshold), kFunction,
                  "options.threshold must be finite", options.threshold.value_or(0));
  detail::require(options.threshold || !options.below, kFunction, "options.below needs a threshold");
  detail::require(std::isfinite(options.level), kFunction, "options.level must be finite", options.level);
}

Samples samples_of(std::span<const double> x, std::size_t inputs, std::span<const double> y,
                   const PrimOptions& options) {
  check_options(options);
  detail::require(inputs >= 1, kFunction, "inputs must be >= 1", "0");
  detail::require(y.size() >= 2, kFunction, "there must be at least 2 points", std::to_string(y.size()));
  if (x.size() / inputs != y.size() || x.size() % inputs != 0)
    detail::fail(
        kFunction, "x must hold a value for each point and input",
        std::to_string(x.size()) + " for " + std::to_string(y.size()) + " points of " + std::to_string(inputs));
  check_finite("x", x);
  check_finite("y", y);
  Samples out{.x = x, .inputs = inputs, .y = {y.begin(), y.end()}};
  if (options.threshold)
    for (double& value : out.y) value = (options.below ? value <= *options.threshold : value >= *options.threshold);
  out.two_values = std::all_of(out.y.begin(), out.y.end(), [](double v) { return v == 0 || v == 1; });
  if (out.two_values) out.of_interest = static_cast<std::size_t>(std::count(out.y.begin(), out.y.end(), 1.0));
  const bool leveled = options.rule != PrimRule::balanced;
  detail::require(!leveled || !out.two_values || (options.level >= 0 && options.level <= 1), kFunction,
                  "options.level must be in [0, 1]", options.level);
  return out;
}

double mean_of(const Samples& s, const std::vector<std::size_t>& points) {
  double sum = 0;
  for (const std::size_t i : points) sum += s.y[i];
  return sum / static_cast<double>(points.size());
}

/// Points and outcomes of interest in a box.
struct Count {
  std::size_t points = 0;
  double sum = 0;
};

/// P(Binomial(T, q) >= H) = I_q(H, T - H + 1)
double binomial_upper(double h, double t, double q) {
  if (h <= 0 || q >= 1) return 1;
  return q <= 0 ? 0 : beta_cdf(q, h, t - h + 1);
}

PrimBox describe(const Samples& s, std::vector<PrimBounds> bounds) {
  Count inside;
  std::vector<Count> only(s.inputs);  // kept out by this input's bounds alone
  for (std::size_t i = 0; i < s.points(); ++i) {
    std::size_t outside = 0, which = 0;
    for (std::size_t j = 0; j < s.inputs && outside < 2; ++j)
      if (!bounds[j].contains(s.at(i, j))) ++outside, which = j;
    if (outside > 1) continue;
    Count& count = outside == 0 ? inside : only[which];
    ++count.points;
    count.sum += s.y[i];
  }
  PrimBox out{.bounds = std::move(bounds), .points = inside.points};
  const auto points = static_cast<double>(inside.points);
  out.mass = points / static_cast<double>(s.points());
  out.mean = inside.points > 0 ? inside.sum / points : kNaN;
  out.density = s.two_values ? out.mean : kNaN;
  out.coverage = s.two_values && s.of_interest > 0 ? inside.sum / static_cast<double>(s.of_interest) : kNaN;
  for (std::size_t j = 0; j < s.inputs; ++j) {
    if (!out.bounds[j].restricted()) continue;
    const double wider = points + static_cast<double>(only[j].points);
    const double density = (inside.sum + only[j].sum) / wider;
    out.restrictions.push_back(
        {j, out.bounds[j], s.two_values && wider > 0 ? binomial_upper(inside.sum, points, density) : kNaN});
  }
  out.restricted = out.restrictions.size();
  return out;
}

/// Half way between a point and the next, so that the further one is kept out or in by it.
double between(double removed, double kept) {
  const double middle = removed + (kept - removed) / 2;
  return middle == removed ? kept : middle;
}

struct Peel {
  std::size_t input = 0;
  bool lower = true;
  double bound = 0;
  double last_removed = 0;
  double score = -kInfinity;
  bool possible = false;
};

/// Removing the `count` lowest (or highest) points of one input, and those equal to the last of them.
Peel peel_of(const Samples& s, const std::vector<std::size_t>& box, std::size_t input, bool lower, std::size_t count,
             double mean, std::size_t fewest, PeelCriterion criterion, std::vector<double>& work) {
  const double sign = lower ? 1 : -1;
  work.clear();
  for (const std::size_t i : box) work.push_back(sign * s.at(i, input));
  const auto nth = work.begin() + static_cast<std::ptrdiff_t>(count - 1);
  std::nth_element(work.begin(), nth, work.end());
  const double last = *nth;
  double next = kInfinity, sum = 0;
  std::size_t kept = 0;
  for (const std::size_t i : box) {
    const double x = sign * s.at(i, input);
    if (x <= last) continue;
    next = std::min(next, x);
    sum += s.y[i];
    ++kept;
  }
  Peel out{.input = input, .lower = lower};
  if (kept < fewest || kept == 0) return out;
  out.possible = true;
  out.bound = between(sign * last, sign * next);
  out.last_removed = sign * last;
  const double rise = sum / static_cast<double>(kept) - mean;
  out.score = criterion == PeelCriterion::highest_mean ? rise : rise / static_cast<double>(box.size() - kept);
  return out;
}

/// From all points down; the bounds of each box.
std::vector<std::vector<PrimBounds>> peel_all(const Samples& s, const PrimOptions& options) {
  const auto fewest = static_cast<std::size_t>(std::ceil(options.minimum_mass * static_cast<double>(s.points())));
  std::vector<std::size_t> box(s.points());
  std::iota(box.begin(), box.end(), std::size_t{0});
  std::vector<std::vector<PrimBounds>> out{std::vector<PrimBounds>(s.inputs)};
  std::vector<double> work;
  for (;;) {
    if (options.cancel.cancelled()) throw Cancelled("stats::prim: cancelled");
    if (std::all_of(box.begin(), box.end(), [&](std::size_t i) { return s.y[i] == s.y[box.front()]; })) return out;
    const auto share = static_cast<std::size_t>(options.peel * static_cast<double>(box.size()));
    const double mean = mean_of(s, box);
    Peel best;
    for (std::size_t j = 0; j < s.inputs; ++j)
      for (const bool lower : {true, false}) {
        const Peel peel =
            peel_of(s, box, j, lower, std::max<std::size_t>(1, share), mean, fewest, options.criterion, work);
        if (peel.possible && (!best.possible || peel.score > best.score)) best = peel;
      }
    if (!best.possible) return out;
    std::vector<PrimBounds> bounds = out.back();
    (best.lower ? bounds[best.input].low : bounds[best.input].high) = best.bound;
    out.push_back(std::move(bounds));
    std::erase_if(box, [&](std::size_t i) {
      const double x = s.at(i, best.input);
      return best.lower ? x <= best.last_removed : x >= best.last_removed;
    });
  }
}

std::optional<std::size_t> choose(const Samples& s, const std::vector<PrimBox>& boxes, const PrimOptions& options) {
  std::optional<std::size_t> out;
  double best = -kInfinity;
  const double all = boxes.front().mean;
  for (std::size_t b = 0; b < boxes.size(); ++b) {
    const PrimBox& box = boxes[b];
    const double quality = s.two_values ? box.density : box.mean, reach = s.two_values ? box.coverage : box.mass;
    double score = kNaN;
    switch (options.rule) {
      case PrimRule::balanced:
        score = s.two_values ? reach * quality : (quality - all) * std::sqrt(static_cast<double>(box.points));
        break;
      case PrimRule::density_at_least:
        if (quality >= options.level) score = reach;
        break;
      case PrimRule::coverage_at_least:
        if (reach >= options.level) score = quality;
        break;
    }
    if (score > best) best = score, out = b;
  }
  return out;
}

/// A bound moved outwards: how far, and what the box's mean is then.
struct Paste {
  std::size_t input = 0;
  bool lower = true;
  double bound = 0;
  double mean = -kInfinity;
  std::size_t added = 0;
};

std::optional<Paste> paste_of(const Samples& s, const std::vector<PrimBounds>& bounds, std::size_t input, bool lower,
                              std::size_t count, const Count& inside) {
  const double sign = lower ? -1 : 1, bound = lower ? bounds[input].low : bounds[input].high;
  if (std::isinf(bound)) return std::nullopt;
  std::vector<std::pair<double, double>> beyond;  // how far out, outcome
  for (std::size_t i = 0; i < s.points(); ++i) {
    if (!(sign * s.at(i, input) > sign * bound)) continue;
    bool others = true;
    for (std::size_t j = 0; j < s.inputs && others; ++j) others = j == input || bounds[j].contains(s.at(i, j));
    if (others) beyond.emplace_back(sign * s.at(i, input), s.y[i]);
  }
  std::stable_sort(beyond.begin(), beyond.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::size_t taken = std::min(count, beyond.size());
  while (taken > 0 && taken < beyond.size() && beyond[taken].first == beyond[taken - 1].first) ++taken;
  double sum = inside.sum;
  for (std::size_t i = 0; i < taken; ++i) sum += beyond[i].second;
  // The bound keeps what is beyond it out: half way, or at the last point taken where no number lies between.
  double moved = kInfinity;
  if (taken < beyond.size()) {
    const double last = beyond[taken - 1].first, next = beyond[taken].first, middle = last + (next - last) / 2;
    moved = middle == next ? last : middle;
  }
  return Paste{input, lower, sign * moved, sum / static_cast<double>(inside.points + taken), taken};
}

std::vector<PrimBounds> pasted(const Samples& s, std::vector<PrimBounds> bounds, const PrimOptions& options) {
  if (options.paste == 0) return bounds;
  for (;;) {
    if (options.cancel.cancelled()) throw Cancelled("stats::prim: cancelled");
    Count inside;
    for (std::size_t i = 0; i < s.points(); ++i) {
      bool in = true;
      for (std::size_t j = 0; j < s.inputs && in; ++j) in = bounds[j].contains(s.at(i, j));
      if (in) ++inside.points, inside.sum += s.y[i];
    }
    if (inside.points == 0) return bounds;
    const auto share = static_cast<std::size_t>(options.paste * static_cast<double>(inside.points));
    std::optional<Paste> best;
    for (std::size_t j = 0; j < s.inputs; ++j)
      for (const bool lower : {true, false}) {
        const auto paste = paste_of(s, bounds, j, lower, std::max<std::size_t>(1, share), inside);
        if (paste && (!best || paste->mean > best->mean || (paste->mean == best->mean && paste->added > best->added)))
          best = paste;
      }
    if (!best || best->mean < inside.sum / static_cast<double>(inside.points)) return bounds;
    (best->lower ? bounds[best->input].low : bounds[best->input].high) = best->bound;
  }
}

void check_bounds(const std::vector<PrimBounds>& bounds, std::size_t inputs) {
  detail::require(bounds.size() == inputs, kFunction, "there must be bounds for each input",
                  std::to_string(bounds.size()) + " for " + std::to_string(inputs));
  for (std::size_t j = 0; j < inputs; ++j)
    if (!(bounds[j].low <= bounds[j].high))
      detail::fail(kFunction, "low <= high must hold for bounds",
                   detail::number_text(bounds[j].low) + " and " + detail::number_text(bounds[j].high),
                   "for input " + std::to_string(j));
}

}  // namespace

bool PrimBox::contains(std::span<const double> x) const noexcept {
  if (x.size() != bounds.size()) return false;
  for (std::size_t j = 0; j < x.size(); ++j)
    if (!bounds[j].contains(x[j])) return false;
  return true;
}

PrimResult prim(std::span<const double> x, std::size_t inputs, std::span<const double> y, const PrimOptions& options) {
  const Samples s = samples_of(x, inputs, y, options);
  PrimResult out{.two_values = s.two_values, .points = s.points(), .of_interest = s.of_interest};
  for (auto& bounds : peel_all(s, options)) out.trajectory.push_back(describe(s, std::move(bounds)));
  out.mean = out.trajectory.front().mean;
  out.chosen = choose(s, out.trajectory, options);
  const PrimBox& chosen = out.trajectory[out.chosen.value_or(0)];
  out.box = out.chosen ? describe(s, pasted(s, chosen.bounds, options)) : chosen;
  return out;
}

PrimBox prim_box(std::span<const double> x, std::size_t inputs, std::span<const double> y,
                 const std::vector<PrimBounds>& bounds, const PrimOptions& options) {
  const Samples s = samples_of(x, inputs, y, options);
  check_bounds(bounds, inputs);
  return describe(s, bounds);
}

PrimBox prim_paste(std::span<const double> x, std::size_t inputs, std::span<const double> y,
                   const std::vector<PrimBounds>& bounds, const PrimOptions& options) {
  const Samples s = samples_of(x, inputs, y, options);
  check_bounds(bounds, inputs);
  return describe(s, pasted(s, bounds, options));
}

}  // namespace foreplan::inline v0::stats
