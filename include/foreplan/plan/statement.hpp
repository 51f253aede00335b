#pragma once
#include <foreplan/core/interval.hpp>
#include <foreplan/core/language.hpp>
#include <foreplan/core/period.hpp>
#include <foreplan/core/unit.hpp>
#include <foreplan/export.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// What a plan says, statement by statement, with the digits that were printed.
namespace foreplan::inline v0::plan {

/// A name in the languages of the library. Where one is empty, English is shown.
struct FOREPLAN_EXPORT Label {
  std::string en{};
  std::string vi{};

  [[nodiscard]] const std::string& in(Language) const noexcept;
  [[nodiscard]] bool empty() const noexcept { return en.empty() && vi.empty(); }
  bool operator==(const Label&) const = default;
};

/// What an indicator of production measures; the difference matters when two are compared.
enum class Concept : std::uint8_t { other, gross_output, value_added };

/// Something that a plan gives numbers for.
struct Indicator {
  std::string id{};      ///< Unique in the plan: letters, digits, `_`.
  Label name{};          ///< "industrial gross output"
  /// Unit of the level statements. For money its price basis holds for statements that state none of
  /// their own; `unstated` when the source has none for the indicator as a whole.
  Unit unit{};
  Concept measures = Concept::other;

  bool operator==(const Indicator&) const = default;
};

enum class StatementKind : std::uint8_t {
  level,         ///< `indicator` is `value` in `period`, in the indicator's unit.
  /// `indicator` grows by `value` per cent a period on average over `period`, compounded from the
  /// period before its first: 2016-2020 is five years from the level of 2015. With `of`, it is the
  /// share of `indicator` in `of` that grows, so that "over 0" reads "rises".
  growth,
  share,         ///< `indicator` is `value` per cent of `of` in `period`.
  /// `indicator` contributes `value` percentage points to the growth of `of` in `period`:
  /// 100 (x(t) - x(t - 1)) / total(t - 1).
  contribution,
  /// An amount of `indicator` at `to_price_basis` is `value` times the amount at `price_basis`,
  /// in every period of `period`.
  conversion,
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(StatementKind) noexcept;

/// What a statement is in the plan. The audit treats all roles alike, but only a target needs a base
/// to start from, and only observations show a definition break.
enum class Role : std::uint8_t { observation, target, assumption };
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(Role) noexcept;

/// How a number binds.
enum class Bound : std::uint8_t {
  exactly,   ///< The value, as far as its printed digits tell.
  at_least,  ///< "over": [value, infinity), the value itself taken as printed, without rounding.
  at_most,   ///< "under": (-infinity, value]
  about,     ///< value -+ the plan's `about_tolerance`, but no narrower than its digits
  between,   ///< [value, upper], both as far as printed
};
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(Bound) noexcept;

/// One number that the plan, or a source about the same matter, states.
struct Statement {
  std::string id{};          ///< Unique in the plan, over statements, assumptions and identities.
  StatementKind kind = StatementKind::level;
  Role role = Role::observation;
  std::string indicator{};   ///< Id.
  std::string of{};          ///< Id of the total: share and contribution always, growth for shares only.
  PeriodRange period{};      ///< Level, share and contribution: one period. Conversion: where it holds.
  Bound bound = Bound::exactly;
  Rounded value{};           ///< As printed: the indicator's unit, per cent, points, or a factor.
  Rounded upper{};           ///< Only with `Bound::between`.
  /// Level, share, contribution, growth: at which prices the statement was made. `none` takes the indicator's own.
  PriceBasis price_basis{};
  PriceBasis to_price_basis{};  ///< Only for a conversion.
  std::string text{};        ///< The sentence as printed.
  std::string source{};      ///< Where it stands.

  bool operator==(const Statement&) const = default;
};

/// `total` is the sum of `parts` in every period and at every price basis that the plan speaks of:
/// products, districts, sectors.
struct Identity {
  std::string id{};
  std::string total{};
  std::vector<std::string> parts{};
  std::string text{};
  std::string source{};

  bool operator==(const Identity&) const = default;
};

/// A quantity to be worked out from named statements.
enum class QuantityKind : std::uint8_t {
  growth,                        ///< Average growth of `indicator` over `period`, per cent.
  /// `indicator`'s amount (capital, in the period's last) over the increase of `of` (output) over `period`;
  /// refused when the two are at different price bases.
  capital_per_output_increment,
  /// Growth of `indicator` in `period` that its stated contribution and its stated share in the
  /// period before imply, per cent.
  growth_from_contribution,
};
struct Quantity {
  std::string id{};
  QuantityKind kind = QuantityKind::growth;
  std::string indicator{};
  std::string of{};
  PeriodRange period{};
  std::vector<std::string> given{};  ///< Ids of the statements, assumptions and identities to use.
  Label caveat{};                    ///< Said with the result: what it takes for granted.

  bool operator==(const Quantity&) const = default;
};

}  // namespace foreplan::inline v0::plan
