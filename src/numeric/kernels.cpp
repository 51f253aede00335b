#include "numeric/kernels.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "core/philox.hpp"
#include "numeric/elementary.hpp"
#include "numeric/tier_table.hpp"

namespace foreplan::inline v0::numeric {
namespace {

constexpr std::size_t kBlock = 512;  // elements worked on at a time: they stay in the first-level cache

// uniform -------------------------------------------------------------------------------------------------

/// (top 52 bits + 1/2) / 2^52: the bits become the mantissa of a number in [1, 2), and every step is exact.
FOREPLAN_KERNEL_BODY double open_unit(std::uint64_t word) noexcept {
  return (std::bit_cast<double>(word >> 12 | 0x3ff0000000000000) - 1) + 0x1p-53;
}

FOREPLAN_KERNEL_BODY void uniform_body(const StreamKey& key, std::uint64_t first, double* out, std::size_t n) {
  const std::array<std::uint64_t, 2> philox_key{key.seed, key.purpose};
  const auto block = [&](std::uint64_t index) __attribute__((always_inline)) {
    return detail::philox_rounds({(std::uint64_t{key.variable} << 32) + index, key.series, key.draw, 0}, philox_key);
  };
  std::size_t i = 0;
  const auto part = [&](std::uint64_t from) {  // the words from `from` on of one block of four
    const auto words = block(from >> 2);
    for (std::uint64_t w = from & 3; w < 4 && i < n; ++w) out[i++] = open_unit(words[w]);
  };
  if ((first & 3) != 0 && n > 0) part(first);
  // Words first, all together: the loop that makes numbers of them then runs in vector lanes.
  std::array<std::uint64_t, kBlock> words;
  while (i + 4 <= n) {
    const std::size_t size = std::min(kBlock, (n - i) & ~std::size_t{3});
    for (std::size_t w = 0; w < size; w += 4) {
      const auto four = block((first + i + w) >> 2);
      for (std::size_t k = 0; k < 4; ++k) words[w + k] = four[k];
    }
    for (std::size_t w = 0; w < size; ++w) out[i + w] = open_unit(words[w]);
    i += size;
  }
  if (i < n) part(first + i);
}

// normal quantile -----------------------------------------------------------------------------------------

// Coefficients of Wichura (1988), Applied Statistics 37, 477-484, routine PPND16.
constexpr double kA[] = {3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3,
                         1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
                         3.3430575583588128105e+4, 2.5090809287301226727e+3};
constexpr double kB[] = {1,
                         4.2313330701600911252e+1,
                         6.8718700749205790830e+2,
                         5.3941960214247511077e+3,
                         2.1213794301586595867e+4,
                         3.9307895800092710610e+4,
                         2.8729085735721942674e+4,
                         5.2264952788528545610e+3};
constexpr double kC[] = {1.42343711074968357734e0,  4.63033784615654529590e0, 5.76949722146069140550e0,
                         3.64784832476320460504e0,  1.27045825245236838258e0, 2.41780725177450611770e-1,
                         2.27238449892691845833e-2, 7.74545014278341407640e-4};
constexpr double kD[] = {1,
                         2.05319162663775882187e0,
                         1.67638483018380384940e0,
                         6.89767334985100004550e-1,
                         1.48103976427480074590e-1,
                         1.51986665636164571966e-2,
                         5.47593808499534494600e-4,
                         1.05075007164441684324e-9};
constexpr double kE[] = {6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
                         2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                         2.71155556874348757815e-5, 2.01033439929228813265e-7};
constexpr double kF[] = {1,
                         5.99832206555887937690e-1,
                         1.36929880922735805310e-1,
                         1.48753612908506148525e-2,
                         7.86869131145613259100e-4,
                         1.84631831751005468180e-5,
                         1.42151175831644588870e-7,
                         2.04426310338993978564e-15};
constexpr double kCentral = 0.425;  // |p - 1/2| up to which one rational function of its square serves

/// One block. The tails, three in twenty, are gathered, worked on together and put back.
FOREPLAN_KERNEL_BODY void normal_quantile_block(double* p, std::size_t n) {
  std::array<std::uint32_t, kBlock> place;
  std::array<double, kBlock> tail, r;
  std::size_t tails = 0;
  for (std::size_t i = 0; i < n; ++i) {
    place[tails] = static_cast<std::uint32_t>(i);
    tails += std::abs(p[i] - 0.5) > kCentral ? 1 : 0;
  }
  for (std::size_t j = 0; j < tails; ++j) tail[j] = p[place[j]];
  for (std::size_t i = 0; i < n; ++i) {
    const double q = p[i] - 0.5;
    const double x = kCentral * kCentral - q * q;
    p[i] = q * polynomial(kA, x) / polynomial(kB, x);
  }
  for (std::size_t j = 0; j < tails; ++j) r[j] = std::sqrt(-logarithm(std::min(tail[j], 1 - tail[j])));
  std::size_t far = 0;
  for (std::size_t j = 0; j < tails; ++j) far += r[j] > 5 ? 1 : 0;
  for (std::size_t j = 0; j < tails; ++j) {
    const double x = r[j] - 1.6;
    const double z = polynomial(kC, x) / polynomial(kD, x);
    tail[j] = tail[j] < 0.5 ? -z : z;
  }
  if (far > 0) [[unlikely]]
    for (std::size_t j = 0; j < tails; ++j)
      if (r[j] > 5) tail[j] = std::copysign(polynomial(kE, r[j] - 5) / polynomial(kF, r[j] - 5), tail[j]);
  for (std::size_t j = 0; j < tails; ++j) p[place[j]] = tail[j];
}

FOREPLAN_KERNEL_BODY void normal_quantile_body(double* p, std::size_t n) {
  for (std::size_t begin = 0; begin < n; begin += kBlock) normal_quantile_block(p + begin, std::min(kBlock, n - begin));
}

// normal pairs --------------------------------------------------------------------------------------------

FOREPLAN_KERNEL_BODY void normal_pairs_body(double* p, std::size_t n) {
  constexpr std::size_t kPairs = kBlock / 2;
  std::array<double, kPairs> first, second;  // of each pair, so that lanes hold pairs
  for (std::size_t begin = 0; begin < n / 2; begin += kPairs) {
    const std::size_t size = std::min(kPairs, n / 2 - begin);
    double* const pair = p + 2 * begin;
    for (std::size_t j = 0; j < size; ++j) {
      first[j] = pair[2 * j];
      second[j] = pair[2 * j + 1];
    }
    for (std::size_t j = 0; j < size; ++j) {
      const double radius = std::sqrt(-2 * logarithm(first[j]));
      const CosineSine angle = of_turn(second[j]);
      first[j] = radius * angle.cosine;
      second[j] = radius * angle.sine;
    }
    for (std::size_t j = 0; j < size; ++j) {
      pair[2 * j] = first[j];
      pair[2 * j + 1] = second[j];
    }
  }
}

// exp and counting ----------------------------------------------------------------------------------------

FOREPLAN_KERNEL_BODY void exponential_body(const double* x, double factor, double* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = factor * exponential(x[i]);
}

FOREPLAN_KERNEL_BODY void logarithm_body(const double* x, double* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = logarithm(x[i]);
}

FOREPLAN_KERNEL_BODY void add_multiple_body(double* to, double factor, const double* from, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) to[i] += factor * from[i];
}

FOREPLAN_KERNEL_BODY void reciprocal_body(const double* x, double* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = 1 / x[i];
}

FOREPLAN_KERNEL_BODY void product_body(const double* a, double factor, const double* b, double* out, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) out[i] = factor * (a[i] * b[i]);
}

/// Sixteen sums side by side of term(0) ... term(n - 1), then halves added to halves: one order for every tier.
template <class Term>
FOREPLAN_KERNEL_BODY double sum_of(std::size_t n, Term term) {
  constexpr std::size_t kLanes = 16;
  double lane[kLanes] = {};
  std::size_t i = 0;
  for (; i + kLanes <= n; i += kLanes)
    for (std::size_t k = 0; k < kLanes; ++k) lane[k] += term(i + k);
  for (std::size_t k = 0; i < n; ++i, ++k) lane[k] += term(i);
  for (std::size_t half = kLanes / 2; half > 0; half /= 2)
    for (std::size_t k = 0; k < half; ++k) lane[k] += lane[k + half];
  return lane[0];
}

FOREPLAN_KERNEL_BODY double sum_body(const double* x, std::size_t n) {
  return sum_of(
      n, [x](std::size_t i) __attribute__((always_inline)) { return x[i]; });
}

FOREPLAN_KERNEL_BODY double dot_body(const double* a, const double* b, std::size_t n) {
  return sum_of(
      n, [ a, b ](std::size_t i) __attribute__((always_inline)) { return a[i] * b[i]; });
}

/// Four numbers side by side, which every tier has registers for.
using Lanes = double __attribute__((vector_size(32)));
using LaneBits = std::int64_t __attribute__((vector_size(32)));

/// Products of one column with B others that follow one another, in eight lanes as two times four.
template <std::size_t B>
FOREPLAN_KERNEL_BODY void products_body(const double* a, const double* others, std::size_t m, double* out) {
  constexpr std::size_t kLanes = 8;
  Lanes low[B] = {}, high[B] = {};
  std::size_t i = 0;
  for (; i + kLanes <= m; i += kLanes) {
    Lanes x, z, y;
    __builtin_memcpy(&x, a + i, sizeof x);
    __builtin_memcpy(&z, a + i + 4, sizeof z);
    for (std::size_t b = 0; b < B; ++b) {
      __builtin_memcpy(&y, others + b * m + i, sizeof y);
      low[b] += x * y;
      __builtin_memcpy(&y, others + b * m + i + 4, sizeof y);
      high[b] += z * y;
    }
  }
  if (i < m && i > 0) {  // the last eight once more, those already counted set to zero
    const auto counted = static_cast<std::int64_t>(kLanes - (m - i));
    const LaneBits first = {0, 1, 2, 3}, second = {4, 5, 6, 7};
    const LaneBits fresh = first >= counted, fresh_too = second >= counted;
    Lanes x, z, y;
    __builtin_memcpy(&x, a + m - kLanes, sizeof x);
    __builtin_memcpy(&z, a + m - 4, sizeof z);
    for (std::size_t b = 0; b < B; ++b) {
      __builtin_memcpy(&y, others + b * m + m - kLanes, sizeof y);
      y *= x;
      low[b] += reinterpret_cast<Lanes>(reinterpret_cast<LaneBits>(y) & fresh);
      __builtin_memcpy(&y, others + b * m + m - 4, sizeof y);
      y *= z;
      high[b] += reinterpret_cast<Lanes>(reinterpret_cast<LaneBits>(y) & fresh_too);
    }
  } else if (i < m) {
    for (std::size_t b = 0; b < B; ++b)
      for (std::size_t k = 0; k < m; ++k) (k < 4 ? low[b] : high[b])[k % 4] += a[k] * others[b * m + k];
  }
  for (std::size_t b = 0; b < B; ++b) {
    const Lanes sum = low[b] + high[b];
    out[b] = (sum[0] + sum[2]) + (sum[1] + sum[3]);
  }
}

FOREPLAN_KERNEL_BODY void gram_body(const double* columns, std::size_t m, std::size_t k, double* out) {
  for (std::size_t a = 0; a < k; ++a) {
    const double* const column = columns + a * m;
    std::size_t b = 0;
    for (; b + 4 <= a + 1; b += 4) products_body<4>(column, columns + b * m, m, out + b);
    if (b + 2 <= a + 1) {
      products_body<2>(column, columns + b * m, m, out + b);
      b += 2;
    }
    if (b <= a) products_body<1>(column, column, m, out + b);
    out += a + 1;
  }
}

FOREPLAN_KERNEL_BODY std::size_t count_below_body(const double* x, std::size_t n, double bound) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < n; ++i) count += x[i] < bound ? 1 : 0;
  return count;
}

/// Every value is written and only what is wanted is kept: no branch to be guessed wrong.
FOREPLAN_KERNEL_BODY Selected select_inside_body(const double* x, std::size_t n, const Brackets& brackets,
                                                 double* out) {
  Selected s;
  for (std::size_t k = 0; k < s.below.size(); ++k) s.below[k] = count_below_body(x, n, brackets.low[k]);
  const auto [low0, low1, low2] = brackets.low;
  const auto [high0, high1, high2] = brackets.high;
  for (std::size_t i = 0; i < n; ++i) {
    const double v = x[i];
    out[s.inside] = v;
    s.inside += static_cast<std::size_t>(((v >= low0) & (v <= high0)) | ((v >= low1) & (v <= high1)) |
                                         ((v >= low2) & (v <= high2)));
  }
  return s;
}

#if defined(__x86_64__)
/// AVX-512 packs the marked values by an instruction of its own, which no loop becomes.
__attribute__((target("avx512f,avx512vl,popcnt"))) Selected select_inside_avx512(const double* x, std::size_t n,
                                                                                 const Brackets& brackets,
                                                                                 double* out) {
  const __m512d low0 = _mm512_set1_pd(brackets.low[0]), high0 = _mm512_set1_pd(brackets.high[0]);
  const __m512d low1 = _mm512_set1_pd(brackets.low[1]), high1 = _mm512_set1_pd(brackets.high[1]);
  const __m512d low2 = _mm512_set1_pd(brackets.low[2]), high2 = _mm512_set1_pd(brackets.high[2]);
  const auto count = [](unsigned mask) { return static_cast<unsigned>(__builtin_popcount(mask)); };
  std::size_t reached0 = 0, reached1 = 0, reached2 = 0, inside = 0;
  for (std::size_t i = 0; i < n; i += 8) {
    const auto here = static_cast<__mmask8>(n - i >= 8 ? 0xff : (1u << (n - i)) - 1);
    const __m512d v = _mm512_maskz_loadu_pd(here, x + i);
    const __mmask8 from0 = _mm512_mask_cmp_pd_mask(here, v, low0, _CMP_GE_OQ);
    const __mmask8 from1 = _mm512_mask_cmp_pd_mask(here, v, low1, _CMP_GE_OQ);
    const __mmask8 from2 = _mm512_mask_cmp_pd_mask(here, v, low2, _CMP_GE_OQ);
    const auto marks = static_cast<__mmask8>(_mm512_mask_cmp_pd_mask(from0, v, high0, _CMP_LE_OQ) |
                                             _mm512_mask_cmp_pd_mask(from1, v, high1, _CMP_LE_OQ) |
                                             _mm512_mask_cmp_pd_mask(from2, v, high2, _CMP_LE_OQ));
    _mm512_storeu_pd(out + inside, _mm512_maskz_compress_pd(marks, v));
    inside += count(marks);
    reached0 += count(from0);
    reached1 += count(from1);
    reached2 += count(from2);
  }
  return {{n - reached0, n - reached1, n - reached2}, inside};
}
#endif

// One instance of every body for each tier.
#define FOREPLAN_KERNELS(suffix, target)                                                                          \
  target void uniform_##suffix(const StreamKey& key, std::uint64_t first, double* out, std::size_t n) {           \
    uniform_body(key, first, out, n);                                                                             \
  }                                                                                                               \
  target void normal_quantile_##suffix(double* p, std::size_t n) { normal_quantile_body(p, n); }                  \
  target void normal_pairs_##suffix(double* p, std::size_t n) { normal_pairs_body(p, n); }                        \
  target void exponential_##suffix(const double* x, double factor, double* out, std::size_t n) {                  \
    exponential_body(x, factor, out, n);                                                                          \
  }                                                                                                               \
  target void logarithm_##suffix(const double* x, double* out, std::size_t n) { logarithm_body(x, out, n); }      \
  target void add_multiple_##suffix(double* to, double factor, const double* from, std::size_t n) {               \
    add_multiple_body(to, factor, from, n);                                                                       \
  }                                                                                                               \
  target void reciprocal_##suffix(const double* x, double* out, std::size_t n) { reciprocal_body(x, out, n); }    \
  target void product_##suffix(const double* a, double factor, const double* b, double* out, std::size_t n) {     \
    product_body(a, factor, b, out, n);                                                                           \
  }                                                                                                               \
  target double sum_##suffix(const double* x, std::size_t n) { return sum_body(x, n); }                           \
  target double dot_##suffix(const double* a, const double* b, std::size_t n) { return dot_body(a, b, n); }       \
  target void gram_##suffix(const double* columns, std::size_t m, std::size_t k, double* out) {                   \
    gram_body(columns, m, k, out);                                                                                \
  }                                                                                                               \
  target std::size_t count_below_##suffix(const double* x, std::size_t n, double bound) {                         \
    return count_below_body(x, n, bound);                                                                         \
  }                                                                                                               \
  target Selected select_inside_##suffix(const double* x, std::size_t n, const Brackets& brackets, double* out) { \
    return select_inside_body(x, n, brackets, out);                                                               \
  }                                                                                                               \
  constexpr Kernels k##suffix{uniform_##suffix,      normal_quantile_##suffix,                                    \
                              normal_pairs_##suffix, exponential_##suffix,                                        \
                              logarithm_##suffix,    add_multiple_##suffix,                                       \
                              reciprocal_##suffix,   product_##suffix,                                            \
                              sum_##suffix,          dot_##suffix,                                                \
                              gram_##suffix,         count_below_##suffix,                                        \
                              select_inside_##suffix};

FOREPLAN_KERNELS(Baseline, )
FOREPLAN_KERNELS(V3, FOREPLAN_TIER_V3)
FOREPLAN_KERNELS(V4, FOREPLAN_TIER_V4)

constexpr Kernels best_of_v4() {
  Kernels best = kV4;
#if defined(__x86_64__)
  best.select_inside = select_inside_avx512;
#endif
  return best;
}
constexpr Kernels kBestOfV4 = best_of_v4();

}  // namespace

const Kernels& kernels(Tier tier) noexcept { return of_tier(tier, kBaseline, kV3, kBestOfV4); }

}  // namespace foreplan::inline v0::numeric
