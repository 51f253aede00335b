#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <foreplan/core/errors.hpp>
#include <foreplan/io/files.hpp>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "scratch_folder.hpp"

namespace {
/// Stands before each fsync of this program; what it returns, if not 0, is the error instead.
std::function<int(int descriptor)> before_fsync;
}  // namespace

extern "C" int fsync(int descriptor) {
  if (const int error = before_fsync ? before_fsync(descriptor) : 0) {
    errno = error;
    return -1;
  }
  return static_cast<int>(::syscall(SYS_fsync, descriptor));
}

namespace foreplan::io {
namespace {

namespace fs = std::filesystem;

class Files : public ScratchFolder {
 protected:
  void TearDown() override {
    before_fsync = nullptr;
    ScratchFolder::TearDown();
  }

  [[nodiscard]] std::size_t entries() const { return names().size(); }
  template <class F>
  static std::string error_of(F f) {
    return ScratchFolder::error_of<IoError>(f);
  }
};

bool is_folder(int descriptor) {
  struct stat status {};
  return ::fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode);
}

/// While it lives a root's program has the rights of another user, who owns nothing here.
class Unprivileged {
 public:
  Unprivileged() {
    if (root_) { EXPECT_EQ(::seteuid(65534), 0); }
  }
  ~Unprivileged() {
    if (root_) { EXPECT_EQ(::seteuid(0), 0); }
  }
  Unprivileged(const Unprivileged&) = delete;
  Unprivileged& operator=(const Unprivileged&) = delete;

 private:
  bool root_ = ::geteuid() == 0;
};

mode_t mode_of(const std::string& path) {
  struct stat status {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
  return status.st_mode & 07777;
}

TEST_F(Files, WhatIsWrittenIsRead) {
  using namespace std::string_literals;
  for (const std::string& text : {""s, "a"s, "a\0b\r\n\xFF"s, std::string(5'000'000, 'x')}) {
    write_file(path("a"), text);
    EXPECT_EQ(read_file(path("a")), text);
    EXPECT_EQ(entries(), 1u);
  }
}

TEST_F(Files, ReadingHoldsOnlyTheFile) {
  write_file(path("a"), std::string(3'000'000, 'x'));
  EXPECT_LT(read_file(path("a")).capacity(), 3'100'000u);
}

TEST_F(Files, TheLimitIsTheLastSizeAllowed) {
  write_file(path("a"), "12345");
  EXPECT_EQ(read_file(path("a"), 5), "12345");
  EXPECT_NE(error_of([&] { (void)read_file(path("a"), 4); }).find("more than 4 bytes"), std::string::npos);
}

// The files of /proc say that they have no bytes, and have some.
TEST_F(Files, AFileWithoutASizeIsReadToItsEnd) {
  const std::string status = read_file("/proc/self/status");
  EXPECT_NE(status.find("Name:"), std::string::npos);
  EXPECT_NE(error_of([] { (void)read_file("/proc/self/status", 10); }).find("more than 10 bytes"), std::string::npos);
}

TEST_F(Files, WhatIsNoRegularFileIsNotRead) {
  EXPECT_NE(error_of([&] { (void)read_file(folder_.string()); }).find("not a regular file"), std::string::npos);
  // A pipe that nobody writes to: opening it must not wait.
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  EXPECT_NE(error_of([&] { (void)read_file(path("pipe")); }).find("not a regular file"), std::string::npos);
  EXPECT_NE(error_of([&] { (void)read_file("/dev/zero"); }).find("not a regular file"), std::string::npos);
}

TEST_F(Files, ErrorsHaveThePathAndTheSystemsWords) {
  const std::string error = error_of([&] { (void)read_file(path("none")); });
  EXPECT_NE(error.find(path("none")), std::string::npos) << error;
  EXPECT_NE(error.find("No such file or directory"), std::string::npos) << error;
  EXPECT_NE(error_of([&] { (void)read_file(""); }), "");
  EXPECT_NE(error_of([&] { write_file("", "x"); }), "");
}

// The system's interface would read the name only up to the NUL, and open another file.
TEST_F(Files, ANameWithNulIsRefused) {
  write_file(path("a"), "x");
  const std::string name = path("a") + std::string(1, '\0') + "b";
  EXPECT_NE(error_of([&] { (void)read_file(name); }), "");
  EXPECT_NE(error_of([&] { write_file(name, "y"); }), "");
  EXPECT_EQ(read_file(path("a")), "x");
}

TEST_F(Files, PermissionsAreKept) {
  write_file(path("a"), "old");
  for (const mode_t mode : {0600u, 0640u, 0444u, 0755u}) {
    ASSERT_EQ(::chmod(path("a").c_str(), mode), 0);
    write_file(path("a"), "new");
    EXPECT_EQ(mode_of(path("a")), mode);
  }
}

TEST_F(Files, ANewFileHasWhatTheMaskLeaves) {
  const mode_t before = ::umask(077);
  write_file(path("private"), "x");
  ::umask(022);
  write_file(path("public"), "x");
  ::umask(before);
  EXPECT_EQ(mode_of(path("private")), 0600u);
  EXPECT_EQ(mode_of(path("public")), 0644u);
}

TEST_F(Files, ALinkIsReplacedAndWhatItLeadsToStays) {
  write_file(path("target"), "old");
  ASSERT_EQ(::chmod(path("target").c_str(), 0640), 0);
  fs::create_symlink("target", path("link"));
  write_file(path("link"), "new");
  EXPECT_EQ(read_file(path("target")), "old");
  EXPECT_EQ(read_file(path("link")), "new");
  EXPECT_FALSE(fs::is_symlink(path("link")));
  EXPECT_EQ(mode_of(path("link")), 0640u);
}

TEST_F(Files, ALongNameIsWritten) {
  const std::string longest(255, 'n');
  write_file(path(longest), "x");
  EXPECT_EQ(read_file(path(longest)), "x");
  EXPECT_NE(error_of([&] { write_file(path(longest + "n"), "x"); }).find("File name too long"), std::string::npos);
  EXPECT_EQ(entries(), 1u);
}

TEST_F(Files, APlainNameIsWrittenInTheCurrentFolder) {
  const fs::path before = fs::current_path();
  fs::current_path(folder_);
  write_file("a", "x");
  fs::current_path(before);
  EXPECT_EQ(read_file(path("a")), "x");
}

// A limit on the size of files makes the system refuse in the middle of a write, as a full disk does.
TEST_F(Files, AFailedWriteLeavesTheOldFileAndNothingElse) {
  write_file(path("a"), "old");
  struct rlimit before {};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const struct rlimit small { 100'000, before.rlim_max };
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  const std::string error = error_of([&] { write_file(path("a"), std::string(1'000'000, 'x')); });
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, handler);
  EXPECT_NE(error.find("File too large"), std::string::npos) << error;
  EXPECT_EQ(read_file(path("a")), "old");
  EXPECT_EQ(entries(), 1u);
}

// The contents before the name, and the folder that holds the name once it is there.
TEST_F(Files, TheFileThenItsFolderAreBroughtToTheDisk) {
  write_file(path("a"), "old");
  std::vector<std::string> seen;
  before_fsync = [&](int descriptor) {
    seen.push_back((is_folder(descriptor) ? "folder: " : "file: ") + read_file(path("a")));
    return 0;
  };
  write_file(path("a"), "new");
  EXPECT_EQ(seen, (std::vector<std::string>{"file: old", "folder: new"}));
}

// Where space is given late, the disk is full only now.
TEST_F(Files, AFileThatDoesNotReachTheDiskLeavesTheOldOne) {
  write_file(path("a"), "old");
  before_fsync = [](int descriptor) { return is_folder(descriptor) ? 0 : ENOSPC; };
  EXPECT_NE(error_of([&] { write_file(path("a"), "new"); }).find("No space left on device"), std::string::npos);
  EXPECT_EQ(read_file(path("a")), "old");
  EXPECT_EQ(entries(), 1u);
}

TEST_F(Files, AFolderThatDoesNotReachTheDiskIsAnErrorWithTheNewFileInPlace) {
  write_file(path("a"), "old");
  before_fsync = [](int descriptor) { return is_folder(descriptor) ? EIO : 0; };
  const std::string error = error_of([&] { write_file(path("a"), "new"); });
  EXPECT_NE(error.find("cannot bring to the disk the folder of"), std::string::npos) << error;
  EXPECT_EQ(read_file(path("a")), "new");
  EXPECT_EQ(entries(), 1u);
}

TEST_F(Files, AFileSystemThatBringsNoFolderToTheDiskIsNoError) {
  for (const int error : {EINVAL, ENOTSUP}) {
    before_fsync = [=](int descriptor) { return is_folder(descriptor) ? error : 0; };
    EXPECT_EQ(error_of([&] { write_file(path("a"), "new"); }), "");
  }
}

TEST_F(Files, AFolderThatMayBeWrittenButNotReadIsWritten) {
  ASSERT_EQ(::chmod(folder_.c_str(), 0333), 0);
  {
    const Unprivileged user;
    EXPECT_EQ(error_of([&] { write_file(path("a"), "new"); }), "");
    EXPECT_EQ(read_file(path("a")), "new");
  }
  ASSERT_EQ(::chmod(folder_.c_str(), 0700), 0);
}

TEST_F(Files, AKilledWriterLeavesOldOrNew) {
  const std::string old(300'000, 'o'), fresh(300'000, 'n');
  for (int trial = 0; trial < 20; ++trial) {
    write_file(path("a"), old);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0)
      for (;;) write_file(path("a"), fresh);
    ::usleep(static_cast<useconds_t>(200 * trial));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    const std::string met = read_file(path("a"));
    EXPECT_TRUE(met == old || met == fresh);
  }
}

TEST_F(Files, WhatIsNoRegularFileIsNotReplaced) {
  fs::create_directories(path("folder"));
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  for (const char* name : {"folder", "folder/", "pipe"})
    EXPECT_NE(error_of([&] { write_file(path(name), "x"); }), "") << name;
  EXPECT_TRUE(fs::is_directory(path("folder")));
  EXPECT_TRUE(fs::is_fifo(path("pipe")));
  EXPECT_TRUE(fs::is_empty(path("folder")));
  EXPECT_EQ(entries(), 2u);
}

TEST_F(Files, APlaceThatCannotBeWrittenIsAnError) {
  EXPECT_NE(error_of([&] { write_file(path("none/a"), "x"); }).find("No such file or directory"), std::string::npos);
  write_file(path("a"), "x");
  EXPECT_NE(error_of([&] { write_file(path("a/b"), "x"); }).find("Not a directory"), std::string::npos);
  EXPECT_NE(error_of([] { write_file("/proc/foreplan", "x"); }), "");
  EXPECT_EQ(entries(), 1u);
  ASSERT_EQ(::chmod(folder_.c_str(), 0555), 0);
  {
    const Unprivileged user;
    for (const char* name : {"a", "b"})
      EXPECT_NE(error_of([&] { write_file(path(name), "y"); }).find("Permission denied"), std::string::npos) << name;
  }
  EXPECT_EQ(read_file(path("a")), "x");
  ASSERT_EQ(::chmod(folder_.c_str(), 0700), 0);
}

}  // namespace
}  // namespace foreplan::io
