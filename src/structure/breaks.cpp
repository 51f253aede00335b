#include <foreplan/structure/breaks.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "core/check.hpp"
#include "stats/neighbour_score.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

namespace foreplan::inline v0::structure {
namespace {

constexpr std::string_view kName = "structure::structure_breaks";
constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kMostNamed = 5;

void require_options(const StructureBreakOptions& o) {
  detail::require(o.neighbours >= 2, kName, "neighbours must be >= 2", std::to_string(o.neighbours));
  detail::require(o.threshold > 0 && std::isfinite(o.threshold), kName, "threshold must be > 0 and finite",
                  o.threshold);
  detail::require(o.least_shift >= 0 && std::isfinite(o.least_shift), kName, "least_shift must be >= 0 and finite",
                  o.least_shift);
  detail::require(o.least_jump >= 0 && std::isfinite(o.least_jump), kName, "least_jump must be >= 0 and finite",
                  o.least_jump);
}

std::vector<const Series*> sectors_of(const Frame& levels, const std::string& total) {
  std::vector<const Series*> sectors;
  const Series* whole = total.empty() ? nullptr : &levels[total];
  for (const Series& s : levels.series()) {
    require_same_unit(levels.series().front().unit, s.unit, kName);
    if (&s != whole) sectors.push_back(&s);
    for (std::size_t t = 0; t < s.size(); ++t)
      if (s.values[t] < 0 || std::isinf(s.values[t]))
        detail::fail(kName, "levels must be >= 0 and finite, or missing", detail::number_text(s.values[t]),
                     "in series " + detail::quoted(s.name) + " in " + to_string(s.period(t)));
  }
  detail::require(sectors.size() >= 2, kName, "at least two sectors are needed", std::to_string(sectors.size()));
  return sectors;
}

/// Sums over sectors, missing where one is; a total that is there must be > 0.
std::vector<double> sums_of(const std::vector<const Series*>& sectors) {
  std::vector<double> sums(sectors.front()->size(), 0);
  for (const Series* s : sectors)
    for (std::size_t t = 0; t < sums.size(); ++t) sums[t] += s->values[t];
  return sums;
}
void require_totals(const std::vector<double>& totals, const Series& periods) {
  for (std::size_t t = 0; t < totals.size(); ++t)
    if (!std::isnan(totals[t]) && (!(totals[t] > 0) || std::isinf(totals[t])))
      detail::fail(kName, "the total must be > 0 and finite", detail::number_text(totals[t]),
                   "in " + to_string(periods.period(t)));
}

/// log(x(t) / x(t - 1)), missing where either is, or is 0.
std::vector<double> log_growth(std::span<const double> x) {
  std::vector<double> growth(x.size(), kMissing);
  for (std::size_t t = 1; t < x.size(); ++t)
    if (x[t] > 0 && x[t - 1] > 0) growth[t] = std::log(x[t]) - std::log(x[t - 1]);
  return growth;
}

/// Half the sum of changes of shares: the norm of absolute values.
std::vector<double> shifts(const std::vector<const Series*>& sectors, const std::vector<double>& sums) {
  std::vector<double> shift(sums.size(), kMissing);
  for (std::size_t t = 1; t < sums.size(); ++t) {
    shift[t] = 0;  // a missing sector leaves a missing sum and so a missing shift
    for (const Series* s : sectors) shift[t] += std::abs(s->values[t] / sums[t] - s->values[t - 1] / sums[t - 1]) / 2;
  }
  return shift;
}

UnusualChange shift_at(const std::vector<double>& shift, std::size_t t, const StructureBreakOptions& o) {
  const auto beside = stats::neighbour_score(shift, t, o.neighbours);
  if (!beside) return {shift[t], kMissing, kMissing, false};
  return {shift[t], beside->typical, beside->score, beside->score > o.threshold && beside->distance >= o.least_shift};
}

bool jumps(const stats::NeighbourScore& s, const StructureBreakOptions& o) {
  return std::abs(s.score) > o.threshold && std::abs(std::expm1(s.distance)) >= o.least_jump;
}

UnusualChange growth_at(const std::vector<double>& growth, std::size_t t, const StructureBreakOptions& o) {
  const auto beside = stats::neighbour_score(growth, t, o.neighbours);
  if (!beside) return {std::expm1(growth[t]), kMissing, kMissing, false};
  return {std::expm1(growth[t]), std::expm1(beside->typical), beside->score, jumps(*beside, o)};
}

std::vector<SectorJump> jumps_at(const std::vector<const Series*>& sectors,
                                 const std::vector<std::vector<double>>& growth, const std::vector<double>& sums,
                                 std::size_t t, const StructureBreakOptions& o) {
  std::vector<SectorJump> found;
  for (std::size_t i = 0; i < sectors.size(); ++i) {
    const auto beside = stats::neighbour_score(growth[i], t, o.neighbours);
    if (!beside || !jumps(*beside, o)) continue;
    const double before = sectors[i]->values[t - 1], expected = std::exp(beside->typical);
    found.push_back(SectorJump{sectors[i]->name, std::expm1(growth[i][t]), std::expm1(beside->typical),
                               std::expm1(beside->distance),
                               before * expected * std::expm1(beside->distance) / sums[t - 1], beside->score});
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return std::abs(a.points) > std::abs(b.points); });
  return found;
}

}  // namespace

std::vector<StructureBreak> structure_breaks(const Frame& levels, const StructureBreakOptions& options) {
  require_options(options);
  const std::vector<const Series*> sectors = sectors_of(levels, options.total);
  const std::vector<double> sums = sums_of(sectors),
                            totals = options.total.empty() ? sums : levels[options.total].values;
  require_totals(sums, *sectors.front());
  require_totals(totals, *sectors.front());
  const std::vector<double> shift = shifts(sectors, sums), total_growth = log_growth(totals);
  std::vector<std::vector<double>> growth;
  for (const Series* s : sectors) growth.push_back(log_growth(s->values));
  std::vector<StructureBreak> found;
  for (std::size_t t = 1; t < sums.size(); ++t) {
    StructureBreak b{sectors.front()->period(t), shift_at(shift, t, options), growth_at(total_growth, t, options), {}};
    if (!b.shift.breaks && !b.growth.breaks) continue;
    b.sectors = jumps_at(sectors, growth, sums, t, options);
    found.push_back(std::move(b));
  }
  return found;
}

std::string to_string(const StructureBreak& b, Language language) {
  using text::message;
  const auto percent = [&](double x) { return text::percent(x, 1, language); };
  const auto points = [&](double x) { return text::signed_percent(x, 1, language); };
  std::string sentence = text::capitalised(message(language, "structure.break",
                                                   {{"period", text::period_phrase(b.period, language)},
                                                    {"shift", percent(b.shift.value)},
                                                    {"usual_shift", percent(b.shift.typical)},
                                                    {"growth", points(b.growth.value)},
                                                    {"usual_growth", points(b.growth.typical)}}));
  if (b.sectors.empty()) return sentence;
  std::vector<std::string> names;
  for (const SectorJump& s : b.sectors) {
    if (names.size() == kMostNamed) {
      names.push_back(
          message(language, "structure.break.more", {{"n", std::to_string(b.sectors.size() - kMostNamed)}}));
      break;
    }
    names.push_back(message(language, "structure.break.sector",
                            {{"sector", s.sector}, {"growth", points(s.growth)}, {"usual", points(s.typical_growth)}}));
  }
  return sentence + ' ' + message(language, "structure.break.sectors", {{"sectors", text::list_text(language, names)}});
}

}  // namespace foreplan::inline v0::structure
