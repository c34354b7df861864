// Invitations as pictures: any bytes as a PNG, and a code whose modules are damaged, drawn and read again.
#include "protocol/identity/invitation_code.hpp"
#include "protocol/qr/qr_image.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/protocol/qr/picture_of.hpp"

namespace holdfast::fuzz {
namespace {

void check_damaged(Choices& choices)
{
    const std::string text = "holdfast://practice.example:8443/#" + std::string(20 + choices.below(100), 'A');
    auto code = qr::modules(text);
    const auto damaged = choices.below(200);
    for (std::size_t i = 0; i < damaged; ++i) {
        const auto at = choices.number(2) % code.black.size();
        code.black[at] = !code.black[at];
    }
    const auto read = qr::read_png(test::png_of(code, 2 + choices.below(3)));
    if (read.has_value()) {
        require(read.value() == text, "a damaged code was read as another text");
        (void)session::parse_invitation(read.value());
    } else {
        require(read.errc() == Errc::bad_code, "a picture without a code has another fault");
        require(damaged > 0, "a whole code is not read");
    }
}

}  // namespace

void picture(BytesView input)
{
    Choices choices{input};
    if (choices.below(2) == 1) return check_damaged(choices);
    const auto read = qr::read_png(choices.rest());
    if (read.has_value()) (void)session::parse_invitation(read.value());
}

}  // namespace holdfast::fuzz
