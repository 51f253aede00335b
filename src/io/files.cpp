#include <foreplan/io/files.hpp>

#include "text/file.hpp"

namespace foreplan::inline v0::io {

std::string read_file(const std::string& path, std::size_t max_bytes) { return text::read_file("io", path, max_bytes); }

void write_file(const std::string& path, std::string_view contents) { text::write_file("io", path, contents); }

}  // namespace foreplan::inline v0::io
