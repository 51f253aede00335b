#include "scenario/sampled_expressions.hpp"

#include <algorithm>
#include <unordered_map>

#include "core/check.hpp"
#include "scenario/machine.hpp"

namespace foreplan::inline v0::scenario::detail {
namespace {

using Form = SampledExpressions::Form;

/// Of an operation from the forms of its operands.
Form form_of(Op op, Form a, Form b, Form c) {
  const Form highest = std::max({a, b, c});
  if (highest == Form::constant) return Form::constant;
  switch (op) {
    case Op::negate:
    case Op::add:
    case Op::subtract:
      return highest;
    case Op::multiply:
      return a == Form::constant || b == Form::constant ? highest : Form::nonlinear;
    case Op::divide:
      return b == Form::constant ? highest : Form::nonlinear;
    case Op::select:
      return a == Form::constant ? highest : Form::nonlinear;
    default:
      return Form::nonlinear;
  }
}

}  // namespace

SampledExpressions::SampledExpressions(const ModelData& model, std::span<const NodeId> roots,
                                       const std::vector<std::uint32_t>& parameters, std::uint32_t zero)
    : columns_((parameters.size() + 7) / 8 * 8) {
  Walk walk(model.expressions);
  const std::vector<NodeId>& ids = walk.below(roots);
  slots_ = ids.size();
  std::unordered_map<NodeId, std::uint32_t> slot_of;
  std::vector<std::uint32_t> row(slots_);  // of derivatives; 0: none
  std::vector<Form> form(slots_, Form::constant);
  std::vector<NodeId> first_nonlinear;
  for (std::uint32_t slot = 0; slot < ids.size(); ++slot) {
    const Node& n = model.expressions[ids[slot]];
    slot_of.emplace(ids[slot], slot);
    const int count = operands(n.op);
    if (count == 0) {
      const auto parameter =
          n.op == Op::variable ? std::find(parameters.begin(), parameters.end(), n.a) : parameters.end();
      if (parameter != parameters.end()) {
        row[slot] = static_cast<std::uint32_t>(gradient_rows_++);
        parameter_slots_.push_back({slot, row[slot], static_cast<std::size_t>(parameter - parameters.begin())});
        form[slot] = Form::linear;
      } else if (n.op == Op::constant || n.a == zero) {
        constants_.emplace_back(slot, n.op == Op::constant ? n.value : 0);
      } else if (n.op == Op::variable) {
        loads_.push_back({slot, n.a, n.offset});
      } else {
        fixed_loads_.push_back({slot, n.a, n.b});
      }
      continue;
    }
    const std::uint32_t a = slot_of.at(n.a), b = count > 1 ? slot_of.at(n.b) : a, c = count > 2 ? slot_of.at(n.c) : a;
    const Form fb = count > 1 ? form[b] : Form::constant, fc = count > 2 ? form[c] : Form::constant;
    form[slot] = form_of(n.op, form[a], fb, fc);
    if (form[slot] == Form::nonlinear && first_nonlinear.empty()) first_nonlinear = {ids[slot]};
    if (form[slot] == Form::constant) {
      before_.push_back({n.op, slot, a, b, c});
    } else {
      row[slot] = static_cast<std::uint32_t>(gradient_rows_++);
      code_.push_back({n.op, slot, a, b, c});
      gradients_.push_back({row[slot], row[a], count > 1 ? row[b] : 0, count > 2 ? row[c] : 0});
    }
  }
  for (const NodeId root : roots) {
    const std::uint32_t slot = slot_of.at(root);
    root_slots_.push_back(slot);
    root_rows_.push_back(row[slot]);
    forms_.push_back(form[slot]);
  }
  for (const NodeId id : first_nonlinear.empty() ? first_nonlinear : walk.below(first_nonlinear))
    if (const Node& n = model.expressions[id]; n.op == Op::variable) {
      const auto place = std::find(parameters.begin(), parameters.end(), n.a);
      if (place != parameters.end()) nonlinear_in_.push_back(static_cast<std::size_t>(place - parameters.begin()));
    }
  std::sort(nonlinear_in_.begin(), nonlinear_in_.end());
  nonlinear_in_.erase(std::unique(nonlinear_in_.begin(), nonlinear_in_.end()), nonlinear_in_.end());
}

void SampledExpressions::bind(std::size_t rows, const std::function<double(const Load&, std::size_t)>& value,
                              const std::function<double(const FixedLoad&)>& fixed) {
  constexpr std::size_t kMost = 500'000'000;  // 4 GB
  const std::string_view function = "scenario::estimate";
  w_.assign(foreplan::detail::checked_product(rows, slots_, kMost, function, "periods x terms of the equation"), 0);
  derivatives_.assign(
      foreplan::detail::checked_product(rows, root_rows_.size() * columns_, kMost, function, "periods x parameters"),
      0);
  g_.assign(foreplan::detail::checked_product(gradient_rows_, columns_, kMost, function, "terms x parameters"), 0);
  for (const ParameterSlot& p : parameter_slots_) g_[p.row * columns_ + p.parameter] = 1;
  rows_ = rows;
  for (std::size_t r = 0; r < rows; ++r) {
    double* w = &w_[r * slots_];
    for (const auto& [slot, constant] : constants_) w[slot] = constant;
    for (const Load& load : loads_) w[load.slot] = value(load, r);
    for (const FixedLoad& load : fixed_loads_) w[load.slot] = fixed(load);
    machine().values(before_.data(), before_.size(), w);
  }
}

void SampledExpressions::evaluate(std::span<const double> parameters) {
  for (std::size_t r = 0; r < rows_; ++r) {
    double* w = &w_[r * slots_];
    for (const ParameterSlot& p : parameter_slots_) w[p.slot] = parameters[p.parameter];
    machine().derivatives(code_.data(), gradients_.data(), code_.size(), w, g_.data(), columns_);
    for (std::size_t root = 0; root < root_rows_.size(); ++root)
      if (root_rows_[root] != 0)
        std::copy_n(&g_[root_rows_[root] * columns_], columns_,
                    &derivatives_[(r * root_rows_.size() + root) * columns_]);
  }
}

}  // namespace foreplan::inline v0::scenario::detail
