#include <foreplan/core/random.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace foreplan {
namespace {

TEST(Philox, AgreesWithThePublishedVectors) {
  std::ifstream in(std::string(FOREPLAN_REFERENCE_DIR) + "/philox4x64.txt");
  int rows = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.front() == '#') continue;
    std::istringstream fields(line);
    std::string name;
    int rounds = 0;
    fields >> name >> rounds >> std::hex;
    ASSERT_EQ(rounds, 10) << line;
    std::array<std::uint64_t, 4> counter{}, expected{};
    std::array<std::uint64_t, 2> key{};
    for (auto& word : counter) fields >> word;
    for (auto& word : key) fields >> word;
    for (auto& word : expected) fields >> word;
    ASSERT_TRUE(fields) << line;
    EXPECT_EQ(philox4x64(counter, key), expected) << line;
    ++rows;
  }
  EXPECT_EQ(rows, 47);
}

TEST(PurposeId, IsFnv1a) {
  // Of the empty text, "a" and "foobar", as its authors publish them.
  EXPECT_EQ(purpose_id(""), 0xcbf29ce484222325u);
  EXPECT_EQ(purpose_id("a"), 0xaf63dc4c8601ec8cu);
  EXPECT_EQ(purpose_id("foobar"), 0x85944171f73967e8u);
}

TEST(Stream, HasTheDocumentedWordsAndCanSeek) {
  const StreamKey key{1, 2, 3, 4, 5};
  Stream s(key);
  std::vector<std::uint64_t> words;
  for (int i = 0; i < 12; ++i) words.push_back(s());
  for (std::uint64_t block = 0; block < 3; ++block) {
    const auto expected = philox4x64({block + (std::uint64_t{5} << 32), 3, 4, 0}, {1, 2});
    for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(words[4 * block + i], expected[i]);
  }
  for (const std::uint64_t n : {0, 1, 4, 6, 11, 3}) {
    s.seek(n);
    EXPECT_EQ(s(), words[n]);
  }
  s.seek((std::uint64_t{1} << 34) - 1);  // the last word that is the stream's own
  EXPECT_EQ(s(), philox4x64({0xFFFFFFFFu + (std::uint64_t{5} << 32), 3, 4, 0}, {1, 2})[3]);
}

TEST(Stream, IsAStandardGenerator) {
  static_assert(std::uniform_random_bit_generator<Stream>);
  Stream s({.seed = 7});
  std::normal_distribution<double> normal;
  double sum = 0;
  for (int i = 0; i < 10'000; ++i) sum += normal(s);
  EXPECT_LT(std::abs(sum / 100), 5);  // five standard errors
}

TEST(StreamProperties, UniformsAndKeys) {
  EXPECT_TRUE(rc::check(
      "uniforms are the documented ones, inside (0, 1); another key is another stream; seeking is drawing", [] {
        const StreamKey key{*rc::gen::arbitrary<std::uint64_t>(), *rc::gen::arbitrary<std::uint64_t>(),
                            *rc::gen::arbitrary<std::uint64_t>(), *rc::gen::arbitrary<std::uint64_t>(),
                            *rc::gen::arbitrary<std::uint32_t>()};
        Stream words(key), uniforms(key), sought(key);
        const std::uint64_t first = words();
        words.seek(0);
        for (int i = 0; i < 20; ++i) {
          const double u = uniforms.uniform();
          RC_ASSERT(u > 0 && u < 1);
          RC_ASSERT(u == (static_cast<double>(words() >> 12) + 0.5) * 0x1p-52);
        }
        const auto n = static_cast<std::uint64_t>(*rc::gen::inRange(0, 20));
        sought.seek(n);
        words.seek(0);
        for (std::uint64_t i = 0; i < n; ++i) (void)words();
        RC_ASSERT(sought() == words());
        for (const StreamKey& other : {StreamKey{key.seed + 1, key.purpose, key.series, key.draw, key.variable},
                                       StreamKey{key.seed, key.purpose + 1, key.series, key.draw, key.variable},
                                       StreamKey{key.seed, key.purpose, key.series + 1, key.draw, key.variable},
                                       StreamKey{key.seed, key.purpose, key.series, key.draw + 1, key.variable},
                                       StreamKey{key.seed, key.purpose, key.series, key.draw, key.variable + 1}})
          RC_ASSERT(Stream(other)() != first);
      }));
}

}  // namespace
}  // namespace foreplan
