#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

/// What the README says of the tree. Its program and its lines for linking are tried by tests/consume.
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = FOREPLAN_SOURCE_DIR;

std::string contents(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// The first group of every match.
std::set<std::string> found(const std::string& text, const std::string& pattern) {
  const std::regex expression(pattern);
  std::set<std::string> all;
  for (std::sregex_iterator match(text.begin(), text.end(), expression), end; match != end; ++match)
    all.insert((*match)[1]);
  return all;
}

std::set<std::string> headers_in(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() == ".hpp") names.insert(entry.path().stem().string());
  return names;
}

std::set<std::string> all_modules() {
  std::set<std::string> modules;
  for (const std::string& header : headers_in(kRoot / "include/foreplan"))
    if (fs::is_directory(kRoot / "include/foreplan" / header)) modules.insert(header);
  return modules;
}

TEST(Readme, HasARowForEveryModule) {
  EXPECT_THAT(found(contents(kRoot / "README.md"), "\\n\\| `(\\w+)` \\|"), ::testing::ContainerEq(all_modules()));
}

TEST(Readme, NamesFilesThatAreThere) {
  const std::string readme = contents(kRoot / "README.md");
  const auto named = found(readme, "[ `(]\\.?/?((?:cmake|docs|examples|include|src|tests)/[\\w./]*|CMakePresets\\.json)");
  EXPECT_GE(named.size(), 6u);
  for (const std::string& name : named) EXPECT_TRUE(fs::exists(kRoot / name)) << name;
  const std::string presets = contents(kRoot / "CMakePresets.json");
  for (const std::string& preset : found(readme, "cmake/test\\.sh (\\w+) "))
    EXPECT_THAT(presets, ::testing::HasSubstr("{\"name\": \"" + preset + "\", \"inherits\"")) << preset;
}

TEST(Headers, OfAModuleAreAllInItsOneInclude) {
  for (const std::string& module : headers_in(kRoot / "include/foreplan")) {
    const fs::path folder = kRoot / "include/foreplan" / module;
    if (!fs::is_directory(folder)) continue;
    EXPECT_THAT(found(contents(folder.string() + ".hpp"), "#include <foreplan/" + module + "/(\\w+)\\.hpp>"),
                ::testing::ContainerEq(headers_in(folder)))
        << module;
  }
}

TEST(Headers, OfAllModulesAreInOne) {
  EXPECT_THAT(found(contents(kRoot / "include/foreplan/foreplan.hpp"), "#include <foreplan/(\\w+)\\.hpp>"),
              ::testing::ContainerEq(all_modules()));
}

}  // namespace
