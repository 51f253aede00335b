#include <foreplan/io/plan.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <set>
#include <type_traits>
#include <utility>

#include "io/plan_fields.hpp"
#include "io/plan_names.hpp"

/// Arbitrary plans that `validate` accepts, written and read back. The members are filled through the list of fields;
/// that the list is complete is a test of its own.
namespace foreplan::io {
namespace {

using namespace internal;

// The list of fields --------------------------------------------------------------------------------------------------

struct Anything {
  template <class T>
  operator T() const {  // NOLINT: conversion is the purpose
    return T{};
  }
};

template <class T, class... Some>
constexpr std::size_t members() {
  if constexpr (requires { T{std::declval<Some>()..., Anything{}}; })
    return members<T, Some..., Anything>();
  else
    return sizeof...(Some);
}

struct Counter {
  std::size_t fields = 0;
  std::set<std::string_view> keys{};

  template <class T>
  void operator()(std::string_view key, T&, std::string_view description) {
    ++fields;
    keys.insert(key);
    EXPECT_FALSE(description.empty()) << key;
  }
  template <class T>
  void required(std::string_view key, T& member, std::string_view description) {
    (*this)(key, member, description);
  }
};

template <class... T>
void expect_complete() {
  const auto one = [](auto x) {
    Counter counter;
    fields(counter, x);
    EXPECT_EQ(counter.fields, members<decltype(x)>()) << about(Described{}, x).name;
    EXPECT_EQ(counter.keys.size(), counter.fields) << about(Described{}, x).name;
  };
  (one(T{}), ...);
}

TEST(Fields, HaveEveryMember) {
  expect_complete<plan::Label, Unit, plan::Indicator, plan::Statement, plan::Identity, plan::Quantity, scenario::Change,
                  scenario::SeekInstrument, scenario::Layer, plan::ProjectionEvent, plan::Projection, plan::Observation,
                  plan::Milestone, plan::Progress, plan::Project, plan::FinancingSource, plan::FinancingNeed,
                  plan::LandCount, plan::Zone, plan::RawMaterial, plan::ElectricityDemand, plan::LabourDemand>();
  PlanDocument document;
  Counter counter;
  fields(counter, document);
  EXPECT_EQ(counter.fields, members<plan::Plan>());
}

// Arbitrary values ----------------------------------------------------------------------------------------------------

/// [low, high]
int between(int low, int high) { return *rc::gen::inRange(low, high + 1); }
template <class T>
const T& one_of(const std::vector<T>& items) {
  return items[static_cast<std::size_t>(between(0, static_cast<int>(items.size()) - 1))];
}

std::string arbitrary_text() {
  static const std::vector<std::string> kPieces{"a",
                                                "Z",
                                                "0",
                                                " ",
                                                "\"",
                                                "\\",
                                                "/",
                                                "~",
                                                "\n",
                                                "\r",
                                                "\t",
                                                "\b",
                                                "\x01",
                                                "\x1f",
                                                "\x7f",
                                                std::string(1, '\0'),
                                                "//",
                                                "/*",
                                                "*/",
                                                "\xC3\xA9",
                                                "\xE1\xBB\x87",
                                                "e\xCC\x81",
                                                "\xE2\x80\xA8",
                                                "\xEF\xBB\xBF",
                                                "\xEF\xBF\xBD",
                                                "\xEF\xBF\xBF",
                                                "\xF0\x9F\x98\x80",
                                                "\xF4\x8F\xBF\xBF",
                                                "\\u0041",
                                                "</script>",
                                                "null",
                                                "{}",
                                                "[",
                                                ",",
                                                ":"};
  std::string text;
  for (int n = between(0, 5); n > 0; --n) text += one_of(kPieces);
  return text;
}

double arbitrary_number() {
  using Limits = std::numeric_limits<double>;
  static const std::vector<double> kSpecial{0.0,
                                            -0.0,
                                            1,
                                            -1,
                                            0.1,
                                            0.1 + 0.2,
                                            1e22,
                                            1e23,
                                            5e-324,
                                            -5e-324,
                                            123456789.125,
                                            Limits::min(),
                                            Limits::max(),
                                            Limits::lowest(),
                                            Limits::epsilon(),
                                            9007199254740993.0};
  if (between(0, 1) == 0) return one_of(kSpecial);
  const double x = std::bit_cast<double>(*rc::gen::arbitrary<std::uint64_t>());
  return std::isfinite(x) ? x : 1 / 3.0;
}

Rounded arbitrary_rounded() {
  switch (between(0, 2)) {
    case 0:
      return Rounded(arbitrary_number());
    case 1:
      return Rounded(arbitrary_number(), one_of(std::vector<int>{-300, -3, -1, 0, 1, 2, 17, 300}));
    default:
      break;
  }
  std::string text = one_of(std::vector<std::string>{"", "-", "+"}) + std::to_string(between(0, 20'000));
  if (const int decimals = between(0, 4); decimals > 0) {
    text += ".";
    for (int i = 0; i < decimals; ++i) text += static_cast<char>('0' + one_of(std::vector<int>{0, 0, 5, 9}));
  }
  return Rounded(text);
}

constexpr int kFrequencies = 5;
Period arbitrary_period(Frequency f) {
  const int year = one_of(std::vector<int>{1, 999, 1994, 2015, 2020, 9600});
  switch (f) {
    case Frequency::annual:
      return Period::year(year);
    case Frequency::quarterly:
      return Period::quarter(year, between(1, 4));
    case Frequency::monthly:
      return Period::month(year, between(1, 12));
    case Frequency::weekly:
      return Period::week(year, between(1, 52));
    case Frequency::daily:
      return Period::day(year, between(1, 12), between(1, 28));
  }
  return {};
}
Frequency arbitrary_frequency() { return static_cast<Frequency>(between(0, kFrequencies - 1)); }
PeriodRange arbitrary_range(Frequency f) {
  const Period first = arbitrary_period(f);
  return {first, first + between(0, 1) * between(0, 300)};
}

PriceBasis arbitrary_basis() {
  switch (between(0, 4)) {
    case 0:
      return PriceBasis::none();
    case 1:
      return PriceBasis::unstated();
    case 2:
      return PriceBasis::current();
    case 3:
      return PriceBasis::constant(one_of(std::vector<int>{1, 1994, 9999}));
    default:
      return PriceBasis::index(one_of(std::vector<int>{1, 2010, 9999}));
  }
}

/// Fills a member of any type that the list of fields has; `most` items in lists.
struct Filler {
  int most = 2;

  template <class T>
  void fill(T& x) {
    if constexpr (ListOf<T>::value) {
      x.clear();
      for (int n = between(0, most); n > 0; --n) {
        typename T::value_type item{};
        fill(item);
        x.push_back(std::move(item));
      }
    } else if constexpr (OptionalOf<T>::value) {
      x.reset();
      if (between(0, 1) == 1) fill(x.emplace());
    } else if constexpr (std::same_as<T, std::string>) {
      x = arbitrary_text();
    } else if constexpr (std::same_as<T, bool>) {
      x = between(0, 1) == 1;
    } else if constexpr (std::same_as<T, int>) {
      x = one_of(std::vector<int>{0, 1, -1, 9, std::numeric_limits<int>::min(), std::numeric_limits<int>::max()});
    } else if constexpr (std::same_as<T, std::uint64_t>) {
      x = one_of(std::vector<T>{0, 1, 9, (T{1} << 53) + 1, std::numeric_limits<T>::max()});
    } else if constexpr (std::same_as<T, double>) {
      x = arbitrary_number();
    } else if constexpr (Named<T>) {
      x = Names<T>::all[static_cast<std::size_t>(between(0, static_cast<int>(std::size(Names<T>::all)) - 1))].first;
    } else if constexpr (std::same_as<T, Rounded>) {
      x = arbitrary_rounded();
    } else if constexpr (std::same_as<T, Period>) {
      x = between(0, 9) == 0 ? Period::day(9999, 12, 31) : arbitrary_period(arbitrary_frequency());
    } else if constexpr (std::same_as<T, PeriodRange>) {
      x = arbitrary_range(arbitrary_frequency());
    } else if constexpr (std::same_as<T, PriceBasis>) {
      x = arbitrary_basis();
    } else {
      fields(*this, x);
    }
  }

  template <class T>
  void operator()(std::string_view, T& member, std::string_view) {
    fill(member);
  }
  template <class T>
  void required(std::string_view, T& member, std::string_view) {
    fill(member);
  }
};

// Plans that hold together --------------------------------------------------------------------------------------------

template <class T>
void number(std::vector<T>& items, const char* what) {
  for (std::size_t i = 0; i < items.size(); ++i) items[i].id += what + std::to_string(i);
}

Rounded accepted(plan::StatementKind kind, const Rounded& r) {
  const double v = r.value();
  switch (kind) {
    case plan::StatementKind::level:
    case plan::StatementKind::conversion:
      return v > 0 ? r : Rounded("1.50");
    case plan::StatementKind::growth:
      return v > -100 ? r : Rounded("-99.9");
    case plan::StatementKind::share:
      return v > 0 && v <= 100 ? r : Rounded("40.0");
    case plan::StatementKind::contribution:
      break;
  }
  return r;
}

/// Whether `x` can be a part of `other`, whatever the statement.
bool one_unit(const plan::Indicator& x, const plan::Indicator& other) {
  return x.id != other.id && x.unit.name == other.unit.name && x.unit.price_basis == other.unit.price_basis;
}

void hold_together(plan::Statement& s, const std::vector<plan::Indicator>& indicators, Frequency f) {
  using enum plan::StatementKind;
  const plan::Indicator& x = one_of(indicators);
  const plan::Indicator& other = one_of(indicators);
  if (s.kind == conversion && !x.unit.is_money()) s.kind = level;
  if ((s.kind == share || s.kind == contribution) && !one_unit(x, other)) s.kind = growth;
  s.indicator = x.id;
  s.of = s.kind == share || s.kind == contribution || (s.kind == growth && one_unit(x, other)) ? other.id : std::string();
  s.period = arbitrary_range(f);
  if (s.kind == level || s.kind == share || s.kind == contribution) s.period.last = s.period.first;
  s.value = accepted(s.kind, s.value);
  s.upper = accepted(s.kind, s.upper);
  if (s.bound == plan::Bound::between && s.upper.value() < s.value.value()) std::swap(s.value, s.upper);
  if (!x.unit.is_money() && s.kind != growth) s.price_basis = PriceBasis::none();
  if (s.kind == conversion) s.price_basis = PriceBasis::constant(1994), s.to_price_basis = PriceBasis::current();
}

plan::Projection arbitrary_projection() {
  plan::Projection p;
  Filler filler;
  filler.fill(p.unit);
  const std::size_t n = static_cast<std::size_t>(between(1, 3));
  for (std::size_t i = 0; i < n; ++i) {
    p.sectors.push_back(arbitrary_text() + std::to_string(i));
    p.levels.push_back(one_of(std::vector<double>{1, 0.1, 27.36, 1e9}));
    p.sigma.push_back(one_of(std::vector<double>{0, 0.03}));
  }
  p.base = arbitrary_period(arbitrary_frequency());
  p.last = p.base + between(1, 20);
  p.paths = static_cast<std::size_t>(between(1, 100));
  p.seed = *rc::gen::arbitrary<std::uint64_t>();
  p.coverage = one_of(std::vector<double>{0.5, 0.9, 0.999});
  if (between(0, 1) == 0)
    for (std::size_t i = 0; i < n; ++i) {
      p.sectors[i] = "sector" + std::to_string(i);
      p.model.push_back(p.sectors[i] + " = " + p.sectors[i] + "(-1)   # as in \"the year\" before");
    }
  return p;
}

std::vector<scenario::Scenario> arbitrary_scenarios(const plan::Projection& p) {
  std::vector<scenario::Scenario> all;
  for (int n = between(0, 2); n > 0; --n) {
    scenario::Scenario s(arbitrary_text() + "s", plan::base_data(p));
    for (int k = between(0, 3); k > 0; --k) {
      if (between(0, 1) == 0) s = s.layer(arbitrary_text() + "l" + std::to_string(k));
      scenario::Change change;
      change.kind = static_cast<scenario::ChangeKind>(between(0, 2));
      change.variable = one_of(p.sectors);
      change.range = arbitrary_range(p.base.frequency());
      change.values = {std::abs(arbitrary_number())};
      s = s.with(std::move(change));
    }
    all.push_back(std::move(s));
  }
  return all;
}

double positive(double x) { return x == 0 ? 1 : std::abs(x); }

void hold_together(plan::Zone& zone) {
  const auto part = [&] { return std::min(zone.total_area, zone.total_area / 4 * between(0, 4)); };
  zone.total_area = positive(zone.total_area);
  zone.let_area = part();
  zone.absorption = std::abs(zone.absorption);
  zone.absorption_log_sd = std::abs(zone.absorption_log_sd);
  if (zone.history.empty()) return;
  const auto counts = static_cast<int>(zone.history.size());
  zone.period = 2015;
  for (int i = 0; i < counts; ++i) zone.history[static_cast<std::size_t>(i)] = {2015 - counts + i, part()};
}

void hold_together(plan::Project& project) {
  static const std::vector<std::vector<double>> kShares{{1}, {0.5, 0.5}, {0.1, 0.2, 0.7}};
  project.capital = positive(project.capital);
  project.probability = between(0, 4) / 4.0;
  project.delay = one_of(kShares);
  project.disbursement = one_of(kShares);
  project.capital_per_output = std::abs(project.capital_per_output);
}

plan::Plan arbitrary_plan() {
  PlanDocument document;
  Filler filler;
  filler.fill(document);
  plan::Plan p = std::move(document.plan);
  p.about_tolerance = one_of(std::vector<double>{0.05, 5e-324, 1 - 1e-16});
  p.projection.model.clear();  // a text that means nothing is refused
  const Frequency f = arbitrary_frequency();
  p.indicators.resize(std::max<std::size_t>(2, p.indicators.size()));
  number(p.indicators, "x"), number(p.statements, "s"), number(p.assumptions, "a"), number(p.identities, "i");
  number(p.quantities, "q");
  if (between(0, 1) == 0)  // shares need it
    for (auto& x : p.indicators) x.unit = p.indicators[0].unit;
  for (auto& s : p.statements) hold_together(s, p.indicators, f);
  for (auto& s : p.assumptions) hold_together(s, p.indicators, f);
  for (auto& identity : p.identities) {
    p.indicators[1].unit = p.indicators[0].unit;
    identity.total = p.indicators[0].id;
    identity.parts = {p.indicators[1].id};
  }
  if (!p.identities.empty())  // a changed unit may have lost its prices
    for (auto* list : {&p.statements, &p.assumptions})
      for (auto& s : *list)
        s.kind = plan::StatementKind::growth, s.of = "", s.value = accepted(s.kind, s.value), s.upper = s.value;
  for (auto& q : p.quantities) {
    q.indicator = p.indicators[0].id;
    q.period = arbitrary_range(f);
    q.of = between(0, 1) == 0 || !one_unit(p.indicators[0], p.indicators[1]) ? "" : p.indicators[1].id;
    if (q.of.empty()) q.kind = plan::QuantityKind::growth;
    q.given.clear();
    for (const auto& s : p.statements) q.given.push_back(s.id);
  }
  for (auto& zone : p.zones) hold_together(zone);
  for (auto& project : p.projects) hold_together(project);
  if (between(0, 1) == 0) {
    p.projection = arbitrary_projection();
    p.scenarios = arbitrary_scenarios(p.projection);
  }
  return p;
}

TEST(RoundTrip, IsExactForEveryPlan) {
  EXPECT_TRUE(rc::check("reading what was written gives an equal plan, and writing that the same text", [] {
    const plan::Plan p = arbitrary_plan();
    plan::validate(p);
    const std::string text = write_plan(p);
    const plan::Plan again = read_plan(text);
    RC_ASSERT(again == p);
    RC_ASSERT(write_plan(again) == text);
  }));
}

TEST(RoundTrip, IsExactForEveryPrintedNumber) {
  EXPECT_TRUE(rc::check("printed numbers keep value and digits", [] {
    plan::Plan p;
    p.progress.resize(1);
    p.progress[0].base = arbitrary_rounded();
    const plan::Plan again = read_plan(write_plan(p));
    RC_ASSERT(again.progress.at(0).base == p.progress[0].base);
    RC_ASSERT(std::signbit(again.progress[0].base.value()) == std::signbit(p.progress[0].base.value()));
  }));
}

}  // namespace
}  // namespace foreplan::io
