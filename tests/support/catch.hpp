// Catch2 2 (Debian 12) or 3 (later): tests include this, never Catch2 itself.
#pragma once

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include "protocol/base/result.hpp"

/// A Result in a failed check is shown as "a value" or its error's name, whatever the value is.
template <class T>
struct Catch::StringMaker<holdfast::Result<T>> {
    static std::string convert(const holdfast::Result<T>& result)
    {
        return result.has_value() ? "a value" : std::string{holdfast::name(result.errc())};
    }
};
