#include "scenario/sweeps.hpp"

#include <algorithm>

namespace foreplan::inline v0::scenario::detail {
namespace {

/// Marks what moves; an instruction none of whose operands does is left out.
void activate(const std::vector<Instruction>& all, std::vector<bool>& slots, ActiveCode& out) {
  const auto row = [&](std::uint32_t slot, bool read) { return read && slots[slot] ? slot + 1 : 0; };
  for (const Instruction& in : all) {
    const int count = operands(in.op);
    const Gradients rows{in.out + 1, row(in.a, true), row(in.b, count > 1), row(in.c, count > 2)};
    // What a choice is made by moves nothing.
    slots[in.out] = (in.op != Op::select && rows.a != 0) || rows.b != 0 || rows.c != 0;
    if (!slots[in.out]) continue;
    out.code.push_back(in);
    out.rows.push_back(rows);
  }
}

}  // namespace

ActiveStage activate(const Stage& stage, const std::vector<bool>& moves) {
  ActiveStage out;
  out.slots.resize(stage.slots);
  for (const Load& load : stage.loads) {
    if (!moves[load.variable]) continue;
    out.loads.push_back(load);
    out.slots[load.slot] = true;
  }
  for (const Segment& segment : stage.segments) {
    ActiveSegment& active = out.segments.emplace_back();
    activate(segment.code, out.slots, active.code);
    for (const Link& link : segment.links) out.slots[link.slot] = true;
    for (const Torn& torn : segment.torn) out.slots[torn.slot] = true;
    activate(segment.loop, out.slots, active.loop);
    for (const Torn& torn : segment.torn)
      if (out.slots[torn.residual]) active.torn.push_back(torn);
  }
  return out;
}

void Tangents::copy_to_row(std::size_t slot, std::size_t cell_index) {
  std::copy_n(cell(cell_index), width, row(slot));
}
void Tangents::copy_to_cell(std::size_t cell_index, std::size_t slot) {
  std::copy_n(row(slot), width, cell(cell_index));
}
void Tangents::run(const ActiveCode& code, std::vector<double>& w) {
  machine().derivatives(code.code.data(), code.rows.data(), code.code.size(), w.data(), rows.data(), width);
}

void reverse(std::span<const Instruction> code, const std::vector<double>& w, std::vector<double>& bar) {
  for (std::size_t i = code.size(); i-- > 0;) {
    const Instruction& in = code[i];
    const double out = bar[in.out];
    if (out == 0) continue;
    bar[in.out] = 0;
    const int count = operands(in.op);
    const double a = w[in.a], b = w[in.b], c = w[in.c];
    const Partials p = partials(in.op, a, b, c, w[in.out]);
    // A partial of 0 beside an infinite one must not make NaN.
    if (p.a != 0) bar[in.a] += out * p.a;
    if (count > 1 && p.b != 0) bar[in.b] += out * p.b;
    if (count > 2 && p.c != 0) bar[in.c] += out * p.c;
  }
}

void solve_transposed(const double* a, const std::uint32_t* pivots, double* x, std::size_t n) noexcept {
  // P A = L U, so that A' x = b is U' y = b, L' z = y, x = P' z.
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < i; ++j) x[i] -= a[j * n + i] * x[j];
    x[i] /= a[i * n + i];
  }
  for (std::size_t i = n; i-- > 0;)
    for (std::size_t j = i + 1; j < n; ++j) x[i] -= a[j * n + i] * x[j];
  for (std::size_t k = n; k-- > 0;) std::swap(x[k], x[pivots[k]]);
}

}  // namespace foreplan::inline v0::scenario::detail
