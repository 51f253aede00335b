#include "text/file.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>
#include <foreplan/core/errors.hpp>

#include <atomic>
#include <csignal>
#include <thread>

#include "scratch_folder.hpp"

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
}

TEST_F(TextFile, LeftoversOfAKilledWriterAreRemovedAndOtherFilesAreNot) {
  for (const char* name : {".foreplan-", ".foreplan-12a", ".foreplan-1.txt", "foreplan-1", "a"})
    write_file("x", path(name), "x");
  const std::vector<std::string> before = names();
  const std::string large(30'000'000, 'n');
  for (int trial = 0; trial < 50; ++trial) {
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0)
      for (;;) write_file("x", path("a"), large);
    for (int i = 0; i < 1000 && names() == before; ++i) ::usleep(100);
    // Alive, and at work on a file that it has locked.
    EXPECT_EQ(remove_leftovers("x", folder_.string()), 0u);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    if (names() == before) continue;  // it was between two files
    EXPECT_EQ(remove_leftovers("x", folder_.string()), 1u);
    EXPECT_EQ(names(), before);
    return;
  }
  ADD_FAILURE() << "no writer left its file";
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
