#pragma once
#include <foreplan/plan/plan.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Everything that `validate` refuses, with the place in the plan: one list of rules for the call that throws the first
/// and for documents, which report all.
namespace foreplan::inline v0::plan::internal {

struct Violation {
  enum class Kind : std::uint8_t { argument, unit, period };
  Kind kind = Kind::argument;
  std::string pointer{};     ///< "/statements/3/of": list, index and member, as the plan names them.
  std::string rule{};        ///< "indicator must be known"
  std::string got{};         ///< May be empty.
  std::string where{};       ///< "in statement \"s\"", for messages without a document; may be empty.
  std::string suggestion{};  ///< "did you mean \"grdp\"?"; may be empty.
  /// Lists ("/indicators") that it follows from together with what it names: known to be wrong only when these are
  /// complete.
  std::vector<std::string_view> depends_on{};
};

/// In the order of indicators, statements, assumptions, identities, quantities, projects, zones; at most `most`. About n log n.
[[nodiscard]] std::vector<Violation> violations(const Plan& plan, std::size_t most);

/// @throws InvalidArgument, UnitMismatch, PeriodMismatch  by its kind.
[[noreturn]] void raise(const Violation& violation);

}  // namespace foreplan::inline v0::plan::internal
