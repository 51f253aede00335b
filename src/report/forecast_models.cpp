#include <foreplan/report/forecast.hpp>

#include "core/check.hpp"
#include "text/messages.hpp"
#include "text/number_format.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace foreplan::inline v0::report {
namespace {

using text::message;

struct Tried {
  std::string name{};
  double log_likelihood = 0;
  double criterion = 0;
};

Table table_of(std::vector<Tried> tried, const ModelTableOptions& options) {
  detail::require(!tried.empty(), "report::model_table", "there must be a candidate", "none");
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  for (Tried& t : tried) {
    if (!std::isfinite(t.criterion)) t.criterion = kNaN;
    if (!std::isfinite(t.log_likelihood)) t.log_likelihood = kNaN;
  }
  std::stable_sort(tried.begin(), tried.end(), [](const Tried& a, const Tried& b) {
    if (std::isnan(a.criterion) || std::isnan(b.criterion)) return !std::isnan(a.criterion) && std::isnan(b.criterion);
    return a.criterion < b.criterion;
  });
  const Language language = options.language;
  Table t;
  t.caption = message(language, "report.models_tried");
  t.note = message(language, "report.note.criterion");
  t.columns.push_back({std::string(message(language, "report.form"))});
  const auto column = [&](std::string_view header) {
    t.columns.push_back({.header = std::string(header), .decimals = 2, .align = Align::right});
  };
  column(message(language, "report.log_likelihood"));
  column(text::capitalised(to_string(options.criterion)));
  column(message(language, "report.above_best"));
  for (const Tried& each : tried)
    t.rows.push_back({each.name, each.log_likelihood, each.criterion, each.criterion - tried.front().criterion});
  return t;
}

template <class Fit>
Table coefficients_of(const Fit& fit, std::string caption, Language language) {
  detail::require(!fit.coefficients.empty(), "report::coefficient_table", "there must be a coefficient", "none");
  Table t;
  t.caption = std::move(caption);
  for (const std::string_view key : {"report.coefficient", "report.estimate", "report.standard_error", "report.ratio"})
    t.columns.push_back({.header = std::string(message(language, key)),
                         .decimals = 2,
                         .align = t.columns.empty() ? Align::left : Align::right});
  for (const forecast::ModelCoefficient& c : fit.coefficients) {
    // A regressor's coefficient is in units of its own: four digits of the larger of the two numbers.
    const double size = std::max(std::fabs(c.estimate), std::isnan(c.standard_error) ? 0 : c.standard_error);
    const int decimals = text::decimals_for(size, 4);
    const auto number = [&](double x) { return std::isfinite(x) ? Cell(Rounded(x, decimals)) : Cell(x); };
    t.rows.push_back({c.name, number(c.estimate), number(c.standard_error), c.estimate / c.standard_error});
  }
  const auto digits = [&](double x, int most) {
    return text::number(x, text::decimals_for(std::fabs(x), most), language);
  };
  t.note =
      message(language, "report.note.innovations",
              {{"variance", digits(fit.sigma2, 4)}, {"likelihood", text::number(fit.log_likelihood, 2, language)}});
  return t;
}

}  // namespace

Table model_table(const std::vector<forecast::EtsCandidate>& tried, const ModelTableOptions& options) {
  std::vector<Tried> all;
  for (const forecast::EtsCandidate& c : tried) all.push_back({to_string(c.form), c.log_likelihood, c.criterion});
  return table_of(std::move(all), options);
}

Table model_table(const std::vector<forecast::ArimaCandidate>& tried, std::size_t season_length,
                  const ModelTableOptions& options) {
  std::vector<Tried> all;
  for (const forecast::ArimaCandidate& c : tried) {
    const std::string form = to_string(c.order, season_length);
    all.push_back({c.constant ? message(options.language, "report.with_constant", {{"form", form}}) : form,
                   c.log_likelihood, c.criterion});
  }
  return table_of(std::move(all), options);
}

Table model_table(const std::vector<forecast::CesCandidate>& tried, const ModelTableOptions& options) {
  std::vector<Tried> all;
  for (const forecast::CesCandidate& c : tried)
    all.push_back({std::string(to_string(c.season)), c.log_likelihood, c.criterion});
  return table_of(std::move(all), options);
}

Table model_table(const std::vector<forecast::TbatsCandidate>& tried, const ModelTableOptions& options) {
  std::vector<Tried> all;
  for (const forecast::TbatsCandidate& c : tried) all.push_back({to_string(c.form), c.log_likelihood, c.criterion});
  return table_of(std::move(all), options);
}

Table coefficient_table(const forecast::ArimaFit& fit, Language language) {
  return coefficients_of(fit, to_string(fit.order, fit.season_length), language);
}

Table coefficient_table(const forecast::EtsFit& fit, Language language) {
  return coefficients_of(fit, to_string(fit.form), language);
}

Table coefficient_table(const forecast::ThetaFit& fit, Language language) {
  return coefficients_of(fit, text::capitalised(to_string(fit.form)), language);
}

}  // namespace foreplan::inline v0::report
