#pragma once
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/check.hpp"

/// Numbers and texts as bytes, the same on every machine.
namespace foreplan::inline v0::tuning {

class ByteWriter {
 public:
  void whole(std::uint64_t value) {
    for (int i = 0; i < 8; ++i) bytes_ += static_cast<char>(value >> 8 * i & 0xFF);
  }
  /// All NaNs are one.
  void real(double value) {
    whole(std::bit_cast<std::uint64_t>(std::isnan(value) ? std::numeric_limits<double>::quiet_NaN() : value));
  }
  void reals(const std::vector<double>& values) {
    for (const double x : values) real(x);
  }
  void text(std::string_view value) {
    whole(value.size());
    bytes_ += value;
  }
  [[nodiscard]] std::string take() { return std::exchange(bytes_, {}); }

 private:
  std::string bytes_{};
};

/// @throws InvalidArgument  (all members) when there are no such bytes.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  std::uint64_t whole() {
    const std::string_view eight = take(8);
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < 8; ++i) value |= std::uint64_t{static_cast<unsigned char>(eight[i])} << 8 * i;
    return value;
  }
  double real() { return std::bit_cast<double>(whole()); }
  std::vector<double> reals(std::uint64_t count) {
    require(count <= bytes_.size() / 8);
    std::vector<double> values(count);
    for (double& x : values) x = real();
    return values;
  }
  std::string text() { return std::string(take(whole())); }
  [[nodiscard]] bool ended() const noexcept { return bytes_.empty(); }

 private:
  static void require(bool ok) {
    if (!ok) detail::fail("tuning::backtest", "a unit must hold whole folds", "fewer bytes");
  }
  std::string_view take(std::uint64_t count) {
    require(count <= bytes_.size());
    const std::string_view taken = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
    return taken;
  }

  std::string_view bytes_;
};

}  // namespace foreplan::inline v0::tuning
