#include <foreplan/core/random.hpp>
#include <foreplan/plan/pipeline.hpp>
#include <foreplan/stats/distributions.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string_view>

#include "core/check.hpp"
#include "numeric/parallel.hpp"
#include "numeric/quantiles.hpp"
#include "plan/item_checks.hpp"

namespace foreplan::inline v0::plan {
namespace {

constexpr std::string_view kFunction = "plan::simulate_pipeline";
constexpr std::size_t kMostCells = 10'000'000;

/// A project whose checks are done, in common units and with periods counted from the range's first.
struct Plant {
  double capital = 0;
  double output = 0;  ///< Once complete.
  double probability = 0;
  double threshold = 0;  ///< Phi^-1(probability) of a project that is neither certain nor impossible.
  std::int64_t start = 0;
  const std::vector<double>* disbursement = nullptr;
  std::vector<double> delay_up_to{};  ///< Cumulative probabilities; the last is 1.
};

std::string in(const Project& project) { return "in project " + detail::quoted(project.id); }

void check_project(const Project& project, Period first) {
  internal::check_project_numbers(project, [&](std::string_view, std::string_view rule, const std::string& got) {
    detail::fail(kFunction, rule, got, in(project));
  });
  if (!project.capital_unit.is_money())
    detail::fail<UnitMismatch>(kFunction, "capital must be money", to_string(project.capital_unit), in(project));
  if (project.start.frequency() != first.frequency())
    detail::fail<PeriodMismatch>(kFunction,
                                 "start must have the range's frequency, " + std::string(to_string(first.frequency())),
                                 to_string(project.start), in(project));
  const Unit& output = project.output_unit;
  if (project.capital_per_output > 0 && output.is_money() && output.price_basis != project.capital_unit.price_basis)
    detail::fail<UnitMismatch>(kFunction, "output must be at the capital's price basis",
                               to_string(output) + " and " + to_string(project.capital_unit), in(project));
}

std::vector<Plant> prepare(const std::vector<Project>& projects, Period first, Pipeline& result) {
  detail::require(!projects.empty(), kFunction, "projects must not be empty", "none");
  result.capital_unit = projects.front().capital_unit;
  bool counted = false;
  std::vector<Plant> plants;
  for (const Project& project : projects) {
    check_project(project, first);
    Plant plant{.probability = project.probability};
    plant.capital = project.capital * scale_factor(project.capital_unit, result.capital_unit);
    if (project.capital_per_output > 0) {
      if (!counted) result.output_unit = project.output_unit;
      counted = true;
      plant.output =
          project.capital / project.capital_per_output * scale_factor(project.output_unit, result.output_unit);
    }
    if (project.probability > 0 && project.probability < 1)
      plant.threshold = stats::normal_quantile(project.probability);
    plant.start = project.start - first;
    plant.disbursement = &project.disbursement;
    plant.delay_up_to.resize(project.delay.size());
    std::partial_sum(project.delay.begin(), project.delay.end(), plant.delay_up_to.begin());
    plant.delay_up_to.back() = 1;
    plants.push_back(std::move(plant));
  }
  return plants;
}

/// Spending and output of one plant that starts `delay` periods late, period by period.
template <class Spend, class Produce>
void run_plant(const Plant& plant, std::int64_t delay, std::int64_t periods, const Spend& spend,
               const Produce& produce) {
  const std::int64_t start = plant.start + delay;
  const std::int64_t complete = start + static_cast<std::int64_t>(plant.disbursement->size());
  for (std::int64_t t = std::max<std::int64_t>(start, 0); t < std::min(complete, periods); ++t)
    spend(static_cast<std::size_t>(t), plant.capital * (*plant.disbursement)[static_cast<std::size_t>(t - start)]);
  if (plant.output == 0) return;
  for (std::int64_t t = std::max<std::int64_t>(complete, 0); t < periods; ++t)
    produce(static_cast<std::size_t>(t), plant.output);
}

void fill_expectations(const std::vector<Project>& projects, const std::vector<Plant>& plants, Pipeline& result) {
  const auto periods = static_cast<std::int64_t>(result.years.size());
  double variance = 0;
  for (std::size_t i = 0; i < plants.size(); ++i) {
    const Plant& plant = plants[i];
    result.committed += plant.capital;
    result.realised.expected += plant.probability * plant.capital;
    variance += plant.probability * (1 - plant.probability) * plant.capital * plant.capital;
    PipelineShare share{.project = projects[i].id};
    double earlier = 0;
    for (std::size_t d = 0; d < plant.delay_up_to.size(); ++d) {
      const double weight = plant.probability * (plant.delay_up_to[d] - earlier);
      earlier = plant.delay_up_to[d];
      run_plant(
          plant, static_cast<std::int64_t>(d), periods,
          [&](std::size_t t, double amount) {
            result.years[t].capital.expected += weight * amount;
            share.expected_capital += weight * amount;
          },
          [&](std::size_t t, double amount) {
            result.years[t].output.expected += weight * amount;
            if (t + 1 == result.years.size()) share.expected_output += weight * amount;
          });
    }
    result.projects.push_back(std::move(share));
  }
  result.realised_sd_independent = std::sqrt(variance);
  double cumulative = 0;
  for (PipelineYear& year : result.years) {
    cumulative += year.capital.expected;
    year.cumulative.expected = cumulative;
  }
}

/// Every path's amounts, [period][path], and the capital of its realised projects.
struct Paths {
  Paths(std::size_t periods, std::size_t paths)
      : capital(periods, std::vector<double>(paths)), output(capital), realised(paths) {}
  std::vector<std::vector<double>> capital, output;
  std::vector<double> realised;
};

void simulate_path(const std::vector<Plant>& plants, const PipelineOptions& options, std::size_t path, Paths& paths) {
  static const std::uint64_t purpose = purpose_id(kFunction);
  Stream random({.seed = options.seed, .purpose = purpose, .draw = path});
  const double rho = options.correlation;
  const double factor = rho > 0 ? std::sqrt(rho) * stats::normal_quantile(random.uniform()) : 0;
  const auto periods = static_cast<std::int64_t>(paths.capital.size());
  for (const Plant& plant : plants) {
    // Given the factor, realisation is independent with this probability.
    const bool correlated = rho > 0 && plant.probability > 0 && plant.probability < 1;
    const double p =
        correlated ? stats::normal_cdf((plant.threshold - factor) / std::sqrt(1 - rho)) : plant.probability;
    const bool realised = random.uniform() < p;
    const double late = random.uniform();
    if (!realised) continue;
    paths.realised[path] += plant.capital;
    const auto delay = std::upper_bound(plant.delay_up_to.begin(), plant.delay_up_to.end(), late);
    run_plant(
        plant, delay - plant.delay_up_to.begin(), periods,
        [&](std::size_t t, double amount) { paths.capital[t][path] += amount; },
        [&](std::size_t t, double amount) { paths.output[t][path] += amount; });
  }
}

void describe(const std::vector<double>& sample, double coverage, SimulatedAmount& amount) {
  const auto n = static_cast<double>(sample.size());
  amount.mean = std::accumulate(sample.begin(), sample.end(), 0.0) / n;
  double squares = 0;
  for (const double x : sample) squares += (x - amount.mean) * (x - amount.mean);
  amount.standard_deviation = sample.size() > 1 ? std::sqrt(squares / (n - 1)) : 0;
  const numeric::CentralInterval interval = numeric::central_interval(sample, coverage);
  amount.lower = interval.lower;
  amount.median = interval.median;
  amount.upper = interval.upper;
}

}  // namespace

Pipeline simulate_pipeline(const std::vector<Project>& projects, const PeriodRange& range,
                           const PipelineOptions& options) {
  const double rho = options.correlation;
  detail::require(rho >= 0 && rho < 1, kFunction, "correlation must be in [0, 1)", rho);
  detail::require(options.paths >= 1, kFunction, "paths must be >= 1", "0");
  detail::require(options.coverage > 0 && options.coverage < 1, kFunction, "coverage must be in (0, 1)",
                  options.coverage);
  const std::size_t periods = range.size();
  detail::checked_product(options.paths, periods, kMostCells, kFunction, "paths times periods");

  Pipeline result{.correlation = rho, .paths = options.paths};
  const std::vector<Plant> plants = prepare(projects, range.first, result);
  for (std::size_t t = 0; t < periods; ++t)
    result.years.push_back({.period = range.first + static_cast<std::int64_t>(t)});
  fill_expectations(projects, plants, result);

  constexpr std::size_t kBlock = 1024;
  Paths paths(periods, options.paths);
  numeric::parallel_for((options.paths + kBlock - 1) / kBlock, options.execution, [&](std::size_t block) {
    const std::size_t last = std::min(options.paths, (block + 1) * kBlock);
    for (std::size_t path = block * kBlock; path < last; ++path) simulate_path(plants, options, path, paths);
  });

  describe(paths.realised, options.coverage, result.realised);
  std::vector<double> cumulative(options.paths);
  for (std::size_t t = 0; t < periods; ++t) {
    PipelineYear& year = result.years[t];
    for (std::size_t path = 0; path < options.paths; ++path) cumulative[path] += paths.capital[t][path];
    describe(paths.capital[t], options.coverage, year.capital);
    describe(paths.output[t], options.coverage, year.output);
    describe(cumulative, options.coverage, year.cumulative);
  }
  return result;
}

double capital_per_output_increment(double capital, const Unit& capital_unit, double increment,
                                    const Unit& increment_unit) {
  constexpr std::string_view function = "plan::capital_per_output_increment";
  detail::require(capital >= 0 && std::isfinite(capital), function, "capital must be >= 0 and finite", capital);
  detail::require(increment > 0 && std::isfinite(increment), function, "increment must be > 0 and finite", increment);
  detail::require(capital_unit.is_money(), function, "capital must be money", to_string(capital_unit));
  if (increment_unit.is_money()) {
    const std::string both = to_string(capital_unit) + " and " + to_string(increment_unit);
    detail::require<UnitMismatch>(capital_unit.price_basis.kind() != PriceBasis::Kind::unstated &&
                                      increment_unit.price_basis.kind() != PriceBasis::Kind::unstated,
                                  function, "price bases must be stated", both);
    detail::require<UnitMismatch>(
        capital_unit.name == increment_unit.name && capital_unit.price_basis == increment_unit.price_basis, function,
        "capital and output must be in one currency at one price basis", both);
  }
  return capital / increment *
         scale_factor(Unit::physical({}, capital_unit.scale_power), Unit::physical({}, increment_unit.scale_power));
}

}  // namespace foreplan::inline v0::plan
