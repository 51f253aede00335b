#include <foreplan/core/frame.hpp>

#include <algorithm>
#include <limits>

#include "core/check.hpp"

namespace foreplan::inline v0 {
namespace {

constexpr std::size_t kMostCells = 1'000'000'000;

Series stretched(Series s, Period first, Period last) {
  if (s.start == first && s.last() == last) return s;
  std::vector<double> values(PeriodRange{first, last}.size(), std::numeric_limits<double>::quiet_NaN());
  std::copy(s.values.begin(), s.values.end(), values.begin() + (s.start - first));
  s.start = first;
  s.values = std::move(values);
  return s;
}

}  // namespace

Frame::Frame(std::vector<Series> series) {
  if (series.empty()) return;
  std::vector<std::string_view> names;
  Period first = series.front().start;
  Period last = series.front().empty() ? first : series.front().last();
  for (const Series& s : series) {
    detail::require(!s.name.empty(), "Frame", "every series needs a name");
    if (s.empty()) detail::fail("Frame", "every series needs a value", detail::quoted(s.name));
    if (s.start.frequency() != first.frequency())
      detail::fail<PeriodMismatch>("Frame", "series must be of one frequency", to_string(s.start) + " and " + to_string(first),
                                   "in series " + detail::quoted(s.name));
    names.push_back(s.name);
    if (s.start < first) first = s.start;
    if (last < s.last()) last = s.last();
  }
  std::sort(names.begin(), names.end());
  if (const auto twice = std::adjacent_find(names.begin(), names.end()); twice != names.end())
    detail::fail("Frame", "names must be used once", detail::quoted(*twice));
  (void)detail::checked_product(PeriodRange{first, last}.size(), series.size(), kMostCells, "Frame", "cells");
  series_.reserve(series.size());
  for (Series& s : series) series_.push_back(stretched(std::move(s), first, last));
}

void Frame::set(Series series) {
  std::vector<Series> all = series_;
  const auto same = std::find_if(all.begin(), all.end(), [&](const Series& s) { return s.name == series.name; });
  if (same != all.end()) *same = std::move(series);
  else all.push_back(std::move(series));
  *this = Frame(std::move(all));
}

PeriodRange Frame::range() const {
  if (empty()) detail::fail<PeriodMismatch>("Frame::range", "frame must not be empty");
  return {series_.front().start, series_.front().last()};
}

bool Frame::contains(std::string_view name) const noexcept {
  return std::any_of(series_.begin(), series_.end(), [&](const Series& s) { return s.name == name; });
}

const Series& Frame::operator[](std::string_view name) const {
  for (const Series& s : series_)
    if (s.name == name) return s;
  std::vector<std::string> known;
  for (const Series& s : series_) known.push_back(s.name);
  const std::string near = detail::nearest_name(name, known);
  detail::fail("Frame", near.empty() ? "series must be known" : "series must be known (did you mean \"" + near + "\"?)",
               detail::quoted(name));
}

}  // namespace foreplan::inline v0
