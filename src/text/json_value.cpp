#include "text/json_value.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "core/check.hpp"

namespace foreplan::inline v0::text {
namespace {

using Kind = JsonNode::Kind;

Value scalar_value(const JsonNode& node) {
  switch (node.kind) {
    case Kind::null:
      return nullptr;
    case Kind::boolean:
      return node.boolean;
    case Kind::text:
      return node.text;
    default:
      break;
  }
  const char* first = node.text.data();
  const char* last = first + node.text.size();
  std::int64_t whole = 0;
  const auto read = std::from_chars(first, last, whole);
  if (read.ec == std::errc() && read.ptr == last && node.text != "-0") return whole;
  double x = 0;
  return std::from_chars(first, last, x).ec == std::errc() ? Value(x) : Value(NAN);
}

struct OpenValue {
  const JsonNode* node = nullptr;
  const JsonNode* next = nullptr;  ///< What of it comes next.
  Value::Array items{};
  Value::Object members{};

  void take(const JsonNode& child, Value value) {
    if (node->kind == Kind::array)
      items.push_back(std::move(value));
    else
      members.emplace_back(child.key, std::move(value));
    next = &child + child.span;
  }
};

bool nests(const JsonNode& node) { return node.kind == Kind::array || node.kind == Kind::object; }

}  // namespace

Value value_of(const JsonNode& root) {
  if (!nests(root)) return scalar_value(root);
  std::vector<OpenValue> open;
  open.push_back({&root, &root + 1});
  for (;;) {
    OpenValue& now = open.back();
    if (now.next != now.node + now.node->span) {
      const JsonNode& child = *now.next;
      if (nests(child))
        open.push_back({&child, &child + 1});
      else
        now.take(child, scalar_value(child));
      continue;
    }
    const JsonNode* done = now.node;
    Value value =
        done->kind == Kind::array ? Value::array(std::move(now.items)) : Value::object(std::move(now.members));
    open.pop_back();
    if (open.empty()) return value;
    open.back().take(*done, std::move(value));
  }
}

std::string pointer_to(const JsonNode& node, const JsonNode& root) {
  std::string pointer;
  for (const JsonNode* now = &root; now != &node;) {
    std::size_t index = 0;
    const JsonNode* child = now + 1;
    for (; child + child->span <= &node; child += child->span) ++index;
    pointer = pointer_below(std::move(pointer), now->kind == Kind::array ? std::to_string(index) : child->key);
    now = child;
  }
  return pointer;
}

namespace {

std::string number_text(const Value& value, std::string_view function) {
  if (value.is(Value::Kind::integer)) return std::to_string(value.as_integer());
  const double x = value.as_number();
  detail::require(std::isfinite(x), function, "numbers must be finite", x);
  const std::string text = detail::number_text(x);
  return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

std::string scalar_text(const Value& value, std::string_view function) {
  switch (value.kind()) {
    case Value::Kind::null:
      return "null";
    case Value::Kind::boolean:
      return value.as_boolean() ? "true" : "false";
    case Value::Kind::text:
      return json_text(value.as_text());
    default:
      return number_text(value, function);
  }
}

bool nests(const Value& value) { return value.is(Value::Kind::array) || value.is(Value::Kind::object); }

bool stands_on_one_line(const Value& value) {
  return value.size() == 0 ||
         (value.is(Value::Kind::array) &&
          std::none_of(value.as_array().begin(), value.as_array().end(), [](const Value& v) { return nests(v); }));
}

}  // namespace

Value parse_value(std::string_view text, std::string_view file, const JsonLimits& limits) {
  JsonDocument document = parse_json(text, file, limits);
  auto& issues = document.repeated;
  for (const JsonNode& node : document.nodes) {
    if (node.kind != Kind::number || issues.size() >= JsonDocument::kMostIssues) continue;
    if (const Value value = scalar_value(node); value.is(Value::Kind::number) && std::isnan(value.as_number())) {
      const Place place = place_of(text, node.offset);
      issues.push_back({std::string(file), place.line, place.column, pointer_to(node, document.root()),
                        "a number that fits a double", node.text, {}});
    }
  }
  if (!issues.empty()) throw ParseError(in_order(std::move(issues)));
  return value_of(document.root());
}

std::string value_text(const Value& value, std::string_view function) {
  struct Open {
    const Value* value = nullptr;
    bool one_line = false;
    std::size_t next = 0;
  };
  std::string out;
  std::vector<Open> open;
  const auto line = [&] { (out += '\n').append(2 * open.size(), ' '); };
  const auto put = [&](const Value& v) {
    if (!nests(v)) {
      out += scalar_text(v, function);
    } else {
      out += v.is(Value::Kind::array) ? '[' : '{';
      open.push_back({&v, stands_on_one_line(v), 0});
    }
  };
  put(value);
  while (!open.empty()) {
    Open& now = open.back();
    const Value& of = *now.value;
    const bool one_line = now.one_line;
    if (now.next == of.size()) {
      open.pop_back();
      if (!one_line) line();
      out += of.is(Value::Kind::array) ? ']' : '}';
      continue;
    }
    const std::size_t i = now.next++;
    if (i > 0) out += one_line ? ", " : ",";
    if (!one_line) line();
    if (of.is(Value::Kind::array)) {
      put(of.as_array()[i]);
    } else {
      out += json_text(of.as_object()[i].first) + ": ";
      put(of.as_object()[i].second);
    }
  }
  return out + "\n";
}

}  // namespace foreplan::inline v0::text
