#include <foreplan/io/files.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
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

}  // namespace

std::string read_file(const std::string& path, std::size_t max_bytes) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
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
  contents.resize(static_cast<std::size_t>(status.st_size));
  std::size_t have = 0;
  for (;;) {
    if (have == contents.size()) contents.resize(have + 4096);  // it may be growing
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
  std::string name = path + ".XXXXXX";
  Descriptor file(::mkostemp(name.data(), O_CLOEXEC));
  if (file.get() < 0) fail("create a file beside", path, errno);
  Temporary temporary{name};
  while (!contents.empty()) {
    const ssize_t n = ::write(file.get(), contents.data(), contents.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail("write", path, errno);
    contents.remove_prefix(static_cast<std::size_t>(n));
  }
  struct stat old {};
  const mode_t mode = ::stat(path.c_str(), &old) == 0 && S_ISREG(old.st_mode) ? old.st_mode & 07777 : 0644;
  if (::fchmod(file.get(), mode) != 0 || ::fsync(file.get()) != 0) fail("write", path, errno);
  if (::close(file.release()) != 0) fail("write", path, errno);
  if (::rename(name.c_str(), path.c_str()) != 0) fail("replace", path, errno);
  temporary.kept = true;
}

}  // namespace foreplan::inline v0::io
