#pragma once
#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

/// Files in the competition layout (id, frequency, horizon, values), and a fixed split of their series.
namespace competition {

struct Row {
  std::string id{};
  std::size_t season = 1, horizon = 0;
  std::vector<double> values{};
};

/// What stands after the first comma from `from` on.
inline std::vector<double> numbers_of(const std::string& line, std::size_t from) {
  std::vector<double> numbers;
  for (std::size_t p = from; p != std::string::npos; p = line.find(',', p + 1)) {
    double x = 0;
    if (std::from_chars(line.data() + p + 1, line.data() + line.size(), x).ec == std::errc{}) numbers.push_back(x);
  }
  return numbers;
}

inline std::vector<Row> read(const std::string& path) {
  std::vector<Row> rows;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    const std::vector<double> numbers = numbers_of(line, line.find(','));
    if (numbers.size() < 3) continue;
    rows.push_back({line.substr(0, line.find(',')),
                    static_cast<std::size_t>(numbers[0]),
                    static_cast<std::size_t>(numbers[1]),
                    {numbers.begin() + 2, numbers.end()}});
  }
  return rows;
}

/// Six tenths of the ids are "train", two "choose" and two "report"; "all" has all.
inline bool in_part(std::string_view id, std::string_view part) {
  std::uint64_t hash = 14695981039346656037U;  // FNV-1a
  for (const char c : id) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  hash ^= hash >> 32;
  const std::uint64_t tenth = hash % 10;
  return part == "all" || (part == "train" && tenth < 6) || (part == "choose" && (tenth == 6 || tenth == 7)) ||
         (part == "report" && tenth >= 8);
}

}  // namespace competition
