#include "structure/share_paths.hpp"

#include <algorithm>
#include <cmath>

#include "core/check.hpp"

namespace foreplan::inline v0::structure {
namespace {

double logit(double s) { return std::log(s) - std::log1p(-s); }

/// Share between two anchors of one sector, `w` of the way.
double between(double from, double to, double w, SharePath path) {
  if (path == SharePath::linear || from == to) return from + w * (to - from);
  return 1 / (1 + std::exp(-((1 - w) * logit(from) + w * logit(to))));
}

/// A sector by itself; the first anchor is the base.
std::vector<double> own_path(const ShareAnchors& anchors, std::size_t periods, SharePath path) {
  std::vector<double> shares(periods + 1, anchors.back().share);
  for (std::size_t a = 0; a + 1 < anchors.size(); ++a) {
    const ShareAnchor from = anchors[a], to = anchors[a + 1];
    shares[from.step] = from.share;
    for (std::size_t t = from.step + 1; t < to.step; ++t)
      shares[t] = between(from.share, to.share,
                          static_cast<double>(t - from.step) / static_cast<double>(to.step - from.step), path);
  }
  return shares;
}

/// All targeted sectors together with what they leave, which is one part more. The point `w` of the way between the
/// compositions c0 and c1 is c0^(1 - w) c1^w, divided by its sum (Aitchison 1986).
std::vector<std::vector<double>> joint_paths(std::string_view function, const std::vector<ShareAnchors>& anchors,
                                             std::size_t periods) {
  const ShareAnchors& steps = anchors.front();
  const auto left = [&](std::size_t a) {
    double rest = 1;
    for (const ShareAnchors& sector : anchors) rest -= sector[a].share;
    return rest;
  };
  for (std::size_t a = 0; a < steps.size(); ++a)
    if (!(left(a) > 0))
      detail::fail(function, "a log-ratio path needs something left beside its targets", detail::number_text(left(a)));
  std::vector<std::vector<double>> shares;
  for (const ShareAnchors& sector : anchors) shares.emplace_back(periods + 1, sector.back().share);
  for (std::size_t a = 0; a + 1 < steps.size(); ++a) {
    for (std::size_t i = 0; i < anchors.size(); ++i) shares[i][steps[a].step] = anchors[i][a].share;
    for (std::size_t t = steps[a].step + 1; t < steps[a + 1].step; ++t) {
      const double w = static_cast<double>(t - steps[a].step) / static_cast<double>(steps[a + 1].step - steps[a].step);
      const auto mean = [w](double c0, double c1) { return std::exp((1 - w) * std::log(c0) + w * std::log(c1)); };
      double sum = mean(left(a), left(a + 1));
      for (std::size_t i = 0; i < anchors.size(); ++i)
        sum += shares[i][t] = mean(anchors[i][a].share, anchors[i][a + 1].share);
      for (std::size_t i = 0; i < anchors.size(); ++i) shares[i][t] /= sum;
    }
  }
  return shares;
}

void require_common_steps(std::string_view function, const std::vector<std::string>& names,
                          const std::vector<ShareAnchors>& anchors, const std::vector<std::size_t>& targeted) {
  const auto same = [](const ShareAnchor& a, const ShareAnchor& b) { return a.step == b.step; };
  const ShareAnchors& first = anchors[targeted.front()];
  for (const std::size_t i : targeted)
    if (!std::equal(anchors[i].begin(), anchors[i].end(), first.begin(), first.end(), same))
      detail::fail(function, "a log-ratio path needs the targets of all targeted sectors in the same periods",
                   detail::quoted(names[targeted.front()]) + " and " + detail::quoted(names[i]));
}

}  // namespace

std::vector<std::vector<double>> share_paths(std::string_view function, const std::vector<std::string>& names,
                                             const std::vector<double>& base, std::vector<ShareAnchors> anchors,
                                             std::size_t periods, SharePath path) {
  std::vector<std::size_t> targeted;
  for (std::size_t i = 0; i < anchors.size(); ++i) {
    if (anchors[i].empty()) continue;
    if (path != SharePath::linear && !(base[i] > 0 && base[i] < 1))
      detail::fail(function, "a logit or log-ratio path must begin in (0, 1)", detail::number_text(base[i]),
                   "for " + detail::quoted(names[i]));
    anchors[i].push_back({0, base[i]});
    std::sort(anchors[i].begin(), anchors[i].end(),
              [](const ShareAnchor& a, const ShareAnchor& b) { return a.step < b.step; });
    targeted.push_back(i);
  }
  std::vector<std::vector<double>> shares(anchors.size());
  if (targeted.empty()) return shares;
  if (path != SharePath::log_ratio) {
    for (const std::size_t i : targeted) shares[i] = own_path(anchors[i], periods, path);
    return shares;
  }
  require_common_steps(function, names, anchors, targeted);
  std::vector<ShareAnchors> together;
  for (const std::size_t i : targeted) together.push_back(anchors[i]);
  auto joint = joint_paths(function, together, periods);
  for (std::size_t k = 0; k < targeted.size(); ++k) shares[targeted[k]] = std::move(joint[k]);
  return shares;
}

}  // namespace foreplan::inline v0::structure
