#pragma once
#include "core/check.hpp"

#include <foreplan/report/document.hpp>

#include <string>

namespace foreplan::inline v0::report {

template <class T>
concept DrawnChart = requires(const T& chart) { svg(chart); };

/// "report::chart: ..., in block 2 of section "Where does it go?"": errors name their place.
template <class Write>
std::string in_place(const Document& page, std::size_t section, std::size_t block, const Write& write) {
  const auto placed = [&](const Error& e) {
    return std::string(e.what()) + ", in block " + std::to_string(block + 1) + " of section " +
           detail::quoted(page.sections[section].heading);
  };
  try {
    return write();
  } catch (const UnitMismatch& e) {
    throw UnitMismatch(placed(e));
  } catch (const PeriodMismatch& e) {
    throw PeriodMismatch(placed(e));
  } catch (const InvalidArgument& e) {
    throw InvalidArgument(placed(e));
  }
}

}  // namespace foreplan::inline v0::report
