#pragma once
#include <foreplan/export.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace foreplan::inline v0 {

/// A tree of JSON-like values: options of a model, a piece of a document, anything that is carried
/// without being understood. Objects keep the order of their keys and refuse a key used twice.
/// Destruction, copies and comparison do not recurse, so depth costs no stack; the parser of documents has a limit.
class FOREPLAN_EXPORT Value {
 public:
  enum class Kind : std::uint8_t { null, boolean, integer, number, text, array, object };
  using Array = std::vector<Value>;
  using Member = std::pair<std::string, Value>;
  using Object = std::vector<Member>;

  Value() noexcept = default;
  Value(std::nullptr_t) noexcept {}                               // NOLINT
  Value(bool b) noexcept : data_(b) {}                            // NOLINT
  Value(int i) noexcept : data_(std::int64_t{i}) {}               // NOLINT
  Value(std::int64_t i) noexcept : data_(i) {}                    // NOLINT
  Value(double d) noexcept : data_(d) {}                          // NOLINT
  Value(const char* s) : data_(std::string(s)) {}                 // NOLINT
  Value(std::string s) noexcept : data_(std::move(s)) {}          // NOLINT
  Value(std::string_view s) : data_(std::string(s)) {}            // NOLINT
  Value(const Value&);
  Value(Value&&) noexcept;
  Value& operator=(const Value&);
  Value& operator=(Value&&) noexcept;
  ~Value();

  /// Lists are named, because braces around one value would be ambiguous.
  [[nodiscard]] static Value array(Array items = {});
  /// @throws InvalidArgument  for a key used twice.
  [[nodiscard]] static Value object(Object members = {});

  [[nodiscard]] Kind kind() const noexcept { return static_cast<Kind>(data_.index()); }
  [[nodiscard]] bool is(Kind k) const noexcept { return kind() == k; }

  /// @throws InvalidArgument  when the kind is another, naming both. `as_number` takes integers too.
  [[nodiscard]] bool as_boolean() const;
  [[nodiscard]] std::int64_t as_integer() const;
  [[nodiscard]] double as_number() const;
  [[nodiscard]] const std::string& as_text() const;
  [[nodiscard]] const Array& as_array() const;
  [[nodiscard]] const Object& as_object() const;

  /// Item i of an array. @throws InvalidArgument when it is no array or too short.
  [[nodiscard]] const Value& at(std::size_t i) const;
  /// Member of an object. @throws InvalidArgument when it is no object or has no such key,
  /// naming the nearest.
  [[nodiscard]] const Value& at(std::string_view key) const;
  /// The member, or nullptr; nullptr too when this is no object. O(members).
  [[nodiscard]] const Value* find(std::string_view key) const noexcept;
  /// Sets or replaces a member; a null value becomes an object first. O(members): `object` builds large ones.
  /// @throws InvalidArgument  when it is of another kind.
  void set(std::string key, Value value);
  /// Appends an item; a null value becomes an array first. @throws InvalidArgument when it is of another kind.
  void push_back(Value value);
  [[nodiscard]] std::size_t size() const noexcept;  ///< Items or members; 0 for a scalar.

  /// Same kind and content; members in the same order. NaN equals NaN.
  FOREPLAN_EXPORT friend bool operator==(const Value&, const Value&);

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> data_;
};

/// "null", "boolean", "integer", "number", "text", "array", "object".
[[nodiscard]] FOREPLAN_EXPORT std::string_view to_string(Value::Kind) noexcept;

}  // namespace foreplan::inline v0
