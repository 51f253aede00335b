#include "text/file.hpp"

#include <foreplan/core/errors.hpp>

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

#include "core/check.hpp"

namespace foreplan::inline v0::text {
namespace {

constexpr std::string_view kTemporary = ".foreplan-";
/// Far more than bad luck needs; beyond it something else is wrong.
constexpr int kMostTries = 100;

[[noreturn]] void fail(std::string_view who, std::string_view doing, const std::string& path, std::string_view words) {
  throw IoError(std::string(who) + ": cannot " + std::string(doing) + " " + detail::quoted(path, 4096) + ": " +
                std::string(words));
}
[[noreturn]] void fail(std::string_view who, std::string_view doing, const std::string& path, int error) {
  fail(who, doing, path, std::generic_category().message(error));
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
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
  ~Temporary() {
    if (!kept) ::unlink(path.c_str());
  }
};

void require_path(std::string_view who, std::string_view doing, const std::string& path) {
  if (path.empty() || path.find('\0') != std::string::npos) fail(who, doing, path, ENOENT);
}

/// Where the directory ends that holds `path`.
std::string folder_of(const std::string& path) { return path.substr(0, path.rfind('/') + 1); }

/// The folder of `path`, to be synced once the new name stands in it; none where we may write but not read.
int open_folder(std::string_view who, const std::string& path) {
  const std::string folder = folder_of(path);
  const int fd = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0 && errno != EACCES) fail(who, "open the folder of", path, errno);
  return fd;
}

/// A new name is on the disk only when its folder is. Some file systems know no such thing and say that it is invalid.
void sync_folder(std::string_view who, int folder, const std::string& path) {
  if (folder < 0 || ::fsync(folder) == 0 || errno == EINVAL || errno == ENOTSUP) return;
  fail(who, "bring to the disk the folder of", path, errno);
}

/// Whether the file is ours: `remove_leftovers` of another program may have met it before it was locked. A file system
/// without locks has nothing against it.
bool locked(int fd) {
  struct stat status {};
  const bool busy = ::flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  return !busy && ::fstat(fd, &status) == 0 && status.st_nlink > 0;
}

/// A new file in the folder of `path`. Its name does not grow with that of `path`, which may have the longest length
/// allowed.
int create_beside(const std::string& path, mode_t mode, std::string& name) {
  for (int i = 0; i < kMostTries; ++i) {
    std::uint64_t random = 0;
    if (::getrandom(&random, sizeof random, 0) != sizeof random) continue;
    name = folder_of(path).append(kTemporary).append(std::to_string(random));
    const int fd = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (fd < 0) {
      if (errno != EEXIST) return fd;
    } else if (locked(fd)) {
      return fd;
    } else {
      ::close(fd);
      ::unlink(name.c_str());
    }
  }
  errno = EAGAIN;
  return -1;
}

/// The bytes of an open file.
std::string read_all(std::string_view who, int fd, const std::string& path, std::size_t max_bytes) {
  struct stat status {};
  if (::fstat(fd, &status) != 0) fail(who, "read", path, errno);
  if (!S_ISREG(status.st_mode)) fail(who, "read", path, "not a regular file");
  std::string contents;
  const auto too_large = [&](std::size_t size) {
    if (size > max_bytes) fail(who, "read", path, "more than " + std::to_string(max_bytes) + " bytes");
  };
  too_large(static_cast<std::size_t>(status.st_size));
  contents.resize(static_cast<std::size_t>(status.st_size) + 1);  // room to see the end without growing
  std::size_t have = 0;
  for (;;) {
    if (have == contents.size()) contents.resize(have + have / 2 + 4096);  // it grows, or is of a kind without a size
    const ssize_t n = ::read(fd, contents.data() + have, contents.size() - have);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail(who, "read", path, errno);
    if (n == 0) break;
    have += static_cast<std::size_t>(n);
    too_large(have);
  }
  contents.resize(have);
  return contents;
}

/// One attempt at it; false when somebody removed the temporary file.
bool written(std::string_view who, const std::string& path, std::string_view contents, const mode_t* mode) {
  const Descriptor folder(open_folder(who, path));
  Temporary temporary;
  // Nobody may read what those allowed the old file cannot; a new file is for whom the process' mask lets it be.
  Descriptor file(create_beside(path, mode != nullptr ? 0600 : 0666, temporary.path));
  if (file.get() < 0) {
    temporary.kept = true;  // it is not ours
    fail(who, "create a file beside", path, errno);
  }
  while (!contents.empty()) {
    const ssize_t n = ::write(file.get(), contents.data(), contents.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail(who, "write", path, errno);
    contents.remove_prefix(static_cast<std::size_t>(n));
  }
  if (mode != nullptr && ::fchmod(file.get(), *mode & 07777) != 0) fail(who, "write", path, errno);
  if (::fsync(file.get()) != 0) fail(who, "write", path, errno);
  if (::close(file.release()) != 0) fail(who, "write", path, errno);
  if (::rename(temporary.path.c_str(), path.c_str()) != 0) {
    if (errno == ENOENT) return false;
    fail(who, "replace", path, errno);
  }
  temporary.kept = true;
  sync_folder(who, folder.get(), path);
  return true;
}

}  // namespace

std::optional<std::string> read_file_if_there(std::string_view who, const std::string& path, std::size_t max_bytes) {
  require_path(who, "open", path);
  // Without O_NONBLOCK opening a pipe would wait for a writer; regular files do not know the flag.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (file.get() >= 0) return read_all(who, file.get(), path, max_bytes);
  if (errno != ENOENT) fail(who, "open", path, errno);
  return std::nullopt;
}

std::string read_file(std::string_view who, const std::string& path, std::size_t max_bytes) {
  std::optional<std::string> contents = read_file_if_there(who, path, max_bytes);
  if (!contents) fail(who, "open", path, ENOENT);
  return *std::move(contents);
}

void write_file(std::string_view who, const std::string& path, std::string_view contents) {
  require_path(who, "write", path);
  struct stat old {};
  const bool exists = ::lstat(path.c_str(), &old) == 0;
  if (exists && !S_ISREG(old.st_mode) && !S_ISLNK(old.st_mode)) fail(who, "replace", path, "not a regular file");
  // A link is replaced by a file with the permissions of what it leads to.
  const bool keeps = exists && ::stat(path.c_str(), &old) == 0 && S_ISREG(old.st_mode);
  for (int i = 0; i < kMostTries; ++i)
    if (written(who, path, contents, keeps ? &old.st_mode : nullptr)) return;
  fail(who, "replace", path, ENOENT);
}

void make_folder(std::string_view who, const std::string& path) {
  require_path(who, "make the folder", path);
  const std::size_t end = path.find_last_not_of('/');
  const std::string folder = end == std::string::npos ? "/" : path.substr(0, end + 1);
  struct stat status {};
  if (::stat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) return;
  if (const std::string above = folder_of(folder); !above.empty() && above != folder) make_folder(who, above);
  if (::mkdir(folder.c_str(), 0777) == 0) {
    const Descriptor above(open_folder(who, folder));
    return sync_folder(who, above.get(), folder);
  }
  const int error = errno;
  if (error == EEXIST && ::stat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) return;  // made meanwhile
  fail(who, "make the folder", path, error);
}

std::size_t remove_leftovers(std::string_view who, const std::string& folder) {
  require_path(who, "list", folder);
  const std::unique_ptr<DIR, int (*)(DIR*)> list(::opendir(folder.c_str()), ::closedir);
  if (!list) fail(who, "list", folder, errno);
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = ::readdir(list.get())) {
    const std::string_view name = entry->d_name;
    if (name.size() > kTemporary.size() && name.starts_with(kTemporary) &&
        name.find_first_not_of("0123456789", kTemporary.size()) == std::string_view::npos)
      names.push_back(folder + '/' + std::string(name));
    errno = 0;
  }
  if (errno != 0) fail(who, "list", folder, errno);
  // A file that gets its real name between the lock and here is no longer at this one, and names are not used again.
  return static_cast<std::size_t>(std::count_if(names.begin(), names.end(), [](const std::string& name) {
    const FileLock lock(name);
    return lock.held() && ::unlink(name.c_str()) == 0;
  }));
}

FileLock::FileLock(const std::string& path)
    : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW)) {
  if (descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) ::close(std::exchange(descriptor_, -1));
}

FileLock::~FileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace foreplan::inline v0::text
