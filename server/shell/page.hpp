// What a practice may say on its web site of its own server: the facts anybody can know, and what the server can and
// cannot see, as one HTML page without scripts and without anything from elsewhere. Pure.
#pragma once

#include <string>

namespace holdfast::server {

struct PageFacts {
    std::string name;       ///< of the practice, as it calls itself; may be empty
    std::string address;    ///< as clients reach it
    std::string practice;   ///< its id
    std::string version;    ///< of the program
    std::string zone_data;  ///< version
    std::string source;     ///< where the source code is; may be empty
    std::string made;       ///< the date
};

/// Whatever the facts contain is shown as text.
[[nodiscard]] std::string public_page(const PageFacts& facts);

}  // namespace holdfast::server
