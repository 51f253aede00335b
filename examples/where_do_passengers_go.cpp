// How many passengers will airlines carry in the next two years? Monthly numbers of 1949-1960 (Box & Jenkins 1976,
// series G) are decomposed, forecast by exponential smoothing of the form that AICc chooses, and the forecast is
// questioned.
//   where_do_passengers_go air_passengers.csv [report.html]
#include <foreplan/forecast.hpp>
#include <foreplan/io.hpp>
#include <foreplan/report.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <variant>
#include <vector>

namespace fp = foreplan;
namespace forecast = foreplan::forecast;
namespace report = foreplan::report;

namespace {

constexpr std::size_t kYear = 12;
constexpr std::size_t kHorizon = 2 * kYear;

void print(const forecast::Decomposition& parts, const forecast::EtsFit& fit, const fp::Forecast& next) {
  const auto strength = forecast::seasonal_strengths(parts);
  std::printf("December 1960: trend %.2f, season %.2f, remainder %.2f; of what varies %.0f %% is season\n",
              parts.trend.back(), parts.seasonal[0].back(), parts.remainder.back(), 100 * strength[0]);
  std::printf("%s of %zu forms, log likelihood %.2f, AICc %.2f\n", to_string(fit.form).c_str(), fit.tried.size(),
              fit.log_likelihood, fit.aicc);
  for (const std::size_t h : {std::size_t{7}, kHorizon})
    std::printf("%s: %.1f, nineteen times in twenty %.0f to %.0f\n",
                to_string(next.origin->last + static_cast<std::int64_t>(h)).c_str(), next.mean[h - 1],
                next.lower[h - 1], next.upper[h - 1]);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2)
    return std::fputs("usage: where_do_passengers_go air_passengers.csv [report.html]\n", stderr), EXIT_FAILURE;
  const fp::Series passengers = fp::io::read_series_file(argv[1]).series().front();

  const auto parts = forecast::decompose_stl(passengers, kYear);
  const auto fit = forecast::fit_ets(passengers, {.season_length = kYear});
  std::vector<fp::Forecast> bands;
  for (const double coverage : {0.50, 0.80, 0.95})
    bands.push_back(forecast::predict(fit, kHorizon, {.coverage = coverage}));
  print(parts, fit, bands.back());

  report::Document page("Where do the passengers go?",
                        {.subtitle = "International airline passengers, 1949-1960, and two years more",
                         .source = "Box, G. E. P. & Jenkins, G. M. (1976), Time Series Analysis, series G."});
  page.section("What is it made of?", report::decomposition_panel(parts, passengers));
  page.section("Where does it go?", "By " + to_string(fit.form) + ", the form that AICc chose.",
               report::forecast_fan(passengers, bands), report::model_table(fit.tried));
  const auto questioned = report::residual_panel(fit, {.season_length = kYear});
  page.section("What does the model leave?", "Residuals are relative: fractions of the forecast.", questioned);
  std::printf("%s", terminal(std::get<report::Table>(questioned.back())).c_str());
  fp::io::write_file(argc > 2 ? argv[2] : "where_do_passengers_go.html", html(page));
}
