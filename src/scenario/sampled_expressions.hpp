#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "scenario/model_data.hpp"
#include "scenario/program.hpp"

/// Expressions of a model over the rows of a sample, with derivatives by chosen variables that have one value for all
/// rows: what estimation evaluates.
namespace foreplan::inline v0::scenario::detail {

class SampledExpressions {
 public:
  /// How an expression depends on the parameters.
  enum class Form : std::uint8_t { constant, linear, nonlinear };

  /// @param parameters  variables; whatever their lag, they stand for the one value.
  /// @param zero        a variable read as 0 (the add-factor), or kNone.
  SampledExpressions(const ModelData& model, std::span<const NodeId> roots,
                     const std::vector<std::uint32_t>& parameters, std::uint32_t zero = kNone);

  [[nodiscard]] Form form(std::size_t root) const noexcept { return forms_[root]; }
  /// Places of the parameters below the first operation that makes a root nonlinear.
  [[nodiscard]] const std::vector<std::size_t>& nonlinear_in() const noexcept { return nonlinear_in_; }
  [[nodiscard]] const std::vector<Load>& loads() const noexcept { return loads_; }
  [[nodiscard]] const std::vector<FixedLoad>& fixed_loads() const noexcept { return fixed_loads_; }

  /// Reads the data of all rows; `value(load, row)`, `fixed(load)`. Expressions without parameters have their values
  /// from here on.
  void bind(std::size_t rows, const std::function<double(const Load&, std::size_t)>& value,
            const std::function<double(const FixedLoad&)>& fixed);
  void evaluate(std::span<const double> parameters);
  [[nodiscard]] std::size_t rows() const noexcept { return rows_; }
  [[nodiscard]] double value(std::size_t root, std::size_t row) const noexcept {
    return w_[row * slots_ + root_slots_[root]];
  }
  [[nodiscard]] double derivative(std::size_t root, std::size_t row, std::size_t parameter) const noexcept {
    return root_rows_[root] == 0 ? 0 : derivatives_[(row * root_rows_.size() + root) * columns_ + parameter];
  }

 private:
  struct ParameterSlot {
    std::uint32_t slot = 0, row = 0;
    std::size_t parameter = 0;
  };

  std::size_t columns_;  // of derivatives: the parameters, up to a multiple of 8
  std::size_t slots_ = 0, rows_ = 0;
  std::vector<std::pair<std::uint32_t, double>> constants_{};
  std::vector<Load> loads_{};
  std::vector<FixedLoad> fixed_loads_{};
  std::vector<ParameterSlot> parameter_slots_{};
  std::vector<Instruction> before_{}, code_{};  // without and with parameters below them
  std::vector<Gradients> gradients_{};          // of code_
  std::vector<std::uint32_t> root_slots_{}, root_rows_{};
  std::size_t gradient_rows_ = 1;
  std::vector<Form> forms_{};
  std::vector<std::size_t> nonlinear_in_{};
  std::vector<double> w_{}, g_{}, derivatives_{};
};

}  // namespace foreplan::inline v0::scenario::detail
