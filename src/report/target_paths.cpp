#include <foreplan/report/projection.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/check.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

namespace foreplan::inline v0::report {
namespace {

using text::message;

std::vector<double> rates(const Series& level, Period base, Period target) {
  std::vector<double> all;
  for (Period p = base + 1; p <= target; p = p + 1) all.push_back(level.at(p) / level.at(p - 1) - 1);
  return all;
}

double compound(const std::vector<double>& rates) {
  double log_growth = 0;
  for (const double rate : rates) log_growth += std::log1p(rate);
  return std::expm1(log_growth / static_cast<double>(rates.size()));
}

}  // namespace

Table target_paths(const plan::Plan& plan, const plan::ProjectionResult& result, const structure::EndShare& share,
                   Period target, Language language) {
  constexpr std::string_view kName = "report::target_paths";
  const plan::Projection& projection = plan.projection;
  if (std::find(projection.sectors.begin(), projection.sectors.end(), share.sector) == projection.sectors.end())
    detail::fail(kName, "sector must be one of the projection's", detail::quoted(share.sector),
                 "(nearest: \"" + detail::nearest_name(share.sector, projection.sectors) + "\")");
  if (target <= projection.base || target > projection.last)
    detail::fail(kName,
                 "the target must lie in the projection, " + to_string(projection.base + 1) + " to " +
                     to_string(projection.last),
                 to_string(target));
  std::vector<Series> levels;
  structure::TargetPathOptions options{
      .target = target, .shares = {share}, .total_growth = rates(result.path["total"], projection.base, target)};
  for (const std::string& sector : projection.sectors) {
    levels.push_back({sector, projection.base, projection.unit, {result.path.at(sector, projection.base)}});
    options.baseline.push_back({sector, rates(result.path[sector], projection.base, target)});
  }
  const auto paths = structure::compare_target_paths(Frame(std::move(levels)), options);

  const auto words = [&](std::string_view key, std::string_view way = {}) {
    return std::string(message(language, key,
                               {{"base", text::period_label(projection.base, language)},
                                {"target", text::period_label(target, language)},
                                {"way", std::string(way)},
                                {"each", text::each_period(target.frequency(), language)}}));
  };
  Table t;
  const std::string name = plan::find_indicator(plan, share.sector).name.in(language);
  t.caption = message(language, "report.target_paths.title",
                      {{"sector", name},
                       {"share", text::number(Rounded(100 * share.share, 1), language)},
                       {"target", text::period_label(target, language)}});
  t.columns = {{words("report.sector")}, {words("report.target_paths.base"), {}, NumberStyle::percent, 1}};
  std::vector<std::string> ways{words("report.target_paths.scenario")};
  for (const auto& path : paths)
    ways.push_back(words("report.target_paths." + std::string(to_string(path.convention))));
  for (const std::string& way : ways) {
    t.columns.push_back({words("report.target_paths.share", way), {}, NumberStyle::percent, 1});
    t.columns.push_back({words("report.target_paths.growth", way), {}, NumberStyle::percent, 2});
  }
  for (std::size_t i = 0; i < projection.sectors.size(); ++i) {
    const std::string& sector = projection.sectors[i];
    const auto part = [&](Period p) { return result.path.at(sector, p) / result.path.at("total", p); };
    std::vector<Cell> row{text::capitalised(plan::find_indicator(plan, sector).name.in(language)),
                          part(projection.base), part(target), compound(options.baseline[i].rates)};
    for (const auto& path : paths) {
      row.emplace_back(path.needs[i].last_share);
      row.emplace_back(path.needs[i].growth);
    }
    t.rows.push_back(std::move(row));
  }
  t.note = message(language, "report.note.target_paths",
                   {{"growth", text::number(Rounded(100 * compound(options.total_growth), 2), language)},
                    {"each", text::each_period(target.frequency(), language)}});
  return t;
}

}  // namespace foreplan::inline v0::report
