/// How often 90 % bands of shares hold: histories of three shares are made by the process that a trend assumes, the
/// trend is fitted, and what comes next is held against its bands, part by part. By hand:
///
///   share_coverage [histories = 2000] [seed = 1]
///
/// Expect 90 % to within simulation error for the linear trend and random walks, whose parameters' uncertainty is exact
/// along every log ratio, and a little less for a vector autoregression, where it is so only in large samples.
#include <foreplan/core/random.hpp>
#include <foreplan/stats/variates.hpp>
#include <foreplan/structure/share_trends.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

namespace fp = foreplan;
using fp::structure::ShareTrend;

constexpr std::size_t kHorizon = 5;

/// `periods` + horizon shares of three parts; errors correlated, 5 and 4 % of a log ratio.
fp::structure::Matrix made(ShareTrend trend, std::size_t periods, fp::Stream& stream) {
  const double rate[2] = {-0.03, 0.02}, start[2] = {-0.4, 0.3};
  const auto basis = fp::structure::pivot_basis(3);
  fp::structure::Matrix shares = fp::structure::filled_matrix(periods + kHorizon, 3);
  std::vector<double> z{start[0], start[1]};
  for (std::size_t t = 0; t < shares.rows; ++t) {
    const double a = 0.05 * fp::stats::normal(stream), b = 0.5 * a + 0.04 * fp::stats::normal(stream);
    const double u[2] = {a, b};
    std::vector<double> now(2);
    for (std::size_t i = 0; i < 2; ++i) {
      switch (trend) {
        case ShareTrend::linear:
          now[i] = start[i] + rate[i] * static_cast<double>(t) + u[i];
          break;
        case ShareTrend::random_walk:
          now[i] = z[i] + u[i];
          break;
        case ShareTrend::random_walk_with_drift:
          now[i] = z[i] + rate[i] + u[i];
          break;
        case ShareTrend::vector_autoregression:
          now[i] = 0.3 * start[i] + 0.6 * z[i] + 0.1 * z[1 - i] + u[i];
          break;
      }
    }
    z = now;
    const std::vector<double> s = fp::structure::inverse_ilr(z, basis);
    for (std::size_t j = 0; j < 3; ++j) shares(t, j) = s[j];
  }
  return shares;
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t histories = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 2000;
  const std::uint64_t seed = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 1;
  std::printf("%zu histories, coverage of 90 %% bands one and %zu periods ahead, mean of three parts, per cent\n",
              histories, kHorizon);
  for (const std::size_t periods : {8UL, 15UL, 30UL})
    for (const ShareTrend trend : {ShareTrend::linear, ShareTrend::random_walk, ShareTrend::random_walk_with_drift,
                                   ShareTrend::vector_autoregression})
      for (const bool uncertain : {true, false}) {
        std::size_t held[2] = {0, 0};
        for (std::size_t history = 0; history < histories; ++history) {
          fp::Stream stream(
              {seed, fp::purpose_id("share_coverage"), periods, history, static_cast<std::uint32_t>(trend)});
          const auto shares = made(trend, periods, stream);
          std::vector<fp::Series> series{{"a", 2000, {}, {}}, {"b", 2000, {}, {}}, {"c", 2000, {}, {}}};
          for (std::size_t t = 0; t < periods; ++t)
            for (std::size_t j = 0; j < 3; ++j) series[j].values.push_back(shares(t, j));
          const auto fit = fp::structure::fit_share_trend(fp::Frame(series), {.trend = trend, .var = {.lags = 1}});
          const auto f = fp::structure::predict(fit, kHorizon,
                                                {.draws = 1000, .seed = history, .parameter_uncertainty = uncertain});
          for (std::size_t j = 0; j < 3; ++j) {
            const double first = shares(periods, j), last = shares(periods + kHorizon - 1, j);
            held[0] += f.lower(0, j) <= first && first <= f.upper(0, j);
            held[1] += f.lower(kHorizon - 1, j) <= last && last <= f.upper(kHorizon - 1, j);
          }
        }
        const double of = 3.0 * static_cast<double>(histories) / 100;
        std::printf("%2zu periods  %-22s parameters %-9s %6.2f %6.2f\n", periods, std::string(to_string(trend)).c_str(),
                    uncertain ? "drawn" : "as fitted", static_cast<double>(held[0]) / of,
                    static_cast<double>(held[1]) / of);
      }
}
