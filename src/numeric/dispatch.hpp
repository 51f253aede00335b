#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

/// Instruction sets chosen at run time. A hot kernel is one always-inline body, instantiated once for each tier;
/// one table of them is chosen by what the processor says it can do. No body uses fused multiplication, so that
/// every tier gives the same bits.
#define FOREPLAN_KERNEL_BODY __attribute__((always_inline)) inline
#if defined(__x86_64__)
#define FOREPLAN_TIER_V3 __attribute__((target("arch=x86-64-v3")))
#if defined(__clang__)
#define FOREPLAN_TIER_V4 __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))
#else
#define FOREPLAN_TIER_V4 __attribute__((target("arch=x86-64-v4,prefer-vector-width=512")))
#endif
#else  // Other processors run the body as their compiler builds it, under three names.
#define FOREPLAN_TIER_V3
#define FOREPLAN_TIER_V4
#endif

namespace foreplan::inline v0::numeric {

/// x86-64 microarchitecture levels: v3 has AVX2, v4 has AVX-512 (F, BW, CD, DQ, VL).
enum class Tier : std::uint8_t { baseline, v3, v4 };

[[nodiscard]] std::string_view to_string(Tier) noexcept;
/// What this machine can run, baseline first.
[[nodiscard]] std::vector<Tier> tiers();
/// The last of them, found once.
[[nodiscard]] Tier best_tier() noexcept;

}  // namespace foreplan::inline v0::numeric
