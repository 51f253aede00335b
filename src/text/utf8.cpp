#include "text/utf8.hpp"

namespace foreplan::inline v0::text {

std::size_t utf8_length(std::string_view text, std::size_t at) noexcept {
  const auto within = [&](std::size_t i, unsigned low, unsigned high) {
    return i < text.size() && static_cast<unsigned char>(text[i]) >= low && static_cast<unsigned char>(text[i]) <= high;
  };
  const auto continued = [&](std::size_t i) { return within(i, 0x80, 0xBF); };
  if (within(at, 0x00, 0x7F)) return 1;
  if (within(at, 0xC2, 0xDF)) return continued(at + 1) ? 2 : 0;
  // RFC 3629, section 4: the second byte's range depends on the first.
  const bool second = within(at, 0xE0, 0xE0)   ? within(at + 1, 0xA0, 0xBF)
                      : within(at, 0xED, 0xED) ? within(at + 1, 0x80, 0x9F)
                      : within(at, 0xF0, 0xF0) ? within(at + 1, 0x90, 0xBF)
                      : within(at, 0xF4, 0xF4) ? within(at + 1, 0x80, 0x8F)
                                               : continued(at + 1);
  if (within(at, 0xE0, 0xEF)) return second && continued(at + 2) ? 3 : 0;
  if (within(at, 0xF0, 0xF4)) return second && continued(at + 2) && continued(at + 3) ? 4 : 0;
  return 0;
}

std::size_t first_bad_byte(std::string_view text) noexcept {
  std::size_t at = 0;
  while (at < text.size() && text[at] != '\0') {
    const std::size_t length = utf8_length(text, at);
    if (length == 0) break;
    at += length;
  }
  return at;
}

}  // namespace foreplan::inline v0::text
