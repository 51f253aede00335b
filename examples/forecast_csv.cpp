// What comes next in each series of a file? In: training rows `id,frequency,horizon,v1,v2,...`, oldest value first.
// Out, on standard output: one row a series, `id,mean_1,...,mean_H`; with --level 90 two more behind it, the bounds of
// the central 90 % interval: `id_lower,...` and `id_upper,...`. Numbers have the fewest digits that read back to the
// same double. MODEL is a name of forecast/models.hpp, `default` the default combination, or the file of a trained
// ensemble, which ends in .json. H is that of the row unless given, N as many as the machine has. Exit code 1: some
// series have no forecast, standard error says why. 2: none has.
#include <foreplan/forecast.hpp>
#include <foreplan/io.hpp>
#include <foreplan/tuning.hpp>

#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <exception>
#include <map>
#include <string>
#include <vector>

namespace forecast = foreplan::forecast;
namespace io = foreplan::io;

namespace {

/// The numbers behind --horizon, --threads and --level; false for anything else.
bool read_options(const std::vector<std::string>& words, std::map<std::string, double>& options) {
  for (std::size_t i = 0; i < words.size(); i += 2) {
    if (i + 1 == words.size() || !options.contains(words[i])) return false;
    const std::string& text = words[i + 1];
    double& to = options[words[i]];
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), to);
    if (error != std::errc{} || end != text.data() + text.size() || !(to >= 0 && to <= 1e6)) return false;
    if (words[i] != "--level" && to != std::floor(to)) return false;
  }
  return options["--level"] < 100;
}

foreplan::stats::Forecaster model_of(const std::string& name) {
  if (name.ends_with(".json")) return foreplan::tuning::forecaster(io::read_ensemble_file(name));
  return forecast::named_model(name);
}

void write(const std::string& row) {
  if (std::fputs(row.c_str(), stdout) < 0) throw foreplan::IoError("cannot write the forecasts");
}

/// How many series have no forecast.
std::size_t forecast_file(const std::string& file, const std::string& model, std::map<std::string, double> given) {
  const auto start = std::chrono::steady_clock::now();
  const auto rows = io::read_competition_file(file);
  std::vector<forecast::SeriesInput> inputs;
  const auto horizon = static_cast<std::size_t>(given["--horizon"]);
  for (const auto& row : rows)
    inputs.push_back({row.id, row.values, row.frequency, horizon == 0 ? row.horizon : horizon});
  forecast::ManyOptions options{.execution = {.threads = static_cast<unsigned>(given["--threads"])}};
  if (const double level = given["--level"]; level > 0) options.levels = {0.5 - level / 200, 0.5 + level / 200};
  std::size_t failed = 0;
  forecast_many(inputs, model_of(model), options, [&](std::size_t, forecast::SeriesOutcome&& done) {
    if (done.failure != forecast::SeriesFailure::none) {
      std::fprintf(stderr, "%s: %s\n", done.id.c_str(), done.error.c_str());
      ++failed;
      return;
    }
    write(io::competition_row(done.id, done.outlook.mean));
    for (std::size_t q = 0; q < options.levels.size(); ++q)
      write(io::competition_row(done.id + (q == 0 ? "_lower" : "_upper"), done.outlook.quantiles[q]));
  });
  if (std::fflush(stdout) != 0) throw foreplan::IoError("cannot write the forecasts");
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  std::fprintf(stderr, "%zu series in %.3f s: %.0f series/s\n", rows.size(), took.count(),
               static_cast<double>(rows.size()) / took.count());
  return failed;
}

}  // namespace

int main(int argc, char** argv) try {
  std::map<std::string, double> options{{"--horizon", 0}, {"--threads", 0}, {"--level", 0}};
  if (argc >= 3 && read_options({argv + 3, argv + argc}, options))
    return forecast_file(argv[1], argv[2], options) == 0 ? 0 : 1;
  std::fputs("usage: forecast_csv TRAIN.csv MODEL [--horizon H] [--threads N] [--level 90] > FORECASTS.csv\n", stderr);
  for (const std::string& name : forecast::model_names()) std::fprintf(stderr, "  MODEL %s\n", name.c_str());
  std::fputs("  MODEL ENSEMBLE.json\n", stderr);
  return 2;
} catch (const std::exception& error) {
  std::fprintf(stderr, "forecast_csv: %s\n", error.what());
  return 2;
}
