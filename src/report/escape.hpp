#pragma once
#include <cstddef>
#include <string>
#include <string_view>

/// Text from anywhere made harmless where it is put. Every writer of this module goes through these.
/// Bytes that are not UTF-8, control characters and marks that turn the direction of text become U+FFFD.
namespace foreplan::inline v0::report {

/// The code point that begins at `at`, which moves past it; U+FFFD, one byte on, where none does.
[[nodiscard]] char32_t next_code_point(std::string_view utf8, std::size_t& at) noexcept;
void append_utf8(std::string& out, char32_t c);

/// For text and quoted attributes of HTML and XML alike. The space between a number and a per cent
/// sign becomes unbreakable.
[[nodiscard]] std::string xml_text(std::string_view);
/// For running Markdown text: what would start markup is shown as it stands; line breaks become spaces.
[[nodiscard]] std::string markdown_text(std::string_view);
/// One field of RFC 4180. Text that a spreadsheet would run as a formula gets an apostrophe first.
[[nodiscard]] std::string csv_text(std::string_view);
/// For a terminal: one line, without control characters.
[[nodiscard]] std::string terminal_text(std::string_view);
/// Columns that a terminal shows the text in.
[[nodiscard]] std::size_t terminal_width(std::string_view);

}  // namespace foreplan::inline v0::report
