#pragma once
#include <foreplan/core/errors.hpp>
#include <foreplan/io/competition.hpp>
#include <foreplan/tuning/backtest.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "competition.hpp"

/// What programs that backtest competitions' series share: their options, and panels by frequency.
namespace competition {

/// Options by name, without the dashes.
using Words = std::map<std::string, std::string>;

/// Files, and options in place of the defaults that `words` has. @throws InvalidArgument  for an unknown option, or one
/// without a value; a part that there is not.
inline std::vector<std::string> read_words(int argc, char** argv, Words& words) {
  std::vector<std::string> files;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (!word.starts_with("--"))
      files.push_back(word);
    else if (words.contains(word.substr(2)) && i + 1 < argc)
      words[word.substr(2)] = argv[++i];
    else
      throw foreplan::InvalidArgument("unknown or without a value: " + word);
  }
  const std::set<std::string> parts{"", "all", "train", "choose", "report"};
  for (const char* key : {"part", "score"})
    if (words.contains(key) && !parts.contains(words.at(key)))
      throw foreplan::InvalidArgument("a part is all, train, choose or report; got " + words.at(key));
  return files;
}

/// What stands between commas; nothing of an empty text.
inline std::vector<std::string> listed(const std::string& text) {
  std::vector<std::string> result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    result.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return result;
}

/// @throws InvalidArgument  for anything else.
inline std::size_t whole(const Words& words, const std::string& key) {
  const std::string& text = words.at(key);
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value > 1'000'000)
    throw foreplan::InvalidArgument("--" + key + " must be a whole number up to 1,000,000; got " + text);
  return value;
}

/// M4 scores weekly series by their naive errors of one step.
inline std::size_t scale_lag(std::size_t m) { return m == 52 ? 1 : m; }

using Panels = std::map<std::size_t, std::vector<foreplan::tuning::BacktestSeries>>;

/// The values of a test row after those that are known. @throws InvalidArgument  for another number than the horizon.
inline void append_test_row(foreplan::io::CompetitionSeries& row,
                            const std::map<std::string, std::vector<double>>& test_rows) {
  const auto found = test_rows.find(row.id);
  const std::size_t values = found == test_rows.end() ? 0 : found->second.size();
  if (values != row.horizon)
    throw foreplan::InvalidArgument("the test row of " + row.id + " must have " + std::to_string(row.horizon) +
                                    " values; got " + std::to_string(values));
  row.values.insert(row.values.end(), found->second.begin(), found->second.end());
}

/// A part of the ids by frequency. @param every  takes every so many-th row of files of more than `large` rows.
/// @param test_files  none, or one for each file: their rows then end the series, so that the last origin is the
///   competition's own.
inline Panels panels_of(const std::vector<std::string>& files, const std::string& part, std::size_t every,
                        std::size_t large, const std::vector<std::string>& test_files = {}) {
  if (!test_files.empty() && test_files.size() != files.size())
    throw foreplan::InvalidArgument("there must be a file of test rows for each of " + std::to_string(files.size()) +
                                    " files; got " + std::to_string(test_files.size()));
  Panels panels;
  for (std::size_t f = 0; f < files.size(); ++f) {
    auto rows = foreplan::io::read_competition_file(files[f]);
    std::map<std::string, std::vector<double>> test_rows;
    if (!test_files.empty())
      for (auto& row :
           foreplan::io::read_competition_file(test_files[f], {.rows = foreplan::io::CompetitionRows::test}))
        test_rows[row.id] = std::move(row.values);
    const std::size_t step = rows.size() > large ? std::max<std::size_t>(1, every) : 1;
    for (std::size_t r = 0; r < rows.size(); r += step) {
      if (!in_part(rows[r].id, part)) continue;
      if (!test_files.empty()) append_test_row(rows[r], test_rows);
      const std::size_t m = rows[r].frequency;
      panels[m].push_back({.name = rows[r].id,
                           .values = std::move(rows[r].values),
                           .season_length = m,
                           .scale_lag = scale_lag(m),
                           .horizon = rows[r].horizon});
    }
  }
  return panels;
}

}  // namespace competition
