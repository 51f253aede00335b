#include <foreplan/growth/accounting.hpp>

#include <cmath>

#include "growth/checks.hpp"
#include "growth/forms.hpp"

namespace foreplan::inline v0::growth {
namespace {

using Levels = std::vector<std::vector<double>>;

enum class Sign { positive, not_negative };

void require_levels(std::string_view function, const std::string& what, std::span<const double> x, Sign sign) {
  for (std::size_t i = 0; i < x.size(); ++i)
    if (!std::isfinite(x[i]) || x[i] < 0 || (sign == Sign::positive && x[i] == 0))
      detail::fail(function, what + (sign == Sign::positive ? " must be > 0 and finite" : " must be >= 0 and finite"),
                   detail::number_text(x[i]), "at index " + std::to_string(i));
}

void require_length(std::string_view function, const std::string& what, std::size_t got, std::size_t wanted) {
  if (got != wanted)
    detail::fail(function, what + " must have one value per period, " + std::to_string(wanted), std::to_string(got));
}

void require_same_periods(std::string_view function, const Series& first, const Series& other) {
  if (other.start != first.start || other.size() != first.size())
    detail::fail<PeriodMismatch>(function,
                                 detail::quoted(other.name) + " must have the periods of " + detail::quoted(first.name),
                                 std::to_string(other.size()) + " from " + to_string(other.start),
                                 "against " + std::to_string(first.size()) + " from " + to_string(first.start));
  require_no_gaps(function, other);
}

// ---- Factors and productivity ----

double share_at(const Factor& factor, std::size_t t) {
  return factor.share.size() == 1 ? factor.share[0] : factor.share[t];
}

void require_factors(std::string_view function, std::size_t periods, const std::vector<Factor>& factors,
                     Returns returns) {
  detail::require(!factors.empty(), function, "at least one factor is needed", "none");
  for (const Factor& f : factors) {
    require_length(function, "quantity of " + detail::quoted(f.name), f.quantity.size(), periods);
    require_levels(function, "quantity of " + detail::quoted(f.name), f.quantity, Sign::positive);
    if (f.share.size() != 1) require_length(function, "share of " + detail::quoted(f.name), f.share.size(), periods);
    require_levels(function, "share of " + detail::quoted(f.name), f.share, Sign::not_negative);
  }
  if (returns == Returns::free) return;
  for (std::size_t t = 0; t < periods; ++t) {
    double sum = 0;
    for (const Factor& f : factors) sum += share_at(f, t);
    if (!(std::abs(sum - 1) <= 1e-6))
      detail::fail(function, "shares must add up to 1 under constant returns", detail::number_text(sum),
                   "at index " + std::to_string(t));
  }
}

GrowthSources sources_of_period(std::span<const double> output, const std::vector<Factor>& factors, std::size_t t) {
  GrowthSources sources;
  sources.growth = log_ratio(output[t], output[t + 1]);
  sources.productivity = sources.growth;
  for (const Factor& f : factors) {
    const double weight = (share_at(f, t) + share_at(f, t + 1)) / 2;
    sources.factors.push_back(weight * log_ratio(f.quantity[t], f.quantity[t + 1]));
    sources.productivity -= sources.factors.back();
  }
  return sources;
}

GrowthSources scaled(const GrowthSources& sources, double factor) {
  GrowthSources result = sources;
  result.growth *= factor;
  result.productivity *= factor;
  for (double& x : result.factors) x *= factor;
  return result;
}

/// The values over the periods of `output`.
std::vector<double> aligned(std::string_view function, const Series& series, const Series& output) {
  for (const Period p : {output.start, output.last()})
    if (!series.covers(p))
      detail::fail<PeriodMismatch>(
          function, detail::quoted(series.name) + " must cover the periods of " + detail::quoted(output.name),
          "none for " + to_string(p));
  const Series part = series.slice({output.start, output.last()});
  require_no_gaps(function, part);
  return part.values;
}

std::vector<double> share_values(std::string_view function, const FactorSeries& factor, const Series& output) {
  if (const double* constant = std::get_if<double>(&factor.share)) return {*constant};
  const Series& share = std::get<Series>(factor.share);
  if (share.unit != Unit{})
    detail::fail<UnitMismatch>(function, "shares must be fractions, pure numbers", to_string(share.unit));
  return aligned(function, share, output);
}

// ---- Sectors ----

std::string sector_name(std::size_t i) { return "sector " + std::to_string(i); }

void require_sectors(std::string_view function, const Levels& levels, std::size_t periods, Sign sign) {
  detail::require(!levels.empty(), function, "at least one sector is needed", "none");
  detail::require(periods >= 2, function, "at least two periods are needed", std::to_string(periods));
  for (std::size_t i = 0; i < levels.size(); ++i) {
    require_length(function, sector_name(i), levels[i].size(), periods);
    require_levels(function, sector_name(i), levels[i], sign);
  }
}

/// Sum over sectors; it must be > 0 in the first `needed` periods.
std::vector<double> totals(std::string_view function, const Levels& sectors, std::size_t needed) {
  std::vector<double> total(sectors.front().size());
  for (const std::vector<double>& sector : sectors)
    for (std::size_t t = 0; t < total.size(); ++t) total[t] += sector[t];
  for (std::size_t t = 0; t < needed; ++t)
    if (!(total[t] > 0) || !std::isfinite(total[t]))
      detail::fail(function, "sectors must add up to a total > 0", detail::number_text(total[t]),
                   "at index " + std::to_string(t));
  return total;
}

SectorContributions fixed_base_contributions(const Levels& sectors, double total, std::size_t from, std::size_t to) {
  SectorContributions result;
  for (const std::vector<double>& sector : sectors) {
    result.sectors.push_back((sector[to] - sector[from]) / total);
    result.growth += result.sectors.back();
  }
  return result;
}

Levels values_of(std::string_view function, const std::vector<Series>& sectors, const Series& first) {
  Levels levels;
  for (const Series& s : sectors) {
    require_same_periods(function, first, s);
    levels.push_back(s.values);
  }
  return levels;
}

std::vector<std::string> names_of(const std::vector<Series>& sectors) {
  std::vector<std::string> names;
  for (const Series& s : sectors) names.push_back(s.name);
  return names;
}

}  // namespace

GrowthAccount account_growth(std::span<const double> output, const std::vector<Factor>& factors, Returns returns) {
  constexpr std::string_view kName = "growth::account_growth";
  detail::require(output.size() >= 2, kName, "at least two periods are needed", std::to_string(output.size()));
  require_levels(kName, "output", output, Sign::positive);
  require_factors(kName, output.size(), factors, returns);
  GrowthAccount account;
  account.horizon.factors.resize(factors.size());
  account.productivity_level.push_back(1);
  for (const Factor& f : factors) account.factors.push_back(f.name);
  for (std::size_t t = 0; t + 1 < output.size(); ++t) {
    const GrowthSources sources = sources_of_period(output, factors, t);
    account.horizon.growth += sources.growth;
    account.horizon.productivity += sources.productivity;
    for (std::size_t i = 0; i < factors.size(); ++i) account.horizon.factors[i] += sources.factors[i];
    account.productivity_level.push_back(std::exp(account.horizon.productivity));
    account.periods.push_back(sources);
  }
  return account;
}

GrowthAccount account_growth(const Series& output, const std::vector<FactorSeries>& factors, Returns returns) {
  constexpr std::string_view kName = "growth::account_growth";
  detail::require(output.size() >= 2, kName, "at least two periods are needed", std::to_string(output.size()));
  require_volume(kName, output);
  require_no_gaps(kName, output);
  std::vector<Factor> values;
  for (const FactorSeries& f : factors) {
    require_volume(kName, f.quantity);
    values.push_back(Factor{f.quantity.name, aligned(kName, f.quantity, output), share_values(kName, f, output)});
  }
  return account_growth(output.span(), values, returns);
}

GrowthSources per_period(const GrowthSources& logs, double periods) {
  detail::require(periods > 0 && std::isfinite(periods), "growth::per_period", "periods must be > 0 and finite",
                  periods);
  return scaled(logs, 1 / periods);
}

GrowthSources in_points(const GrowthSources& logs) {
  constexpr std::string_view kName = "growth::in_points";
  for (const double x : {logs.growth, logs.productivity})
    detail::require(std::isfinite(x), kName, "log changes must be finite", x);
  for (const double x : logs.factors) detail::require(std::isfinite(x), kName, "log changes must be finite", x);
  const double rate = std::expm1(logs.growth);
  detail::require(std::isfinite(rate), kName, "the growth rate must be finite", rate);
  return scaled(logs, logs.growth == 0 ? 1 : rate / logs.growth);
}

double steady_state_capital(double investment, double growth, double depreciation) {
  constexpr std::string_view kName = "growth::steady_state_capital";
  detail::require(investment > 0 && std::isfinite(investment), kName, "investment must be > 0 and finite", investment);
  detail::require(depreciation >= 0 && depreciation <= 1, kName, "depreciation must be in [0, 1]", depreciation);
  detail::require(growth + depreciation > 0 && std::isfinite(growth), kName,
                  "growth + depreciation must be > 0 and finite", growth + depreciation);
  const double stock = investment / (growth + depreciation);
  detail::require(std::isfinite(stock), kName, "the stock must be finite", stock);
  return stock;
}

std::vector<double> perpetual_inventory(std::span<const double> investment, double initial, double depreciation) {
  constexpr std::string_view kName = "growth::perpetual_inventory";
  detail::require(!investment.empty(), kName, "investment must not be empty");
  require_levels(kName, "investment", investment, Sign::not_negative);
  detail::require(initial >= 0 && std::isfinite(initial), kName, "initial must be >= 0 and finite", initial);
  detail::require(depreciation >= 0 && depreciation <= 1, kName, "depreciation must be in [0, 1]", depreciation);
  std::vector<double> stock{initial};
  for (const double i : investment) {
    stock.push_back((1 - depreciation) * stock.back() + i);
    if (!std::isfinite(stock.back()))
      detail::fail(kName, "the stock must stay finite", detail::number_text(stock.back()),
                   "after index " + std::to_string(stock.size() - 2));
  }
  return stock;
}

Series perpetual_inventory(const Series& investment, double initial, double depreciation, StockAt at) {
  constexpr std::string_view kName = "growth::perpetual_inventory";
  require_volume(kName, investment);
  require_no_gaps(kName, investment);
  const std::vector<double> stock = perpetual_inventory(investment.span(), initial, depreciation);
  Series result{"capital from " + investment.name, investment.start, investment.unit, {}};
  for (std::size_t t = 0; t < investment.size(); ++t) {
    const double start = stock[t], end = stock[t + 1];
    result.values.push_back(at == StockAt::start ? start : at == StockAt::end ? end : (start + end) / 2);
  }
  return result;
}

GrowthBySector sector_growth_fixed_base(const Levels& sectors) {
  constexpr std::string_view kName = "growth::sector_growth_fixed_base";
  const std::size_t periods = sectors.empty() ? 0 : sectors.front().size();
  require_sectors(kName, sectors, periods, Sign::not_negative);
  const std::vector<double> total = totals(kName, sectors, periods);
  GrowthBySector result;
  for (std::size_t t = 0; t + 1 < periods; ++t)
    result.periods.push_back(fixed_base_contributions(sectors, total[t], t, t + 1));
  // At one base's prices the carried contributions are the sectors' own changes over the horizon.
  result.horizon = fixed_base_contributions(sectors, total[0], 0, periods - 1);
  return result;
}

GrowthBySector sector_growth_fixed_base(const std::vector<Series>& sectors) {
  constexpr std::string_view kName = "growth::sector_growth_fixed_base";
  detail::require(!sectors.empty(), kName, "at least one sector is needed", "none");
  require_volume(kName, sectors.front());
  for (const Series& s : sectors) require_same_unit(sectors.front().unit, s.unit, kName);
  GrowthBySector result = sector_growth_fixed_base(values_of(kName, sectors, sectors.front()));
  result.sectors = names_of(sectors);
  return result;
}

GrowthBySector sector_growth_chained(std::span<const double> total, const Levels& volumes, const Levels& nominal) {
  constexpr std::string_view kName = "growth::sector_growth_chained";
  require_levels(kName, "total", total, Sign::positive);
  require_sectors(kName, volumes, total.size(), Sign::positive);
  require_sectors(kName, nominal, total.size(), Sign::not_negative);
  if (nominal.size() != volumes.size())
    detail::fail(kName, "volumes and nominal must have one list per sector",
                 std::to_string(volumes.size()) + " and " + std::to_string(nominal.size()));
  const std::vector<double> nominal_total = totals(kName, nominal, total.size() - 1);
  GrowthBySector result;
  result.horizon = {total.back() / total.front() - 1, std::vector<double>(volumes.size()), 0};
  result.horizon.residual = result.horizon.growth;
  for (std::size_t t = 0; t + 1 < total.size(); ++t) {
    SectorContributions c{total[t + 1] / total[t] - 1, {}, 0};
    c.residual = c.growth;
    for (std::size_t i = 0; i < volumes.size(); ++i) {
      c.sectors.push_back(nominal[i][t] / nominal_total[t] * (volumes[i][t + 1] / volumes[i][t] - 1));
      c.residual -= c.sectors[i];
      const double carried = c.sectors[i] * (total[t] / total[0]);
      result.horizon.sectors[i] += carried;
      result.horizon.residual -= carried;
    }
    result.periods.push_back(c);
  }
  return result;
}

GrowthBySector sector_growth_chained(const Series& total, const std::vector<Series>& volumes,
                                     const std::vector<Series>& nominal) {
  constexpr std::string_view kName = "growth::sector_growth_chained";
  require_volume(kName, total);
  require_no_gaps(kName, total);
  for (const Series& s : volumes) require_same_unit(total.unit, s.unit, kName);
  for (const Series& s : nominal) {
    require_same_unit(nominal.front().unit, s.unit, kName);
    const PriceBasis::Kind kind = s.unit.price_basis.kind();
    if (kind != PriceBasis::Kind::current && kind != PriceBasis::Kind::none)
      detail::fail<UnitMismatch>(kName, detail::quoted(s.name) + " must be at current prices", to_string(s.unit));
  }
  GrowthBySector result =
      sector_growth_chained(total.span(), values_of(kName, volumes, total), values_of(kName, nominal, total));
  result.sectors = names_of(volumes);
  return result;
}

}  // namespace foreplan::inline v0::growth
