#include <foreplan/core/execution.hpp>

#include <gtest/gtest.h>

#include <utility>

namespace foreplan {
namespace {

TEST(CancelToken, IsSharedByItsCopies) {
  const CancelToken a;
  const CancelToken b = a;
  EXPECT_FALSE(b.cancelled());
  a.cancel();
  EXPECT_TRUE(b.cancelled());
  EXPECT_FALSE(CancelToken().cancelled());
}

TEST(CancelToken, StaysUsableWhenMovedFrom) {
  CancelToken a;
  CancelToken b = std::move(a);
  CancelToken c;
  c = std::move(b);
  a.cancel();  // NOLINT: that this is allowed is the point
  EXPECT_TRUE(b.cancelled() && c.cancelled());
}

TEST(Execution, IsOneThreadThatNobodyStops) {
  const Execution e;
  EXPECT_EQ(e.threads, 1u);
  EXPECT_FALSE(e.executor);
  EXPECT_FALSE(e.progress);
  EXPECT_FALSE(e.cancel.cancelled());
}

}  // namespace
}  // namespace foreplan
