#include "tuning/unit_file.hpp"

#include <array>
#include <charconv>

#include "text/hash.hpp"

namespace foreplan::inline v0::tuning {
namespace {

constexpr std::string_view kFormat = "foreplan-batch 1";

/// The line up to the hash.
std::string words_of(const UnitHeader& header, std::size_t bytes) {
  std::string words(kFormat);
  for (const std::string& word : {header.task, std::to_string(header.count), header.name, std::to_string(bytes)})
    (words += ' ') += word;
  return words;
}

std::string hash_of(std::string_view words, std::string_view bytes) {
  text::Sha256 hash;
  hash.update(words);
  hash.update("\n");
  hash.update(bytes);
  return text::hex(hash.digest());
}

std::optional<std::size_t> number(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::string unit_name(std::size_t unit) {
  std::string digits = std::to_string(unit);
  if (digits.size() < 6) digits.insert(0, 6 - digits.size(), '0');
  return "unit-" + digits;
}

std::string sealed(const UnitHeader& header, std::string_view bytes) {
  std::string file = words_of(header, bytes.size());
  const std::string hash = hash_of(file, bytes);
  file.reserve(file.size() + hash.size() + 2 + bytes.size());
  return ((((file += ' ') += hash) += '\n') += bytes);
}

std::optional<Unsealed> unsealed(std::string_view file) {
  const std::size_t end = file.substr(0, 1024).find('\n');
  if (!file.starts_with(kFormat) || end == std::string_view::npos || end == kFormat.size()) return std::nullopt;
  std::array<std::string_view, 5> words;  // task, count, name, bytes, hash
  std::string_view rest = file.substr(kFormat.size() + 1, end - kFormat.size() - 1);
  for (std::string_view& word : words) {
    word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(word.size() < rest.size() ? word.size() + 1 : rest.size());
  }
  const auto count = number(words[1]);
  if (!rest.empty() || !count) return std::nullopt;
  Unsealed result{{std::string(words[0]), *count, std::string(words[2])}, file.substr(end + 1)};
  // Written again, the same line must come out: this holds the length, and every blank.
  const std::string again = words_of(result.header, result.bytes.size());
  if (file.substr(0, end) != again + ' ' + hash_of(again, result.bytes)) return std::nullopt;
  return result;
}

}  // namespace foreplan::inline v0::tuning
