#include "io/series_header.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <foreplan/core/errors.hpp>

#include <string>

namespace foreplan::io::internal {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

TEST(ReadSeriesHeader, SplitsTheNameFromTheUnit) {
  const SeriesHeader gdp = read_series_header("gdp [billion VND, constant 2010 prices]");
  EXPECT_EQ(gdp.name, "gdp");
  EXPECT_EQ(gdp.unit, Unit::money("VND", 9, PriceBasis::constant(2010)));
  EXPECT_EQ(gdp.fault, "");
  EXPECT_EQ(read_series_header("a [b] [%]").name, "a [b]");
  EXPECT_EQ(read_series_header("a [b").name, "a [b");
  EXPECT_EQ(read_series_header("a [b").unit, Unit{});
}

TEST(ReadSeriesHeader, SaysWhatWasExpected) {
  EXPECT_THAT(read_series_header("gdp[%]").fault, StartsWith("a name and a unit"));
  EXPECT_THAT(read_series_header("[%]").fault, StartsWith("a name and a unit"));
  EXPECT_THAT(read_series_header("gdp [furlong/fortnight, often]").fault, StartsWith("a unit such as"));
  EXPECT_EQ(read_series_header("").fault, "the name of a series");
  EXPECT_EQ(read_series_header(" [%]").fault, "the name of a series");
  EXPECT_EQ(read_series_header(" gdp").fault, "a name without spaces around it");
  EXPECT_EQ(read_series_header("gdp  [%]").fault, "a name without spaces around it");
}

TEST(SeriesHeader, NamesTheFunctionThatWrites) {
  try {
    (void)series_header({" gdp", 2015, Unit::percent(), {1}}, "io::anything");
    ADD_FAILURE() << "a name with a space before it";
  } catch (const InvalidArgument& e) {
    EXPECT_THAT(e.what(), HasSubstr("io::anything: name and unit must read back from the header; got \" gdp [%]\""));
  }
}

// Every name is written so that it reads back, with its unit, or is refused.
RC_GTEST_PROP(SeriesHeader, ReadsBackOrIsRefused, ()) {
  const auto name = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab []%,\"\n")));
  const Unit unit = *rc::gen::element(Unit{}, Unit::percent(), Unit::money("VND", 9, PriceBasis::unstated()));
  const bool well_formed = !name.empty() && name.front() != ' ' && name.back() != ' ';
  try {
    const SeriesHeader read = read_series_header(series_header({name, 2015, unit, {1}}, "f"));
    RC_ASSERT(read.fault.empty());
    RC_ASSERT(read.name == name);
    RC_ASSERT(read.unit == unit);
    RC_ASSERT(well_formed);
  } catch (const InvalidArgument&) {
    RC_ASSERT(!well_formed);
  }
}

}  // namespace
}  // namespace foreplan::io::internal
