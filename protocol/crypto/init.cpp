#include "protocol/crypto/sodium.hpp"

#include <sodium.h>

#include <stdexcept>

namespace holdfast::crypto {

void init()
{
    static const bool ready = [] {
        if (sodium_init() < 0) throw std::runtime_error{"libsodium could not be initialised"};
        return true;
    }();
    static_cast<void>(ready);
}

}  // namespace holdfast::crypto
