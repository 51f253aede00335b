// Likelihoods of our ARIMA fits beside those of arima_parity.R at the same orders, both by our formula.
#include <foreplan/core/errors.hpp>
#include <foreplan/forecast/arima.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace forecast = foreplan::forecast;

struct Row {
  std::string id{};
  std::size_t season = 1;
  std::vector<double> y{};
  forecast::ArimaFit of_r{};
};

Row parsed(const std::string& line) {
  std::istringstream in(line);
  Row row;
  std::size_t count = 0;
  in >> row.id >> row.season >> count;
  row.y.resize(count);
  for (double& v : row.y) in >> v;
  forecast::ArimaOrder& o = row.of_r.order;
  in >> o.p >> o.d >> o.q >> o.seasonal_p >> o.seasonal_d >> o.seasonal_q >> count;
  if (o.seasonal_p + o.seasonal_d + o.seasonal_q == 0) row.season = 1;
  row.of_r.season_length = row.season;
  row.of_r.parameters = count + 1;
  row.of_r.with_constant = o.d + o.seasonal_d == 0;
  const auto take = [&](std::vector<double>& part, std::size_t size) {
    part.resize(size);
    for (double& v : part) in >> v;
  };
  take(row.of_r.ar, o.p);
  take(row.of_r.ma, o.q);
  take(row.of_r.seasonal_ar, o.seasonal_p);
  take(row.of_r.seasonal_ma, o.seasonal_q);
  if (row.of_r.with_constant) in >> row.of_r.constant;
  return row;
}

}  // namespace

int main() {
  std::size_t fits = 0, as_good = 0, better = 0, far = 0, not_stationary = 0;
  double worst = 0, seconds = 0;
  for (std::string line; std::getline(std::cin, line);) {
    const Row row = parsed(line);
    double of_r = 0;
    try {
      of_r = forecast::apply_arima(row.of_r, row.y).log_likelihood;
    } catch (const foreplan::InvalidArgument&) {
      ++not_stationary;
      continue;
    }
    const auto start = std::chrono::steady_clock::now();
    const forecast::ArimaFit fit =
        forecast::fit_arima(row.y, {.order = row.of_r.order, .season_length = row.season, .standard_errors = false});
    seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const double difference = fit.log_likelihood - of_r;
    ++fits;
    as_good += difference >= -1e-6 ? 1 : 0;
    better += difference > 1e-3 ? 1 : 0;
    far += difference < -0.1 ? 1 : 0;
    worst = std::min(worst, difference);
    if (difference < -1e-6)
      std::printf("%s %s of %zu values: %.3g\n", row.id.c_str(), to_string(row.of_r.order, row.season).c_str(),
                  row.y.size(), difference);
  }
  std::printf(
      "%zu fits, %.2f %% as good as R's to 1e-6, %zu better by 0.001, %zu worse by 0.1, worst %.3g; "
      "%zu of R's not stationary; %.0f us a fit\n",
      fits, 100.0 * static_cast<double>(as_good) / static_cast<double>(std::max<std::size_t>(fits, 1)), better, far,
      worst, not_stationary, 1e6 * seconds / static_cast<double>(std::max<std::size_t>(fits, 1)));
}
