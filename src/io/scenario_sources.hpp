#pragma once
#include <foreplan/core/frame.hpp>
#include <foreplan/io/scenarios.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "io/document_issues.hpp"
#include "io/scenario_fields.hpp"
#include "text/json.hpp"

/// Models and data of documents, from where they stand: in the document itself, or in a file that it names.
namespace foreplan::inline v0::io::internal {

/// One document as it is being read.
struct Reading {
  const text::JsonNode& root;
  Issues& issues;
  const DocumentReadOptions& options;
  std::size_t mismatches = 0;  ///< Of the issues, those of content that is not what it was.

  void add(const std::string& pointer, std::string_view expected, std::string found, std::string suggestion = {}) {
    issues.add(offset_of(root, pointer), pointer, expected, std::move(found), std::move(suggestion));
  }
  void add_mismatch(const std::string& pointer, const std::string& expected, const std::string& found,
                    std::string_view what) {
    if (!issues.full()) ++mismatches;
    add(pointer, expected, found, std::string(what) + " changed after the document was written");
  }
  /// @throws ParseError  when anything is wrong; HashMismatch when nothing else is.
  void raise();
};

/// What is wrong with a reference by itself; empty: nothing.
[[nodiscard]] std::string path_fault(std::string_view path);
[[nodiscard]] bool is_sha256(std::string_view text) noexcept;
/// @throws InvalidArgument  for a reference that no reader would take.
void require_reference(const FileReference& file, std::string_view function);

/// nullopt where an issue was added.
[[nodiscard]] std::optional<ModelSource> load_model(const ModelDocument& from, const std::string& pointer,
                                                    Reading& reading);
[[nodiscard]] std::optional<Frame> load_data(const DataDocument& from, const std::string& pointer, Reading& reading);

/// The same as documents. @throws InvalidArgument for what a document cannot hold.
[[nodiscard]] ModelDocument model_document(const ModelSource& model, std::string_view function);
[[nodiscard]] DataDocument data_document(const std::optional<FileReference>& file, const Frame& data,
                                         std::string_view function);
/// For a document that is too long.
inline constexpr std::string_view kElsewhere = " (data and model may stand in files)";

/// Refuses each change that is wrong by itself, at its place.
/// @param data   without series: any frequency goes.
/// @param model  null: variables are not looked up.
void check_changes(const std::vector<scenario::Change>& changes, const Frame& data, const scenario::Model* model,
                   const std::string& pointer, Reading& reading);

}  // namespace foreplan::inline v0::io::internal
