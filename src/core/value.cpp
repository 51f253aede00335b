#include <foreplan/core/value.hpp>

#include <algorithm>
#include <cmath>

#include "core/check.hpp"

namespace foreplan::inline v0 {
namespace {

[[noreturn]] void wrong_kind(const char* function, const char* wanted, Value::Kind got) {
  detail::fail(function, std::string("value must be of kind ") + wanted, to_string(got));
}

void require_unique_keys(const Value::Object& members) {
  std::vector<std::string_view> keys;
  keys.reserve(members.size());
  for (const auto& [key, value] : members) keys.push_back(key);
  std::sort(keys.begin(), keys.end());
  if (const auto twice = std::adjacent_find(keys.begin(), keys.end()); twice != keys.end())
    detail::fail("Value::object", "keys must be used once", detail::quoted(*twice));
}

}  // namespace

// Copies go level by level through a list of what is still to be copied, so that depth costs no stack.
Value::Value(const Value& other) {
  struct Work {
    Value* to;
    const Value* from;
  };
  std::vector<Work> work{{this, &other}};
  while (!work.empty()) {
    const Work w = work.back();
    work.pop_back();
    if (const auto* array = std::get_if<Array>(&w.from->data_)) {
      auto& items = w.to->data_.emplace<Array>(array->size());
      for (std::size_t i = 0; i < items.size(); ++i) work.push_back({&items[i], &(*array)[i]});
    } else if (const auto* object = std::get_if<Object>(&w.from->data_)) {
      auto& members = w.to->data_.emplace<Object>(object->size());
      for (std::size_t i = 0; i < members.size(); ++i) {
        members[i].first = (*object)[i].first;
        work.push_back({&members[i].second, &(*object)[i].second});
      }
    } else {
      std::visit([&](const auto& scalar) {
        using T = std::decay_t<decltype(scalar)>;
        if constexpr (!std::is_same_v<T, Array> && !std::is_same_v<T, Object>) w.to->data_.template emplace<T>(scalar);
      }, w.from->data_);
    }
  }
}

Value::Value(Value&& other) noexcept : data_(std::move(other.data_)) { other.data_.emplace<std::monostate>(); }

Value& Value::operator=(const Value& other) {
  if (this != &other) *this = Value(other);
  return *this;
}

Value& Value::operator=(Value&& other) noexcept {
  if (this != &other) {
    const Value old(std::move(*this));  // may be deep: its destructor knows how
    data_ = std::move(other.data_);
    other.data_.emplace<std::monostate>();
  }
  return *this;
}

Value::~Value() {
  const auto nested = [](const Value& v) { return v.is(Kind::array) || v.is(Kind::object); };
  std::vector<Value> doomed;
  const auto empty_into = [&](Value& v) {
    if (auto* array = std::get_if<Array>(&v.data_)) {
      for (Value& item : *array)
        if (nested(item)) doomed.push_back(std::move(item));
    } else if (auto* object = std::get_if<Object>(&v.data_)) {
      for (Member& member : *object)
        if (nested(member.second)) doomed.push_back(std::move(member.second));
    }
  };
  if (!nested(*this)) return;
  empty_into(*this);
  while (!doomed.empty()) {
    Value last = std::move(doomed.back());
    doomed.pop_back();
    empty_into(last);
    last.data_.emplace<std::monostate>();
  }
}

Value Value::array(Array items) {
  Value v;
  v.data_ = std::move(items);
  return v;
}

Value Value::object(Object members) {
  require_unique_keys(members);
  Value v;
  v.data_ = std::move(members);
  return v;
}

bool Value::as_boolean() const {
  if (const auto* b = std::get_if<bool>(&data_)) return *b;
  wrong_kind("Value::as_boolean", "boolean", kind());
}
std::int64_t Value::as_integer() const {
  if (const auto* i = std::get_if<std::int64_t>(&data_)) return *i;
  wrong_kind("Value::as_integer", "integer", kind());
}
double Value::as_number() const {
  if (const auto* i = std::get_if<std::int64_t>(&data_)) return static_cast<double>(*i);
  if (const auto* d = std::get_if<double>(&data_)) return *d;
  wrong_kind("Value::as_number", "number", kind());
}
const std::string& Value::as_text() const {
  if (const auto* s = std::get_if<std::string>(&data_)) return *s;
  wrong_kind("Value::as_text", "text", kind());
}
const Value::Array& Value::as_array() const {
  if (const auto* a = std::get_if<Array>(&data_)) return *a;
  wrong_kind("Value::as_array", "array", kind());
}
const Value::Object& Value::as_object() const {
  if (const auto* o = std::get_if<Object>(&data_)) return *o;
  wrong_kind("Value::as_object", "object", kind());
}

const Value& Value::at(std::size_t i) const {
  const Array& items = as_array();
  if (i >= items.size())
    detail::fail("Value::at", "index must be below " + std::to_string(items.size()), std::to_string(i));
  return items[i];
}

const Value& Value::at(std::string_view key) const {
  if (const Value* found = is(Kind::object) ? find(key) : nullptr) return *found;
  std::vector<std::string> known;
  for (const auto& [name, value] : as_object()) known.push_back(name);
  const std::string near = detail::nearest_name(key, known);
  detail::fail("Value::at",
               near.empty() ? "key must be present" : "key must be present (did you mean \"" + near + "\"?)",
               detail::quoted(key));
}

const Value* Value::find(std::string_view key) const noexcept {
  if (const auto* members = std::get_if<Object>(&data_))
    for (const auto& [name, value] : *members)
      if (name == key) return &value;
  return nullptr;
}

void Value::set(std::string key, Value value) {
  if (is(Kind::null)) data_.emplace<Object>();
  auto* members = std::get_if<Object>(&data_);
  if (members == nullptr) wrong_kind("Value::set", "object", kind());
  for (auto& [name, old] : *members)
    if (name == key) {
      old = std::move(value);
      return;
    }
  members->emplace_back(std::move(key), std::move(value));
}

void Value::push_back(Value value) {
  if (is(Kind::null)) data_.emplace<Array>();
  auto* items = std::get_if<Array>(&data_);
  if (items == nullptr) wrong_kind("Value::push_back", "array", kind());
  items->push_back(std::move(value));
}

std::size_t Value::size() const noexcept {
  if (const auto* a = std::get_if<Array>(&data_)) return a->size();
  if (const auto* o = std::get_if<Object>(&data_)) return o->size();
  return 0;
}

bool operator==(const Value& a, const Value& b) {
  std::vector<std::pair<const Value*, const Value*>> work{{&a, &b}};
  while (!work.empty()) {
    const auto [x, y] = work.back();
    work.pop_back();
    if (x->kind() != y->kind() || x->size() != y->size()) return false;
    switch (x->kind()) {
      case Value::Kind::null: break;
      case Value::Kind::boolean:
        if (x->as_boolean() != y->as_boolean()) return false;
        break;
      case Value::Kind::integer:
        if (x->as_integer() != y->as_integer()) return false;
        break;
      case Value::Kind::number: {
        const double p = x->as_number(), q = y->as_number();
        if (p != q && !(std::isnan(p) && std::isnan(q))) return false;
        break;
      }
      case Value::Kind::text:
        if (x->as_text() != y->as_text()) return false;
        break;
      case Value::Kind::array:
        for (std::size_t i = 0; i < x->size(); ++i) work.emplace_back(&x->as_array()[i], &y->as_array()[i]);
        break;
      case Value::Kind::object:
        for (std::size_t i = 0; i < x->size(); ++i) {
          if (x->as_object()[i].first != y->as_object()[i].first) return false;
          work.emplace_back(&x->as_object()[i].second, &y->as_object()[i].second);
        }
        break;
    }
  }
  return true;
}

std::string_view to_string(Value::Kind kind) noexcept {
  switch (kind) {
    case Value::Kind::null: return "null";
    case Value::Kind::boolean: return "boolean";
    case Value::Kind::integer: return "integer";
    case Value::Kind::number: return "number";
    case Value::Kind::text: return "text";
    case Value::Kind::array: return "array";
    case Value::Kind::object: return "object";
  }
  return "unknown";
}

}  // namespace foreplan::inline v0
