#include <foreplan/core/random.hpp>

#include "core/philox.hpp"

namespace foreplan::inline v0 {

std::array<std::uint64_t, 4> philox4x64(std::array<std::uint64_t, 4> counter, std::array<std::uint64_t, 2> key) noexcept {
  return detail::philox_rounds(counter, key);
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
