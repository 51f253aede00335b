#pragma once
#include <array>
#include <cstddef>
#include <span>

#include "forecast/ets_kernel.hpp"
#include "numeric/lanes.hpp"

/// The likelihood of exponential smoothing at several points at once.
namespace foreplan::inline v0::forecast {

/// What `EtsPass::value` and `EtsTangents::model` give, of forms without a season or a multiplicative trend all of
/// whose parameters are free, at up to eight points side by side in one pass: of one series or of several. Numbers of a
/// point do not depend on which others stand beside it; values are those of `EtsPass` to the bit.
class EtsLanes {
 public:
  static constexpr std::size_t kLanes = numeric::kRowLanes;
  /// alpha, beta, phi, level and growth, as far as the form has them: what is searched over.
  static constexpr std::size_t kMostDirections = 5;

  [[nodiscard]] static bool serves(const EtsForm& form) noexcept;
  [[nodiscard]] static std::size_t directions(const EtsForm& form) noexcept;

  /// @param form  one that is served.
  explicit EtsLanes(const EtsForm& form, numeric::Tier tier = numeric::best_tier());

  /// @param pass   of the form, over the series of this lane; it outlives the use of the lane.
  /// @param seeds  how the point changes along each direction: rows of `directions(form)` numbers, as `EtsSpace::seed`
  ///               writes them.
  void set(std::size_t lane, EtsPass& pass, std::span<const double> point, std::span<const double> seeds);
  /// Evaluates the first `count` lanes.
  void evaluate(std::size_t count);
  /// As `EtsPass::value`.
  [[nodiscard]] double value(std::size_t lane) const noexcept { return values_[lane]; }
  /// As `EtsTangents::model`, where the value is finite.
  void model(std::size_t lane, std::span<double> gradient, std::span<double> hessian) const;

  using Row = numeric::Row;
  /// Implementation: one call of the kernel. A row has one number for each lane.
  struct Work {
    std::array<std::span<const double>, kLanes> y{};
    std::array<bool, kLanes> gaps{};
    std::size_t lanes = 0;
    numeric::Conditions conditions{};
    Row floor{}, count{};
    Row alpha{}, beta{}, phi{}, level{}, growth{};
    Row beta_by_alpha{}, beta_by_beta{}, level_step{}, growth_step{};  ///< Seeds.
    Row squares{}, least{}, logs{}, product{};
    Row far{};  ///< Not 0 where the product of forecasts went so far that `EtsPass` took its logarithm in between.
    std::array<Row, kMostDirections> gradient{};
    std::array<Row, kMostDirections*(kMostDirections + 1) / 2> hessian{};  ///< Rows of its lower triangle.
  };
  using Kernel = void (*)(Work&);

 private:
  EtsForm form_;
  std::array<EtsPass*, kLanes> passes_{};
  std::size_t directions_;
  Kernel kernel_;
  Work work_;
  Row values_{};
};

}  // namespace foreplan::inline v0::forecast
