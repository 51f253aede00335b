#include <foreplan/report/structure.hpp>

#include "core/check.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

#include <algorithm>
#include <cmath>

#include <foreplan/structure/shift.hpp>

namespace foreplan::inline v0::report {

Table shift_table(std::span<const double> first, std::span<const double> last, Language language) {
  using structure::LilienWeights;
  using text::message;
  Table t;
  t.columns = {{std::string(message(language, "report.shift_index")), {}},
               {std::string(message(language, "report.value")), {}, NumberStyle::plain, 5, Align::right}};
  const auto row = [&](std::string_view index, Cell value) {
    t.rows.push_back({message(language, "report.shift." + std::string(index)), std::move(value)});
  };
  const auto cosine = structure::cosine_shift(first, last);
  row("cosine", cosine.cosine);
  row("degrees", Rounded(cosine.degrees, 2));
  row("right_angle", Rounded(100 * cosine.of_right_angle, 2));
  row("nav", structure::nav(first, last));
  row("krugman", structure::krugman(first, last));
  row("hellinger", structure::hellinger(first, last));
  row("aitchison", structure::aitchison(first, last));
  row("lilien_end", structure::lilien(first, last, LilienWeights::end_period));
  row("lilien_mean", structure::lilien(first, last, LilienWeights::mean_shares));
  row("lilien_product", structure::lilien(first, last, LilienWeights::product_shares));
  t.note = message(language, "report.note.shift");
  return t;
}

AreaChart share_chart(const structure::Shares& shares, std::string title, Language language) {
  constexpr std::string_view kName = "report::share_chart";
  detail::require(!shares.shares.empty(), kName, "at least one part is needed", "none");
  AreaChart chart;
  chart.title = std::move(title);
  Series rest{std::string(text::message(language, "report.rest")), shares.shares.range().first, Unit::percent(),
              std::vector<double>(shares.shares.periods(), 100)};
  for (const Series& share : shares.shares.series()) {
    Series part{share.name, share.start, Unit::percent(), {}};
    for (std::size_t t = 0; t < share.size(); ++t) {
      part.values.push_back(100 * share.values[t]);
      rest.values[t] -= part.values[t];
    }
    chart.parts.push_back(std::move(part));
  }
  if (shares.denominator == structure::Denominator::given_total) {
    for (std::size_t t = 0; t < rest.size(); ++t) {
      if (rest.values[t] < -1e-9)
        detail::fail(kName, "parts must not exceed their total", detail::number_text(100 - rest.values[t]) + " %",
                     "in " + to_string(rest.period(t)));
      rest.values[t] = std::isnan(rest.values[t]) ? rest.values[t] : std::max(0.0, rest.values[t]);
    }
    chart.parts.push_back(std::move(rest));
  }
  if (shares.price_basis.kind() != PriceBasis::Kind::none)
    chart.note = text::capitalised(text::price_basis_text(shares.price_basis, language));
  return chart;
}

Findings break_findings(const std::vector<structure::StructureBreak>& breaks, Language language) {
  using text::message;
  Findings findings;
  for (const structure::StructureBreak& b : breaks) {
    FindingCard card;
    card.tone = Tone::caution;
    card.badge = message(language, "report.break");
    card.sentence = to_string(b, language);
    card.details = {{Tone::neutral, "", std::string(message(language, b.shift.breaks ? "report.break.shift" : "report.break.total"))}};
    findings.items.push_back(std::move(card));
  }
  if (breaks.empty()) {
    FindingCard card;
    card.tone = Tone::good;
    card.badge = message(language, "report.break.none");
    card.sentence = message(language, "report.break.none_sentence");
    findings.items.push_back(std::move(card));
  }
  return findings;
}

Table share_break_table(const structure::ShareBreakFit& fit, Language language) {
  using text::message;
  Table t;
  t.columns = {{std::string(message(language, "report.course_of")), {}},
               {std::string(message(language, "report.break_dates")), {}}};
  const auto add = [&](std::string name, std::span<const std::string> dates) {
    t.rows.push_back({std::move(name), dates.empty() ? "–" : text::list_text(language, dates)});
  };
  std::vector<std::string> dates;
  for (const Period p : fit.breaks) dates.push_back(text::period_label(p, language));
  add(std::string(message(language, "report.all_sectors")), dates);
  for (const structure::SectorShareBreaks& sector : fit.sectors) {
    dates.clear();
    for (const stats::Break& b : sector.fit.breaks) {
      if (!b.period) continue;
      std::string date = text::period_label(*b.period, language);
      if (b.range) {
        const Period zero = *b.period - static_cast<std::int64_t>(b.index);
        date += " (" + text::period_label(PeriodRange{zero + b.range->lower, zero + b.range->upper}, language) + ')';
      }
      dates.push_back(std::move(date));
    }
    add(sector.sector, dates);
  }
  t.note = message(language, "report.note.share_breaks");
  return t;
}

}  // namespace foreplan::inline v0::report
