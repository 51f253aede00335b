#pragma once
#include <foreplan/core/interval.hpp>
#include <foreplan/core/language.hpp>
#include <foreplan/export.hpp>
#include <foreplan/plan/plan.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Is the plan consistent? Every statement becomes a constraint with the interval that its printed
/// digits allow; identities tie them together:
///
///   level and growth   x(t1) = x(t0) (1 + g)^(t1 - t0)
///   share of a total   x(t) = s total(t)
///   sum of parts       total(t) = x1(t) + ... + xn(t)
///   contribution       x(t) - x(t - 1) = c total(t - 1)
///   deflation          x(t, at other prices) = f x(t); in the base year of constant prices f is 1 to current prices
///
/// An amount whose price basis was not stated is taken at the only basis that the indicator's other
/// statements state, and a finding says so. Growth without a price basis is real: it holds at every constant basis, and at
/// current prices only where the indicator itself is said to be at these. A share is at most 100 %; a part may be in
/// another scale than its total. What only touches, to one part in 10^10, is no contradiction.
///
/// All of this is linear in the levels, so that whether a set of statements can be true together is decided, not
/// guessed. Contradictions are the minimal sets that cannot: leave any one statement out, and the rest can be true.
namespace foreplan::inline v0::plan {

enum class Severity : std::uint8_t { contradiction, warning, note, consistent };
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(Severity) noexcept;

enum class FindingKind : std::uint8_t {
  contradiction,         ///< Statements that cannot all be true.
  unstated_price_basis,  ///< An amount of money without the prices it is at.
  missing_base,          ///< A target with no observed level to start from.
  definition_break,      ///< A share that moves much faster than before: was it measured alike?
  mixed_price_bases,     ///< A quantity refused because it would mix price bases.
  implausible_growth,    ///< A growth that other figures imply and that is hard to believe.
  consistent_path,       ///< Levels and growth that were tested against each other and agree.
  consistent_sum,        ///< Parts and total that were tested and agree.
  derived,               ///< A quantity that was asked for.
  not_derived,           ///< A quantity that was asked for and that the given statements leave open.
  search_exhausted,      ///< The budget ended before every contradiction, path or sum was looked for.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(FindingKind) noexcept;

/// What the other statements of a set say about one of them.
struct Implied {
  std::string statement{};
  Interval stated{};    ///< As far as its printed digits allow; fractions for rates and shares.
  /// Its value under the others, as printed and with bounds just met; NaN when they leave it open.
  double value = 0;
  Interval range{};     ///< Under the others' intervals.
  Interval rate_range{};///< The same with only rates and shares taken as rounded, levels exact, bounds just met.

  bool operator==(const Implied&) const = default;
};

enum class ReadingKind : std::uint8_t {
  other_price_basis,  ///< One level is at other prices than the rest.
  other_horizon,      ///< The growth was meant for one period fewer, or one more.
  arithmetic_growth,  ///< 1 + n g instead of (1 + g)^n.
  other_concept,      ///< One level is value added and the rest gross output, or the other way round.
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(ReadingKind) noexcept;

enum class Verdict : std::uint8_t { reconciles, does_not, cannot_be_judged };
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(Verdict) noexcept;

/// One way to read a statement differently, and whether the set could be true then.
struct Reading {
  ReadingKind kind = ReadingKind::other_price_basis;
  std::string statement{};  ///< The one that is read differently.
  Verdict verdict = Verdict::cannot_be_judged;
  /// Price basis: the conversion factor, and its range when levels are exact and only rates rounded.
  /// Horizon and arithmetic growth: the level that the growth then leads to.
  double value = 0;
  Interval range{};
  std::int64_t periods = 0;  ///< Horizon: how many.
  std::string sentence{};

  bool operator==(const Reading&) const = default;
};

struct Contradiction {
  std::vector<std::string> statements{};  ///< Ids of statements and identities, in the plan's order.
  std::vector<Implied> implied{};         ///< One for each statement that has a value.
  std::string sentence{};                 ///< What does not fit, without the readings.
  std::vector<Reading> readings{};
  /// Further minimal sets that are the same contradiction with one of its statements replaced by others
  /// that imply it and agree with it (a level by an earlier level and the growth since).
  std::vector<std::vector<std::string>> also_from{};

  bool operator==(const Contradiction&) const = default;
};

struct Finding {
  FindingKind kind = FindingKind::contradiction;
  Severity severity = Severity::note;
  std::vector<std::string> statements{};  ///< What it is about, in the plan's order.
  double value = 0;      ///< Derived quantities and checks: the number (fractions for rates); NaN when there is none.
  Interval range{};      ///< The value's range under rounding.
  std::optional<Contradiction> contradiction{};
  std::string sentence{};  ///< With numbers, units and price bases, in the language asked for.

  bool operator==(const Finding&) const = default;
};

struct AuditOptions {
  Language language = Language::english;
  std::size_t max_checks = 20'000;      ///< >= 1; feasibility checks before the search for contradictions ends, and paths and sums that are tested.
  double definition_break_factor = 2;   ///< > 1; a share that moves this many times as fast as ever before is suspected.
  double definition_break_points = 1;   ///< >= 0; but only if it moves more than this many points a period.
  double implausible_fall = 0.10;       ///< (0, 1); an implied fall of a sector by more than this in one period is reported.
};

/// All findings: contradictions first, then by severity, in the plan's order within one.
struct Audit {
  std::vector<Finding> findings{};
  std::size_t checks = 0;   ///< Feasibility checks used.
  bool complete = true;     ///< False when `max_checks` ended the search or a check decided nothing; a finding says so too.

  [[nodiscard]] auto begin() const noexcept { return findings.begin(); }
  [[nodiscard]] auto end() const noexcept { return findings.end(); }
  [[nodiscard]] FOREPLAN_EXPORT std::size_t count(FindingKind) const noexcept;
  bool operator==(const Audit&) const = default;
};

/// @throws InvalidArgument  for what `validate` (plan.hpp) refuses, or options out of range.
[[nodiscard]] FOREPLAN_EXPORT Audit audit(const Plan& plan, const AuditOptions& options = {});

/// Whether the named statements and identities of a plan can all be true.
/// @throws InvalidArgument  for an unknown id.
[[nodiscard]] FOREPLAN_EXPORT bool can_all_be_true(const Plan& plan, const std::vector<std::string>& ids);

}  // namespace foreplan::inline v0::plan
