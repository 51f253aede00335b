#pragma once
#include <foreplan/forecast/auto_arima.hpp>
#include <foreplan/forecast/baselines.hpp>
#include <foreplan/forecast/ces.hpp>
#include <foreplan/forecast/decomposition.hpp>
#include <foreplan/forecast/ets.hpp>
#include <foreplan/forecast/intermittent.hpp>
#include <foreplan/forecast/tbats.hpp>
#include <foreplan/forecast/theta.hpp>
#include <foreplan/forecast/transform.hpp>
#include <foreplan/stats/forecaster.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// The models that have names, as options: what `named_model` and the catalogue of `tuning` make models of. The season
/// is the series' own: where an option says which, `season_length` included, it is not read.
///
/// A season that options state is left out where the series has none (m = 1), and taken out by STL, after the
/// transformation, where it is longer than 24 periods.
namespace foreplan::inline v0::forecast::internal {

struct NaiveModel {
  BaselineOptions options{};
};
struct SeasonalNaiveModel {
  BaselineOptions options{};
};
struct Naive2Model {};
struct DriftModel {
  BaselineOptions options{};
};
struct MeanModel {
  BaselineOptions options{};
};
struct WindowModel {
  BaselineOptions options{};
  std::optional<std::size_t> window{};  ///< Unset: a season; without one, 3.
};
struct EtsModel {
  EtsOptions options{};
};
struct ThetaModel {
  ThetaOptions options{};
  bool where_positive = false;  ///< Whether Box-Cox is left out where a value is <= 0.
};
struct CesModel {
  CesOptions options{};
};
struct TbatsModel {
  TbatsOptions options{};  ///< `harmonics` are left out without a season.
};
/// An order that is stated instead of looked for. Its seasonal part is left out without a season.
struct StatedOrder {
  ArimaOrder order{};
  std::optional<bool> constant{};
  ArimaMethod method = ArimaMethod::exact;
};
struct ArimaModel {
  AutoArimaOptions options{};
  std::optional<StatedOrder> order{};
  bool where_positive = false;
};
/// A model of what STL leaves. The transformation is the adjustment's.
template <class Model>
struct AfterStl {
  Model model{};
  StlOptions stl{};
};
struct IntermittentModel {
  IntermittentOptions options{};
};
struct DefaultModel {
  bool calibrated = true;
};
struct AutoModel {
  bool non_negative = false;
};

using ModelOptions =
    std::variant<NaiveModel, SeasonalNaiveModel, Naive2Model, DriftModel, MeanModel, WindowModel, EtsModel, ThetaModel,
                 CesModel, TbatsModel, ArimaModel, AfterStl<EtsModel>, AfterStl<ThetaModel>, AfterStl<ArimaModel>,
                 IntermittentModel, DefaultModel, AutoModel>;

struct NamedModel {
  std::string_view name{}, summary{};
  ModelOptions options{};
};
/// In the order of models.hpp.
[[nodiscard]] std::vector<NamedModel> named_models();

/// @param function  that speaks when a season length is refused.
[[nodiscard]] stats::Forecaster forecaster(std::string name, const ModelOptions& options, std::string_view function);

}  // namespace foreplan::inline v0::forecast::internal
