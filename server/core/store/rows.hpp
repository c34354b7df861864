// Row numbers as distinct types: small keys inside the store, never seen outside the relay. They are never used twice.
#pragma once

#include <cstdint>

namespace holdfast::server {

enum class AccountRow : std::int32_t {};
enum class DeviceRow : std::int32_t {};
enum class ConversationRow : std::int32_t {};
/// One accepted submit, and one thing in the queue of one device.
using MessageRow = std::int64_t;
using DeliveryRow = std::int64_t;

}  // namespace holdfast::server
