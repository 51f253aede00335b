#include "scenario/machine.hpp"

#include "numeric/elementary.hpp"
#include "numeric/tier_table.hpp"
#include "scenario/operations.hpp"

namespace foreplan::inline v0::scenario::detail {
namespace {

// one lane ------------------------------------------------------------------------------------------------

FOREPLAN_KERNEL_BODY void values_body(const Instruction* code, std::size_t count, double* w) {
  for (const Instruction* in = code; in != code + count; ++in) w[in->out] = apply(in->op, w[in->a], w[in->b], w[in->c]);
}

/// out = x da + y db + z dc, rows of `columns`.
FOREPLAN_KERNEL_BODY void combine(double* __restrict out, double da, const double* x, std::size_t columns) {
  for (std::size_t j = 0; j < columns; j += 8)
    for (std::size_t k = 0; k < 8; ++k) out[j + k] = da * x[j + k];
}
FOREPLAN_KERNEL_BODY void combine(double* __restrict out, double da, const double* x, double db, const double* y,
                                  std::size_t columns) {
  for (std::size_t j = 0; j < columns; j += 8)
    for (std::size_t k = 0; k < 8; ++k) out[j + k] = da * x[j + k] + db * y[j + k];
}

FOREPLAN_KERNEL_BODY void derivatives_body(const Instruction* code, const Gradients* rows, std::size_t count, double* w,
                                           double* g, std::size_t columns) {
  for (std::size_t i = 0; i < count; ++i) {
    const Instruction& in = code[i];
    const Gradients& row = rows[i];
    const double a = w[in.a], b = w[in.b];
    const double v = w[in.out] = apply(in.op, a, b, w[in.c]);
    const Partials p = partials_of(in.op, a, b, v);
    double* out = g + row.out * columns;
    if (chooses(in.op)) {
      const bool first = chooses_first(in.op, a, b);
      combine(out, 1, g + (first ? first_choice(in.op, row) : second_choice(in.op, row)) * columns, columns);
    } else if (row.b == 0) {
      combine(out, p.a, g + row.a * columns, columns);
    } else if (row.a == 0) {
      combine(out, p.b, g + row.b * columns, columns);
    } else {
      combine(out, p.a, g + row.a * columns, p.b, g + row.b * columns, columns);
    }
  }
}

// eight lanes ---------------------------------------------------------------------------------------------

/// Eight numbers as one value of the compiler's: loops of eight are unrolled before they could become vector code. In
/// memory they stand anywhere; always through a pointer, because clang takes a reference for one that is aligned.
using Eight [[gnu::vector_size(64)]] = double;
using EightAnywhere [[gnu::aligned(8), gnu::may_alias]] = Eight;
static_assert(sizeof(Eight) == kLanes * sizeof(double));

FOREPLAN_KERNEL_BODY const EightAnywhere* eight(const double* x) noexcept {
  return reinterpret_cast<const EightAnywhere*>(x);
}
FOREPLAN_KERNEL_BODY EightAnywhere* eight(double* x) noexcept { return reinterpret_cast<EightAnywhere*>(x); }

/// log for eight at once where all are normal and positive.
FOREPLAN_KERNEL_BODY void log_lanes(const double* a, double* __restrict out) {
  bool normal = true;
  for (std::size_t l = 0; l < kLanes; ++l) normal &= (a[l] >= kSmallestNormal) & (a[l] < kInfinity);
  if (normal) [[likely]] {
    for (std::size_t l = 0; l < kLanes; ++l) out[l] = numeric::logarithm(a[l]);
  } else {
    for (std::size_t l = 0; l < kLanes; ++l) out[l] = log_of(a[l]);
  }
}
FOREPLAN_KERNEL_BODY void power_lanes(const double* a, const double* b, double* __restrict out) {
  bool usual = true;
  for (std::size_t l = 0; l < kLanes; ++l) usual &= (a[l] >= kSmallestNormal) & (a[l] < kInfinity) & (b[l] == b[0]);
  usual &= b[0] - b[0] == 0 && b[0] != 2 && b[0] != 0.5 && b[0] != -1 && b[0] != 3;
  if (usual) [[likely]] {
    for (std::size_t l = 0; l < kLanes; ++l) out[l] = numeric::exponential(b[l] * numeric::logarithm(a[l]));
  } else {
    for (std::size_t l = 0; l < kLanes; ++l) out[l] = power_of(a[l], b[l]);
  }
}

/// The slot written is never one of those read.
FOREPLAN_KERNEL_BODY void apply_lanes(const Instruction& in, double* w) {
  const double* const a = w + in.a * kLanes;
  const double* const b = w + in.b * kLanes;
  double* const __restrict out = w + in.out * kLanes;
  switch (in.op) {
    case Op::add:
      *eight(out) = *eight(a) + *eight(b);
      break;
    case Op::subtract:
      *eight(out) = *eight(a) - *eight(b);
      break;
    case Op::multiply:
      *eight(out) = *eight(a) * *eight(b);
      break;
    case Op::divide:
      *eight(out) = *eight(a) / *eight(b);
      break;
    case Op::negate:
      *eight(out) = -*eight(a);
      break;
    case Op::exp:
      for (std::size_t l = 0; l < kLanes; ++l) out[l] = numeric::exponential(a[l]);
      break;
    case Op::log:
      log_lanes(a, out);
      break;
    case Op::power:
      power_lanes(a, b, out);
      break;
    case Op::select: {
      const double* const c = w + in.c * kLanes;
      for (std::size_t l = 0; l < kLanes; ++l) out[l] = a[l] != 0 ? b[l] : c[l];
      break;
    }
    default:
      for (std::size_t l = 0; l < kLanes; ++l) out[l] = apply(in.op, a[l], b[l], 0);
      break;
  }
}

FOREPLAN_KERNEL_BODY void values8_body(const Instruction* code, std::size_t count, double* w) {
  for (const Instruction* in = code; in != code + count; ++in) apply_lanes(*in, w);
}

/// `partials_of` in eight lanes.
FOREPLAN_KERNEL_BODY void partials_lanes(const Instruction& in, const double* w, Eight& da, Eight& db) {
  const Eight a = *eight(w + in.a * kLanes);
  const Eight b = *eight(w + in.b * kLanes);
  const Eight v = *eight(w + in.out * kLanes);
  da = db = Eight{};
  switch (in.op) {
    case Op::add:
      da += 1;
      db += 1;
      break;
    case Op::subtract:
      da += 1;
      db -= 1;
      break;
    case Op::multiply:
      da = b;
      db = a;
      break;
    case Op::divide:
      da = 1 / b;
      db = -v / b;
      break;
    case Op::exp:
      da = v;
      break;
    case Op::log:
      da = 1 / a;
      break;
    default:
      for (std::size_t l = 0; l < kLanes; ++l) {
        const Partials p = partials_of(in.op, a[l], b[l], v[l]);
        da[l] = p.a;
        db[l] = p.b;
      }
  }
}

FOREPLAN_KERNEL_BODY void derivatives8_body(const Instruction* code, const Gradients* rows, std::size_t count,
                                            double* w, double* g, std::size_t columns) {
  const std::size_t width = columns * kLanes;
  for (std::size_t i = 0; i < count; ++i) {
    const Instruction& in = code[i];
    const Gradients& row = rows[i];
    apply_lanes(in, w);
    double* out = g + row.out * width;
    if (chooses(in.op)) {
      const double* yes = g + first_choice(in.op, row) * width;
      const double* no = g + second_choice(in.op, row) * width;
      bool first[kLanes];
      for (std::size_t l = 0; l < kLanes; ++l)
        first[l] = chooses_first(in.op, w[in.a * kLanes + l], w[in.b * kLanes + l]);
      for (std::size_t j = 0; j < columns; ++j)
        for (std::size_t l = 0; l < kLanes; ++l)
          out[j * kLanes + l] = first[l] ? yes[j * kLanes + l] : no[j * kLanes + l];
      continue;
    }
    const double* x = g + row.a * width;
    const double* y = g + row.b * width;
    Eight by_a, by_b;
    partials_lanes(in, w, by_a, by_b);
    if (row.b == 0) {
      for (std::size_t j = 0; j < width; j += kLanes) *eight(out + j) = by_a * *eight(x + j);
    } else if (row.a == 0) {
      for (std::size_t j = 0; j < width; j += kLanes) *eight(out + j) = by_b * *eight(y + j);
    } else {
      for (std::size_t j = 0; j < width; j += kLanes) *eight(out + j) = by_a * *eight(x + j) + by_b * *eight(y + j);
    }
  }
}

// tiers ---------------------------------------------------------------------------------------------------

#define FOREPLAN_MACHINE(name, target)                                                                           \
  target void values_##name(const Instruction* c, std::size_t n, double* w) { values_body(c, n, w); }            \
  target void derivatives_##name(const Instruction* c, const Gradients* r, std::size_t n, double* w, double* g,  \
                                 std::size_t k) {                                                                \
    derivatives_body(c, r, n, w, g, k);                                                                          \
  }                                                                                                              \
  target void values8_##name(const Instruction* c, std::size_t n, double* w) { values8_body(c, n, w); }          \
  target void derivatives8_##name(const Instruction* c, const Gradients* r, std::size_t n, double* w, double* g, \
                                  std::size_t k) {                                                               \
    derivatives8_body(c, r, n, w, g, k);                                                                         \
  }                                                                                                              \
  constexpr Machine kMachine_##name{values_##name, derivatives_##name, values8_##name, derivatives8_##name};

FOREPLAN_MACHINE(baseline, )
FOREPLAN_MACHINE(v3, FOREPLAN_TIER_V3)
FOREPLAN_MACHINE(v4, FOREPLAN_TIER_V4)
#undef FOREPLAN_MACHINE

}  // namespace

const Machine& machine(numeric::Tier tier) noexcept {
  return numeric::of_tier(tier, kMachine_baseline, kMachine_v3, kMachine_v4);
}

Partials partials(Op op, double a, double b, double, double v) noexcept {
  if (op == Op::select) return a != 0 ? Partials{0, 1, 0} : Partials{0, 0, 1};
  return partials_of(op, a, b, v);
}

}  // namespace foreplan::inline v0::scenario::detail
