#pragma once
#include <foreplan/export.hpp>

#include <cstddef>
#include <string>
#include <string_view>

/// Whole files in and out. Messages hold the path, what was being done, and the system's own words.
namespace foreplan::inline v0::io {

/// @throws IoError  when the file cannot be read, is no regular file or has more than `max_bytes`.
[[nodiscard]] FOREPLAN_EXPORT std::string read_file(const std::string& path, std::size_t max_bytes = std::size_t{1} << 30);

/// Replaces the file as one step: writes a temporary file beside it, brings it to the disk, renames it, and brings the folder
/// to the disk. A reader finds the old contents or the new, never a part, and so does whoever looks after the process was killed
/// or the power failed at any point; once the call returns it is the new. A process that was killed may leave its temporary file,
/// `.foreplan-` and digits. A symbolic link is replaced, not followed. The permissions of the old file are kept; a new one has
/// those that the process' mask leaves of 0666. Where the folder may not be read, or its file system cannot bring it to the
/// disk, that last step is left out.
///
/// @throws IoError  with the old contents in place and the temporary file removed; also for a directory, a device or a pipe,
///   which are not replaced. Only when bringing the folder to the disk fails are the new contents in place: they may then
///   not outlast a power failure.
FOREPLAN_EXPORT void write_file(const std::string& path, std::string_view contents);

}  // namespace foreplan::inline v0::io
