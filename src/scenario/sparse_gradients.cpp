#include "scenario/sparse_gradients.hpp"

#include <algorithm>

#include "scenario/machine.hpp"

namespace foreplan::inline v0::scenario::detail {

SparseGradients::SparseGradients(const Segment& segment) : segment_(&segment) {
  starts_.reserve(segment.gradient_rows + std::size_t{1});
  starts_.push_back(0);  // row 0 has no derivatives
  const std::size_t iterated = segment.torn.size() + segment.links.size();
  for (std::uint32_t j = 0; j < iterated; ++j) {
    columns_.push_back(j);
    starts_.push_back(columns_.size());
  }
  std::vector<std::uint32_t> met;
  for (const Gradients& g : segment.gradients) {
    met.clear();
    for (const std::uint32_t from : {g.a, g.b, g.c}) {
      const std::size_t middle = met.size();
      const std::span<const std::uint32_t> more = columns(from);
      met.insert(met.end(), more.begin(), more.end());
      std::inplace_merge(met.begin(), met.begin() + static_cast<std::ptrdiff_t>(middle), met.end());
    }
    met.erase(std::unique(met.begin(), met.end()), met.end());
    columns_.insert(columns_.end(), met.begin(), met.end());
    starts_.push_back(columns_.size());
  }
  values_.assign(columns_.size(), 1.0);
}

void SparseGradients::run(double* w) {
  machine().values(segment_->loop.data(), segment_->loop.size(), w);
  for (std::size_t i = 0; i < segment_->loop.size(); ++i) {
    const Instruction& in = segment_->loop[i];
    const Gradients& row = segment_->gradients[i];
    std::fill(values_.begin() + static_cast<std::ptrdiff_t>(starts_[row.out]),
              values_.begin() + static_cast<std::ptrdiff_t>(starts_[row.out + 1]), 0.0);
    const Partials p = partials(in.op, w[in.a], w[in.b], w[in.c], w[in.out]);
    // What a choice does not take has a partial of 0, and perhaps an infinite derivative.
    const bool choice = in.op == Op::select || in.op == Op::min || in.op == Op::max;
    if (!choice || p.a != 0) add(row.out, p.a, row.a);
    if (!choice || p.b != 0) add(row.out, p.b, row.b);
    if (p.c != 0) add(row.out, p.c, row.c);
  }
}

void SparseGradients::add(std::uint32_t to, double factor, std::uint32_t from) noexcept {
  std::size_t at = starts_[to];
  for (std::size_t k = starts_[from]; k < starts_[from + 1]; ++k) {
    while (columns_[at] != columns_[k]) ++at;
    values_[at] += factor * values_[k];
  }
}

}  // namespace foreplan::inline v0::scenario::detail
