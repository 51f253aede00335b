#include "numeric/dispatch.hpp"

namespace foreplan::inline v0::numeric {
namespace {

Tier find_best_tier() noexcept {
#if defined(__x86_64__)
  const bool v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi") &&
                  __builtin_cpu_supports("bmi2");
  const bool v4 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                  __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
                  __builtin_cpu_supports("avx512vl");
  return v3 && v4 ? Tier::v4 : v3 ? Tier::v3 : Tier::baseline;
#else
  return Tier::baseline;
#endif
}

}  // namespace

std::string_view to_string(Tier tier) noexcept {
  switch (tier) {
    case Tier::baseline:
      return "baseline";
    case Tier::v3:
      return "x86-64-v3";
    case Tier::v4:
      return "x86-64-v4";
  }
  return "";
}

Tier best_tier() noexcept {
  static const Tier best = find_best_tier();
  return best;
}

std::vector<Tier> tiers() {
  std::vector<Tier> all;
  for (const Tier t : {Tier::baseline, Tier::v3, Tier::v4})
    if (t <= best_tier()) all.push_back(t);
  return all;
}

}  // namespace foreplan::inline v0::numeric
