#include "protocol/wire/frames.hpp"

#include "protocol/wire/codec.hpp"
#include "protocol/wire/payload.hpp"
#include "tests/support/catch.hpp"

namespace frames_test {

using namespace holdfast;
using namespace holdfast::wire;

namespace {

/// One default value of every alternative.
template <class Variant, std::size_t... I>
std::vector<Variant> one_of_each(std::index_sequence<I...>)
{
    return {Variant{std::in_place_index<I>}...};
}
template <class Variant>
std::vector<Variant> one_of_each()
{
    return one_of_each<Variant>(std::make_index_sequence<std::variant_size_v<Variant>>{});
}

template <class Frame>
Bytes batch_of(const std::vector<Frame>& frames)
{
    Bytes batch;
    for (const auto& frame : frames) append_frame(batch, frame);
    return batch;
}

}  // namespace

TEST_CASE("a batch of one of every client frame comes back in order")
{
    const auto frames = one_of_each<ClientFrame>();
    const auto decoded = decode_client_batch(batch_of(frames)).value();
    REQUIRE(decoded.size() == frames.size());
    for (std::size_t i = 0; i < frames.size(); ++i) CHECK(decoded[i].value() == frames[i]);
}

TEST_CASE("a batch of one of every relay frame comes back in order")
{
    auto frames = one_of_each<RelayFrame>();
    for (auto& frame : frames)
        if (auto* tell = std::get_if<Tell>(&frame)) tell->statement = PromiseMoved{{{}, 4, {Digest{}}, {}}};
    const auto decoded = decode_relay_batch(batch_of(frames)).value();
    REQUIRE(decoded.size() == frames.size());
    for (std::size_t i = 0; i < frames.size(); ++i) CHECK(decoded[i].value() == frames[i]);
}

TEST_CASE("every prefix of a batch decodes to fewer frames or is refused")
{
    const auto batch = batch_of(one_of_each<ClientFrame>());
    const auto all = decode_client_batch(batch).value().size();
    for (std::size_t n = 0; n < batch.size(); ++n) {
        const auto cut = decode_client_batch(BytesView{batch}.first(n));
        if (cut.has_value()) CHECK(cut.value().size() < all);
    }
}

TEST_CASE("an unknown frame is an error of its own and the frames around it stand")
{
    Bytes batch;
    append_frame(batch, ClientFrame{Hello{}});
    append(batch, from_hex("7fff"
                           "02"
                           "abcd")
                      .value());
    append_frame(batch, ClientFrame{FetchRosters{9}});
    const auto decoded = decode_client_batch(batch).value();
    REQUIRE(decoded.size() == 3);
    CHECK(decoded[1].errc() == Errc::unknown_tag);
    CHECK(decoded[2].value() == ClientFrame{FetchRosters{9}});
}

TEST_CASE("a batch over the limit is refused whole")
{
    CHECK(decode_client_batch(Bytes(max_batch_bytes + 1)).errc() == Errc::too_large);
    Bytes many;
    for (std::size_t i = 0; i < max_batch_frames; ++i) append(many, from_hex("7fff00").value());
    CHECK(decode_client_batch(many).value().size() == max_batch_frames);
    append(many, from_hex("7fff00").value());
    CHECK(decode_client_batch(many).errc() == Errc::too_large);
}

TEST_CASE("what a person wrote belongs in a message, upkeep in control and reading in a report")
{
    for (auto body : one_of_each<Body>()) {
        if (auto* experiment = std::get_if<Experiment>(&body))
            experiment->from = experiment->to =
                Date{std::chrono::year{2026}, std::chrono::month{3}, std::chrono::day{3}};
        const bool written =
            std::holds_alternative<Text>(body) || std::holds_alternative<CheckIn>(body) ||
            std::holds_alternative<Repair>(body) || std::holds_alternative<PaceAnswer>(body) ||
            std::holds_alternative<Agreement>(body) || std::holds_alternative<AgreementAnswer>(body) ||
            std::holds_alternative<MeasureOffer>(body) || std::holds_alternative<MeasureAnswers>(body) ||
            std::holds_alternative<EndProposal>(body) || std::holds_alternative<EndAnswer>(body) ||
            std::holds_alternative<CopingPlan>(body) || std::holds_alternative<CopingPlanAnswer>(body) ||
            std::holds_alternative<Mark>(body) || std::holds_alternative<Experiment>(body) ||
            std::holds_alternative<ExperimentStep>(body) || std::holds_alternative<PulseAnswer>(body) ||
            std::holds_alternative<Rhythm>(body) || std::holds_alternative<RhythmAnswer>(body) ||
            std::holds_alternative<RhythmCheckIn>(body) ||
            std::holds_alternative<UnknownKind>(body);  // of kind 0 here, which is one of the first 16
        const auto otherwise = std::holds_alternative<Reading>(body) ? Class::report : Class::control;
        CHECK(class_of(body) == (written ? Class::message : otherwise));
        CHECK(decode<Body>(encode(body)).value() == body);
    }
}

TEST_CASE("a kind of a later version is kept whole, and its number says in which class it may travel")
{
    const Bytes later = from_hex("00480a0b0c").value();
    const auto body = decode<Body>(later);
    REQUIRE(body);
    CHECK(*body == Body{UnknownKind{0x48, from_hex("0a0b0c").value()}});
    CHECK(encode(*body) == later);
    CHECK(decode<Body>(from_hex("00").value()).errc() == Errc::truncated);
    // A known kind is as strict as ever.
    CHECK(decode<Body>(from_hex("001000").value()).errc() == Errc::trailing_bytes);
    CHECK(class_of(UnknownKind{15, {}}) == Class::message);
    CHECK(class_of(UnknownKind{20, {}}) == Class::control);
    CHECK(class_of(UnknownKind{47, {}}) == Class::report);
    CHECK(class_of(UnknownKind{48, {}}) == Class::message);
}

TEST_CASE("the ratchet header has a fixed length")
{
    CHECK(encode(RatchetHeader{}).size() == 41);
    CHECK(encode(RatchetHeader{{}, 0xFFFFFFFF, 0xFFFFFFFF}).size() == 41);
}

}  // namespace frames_test
