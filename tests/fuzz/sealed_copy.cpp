// Sealed copies of a store: a file of any bytes opens or is refused, and one that was changed since it was sealed never
// opens.
#include "server/shell/sealed_copy.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include "tests/fuzz/targets.hpp"

namespace holdfast::fuzz {
namespace {

Descriptor memory_file(BytesView bytes)
{
    Descriptor file{::memfd_create("sealed_copy", MFD_CLOEXEC)};
    require(file.is_open() && ::write(file.get(), bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
                ::lseek(file.get(), 0, SEEK_SET) == 0,
            "there is no memory for a file");
    return file;
}

Bytes content_of(const Descriptor& file)
{
    Bytes bytes(static_cast<std::size_t>(::lseek(file.get(), 0, SEEK_END)));
    require(::pread(file.get(), bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()),
            "a file cannot be read again");
    return bytes;
}

const crypto::SignKeyPair& relay_key()
{
    static const auto key = crypto::SignKeyPair::from_seed(crypto::Secret<32>{});
    return key;
}

Result<Bytes> opened(BytesView sealed)
{
    const auto to = memory_file({});
    const auto status = server::open_sealed_copy(memory_file(sealed), to, relay_key());
    if (status.has_error()) {
        require(status.errc() == Errc::wrong_relay || status.errc() == Errc::store_broken,
                "a copy is refused for another reason than what is in it");
        return status.errc();
    }
    return content_of(to);
}

/// Up to three pieces of the stream, and a bit.
Bytes store_of(Choices& choices)
{
    const auto size = choices.number(3) % 200'000;
    const auto pattern = choices.piece();
    Bytes store(size);
    for (std::size_t i = 0; i < size && !pattern.empty(); ++i) store[i] = pattern[i % pattern.size()];
    return store;
}

/// Cut off, longer, or with one other byte.
Bytes changed(Bytes sealed, Choices& choices)
{
    const auto at = choices.number(3) % sealed.size();
    switch (choices.below(3)) {
        case 0: sealed.resize(at); break;
        case 1: append(sealed, BytesView{sealed}.first(at + 1)); break;
        default: sealed[at] ^= static_cast<std::byte>(1 + choices.below(255)); break;
    }
    return sealed;
}

void check_changed(Choices& choices)
{
    const auto store = store_of(choices);
    const auto file = memory_file({});
    require(server::seal_copy(memory_file(store), file, relay_key()).has_value(), "a store cannot be sealed");
    const auto sealed = content_of(file);
    const auto again = opened(sealed);
    require(again.has_value() && *again == store, "a sealed copy is not what was sealed");
    require(opened(changed(sealed, choices)).has_error(), "a changed copy opens");
}

}  // namespace

void sealed_copy(BytesView input)
{
    Choices choices{input};
    if (choices.below(2) == 0)
        static_cast<void>(opened(choices.rest()));
    else
        check_changed(choices);
}

}  // namespace holdfast::fuzz
