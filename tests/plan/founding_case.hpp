#pragma once
#include <foreplan/plan/plan.hpp>

/// The founding case: Tuyen Quang province, industrial plan 2016-2020 (conclusion of the provincial Party
/// Standing Committee, 25 May 2016), with the statistical yearbook's figures for 2010-2013.
namespace foreplan::testing {

inline plan::Statement stated(std::string id, plan::StatementKind kind, std::string indicator, PeriodRange period,
                              const char* value, std::string of = {}, PriceBasis basis = {},
                              plan::Bound bound = plan::Bound::exactly, plan::Role role = plan::Role::observation) {
  plan::Statement s;
  s.id = std::move(id);
  s.kind = kind;
  s.role = role;
  s.indicator = std::move(indicator);
  s.of = std::move(of);
  s.period = period;
  s.bound = bound;
  s.value = Rounded(value);
  s.price_basis = basis;
  return s;
}

inline plan::Plan founding_case() {
  using namespace plan;
  using enum StatementKind;
  Plan p;
  const Unit billion{"VND", 9, PriceBasis::unstated(), {}};
  const auto indicator = [&](std::string id, Label name, Unit unit, Concept measures = Concept::other) {
    p.indicators.push_back({std::move(id), std::move(name), std::move(unit), measures});
  };
  indicator("industrial_output", {"industrial gross output", "giá trị sản xuất công nghiệp"}, billion, Concept::gross_output);
  indicator("grdp", {"GRDP", "GRDP"}, billion, Concept::value_added);
  indicator("agriculture", {"agriculture, forestry and fishery", "nông, lâm nghiệp và thủy sản"}, billion, Concept::value_added);
  indicator("industry", {"industry and construction", "công nghiệp và xây dựng"}, billion, Concept::value_added);
  indicator("services", {"services", "dịch vụ"}, billion, Concept::value_added);
  indicator("rest", {"everything but industry", "các ngành còn lại"}, billion, Concept::value_added);
  indicator("exports", {"exports", "kim ngạch xuất khẩu"}, Unit{"USD", 6, PriceBasis::current(), {}});
  indicator("committed_capital", {"committed capital", "vốn đăng ký"}, Unit{"VND", 9, PriceBasis::current(), {}});

  const PriceBasis c94 = PriceBasis::constant(1994), c10 = PriceBasis::constant(2010), now = PriceBasis::current();
  auto& s = p.statements;
  s.push_back(stated("output_2010", level, "industrial_output", {2010, 2010}, "2113.1", {}, c94));
  s.push_back(stated("output_2015", level, "industrial_output", {2015, 2015}, "6513", {}, c94));
  s.push_back(stated("output_growth_2011_2015", growth, "industrial_output", {2011, 2015}, "25.2"));
  s.push_back(stated("target_output_2020", level, "industrial_output", {2020, 2020}, "17600", {}, PriceBasis::unstated(),
                     Bound::at_least, Role::target));
  s.push_back(stated("target_growth_2016_2020", growth, "industrial_output", {2016, 2020}, "11.4", {}, {}, Bound::exactly, Role::target));

  const char* grdp[4] = {"10224", "12715", "14832", "17108"};
  const char* grdp_growth[4] = {"5.58", "9.68", "9.32", "10.51"};
  const char* contribution_of[3][4] = {{"6.51", "-4.54", "-0.74", "1.14"}, {"4.15", "7.46", "7.78", "3.98"}, {"-5.08", "6.76", "2.28", "5.39"}};
  const char* share_of[3][2] = {{"41.10", "31.02"}, {"24.23", "29.93"}, {"34.67", "39.05"}};
  const char* sectors[3] = {"agriculture", "industry", "services"};
  for (int t = 0; t < 4; ++t) {
    const int year = 2010 + t;
    const std::string y = "_" + std::to_string(year);
    s.push_back(stated("grdp" + y, level, "grdp", {year, year}, grdp[t], {}, now));
    s.push_back(stated("grdp_growth" + y, growth, "grdp", {year, year}, grdp_growth[t], {}, c10));
    for (int i = 0; i < 3; ++i)
      s.push_back(stated("contribution_" + std::string(sectors[i]) + y, contribution, sectors[i], {year, year}, contribution_of[i][t], "grdp", c10));
  }
  for (int i = 0; i < 3; ++i)
    for (int t = 0; t < 2; ++t) {
      const int year = 2010 + 3 * t;
      s.push_back(stated("share_" + std::string(sectors[i]) + "_" + std::to_string(year), share, sectors[i], {year, year}, share_of[i][t], "grdp", now));
    }
  s.push_back(stated("share_industry_2015", share, "industry", {2015, 2015}, "38.2", "grdp"));
  s.push_back(stated("target_share_industry_2020", share, "industry", {2020, 2020}, "40", "grdp", {}, Bound::at_least, Role::target));
  s.push_back(stated("direction_industry", growth, "industry", {2016, 2020}, "0", "grdp", {}, Bound::at_least, Role::target));
  s.push_back(stated("direction_services", growth, "services", {2016, 2020}, "0", "grdp", {}, Bound::at_least, Role::target));
  s.push_back(stated("direction_agriculture", growth, "agriculture", {2016, 2020}, "0", "grdp", {}, Bound::at_most, Role::target));
  s.push_back(stated("target_exports_2020", level, "exports", {2020, 2020}, "135", {}, {}, Bound::at_least, Role::target));
  s.push_back(stated("committed_capital", level, "committed_capital", {2015, 2015}, "13200", {}, {}, Bound::at_least));
  p.identities.push_back({"grdp_parts", "grdp", {"agriculture", "industry", "services"}, {}, {}});
  p.identities.push_back({"grdp_two_parts", "grdp", {"industry", "rest"}, {}, {}});

  p.assumptions.push_back(stated("industry_tracks_output", growth, "industry", {2016, 2020}, "11.4", {}, {}, Bound::exactly, Role::assumption));
  p.assumptions.push_back(stated("industry_at_22", growth, "industry", {2016, 2020}, "22", {}, {}, Bound::exactly, Role::assumption));
  p.quantities.push_back({"capital_per_output", QuantityKind::capital_per_output_increment, "committed_capital", "industrial_output",
                          {2011, 2015}, {"committed_capital", "output_2010", "output_2015"}, {}});
  p.quantities.push_back({"agriculture_2011", QuantityKind::growth_from_contribution, "agriculture", "grdp", {2011, 2011},
                          {"contribution_agriculture_2011", "share_agriculture_2010"}, {}});
  const Label caveat{"It assumes that value added tracks gross output, that construction grows with industry, and no change of relative prices.",
                     "Giả định giá trị tăng thêm biến động cùng giá trị sản xuất, xây dựng tăng cùng công nghiệp và giá tương đối không đổi."};
  p.quantities.push_back({"grdp_growth", QuantityKind::growth, "grdp", {}, {2016, 2020},
                          {"share_industry_2015", "target_share_industry_2020", "industry_tracks_output"}, caveat});
  p.quantities.push_back({"rest_growth", QuantityKind::growth, "rest", {}, {2016, 2020},
                          {"share_industry_2015", "target_share_industry_2020", "industry_tracks_output", "grdp_two_parts"}, caveat});
  p.quantities.push_back({"grdp_growth_at_22", QuantityKind::growth, "grdp", {}, {2016, 2020},
                          {"share_industry_2015", "target_share_industry_2020", "industry_at_22"}, caveat});
  return p;
}

}  // namespace foreplan::testing
