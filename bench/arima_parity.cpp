// Likelihoods of our ARIMA fits beside those of arima_parity.R at the same orders, both by our formula; with the word
// auto, corrected Akaike criteria of the models that we find beside those that R does, where the differences and the
// constant are the same.
#include <foreplan/core/errors.hpp>
#include <foreplan/forecast/arima.hpp>
#include <foreplan/forecast/auto_arima.hpp>

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
  row.of_r.season_length = o.seasonal_p + o.seasonal_d + o.seasonal_q > 0 ? row.season : 1;
  row.of_r.parameters = count + 1;
  row.of_r.with_constant = count > o.p + o.q + o.seasonal_p + o.seasonal_q;
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

/// What R's fit and ours are compared by: the larger the better.
struct Pair {
  double of_r = 0, ours = 0;
  std::string model{};  ///< Ours.
  bool same_kind = true;
};

Pair at_equal_orders(const Row& row, const forecast::ArimaFit& of_r) {
  const forecast::ArimaFit fit =
      forecast::fit_arima(row.y, {.order = of_r.order, .season_length = of_r.season_length, .standard_errors = false});
  return {of_r.log_likelihood, fit.log_likelihood, to_string(fit.order, fit.season_length)};
}

Pair automatic(const Row& row, const forecast::ArimaFit& of_r) {
  const forecast::ArimaFit fit = forecast::fit_auto_arima(row.y, {.season_length = row.season}).fit;
  return {-of_r.aicc / 2, -fit.aicc / 2,
          to_string(fit.order, fit.season_length) + ", R's " + to_string(of_r.order, of_r.season_length),
          fit.order.d == of_r.order.d && fit.order.seasonal_d == of_r.order.seasonal_d &&
              fit.with_constant == of_r.with_constant};
}

}  // namespace

int main(int count, char** arguments) {
  const bool orders = count > 1 && std::string(arguments[1]) == "auto";
  std::size_t fits = 0, as_good = 0, better = 0, far = 0, not_stationary = 0, others = 0;
  double worst = 0, seconds = 0;
  for (std::string line; std::getline(std::cin, line);) {
    const Row row = parsed(line);
    forecast::ArimaFit of_r;
    try {
      of_r = forecast::apply_arima(row.of_r, row.y);
    } catch (const foreplan::InvalidArgument&) {
      ++not_stationary;
      continue;
    }
    const auto start = std::chrono::steady_clock::now();
    const Pair pair = orders ? automatic(row, of_r) : at_equal_orders(row, of_r);
    seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    ++fits;
    if (!pair.same_kind) {
      ++others;
      continue;
    }
    const double difference = pair.ours - pair.of_r;
    as_good += difference >= -1e-6 ? 1 : 0;
    better += difference > 1e-3 ? 1 : 0;
    far += difference < -0.1 ? 1 : 0;
    worst = std::min(worst, difference);
    if (difference < -1e-6)
      std::printf("%s %s of %zu values: %.3g\n", row.id.c_str(), pair.model.c_str(), row.y.size(), difference);
  }
  const std::size_t compared = std::max<std::size_t>(fits - others, 1);
  std::printf(
      "%zu fits, %zu with other differences or constants; of the rest %.2f %% as good as R's to 1e-6, %zu better by "
      "0.001, %zu worse by 0.1, worst %.3g; %zu of R's not stationary; %.0f us a fit\n",
      fits, others, 100.0 * static_cast<double>(as_good) / static_cast<double>(compared), better, far, worst,
      not_stationary, 1e6 * seconds / static_cast<double>(std::max<std::size_t>(fits, 1)));
}
