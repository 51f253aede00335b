#include <foreplan/tuning/catalogue.hpp>
#include <foreplan/tuning/ensemble.hpp>

namespace foreplan::inline v0::tuning {

std::string_view to_string(Maturity maturity) noexcept {
  return maturity == Maturity::stable ? "stable" : "experimental";
}

}  // namespace foreplan::inline v0::tuning
