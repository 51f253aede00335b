#pragma once
#include <foreplan/core/language.hpp>
#include <foreplan/tuning/leaderboard.hpp>

#include <cstddef>
#include <string>
#include <string_view>

#include "text/messages.hpp"
#include "text/number_format.hpp"

/// How tables and charts of leaderboards name and print what these hold.
namespace foreplan::inline v0::report {

inline std::string count_text(std::size_t n, Language language) {
  return text::number(static_cast<double>(n), 0, language);
}

inline std::string measure_name(tuning::Measure measure, Language language) {
  return measure == tuning::Measure::pinball ? std::string(text::message(language, "report.pinball"))
                                             : std::string(to_string(measure));
}

inline int decimals_of(tuning::Measure measure) {
  return measure == tuning::Measure::smape || measure == tuning::Measure::msis ? 2 : 3;
}

inline std::string part_name(const tuning::LeaderboardPart& part, Language language) {
  std::string name(part.all_groups ? text::message(language, "report.leaderboard.all") : std::string_view(part.group));
  if (part.origin > 0)
    name += (name.empty() ? "" : ", ") +
            text::message(language, "report.leaderboard.origin", {{"origin", count_text(part.origin, language)}});
  return name;
}

}  // namespace foreplan::inline v0::report
