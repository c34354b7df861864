# What the WebAssembly build stands on, in place of Debian's packages, which are for the machine itself: libsodium from
# its source package (tests/wasm/get_sodium), and of the others the headers, which is all that compiling needs.

# Sockets, SQLite and the terminal: a browser brings its own.
set(HOLDFAST_LEFT_OUT server link store shell qr usage measures)

# Exceptions cost time in WebAssembly, and are left out where nothing is said.
add_compile_options(-fexceptions)
add_link_options(-fexceptions)

add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:SHELL:-include ${PROJECT_SOURCE_DIR}/tests/wasm/ranges.hpp>")

set(headers ${CMAKE_BINARY_DIR}/headers)
file(MAKE_DIRECTORY ${headers})
foreach(library boost libical unicode catch2)
  file(CREATE_LINK /usr/include/${library} ${headers}/${library} SYMBOLIC)
endforeach()
foreach(library Boost::headers Boost::json ICU::uc ICU::i18n PkgConfig::ICAL Threads::Threads)
  add_library(${library} INTERFACE IMPORTED GLOBAL)
  target_include_directories(${library} SYSTEM INTERFACE ${headers})
endforeach()

# Without its configure script, which would only find that there are neither threads nor assembler.
enable_language(C)
set(sodium ${CMAKE_BINARY_DIR}/sodium/src/libsodium)
file(GLOB_RECURSE sodium_sources CONFIGURE_DEPENDS ${sodium}/*.c)
add_library(sodium STATIC ${sodium_sources})
target_compile_definitions(sodium PRIVATE CONFIGURED=1 NATIVE_LITTLE_ENDIAN=1)
target_compile_options(sodium PRIVATE -O2 -w)
target_include_directories(sodium SYSTEM PUBLIC ${sodium}/include ${CMAKE_BINARY_DIR}/sodium/version
  PRIVATE ${sodium}/include/sodium ${CMAKE_BINARY_DIR}/sodium/version/sodium)
set_target_properties(sodium PROPERTIES UNITY_BUILD OFF)
add_library(PkgConfig::SODIUM ALIAS sodium)
