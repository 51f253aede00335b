#include <foreplan/core/random.hpp>

namespace foreplan::inline v0 {
namespace {

// Multipliers and Weyl increments of Salmon et al. (2011), table 2 and section 4.
constexpr std::uint64_t kM0 = 0xD2E7470EE14C6C93, kM1 = 0xCA5A826395121157;
constexpr std::uint64_t kW0 = 0x9E3779B97F4A7C15, kW1 = 0xBB67AE8584CAA73B;

struct Wide {
  std::uint64_t high, low;
};
Wide multiply(std::uint64_t a, std::uint64_t b) noexcept {
  __extension__ using Product = unsigned __int128;
  const Product p = static_cast<Product>(a) * b;
  return {static_cast<std::uint64_t>(p >> 64), static_cast<std::uint64_t>(p)};
}

}  // namespace

std::array<std::uint64_t, 4> philox4x64(std::array<std::uint64_t, 4> c, std::array<std::uint64_t, 2> k) noexcept {
  for (int round = 0; round < 10; ++round) {
    const Wide a = multiply(kM0, c[0]), b = multiply(kM1, c[2]);
    c = {b.high ^ c[1] ^ k[0], b.low, a.high ^ c[3] ^ k[1], a.low};
    k[0] += kW0;
    k[1] += kW1;
  }
  return c;
}

std::uint64_t purpose_id(std::string_view name) noexcept {
  std::uint64_t hash = 0xCBF29CE484222325;
  for (const char ch : name) hash = (hash ^ static_cast<unsigned char>(ch)) * 0x100000001B3;
  return hash;
}

Stream::Stream(const StreamKey& key) noexcept
    : key_{key.seed, key.purpose}, counter_{std::uint64_t{key.variable} << 32, key.series, key.draw, 0} {}

Stream::result_type Stream::operator()() noexcept {
  const std::uint64_t word = next_ & 3;
  if (word == 0) {
    auto counter = counter_;
    counter[0] += next_ >> 2;
    block_ = philox4x64(counter, key_);
  }
  ++next_;
  return block_[word];
}

double Stream::uniform() noexcept {
  return (static_cast<double>((*this)() >> 12) + 0.5) * 0x1p-52;
}

void Stream::seek(std::uint64_t n) noexcept {
  next_ = n & ~std::uint64_t{3};
  if ((n & 3) != 0) (*this)();  // loads the block that word n stands in
  next_ = n;
}

}  // namespace foreplan::inline v0
