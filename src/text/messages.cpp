#include "text/messages.hpp"

#include "core/check.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <functional>

namespace foreplan::inline v0::text {
namespace {

constexpr std::array kLanguages = {Language::english, Language::vietnamese};

/// What stands in a template before a field, and the field's name; nothing but a text at the end.
struct Piece {
  std::string_view text;
  std::string_view field;
};

/// The rows by key, and where each key's hash leads: slots hold places from 1, at most half of them taken. The pieces of
/// a row's template end where the next row's begin.
struct Table {
  std::vector<Row> rows;
  std::vector<std::uint16_t> slots;
  std::vector<Piece> pieces;
  std::vector<std::size_t> first_piece;

  explicit Table(std::initializer_list<std::span<const Row>> parts) {
    for (const std::span<const Row> part : parts) rows.insert(rows.end(), part.begin(), part.end());
    std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.key < b.key; });
    slots.assign(std::bit_ceil(2 * rows.size() + 1), 0);
    for (std::size_t k = 0; k < rows.size(); ++k) slots[slot(rows[k].key)] = static_cast<std::uint16_t>(k + 1);
    first_piece.reserve(rows.size() + 1);
    for (const Row& row : rows) {
      first_piece.push_back(pieces.size());
      split(row.text);
    }
    first_piece.push_back(pieces.size());
  }
  void split(std::string_view pattern) {
    for (std::size_t from = 0;;) {
      const std::size_t open = pattern.find('{', from);
      const std::size_t close = open == std::string_view::npos ? open : pattern.find('}', open);
      if (close == std::string_view::npos) {
        pieces.push_back({pattern.substr(from), {}});
        return;
      }
      pieces.push_back({pattern.substr(from, open - from), pattern.substr(open + 1, close - open - 1)});
      from = close + 1;
    }
  }
  [[nodiscard]] std::size_t slot(std::string_view key) const noexcept {
    std::size_t i = std::hash<std::string_view>{}(key) & (slots.size() - 1);
    while (slots[i] != 0 && rows[slots[i] - 1u].key != key) i = (i + 1) & (slots.size() - 1);
    return i;
  }
};

const Table& table(Language language) {
  static const Table english({english_rows(), english_needs_rows(), english_forecast_rows(), english_scenario_rows(),
                              english_region_rows(), english_structure_rows(), english_tuning_rows()}),
      vietnamese({vietnamese_rows(), vietnamese_needs_rows(), vietnamese_forecast_rows(), vietnamese_scenario_rows(),
                  vietnamese_region_rows(), vietnamese_structure_rows(), vietnamese_tuning_rows()});
  switch (language) {
    case Language::english: return english;
    case Language::vietnamese: return vietnamese;
  }
  detail::fail("text::message", "language must be one of the enumerators",
               std::to_string(static_cast<int>(language)));
}

const Row* find(const Table& messages, std::string_view key) {
  const std::size_t at = messages.slots[messages.slot(key)];
  return at == 0 ? nullptr : &messages.rows[at - 1];
}

[[noreturn]] void unknown_key(Language language, std::string_view key) {
  std::vector<std::string> known;
  for (const Row& row : table(language).rows) known.emplace_back(row.key);
  const std::string nearest = detail::nearest_name(key, known);
  detail::fail("text::message", "key must be in the table of the language", detail::quoted(key),
               nearest.empty() ? std::string() : "(nearest: \"" + nearest + "\")");
}

const Row& row_of(Language language, const Table& messages, std::string_view key) {
  const Row* row = find(messages, key);
  if (row == nullptr) unknown_key(language, key);
  return *row;
}

/// Names are short: a call to compare them costs more than to look.
bool same(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (a[i] != b[i]) return false;
  return true;
}

/// Of a letter of U+00C0 to U+01BF that Vietnamese or the languages of western Europe use; others stay.
unsigned capital_of(unsigned c) {
  if (c >= 0xE0 && c <= 0xFE && c != 0xF7) return c - 0x20;
  if (c >= 0x100 && c <= 0x137 && c % 2 == 1) return c - 1;
  if (c >= 0x14A && c <= 0x177 && c % 2 == 1) return c - 1;
  if (c == 0x1A1 || c == 0x1B0) return c - 1;  // o and u with horn
  return c;
}

}  // namespace

std::string message(Language language, std::string_view key, std::span<const Field> fields) {
  const Table& messages = table(language);
  const auto row = static_cast<std::size_t>(&row_of(language, messages, key) - messages.rows.data());
  const std::span<const Piece> pieces(messages.pieces.data() + messages.first_piece[row],
                                      messages.first_piece[row + 1] - messages.first_piece[row]);
  std::size_t length = messages.rows[row].text.size();
  for (const Field& field : fields) length += field.value.size();
  std::string out;
  out.reserve(length);
  for (const Piece& piece : pieces) {
    out.append(piece.text);
    if (piece.field.empty()) continue;
    const auto field = std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return same(f.name, piece.field); });
    if (field == fields.end())
      detail::fail("text::message", "every field of the template must be given", detail::quoted(piece.field),
                   "missing for key " + detail::quoted(key));
    out.append(field->value);
  }
  return out;
}

std::string message(Language language, std::string_view key, std::initializer_list<Field> fields) {
  return message(language, key, std::span<const Field>(fields.begin(), fields.size()));
}

std::string_view message(Language language, std::string_view key) {
  return row_of(language, table(language), key).text;
}

std::string_view message_or(Language language, std::string_view key, std::string_view otherwise) {
  const Row* row = find(table(language), key);
  return row == nullptr ? otherwise : row->text;
}

std::string counted(Language language, std::string_view key, std::int64_t n) {
  std::string form(key);
  form.append(n == 1 ? ".one" : ".many");
  return message(language, form, {{"n", std::to_string(n)}});
}

std::string list_text(Language language, std::span<const std::string> items) {
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out.append(message(language, i + 1 == items.size() ? "list.last" : "list.next"));
    out.append(items[i]);
  }
  return out;
}

std::string capitalised(std::string_view text) {
  std::string out(text);
  const auto byte = [&](std::size_t i) { return i < out.size() ? static_cast<unsigned char>(out[i]) : 0u; };
  if (byte(0) >= 'a' && byte(0) <= 'z') {
    out[0] = static_cast<char>(out[0] - 'a' + 'A');
  } else if (byte(0) >= 0xC3 && byte(0) <= 0xC6 && (byte(1) & 0xC0) == 0x80) {
    const unsigned c = capital_of((byte(0) & 0x1F) << 6 | (byte(1) & 0x3F));
    out[0] = static_cast<char>(0xC0 | c >> 6);
    out[1] = static_cast<char>(0x80 | (c & 0x3F));
  } else if (byte(0) == 0xE1 && (byte(1) == 0xBA || byte(1) == 0xBB) && (byte(2) & 0xC0) == 0x80) {
    // U+1E80 to U+1EFF: capitals are even, each before its small letter.
    const unsigned c = (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    if (c >= 0xEA0 && c % 2 == 1) out[2] = static_cast<char>(out[2] - 1);
  }
  return out;
}

std::span<const Row> messages(Language language) { return table(language).rows; }

std::span<const Language> languages() noexcept { return kLanguages; }

std::vector<std::string_view> fields_of(std::string_view pattern) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '{' && pattern[i] != '}') continue;
    const std::size_t close = pattern.find_first_of("{}", i + 1);
    if (pattern[i] == '}' || close == std::string_view::npos || pattern[close] == '{' || close == i + 1)
      detail::fail("text::fields_of", "braces must pair around a name", detail::quoted(pattern));
    names.push_back(pattern.substr(i + 1, close - i - 1));
    i = close;
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace foreplan::inline v0::text
