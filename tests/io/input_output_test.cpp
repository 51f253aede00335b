#include <foreplan/core/errors.hpp>
#include <foreplan/io/files.hpp>
#include <foreplan/io/input_output.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

#include "refusals.hpp"
#include "structure/germany.hpp"

namespace foreplan::io {
namespace {

using structure::FinalDemandKind;
using structure::InputOutputTable;
using structure::matrix;
using structure::PrimaryInputKind;

const std::string kDocumented =
    "\"sector [million USD, current prices]\",agriculture,manufactures,households [household_consumption]\n"
    "agriculture,150,500,350\n"
    "manufactures,200,100,1700\n"
    "imports [imports],50,100,80\n"
    "wages [compensation_of_employees],600,1300,\n"
    "output,1000,2000,\n"
    "\"employment [satellite, thousand person]\",30,40,\n";
const InputOutputTable kDocumentedTable = {
    .sectors = {"agriculture", "manufactures"},
    .unit = Unit::money("USD", 6, PriceBasis::current()),
    .flows = matrix({{150, 500}, {200, 100}}),
    .final_demand = {{"households", FinalDemandKind::household_consumption, {350, 1700}, 80, {}}},
    .primary_inputs = {{"imports", PrimaryInputKind::imports, {50, 100}},
                       {"wages", PrimaryInputKind::compensation_of_employees, {600, 1300}}},
    .output = {1000, 2000},
    .satellites = {{"employment", Unit::physical("person", 3), {30, 40}}}};

std::string messages_of(const std::string& text, const InputOutputReadOptions& options = {}) {
  std::string all;
  try {
    (void)read_input_output(text, options, "t.csv");
  } catch (const ParseError& e) {
    for (const ParseIssue& issue : e.issues()) all += (all.empty() ? "" : "\n") + to_string(issue);
  }
  return all;
}
std::string replaced(std::string text, const std::string& what, const std::string& by) {
  return text.replace(text.find(what), what.size(), by);
}

InputOutputReadOptions germany() {
  return {.unit = Unit::money("EUR", 6, PriceBasis::current(), Valuation::basic),
          .final_demand = {{"final_consumption_households", FinalDemandKind::household_consumption},
                           {"final_consumption_government", FinalDemandKind::government_consumption},
                           {"gross_capital_formation", FinalDemandKind::capital_formation},
                           {"inventory_change", FinalDemandKind::inventory_change},
                           {"exports", FinalDemandKind::exports}},
          .primary_inputs = {{"imports", PrimaryInputKind::imports},
                             {"net_tax_products", PrimaryInputKind::taxes_on_products},
                             {"compensation_employees", PrimaryInputKind::compensation_of_employees},
                             {"net_tax_production", PrimaryInputKind::other_value_added},
                             {"consumption_fixed_capital", PrimaryInputKind::other_value_added},
                             {"os_mixed_income_net", PrimaryInputKind::other_value_added}},
          .satellites = {{"employment_wage_salary", Unit::physical("person", 3)},
                         {"employment_self_employed", Unit::physical("person", 3)},
                         {"employment_domestic_total", Unit::physical("person", 3)}},
          .stated_uses = "total_final_use",
          .ignored = {"total", "intermediate_consumption", "gva"}};
}

TEST(ReadInputOutput, ReadsTheDocumentedForm) {
  EXPECT_EQ(read_input_output(kDocumented), kDocumentedTable);
  EXPECT_EQ(write_input_output(kDocumentedTable), kDocumented);
}

TEST(ReadInputOutput, ReadsGermany1995AsItWasPublished) {
  const InputOutputTable table = read_input_output_file(FOREPLAN_REFERENCE_DIR "/germany_1995_io.csv", germany());
  EXPECT_EQ(table, reference::germany_1995());
  EXPECT_EQ(read_input_output(write_input_output(table)), table);
}

TEST(ReadInputOutput, TakesRowsInAnyOrderAndOutputFromAColumn) {
  EXPECT_EQ(read_input_output("# a comment\n"
                              ",a,b,e [exports],output\n"
                              "output,3,7,,\n"
                              "b,1,2,4,7\n"
                              "a,1,0,2,3\n"),
            (InputOutputTable{.sectors = {"a", "b"},
                              .flows = matrix({{1, 0}, {1, 2}}),
                              .final_demand = {{"e", FinalDemandKind::exports, {2, 4}, {}, {}}},
                              .output = {3, 7},
                              .stated_uses = {3, 7}}));
  const InputOutputTable by_column = read_input_output(",a,x\na,1,5\n", {.output = "x"});
  EXPECT_EQ(by_column.output, (std::vector<double>{5}));
  EXPECT_TRUE(by_column.stated_uses.empty());
}

TEST(ReadInputOutput, SumsImportedRowsWhereThereIsNoRowOfImports) {
  const InputOutputTable table =
      read_input_output(",a,b,h [other]\na,1,0,2\nb,1,2,4\na [imported],5,1,7\nb [imported],0,2,\noutput,9,9,\n");
  EXPECT_EQ(table.imported_flows, matrix({{5, 1}, {0, 2}}));
  ASSERT_EQ(table.primary_inputs.size(), 1u);
  EXPECT_EQ(table.primary_inputs[0].values, (std::vector<double>{5, 3}));
  EXPECT_EQ(table.final_demand[0].imports, 7);
  EXPECT_EQ(read_input_output(write_input_output(table)).imported_flows, table.imported_flows);
  const InputOutputTable mapped = read_input_output(",a\na,1\nm_a,5\noutput,9\n", {.imported = {{"m_a", "a"}}});
  EXPECT_EQ(mapped.imported_flows, matrix({{5}}));
}

TEST(ReadInputOutput, SaysWhereALabelIsWrongAndWhatWasMeant) {
  EXPECT_EQ(messages_of(replaced(kDocumented, "\nmanufactures,", "\nmanufacture,")),
            "t.csv:3:1: sector [million USD, current prices]: expected a sector, a primary input, the output, a "
            "satellite or a row to ignore, found \"manufacture\" (did you mean \"manufactures\"?)");
  EXPECT_EQ(messages_of(",a,b\na,1,2\noutput,3,3\n"),
            "t.csv:4:1: expected a row of the sector \"b\", found the end of the text");
  EXPECT_EQ(messages_of(",a\na,1\n"), "t.csv:3:1: expected a row or a column \"output\", found the end of the text");
  EXPECT_EQ(messages_of(",a,a\na,1,2\n"), "t.csv:1:4: a: expected each column once, found \"a\" again");
  EXPECT_THAT(messages_of(",a,h\na,1,2\noutput,3,\n", {.final_demand = {{"H", FinalDemandKind::other}}}),
              ::testing::HasSubstr("expected a column \"H\", found none"));
  EXPECT_EQ(messages_of(",a,b\na,1,2\na,1,2\nb,1,2\noutput,3,3\n"),
            "t.csv:3:1: expected each row once, found \"a\" again");
  EXPECT_THAT(messages_of(",a,b,industri\n", {.sectors = {"a", "b", "industry"}}),
              ::testing::HasSubstr("t.csv:1:6: industri: expected a sector, a final demand, the output or a column to "
                                   "ignore, found \"industri\" (did you mean \"industry\"?)"));
  EXPECT_EQ(messages_of(",output\noutput,1\n"), "t.csv:1:1: expected columns of sectors, found none");
  EXPECT_EQ(messages_of(""),
            "t.csv:1:1: expected a header row such as sector,agriculture,industry, found an empty text");
  EXPECT_EQ(messages_of(",a, b\n"), "t.csv:1:4:  b: expected a name without spaces around it, found \" b\"");
  EXPECT_THAT(messages_of("\"s [million EUR, old prices]\",a\n"), ::testing::HasSubstr("expected a unit such as"));
  EXPECT_THAT(messages_of(",a\na,1\n\"x [satellite, t, old prices]\",1\noutput,2\n"),
              ::testing::HasSubstr("t.csv:3:1: expected a unit"));
  EXPECT_EQ(messages_of(",a\na,1\nb [imported],1\noutput,2\n"),
            "t.csv:3:1: expected a sector before the imports that are its products, found \"b\"");
}

TEST(ReadInputOutput, SaysWhereAFigureIsWrong) {
  EXPECT_EQ(
      messages_of(replaced(kDocumented, ",500,350", ",,350")),
      "t.csv:2:17: manufactures: expected a number, found an empty field (write 0 where there is nothing, or read "
      "with missing_is_zero)");
  EXPECT_THAT(messages_of(replaced(kDocumented, "1700", "1 700")), ::testing::HasSubstr("t.csv:3:22: households"));
  EXPECT_EQ(messages_of(replaced(kDocumented, "600,1300,", "600,1300,9")),
            "t.csv:5:44: households [household_consumption]: expected no figure of this row below final demand, found "
            "9");
  EXPECT_THAT(messages_of(replaced(kDocumented, "600,1300", "600,:")),
              ::testing::HasSubstr("t.csv:5:39: manufactures: expected a number"));
  EXPECT_EQ(read_input_output(",a,b\na,1,:\nb,,2\noutput,3,3\n", {.missing = {":"}, .missing_is_zero = true}).flows,
            matrix({{1, 0}, {0, 2}}));
  EXPECT_EQ(
      read_input_output(",a,total,total\na,\"1\",9,9\ntotal,x,,\ntotal,,,\noutput,3,,\n", {.ignored = {"total"}}).flows,
      matrix({{1}}));
  // Not the product of two numbers of a hostile header is reserved, but what the rows hold.
  EXPECT_NE(messages_of("," + std::string(200'000, ',') + "\n"), "");
}

RC_GTEST_PROP(ReadInputOutput, ReadsWhatWasWritten, ()) {
  const auto n = *rc::gen::inRange<std::size_t>(1, 5), categories = *rc::gen::inRange<std::size_t>(0, 4);
  const auto numbers = [&](std::size_t count) {
    return *rc::gen::container<std::vector<double>>(
        count, rc::gen::map(rc::gen::arbitrary<std::int32_t>(), [](std::int32_t x) { return x / 7.0; }));
  };
  const auto text = [](std::string prefix) {
    return prefix + *rc::gen::element<std::string>("", ",", "\"", " [x]", " (total)", "ầ", "\nnext", "]");
  };
  InputOutputTable t;
  t.unit = *rc::gen::element(Unit{}, Unit::money("VND", 9, PriceBasis::constant(2010)), Unit::physical("t", 3));
  for (std::size_t i = 0; i < n; ++i) t.sectors.push_back(text("s" + std::to_string(i)));
  t.flows = {n, n, numbers(n * n)};
  t.output = numbers(n);
  for (std::size_t k = 0; k < categories; ++k)
    t.final_demand.push_back({text("f" + std::to_string(k)), static_cast<FinalDemandKind>(k), numbers(n), {}, {}});
  if (*rc::gen::arbitrary<bool>()) {
    t.imported_flows = {n, n, numbers(n * n)};
    t.primary_inputs.push_back({text("m"), PrimaryInputKind::imports, numbers(n)});
    t.primary_inputs.push_back({text("n"), PrimaryInputKind::imports, numbers(n)});
    if (categories > 1) t.final_demand[1].imports = 1.5;
  }
  t.primary_inputs.push_back({text("v"), PrimaryInputKind::other_value_added, numbers(n)});
  if (*rc::gen::arbitrary<bool>()) t.stated_uses = numbers(n);
  if (*rc::gen::arbitrary<bool>()) t.satellites.push_back({text("e"), Unit::physical("person", 3), numbers(n)});
  const std::string written = write_input_output(t);
  RC_ASSERT(read_input_output(written) == t);
}

RC_GTEST_PROP(ReadInputOutput, AnyPieceIsATableOrAnError, ()) {
  const std::string text = write_input_output(reference::germany_1995());
  const auto from = *rc::gen::inRange<std::size_t>(0, text.size()),
             size = *rc::gen::inRange<std::size_t>(0, text.size());
  try {
    (void)read_input_output(text.substr(0, from) + text.substr(std::min(text.size(), from + size)));
  } catch (const ParseError& e) {
    RC_ASSERT(!e.issues().empty());
  }
}

TEST(WriteInputOutput, RefusesWhatWouldNotReadBack) {
  const auto refused = [](const std::string& says, auto change) {
    return testing::Refusal{"io::write_input_output: " + says, [change] {
                              InputOutputTable t = kDocumentedTable;
                              change(t);
                              (void)write_input_output(t);
                            }};
  };
  testing::expect_refused({
      refused("names and units must read back; got \"output\"", [](auto& t) { t.sectors[0] = "output"; }),
      refused("names and units must read back; got \"x [exports]\"", [](auto& t) { t.sectors[0] = "x [exports]"; }),
      refused("names and units must read back; got \" x\"", [](auto& t) { t.sectors[0] = " x"; }),
      refused("names and units must read back; got \"\xff\"", [](auto& t) { t.sectors[0] = "\xff"; }),
      refused("imports of final demand must have a row of these; got none for \"households\"",
              [](auto& t) { t.primary_inputs.erase(t.primary_inputs.begin()); }),
      refused("imported flows must have a row of imports beside them",
              [](auto& t) {
                t.primary_inputs.erase(t.primary_inputs.begin());
                t.final_demand[0].imports.reset();
                t.imported_flows = t.flows;
              }),
      refused("output must have 2 values, as there are names; got 1", [](auto& t) { t.output.pop_back(); }),
  });
}

}  // namespace
}  // namespace foreplan::io
