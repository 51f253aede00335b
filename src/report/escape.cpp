#include "report/escape.hpp"

#include <algorithm>
#include <cstdint>

namespace foreplan::inline v0::report {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr char32_t kNoBreakSpace = 0xA0;

bool is_control(char32_t c) noexcept { return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xFFFE || c == 0xFFFF; }
bool is_break(char32_t c) noexcept { return c == '\n' || c == '\r' || c == '\t' || c == 0x2028 || c == 0x2029; }
/// Marks that turn the direction of what follows, up to the end of the line: the rest of a page
/// must not depend on a name in it.
bool turns_direction(char32_t c) noexcept { return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069); }

bool is_replaced(char32_t c) noexcept { return is_control(c) || turns_direction(c); }

/// The code points with line breaks as spaces and everything unfit for a line as U+FFFD.
template <class Visit>
void each_on_one_line(std::string_view text, const Visit& visit) {
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if (is_break(c))
      visit(U' ');
    else
      visit(is_replaced(c) ? kReplacement : c);
  }
}

/// The signs that spreadsheets take for the beginning of a formula, the full-width ones of East Asian keyboards too.
bool begins_formula(std::string_view text) noexcept {
  static constexpr std::u32string_view kSigns = U"=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";
  std::size_t at = 0;
  return !text.empty() && kSigns.find(next_code_point(text, at)) != kSigns.npos;
}

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

}  // namespace

char32_t next_code_point(std::string_view text, std::size_t& at) noexcept {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t first = byte(at++);
  if (first < 0x80) return first;
  std::size_t more = 0;
  char32_t c = 0, least = 0;
  if ((first & 0xE0) == 0xC0) more = 1, c = first & 0x1F, least = 0x80;
  else if ((first & 0xF0) == 0xE0) more = 2, c = first & 0x0F, least = 0x800;
  else if ((first & 0xF8) == 0xF0) more = 3, c = first & 0x07, least = 0x10000;
  else return kReplacement;
  if (at + more > text.size()) return kReplacement;
  for (std::size_t i = 0; i < more; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return kReplacement;
    c = (c << 6) | (byte(at + i) & 0x3F);
  }
  if (c < least || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return kReplacement;
  at += more;
  return c;
}

void append_utf8(std::string& out, char32_t c) {
  const auto put = [&](char32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6)), put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12)), put(0x80 | ((c >> 6) & 0x3F)), put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18)), put(0x80 | ((c >> 12) & 0x3F)), put(0x80 | ((c >> 6) & 0x3F)), put(0x80 | (c & 0x3F));
  }
}

std::string xml_text(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t here = at;
    const char32_t c = next_code_point(text, at);
    switch (c) {
      case U'&': out.append("&amp;"); break;
      case U'<': out.append("&lt;"); break;
      case U'>': out.append("&gt;"); break;
      case U'"': out.append("&quot;"); break;
      case U'\'': out.append("&#39;"); break;
      case U' ': {
        const bool before_percent = at < text.size() && text[at] == '%' && here > 0 && is_digit(text[here - 1]);
        append_utf8(out, before_percent ? kNoBreakSpace : c);
        break;
      }
      default:
        if (is_break(c)) out.push_back(' ');
        else append_utf8(out, is_replaced(c) ? kReplacement : c);
    }
  }
  return out;
}

std::string markdown_text(std::string_view text) {
  static constexpr std::string_view kMarkup = "\\`*_[]|~$";
  std::string line = terminal_text(text);
  line.erase(0, std::min(line.find_first_not_of(' '), line.size()));
  std::string out;
  out.reserve(line.size() + line.size() / 8);
  const std::size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const char next = i + 1 < line.size() ? line[i + 1] : ' ';
    // Headings, lists and rules begin so: "# ", "- ", "+ ", "1. ", "---", "===".
    const bool begins = i == 0 && (c == '=' || ((c == '#' || c == '-' || c == '+') && (next == ' ' || next == c)));
    const bool numbers = i > 0 && i == digits && (c == '.' || c == ')') && next == ' ';
    if (begins || numbers || kMarkup.find(c) != kMarkup.npos) out.push_back('\\');
    if (c == '<') out.append("&lt;");
    else if (c == '>') out.append("&gt;");
    else if (c == '&') out.append("&amp;");
    else out.push_back(c);
  }
  return out;
}

std::string csv_text(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    append_utf8(out, is_replaced(c) && !is_break(c) ? kReplacement : c);
  }
  if (begins_formula(out)) out.insert(0, 1, '\'');
  if (out.find_first_of(",\"\r\n") == std::string::npos) return out;
  std::string quoted = "\"";
  for (const char c : out) {
    if (c == '"') quoted.push_back('"');
    quoted.push_back(c);
  }
  return quoted + '"';
}

std::string terminal_text(std::string_view text) {
  std::string out;
  each_on_one_line(text, [&](char32_t c) { append_utf8(out, c); });
  return out;
}

std::size_t terminal_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    const bool combining = (c >= 0x300 && c <= 0x36F) || (c >= 0x200B && c <= 0x200F) || c == 0xFEFF;
    const bool wide = (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
                      (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
                      (c >= 0x1F300 && c <= 0x1FAFF) || (c >= 0x20000 && c <= 0x3FFFD);
    width += combining ? 0 : wide ? 2 : 1;
  }
  return width;
}

}  // namespace foreplan::inline v0::report
