#include <foreplan/stats/distributions.hpp>
#include <foreplan/structure/normal_patterns.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/check.hpp"
#include "structure/region_table.hpp"

namespace foreplan::inline v0::structure {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// One country in one period; shares and inflow are fractions.
struct Row {
  std::size_t country = 0;
  Period period{};
  double income = 0, population = 0, inflow = 0;
  std::vector<double> shares{};
};

struct Panel {
  std::vector<std::string> shares{};
  Unit income_unit{}, population_unit{};
  std::vector<Row> rows{};
  std::size_t left_out = 0;
};

double fraction(const Series& s, Period p) { return s.unit.name == "%" ? s.at(p) / 100 : s.at(p); }

void require_real(std::string_view function, const PatternCountry& country) {
  const PriceBasis::Kind kind = country.income.unit.price_basis.kind();
  if (kind == PriceBasis::Kind::current || kind == PriceBasis::Kind::unstated)
    detail::fail(function, "income must be at constant prices", detail::quoted(to_string(country.income.unit)),
                 "in " + detail::quoted(country.name));
}

/// The country's rows, after those of the panel.
void add_rows(std::string_view function, Panel& panel, const PatternCountry& country, std::size_t place,
              bool with_inflow, MissingRows missing) {
  require_same_unit(panel.income_unit, country.income.unit, function);
  require_same_unit(panel.population_unit, country.population.unit, function);
  require_real(function, country);
  const std::string in = "in " + detail::quoted(country.name);
  for (const std::string& share : panel.shares)
    if (!country.shares.contains(share))
      detail::fail(function, "countries must have the same shares", "no " + detail::quoted(share), in);
  if (country.shares.size() != panel.shares.size())
    detail::fail(function, "countries must have the same shares",
                 std::to_string(country.shares.size()) + " instead of " + std::to_string(panel.shares.size()), in);
  if (country.income.empty() || country.population.empty() || (with_inflow && country.resource_inflow.empty()))
    detail::fail(function, "income, population and, where used, resource inflow need values", "none", in);
  bool any = false;
  for (std::size_t t = 0; t < country.income.size(); ++t) {
    const Period p = country.income.period(t);
    if (!country.population.covers(p) || !country.shares.range().contains(p)) continue;
    if (with_inflow && !country.resource_inflow.covers(p)) continue;
    any = true;
    Row row{place,
            p,
            country.income.values[t],
            country.population.at(p),
            with_inflow ? fraction(country.resource_inflow, p) : 0,
            {}};
    bool complete = !std::isnan(row.income) && !std::isnan(row.population) && !std::isnan(row.inflow);
    for (const std::string& share : panel.shares) {
      row.shares.push_back(fraction(country.shares[share], p));
      complete = complete && !std::isnan(row.shares.back());
    }
    const auto refuse = [&](std::string_view rule, std::string_view what, double value) {
      detail::fail(function, rule, detail::number_text(value),
                   "in " + std::string(what) + " of " + detail::quoted(country.name) + " in " + to_string(p));
    };
    if (!complete && missing == MissingRows::leave_out) {
      ++panel.left_out;
      continue;
    }
    if (!(row.income > 0) || std::isinf(row.income)) refuse("income must be > 0 and finite", "income", row.income);
    if (!(row.population > 0) || std::isinf(row.population))
      refuse("population must be > 0 and finite", "population", row.population);
    if (!std::isfinite(row.inflow)) refuse("resource inflow must be finite", "resource inflow", row.inflow);
    for (std::size_t i = 0; i < row.shares.size(); ++i)
      if (!(row.shares[i] >= 0 && row.shares[i] <= 1))
        refuse("shares must be fractions in [0, 1], or in \"%\"", detail::quoted(panel.shares[i]), row.shares[i]);
    panel.rows.push_back(std::move(row));
  }
  detail::require(any, function, "income, population and shares must have a common period", in);
}

/// A norm's columns but the intercept, in the order of the fit. `effects` has one weight a country but the first.
std::vector<double> regressors_at(const NormalPatterns& fit, const Row& row, const std::vector<double>& effects,
                                  std::optional<std::size_t> epoch) {
  const double y = std::log(row.income), n = std::log(row.population);
  std::vector<double> x = {y, y * y, n, n * n};
  if (fit.resource_inflow) x.push_back(row.inflow);
  for (std::size_t e = 0; e < fit.epochs.size(); ++e) x.push_back(epoch == e ? 1 : 0);
  if (fit.country_effects) x.insert(x.end(), effects.begin(), effects.end());
  return x;
}

/// The last epoch that has begun; none before the first.
std::optional<std::size_t> epoch_of(const std::vector<Period>& epochs, Period p) {
  std::optional<std::size_t> found;
  for (std::size_t e = 0; e < epochs.size(); ++e)
    if (epochs[e] <= p) found = e;
  return found;
}

std::vector<double> own_effect(std::size_t countries, std::size_t place) {
  std::vector<double> effects(countries - 1, 0);
  if (place > 0) effects[place - 1] = 1;
  return effects;
}

std::vector<std::string> column_names(const NormalPatterns& fit) {
  std::vector<std::string> names = {"log income", "log income squared", "log population", "log population squared"};
  if (fit.resource_inflow) names.emplace_back("resource inflow");
  for (const Period& p : fit.epochs) names.push_back("from " + to_string(p));
  if (fit.country_effects)
    for (std::size_t i = 1; i < fit.countries.size(); ++i) names.push_back("in " + fit.countries[i]);
  return names;
}

void require_usable(std::string_view function, const NormalPatterns& fit) {
  detail::require(fit.usable(), function, "the patterns must have full rank and a degree of freedom");
}

double t_value(std::string_view function, const stats::RegressionFit& fit, double coverage) {
  detail::require(coverage > 0 && coverage < 1, function, "coverage must be in (0, 1)", coverage);
  return stats::student_t_quantile((1 + coverage) / 2, static_cast<double>(fit.observations - fit.rank));
}

std::vector<double> at_point(std::string_view function, const NormalPatterns& fit, const PatternPoint& point) {
  const auto positive = [&](double x, std::string_view what) {
    detail::require(x > 0 && std::isfinite(x), function, std::string(what) + " must be > 0 and finite", x);
  };
  positive(point.income, "income");
  positive(point.population, "population");
  detail::require(std::isfinite(point.resource_inflow), function, "resource inflow must be finite",
                  point.resource_inflow);
  const std::size_t countries = fit.countries.size();
  std::vector<double> effects(countries - 1, 1 / static_cast<double>(countries));
  if (point.country) effects = own_effect(countries, place_of(function, "country", *point.country, fit.countries));
  std::optional<std::size_t> epoch;
  if (point.period)
    epoch = epoch_of(fit.epochs, *point.period);
  else if (!fit.epochs.empty())
    epoch = fit.epochs.size() - 1;
  return regressors_at(fit, {0, {}, point.income, point.population, point.resource_inflow, {}}, effects, epoch);
}

std::vector<stats::Regressor> as_row(const NormalPatterns& fit, const std::vector<double>& x) {
  const std::vector<std::string> names = column_names(fit);
  std::vector<stats::Regressor> row;
  for (std::size_t j = 0; j < x.size(); ++j) row.push_back({names[j], {x[j]}});
  return row;
}

/// sqrt(g' V g)
double propagated(const stats::RegressionFit& fit, const std::vector<double>& gradient) {
  const std::size_t k = fit.coefficients.size();
  double variance = 0;
  for (std::size_t i = 0; i < k; ++i)
    for (std::size_t j = 0; j < k; ++j) variance += gradient[i] * gradient[j] * fit.covariance[i * k + j];
  return std::sqrt(std::max(0.0, variance));
}

PatternIncome income_from(const NormalPatterns& fit, double log_income, double error, double t) {
  PatternIncome income{std::exp(log_income), std::exp(log_income - t * error), std::exp(log_income + t * error), error,
                       false};
  income.in_sample = income.income >= fit.lowest_income && income.income <= fit.highest_income;
  return income;
}

}  // namespace

bool NormalPatterns::usable() const noexcept {
  return !fits.empty() && std::all_of(fits.begin(), fits.end(), [](const auto& fit) { return fit.usable(); });
}

const stats::RegressionFit& NormalPatterns::operator[](std::string_view share) const {
  return fits[place_of("structure::NormalPatterns", "share", share, shares)];
}

NormalPatterns fit_normal_patterns(const std::vector<PatternCountry>& countries, const NormalPatternOptions& options) {
  constexpr std::string_view kName = "structure::fit_normal_patterns";
  detail::require(!countries.empty(), kName, "at least one country is needed");
  detail::require(options.sum_tolerance >= 0, kName, "sum_tolerance must be >= 0", options.sum_tolerance);
  for (std::size_t e = 1; e < options.epochs.size(); ++e)
    if (!(options.epochs[e - 1] < options.epochs[e]))
      detail::fail<PeriodMismatch>(kName, "epochs must rise",
                                   to_string(options.epochs[e - 1]) + " before " + to_string(options.epochs[e]));
  NormalPatterns result;
  result.epochs = options.epochs;
  result.resource_inflow = options.resource_inflow;
  result.country_effects = options.country_effects;
  Panel panel;
  panel.income_unit = countries.front().income.unit;
  panel.population_unit = countries.front().population.unit;
  for (const Series& s : countries.front().shares.series()) panel.shares.push_back(s.name);
  detail::require(!panel.shares.empty(), kName, "at least one share is needed");
  for (std::size_t c = 0; c < countries.size(); ++c) {
    const std::string& name = countries[c].name;
    detail::require(!name.empty(), kName, "every country needs a name");
    if (std::find(result.countries.begin(), result.countries.end(), name) != result.countries.end())
      detail::fail(kName, "a country must be named once", detail::quoted(name));
    result.countries.push_back(name);
    add_rows(kName, panel, countries[c], c, options.resource_inflow, options.missing);
  }
  result.shares = panel.shares;
  result.income_unit = panel.income_unit;
  result.population_unit = panel.population_unit;
  result.rows = panel.rows.size();
  result.left_out = panel.left_out;

  std::vector<stats::Regressor> x;
  for (std::string& name : column_names(result)) x.push_back({std::move(name), {}});
  if (result.rows <= x.size() + 1)
    detail::fail(kName, "more rows than columns are needed",
                 std::to_string(result.rows) + " for " + std::to_string(x.size() + 1));
  result.lowest_income = result.highest_income = panel.rows.front().income;
  std::vector<std::vector<double>> y(panel.shares.size());
  for (const Row& row : panel.rows) {
    const std::vector<double> values =
        regressors_at(result, row, own_effect(countries.size(), row.country), epoch_of(result.epochs, row.period));
    for (std::size_t j = 0; j < values.size(); ++j) x[j].values.push_back(values[j]);
    double sum = 0;
    for (std::size_t i = 0; i < y.size(); ++i) {
      y[i].push_back(row.shares[i]);
      sum += row.shares[i];
    }
    if (options.sum_to_one && std::abs(sum - 1) > options.sum_tolerance)
      result.off_sums.push_back({result.countries[row.country], row.period, sum});
    result.lowest_income = std::min(result.lowest_income, row.income);
    result.highest_income = std::max(result.highest_income, row.income);
  }
  for (const auto& share : y)
    result.fits.push_back(stats::fit_regression(share, x, {.covariance = options.covariance}));
  return result;
}

std::vector<PatternNorm> predict(const NormalPatterns& fit, const PatternPoint& point, const PredictOptions& options) {
  constexpr std::string_view kName = "structure::predict";
  require_usable(kName, fit);
  const std::vector<stats::Regressor> row = as_row(fit, at_point(kName, fit, point));
  std::vector<PatternNorm> norms;
  for (std::size_t i = 0; i < fit.shares.size(); ++i) {
    const stats::RegressionPrediction p = stats::predict(fit.fits[i], row, options);
    norms.push_back({fit.shares[i], p.mean[0], p.standard_error[0], p.mean_lower[0], p.mean_upper[0],
                     p.observation_lower[0], p.observation_upper[0]});
  }
  return norms;
}

PatternTurn turning_point(const NormalPatterns& patterns, std::string_view share, const PredictOptions& options) {
  constexpr std::string_view kName = "structure::turning_point";
  require_usable(kName, patterns);
  const stats::RegressionFit& fit = patterns.fits[place_of(kName, "share", share, patterns.shares)];
  const double t = t_value(kName, fit, options.coverage);
  const double b1 = fit.coefficients[1].estimate, b2 = fit.coefficients[2].estimate;
  if (b2 == 0) return {};
  std::vector<double> gradient(fit.coefficients.size(), 0);
  gradient[1] = -1 / (2 * b2);
  gradient[2] = b1 / (2 * b2 * b2);
  return {b2 < 0 ? TurnKind::peak : TurnKind::trough,
          income_from(patterns, -b1 / (2 * b2), propagated(fit, gradient), t)};
}

std::vector<PatternCrossing> incomes_at(const NormalPatterns& patterns, std::string_view share, double level,
                                        const PatternPoint& point, const PredictOptions& options) {
  constexpr std::string_view kName = "structure::incomes_at";
  require_usable(kName, patterns);
  detail::require(level > 0 && level < 1, kName, "level must be in (0, 1)", level);
  const stats::RegressionFit& fit = patterns.fits[place_of(kName, "share", share, patterns.shares)];
  const double t = t_value(kName, fit, options.coverage);
  PatternPoint there = point;
  there.income = 1;  // Its logarithm is 0: what is left is the norm without income.
  std::vector<double> x = at_point(kName, patterns, there);
  x.insert(x.begin(), 1);
  double rest = -level;
  for (std::size_t j = 0; j < x.size(); ++j) rest += x[j] * fit.coefficients[j].estimate;
  const double b1 = fit.coefficients[1].estimate, b2 = fit.coefficients[2].estimate;
  std::vector<double> roots;
  if (b2 == 0) {
    if (b1 != 0) roots = {-rest / b1};
  } else if (const double discriminant = b1 * b1 - 4 * b2 * rest; discriminant > 0) {
    const double q = -(b1 + std::copysign(std::sqrt(discriminant), b1)) / 2;  // Without cancellation.
    roots = {q / b2, rest / q};
    std::sort(roots.begin(), roots.end());
  }
  std::vector<PatternCrossing> crossings;
  for (const double root : roots) {
    const double slope = b1 + 2 * b2 * root;
    x[1] = root;
    x[2] = root * root;
    crossings.push_back({income_from(patterns, root, propagated(fit, x) / std::abs(slope), t), slope > 0});
  }
  return crossings;
}

std::vector<PatternDeviation> deviations(const NormalPatterns& fit, const PatternCountry& country) {
  constexpr std::string_view kName = "structure::deviations";
  require_usable(kName, fit);
  Panel panel{fit.shares, fit.income_unit, fit.population_unit, {}, 0};
  add_rows(kName, panel, country, 0, fit.resource_inflow, MissingRows::leave_out);
  std::vector<PatternDeviation> all;
  for (const Row& row : panel.rows) {
    const std::vector<PatternNorm> norms =
        predict(fit, {row.income, row.population, row.inflow, row.period, std::nullopt});
    for (std::size_t i = 0; i < norms.size(); ++i) {
      const double deviation = row.shares[i] - norms[i].norm;
      const double spread = std::sqrt(norms[i].standard_error * norms[i].standard_error + fit.fits[i].sigma2);
      all.push_back({row.period, norms[i].share, row.shares[i], norms[i].norm, deviation,
                     spread > 0 ? deviation / spread : kNaN});
    }
  }
  return all;
}

std::string_view to_string(TurnKind kind) noexcept {
  switch (kind) {
    case TurnKind::peak:
      return "peak";
    case TurnKind::trough:
      return "trough";
    case TurnKind::none:
      break;
  }
  return "none";
}

}  // namespace foreplan::inline v0::structure
