#pragma once
#include <foreplan/export.hpp>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

/// What the library throws. A broken precondition is an `InvalidArgument` or one of the more precise
/// types below it; a malformed document is a `ParseError`; a numerical outcome (no convergence, not
/// identified) is never thrown but stands in the result. `std::bad_alloc` passes through.
namespace foreplan::inline v0 {

/// Base of everything the library throws by itself: catch this to catch it all.
class FOREPLAN_EXPORT Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
  ~Error() override;
};

/// A broken precondition. `what()` reads `function: rule; got value where`, for example
/// `growth::compound_rate: first must be > 0 and finite; got -3`.
class FOREPLAN_EXPORT InvalidArgument : public Error {
 public:
  using Error::Error;
  ~InvalidArgument() override;
};

/// Quantities whose units or price bases do not go together; the message holds both units.
class FOREPLAN_EXPORT UnitMismatch : public InvalidArgument {
 public:
  using InvalidArgument::InvalidArgument;
  ~UnitMismatch() override;
};

/// Periods of different frequencies, series that do not cover a period, gaps where none may be.
class FOREPLAN_EXPORT PeriodMismatch : public InvalidArgument {
 public:
  using InvalidArgument::InvalidArgument;
  ~PeriodMismatch() override;
};

/// The caller asked to stop, by a `CancelToken` or from a progress callback.
class FOREPLAN_EXPORT Cancelled : public Error {
 public:
  using Error::Error;
  ~Cancelled() override;
};

/// A file that cannot be opened, read, written or renamed. The message holds the path, what was
/// being done, and the system's own words.
class FOREPLAN_EXPORT IoError : public Error {
 public:
  using Error::Error;
  ~IoError() override;
};

/// One thing wrong with a document, and where.
struct ParseIssue {
  std::string file{};        ///< As the caller named it; empty for text in memory.
  std::size_t line = 0;      ///< From 1; 0 when the place is not known.
  std::size_t column = 0;    ///< In bytes, from 1; 0 when not known.
  std::string pointer{};     ///< JSON pointer (RFC 6901), or the column's name in a CSV file.
  std::string expected{};    ///< "a period such as 2015 or 2015Q3"
  std::string found{};       ///< "\"20155\""; shortened where it is long.
  std::string suggestion{};  ///< What was probably meant ("did you mean \"indicator\"?"); may be empty.
  std::string excerpt{};     ///< The line and a caret below the column, on two lines; empty unless the reader gives it.

  bool operator==(const ParseIssue&) const = default;
};

/// `file:line:column: pointer: expected ..., found ... (suggestion)`, without the parts not known; the excerpt on
/// lines of its own.
[[nodiscard]] FOREPLAN_EXPORT std::string to_string(const ParseIssue&);

/// A malformed document. All issues found are reported at once, in document order; `what()` holds
/// one line each, and the excerpt where there is one.
class FOREPLAN_EXPORT ParseError : public Error {
 public:
  /// @throws InvalidArgument  if `issues` is empty.
  explicit ParseError(std::vector<ParseIssue> issues);
  ~ParseError() override;
  [[nodiscard]] const std::vector<ParseIssue>& issues() const noexcept { return issues_; }

 private:
  std::vector<ParseIssue> issues_;
};

}  // namespace foreplan::inline v0
