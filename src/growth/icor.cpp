#include <foreplan/growth/icor.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "growth/checks.hpp"

namespace foreplan::inline v0::growth {
namespace {

/// Levels over a range that must be covered, present, finite and at least `least` (or above it).
std::vector<double> levels(std::string_view function, const Series& series, Period first, Period last, bool positive) {
  if (first.frequency() != series.start.frequency())
    detail::fail<PeriodMismatch>(function, detail::quoted(series.name) + " must have the frequency of the periods",
                                 std::string(to_string(series.start.frequency())), "for " + to_string(first));
  std::vector<double> values;
  const std::int64_t count = last - first + 1;
  for (std::int64_t i = 0; i < count; ++i) {
    const Period p = first + i;
    if (!series.covers(p))
      detail::fail<PeriodMismatch>(function, detail::quoted(series.name) + " must cover every period",
                                   "none for " + to_string(p));
    const double x = series.at(p);
    if (std::isnan(x))
      detail::fail<PeriodMismatch>(function, detail::quoted(series.name) + " must have no missing value", "NaN",
                                   "in " + to_string(p));
    if (!std::isfinite(x) || x < 0 || (positive && x == 0))
      detail::fail(function,
                   detail::quoted(series.name) + (positive ? " must be > 0 and finite" : " must be >= 0 and finite"),
                   detail::number_text(x), "in " + to_string(p));
    values.push_back(x);
  }
  return values;
}

double sum(const std::vector<double>& x) { return std::accumulate(x.begin(), x.end(), 0.0); }

/// Investment and the levels of output over the periods, one more than investments.
struct Increments {
  std::vector<double> investment{};
  std::vector<double> output{};

  [[nodiscard]] double increase() const { return output.back() - output.front(); }
};

Increments increments(std::string_view function, const Series& investment, const Series& output,
                      const PeriodRange& periods, std::size_t lag) {
  (void)periods.size();  // refuses a range that ends before it begins
  const PriceBasis::Kind kind = output.unit.price_basis.kind();
  if (investment.unit != output.unit || (kind != PriceBasis::Kind::constant && kind != PriceBasis::Kind::none))
    detail::fail<UnitMismatch>(function, "investment and output must be in one unit at constant prices",
                               to_string(investment.unit) + " and " + to_string(output.unit));
  const auto back = static_cast<std::int64_t>(lag);
  return {levels(function, investment, periods.first - back, periods.last - back, false),
          levels(function, output, periods.first - 1, periods.last, true)};
}

/// Growth g for which I(t) / Y(t) is k g / (1 + g), or k g.
bool raises_output_at_once(IcorForm form) { return form == IcorForm::period_sum || form == IcorForm::period_mean; }

void require_icor(std::string_view function, double icor) {
  detail::require(icor > 0 && std::isfinite(icor), function, "icor must be > 0 and finite", icor);
}

void require_lag(std::string_view function, std::size_t lag) {
  detail::require(lag >= 1 && lag <= 100, function, "lag must be 1 to 100", std::to_string(lag));
}

double nan_unless(bool divisible, double ratio) { return divisible ? ratio : std::numeric_limits<double>::quiet_NaN(); }

}  // namespace

std::string_view to_string(IcorForm form) noexcept {
  switch (form) {
    case IcorForm::period_sum:
      return "period sum";
    case IcorForm::lagged_sum:
      return "lagged sum";
    case IcorForm::period_mean:
      return "period mean";
    case IcorForm::rate_over_growth:
      return "rate over growth";
  }
  return "unknown";
}

Icor icor_period_sum(const Series& investment, const Series& output, const PeriodRange& periods) {
  const Increments x = increments("growth::icor_period_sum", investment, output, periods, 0);
  return {IcorForm::period_sum, periods, nan_unless(x.increase() != 0, sum(x.investment) / x.increase()),
          x.increase() > 0};
}

Icor icor_lagged_sum(const Series& investment, const Series& output, const PeriodRange& periods, std::size_t lag) {
  require_lag("growth::icor_lagged_sum", lag);
  const Increments x = increments("growth::icor_lagged_sum", investment, output, periods, lag);
  return {IcorForm::lagged_sum, periods, nan_unless(x.increase() != 0, sum(x.investment) / x.increase()),
          x.increase() > 0, lag};
}

Icor icor_period_mean(const Series& investment, const Series& output, const PeriodRange& periods) {
  const Increments x = increments("growth::icor_period_mean", investment, output, periods, 0);
  Icor icor{IcorForm::period_mean, periods, 0, true};
  const auto count = static_cast<double>(x.investment.size());
  for (std::size_t t = 0; t < x.investment.size(); ++t) {
    const double increase = x.output[t + 1] - x.output[t];
    icor.value += nan_unless(increase != 0, x.investment[t] / increase / count);
    icor.output_grew = icor.output_grew && increase > 0;
  }
  return icor;
}

Icor icor_rate_over_growth(const Series& investment, const Series& output, const Series& real_output,
                           const PeriodRange& periods) {
  constexpr std::string_view kName = "growth::icor_rate_over_growth";
  const std::size_t count = periods.size();
  const PriceBasis::Kind kind = output.unit.price_basis.kind();
  if (investment.unit != output.unit || (kind != PriceBasis::Kind::current && kind != PriceBasis::Kind::none))
    detail::fail<UnitMismatch>(kName, "investment and output must be in one unit at current prices",
                               to_string(investment.unit) + " and " + to_string(output.unit));
  require_volume(kName, real_output);
  const double rate = sum(levels(kName, investment, periods.first, periods.last, false)) /
                      sum(levels(kName, output, periods.first, periods.last, true));
  const std::vector<double> real = levels(kName, real_output, periods.first - 1, periods.last, true);
  const double growth = std::expm1((std::log(real.back()) - std::log(real.front())) / static_cast<double>(count));
  return {IcorForm::rate_over_growth, periods, nan_unless(growth != 0, rate / growth), growth > 0};
}

double required_investment_rate(double icor, IcorForm form, double growth, std::size_t lag) {
  constexpr std::string_view kName = "growth::required_investment_rate";
  require_icor(kName, icor);
  require_lag(kName, lag);
  detail::require(growth >= 0 && std::isfinite(growth), kName, "growth must be >= 0 and finite", growth);
  const double ahead = form == IcorForm::lagged_sum ? static_cast<double>(lag) - 1 : 0;
  const double rate = raises_output_at_once(form) ? icor * (growth / (1 + growth))
                                                  : icor * growth * std::exp(ahead * std::log1p(growth));
  detail::require(std::isfinite(rate), kName, "the rate must be finite", rate);
  return rate;
}

double supported_growth(double icor, IcorForm form, double investment_rate, std::size_t lag) {
  constexpr std::string_view kName = "growth::supported_growth";
  require_icor(kName, icor);
  require_lag(kName, lag);
  detail::require(investment_rate >= 0 && std::isfinite(investment_rate), kName,
                  "investment_rate must be >= 0 and finite", investment_rate);
  if (raises_output_at_once(form)) {
    if (!(investment_rate < icor))
      detail::fail(kName, "investment_rate must be < icor in the form " + std::string(to_string(form)),
                   detail::number_text(investment_rate), "with icor " + detail::number_text(icor));
    return investment_rate / (icor - investment_rate);
  }
  const double goal = investment_rate / icor;
  detail::require(std::isfinite(goal), kName, "investment_rate / icor must be finite", goal);
  if (form != IcorForm::lagged_sum || lag == 1) return goal;
  // g (1 + g)^(lag - 1) = goal: convex and rising, so that Newton's steps from above fall to the root.
  const double ahead = static_cast<double>(lag) - 1;
  double growth = std::min(goal, std::exp(std::log(std::max(goal, 1.0)) / static_cast<double>(lag)));
  for (int step = 0; step < 200; ++step) {
    const double power = std::exp(ahead * std::log1p(growth));
    const double slope = power * (1 + ahead * growth / (1 + growth));
    const double next = std::max(0.0, growth - (growth * power - goal) / slope);
    if (std::abs(next - growth) <= 1e-16 * growth) return next;
    growth = next;
  }
  return growth;
}

std::vector<double> required_investment(double icor, IcorForm form, double output, double growth, std::size_t periods,
                                        std::size_t lag) {
  constexpr std::string_view kName = "growth::required_investment";
  require_icor(kName, icor);
  require_lag(kName, lag);
  detail::require(growth >= 0 && std::isfinite(growth), kName, "growth must be >= 0 and finite", growth);
  detail::require(output > 0 && std::isfinite(output), kName, "output must be > 0 and finite", output);
  detail::require(periods >= 1 && periods <= 1'000'000, kName, "periods must be 1 to 10^6", std::to_string(periods));
  const double rate = required_investment_rate(icor, form, growth, lag);
  const double first = form == IcorForm::lagged_sum ? 1 - static_cast<double>(lag) : 1;
  std::vector<double> investment(periods);
  for (std::size_t t = 0; t < periods; ++t)
    investment[t] = rate * output * std::pow(1 + growth, first + static_cast<double>(t));
  detail::require(std::isfinite(investment.back()), kName, "investment must stay finite", investment.back());
  return investment;
}

Series required_investment(double icor, IcorForm form, const Series& output, double growth, std::size_t periods,
                           std::size_t lag) {
  constexpr std::string_view kName = "growth::required_investment";
  if (output.empty() || std::isnan(output.values.back()))
    detail::fail<PeriodMismatch>(kName, detail::quoted(output.name) + " must end with a value",
                                 output.empty() ? "none" : "NaN in " + to_string(output.last()));
  const bool nominal = output.unit.price_basis.kind() == PriceBasis::Kind::current;
  if (!(nominal && form == IcorForm::rate_over_growth)) require_volume(kName, output);
  const std::int64_t first = form == IcorForm::lagged_sum ? 1 - static_cast<std::int64_t>(lag) : 1;
  return {"investment for " + output.name, output.last() + first, output.unit,
          required_investment(icor, form, output.values.back(), growth, periods, lag)};
}

}  // namespace foreplan::inline v0::growth
