#pragma once
#include <foreplan/core/errors.hpp>
#include <foreplan/core/execution.hpp>
#include <foreplan/core/period.hpp>
#include <foreplan/export.hpp>
#include <foreplan/scenario/model.hpp>
#include <foreplan/scenario/registry.hpp>
#include <foreplan/scenario/scenario.hpp>
#include <foreplan/scenario/solve.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Scenarios, and runs of them, as JSON documents. Comments are allowed; what is left out has the default of its
/// member; missing values are null. Writing and reading back gives an equal value, numbers bit for bit.
///
///     {
///       "title": "Investment 2021-2025",
///       "model": {"text": ["identity gdp = rate * capital", "..."]},
///       "data": {"file": {"path": "base.csv", "format": "csv", "sha256": "9f86d0..."}},
///       "scenarios": [
///         {"name": "base"},
///         {"name": "high", "inherits": "base", "changes": [
///           {"kind": "shift", "variable": "rate", "range": "2021-2025", "values": [0.02]}]},
///         {"name": "goal", "inherits": "base", "changes": [
///           {"kind": "target", "variable": "gdp", "range": "2025", "values": [400],
///            "instruments": [{"variable": "rate", "range": "2021-2025"}]}]}
///       ]
///     }
namespace foreplan::inline v0::io {

/// What a referenced file is.
enum class FileFormat : std::uint8_t {
  model,  ///< The text of a model, for `scenario::compile`.
  csv,    ///< Base data, for `read_series`.
  pcim,   ///< A model, or the data beside it, for `read_pcim`.
};

/// Another file, and what it must hold.
struct FileReference {
  std::string path{};  ///< Below the folder of the document: no "..", not absolute.
  FileFormat format = FileFormat::model;
  std::string sha256{};  ///< Of its bytes, 64 lower-case hexadecimal digits.

  bool operator==(const FileReference&) const = default;
};

/// The reference to a file as it is now. @throws IoError.
[[nodiscard]] FOREPLAN_EXPORT FileReference refer(const std::string& folder, std::string path, FileFormat format);

/// A model and where it stands: in the document, or in a file.
struct ModelSource {
  std::string text{};                   ///< In the model language; empty when the file is a .pcim.
  std::optional<FileReference> file{};  ///< Set: the document names the file and does not hold the text.
  scenario::Model model{};              ///< Compiled.
};
/// @throws ParseError  as `scenario::compile`.
[[nodiscard]] FOREPLAN_EXPORT ModelSource model_source(std::string text);
/// @throws ParseError, IoError  too when the file is not what it was, InvalidArgument for one that holds no model.
[[nodiscard]] FOREPLAN_EXPORT ModelSource model_source(const std::string& folder, FileReference file);

/// Scenarios over one set of base data, and the model that they are for.
struct ScenarioSet {
  std::string title{};
  std::string source{};  ///< Where the figures come from.
  std::optional<ModelSource> model{};
  std::optional<FileReference> data_file{};  ///< Set: the document names the file and does not hold the data.
  scenario::ScenarioRegistry registry{};
};

/// A run as something to be repeated: solving again gives the same bits, on one kind of processor.
struct RunRecord {
  std::string title{};
  ModelSource model{};
  std::optional<FileReference> data_file{};
  scenario::Scenario scenario{};
  PeriodRange range{};
  scenario::SolveOptions options{};  ///< Tolerance, iterations and method are written; how it is executed is not.
};

/// Content is not what a document says it was: a file's bytes, or model, data or layers of a run. One issue for each.
class FOREPLAN_EXPORT HashMismatch : public ParseError {
 public:
  using ParseError::ParseError;
  ~HashMismatch() override;
};

struct DocumentReadOptions {
  std::string folder{};  ///< Where files named by the document are; empty: such documents are refused.
  std::size_t max_file_bytes = std::size_t{256} << 20;  ///< Of each of them.
};

/// @param file  only named in errors.
/// @throws ParseError  with up to 100 issues at once, as `read_plan`: malformed JSON, wrong kinds of values, unknown
///   and repeated keys, missing ones; what the model's compiler refuses, at the model; names used twice, scenarios
///   inherited that are not there (with the nearest) and cycles of inheritance; changes that a scenario refuses, and
///   with a model variables that neither it nor the data know; series without values or of different frequencies; files
///   that cannot be read. Limits: 16 MiB, 200 levels of nesting, 10,000 scenarios, 1,000 above each other.
/// @throws HashMismatch  when nothing is wrong but that a file is not what it was.
[[nodiscard]] FOREPLAN_EXPORT ScenarioSet read_scenarios(std::string_view text, const DocumentReadOptions& options = {},
                                                         std::string_view file = {});
/// Files that it names are looked for in its own folder. @throws IoError too.
[[nodiscard]] FOREPLAN_EXPORT ScenarioSet read_scenarios_file(const std::string& path);
/// Indented JSON that ends with a newline.
/// @throws InvalidArgument  for what a document cannot hold: infinite values, texts that are not UTF-8, a reference
///   whose path or hash `read_scenarios` refuses, a model of a builder (it has no text).
[[nodiscard]] FOREPLAN_EXPORT std::string write_scenarios(const ScenarioSet& set);
/// The JSON Schema (draft 2020-12), as `plan_schema`.
[[nodiscard]] FOREPLAN_EXPORT std::string scenarios_schema();

/// @throws ParseError, HashMismatch  as `read_scenarios`; a mismatch names what changed: the model, the data, the
/// layers.
[[nodiscard]] FOREPLAN_EXPORT RunRecord read_run(std::string_view text, const DocumentReadOptions& options = {},
                                                 std::string_view file = {});
[[nodiscard]] FOREPLAN_EXPORT RunRecord read_run_file(const std::string& path);
/// With the content hashes (`scenario::content_hash`) of model, data and layers. @throws as `write_scenarios`.
[[nodiscard]] FOREPLAN_EXPORT std::string write_run(const RunRecord& run);
[[nodiscard]] FOREPLAN_EXPORT std::string run_schema();

/// Solves again. @param execution  in place of `run.options.execution`; no bit depends on it. @throws as
/// `scenario::solve`.
[[nodiscard]] FOREPLAN_EXPORT scenario::Run solve(const RunRecord& run, const Execution& execution = {});

}  // namespace foreplan::inline v0::io
