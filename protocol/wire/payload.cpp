#include "protocol/wire/payload.hpp"

namespace holdfast::wire {

Class class_of(const Body& body) noexcept
{
    const bool written = std::holds_alternative<Text>(body) || std::holds_alternative<CheckIn>(body);
    return written ? Class::message : Class::notice;
}

}  // namespace holdfast::wire
