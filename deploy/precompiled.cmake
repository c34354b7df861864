# Sets of headers that are parsed once (HOLDFAST_PCH): two thirds of the time of a file are spent in them otherwise.
# The clang build goes without, so that a file which forgot an include is found; tests/lint checks the arrows.

# holdfast_parse_headers(NAME HEADERS … LINKS …): a set, to be used with holdfast_reuse_headers(TARGET NAME).
function(holdfast_parse_headers name)
  if(HOLDFAST_PCH)
    cmake_parse_arguments(ARG "" "" "HEADERS;LINKS" ${ARGN})
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/headers_${name}.cpp CONTENT "// Its headers are what matters.\n")
    add_library(holdfast_headers_${name} OBJECT ${CMAKE_BINARY_DIR}/headers_${name}.cpp)
    target_include_directories(holdfast_headers_${name} PRIVATE ${PROJECT_SOURCE_DIR})
    target_link_libraries(holdfast_headers_${name} PRIVATE Boost::headers Threads::Threads ${ARG_LINKS} holdfast_flags)
    target_precompile_headers(holdfast_headers_${name} PRIVATE ${ARG_HEADERS})
    # Never from a compiler cache: what it holds once for `#pragma once` goes by the time of files that are newer now.
    set_target_properties(holdfast_headers_${name} PROPERTIES CXX_COMPILER_LAUNCHER "")
  endif()
endfunction()

function(holdfast_reuse_headers target name)
  if(HOLDFAST_PCH)
    target_precompile_headers(${target} REUSE_FROM holdfast_headers_${name})
  endif()
endfunction()

set(HOLDFAST_STD_HEADERS <algorithm> <array> <chrono> <filesystem> <functional> <map> <memory> <optional> <set> <span>
  <string> <string_view> <tuple> <variant> <vector> <boost/system/result.hpp>)
set(HOLDFAST_FRAME_HEADERS ${PROJECT_SOURCE_DIR}/protocol/wire/frames.hpp ${PROJECT_SOURCE_DIR}/protocol/wire/payload.hpp)

holdfast_parse_headers(std HEADERS ${HOLDFAST_STD_HEADERS})
holdfast_parse_headers(frames HEADERS ${HOLDFAST_STD_HEADERS} ${HOLDFAST_FRAME_HEADERS})
