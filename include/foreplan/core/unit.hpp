#pragma once
#include <foreplan/export.hpp>

#include <cstdint>
#include <string>
#include <string_view>

/// Units and price bases. Money at the prices of one year cannot be added to money at the prices of
/// another: the library refuses it, with both units in the message. A conversion factor is always
/// data that the caller gives, never a built-in.
namespace foreplan::inline v0 {

/// At whose prices an amount of money is valued.
class FOREPLAN_EXPORT PriceBasis {
 public:
  enum class Kind : std::uint8_t {
    none,      ///< Not money, so no prices are involved.
    unstated,  ///< Money, but the source does not say.
    current,   ///< Prices of the period itself.
    constant,  ///< Prices of `year()` throughout ("constant 1994 prices").
    index,     ///< An index number with `year()` = 100.
  };

  constexpr PriceBasis() noexcept = default;
  [[nodiscard]] static constexpr PriceBasis none() noexcept { return {}; }
  [[nodiscard]] static constexpr PriceBasis unstated() noexcept { return {Kind::unstated, 0}; }
  [[nodiscard]] static constexpr PriceBasis current() noexcept { return {Kind::current, 0}; }
  /// @throws InvalidArgument  unless 1 <= year <= 9999.
  [[nodiscard]] static PriceBasis constant(int year);
  [[nodiscard]] static PriceBasis index(int year);
  /// Reads "none", "unstated", "current", "constant 1994", "index 2010", nothing else. @throws InvalidArgument with the text met.
  [[nodiscard]] static PriceBasis parse(std::string_view text);

  [[nodiscard]] constexpr Kind kind() const noexcept { return kind_; }
  /// The base year; 0 unless `constant` or `index`.
  [[nodiscard]] constexpr int year() const noexcept { return year_; }
  bool operator==(const PriceBasis&) const = default;

 private:
  constexpr PriceBasis(Kind k, int year) noexcept : kind_(k), year_(static_cast<std::int16_t>(year)) {}
  Kind kind_ = Kind::none;
  std::int16_t year_ = 0;
};

/// The text that `PriceBasis::parse` reads.
[[nodiscard]] FOREPLAN_EXPORT std::string to_string(PriceBasis);

/// What an amount of money includes (SNA 2008, 6.49-6.69).
enum class Valuation : std::uint8_t { unspecified, basic, producer, purchaser };
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(Valuation) noexcept;
/// @throws InvalidArgument  for any other text.
[[nodiscard]] FOREPLAN_EXPORT Valuation parse_valuation(std::string_view text);

/// A unit of measurement: what one unit is called, how many of them make 1 in the data, and for
/// money the price basis and valuation. {"VND", 9, constant 1994} is billion VND at 1994 prices.
struct FOREPLAN_EXPORT Unit {
  std::string name{};        ///< "VND", "USD", "t", "ha", "kWh", "person", "%"; empty: a pure number.
  int scale_power = 0;       ///< Data are in 10^scale_power of `name`: 9 for billions. [-30, 30]
  PriceBasis price_basis{};  ///< none for everything that is not money.
  Valuation valuation = Valuation::unspecified;

  /// Money of a currency. `price_basis` must not be `none`.
  /// @throws InvalidArgument  for that, an empty currency, or a scale out of range.
  [[nodiscard]] static Unit money(std::string currency, int scale_power, PriceBasis price_basis,
                                  Valuation valuation = Valuation::unspecified);
  [[nodiscard]] static Unit physical(std::string name, int scale_power = 0) { return {std::move(name), scale_power, {}, {}}; }
  [[nodiscard]] static Unit percent() { return {"%", 0, {}, {}}; }
  [[nodiscard]] bool is_money() const noexcept { return price_basis.kind() != PriceBasis::Kind::none; }
  bool operator==(const Unit&) const = default;
};

/// "billion VND, constant 1994 prices"; "million t"; "%"; "pure number" when nothing is named.
[[nodiscard]] FOREPLAN_EXPORT std::string to_string(const Unit&);

/// The inverse of `to_string(const Unit&)`: an amount ("billion VND", "10^-2 t", "%", "pure number"), then, each after a comma
/// and a space, prices and valuation where there are any ("constant 1994 prices", "basic valuation"). Two shorter
/// forms are read too: "bn" and "mn" for billion and million, "1994 prices" for "constant 1994 prices".
/// @throws InvalidArgument  for anything else, so that a misspelt price basis does not become part of a name.
[[nodiscard]] FOREPLAN_EXPORT Unit parse_unit(std::string_view text);

/// What to multiply a value in `from` by to have it in `to`: the double nearest to a power of ten.
/// @throws UnitMismatch     unless name, price basis and valuation agree, both units in the message.
/// @throws InvalidArgument  unless both scale powers are in [-30, 30].
[[nodiscard]] FOREPLAN_EXPORT double scale_factor(const Unit& from, const Unit& to);

/// @throws UnitMismatch  unless the two are equal: "`function`: units must agree; got A and B".
FOREPLAN_EXPORT void require_same_unit(const Unit& a, const Unit& b, std::string_view function);

}  // namespace foreplan::inline v0
