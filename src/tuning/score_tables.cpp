#include "tuning/score_tables.hpp"

#include <algorithm>
#include <limits>
#include <set>

namespace foreplan::inline v0::tuning::internal {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

bool is_beyond(double x) { return std::fabs(x) > kLargestLoss; }

}  // namespace

double FoldScore::*member_of(Measure measure) noexcept {
  switch (measure) {
    case Measure::smape:
      return &FoldScore::smape;
    case Measure::mase:
      return &FoldScore::mase;
    case Measure::rmsse:
      return &FoldScore::rmsse;
    case Measure::pinball:
      return &FoldScore::pinball;
    case Measure::msis:
      return &FoldScore::msis;
    case Measure::owa:
      break;
  }
  return nullptr;
}

Sample common_sample(const Scores& scores, double least_answered) {
  // Where one is infinite the scale is zero: the fold says nothing of anybody.
  std::vector<std::size_t> finite;
  for (std::size_t f = 0; f < scores.folds(); ++f) {
    bool beyond = false;
    for (std::size_t c = 0; c < scores.candidates && !beyond; ++c) beyond = is_beyond(scores.at(f, c));
    if (!beyond) finite.push_back(f);
  }
  std::vector<std::size_t> answered(scores.candidates, 0);
  for (const std::size_t f : finite)
    for (std::size_t c = 0; c < scores.candidates; ++c) answered[c] += is_known(scores.at(f, c)) ? 1 : 0;
  const std::size_t most = answered.empty() ? 0 : *std::max_element(answered.begin(), answered.end());
  Sample sample{std::vector<bool>(scores.candidates, false), {}};
  if (most == 0) return sample;
  for (std::size_t c = 0; c < scores.candidates; ++c)
    sample.compared[c] =
        answered[c] > 0 && static_cast<double>(answered[c]) >= least_answered * static_cast<double>(most);
  for (const std::size_t f : finite) {
    bool all = true;
    for (std::size_t c = 0; c < scores.candidates && all; ++c) all = !sample.compared[c] || is_known(scores.at(f, c));
    if (all) sample.folds.push_back(f);
  }
  return sample;
}

double mean_over(const Scores& scores, const std::vector<std::size_t>& folds, std::size_t candidate) {
  double sum = 0;
  for (const std::size_t f : folds) sum += scores.at(f, candidate);
  return folds.empty() ? kNaN : sum / static_cast<double>(folds.size());
}

std::vector<std::size_t> answered_by(const Scores& scores, std::size_t candidate) {
  std::vector<std::size_t> folds;
  for (std::size_t f = 0; f < scores.folds(); ++f)
    if (is_known(scores.at(f, candidate))) folds.push_back(f);
  return folds;
}

std::vector<double> means(const Scores& scores, const Sample& sample) {
  std::vector<double> result(scores.candidates, kNaN);
  for (std::size_t c = 0; c < scores.candidates; ++c)
    result[c] = mean_over(scores, sample.compared[c] ? sample.folds : answered_by(scores, c), c);
  return result;
}

std::size_t series_in(const Scores& scores, const std::vector<std::size_t>& folds) {
  std::set<std::size_t> series;
  for (const std::size_t f : folds) series.insert(scores.series[f]);
  return series.size();
}

ScoreTables::ScoreTables(const Backtest& backtest, const Selection& part, std::size_t benchmark, double least_answered)
    : backtest_(backtest),
      benchmark_(benchmark),
      candidates_(backtest.candidates.size()),
      least_answered_(least_answered) {
  for (const std::size_t s : part.series)
    for (std::size_t o = 1; o <= backtest.origins; ++o) {
      if (!part.has(o)) continue;
      series_.push_back(s);
      firsts_.push_back((s * backtest.origins + o - 1) * candidates_);
    }
}

Scores ScoreTables::table(const std::function<double(std::size_t, std::size_t)>& value) const {
  Scores scores{candidates_, series_, {}};
  scores.values.reserve(series_.size() * candidates_);
  for (std::size_t f = 0; f < series_.size(); ++f)
    for (std::size_t c = 0; c < candidates_; ++c) scores.values.push_back(value(f, c));
  return scores;
}

Scores ScoreTables::of(double FoldScore::*member) const {
  return table([&](std::size_t fold, std::size_t c) { return backtest_.scores[firsts_[fold] + c].*member; });
}

Scores ScoreTables::covered(std::size_t interval) const {
  return table([&](std::size_t fold, std::size_t c) {
    return backtest_.covered[(firsts_[fold] + c) * backtest_.intervals.size() + interval];
  });
}

Scores ScoreTables::of(Measure measure) const {
  double FoldScore::*const member = member_of(measure);
  return member == nullptr ? owa() : of(member);
}

/// (sMAPE / a + MASE / b) / 2 of a fold that the benchmark answers, a and b being what it has on the folds where all
/// know both, or those where a candidate that is not compared does: their means are OWA.
Scores ScoreTables::owa() const {
  if (benchmark_ == kNone) return table([](std::size_t, std::size_t) { return kNaN; });
  const Scores smape = of(&FoldScore::smape), mase = of(&FoldScore::mase);
  const auto sum = [&](std::size_t f, std::size_t c) { return smape.at(f, c) + mase.at(f, c); };
  const Scores both =
      table([&](std::size_t f, std::size_t c) { return is_known(sum(f, benchmark_)) ? sum(f, c) : kNaN; });
  const Sample sample = common_sample(both, least_answered_);
  std::vector<double> a, b;
  for (std::size_t c = 0; c < candidates_; ++c) {
    const std::vector<std::size_t> folds = sample.compared[c] ? sample.folds : answered_by(both, c);
    a.push_back(mean_over(smape, folds, benchmark_));
    b.push_back(mean_over(mase, folds, benchmark_));
  }
  return table([&](std::size_t f, std::size_t c) {
    return std::isnan(both.at(f, c)) ? kNaN : (smape.at(f, c) / a[c] + mase.at(f, c) / b[c]) / 2;
  });
}

}  // namespace foreplan::inline v0::tuning::internal
