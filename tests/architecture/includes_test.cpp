#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <string>
#include <vector>

/// Includes go down only: a module may include itself and lower floors, never a sibling. Public headers
/// keep the library's own dependencies to themselves, and no source prints or ends the program.
namespace {

namespace fs = std::filesystem;

const std::map<std::string, int> kFloors{{"core", 0},   {"numeric", 1},   {"text", 1},     {"stats", 2},    {"growth", 3},
                                         {"forecast", 3}, {"structure", 3}, {"scenario", 4}, {"tuning", 4}, {"plan", 5},
                                         {"report", 6}, {"io", 6},        {"c", 7}};

std::string module_named_by(const std::string& include) {
  std::string rest = include;
  if (rest.starts_with("foreplan/")) rest = rest.substr(9);
  else if (rest.find('/') == std::string::npos) return {};  // <numeric> is the standard's
  const auto end = rest.find_first_of("/.");
  const std::string module = rest.substr(0, end);
  return kFloors.contains(module) ? module : std::string();
}

std::string module_of(const fs::path& file, const fs::path& root) {
  return module_named_by("foreplan/" + fs::relative(file, root).generic_string());
}

void check_file(const fs::path& file, const std::string& module, bool is_public, std::vector<std::string>& broken) {
  std::ifstream in(file);
  const std::regex include(R"(^\s*#\s*include\s*[<"]([^>"]+)[>"])");
  const std::regex prints(R"(\b(std::cout|std::cerr|std::clog|printf\s*\(|fprintf\s*\(|std::puts|std::abort|std::exit|abort\s*\(|std::signal|sigaction\s*\())");
  std::string line;
  for (int n = 1; std::getline(in, line); ++n) {
    const std::string where = file.string() + ":" + std::to_string(n) + ": ";
    std::smatch match;
    if (std::regex_search(line, match, include)) {
      const std::string what = match[1];
      if (is_public && file.filename() != "eigen.hpp")
        for (const char* banned : {"Eigen/", "boost/", "nlohmann/", "iostream"})
          if (what.starts_with(banned)) broken.push_back(where + "a public header includes " + what);
      if (what.starts_with("nlohmann/") && module != "text") broken.push_back(where + "only text includes " + what);
      const std::string to = module_named_by(what);
      if (!to.empty() && !module.empty() && to != module && kFloors.at(to) >= kFloors.at(module))
        broken.push_back(where + module + " includes " + what + ", which is not below it");
      if (is_public && !to.empty() && !what.starts_with("foreplan/")) broken.push_back(where + "a public header includes the private " + what);
    }
    if (std::regex_search(line, prints)) broken.push_back(where + "the library prints or ends the program");
  }
}

std::vector<std::string> violations(const fs::path& tree) {
  std::vector<std::string> broken;
  for (const bool is_public : {true, false}) {
    const fs::path root = is_public ? tree / "include" / "foreplan" : tree / "src";
    if (!fs::exists(root)) continue;
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(root))
      if (entry.path().extension() == ".hpp" || entry.path().extension() == ".cpp" || entry.path().extension() == ".h") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (const auto& file : files) check_file(file, module_of(file, root), is_public, broken);
  }
  return broken;
}

TEST(Architecture, IncludesGoDownOnly) {
  for (const auto& v : violations(FOREPLAN_SOURCE_DIR)) ADD_FAILURE() << v;
  EXPECT_TRUE(fs::exists(fs::path(FOREPLAN_SOURCE_DIR) / "src/core"));
}

struct Planted {
  const char* file;
  const char* line;
  bool allowed;
};

TEST(Architecture, TheCheckFindsWhatIsPlanted) {
  const Planted cases[] = {
      {"include/foreplan/core/a.hpp", "#include <foreplan/growth/rates.hpp>", false},     // climbs
      {"src/growth/a.cpp", "#include <foreplan/structure/shares.hpp>", false},            // siblings
      {"src/growth/a.cpp", "#include <foreplan/structure.hpp>", false},                   // siblings, by the module's own include
      {"src/text/a.cpp", "#include \"numeric/parallel.hpp\"", false},                     // siblings, private
      {"include/foreplan/stats/a.hpp", "#include <Eigen/Dense>", false},
      {"include/foreplan/stats/a.hpp", "#include <boost/math/distributions.hpp>", false},
      {"include/foreplan/io/a.hpp", "# include <nlohmann/json.hpp>", false},
      {"include/foreplan/io/a.hpp", "#include <iostream>", false},
      {"include/foreplan/plan/a.hpp", "#include \"core/check.hpp\"", false},              // private
      {"src/io/a.cpp", "#include <nlohmann/json.hpp>", false},
      {"src/core/a.cpp", "void f() { std::cout << 1; }", false},
      {"src/core/a.cpp", "void f() { std::abort(); }", false},
      {"src/stats/a.cpp", "#include <boost/math/distributions.hpp>", true},
      {"src/text/a.cpp", "#include <nlohmann/json.hpp>", true},
      {"src/plan/a.cpp", "#include <foreplan/growth/rates.hpp>", true},
      {"include/foreplan/eigen.hpp", "#include <Eigen/Core>", true},
  };
  for (const auto& c : cases) {
    const fs::path tree = fs::path(::testing::TempDir()) / "foreplan_planted";
    fs::remove_all(tree);
    fs::create_directories((tree / c.file).parent_path());
    std::ofstream(tree / c.file) << "// planted\n" << c.line << "\n";
    EXPECT_EQ(violations(tree).empty(), c.allowed) << c.file << ": " << c.line;
    fs::remove_all(tree);
  }
}

}  // namespace
