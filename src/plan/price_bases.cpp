#include "plan/price_bases.hpp"

#include "plan/disjoint_sets.hpp"

namespace foreplan::inline v0::plan::internal {
namespace {

bool is_stated(PriceBasis basis) noexcept {
  return basis.kind() != PriceBasis::Kind::none && basis.kind() != PriceBasis::Kind::unstated;
}

DisjointSets tied_indicators(const Plan& plan, const Sources& sources, const Subjects& subjects) {
  DisjointSets tied(plan.indicators.size());
  const auto tie = [&](int a, int b) { tied.join(static_cast<std::size_t>(a), static_cast<std::size_t>(b)); };
  for (std::size_t k = 0; k < sources.statements.size(); ++k)
    if (sources.statements[k]->kind == StatementKind::share)
      tie(subjects.statements[k].indicator, subjects.statements[k].of);
  for (const auto& members : subjects.identities)
    for (const int member : members) tie(member, members.front());
  return tied;
}

}  // namespace

const std::string& Sources::id(std::size_t source) const noexcept {
  return source < statements.size() ? statements[source]->id : identities[source - statements.size()]->id;
}

NameIndex indicator_names(const Plan& plan) {
  NameIndex names(plan.indicators.size());
  for (const Indicator& x : plan.indicators) names.insert(x.id);
  return names;
}

Subjects subjects_of(const NameIndex& names, const Sources& sources) {
  const auto place = [&](const std::string& id) { return id.empty() ? -1 : static_cast<int>(names.find(id)); };
  Subjects subjects;
  subjects.statements.reserve(sources.statements.size());
  for (const Statement* s : sources.statements) subjects.statements.push_back({place(s->indicator), place(s->of)});
  subjects.identities.reserve(sources.identities.size());
  for (const Identity* identity : sources.identities) {
    std::vector<int>& members = subjects.identities.emplace_back();
    members.reserve(1 + identity->parts.size());
    members.push_back(place(identity->total));
    for (const auto& part : identity->parts) members.push_back(place(part));
  }
  return subjects;
}

int indicator_index(const Plan& plan, const std::string& id) noexcept {
  for (std::size_t i = 0; i < plan.indicators.size(); ++i)
    if (plan.indicators[i].id == id) return static_cast<int>(i);
  return -1;
}

bool names_basis(const Statement& s) noexcept { return is_stated(s.price_basis); }

PriceBasis printed_basis(const Plan& plan, const Statement& s) {
  if (s.price_basis.kind() != PriceBasis::Kind::none) return s.price_basis;
  return plan.indicators[static_cast<std::size_t>(indicator_index(plan, s.indicator))].unit.price_basis;
}

std::vector<PriceBasis> usual_bases(const Plan& plan, const Sources& sources, const Subjects& subjects) {
  const std::size_t n = plan.indicators.size();
  DisjointSets tied = tied_indicators(plan, sources, subjects);
  struct Group {
    PriceBasis basis = PriceBasis::unstated();
    bool several = false;
  };
  std::vector<Group> groups(n);
  const auto state = [&](std::size_t indicator, PriceBasis basis) {
    Group& group = groups[tied.root(indicator)];
    if (!is_stated(basis)) return;
    if (group.basis.kind() == PriceBasis::Kind::unstated)
      group.basis = basis;
    else
      group.several = group.several || group.basis != basis;
  };
  for (std::size_t i = 0; i < n; ++i) state(i, plan.indicators[i].unit.price_basis);
  for (std::size_t k = 0; k < sources.statements.size(); ++k)
    if (const Statement& s = *sources.statements[k]; s.kind == StatementKind::level)
      state(static_cast<std::size_t>(subjects.statements[k].indicator), s.price_basis);
  std::vector<PriceBasis> usual;
  usual.reserve(n);
  for (std::size_t i = 0; i < n; ++i) {
    const PriceBasis own = plan.indicators[i].unit.price_basis;
    const Group& group = groups[tied.root(i)];
    usual.push_back(own.kind() != PriceBasis::Kind::unstated ? own
                    : group.several                          ? PriceBasis::unstated()
                                                             : group.basis);
  }
  return usual;
}

}  // namespace foreplan::inline v0::plan::internal
