#pragma once
#include <foreplan/core/period.hpp>
#include <foreplan/core/unit.hpp>
#include <foreplan/export.hpp>
#include <foreplan/scenario/model.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Models built in C++, equation by equation, for programs whose equations come from elsewhere than a text:
///
///   ModelBuilder builder;
///   const Expr c = builder.variable("c"), y = builder.variable("y"), i = builder.variable("i");
///   const Expr alpha = builder.parameter("alpha", 0.3);
///   builder.behavioural("c", 10 + alpha * y + 0.1 * c.lag(1));
///   builder.identity("y", c + i);
///   const Model model = builder.build();
///
/// What is built is the model that the same equations written as text compile to.
namespace foreplan::inline v0::scenario {

namespace detail {
struct BuilderState;
struct ExprAccess;
}  // namespace detail

/// An expression of a builder's variables, or a number: a small value, cheap to copy. Expressions of two builders do
/// not go together (InvalidArgument).
class FOREPLAN_EXPORT Expr {
 public:
  Expr(double value) noexcept : value_(value) {}  // NOLINT: numbers are expressions

  /// The expression `periods` earlier, or later. @throws InvalidArgument unless 0 <= periods <= 10^6, in all.
  [[nodiscard]] Expr lag(int periods) const;
  [[nodiscard]] Expr lead(int periods) const;
  /// The variable in a fixed period. @throws InvalidArgument unless this is a variable without lag, and the
  /// period's frequency that of all others so given.
  [[nodiscard]] Expr at(Period period) const;

  FOREPLAN_EXPORT friend Expr operator-(const Expr&);
  FOREPLAN_EXPORT friend Expr operator+(const Expr&, const Expr&);
  FOREPLAN_EXPORT friend Expr operator-(const Expr&, const Expr&);
  FOREPLAN_EXPORT friend Expr operator*(const Expr&, const Expr&);
  FOREPLAN_EXPORT friend Expr operator/(const Expr&, const Expr&);
  FOREPLAN_EXPORT friend Expr operator<(const Expr&, const Expr&);  ///< 1 or 0, as the following.
  FOREPLAN_EXPORT friend Expr operator<=(const Expr&, const Expr&);
  FOREPLAN_EXPORT friend Expr operator>(const Expr&, const Expr&);
  FOREPLAN_EXPORT friend Expr operator>=(const Expr&, const Expr&);

 private:
  friend struct detail::ExprAccess;
  std::shared_ptr<detail::BuilderState> state_{};  ///< Null: the number `value_`.
  std::uint32_t node_ = 0;
  double value_ = 0;
};

// The functions of examples/scenario_language.md, by the same names.
[[nodiscard]] FOREPLAN_EXPORT Expr equal(const Expr&, const Expr&);
[[nodiscard]] FOREPLAN_EXPORT Expr not_equal(const Expr&, const Expr&);
[[nodiscard]] FOREPLAN_EXPORT Expr all_of(const Expr&, const Expr&);  ///< and
[[nodiscard]] FOREPLAN_EXPORT Expr any_of(const Expr&, const Expr&);  ///< or
[[nodiscard]] FOREPLAN_EXPORT Expr none_of(const Expr&);              ///< not
[[nodiscard]] FOREPLAN_EXPORT Expr if_else(const Expr& condition, const Expr& a, const Expr& b);
[[nodiscard]] FOREPLAN_EXPORT Expr abs(const Expr&);
[[nodiscard]] FOREPLAN_EXPORT Expr exp(const Expr&);
[[nodiscard]] FOREPLAN_EXPORT Expr log(const Expr&);
[[nodiscard]] FOREPLAN_EXPORT Expr log10(const Expr&);
[[nodiscard]] FOREPLAN_EXPORT Expr sqrt(const Expr&);
[[nodiscard]] FOREPLAN_EXPORT Expr sin(const Expr&);
[[nodiscard]] FOREPLAN_EXPORT Expr cos(const Expr&);
[[nodiscard]] FOREPLAN_EXPORT Expr pow(const Expr& base, const Expr& exponent);
[[nodiscard]] FOREPLAN_EXPORT Expr min(const Expr&, const Expr&);
[[nodiscard]] FOREPLAN_EXPORT Expr max(const Expr&, const Expr&);
[[nodiscard]] FOREPLAN_EXPORT Expr sign(const Expr&);
[[nodiscard]] FOREPLAN_EXPORT Expr pos(const Expr&);
[[nodiscard]] FOREPLAN_EXPORT Expr normal_cdf(const Expr&);
[[nodiscard]] FOREPLAN_EXPORT Expr normal_pdf(const Expr&);
[[nodiscard]] FOREPLAN_EXPORT Expr logistic(const Expr&);
[[nodiscard]] FOREPLAN_EXPORT Expr logit(const Expr&);
/// @throws InvalidArgument  unless periods >= 1, as all below.
[[nodiscard]] FOREPLAN_EXPORT Expr diff(const Expr&, int periods = 1);
[[nodiscard]] FOREPLAN_EXPORT Expr dlog(const Expr&, int periods = 1);
[[nodiscard]] FOREPLAN_EXPORT Expr pct(const Expr&, int periods = 1);
[[nodiscard]] FOREPLAN_EXPORT Expr growth(const Expr&, int periods = 1);
[[nodiscard]] FOREPLAN_EXPORT Expr msum(const Expr&, int periods);
[[nodiscard]] FOREPLAN_EXPORT Expr mavg(const Expr&, int periods);
[[nodiscard]] FOREPLAN_EXPORT Expr sum(const std::vector<Expr>& terms);  ///< 0 for none.

struct EquationOptions {
  std::string label{};  ///< Empty: the name of the variable that it determines.
  std::string description{};
  std::optional<Unit> unit{};  ///< Of the variable.
};
struct VariableOptions {
  std::string description{};
  std::optional<Unit> unit{};
  bool endogenous = false;  ///< Solved for, by an equation that may not name it on its left side.
};

/// Not copied: its expressions refer to it. After `build` it may go on: the model built is a value of its own.
class FOREPLAN_EXPORT ModelBuilder {
 public:
  ModelBuilder();
  ~ModelBuilder();
  ModelBuilder(ModelBuilder&&) noexcept;
  ModelBuilder& operator=(ModelBuilder&&) noexcept;

  /// The variable of this name, made when first asked for. Exogenous unless an equation determines it.
  /// @throws InvalidArgument  for a name that is not letters, digits and _ or begins with a digit; for a second
  ///   description, unit or kind of one name.
  Expr variable(std::string_view name, const VariableOptions& = {});
  /// @throws InvalidArgument  also for a value that is not finite.
  Expr parameter(std::string_view name, double value, const VariableOptions& = {});

  /// `name = right`. @throws InvalidArgument for a name as `variable` refuses it, for expressions of another builder.
  void identity(std::string_view name, const Expr& right, const EquationOptions& = {});
  void behavioural(std::string_view name, const Expr& right, const EquationOptions& = {});
  /// `left = right` for any left side: `dlog(x)`, `0`.
  void equation(EquationKind kind, const Expr& left, const Expr& right, const EquationOptions& = {});

  /// @throws InvalidArgument  naming the equation, for what `compile` refuses: two equations of one variable, different
  ///   units in a sum, a behavioural equation that determines nothing. ParseError for systems that are structurally
  ///   singular.
  [[nodiscard]] Model build() const;

 private:
  friend struct detail::ExprAccess;
  std::shared_ptr<detail::BuilderState> state_;
};

}  // namespace foreplan::inline v0::scenario
