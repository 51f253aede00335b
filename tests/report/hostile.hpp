#pragma once
#include <string>
#include <string_view>
#include <vector>

/// Texts that try to break out of where they are put.
namespace foreplan::testing {

/// The element that the mark-up among them would make.
constexpr std::string_view kPoison = "poison";

inline const std::vector<std::string>& hostile_texts() {
  static const std::vector<std::string> texts = {
      "</title></svg><poison>alert(1)</poison>",
      "<poison>",
      "\"><poison x=\"",
      "' onload='poison()",
      "]]><poison/>",
      "<!-- <poison/> -->",
      "&lt;poison&gt; &amp; &bogus;",
      std::string("nul\0 bell\a escape\x1b[31m delete\x7f", 31),
      "bad \xff\xfe \xc0\xaf \xed\xa0\x80 \xf5\x80\x80\x80 cut \xe1\xba",
      "bidi \u202e override \u2066 isolate \u2069",
      "lines\r\nand\ttabs\u2028separated",
      "=1+1",
      "@SUM(A1)",
      "| pipe | `code` | **bold** | [link](javascript:1) | ![x](y) | ~~no~~ | $m$",
      "noncharacters \uFFFE \uFFFF",
  };
  return texts;
}

}  // namespace foreplan::testing
