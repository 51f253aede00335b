#include "numeric/line_search.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace foreplan::inline v0::numeric {
namespace {

constexpr double kDecrease = 1e-4, kCurvature = 0.9;
constexpr double kNarrow = 1e-14;  // relative width of an interval that rounding ends

struct End {
  double step = 0, value = 0, derivative = 0;
};

/// The interval of the search and its next trial: section 4 of the paper. `best` is its end with the least value; once
/// `bracketed`, a minimum lies between it and `other`.
struct Bracket {
  End best{}, other{};
  bool bracketed = false;

  /// Where the cubic through two ends has its minimum, as a place between them counted from `from`; case 3 of the paper
  /// wants the root kept real.
  static void cubic(const End& from, const End& to, bool keep_real, double& gamma, double& theta) {
    theta = 3 * (from.value - to.value) / (to.step - from.step) + from.derivative + to.derivative;
    const double size = std::max({std::abs(theta), std::abs(from.derivative), std::abs(to.derivative)});
    double square = (theta / size) * (theta / size) - (from.derivative / size) * (to.derivative / size);
    if (keep_real) square = std::max(square, 0.0);
    gamma = size * std::sqrt(square);
  }

  /// The next step after the trial, which becomes an end.
  double next(const End& trial, double least, double most) {
    const double sign = trial.derivative * std::copysign(1.0, best.derivative);
    double gamma = 0, theta = 0, step = 0;
    const double span = best.step - trial.step;
    if (trial.value > best.value) {  // 1: higher, a minimum is bracketed
      cubic(best, trial, false, gamma, theta);
      if (trial.step < best.step) gamma = -gamma;
      const double r = (gamma - best.derivative + theta) / (gamma - best.derivative + gamma + trial.derivative);
      const double by_cubic = best.step + r * (trial.step - best.step);
      const double by_quadratic =
          best.step + best.derivative / ((best.value - trial.value) / (trial.step - best.step) + best.derivative) / 2 *
                          (trial.step - best.step);
      step = std::abs(by_cubic - best.step) < std::abs(by_quadratic - best.step)
                 ? by_cubic
                 : by_cubic + (by_quadratic - by_cubic) / 2;
      bracketed = true;
    } else if (sign < 0) {  // 2: lower, and the slope has turned
      cubic(best, trial, false, gamma, theta);
      if (trial.step > best.step) gamma = -gamma;
      const double r = (gamma - trial.derivative + theta) / (gamma - trial.derivative + gamma + best.derivative);
      const double by_cubic = trial.step + r * span;
      const double by_secant = trial.step + trial.derivative / (trial.derivative - best.derivative) * span;
      step = std::abs(by_cubic - trial.step) > std::abs(by_secant - trial.step) ? by_cubic : by_secant;
      bracketed = true;
    } else if (std::abs(trial.derivative) < std::abs(best.derivative)) {  // 3: lower and flatter
      cubic(best, trial, true, gamma, theta);
      if (trial.step > best.step) gamma = -gamma;
      const double r = (gamma - trial.derivative + theta) / (gamma + (best.derivative - trial.derivative) + gamma);
      const double by_cubic = r < 0 && gamma != 0 ? trial.step + r * span : trial.step > best.step ? most : least;
      const double by_secant = trial.step + trial.derivative / (trial.derivative - best.derivative) * span;
      const bool nearer = std::abs(by_cubic - trial.step) < std::abs(by_secant - trial.step);
      if (bracketed) {
        step = nearer ? by_cubic : by_secant;
        const double part = trial.step + 0.66 * (other.step - trial.step);
        step = trial.step > best.step ? std::min(part, step) : std::max(part, step);
      } else {
        step = std::clamp(nearer ? by_secant : by_cubic, least, most);
      }
    } else if (bracketed) {  // 4: lower and steeper
      cubic(other, trial, false, gamma, theta);
      const double way = other.step - trial.step;
      if (trial.step > other.step) gamma = -gamma;
      const double r = (gamma - trial.derivative + theta) / (gamma - trial.derivative + gamma + other.derivative);
      step = trial.step + r * way;
    } else {
      step = trial.step > best.step ? most : least;
    }
    if (trial.value > best.value) {
      other = trial;
    } else {
      if (sign < 0) other = best;
      best = trial;
    }
    return step;
  }
};

}  // namespace

LineStep line_search(const AlongLine& f, const Slope& start, double first, double longest) {
  LineStep out;
  Bracket bracket{.best = {0, start.value, start.derivative}, .other = {0, start.value, start.derivative}};
  const double demanded = kDecrease * start.derivative;
  const double rounding = 500 * std::numeric_limits<double>::epsilon() * std::abs(start.value);
  bool first_stage = true;
  double width = longest, width_before = 2 * longest, least = 0, most = std::min(5 * first, longest);
  double step = first;
  for (int i = 0; i < 40; ++i) {
    out.step = step;
    out.at = f(step);
    ++out.evaluations;
    if (!std::isfinite(out.at.value) || !std::isfinite(out.at.derivative)) {
      longest = step / 4;  // nothing lies beyond
      most = std::min(most, longest);
      step = bracket.best.step + (longest > bracket.best.step ? (longest - bracket.best.step) / 2 : 0);
      if (!(step > bracket.best.step)) break;
      continue;
    }
    const bool enough = out.at.value <= start.value + step * demanded;
    // Where values differ by rounding only, the slopes decide (Hager & Zhang 2005, approximate Wolfe conditions).
    const bool flat =
        std::abs(out.at.value - start.value) <= rounding && out.at.derivative <= (2 * kDecrease - 1) * start.derivative;
    if ((enough || flat) && std::abs(out.at.derivative) <= -kCurvature * start.derivative) return out;
    if (step == longest && enough && out.at.derivative <= demanded) return out;
    if (bracket.bracketed && (step <= least || step >= most || most - least <= kNarrow * most)) break;
    if (first_stage && enough && out.at.derivative >= 0) first_stage = false;
    const End trial{step, out.at.value, out.at.derivative};
    if (first_stage && out.at.value <= bracket.best.value && !enough) {
      // The function less the decrease demanded has a minimum where both conditions hold (section 2).
      const auto lowered = [demanded](const End& e) {
        return End{e.step, e.value - e.step * demanded, e.derivative - demanded};
      };
      const auto raised = [demanded](const End& e) {
        return End{e.step, e.value + e.step * demanded, e.derivative + demanded};
      };
      bracket.best = lowered(bracket.best);
      bracket.other = lowered(bracket.other);
      step = bracket.next(lowered(trial), least, most);
      bracket.best = raised(bracket.best);
      bracket.other = raised(bracket.other);
    } else {
      step = bracket.next(trial, least, most);
    }
    if (bracket.bracketed) {
      if (std::abs(bracket.other.step - bracket.best.step) >= 0.66 * width_before)
        step = bracket.best.step + (bracket.other.step - bracket.best.step) / 2;
      width_before = width;
      width = std::abs(bracket.other.step - bracket.best.step);
      least = std::min(bracket.best.step, bracket.other.step);
      most = std::max(bracket.best.step, bracket.other.step);
    } else {
      least = step + 1.1 * (step - bracket.best.step);
      most = step + 4 * (step - bracket.best.step);
    }
    step = std::clamp(step, 0.0, longest);
    if (bracket.bracketed && (step <= least || step >= most || most - least <= kNarrow * most))
      step = bracket.best.step;
    if (step == 0) break;
  }
  // Rounding: the best step met, if it is one.
  if (out.step != bracket.best.step) {
    out.step = bracket.best.step;
    if (out.step > 0) {
      out.at = f(out.step);
      ++out.evaluations;
    } else {
      out.at = start;
    }
  }
  if (!(out.at.value < start.value)) out.step = 0;
  return out;
}

}  // namespace foreplan::inline v0::numeric
