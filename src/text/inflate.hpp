#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace foreplan::inline v0::text {

struct InflateLimits {
  std::size_t bytes = std::size_t{256} << 20;  ///< Of what comes out.
  std::size_t ratio = 1000;                    ///< Of what comes out to what went in; deflate itself reaches 1032.
};

/// Whether the bytes begin as gzip does (RFC 1952).
[[nodiscard]] bool is_gzip(std::string_view bytes) noexcept;

/// What gzip packed, one member or several. zlib does the work.
/// @param file  only named in errors.
/// @throws ParseError  for what is no gzip, is cut short, has a wrong checksum or passes a limit.
[[nodiscard]] std::string gunzip(std::string_view bytes, std::string_view file, const InflateLimits& limits = {});

}  // namespace foreplan::inline v0::text
