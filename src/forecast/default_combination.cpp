#include <foreplan/forecast/default_combination.hpp>
#include <foreplan/forecast/models.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace foreplan::inline v0::forecast {
namespace {

/// Of those that are numbers, each divided first so that the sum stays within the doubles.
double mean_known(const std::vector<const std::vector<double>*>& members, std::size_t h) {
  double count = 0, sum = 0;
  for (const auto* member : members) count += std::isnan((*member)[h]) ? 0 : 1;
  if (count == 0) return std::numeric_limits<double>::quiet_NaN();
  for (const auto* member : members)
    if (!std::isnan((*member)[h])) sum += (*member)[h] / count;
  return sum;
}

stats::Outlook mean_of(const std::vector<stats::Outlook>& members) {
  stats::Outlook result = members.front();
  std::vector<const std::vector<double>*> parts(members.size());
  const auto average = [&](std::vector<double>& to) {
    for (std::size_t h = 0; h < to.size(); ++h) to[h] = mean_known(parts, h);
  };
  std::transform(members.begin(), members.end(), parts.begin(), [](const auto& m) { return &m.mean; });
  average(result.mean);
  for (std::size_t q = 0; q < result.quantiles.size(); ++q) {
    std::transform(members.begin(), members.end(), parts.begin(), [q](const auto& m) { return &m.quantiles[q]; });
    average(result.quantiles[q]);
  }
  return result;
}

stats::Fitted together(std::vector<stats::Fitted> members) {
  stats::Fitted result{.model = "mean of "};
  for (std::size_t i = 0; i < members.size(); ++i) {
    result.model += (i == 0 ? "" : " and ") + members[i].model;
    result.usable = result.usable && members[i].usable;
  }
  result.predict = [members](std::size_t horizon, const std::vector<double>& levels) {
    std::vector<stats::Outlook> outlooks;
    for (const stats::Fitted& member : members) outlooks.push_back(stats::predict(member, horizon, levels));
    return mean_of(outlooks);
  };
  result.update = [members = std::move(members)](std::span<const double> more) {
    std::vector<stats::Fitted> updated;
    for (const stats::Fitted& member : members) updated.push_back(member.update(more));
    return together(std::move(updated));
  };
  return result;
}

}  // namespace

stats::Forecaster default_combination() {
  const std::vector<stats::Forecaster> members{named_model("box_cox_dotm"), named_model("ets_capped")};
  return {"default", [members](std::span<const double> y, std::size_t season_length) {
            std::vector<stats::Fitted> fits;
            for (const stats::Forecaster& member : members) fits.push_back(member.fit(y, season_length));
            return together(std::move(fits));
          }};
}

}  // namespace foreplan::inline v0::forecast
