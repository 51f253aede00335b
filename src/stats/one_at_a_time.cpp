#include <foreplan/stats/one_at_a_time.hpp>

#include <algorithm>
#include <string>

#include "core/check.hpp"
#include "stats/input_points.hpp"

namespace foreplan::inline v0::stats {
namespace {

constexpr std::string_view kFunction = "stats::one_at_a_time";

double swing_of(const OneAtATimeRow& row) { return swing(row.outcome_low, row.outcome_high, row.base); }

}  // namespace

std::vector<std::vector<OneAtATimeRow>> one_at_a_time(const std::vector<InputRange>& inputs,
                                                      std::span<const double> values, std::size_t outputs) {
  detail::require(!inputs.empty(), kFunction, "there must be inputs to vary", "none");
  check_values(kFunction, 2 * inputs.size() + 1, outputs, values.size());
  std::vector<std::vector<OneAtATimeRow>> out(outputs);
  for (std::size_t o = 0; o < outputs; ++o) {
    for (std::size_t i = 0; i < inputs.size(); ++i)
      out[o].push_back({i, inputs[i].low, inputs[i].high, values[(2 * i + 1) * outputs + o],
                        values[(2 * i + 2) * outputs + o], values[o]});
    std::stable_sort(out[o].begin(), out[o].end(), [](const OneAtATimeRow& a, const OneAtATimeRow& b) {
      const double left = swing_of(a), right = swing_of(b);
      return std::isnan(right) ? !std::isnan(left) : left > right;
    });
  }
  return out;
}

std::vector<std::vector<OneAtATimeRow>> one_at_a_time(const InputFunction& function,
                                                      const std::vector<InputRange>& inputs, std::size_t outputs,
                                                      const Execution& execution) {
  detail::require(!inputs.empty(), kFunction, "there must be inputs to vary", "none");
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const auto [low, base, high] = inputs[i];
    if (!std::isfinite(low) || !std::isfinite(base) || !std::isfinite(high) || !(low < high))
      detail::fail(
          kFunction, "low < high must hold, base finite too",
          detail::number_text(low) + ", " + detail::number_text(high) + " and base " + detail::number_text(base),
          "for input " + std::to_string(i));
  }
  const auto values = evaluate_points(
      kFunction, function, 2 * inputs.size() + 1, inputs.size(), outputs,
      [&](std::size_t row, std::span<double> x) {
        for (std::size_t i = 0; i < inputs.size(); ++i) x[i] = inputs[i].base;
        if (row == 0) return;
        const std::size_t i = (row - 1) / 2;
        x[i] = row % 2 == 1 ? inputs[i].low : inputs[i].high;
      },
      execution);
  return one_at_a_time(inputs, values, outputs);
}

}  // namespace foreplan::inline v0::stats
