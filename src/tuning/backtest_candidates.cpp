#include <foreplan/tuning/backtest.hpp>
#include <foreplan/tuning/catalogue.hpp>

#include "text/hash.hpp"
#include "text/json_value.hpp"

namespace foreplan::inline v0::tuning {

Backtest backtest(const std::vector<BacktestSeries>& panel, const std::vector<Candidate>& candidates,
                  const BacktestOptions& options) {
  const std::vector<stats::Forecaster> models = forecasters(candidates);
  if (options.batch.folder.empty()) return backtest(panel, models, options);
  // Names alone do not say what a work folder's units are of.
  text::Sha256 hash;
  for (const Candidate& candidate : candidates)
    hash.update(text::value_text(Value::object({{"model", candidate.model}, {"options", candidate.options}})));
  BacktestOptions named = options;
  std::string& words = named.batch.task;
  words += (words.empty() ? "candidates " : "; candidates ") + text::hex(hash.digest());
  return backtest(panel, models, named);
}

}  // namespace foreplan::inline v0::tuning
