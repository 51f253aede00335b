#pragma once
#include <foreplan/forecast/tbats.hpp>

#include <limits>
#include <vector>

#include "forecast/tbats_search.hpp"

/// The form of TBATS that suits a series.
namespace foreplan::inline v0::forecast {

/// A series as the search takes it, under one kind of transformation.
struct TbatsData {
  bool box_cox = false;     ///< Whether lambda is to be estimated.
  std::vector<double> y{};  ///< As `TbatsPass` takes it.
  double scale = 1;         ///< By which it was divided.
  double log_jacobian = 0;  ///< Of a transformation that is given.
  double observations = 0;
  TbatsLimits limits{};
};

struct TbatsEstimate {
  const TbatsData* data = nullptr;
  TbatsForm form{};
  TbatsOptimum optimum{};
  double log_likelihood = -std::numeric_limits<double>::infinity();
  double criterion = std::numeric_limits<double>::infinity();
};

/// p of `TbatsFit`.
[[nodiscard]] std::size_t parameters_of(const TbatsForm& form);

/// @param data        one or two, without and with lambda to estimate, of at least four observations that vary.
/// @param candidates  what was tried is appended.
[[nodiscard]] TbatsEstimate best_form(const std::vector<TbatsData>& data, const TbatsOptions& options,
                                      std::vector<TbatsCandidate>& candidates);

}  // namespace foreplan::inline v0::forecast
