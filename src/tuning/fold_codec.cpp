#include "tuning/fold_codec.hpp"

#include <utility>

#include "tuning/bytes.hpp"

namespace foreplan::inline v0::tuning {

std::string encode(const std::vector<Fold>& folds, std::size_t candidates) {
  ByteWriter out;
  for (std::size_t i = 0; i < folds.size(); ++i) {
    const Fold& fold = folds[i];
    if (i % candidates == 0) {
      for (const std::size_t value : {fold.series, fold.origin, fold.known, fold.actual.size()}) out.whole(value);
      out.reals(fold.actual);
      out.real(fold.absolute_scale);
      out.real(fold.squared_scale);
    }
    out.text(fold.model);
    out.whole(fold.usable ? 1 : 0);
    out.text(fold.error);
    if (!fold.error.empty()) continue;
    out.reals(fold.outlook.mean);
    for (const std::vector<double>& quantiles : fold.outlook.quantiles) out.reals(quantiles);
  }
  return out.take();
}

std::vector<Fold> decode(std::string_view bytes, std::size_t candidates, const std::vector<double>& levels) {
  ByteReader in(bytes);
  std::vector<Fold> folds;
  while (!in.ended()) {
    Fold shared;
    shared.series = in.whole();
    shared.origin = in.whole();
    shared.known = in.whole();
    shared.actual = in.reals(in.whole());
    shared.absolute_scale = in.real();
    shared.squared_scale = in.real();
    for (std::size_t candidate = 0; candidate < candidates; ++candidate) {
      Fold fold = shared;
      fold.candidate = candidate;
      fold.model = in.text();
      fold.usable = in.whole() != 0;
      fold.error = in.text();
      if (fold.error.empty()) {
        fold.outlook.mean = in.reals(fold.actual.size());
        fold.outlook.levels = levels;
        for (std::size_t i = 0; i < levels.size(); ++i) fold.outlook.quantiles.push_back(in.reals(fold.actual.size()));
      }
      folds.push_back(std::move(fold));
    }
  }
  return folds;
}

}  // namespace foreplan::inline v0::tuning
