#pragma once
#include <foreplan/scenario/model.hpp>

#include <string_view>
#include <vector>

#include "scenario/model_data.hpp"

/// Models in the formula language of ModelFlow, as World Bank .pcim files hold them:
///
///   FRML <DAMP,STOC> PAKNECONPRVTKN = (...) * (1-PAKNECONPRVTKN_D)+ PAKNECONPRVTKN_X*PAKNECONPRVTKN_D $
namespace foreplan::inline v0::scenario::detail {

struct FrmlOptions {
  bool include_fitted = false;  ///< <FIT> formulas too, which only report (`X_FITTED`).
};

struct FrmlModel {
  ModelData data{};
  std::vector<ModelEquation> fitted{};       ///< <FIT> formulas left out of the data.
  std::vector<ModelEquation> add_factors{};  ///< <CALC_ADD_FACTOR> formulas: what X_A follows from the data by.
};

/// Names are read in any case and kept in upper case. Formulas with the flags DAMP or STOC are behavioural; they hold
/// their add-factor and exclusion themselves, so that X_A, X_D and X_X only get their kinds, where X is endogenous.
/// @throws ParseError  with every issue found.
FrmlModel parse_frml(std::string_view text, const FrmlOptions& options = {}, const CompileOptions& limits = {});

}  // namespace foreplan::inline v0::scenario::detail
