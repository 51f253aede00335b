#include <foreplan/growth.hpp>
#include <foreplan/plan.hpp>

#include <cstdio>

namespace fp = foreplan;

int main() {
  fp::plan::Plan plan;
  plan.indicators.push_back({"x", {"output", {}}, fp::Unit::physical("t"), fp::plan::Concept::other});
  const auto state = [&](const char* id, fp::plan::StatementKind kind, fp::PeriodRange period, const char* value) {
    fp::plan::Statement s;
    s.id = id;
    s.kind = kind;
    s.indicator = "x";
    s.period = period;
    s.value = fp::Rounded(value);
    plan.statements.push_back(s);
  };
  state("base", fp::plan::StatementKind::level, {2015, 2015}, "6513");
  state("rate", fp::plan::StatementKind::growth, {2016, 2020}, "11.4");
  state("end", fp::plan::StatementKind::level, {2020, 2020}, "17600");
  std::printf("%.6f, %zu contradiction\n", fp::growth::compound_rate(6513, 17600, 5),
              fp::plan::audit(plan).count(fp::plan::FindingKind::contradiction));
}
