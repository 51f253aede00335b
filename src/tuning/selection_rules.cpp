#include "tuning/selection_rules.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "core/check.hpp"

namespace foreplan::inline v0::tuning {
namespace {

using foreplan::detail::fail;
using foreplan::detail::number_text;
using foreplan::detail::quoted;
using foreplan::detail::require;

/// A list with an item for each of so many.
template <class T>
void check_size(std::string_view function, const std::vector<T>& list, std::size_t wanted, std::string_view of) {
  if (list.size() != wanted)
    fail(function, "there must be an item for each of " + std::to_string(wanted) + " " + std::string(of),
         std::to_string(list.size()));
}

void check_shares(std::string_view function, const std::vector<double>& shares) {
  double sum = 0;
  for (const double share : shares) {
    require(share >= 0 && share <= 1 + 1e-6, function, "shares must be in [0, 1]", share);
    sum += share;
  }
  require(std::abs(sum - 1) <= 1e-6, function, "shares must add up to 1", sum);  // sums of as many as there are series
}

}  // namespace

namespace internal {

void check_candidate_names(std::string_view function, const std::vector<std::string>& names) {
  if (names.empty() || names.size() > 10'000)
    fail(function, "1 to 10,000 candidates are needed", std::to_string(names.size()));
  std::set<std::string_view> all;
  for (const std::string& name : names)
    if (!all.insert(name).second) fail(function, "candidates must have different names", quoted(name) + " twice");
}

std::vector<Violation> violations(const FeatureChooser& chooser, std::string_view function) {
  const std::size_t k = chooser.candidates.size(), columns = chooser.features.size();
  Rules rules(function);
  rules.check("/rule", [&](std::string_view) {
    if (to_string(chooser.rule).empty())
      fail(function, "rule must be one of the enumerators", std::to_string(static_cast<int>(chooser.rule)));
  });
  rules.check("/candidates", [&](std::string_view) { check_candidate_names(function, chooser.candidates); });
  rules.check("/features", [&](std::string_view) {
    check_feature_names(function, chooser.features);
    check_known_features(function, chooser.features);
  });
  rules.check("/centre", [&](std::string_view) {
    check_size(function, chooser.centre, columns, "features");
    for (const double x : chooser.centre) require(std::isfinite(x), function, "centres must be finite", x);
  });
  rules.check("/spread", [&](std::string_view) {
    check_size(function, chooser.spread, columns, "features");
    for (const double x : chooser.spread)
      require(x >= 0 && std::isfinite(x), function, "spreads must be >= 0 and finite", x);
  });
  rules.check("/centroids", [&](std::string_view) { check_size(function, chooser.centroids, k, "candidates"); });
  for (std::size_t c = 0; c < std::min(k, chooser.centroids.size()); ++c)
    rules.check("/centroids/" + std::to_string(c), [&](std::string_view) {
      if (chooser.centroids[c].empty()) return;
      check_size(function, chooser.centroids[c], columns, "features");
      for (const double x : chooser.centroids[c])
        require(!std::isinf(x), function, "centroids must be finite or NaN", x);
    });
  rules.check("/shares", [&](std::string_view) {
    check_size(function, chooser.shares, k, "candidates");
    check_shares(function, chooser.shares);
  });
  if (!chooser.trees) {
    rules.check("/trees", [&](std::string_view) {
      if (chooser.rule == FeatureRule::boosted_trees)
        fail(function, "a chooser by boosted trees must have them", "none");
    });
    return rules.take();
  }
  rules.add(violations(*chooser.trees, function, "/trees"));
  rules.check("/trees/features", [&](std::string_view) {
    if (chooser.trees->features != chooser.features) fail(function, "trees must have the chooser's features");
  });
  rules.check("/trees/start", [&](std::string_view) {
    if (chooser.trees->start.size() != k)
      fail(function, "trees must have an output for each of " + std::to_string(k) + " candidates",
           std::to_string(chooser.trees->start.size()));
  });
  return rules.take();
}

void check_chooser(std::string_view function, const FeatureChooser& chooser) {
  if (const auto broken = violations(chooser, function); !broken.empty()) throw broken.front().refusal;
}

}  // namespace internal

void validate(const FeatureChooser& chooser) { internal::check_chooser("tuning::validate", chooser); }

bool FeatureChooser::operator==(const FeatureChooser& other) const {
  const auto same = [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); };
  return rule == other.rule && candidates == other.candidates && features == other.features && centre == other.centre &&
         spread == other.spread && shares == other.shares && trees == other.trees && trained_on == other.trained_on &&
         std::equal(
             centroids.begin(), centroids.end(), other.centroids.begin(), other.centroids.end(),
             [&](const auto& a, const auto& b) { return std::equal(a.begin(), a.end(), b.begin(), b.end(), same); });
}

}  // namespace foreplan::inline v0::tuning
