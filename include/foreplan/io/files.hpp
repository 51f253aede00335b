#pragma once
#include <foreplan/export.hpp>

#include <cstddef>
#include <string>
#include <string_view>

/// Whole files in and out. Messages hold the path, what was being done, and the system's own words.
namespace foreplan::inline v0::io {

/// @throws IoError  when the file cannot be read, is no regular file or has more than `max_bytes`.
[[nodiscard]] FOREPLAN_EXPORT std::string read_file(const std::string& path, std::size_t max_bytes = std::size_t{1} << 30);

/// Replaces the file as one step: writes a temporary file beside it, brings it to the disk, and renames it. A reader, or a
/// process killed at any point, leaves the old contents or the new, never a part; on failure the temporary file is removed. A
/// symbolic link is replaced, not followed. The permissions of the old file are kept; a new one has those that the process' mask
/// leaves of 0666. @throws IoError  also for a directory, a device or a pipe, which are not replaced.
FOREPLAN_EXPORT void write_file(const std::string& path, std::string_view contents);

}  // namespace foreplan::inline v0::io
