#pragma once
#include <foreplan/core/value.hpp>

#include <string>
#include <vector>

namespace foreplan::testing {

/// Keys of a document that the schema does not describe, by following references.
inline void add_unknown_keys(const Value& document, Value schema, const Value& root,
                             std::vector<std::string>& unknown) {
  if (const Value* reference = schema.find("$ref"))
    schema = root.at("$defs").at(reference->as_text().substr(std::string("#/$defs/").size()));
  if (document.is(Value::Kind::array))
    for (const Value& item : document.as_array()) add_unknown_keys(item, schema.at("items"), root, unknown);
  if (!document.is(Value::Kind::object) || schema.find("properties") == nullptr) return;
  for (const auto& [key, value] : document.as_object()) {
    if (const Value* property = schema.at("properties").find(key))
      add_unknown_keys(value, *property, root, unknown);
    else
      unknown.push_back(key);
  }
}
[[nodiscard]] inline std::vector<std::string> unknown_keys(const Value& document, const Value& schema) {
  std::vector<std::string> unknown;
  add_unknown_keys(document, schema, schema, unknown);
  return unknown;
}

}  // namespace foreplan::testing
