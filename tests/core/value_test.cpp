#include <foreplan/core/value.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <limits>
#include <utility>

#include "refusals.hpp"

namespace foreplan {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

Value nested(int depth, bool objects, Value innermost = {}) {
  Value v = std::move(innermost);
  for (int i = 0; i < depth; ++i) {
    Value outer = objects ? Value::object() : Value::array();
    if (objects)
      outer.set("k", std::move(v));
    else
      outer.push_back(std::move(v));
    v = std::move(outer);
  }
  return v;
}

TEST(Value, CanBeAMillionDeep) {
  for (const bool objects : {false, true}) {
    Value v = nested(1'000'000, objects);
    const Value copy = v, other = nested(1'000'000, objects, 1);
    EXPECT_TRUE(copy == v);
    EXPECT_FALSE(copy == other);  // they differ in the innermost only
    Value outer = Value::object();
    outer.set("deep", copy);
    v = std::move(outer);
    EXPECT_FALSE(copy == v);
    v = copy;
    v = v.is(Value::Kind::array) ? Value(v.at(std::size_t{0})) : Value(v.at("k"));
    EXPECT_FALSE(copy == v);
  }
}

TEST(Value, CanBeAMillionWide) {
  Value::Object members;
  for (int i = 0; i < 1'000'000; ++i) members.emplace_back(std::to_string(i), Value::array({i, "text"}));
  const Value v = Value::object(std::move(members));
  const Value copy = v;
  EXPECT_TRUE(copy == v);
  EXPECT_EQ(v.size(), 1'000'000u);
}

TEST(Value, NamesItsKinds) {
  const std::pair<Value, const char*> all[] = {
      {nullptr, "null"},         {true, "boolean"},          {1, "integer"}, {0.5, "number"}, {"x", "text"},
      {Value::array(), "array"}, {Value::object(), "object"}};
  for (const auto& [value, name] : all) EXPECT_EQ(to_string(value.kind()), name);
  EXPECT_TRUE(Value(std::int64_t{1} << 40).is(Value::Kind::integer));
  EXPECT_TRUE(Value(std::string_view("x")) == Value(std::string("x")));
}

TEST(Value, HoldsMembersInTheirOrder) {
  Value v;
  v.set("b", 1);
  v.set("a", 2.5);
  v.set("b", "text");
  EXPECT_EQ(v.size(), 2u);
  EXPECT_EQ(v.as_object().front().first, "b");
  EXPECT_EQ(v.at("b").as_text(), "text");
  EXPECT_EQ(v.find("none"), nullptr);
  EXPECT_EQ(Value(3).find("none"), nullptr);
  EXPECT_EQ(Value(3).as_number(), 3);
  EXPECT_EQ(Value(3).size(), 0u);
  Value items;
  items.push_back(true);
  EXPECT_TRUE(items.at(std::size_t{0}).as_boolean());
}

TEST(Value, ComparesKindContentAndOrder) {
  EXPECT_TRUE(Value(kNaN) == Value(kNaN));
  EXPECT_FALSE(Value(3) == Value(3.0));
  EXPECT_FALSE(Value(true) == Value(1));
  EXPECT_FALSE(Value::object({{"a", 1}, {"b", 2}}) == Value::object({{"b", 2}, {"a", 1}}));
  EXPECT_FALSE(Value::array({1, 2}) == Value::array({1}));
  EXPECT_FALSE(Value::array() == Value::object());
  EXPECT_FALSE(Value("a") == Value("b"));
}

TEST(Value, CanBeAssignedFromInsideItself) {
  Value v = Value::array({Value::array({7})});
  v = v.at(std::size_t{0});
  EXPECT_TRUE(v == Value::array({7}));
  const Value& same = v;
  v = same;
  EXPECT_TRUE(v == Value::array({7}));
  Value moved = std::move(v);
  EXPECT_TRUE(v.is(Value::Kind::null));  // NOLINT: what a moved-from value is, is promised
  EXPECT_TRUE(moved == Value::array({7}));
}

Value drawn(int depth) {
  switch (*rc::gen::inRange(0, depth > 0 ? 7 : 5)) {
    case 0:
      return nullptr;
    case 1:
      return *rc::gen::arbitrary<bool>();
    case 2:
      return *rc::gen::arbitrary<int>();
    case 3:
      return *rc::gen::inRange(-1000, 1000) / 8.0;
    case 4:
      return *rc::gen::arbitrary<std::string>();
    case 5: {
      Value items = Value::array();
      for (int n = *rc::gen::inRange(0, 4); n > 0; --n) items.push_back(drawn(depth - 1));
      return items;
    }
    default: {
      Value members = Value::object();
      for (int n = *rc::gen::inRange(0, 4); n > 0; --n) members.set("k" + std::to_string(n), drawn(depth - 1));
      return members;
    }
  }
}

TEST(ValueProperties, CopiesAreEqualAndApart) {
  EXPECT_TRUE(rc::check("a copy equals; changing it does not change the original", [] {
    const Value v = drawn(4);
    Value copy = v;
    RC_ASSERT(copy == v && v == copy);
    const Value before = v;
    if (copy.is(Value::Kind::array))
      copy.push_back(1);
    else if (copy.is(Value::Kind::object))
      copy.set("new", 1);
    else
      copy = Value::array({copy});
    RC_ASSERT(!(copy == v) && v == before);
  }));
}

TEST(ValueBadInput, IsRefusedNamingBothKinds) {
  Value object = Value::object(), number = 1.5;
  testing::expect_refused(
      {{"Value::as_integer: value must be of kind integer; got number", [] { (void)Value(1.5).as_integer(); }},
       {"Value::as_boolean: value must be of kind boolean; got null", [] { (void)Value().as_boolean(); }},
       {"Value::as_number: value must be of kind number; got text", [] { (void)Value("1").as_number(); }},
       {"Value::as_text: value must be of kind text; got boolean", [] { (void)Value(true).as_text(); }},
       {"Value::as_array: value must be of kind array; got integer", [] { (void)Value(1).at(std::size_t{0}); }},
       {"Value::as_object: value must be of kind object; got array", [] { (void)Value::array().at("k"); }},
       {"Value::at: index must be below 1; got 1", [] { (void)Value::array({7}).at(std::size_t{1}); }},
       {"Value::at: key must be present; got \"none\"", [&] { (void)object.at("none"); }},
       {"Value::at: key must be present (did you mean \"alpha\"?); got \"alhpa\"",
        [] {
          (void)Value::object({{"phi", 1}, {"alpha", 2}}).at("alhpa");
        }},
       {"Value::set: value must be of kind object; got number", [&] { number.set("k", 1); }},
       {"Value::push_back: value must be of kind array; got object", [&] { object.push_back(1); }},
       {"Value::object: keys must be used once; got \"k\"", [] {
          (void)Value::object({{"k", 1}, {"j", 2}, {"k", 3}});
        }}});
}

}  // namespace
}  // namespace foreplan
