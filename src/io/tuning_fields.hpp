#pragma once
#include <foreplan/tuning/catalogue.hpp>

#include <string_view>
#include <utility>
#include <vector>

#include "io/fields.hpp"

/// The lists of fields of documents of candidates.
namespace foreplan::inline v0::io::internal {

struct CandidatesDocument {
  Mark<"candidates"> foreplan{};
  std::vector<tuning::Candidate> candidates{};
};

inline About about(Described, const tuning::Candidate&) {
  return {"candidate", "A model and what is set otherwise than by default."};
}
void fields(auto& visit, tuning::Candidate& x) {
  visit("name", x.name, "By which it is known, unlike that of any other; left out or empty: the model's.");
  visit.required("model", x.model, "Name of a model of the catalogue, or of the caller's.");
  visit("options", x.options, "Some of the model's options by name; left out or null: none.");
}

inline About about(Described, const CandidatesDocument&) { return {"candidates", "Models to choose from."}; }
void fields(auto& visit, CandidatesDocument& x) {
  visit.required("foreplan", x.foreplan, "What the document holds.");
  visit.required("candidates", x.candidates, "In order.");
}

}  // namespace foreplan::inline v0::io::internal
