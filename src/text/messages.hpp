#pragma once
#include <foreplan/core/language.hpp>

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Every text that a reader sees, by key, in one table per language (messages_en.cpp and
/// messages_vi.cpp with their parts). Another language is one more file, one enumerator of `Language` and one line in
/// messages.cpp. Keys begin with what they are for: `unit.`, `price.`, `number.`, `period.`,
/// `severity.`, `kind.`, `finding.`, `reading.`, `plan.`, `report.`, `table.`.
namespace foreplan::inline v0::text {

/// A named place of a template and what stands there: {"level", "6,513"} for "{level}". Both are views, of texts that
/// last as long as the call.
struct Field {
  std::string_view name;
  std::string_view value;
};

/// The template of `key` with its fields filled in. A field that the template does not have is
/// ignored: a language may have no use for it.
/// @throws InvalidArgument  for an unknown key (naming the nearest one) or a field that is not given.
[[nodiscard]] std::string message(Language, std::string_view key, std::span<const Field> fields);
[[nodiscard]] std::string message(Language, std::string_view key, std::initializer_list<Field> fields);
/// The text of a key without fields.
[[nodiscard]] std::string_view message(Language, std::string_view key);
/// Like `message`, with `otherwise` for an unknown key: names that come from data ("VND", "zloty").
[[nodiscard]] std::string_view message_or(Language, std::string_view key, std::string_view otherwise);

/// "1 year", "5 years": the template `key`.one when n is 1 and `key`.many otherwise, with {n} filled in.
/// Languages without a plural have the same text twice.
[[nodiscard]] std::string counted(Language, std::string_view key, std::int64_t n);

/// "a", "a and b", "a, b and c".
[[nodiscard]] std::string list_text(Language, std::span<const std::string> items);

/// With a capital at the beginning, where that is a Latin letter of English or Vietnamese.
[[nodiscard]] std::string capitalised(std::string_view text);

/// One line of a language's table.
struct Row {
  std::string_view key;
  std::string_view text;
};
/// The rows of a language, sorted by key.
[[nodiscard]] std::span<const Row> messages(Language);
/// Every language that has a table.
[[nodiscard]] std::span<const Language> languages() noexcept;
/// The names of the fields of a template, sorted, each once.
/// @throws InvalidArgument  for a brace without its partner or an empty name.
[[nodiscard]] std::vector<std::string_view> fields_of(std::string_view template_text);

/// The tables as written, in the order of reading; what is said of needs of growth, of forecasts, of scenarios, of
/// regions, of structure and of backtests is in files of its own. Sorted and indexed on first use.
[[nodiscard]] std::span<const Row> english_rows() noexcept;
[[nodiscard]] std::span<const Row> english_needs_rows() noexcept;
[[nodiscard]] std::span<const Row> english_forecast_rows() noexcept;
[[nodiscard]] std::span<const Row> english_scenario_rows() noexcept;
[[nodiscard]] std::span<const Row> english_region_rows() noexcept;
[[nodiscard]] std::span<const Row> english_structure_rows() noexcept;
[[nodiscard]] std::span<const Row> english_tuning_rows() noexcept;
[[nodiscard]] std::span<const Row> vietnamese_rows() noexcept;
[[nodiscard]] std::span<const Row> vietnamese_needs_rows() noexcept;
[[nodiscard]] std::span<const Row> vietnamese_forecast_rows() noexcept;
[[nodiscard]] std::span<const Row> vietnamese_scenario_rows() noexcept;
[[nodiscard]] std::span<const Row> vietnamese_region_rows() noexcept;
[[nodiscard]] std::span<const Row> vietnamese_structure_rows() noexcept;
[[nodiscard]] std::span<const Row> vietnamese_tuning_rows() noexcept;

}  // namespace foreplan::inline v0::text
