#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

/// Whole files in and out for the modules that have them. `who` begins every message: "io", "tuning::run_batch". Paths
/// that are empty or hold a NUL are no files.
namespace foreplan::inline v0::text {

/// @throws IoError  when the file cannot be read, is no regular file or has more than `max_bytes`.
[[nodiscard]] std::string read_file(std::string_view who, const std::string& path, std::size_t max_bytes);
/// The same, and nothing when there is no file of that name.
[[nodiscard]] std::optional<std::string> read_file_if_there(std::string_view who, const std::string& path,
                                                            std::size_t max_bytes);

/// Replaces the file as one step, as io/files.hpp has it. Its temporary file, `.foreplan-` and digits, is locked
/// (flock) while it is written; should another program remove it all the same, it is written again.
/// @throws IoError
void write_file(std::string_view who, const std::string& path, std::string_view contents);

/// Makes the folder, and those it lies in, where they are not there; new ones are brought to the disk.
/// @throws IoError  also when something else has the name.
void make_folder(std::string_view who, const std::string& path);

/// Removes from a folder the temporary files of `write_file` whose writers are gone: those that nobody has locked. Where
/// the file system knows no locks they stay. Returns how many were removed. @throws IoError  when it cannot be listed.
std::size_t remove_leftovers(std::string_view who, const std::string& folder);

/// A lock on a file or folder, held while this lives and this program runs.
class FileLock {
 public:
  /// Takes the lock if it is there and nobody has it; never waits. A symbolic link is not followed.
  explicit FileLock(const std::string& path);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  [[nodiscard]] bool held() const noexcept { return descriptor_ >= 0; }

 private:
  int descriptor_ = -1;
};

}  // namespace foreplan::inline v0::text
