#include "protocol/wire/payload.hpp"

namespace holdfast::wire {
namespace {

template <class Known>
std::uint16_t kind_of(const Known&) noexcept
{
    return Known::tag;
}

std::uint16_t kind_of(const UnknownKind& unknown) noexcept { return unknown.kind; }

}  // namespace

Class class_of(const Body& body) noexcept
{
    const auto kind = std::visit([](const auto& one) { return kind_of(one); }, body);
    if (kind < 16 || kind > 47) return Class::message;
    return kind < 32 ? Class::control : Class::report;
}

}  // namespace holdfast::wire
