// Is my plan consistent? Four statements of a plan, audited: what cannot all be true, and what would reconcile it.
#include <foreplan/plan.hpp>

#include <iostream>
#include <string>

namespace fp = foreplan;
using namespace fp::plan;

namespace {

/// A line for each sentence.
void print(std::string text) {
  for (std::size_t end = text.find(". "); end != std::string::npos; end = text.find(". ", end))
    text.replace(end, 2, ".\n  ");
  std::cout << "  " << text << '\n';
}

}  // namespace

int main() {
  Plan plan;
  const fp::Unit billion_dong{"VND", 9, fp::PriceBasis::unstated(), {}};
  plan.indicators = {{"output", {"Industrial gross output", ""}, billion_dong, Concept::gross_output},
                     {"industry", {"industry and construction", ""}, billion_dong, Concept::value_added},
                     {"grdp", {"GRDP", ""}, billion_dong, Concept::value_added}};

  const auto old_prices = fp::PriceBasis::constant(1994);
  plan.statements = {{.id = "base",
                      .kind = StatementKind::level,
                      .indicator = "output",
                      .period = {2015, 2015},
                      .value = fp::Rounded("6513"),
                      .price_basis = old_prices},
                     {.id = "target",
                      .kind = StatementKind::level,
                      .role = Role::target,
                      .indicator = "output",
                      .period = {2020, 2020},
                      .bound = Bound::at_least,
                      .value = fp::Rounded("17600"),
                      .price_basis = fp::PriceBasis::unstated()},
                     {.id = "growth",
                      .kind = StatementKind::growth,
                      .role = Role::target,
                      .indicator = "output",
                      .period = {2016, 2020},
                      .value = fp::Rounded("11.4")},
                     {.id = "share",
                      .kind = StatementKind::share,
                      .indicator = "industry",
                      .of = "grdp",
                      .period = {2015, 2015},
                      .value = fp::Rounded("38.2")},
                     {.id = "share_target",
                      .kind = StatementKind::share,
                      .role = Role::target,
                      .indicator = "industry",
                      .of = "grdp",
                      .period = {2020, 2020},
                      .bound = Bound::at_least,
                      .value = fp::Rounded("40")}};

  for (const Finding& finding : audit(plan)) {
    std::cout << to_string(finding.severity) << '\n';
    print(finding.contradiction ? finding.contradiction->sentence : finding.sentence);
    if (finding.contradiction)
      for (const Reading& reading : finding.contradiction->readings) print(reading.sentence);
  }

  // Each statement by itself is fine; so are any two of the three that clash.
  std::cout << std::boolalpha << "\nbase and growth alone: " << can_all_be_true(plan, {"base", "growth"})
            << ", with the target: " << can_all_be_true(plan, {"base", "growth", "target"}) << '\n';
}
