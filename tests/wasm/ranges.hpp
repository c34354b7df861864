// The algorithms of std::ranges that the library of Debian 12's emscripten has not yet, as far as the core uses them.
// Every file of this build begins with it; a newer library brings its own.
#pragma once

#include <version>

#if defined(_LIBCPP_VERSION) && _LIBCPP_VERSION < 15000
#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

namespace std::ranges {

struct Same {
    template <class T>
    constexpr T&& operator()(T&& value) const noexcept
    {
        return std::forward<T>(value);
    }
};

template <class Compare, class Projection>
auto by(Compare& compare, Projection& projection)
{
    return [&](auto&& a, auto&& b) -> bool {
        return std::invoke(compare, std::invoke(projection, a), std::invoke(projection, b));
    };
}

template <class R, class Is, class Projection = Same>
constexpr auto find_if(R&& range, Is is, Projection projection = {})
{
    auto at = std::begin(range);
    while (at != std::end(range) && !std::invoke(is, std::invoke(projection, *at))) ++at;
    return at;
}
template <class R, class T, class Projection = Same>
constexpr auto find(R&& range, const T& value, Projection projection = {})
{
    return ranges::find_if(
        range, [&](const auto& one) { return one == value; }, projection);
}
template <class R, class Is, class Projection = Same>
constexpr bool any_of(R&& range, Is is, Projection projection = {})
{
    return ranges::find_if(range, is, projection) != std::end(range);
}
template <class R, class Is, class Projection = Same>
constexpr bool none_of(R&& range, Is is, Projection projection = {})
{
    return !ranges::any_of(range, is, projection);
}
template <class R, class Is, class Projection = Same>
constexpr bool all_of(R&& range, Is is, Projection projection = {})
{
    return !ranges::any_of(
        range, [&](auto&& one) { return !std::invoke(is, one); }, projection);
}
template <class R, class Is, class Projection = Same>
constexpr std::ptrdiff_t count_if(R&& range, Is is, Projection projection = {})
{
    std::ptrdiff_t number = 0;
    for (auto&& one : range) number += std::invoke(is, std::invoke(projection, one)) ? 1 : 0;
    return number;
}
template <class R, class T, class Projection = Same>
constexpr std::ptrdiff_t count(R&& range, const T& value, Projection projection = {})
{
    return ranges::count_if(
        range, [&](const auto& one) { return one == value; }, projection);
}
template <class R, class Compare = std::less<>, class Projection = Same>
void sort(R&& range, Compare compare = {}, Projection projection = {})
{
    std::sort(std::begin(range), std::end(range), by(compare, projection));
}
template <class R, class Compare = std::less<>, class Projection = Same>
void stable_sort(R&& range, Compare compare = {}, Projection projection = {})
{
    std::stable_sort(std::begin(range), std::end(range), by(compare, projection));
}
template <class R, class T, class Compare = std::less<>, class Projection = Same>
auto lower_bound(R&& range, const T& value, Compare compare = {}, Projection projection = {})
{
    return std::lower_bound(std::begin(range), std::end(range), value, [&](auto&& one, const T& looked_for) -> bool {
        return std::invoke(compare, std::invoke(projection, one), looked_for);
    });
}
template <class R, class T, class Compare = std::less<>, class Projection = Same>
auto upper_bound(R&& range, const T& value, Compare compare = {}, Projection projection = {})
{
    return std::upper_bound(std::begin(range), std::end(range), value, [&](const T& looked_for, auto&& one) -> bool {
        return std::invoke(compare, looked_for, std::invoke(projection, one));
    });
}
template <class R, class Compare = std::less<>, class Projection = Same>
auto max_element(R&& range, Compare compare = {}, Projection projection = {})
{
    return std::max_element(std::begin(range), std::end(range), by(compare, projection));
}
template <class R, class Compare = std::less<>, class Projection = Same>
auto max(R&& range, Compare compare = {}, Projection projection = {})
{
    return *ranges::max_element(range, compare, projection);
}
template <class A, class B>
constexpr bool equal(A&& a, B&& b)
{
    return std::equal(std::begin(a), std::end(a), std::begin(b), std::end(b));
}
template <class R, class T>
void replace(R&& range, const T& old, const T& fresh)
{
    std::replace(std::begin(range), std::end(range), old, fresh);
}
template <class R, class Out, class Make>
void transform(R&& range, Out out, Make make)
{
    std::transform(std::begin(range), std::end(range), out, make);
}

}  // namespace std::ranges
#endif
