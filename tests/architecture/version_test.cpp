#include <foreplan/core/errors.hpp>
#include <foreplan/core/version.hpp>

#include <gtest/gtest.h>

#include <string>
#include <typeinfo>

namespace {

TEST(Version, HeadersLibraryAndBuildAgree) {
  EXPECT_STREQ(FOREPLAN_VERSION_STRING, FOREPLAN_CMAKE_VERSION);
  EXPECT_EQ(foreplan::version(), FOREPLAN_VERSION_STRING);
  const std::string parts = std::to_string(FOREPLAN_VERSION_MAJOR) + "." + std::to_string(FOREPLAN_VERSION_MINOR) + "." +
                            std::to_string(FOREPLAN_VERSION_PATCH);
  EXPECT_EQ(parts, FOREPLAN_VERSION_STRING);
}

TEST(Version, InlineNamespaceIsTheSoversion) {
  EXPECT_EQ(FOREPLAN_SOVERSION, FOREPLAN_CMAKE_SOVERSION);
  const std::string space = "v" + std::to_string(FOREPLAN_SOVERSION);
  // The mangled name holds each part with its length before it: N8foreplan2v05ErrorE.
  const std::string mangled = typeid(foreplan::Error).name();
  EXPECT_NE(mangled.find("8foreplan" + std::to_string(space.size()) + space), std::string::npos) << mangled;
}

}  // namespace
