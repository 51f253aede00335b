#include "text/file.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <foreplan/core/errors.hpp>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdint>
#include <thread>

#include "scratch_folder.hpp"

namespace {
bool stops_at_fsync = false;
}

/// Stands before each fsync of this program.
extern "C" int fsync(int descriptor) {
  if (stops_at_fsync) ::raise(SIGSTOP);
  return static_cast<int>(::syscall(SYS_fsync, descriptor));
}

// What files do is tested through io, whose functions these are; here is what only other modules use.
namespace foreplan::text {
namespace {

namespace fs = std::filesystem;

class TextFile : public ScratchFolder {};

TEST_F(TextFile, MessagesBeginWithWhoAsked) {
  const auto error = error_of<IoError>([&] { (void)read_file("tuning", path("none"), 10); });
  EXPECT_TRUE(error.starts_with("tuning: cannot open \"" + path("none") + "\": No such file")) << error;
}

TEST_F(TextFile, AFileThatIsNotThereIsNoError) {
  EXPECT_FALSE(read_file_if_there("x", path("none"), 10));
  write_file("x", path("a"), "abc");
  EXPECT_EQ(read_file_if_there("x", path("a"), 10), "abc");
  EXPECT_NE(error_of<IoError>([&] { (void)read_file_if_there("x", path("a/b"), 10); }), "");
  EXPECT_NE(error_of<IoError>([&] { (void)read_file_if_there("x", path("a"), 2); }), "");
}

TEST_F(TextFile, FoldersAreMadeWithThoseTheyLieIn) {
  for (const char* name : {"a/b/c", "a/b/c/", "a//d", "a"}) {
    make_folder("x", path(name));
    EXPECT_TRUE(fs::is_directory(path(name)));
  }
  write_file("x", path("file"), "x");
  for (const char* name : {"file", "file/b"})
    EXPECT_NE(error_of<IoError>([&] { make_folder("x", path(name)); }), "") << name;
  EXPECT_NE(error_of<IoError>([&] { make_folder("x", ""); }), "");
  make_folder("x", "/");
}

TEST_F(TextFile, ALockIsHeldByOneOnly) {
  EXPECT_FALSE(FileLock(path("none")).held());
  write_file("x", path("a"), "x");
  {
    const FileLock first(path("a"));
    EXPECT_TRUE(first.held());
    EXPECT_FALSE(FileLock(path("a")).held());
  }
  EXPECT_TRUE(FileLock(path("a")).held());
  const FileLock folder(folder_.string());
  EXPECT_TRUE(folder.held());
  EXPECT_FALSE(FileLock(path(".")).held());
}

TEST_F(TextFile, LeftoversOfAKilledWriterAreRemovedAndOtherFilesAreNot) {
  for (const char* name : {".foreplan-", ".foreplan-12a", ".foreplan-1.txt", "foreplan-1", "a"})
    write_file("x", path(name), "x");
  const std::vector<std::string> before = names();
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    stops_at_fsync = true;
    write_file("x", path("a"), "y");
    ::_exit(1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, WUNTRACED), child);
  ASSERT_TRUE(WIFSTOPPED(status));
  EXPECT_EQ(names().size(), before.size() + 1);
  EXPECT_EQ(remove_leftovers("x", folder_.string()), 0u);  // of one who lives
  ::kill(child, SIGKILL);
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(names().size(), before.size() + 1);
  EXPECT_EQ(remove_leftovers("x", folder_.string()), 1u);
  EXPECT_EQ(names(), before);
}

TEST_F(TextFile, WritersAndThoseWhoTidyUpDoNotDisturbEachOther) {
  std::atomic<bool> stop{false};
  std::thread tidy([&] {
    while (!stop) (void)remove_leftovers("x", folder_.string());
  });
  std::string error;
  for (int i = 0; i < 50 && error.empty(); ++i)
    error = error_of<IoError>([&] {
      write_file("x", path("a"), std::to_string(i));
      EXPECT_EQ(read_file("x", path("a"), 10), std::to_string(i));
    });
  stop = true;
  tidy.join();
  EXPECT_EQ(error, "");
  EXPECT_EQ(names(), std::vector<std::string>{"a"});
}

TEST_F(TextFile, AFolderThatIsNotThereCannotBeTidied) {
  EXPECT_NE(error_of<IoError>([&] { (void)remove_leftovers("x", path("none")); }), "");
}

}  // namespace
}  // namespace foreplan::text
