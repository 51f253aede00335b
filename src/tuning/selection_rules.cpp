#include "tuning/selection_rules.hpp"

#include <foreplan/forecast/features.hpp>

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

void check_known(std::string_view function, const std::vector<std::string>& features) {
  const std::vector<std::string> known = forecast::feature_names();
  for (const std::string& name : features) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const std::string nearest = foreplan::detail::nearest_name(name, known);
    fail(function, "features must be of forecast::series_features", quoted(name),
         nearest.empty() ? "" : "(did you mean " + quoted(nearest) + "?)");
  }
}

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
  std::vector<Violation> found;
  const auto check = [&](std::string pointer, const auto& rule) {
    try {
      rule();
    } catch (const InvalidArgument& refusal) {
      found.push_back({std::move(pointer), refusal});
    }
  };
  check("/rule", [&] {
    if (to_string(chooser.rule).empty())
      fail(function, "rule must be one of the enumerators", std::to_string(static_cast<int>(chooser.rule)));
  });
  check("/candidates", [&] { check_candidate_names(function, chooser.candidates); });
  check("/features", [&] {
    check_feature_names(function, chooser.features);
    check_known(function, chooser.features);
  });
  check("/centre", [&] {
    check_size(function, chooser.centre, columns, "features");
    for (const double x : chooser.centre) require(std::isfinite(x), function, "centres must be finite", x);
  });
  check("/spread", [&] {
    check_size(function, chooser.spread, columns, "features");
    for (const double x : chooser.spread)
      require(x >= 0 && std::isfinite(x), function, "spreads must be >= 0 and finite", x);
  });
  check("/centroids", [&] { check_size(function, chooser.centroids, k, "candidates"); });
  for (std::size_t c = 0; c < std::min(k, chooser.centroids.size()); ++c)
    check("/centroids/" + std::to_string(c), [&] {
      if (chooser.centroids[c].empty()) return;
      check_size(function, chooser.centroids[c], columns, "features");
      for (const double x : chooser.centroids[c])
        require(!std::isinf(x), function, "centroids must be finite or NaN", x);
    });
  check("/shares", [&] {
    check_size(function, chooser.shares, k, "candidates");
    check_shares(function, chooser.shares);
  });
  if (!chooser.trees) {
    check("/trees", [&] {
      if (chooser.rule == FeatureRule::boosted_trees)
        fail(function, "a chooser by boosted trees must have them", "none");
    });
    return found;
  }
  std::vector<Violation> of_trees = violations(*chooser.trees, function, "/trees");
  found.insert(found.end(), std::make_move_iterator(of_trees.begin()), std::make_move_iterator(of_trees.end()));
  check("/trees/features", [&] {
    if (chooser.trees->features != chooser.features) fail(function, "trees must have the chooser's features");
  });
  check("/trees/start", [&] {
    if (chooser.trees->start.size() != k)
      fail(function, "trees must have an output for each of " + std::to_string(k) + " candidates",
           std::to_string(chooser.trees->start.size()));
  });
  return found;
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
