// Which weights should several models have, and do they hold on series that they were not found on? In: training rows
// `id,frequency,horizon,v1,v2,...`, oldest value first. Two of three series train an ensemble, which is written to the
// file ENSEMBLE.json, read again and compared with its members on the third. Whatever program forecasts later needs
// that file and no corpus: `forecast_csv TRAIN.csv ENSEMBLE.json`.
#include <foreplan/io.hpp>
#include <foreplan/tuning.hpp>

#include <cstdio>
#include <exception>
#include <string>
#include <vector>

namespace io = foreplan::io;
namespace tuning = foreplan::tuning;

namespace {

void run(const std::string& rows, const std::string& file) {
  std::vector<tuning::BacktestSeries> train, held_out;
  for (const auto& row : io::read_competition_file(rows)) {
    auto& part = (train.size() + held_out.size()) % 3 == 2 ? held_out : train;
    part.push_back({.name = row.id, .values = row.values, .season_length = row.frequency, .horizon = row.horizon});
  }
  const auto members = tuning::catalogue({"naive", "ets_capped", "dotm", "ces", "box_cox_arima"});
  tuning::Ensemble trained = tuning::train_ensemble("ours", train, {{.members = members}},
                                                    {.weighting = tuning::EnsembleWeighting::stacked,
                                                     .loss = tuning::EnsembleLoss::absolute,
                                                     .pool = tuning::EnsemblePool{.share = 0.3}},
                                                    {.origins = 2});
  trained.trained_on = std::to_string(train.size()) + " series of " + rows + ", the last two origins";
  io::write_file(file, io::write_ensemble(trained));
  for (std::size_t i = 0; i < members.size(); ++i)
    std::printf("%.2f %s\n", trained.groups[0].weights[i], members[i].label().c_str());

  auto field = tuning::forecasters(members);
  field.push_back(tuning::forecaster(io::read_ensemble_file(file)));
  const auto board = tuning::leaderboard(tuning::backtest(held_out, field, {.origins = 1}));
  std::printf("\nOn %zu series held out      MASE  pinball  coverage of 90 %%\n", held_out.size());
  for (const auto& standing : board.overall.standings)
    std::printf("%zu %-24s %6.3f %8.3f %8.2f\n", standing.place, standing.name.c_str(), standing.mase, standing.pinball,
                standing.coverage);
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 3) {
    std::fputs("usage: train_an_ensemble TRAIN.csv ENSEMBLE.json\n", stderr);
    return 2;
  }
  run(argv[1], argv[2]);
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "train_an_ensemble: %s\n", error.what());
  return 1;
}
