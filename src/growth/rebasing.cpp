#include <foreplan/growth/rebasing.hpp>

#include <algorithm>
#include <cmath>
#include <string>

#include "core/check.hpp"

namespace foreplan::inline v0::growth {

std::string_view to_string(SpliceMethod method) noexcept {
  switch (method) {
    case SpliceMethod::retropolation:
      return "retropolation";
    case SpliceMethod::interpolation:
      return "interpolation";
    case SpliceMethod::mixed:
      return "mixed";
  }
  return "unknown";
}

namespace {

std::string described(const Series& s) {
  std::string text = detail::quoted(s.name) + " (" + to_string(s.unit) + ")";
  return s.empty() ? text + " without a value" : text + " of " + to_string(s.start) + ".." + to_string(s.last());
}

std::string described(const Series& a, const Series& b) { return described(a) + " and " + described(b); }

void require_levels(std::string_view function, const Series& s) {
  for (std::size_t i = 0; i < s.size(); ++i)
    if (!std::isnan(s.values[i]) && !(s.values[i] > 0 && std::isfinite(s.values[i])))
      detail::fail(function, "levels must be > 0 and finite, or missing", detail::number_text(s.values[i]),
                   "in series " + detail::quoted(s.name) + " in " + to_string(s.period(i)));
}

bool has_value(const Series& s, Period p) { return s.covers(p) && !std::isnan(s.at(p)); }

std::optional<double> growth_in(const Series& s, Period p) {
  if (p == s.start || !has_value(s, p) || !has_value(s, p - 1)) return std::nullopt;
  return s.at(p) / s.at(p - 1) - 1;
}

void require_linkable_units(std::string_view function, const Series& old_base, const Series& new_base,
                            SpliceMethod method, const SpliceOptions& options) {
  Unit a = old_base.unit;
  const Unit& b = new_base.unit;
  if (a.price_basis.kind() == b.price_basis.kind()) a.price_basis = b.price_basis;
  if (a != b)
    detail::fail<UnitMismatch>(function, "units must differ at most in the year of the price basis",
                               to_string(old_base.unit) + " and " + to_string(b));
  if (method != SpliceMethod::retropolation && !options.price_factor && old_base.unit != b)
    detail::fail<UnitMismatch>(function, std::string(to_string(method)) + " between two price bases needs price_factor",
                               to_string(old_base.unit) + " and " + to_string(b));
}

std::vector<OverlapPeriod> overlap_of(std::string_view function, const Series& old_base, const Series& new_base,
                                      double factor) {
  if (old_base.start.frequency() != new_base.start.frequency())
    detail::fail<PeriodMismatch>(function, "series must be of one frequency", described(old_base, new_base));
  std::vector<OverlapPeriod> overlap;
  for (std::size_t i = 0; i < old_base.size(); ++i) {
    const Period p = old_base.period(i);
    if (!has_value(old_base, p) || !has_value(new_base, p)) continue;
    const double x = old_base.at(p), y = new_base.at(p);
    overlap.push_back({p, x, y, y / (factor * x) - 1, growth_in(old_base, p), growth_in(new_base, p)});
  }
  if (overlap.empty())
    detail::fail<PeriodMismatch>(function, "the bases must have a period in common to be linked in",
                                 described(old_base, new_base));
  return overlap;
}

/// The place in the overlap where the bases are linked.
const OverlapPeriod& link_period(std::string_view function, const std::vector<OverlapPeriod>& overlap,
                                 const std::optional<Period>& wanted, const Series& old_base, const Series& new_base) {
  auto link = overlap.begin();
  if (wanted)
    link = std::find_if(overlap.begin(), overlap.end(), [&](const OverlapPeriod& o) { return o.period == *wanted; });
  if (link == overlap.end())
    detail::fail<PeriodMismatch>(function, "both bases must have a value in the link period", to_string(*wanted),
                                 "for " + described(old_base, new_base));
  if (link->period == old_base.start)
    detail::fail<PeriodMismatch>(function, "the old base must begin before the link period", to_string(link->period),
                                 "for " + described(old_base, new_base));
  return *link;
}

Period benchmark_of(std::string_view function, const Series& old_base, const SpliceOptions& options, Period link) {
  const int year = old_base.unit.price_basis.year();
  if (!options.benchmark && (year == 0 || link.frequency() != Frequency::annual))
    detail::fail(function, "options must say the old base's benchmark", described(old_base));
  const Period benchmark = options.benchmark ? *options.benchmark : Period::year(year);
  if (!(benchmark < link))
    detail::fail<PeriodMismatch>(function, "the old base's benchmark must come before the link period",
                                 to_string(benchmark) + " and " + to_string(link), "for " + described(old_base));
  return benchmark;
}

/// c(t): which part of the gap in logarithms the level of a period is moved by.
double moved_part(const SpliceLink& link, Period p) {
  if (link.method == SpliceMethod::retropolation) return 1;
  const double span = static_cast<double>(link.period - *link.benchmark);
  const double since = std::clamp(static_cast<double>(p - *link.benchmark) / span, 0.0, 1.0);
  return link.method == SpliceMethod::interpolation ? since : std::pow(*link.initial_share, 1 - since);
}

Splice spliced(std::string_view function, const Series& old_base, const Series& new_base, SpliceMethod method,
               const SpliceOptions& options) {
  require_linkable_units(function, old_base, new_base, method, options);
  require_levels(function, old_base);
  require_levels(function, new_base);
  SpliceLink link;
  link.method = method;
  link.old_unit = old_base.unit;
  link.new_unit = new_base.unit;
  const double factor = options.price_factor.value_or(1);
  detail::require(factor > 0 && std::isfinite(factor), function, "price_factor must be > 0 and finite", factor);
  link.price_factor = options.price_factor;
  link.overlap = overlap_of(function, old_base, new_base, factor);
  const OverlapPeriod& at = link_period(function, link.overlap, options.link, old_base, new_base);
  link.period = at.period;
  link.gap = at.gap;
  if (method != SpliceMethod::retropolation) link.benchmark = benchmark_of(function, old_base, options, at.period);
  if (method == SpliceMethod::mixed) {
    if (!options.initial_share) detail::fail(function, "mixed splicing needs initial_share", "none");
    detail::require(*options.initial_share > 0 && *options.initial_share <= 1, function,
                    "initial_share must be in (0, 1]", *options.initial_share);
    link.initial_share = options.initial_share;
  }

  if (!std::isfinite(link.gap) || link.gap == -1)
    detail::fail(function, "the gap must be finite", detail::number_text(link.gap), "in " + to_string(link.period));
  const double gap = std::log(at.new_level / (factor * at.old_level));
  Splice result{{new_base.name, old_base.start, new_base.unit, {}}, {}};
  for (Period p = old_base.start; p < link.period; ++p)
    result.series.values.push_back(factor * old_base.at(p) * std::exp(gap * moved_part(link, p)));
  require_levels(function, result.series);
  const auto from = new_base.values.begin() + (link.period - new_base.start);
  result.series.values.insert(result.series.values.end(), from, new_base.values.end());
  result.links.push_back(std::move(link));
  return result;
}

}  // namespace

Splice splice(const Series& old_base, const Series& new_base, SpliceMethod method, const SpliceOptions& options) {
  return spliced("growth::splice", old_base, new_base, method, options);
}

Splice splice_sequence(const std::vector<Series>& bases, SpliceMethod method, const std::vector<SpliceOptions>& links) {
  constexpr std::string_view kName = "growth::splice_sequence";
  detail::require(bases.size() >= 2, kName, "at least two bases are needed", std::to_string(bases.size()));
  if (!links.empty() && links.size() != bases.size() - 1)
    detail::fail(kName, "options must be one for each link, or none",
                 std::to_string(links.size()) + " for " + std::to_string(bases.size() - 1) + " links");
  Splice result{bases.front(), {}};
  for (std::size_t i = 1; i < bases.size(); ++i) {
    const SpliceOptions options = links.empty() ? SpliceOptions{} : links[i - 1];
    Splice next = spliced(kName, result.series, bases[i], method, options);
    result.series = std::move(next.series);
    result.links.push_back(std::move(next.links.front()));
  }
  return result;
}

Series rebase_index(const Series& index, int year) {
  constexpr std::string_view kName = "growth::rebase_index";
  const PriceBasis basis = PriceBasis::index(year);
  const bool pure = index.unit == Unit{};
  if (!pure && index.unit.price_basis.kind() != PriceBasis::Kind::index)
    detail::fail<UnitMismatch>(kName, "series must be an index or a pure number", to_string(index.unit));
  require_levels(kName, index);
  double sum = 0;
  std::int64_t count = 0;
  for (std::size_t i = 0; i < index.size(); ++i)
    if (index.period(i).year() == year) {
      sum += index.values[i];
      ++count;
    }
  const bool whole = count > 0 && !std::isnan(sum) && (index.start.year() < year || index.start.within_year() == 1) &&
                     (index.last().year() > year || (index.last() + 1).year() > year);
  if (!whole)
    detail::fail<PeriodMismatch>(kName, "the whole year must have values", std::to_string(year),
                                 "for " + described(index));
  Series result = index;
  result.unit.price_basis = basis;
  const double mean = sum / static_cast<double>(count);
  for (double& x : result.values) x = 100 * x / mean;
  return result;
}

}  // namespace foreplan::inline v0::growth
