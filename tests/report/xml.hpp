#pragma once
#include <expat.h>

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

/// What a real XML parser makes of a page or a picture.
namespace foreplan::testing {

struct Element {
  std::string name{};
  std::map<std::string, std::string> attributes{};
  std::vector<Element> children{};
  std::string text{};  ///< Of the element itself, without its children's.

  [[nodiscard]] std::string attribute(const std::string& key) const {
    const auto at = attributes.find(key);
    return at == attributes.end() ? std::string() : at->second;
  }
  [[nodiscard]] double number(const std::string& key) const { return std::stod(attributes.at(key)); }
  [[nodiscard]] bool has_class(std::string_view wanted) const {
    const std::string all = ' ' + attribute("class") + ' ';
    return all.find(' ' + std::string(wanted) + ' ') != std::string::npos;
  }
};

template <class Visit>
void each_element(const Element& root, const Visit& visit) {
  visit(root);
  for (const Element& child : root.children) each_element(child, visit);
}

inline std::vector<const Element*> all_named(const Element& root, std::string_view name) {
  std::vector<const Element*> found;
  each_element(root, [&](const Element& e) {
    if (e.name == name) found.push_back(&e);
  });
  return found;
}

inline std::vector<const Element*> all_of_class(const Element& root, std::string_view name) {
  std::vector<const Element*> found;
  each_element(root, [&](const Element& e) {
    if (e.has_class(name)) found.push_back(&e);
  });
  return found;
}

/// All text within, in order of the elements that hold it.
inline std::string whole_text(const Element& root) {
  std::string out = root.text;
  for (const Element& child : root.children) out += whole_text(child);
  return out;
}

/// @throws std::runtime_error  with expat's message and line, when the text is no well-formed XML in UTF-8.
inline Element parse_xml(std::string_view text) {
  struct State {
    std::vector<Element> open{Element{}};
  } state;
  XML_Parser parser = XML_ParserCreate("UTF-8");
  XML_SetUserData(parser, &state);
  XML_SetElementHandler(
      parser,
      [](void* data, const XML_Char* name, const XML_Char** attributes) {
        Element e;
        e.name = name;
        for (; *attributes != nullptr; attributes += 2) e.attributes[attributes[0]] = attributes[1];
        static_cast<State*>(data)->open.push_back(std::move(e));
      },
      [](void* data, const XML_Char*) {
        auto& open = static_cast<State*>(data)->open;
        Element done = std::move(open.back());
        open.pop_back();
        open.back().children.push_back(std::move(done));
      });
  XML_SetCharacterDataHandler(parser, [](void* data, const XML_Char* text_part, int length) {
    static_cast<State*>(data)->open.back().text.append(text_part, static_cast<std::size_t>(length));
  });
  const bool ok = XML_Parse(parser, text.data(), static_cast<int>(text.size()), 1) == XML_STATUS_OK;
  const std::string problem = ok ? std::string()
                                 : std::string(XML_ErrorString(XML_GetErrorCode(parser))) + " in line " +
                                       std::to_string(XML_GetCurrentLineNumber(parser));
  XML_ParserFree(parser);
  if (!ok) throw std::runtime_error(problem);
  return std::move(state.open.front().children.front());
}

}  // namespace foreplan::testing
