#include "tuning/ensemble_corpus.hpp"

#include <foreplan/forecast/features.hpp>
#include <foreplan/stats/accuracy.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>

#include "core/check.hpp"
#include "tuning/ensemble_mix.hpp"

namespace foreplan::inline v0::tuning {
namespace {

using foreplan::detail::fail;
using foreplan::detail::number_text;
using foreplan::detail::quoted;

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

/// What was published when so many values were known.
std::vector<double> known_values(const BacktestSeries& series, std::size_t known) {
  const std::vector<double>* values = &series.values;
  for (const Vintage& vintage : series.vintages)
    if (vintage.known <= known) values = &vintage.values;
  return {values->begin(), values->begin() + static_cast<std::ptrdiff_t>(std::min(known, values->size()))};
}

/// A sink's memory: the series that folds are of.
struct Collector {
  EnsembleCorpus& to;
  SeriesSource source;
  std::vector<std::optional<std::size_t>> members{};  ///< By candidate.
  std::optional<std::size_t> series{}, origin{};
  BacktestSeries now{};

  void begin_case(const Fold& fold) {
    if (series != fold.series) now = source(fold.series);
    series = fold.series;
    origin = fold.origin;
    const std::size_t steps = fold.actual.size();
    EnsembleCase c{.series = now.name,
                   .origin = fold.origin,
                   .season_length = now.season_length,
                   .absolute_scale = fold.absolute_scale,
                   .squared_scale = fold.squared_scale,
                   .actual = fold.actual};
    c.points.assign(to.members.size() * steps, kUnknown);
    c.quantiles.assign(to.members.size() * to.levels.size() * steps, kUnknown);
    if (!to.features.empty())
      c.features = features_by_name(known_values(now, fold.known), now.season_length, to.features);
    to.cases.push_back(std::move(c));
  }

  void add(const Fold& fold) {
    if (series != fold.series || origin != fold.origin) begin_case(fold);
    if (fold.candidate >= members.size())
      fail("tuning::collect", "a fold must be of one of " + std::to_string(members.size()) + " candidates",
           std::to_string(fold.candidate));
    if (!members[fold.candidate] || !fold.error.empty()) return;
    EnsembleCase& c = to.cases.back();
    const std::size_t steps = c.actual.size(), member = *members[fold.candidate];
    if (fold.outlook.levels != to.levels || fold.outlook.horizon() != steps)
      fail("tuning::collect", "a fold must be of the corpus's levels and have a point for each actual value",
           std::to_string(fold.outlook.levels.size()) + " levels and " + std::to_string(fold.outlook.horizon()) +
               " points",
           "from " + quoted(to.members[member]));
    std::copy(fold.outlook.mean.begin(), fold.outlook.mean.end(),
              c.points.begin() + static_cast<std::ptrdiff_t>(member * steps));
    for (std::size_t l = 0; l < to.levels.size(); ++l)
      std::copy(fold.outlook.quantiles[l].begin(), fold.outlook.quantiles[l].end(),
                c.quantiles.begin() + static_cast<std::ptrdiff_t>((member * to.levels.size() + l) * steps));
  }
};

}  // namespace

EnsembleCorpus ensemble_corpus(std::vector<std::string> members, std::vector<double> levels, bool with_features,
                               bool smoothing) {
  EnsembleCorpus corpus{.members = std::move(members), .levels = std::move(levels)};
  if (with_features)
    for (const std::string& name : forecast::feature_names())
      if (smoothing || !is_smoothing_feature(name)) corpus.features.push_back(name);
  check_corpus("tuning::ensemble_corpus", corpus);
  return corpus;
}

FoldSink collect(EnsembleCorpus& to, const std::vector<std::string>& candidates, const SeriesSource& source) {
  check_corpus("tuning::collect", to);
  auto collector = std::make_shared<Collector>(Collector{to, source});
  for (const std::string& member : to.members)
    if (std::find(candidates.begin(), candidates.end(), member) == candidates.end())
      fail("tuning::collect", "members must be among the candidates", quoted(member));
  for (const std::string& candidate : candidates) {
    const auto at = std::find(to.members.begin(), to.members.end(), candidate);
    collector->members.emplace_back();
    if (at != to.members.end()) collector->members.back() = static_cast<std::size_t>(at - to.members.begin());
  }
  return [collector](Fold&& fold) { collector->add(fold); };
}

void check_corpus(std::string_view function, const EnsembleCorpus& corpus) {
  if (corpus.members.empty()) fail(function, "a corpus must have members", "none");
  for (std::size_t i = 0; i < corpus.members.size(); ++i)
    if (std::find(corpus.members.begin(), corpus.members.begin() + static_cast<std::ptrdiff_t>(i), corpus.members[i]) !=
        corpus.members.begin() + static_cast<std::ptrdiff_t>(i))
      fail(function, "members must have labels of their own", quoted(corpus.members[i]) + " twice");
  for (std::size_t i = 0; i < corpus.levels.size(); ++i)
    if (!(corpus.levels[i] > (i == 0 ? 0 : corpus.levels[i - 1]) && corpus.levels[i] < 1))
      fail(function, "levels must rise within (0, 1)", number_text(corpus.levels[i]), "at index " + std::to_string(i));
}

void check_case(std::string_view function, const EnsembleCorpus& corpus, std::size_t place) {
  const EnsembleCase& c = corpus.cases[place];
  const auto sized = [&](const std::vector<double>& part, std::size_t size, const std::string& what) {
    if (part.size() != size)
      fail(function, "a case must have " + std::to_string(size) + " " + what, std::to_string(part.size()),
           "in case " + std::to_string(place));
  };
  sized(c.features, corpus.features.size(), "features");
  sized(c.points, corpus.members.size() * c.actual.size(), "points (members x steps)");
  sized(c.quantiles, corpus.members.size() * corpus.levels.size() * c.actual.size(),
        "quantiles (members x levels x steps)");
}

std::vector<std::size_t> member_places(std::string_view function, const EnsembleGroup& group,
                                       const EnsembleCorpus& corpus) {
  std::vector<std::size_t> places;
  for (const Candidate& member : group.members) {
    const auto at = std::find(corpus.members.begin(), corpus.members.end(), member.label());
    if (at == corpus.members.end()) {
      const std::string nearest = foreplan::detail::nearest_name(member.label(), corpus.members);
      fail(function, "members must be members of the corpus", quoted(member.label()),
           nearest.empty() ? "" : "(did you mean " + quoted(nearest) + "?)");
    }
    places.push_back(static_cast<std::size_t>(at - corpus.members.begin()));
  }
  return places;
}

std::vector<stats::Outlook> said(const EnsembleCorpus& corpus, const EnsembleCase& c,
                                 const std::vector<std::size_t>& places) {
  const std::size_t steps = c.actual.size(), levels = corpus.levels.size();
  const auto part = [steps](const std::vector<double>& of, std::size_t place) {
    const auto begin = of.begin() + static_cast<std::ptrdiff_t>(place * steps);
    return std::vector<double>(begin, begin + static_cast<std::ptrdiff_t>(steps));
  };
  std::vector<stats::Outlook> result;
  for (const std::size_t place : places) {
    stats::Outlook& outlook = result.emplace_back();
    std::vector<double> mean = part(c.points, place);
    if (std::none_of(mean.begin(), mean.end(), [](double x) { return std::isfinite(x); })) continue;
    outlook.mean = std::move(mean);
    outlook.levels = corpus.levels;
    for (std::size_t l = 0; l < levels; ++l) outlook.quantiles.push_back(part(c.quantiles, place * levels + l));
  }
  return result;
}

}  // namespace foreplan::inline v0::tuning
