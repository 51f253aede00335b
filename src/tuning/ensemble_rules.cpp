#include "tuning/ensemble_rules.hpp"

#include <foreplan/forecast/features.hpp>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/check.hpp"
#include "forecast/conformal_data.hpp"
#include "tuning/ensemble_mix.hpp"
#include "tuning/ensemble_widths.hpp"

namespace foreplan::inline v0::tuning::internal {
namespace {

using foreplan::detail::fail;
using foreplan::detail::number_text;
using foreplan::detail::quoted;
using foreplan::detail::require;

void check_bounded(std::string_view function, double v, std::string_view what, const std::string& where) {
  if (!(std::abs(v) <= 1e100)) fail(function, std::string(what) + " must be in [-1e100, 1e100]", number_text(v), where);
}

void check_tree(std::string_view function, const BoostedTrees& trees, std::size_t tree) {
  const std::vector<TreeNode>& nodes = trees.trees[tree].nodes;
  const std::size_t features = trees.features.size(), outputs = trees.start.size();
  if (nodes.empty()) fail(function, "a tree must have a node", "none", "in tree " + std::to_string(tree));
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const TreeNode& node = nodes[i];
    const auto where = [&] { return "in node " + std::to_string(i) + " of tree " + std::to_string(tree); };
    if (node.left == 0 && node.right == 0) {
      if (node.values.size() != outputs)
        fail(function, "a leaf must have a value for each of " + std::to_string(outputs) + " outputs",
             std::to_string(node.values.size()), where());
      for (const double v : node.values) check_bounded(function, v, "leaves", where());
      continue;
    }
    for (const std::uint32_t child : {node.left, node.right})
      if (child <= i || child >= nodes.size())
        fail(function, "children must lie behind their parent, among " + std::to_string(nodes.size()) + " nodes",
             std::to_string(child), where());
    if (node.feature >= features)
      fail(function, "a feature must be one of " + std::to_string(features), std::to_string(node.feature), where());
    if (!std::isfinite(node.threshold))
      fail(function, "thresholds must be finite", number_text(node.threshold), where());
  }
}

void check_members(Rules& rules, const EnsembleGroup& group, const std::string& at) {
  rules.check(at + "/members", [&](std::string_view function) {
    if (group.members.empty() || group.members.size() > 1'000)
      fail(function, "a group must have 1 to 1,000 members", std::to_string(group.members.size()));
  });
  std::set<std::string_view> labels;
  for (std::size_t i = 0; i < group.members.size(); ++i)
    rules.check(at + "/members/" + std::to_string(i), [&](std::string_view function) {
      const std::string& label = group.members[i].label();
      if (label.empty()) fail(function, "members must have labels");
      if (!labels.insert(label).second)
        fail(function, "members must have labels of their own", quoted(label) + " twice");
    });
}

void check_weights(Rules& rules, const EnsembleGroup& group, const std::string& at) {
  const std::size_t k = group.members.size();
  rules.check(at + "/weights", [&](std::string_view function) {
    if (group.weights.size() != k)
      fail(function, "there must be a weight for each of " + std::to_string(k) + " members",
           std::to_string(group.weights.size()));
    double sum = 0;
    for (const double w : group.weights) {
      require(w >= 0 && w <= 1 + 1e-9, function, "weights must be in [0, 1]", w);
      sum += w;
    }
    require(std::abs(sum - 1) <= 1e-9, function, "weights must add up to 1", sum);
  });
  rules.check(at + "/share_by_features", [&](std::string_view function) {
    require(group.share_by_features >= 0 && group.share_by_features <= 1, function,
            "share_by_features must be in [0, 1]", group.share_by_features);
  });
  rules.check(at + "/least_weight", [&](std::string_view function) {
    require(group.least_weight >= 0 && (k == 0 || group.least_weight * static_cast<double>(k) <= 1), function,
            "least_weight must be in [0, 1 / members]", group.least_weight);
  });
}

void check_group(Rules& rules, const EnsembleGroup& group, const std::string& at, std::string_view function) {
  check_members(rules, group, at);
  check_weights(rules, group, at);
  if (group.by_features) {
    const BoostedTrees& trees = *group.by_features;
    rules.add(violations(trees, function, at + "/by_features"));
    rules.check(at + "/by_features/features",
                [&](std::string_view name) { check_known_features(name, trees.features); });
    rules.check(at + "/by_features/start", [&](std::string_view name) {
      if (trees.start.size() != group.members.size())
        fail(name, "trees must have an output for each of " + std::to_string(group.members.size()) + " members",
             std::to_string(trees.start.size()));
    });
  }
  if (group.pool)
    rules.check(at + "/pool", [&](std::string_view name) { check_pool(name, *group.pool, group.members.size()); });
  if (group.widths) {
    rules.check(at + "/widths", [&](std::string_view name) { check_widths(name, *group.widths); });
    if (const auto& trees = group.widths->by_features) {
      rules.add(violations(*trees, function, at + "/widths/by_features"));
      rules.check(at + "/widths/by_features/features",
                  [&](std::string_view name) { check_known_features(name, trees->features); });
      rules.check(at + "/widths/by_features/start", [&](std::string_view name) {
        if (trees->start.size() != 1)
          fail(name, "trees of widths must have one output", std::to_string(trees->start.size()));
      });
    }
  }
  if (group.calibration)
    rules.check(at + "/calibration", [&](std::string_view name) { forecast::check_factors(name, *group.calibration); });
}

}  // namespace

void check_feature_names(std::string_view function, const std::vector<std::string>& features) {
  if (features.empty() || features.size() > 10'000)
    fail(function, "1 to 10,000 features are needed", std::to_string(features.size()));
  std::set<std::string_view> names;
  for (const std::string& name : features) {
    if (name.empty()) fail(function, "features must have names");
    if (!names.insert(name).second) fail(function, "features must have names of their own", quoted(name) + " twice");
  }
}

void check_known_features(std::string_view function, const std::vector<std::string>& names) {
  const std::vector<std::string> known = forecast::feature_names();
  for (const std::string& name : names) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    const std::string nearest = foreplan::detail::nearest_name(name, known);
    fail(function, "features must be of forecast::series_features", quoted(name),
         nearest.empty() ? "" : "(did you mean " + quoted(nearest) + "?)");
  }
}

std::vector<Violation> violations(const BoostedTrees& trees, std::string_view function, const std::string& pointer) {
  Rules rules(function);
  rules.check(pointer + "/features", [&](std::string_view name) { check_feature_names(name, trees.features); });
  rules.check(pointer + "/start", [&](std::string_view name) {
    if (trees.start.empty()) fail(name, "trees must have an output", "none");
    for (std::size_t k = 0; k < trees.start.size(); ++k)
      check_bounded(name, trees.start[k], "starts", "at index " + std::to_string(k));
  });
  for (std::size_t t = 0; t < trees.trees.size(); ++t)
    rules.check(pointer + "/trees/" + std::to_string(t), [&](std::string_view name) { check_tree(name, trees, t); });
  return rules.take();
}

std::vector<Violation> violations(const Ensemble& ensemble, std::string_view function) {
  constexpr std::size_t kLongest = 100'000;
  Rules rules(function);
  rules.check("/name", [&](std::string_view name) {
    if (ensemble.name.empty()) fail(name, "an ensemble must have a name");
  });
  rules.check("/groups", [&](std::string_view name) {
    if (ensemble.groups.empty()) fail(name, "an ensemble must have a group", "none");
  });
  for (std::size_t g = 0; g < ensemble.groups.size(); ++g) {
    const EnsembleGroup& group = ensemble.groups[g];
    const std::string at = "/groups/" + std::to_string(g);
    rules.check(at + "/first_season", [&](std::string_view name) {
      const std::size_t after = g == 0 ? 0 : ensemble.groups[g - 1].last_season;
      if (group.first_season <= after || group.first_season > kLongest)
        fail(name, "a group's first season must be in [1, 100,000], after the last one of the group before",
             std::to_string(group.first_season), "in group " + std::to_string(g));
    });
    rules.check(at + "/last_season", [&](std::string_view name) {
      if (group.last_season < group.first_season || group.last_season > kLongest)
        fail(name, "a group's last season must be in [first_season, 100,000]", std::to_string(group.last_season),
             "in group " + std::to_string(g));
    });
    check_group(rules, group, at, function);
  }
  return rules.take();
}

}  // namespace foreplan::inline v0::tuning::internal

namespace foreplan::inline v0::tuning {

void validate(const BoostedTrees& trees) {
  if (const auto broken = internal::violations(trees, "tuning::validate"); !broken.empty())
    throw broken.front().refusal;
}

void validate(const Ensemble& ensemble) {
  if (const auto broken = internal::violations(ensemble, "tuning::validate"); !broken.empty())
    throw broken.front().refusal;
}

}  // namespace foreplan::inline v0::tuning
