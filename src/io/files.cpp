#include <foreplan/io/files.hpp>

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <system_error>
#include <utility>

#include "core/check.hpp"

namespace foreplan::inline v0::io {
namespace {

[[noreturn]] void fail(std::string_view doing, const std::string& path, int error) {
  throw IoError("io: cannot " + std::string(doing) + " " + detail::quoted(path, 4096) + ": " + std::generic_category().message(error));
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() { if (fd_ >= 0) ::close(fd_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

/// Removes the temporary file unless it became the real one.
struct Temporary {
  std::string path;
  bool kept = false;
  ~Temporary() { if (!kept) ::unlink(path.c_str()); }
};

void require_path(std::string_view doing, const std::string& path) {
  if (path.empty() || path.find('\0') != std::string::npos) fail(doing, path, ENOENT);
}

/// Where the directory ends that holds `path`.
std::string folder_of(const std::string& path) { return path.substr(0, path.rfind('/') + 1); }

/// The folder of `path`, to be synced once the new name stands in it; none where we may write but not read.
int open_folder(const std::string& path) {
  const std::string folder = folder_of(path);
  const int fd = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0 && errno != EACCES) fail("open the folder of", path, errno);
  return fd;
}

/// A new name is on the disk only when its folder is. Some file systems know no such thing and say that it is invalid.
void sync_folder(int folder, const std::string& path) {
  if (folder < 0 || ::fsync(folder) == 0 || errno == EINVAL || errno == ENOTSUP) return;
  fail("bring to the disk the folder of", path, errno);
}

/// A new file in the folder of `path`. Its name does not grow with that of `path`, which may have the longest length allowed.
int create_beside(const std::string& path, mode_t mode, std::string& name) {
  constexpr int kMostTries = 100;
  for (int i = 0; i < kMostTries; ++i) {
    std::uint64_t random = 0;
    if (::getrandom(&random, sizeof random, 0) != sizeof random) continue;
    name = folder_of(path) + ".foreplan-" + std::to_string(random);
    const int fd = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (fd >= 0 || errno != EEXIST) return fd;
  }
  return -1;
}

}  // namespace

std::string read_file(const std::string& path, std::size_t max_bytes) {
  require_path("open", path);
  // Without O_NONBLOCK opening a pipe would wait for a writer; regular files do not know the flag.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (file.get() < 0) fail("open", path, errno);
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) fail("read", path, errno);
  if (!S_ISREG(status.st_mode)) throw IoError("io: cannot read " + detail::quoted(path, 4096) + ": not a regular file");
  std::string contents;
  const auto too_large = [&](std::size_t size) {
    if (size > max_bytes)
      throw IoError("io: cannot read " + detail::quoted(path, 4096) + ": more than " + std::to_string(max_bytes) + " bytes");
  };
  too_large(static_cast<std::size_t>(status.st_size));
  contents.resize(static_cast<std::size_t>(status.st_size) + 1);  // room to see the end without growing
  std::size_t have = 0;
  for (;;) {
    if (have == contents.size()) contents.resize(have + have / 2 + 4096);  // it is growing, or of a kind that has no size
    const ssize_t n = ::read(file.get(), contents.data() + have, contents.size() - have);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail("read", path, errno);
    if (n == 0) break;
    have += static_cast<std::size_t>(n);
    too_large(have);
  }
  contents.resize(have);
  return contents;
}

void write_file(const std::string& path, std::string_view contents) {
  require_path("write", path);
  struct stat old {};
  const bool exists = ::lstat(path.c_str(), &old) == 0;
  if (exists && !S_ISREG(old.st_mode) && !S_ISLNK(old.st_mode))
    throw IoError("io: cannot replace " + detail::quoted(path, 4096) + ": not a regular file");
  // A link is replaced by a file with the permissions of what it leads to.
  const bool keeps = exists && ::stat(path.c_str(), &old) == 0 && S_ISREG(old.st_mode);
  const Descriptor folder(open_folder(path));
  Temporary temporary;
  // Nobody may read what those allowed the old file cannot; a new file is for whom the process' mask lets it be.
  Descriptor file(create_beside(path, keeps ? 0600 : 0666, temporary.path));
  if (file.get() < 0) {
    temporary.kept = true;  // it is not ours
    fail("create a file beside", path, errno);
  }
  while (!contents.empty()) {
    const ssize_t n = ::write(file.get(), contents.data(), contents.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail("write", path, errno);
    contents.remove_prefix(static_cast<std::size_t>(n));
  }
  if (keeps && ::fchmod(file.get(), old.st_mode & 07777) != 0) fail("write", path, errno);
  if (::fsync(file.get()) != 0) fail("write", path, errno);
  if (::close(file.release()) != 0) fail("write", path, errno);
  if (::rename(temporary.path.c_str(), path.c_str()) != 0) fail("replace", path, errno);
  temporary.kept = true;
  sync_folder(folder.get(), path);
}

}  // namespace foreplan::inline v0::io
