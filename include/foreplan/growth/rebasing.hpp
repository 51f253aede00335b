#pragma once
#include <foreplan/core/series.hpp>
#include <foreplan/export.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

/// One series from several bases. When the statistical office moves to a new base year it measures the level anew,
/// and the new series rarely meets the old one: the gap at the period where they are linked must go somewhere. Where
/// it goes is a choice that moves growth by points a year, so it is always named, and the gap stands in the result.
///
/// x is the old series, y the new one, T the link period (both cover it), b < T the old base's own benchmark, f the
/// factor from the prices of the old base to those of the new one, and d = ln(y(T) / (f x(T))) the gap in logarithms.
/// The result is y from T on, and before it f x(t) exp(d c(t)).
namespace foreplan::inline v0::growth {

enum class SpliceMethod : std::uint8_t {
  /// c = 1: the old growth rates stand, the old levels go. Takes the error to be as old as the series.
  retropolation,
  /// c(t) = (t - b) / (T - b) after b, 0 before: f x(t) (y(T) / (f x(T)))^((t - b) / (T - b)). The old benchmark's
  /// level stands, and the gap is spread evenly over the growth rates since. Takes the error to have arisen after b at
  /// a constant rate (Prados de la Escosura 2016, who links in the new base's benchmark: give it as `link`).
  interpolation,
  /// c(t) = share^((T - t) / (T - b)) after b, `share` before: a given share of the gap was in the benchmark's level
  /// already, the rest arose since at a growing pace. It is what follows when the old base misses an activity that is
  /// small beside what it covers and grows faster at a constant rate m: then the gap grows as exp(m t), and share is
  /// exp(-m (T - b)). Splitting the correction between level and growth for that reason is de la Fuente's idea (2014);
  /// the equation is derived here from it and his may differ, so that figures need not agree. The correction of growth
  /// falls by the constant factor share^(1 / (T - b)) with each period before T. A share of 1 is retropolation.
  mixed,
};
/// "retropolation", "interpolation", "mixed".
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(SpliceMethod) noexcept;

struct SpliceOptions {
  /// T; the first period that both cover, unless given.
  std::optional<Period> link{};
  /// f, > 0: data of the caller, never built in. Where the price bases differ interpolation and mixed need it, because
  /// the step from y to x is then mostly a change of prices, which belongs to every level and not to growth.
  /// Retropolation leads to the same series without it, but the gap it reports then includes that change.
  std::optional<double> price_factor{};
  /// b, for interpolation and mixed; the old base year (`PriceBasis::year`) unless given, which only an annual series
  /// at constant prices, or an index, has.
  std::optional<Period> benchmark{};
  /// (0, 1]; mixed needs it: how much of the gap the old benchmark had already.
  std::optional<double> initial_share{};
};

/// Both bases in one period of their overlap.
struct OverlapPeriod {
  Period period{};
  double old_level = 0, new_level = 0;
  double gap = 0;                      ///< new / (f old) - 1, a fraction.
  std::optional<double> old_growth{};  ///< On the period before, a fraction; empty where the series begins here.
  std::optional<double> new_growth{};

  bool operator==(const OverlapPeriod&) const = default;
};

/// Where two bases were linked, and what was found there.
struct SpliceLink {
  SpliceMethod method = SpliceMethod::retropolation;
  Unit old_unit{}, new_unit{};
  Period period{};                        ///< T.
  std::optional<Period> benchmark{};      ///< b, where the method has one.
  std::optional<double> initial_share{};  ///< Where the method has one.
  std::optional<double> price_factor{};   ///< f, where one was given; 1 was taken otherwise.
  double gap = 0;                         ///< y(T) / (f x(T)) - 1, a fraction: the break itself.
  std::vector<OverlapPeriod> overlap{};   ///< Every period that both cover, missing values left out.

  bool operator==(const SpliceLink&) const = default;
};

struct Splice {
  Series series{};                  ///< In the unit and under the name of the newest base.
  std::vector<SpliceLink> links{};  ///< Oldest first.

  bool operator==(const Splice&) const = default;
};

/// Links an old base to a new one; the result ends where the new one does. Missing values outside the link period stay
/// missing.
/// @throws PeriodMismatch   when no period has values in both (the price bases and both ranges are in the message), the
///                          link is not such a period or not after the first of the old base, the frequencies differ,
///                          or the benchmark is not before the link.
/// @throws UnitMismatch     unless the units differ at most in the year of the price basis; where they do, unless the
///                          method is retropolation or there is a price factor.
/// @throws InvalidArgument  when the method needs a benchmark or a share and has none; unless levels are > 0 or
///                          missing, price_factor is > 0 and finite, initial_share is in (0, 1], and the gap and all
///                          results are finite.
[[nodiscard]] FOREPLAN_EXPORT Splice splice(const Series& old_base, const Series& new_base, SpliceMethod method,
                                            const SpliceOptions& options = {});
/// Links several bases in sequence, oldest first: the first two, then the result with the third, and so on. What an
/// earlier link made lies before the later base's benchmark and is moved by the later link as the method says.
/// @param links  one for each link, or none for defaults; bases are at least two.
/// @throws  as `splice`; the message names the two bases.
[[nodiscard]] FOREPLAN_EXPORT Splice splice_sequence(const std::vector<Series>& bases, SpliceMethod method,
                                                     const std::vector<SpliceOptions>& links = {});

/// The same index with the mean of another year as 100; its unit is `PriceBasis::index(year)`.
/// @param index  an index (of any base year) or a pure number; levels > 0 or missing.
/// @throws UnitMismatch     for any other unit.
/// @throws PeriodMismatch   unless the whole year is covered by values.
/// @throws InvalidArgument  for a level that is not > 0.
[[nodiscard]] FOREPLAN_EXPORT Series rebase_index(const Series& index, int year);

}  // namespace foreplan::inline v0::growth
