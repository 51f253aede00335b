#pragma once
#include <foreplan/scenario/simulate.hpp>

#include <optional>
#include <span>
#include <vector>

#include "scenario/behavioural.hpp"
#include "scenario/inputs.hpp"

/// What differs from draw to draw: shocks to equations, and parameters.
namespace foreplan::inline v0::scenario::detail {

/// z[source][period] of independent standard normal numbers into shocks: e = F z in every period.
struct NormalLaw {
  std::size_t sources = 0;
  std::vector<double> factor{};          ///< [equation][source]; of each equation alone where diagonal.
  bool triangular = false;               ///< Row i uses sources 0 ... i,
  bool diagonal = false;                 ///< or i alone.
  std::vector<std::uint32_t> streams{};  ///< StreamKey::variable of each source.
};

struct BootstrapLaw {
  std::size_t rows = 0, block = 1;
  std::vector<double> values{};  ///< [row][equation]
};

/// Draws of one simulation, made of options that outlive it. Const calls are safe side by side.
class ShockDraws {
 public:
  /// @throws InvalidArgument  as `simulate`.
  ShockDraws(const Model& model, const Scenario& scenario, PeriodRange range, const SimulateOptions& options);

  [[nodiscard]] const std::vector<Behavioural>& equations() const noexcept { return equations_; }
  /// Shocks [equation][period] of one draw. `scratch` is the caller's, kept between calls.
  void draw(std::size_t draw, std::vector<double>& scratch, std::span<double> shocks) const;

 private:
  void take(const ResidualShocks&, const Model&, const Scenario&, PeriodRange);
  void take(const NormalShocks&, const Model&, const Scenario&, PeriodRange);
  void take(const GivenShocks&, const Model&, const Scenario&, PeriodRange);
  void take(const NoShocks&, const Model&, const Scenario&, PeriodRange) {}
  void draw_normal(std::size_t draw, std::vector<double>& z, std::span<double> shocks) const;
  void draw_rows(std::size_t draw, std::span<double> shocks) const;

  std::uint64_t seed_ = 0;
  std::size_t draws_ = 0, periods_ = 0;
  bool antithetic_ = false;
  std::vector<Behavioural> equations_{};
  std::optional<NormalLaw> normal_{};
  std::optional<BootstrapLaw> bootstrap_{};
  const GivenShocks* given_ = nullptr;  ///< The caller's, for the length of the call.
};

/// Draws of the parameters, one value each for a whole path.
class ParameterSource {
 public:
  /// @throws InvalidArgument  as `simulate`.
  ParameterSource(const ModelData& model, const SimulateOptions& options);

  [[nodiscard]] const std::vector<std::uint32_t>& variables() const noexcept { return variables_; }
  [[nodiscard]] bool replaces() const noexcept { return replaces_; }  ///< Else what is drawn is added.
  void draw(std::size_t draw, std::span<double> out) const;

 private:
  std::uint64_t seed_ = 0;
  bool antithetic_ = false, replaces_ = false;
  std::vector<std::uint32_t> variables_{};
  std::vector<double> mean_{};
  std::vector<double> factor_{};  ///< Lower Cholesky factor, row by row.
};

}  // namespace foreplan::inline v0::scenario::detail
