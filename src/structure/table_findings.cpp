#include "structure/table_findings.hpp"

#include <algorithm>
#include <cmath>

#include "text/messages.hpp"
#include "text/number_format.hpp"

namespace foreplan::inline v0::structure {

std::string amount_text(double x, const Unit& unit, Language language) {
  int decimals = 0;
  for (double scale = 1; decimals < 12; ++decimals, scale *= 10)
    if (std::abs(std::round(x * scale) / scale - x) <= 1e-9 * std::abs(x)) break;
  return text::amount(x, decimals, unit, language);
}

std::string difference_text(double a, double b, const Unit& unit, Language language) {
  // The digits of a difference are those of what it is the difference of.
  const double grain = std::pow(10.0, std::ceil(std::log10(std::max({std::abs(a), std::abs(b), 1e-280}))) - 12);
  const double rounded = std::round(std::abs(a - b) / grain) * grain;
  return text::message(language, a < b ? "table.less" : "table.more",
                       {{"amount", amount_text(rounded, unit, language)}});
}

}  // namespace foreplan::inline v0::structure
