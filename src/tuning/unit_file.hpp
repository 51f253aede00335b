#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// The files of a batch's folder: a line that says what the bytes after it are, and the bytes.
namespace foreplan::inline v0::tuning {

/// What the line says.
struct UnitHeader {
  std::string task{};     ///< SHA-256 of the task's words.
  std::size_t count = 0;  ///< Of the batch's units.
  std::string name{};     ///< Of the file, so that one in another's place is noticed. Without blanks.

  bool operator==(const UnitHeader&) const = default;
};

/// "unit-000012"
[[nodiscard]] std::string unit_name(std::size_t unit);

/// foreplan-batch 1 TASK COUNT NAME BYTES SHA256 and the bytes; the hash is of the words before it and the bytes.
[[nodiscard]] std::string sealed(const UnitHeader& header, std::string_view bytes);

struct Unsealed {
  UnitHeader header{};
  std::string_view bytes{};  ///< Within the file's.
};
/// Nothing for a file that is not whole or not as it was written.
[[nodiscard]] std::optional<Unsealed> unsealed(std::string_view file);

}  // namespace foreplan::inline v0::tuning
