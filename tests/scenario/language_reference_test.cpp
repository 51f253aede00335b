#include <foreplan/core/errors.hpp>

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "scenario/parse_model.hpp"

/// The page that describes the language is compiled: it cannot promise what the compiler does not do.
namespace foreplan::scenario {
namespace {

struct Block {
  std::string kind, text;
  int line;
};

std::vector<Block> blocks() {
  std::ifstream page(FOREPLAN_SOURCE_DIR "/examples/scenario_language.md");
  std::vector<Block> found;
  std::string line;
  bool inside = false;
  for (int n = 1; std::getline(page, line); ++n) {
    if (line.starts_with("```")) {
      inside = !inside;
      if (inside) found.push_back({line.substr(3), "", n + 1});
    } else if (inside) {
      found.back().text += line + '\n';
    }
  }
  return found;
}

TEST(LanguageReference, EveryModelOnThePageCompiles) {
  int models = 0;
  for (const Block& block : blocks()) {
    if (block.kind != "model") continue;
    ++models;
    try {
      EXPECT_FALSE(detail::parse_model(block.text, {}).equations.empty()) << "line " << block.line;
    } catch (const ParseError& e) {
      ADD_FAILURE() << "the block of line " << block.line << ":\n" << e.what();
    }
  }
  EXPECT_GE(models, 12);
}

TEST(LanguageReference, EveryWrongTextGivesTheMessageBelowIt) {
  const std::vector<Block> all = blocks();
  int wrong = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].kind != "wrong") continue;
    ++wrong;
    ASSERT_LT(i + 1, all.size());
    ASSERT_EQ(all[i + 1].kind, "message") << "line " << all[i].line;
    try {
      (void)detail::parse_model(all[i].text, {});
      ADD_FAILURE() << "not refused: line " << all[i].line;
    } catch (const ParseError& e) {
      EXPECT_EQ(e.what() + std::string("\n"), all[i + 1].text) << "line " << all[i].line;
    }
  }
  EXPECT_GE(wrong, 8);
}

TEST(LanguageReference, BlocksAreOfKnownKinds) {
  const std::set<std::string> known{"model", "wrong", "message", "ebnf", ""};
  for (const Block& block : blocks()) EXPECT_TRUE(known.contains(block.kind)) << block.line << ": " << block.kind;
}

}  // namespace
}  // namespace foreplan::scenario
