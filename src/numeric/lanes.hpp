#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

#include "numeric/dispatch.hpp"

/// Eight problems side by side: rows of one number for each, and the registers of the tiers that work on as many lanes
/// of a row as they have room for.
namespace foreplan::inline v0::numeric {

inline constexpr std::size_t kRowLanes = 8;
using Row = std::array<double, kRowLanes>;

using Two = double __attribute__((vector_size(16)));
using Four = double __attribute__((vector_size(32)));
using Eight = double __attribute__((vector_size(64)));

template <class V>
inline constexpr std::size_t kWidth = sizeof(V) / sizeof(double);

/// A condition for each lane of a V: all bits set, or none. g++ 12 takes comparisons in wide registers apart lane by lane
/// but where each serves one choice; so they choose between two of these that it does not know (`Conditions`), which
/// then serve any number of choices.
template <class V>
using MaskOf = decltype(V{} < V{});

struct Conditions {
  std::int64_t no = 0, yes = -1;  ///< Read from memory.
};
template <class V>
struct Truth {
  MaskOf<V> no, yes;
};
template <class V>
FOREPLAN_KERNEL_BODY void load(Truth<V>& to, const Conditions& from) {
  to.no = MaskOf<V>{} + from.no;
  to.yes = MaskOf<V>{} + from.yes;
}

/// to = mask ? x : to
template <class V>
FOREPLAN_KERNEL_BODY void replace(V& to, const MaskOf<V>& mask, const V& x) {
  using Bits = MaskOf<V>;
  to = reinterpret_cast<V>((mask & reinterpret_cast<Bits>(x)) | (~mask & reinterpret_cast<Bits>(to)));
}

template <class V>
FOREPLAN_KERNEL_BODY void load(V& to, const Row& from, std::size_t first) {
  __builtin_memcpy(&to, from.data() + first, sizeof to);
}
template <class V>
FOREPLAN_KERNEL_BODY void store(Row& to, std::size_t first, const V& from) {
  __builtin_memcpy(to.data() + first, &from, sizeof from);
}
/// Where the mask is set; other lanes of the row stay as they are.
template <class V>
FOREPLAN_KERNEL_BODY void store(Row& to, std::size_t first, const MaskOf<V>& mask, const V& from) {
  V row;
  load(row, to, first);
  replace(row, mask, from);
  store(to, first, row);
}

}  // namespace foreplan::inline v0::numeric
