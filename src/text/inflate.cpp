#include "text/inflate.hpp"

#include <foreplan/core/errors.hpp>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>
#include <new>

namespace foreplan::inline v0::text {
namespace {

[[noreturn]] void fail(std::string_view file, std::string expected, std::string found) {
  throw ParseError({{.file = std::string(file), .expected = std::move(expected), .found = std::move(found)}});
}

/// zlib's state, given back whatever happens.
class Inflater {
 public:
  Inflater() {
    constexpr int kGzipOnly = 16 + MAX_WBITS;
    if (inflateInit2(&stream_, kGzipOnly) != Z_OK) throw std::bad_alloc();
  }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  z_stream& stream() noexcept { return stream_; }

 private:
  z_stream stream_{};
};

}  // namespace

bool is_gzip(std::string_view bytes) noexcept {
  return bytes.size() >= 2 && bytes[0] == '\x1f' && bytes[1] == '\x8b';
}

std::string gunzip(std::string_view bytes, std::string_view file, const InflateLimits& limits) {
  if (!is_gzip(bytes)) fail(file, "gzip data", "other bytes");
  const std::size_t most = bytes.size() > limits.bytes / limits.ratio ? limits.bytes : bytes.size() * limits.ratio;
  Inflater inflater;
  z_stream& stream = inflater.stream();
  std::string out;
  std::array<char, 1 << 16> piece{};
  std::string_view left = bytes;
  while (true) {
    const auto take = static_cast<uInt>(std::min<std::size_t>(left.size(), std::numeric_limits<uInt>::max()));
    // zlib reads through a pointer to what it could change, and does not.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(left.data()));
    stream.avail_in = take;
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    const int result = inflate(&stream, Z_NO_FLUSH);
    left.remove_prefix(take - stream.avail_in);
    const std::size_t made = piece.size() - stream.avail_out;
    if (made > most - out.size())
      fail(file, "at most " + std::to_string(most) + " bytes when unpacked", "more");
    out.append(piece.data(), made);
    if (result == Z_STREAM_END) {
      if (left.empty()) return out;
      if (!is_gzip(left)) fail(file, "the end after gzip data", std::to_string(left.size()) + " more bytes");
      inflateReset(&stream);
    } else if (result == Z_MEM_ERROR) {
      throw std::bad_alloc();
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      fail(file, "sound gzip data", stream.msg != nullptr ? stream.msg : "damaged data");
    } else if (left.empty() && made == 0) {
      fail(file, "gzip data to their end", "data cut short");
    }
  }
}

}  // namespace foreplan::inline v0::text
