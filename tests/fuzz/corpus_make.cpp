// Writes the part of the corpus that nobody types: `test_fuzz "[make-corpus]"`. The rest is text, made by hand.
#include "client/shell/join/frames.hpp"
#include "client/ui/record/record_file.hpp"
#include "protocol/hours/zone/zone_pack.hpp"
#include "protocol/identity/names.hpp"
#include "protocol/identity/signed_records.hpp"
#include "server/shell/admin_protocol.hpp"
#include "tests/client/record/some_record.hpp"
#include "tests/fuzz/types.hpp"
#include "tests/protocol/hours/zone/zone_file_maker.hpp"
#include "tests/protocol/qr/picture_of.hpp"
#include "tests/protocol/session/vector_file.hpp"
#include "tests/server/core/relay_world.hpp"
#include "tests/support/catch.hpp"

namespace corpus_make {

using namespace holdfast;

namespace {

void write(const std::string& target, const std::string& name, const Bytes& bytes)
{
    const std::filesystem::path folder{test::source_dir() + "/tests/fuzz/corpus/" + target};
    std::filesystem::create_directories(folder);
    test::write_file(folder / name, as_text(bytes));
}

Bytes with_first(std::size_t chosen, const Bytes& rest)
{
    Bytes bytes{static_cast<std::byte>(chosen)};
    append(bytes, rest);
    return bytes;
}

/// As Choices::piece reads it.
Bytes piece(BytesView bytes)
{
    wire::Writer out;
    out.number(bytes.size(), 2);
    out.raw(bytes);
    return std::move(out).take();
}

/// A value of each type, one file.
template <class... T>
void write_each(const std::string& target, fuzz::Types<T...>)
{
    std::size_t n = 0;
    (write(target, std::to_string(n), with_first(n, wire::encode(T{}))), ..., ++n);
}

template <class Variant, std::size_t... I>
void write_alternatives(const std::string& target, const std::string& kind, std::index_sequence<I...>)
{
    (write(target, kind + std::to_string(I), wire::encode(Variant{std::in_place_index<I>})), ...);
}

template <class Frame, std::size_t... I>
Bytes batch(std::index_sequence<I...>)
{
    Bytes bytes;
    (wire::append_frame(bytes, Frame{std::in_place_index<I>}), ...);
    return bytes;
}

template <class Variant>
using Indices = std::make_index_sequence<std::variant_size_v<Variant>>;

wire::HoursVersion some_hours()
{
    wire::HoursVersion version;
    version.version = 1;
    version.rules = "Mo-Fr 09:00-12:00; PH off";
    version.zone = "Europe/London";
    version.holidays = {Date{std::chrono::year{2026}, std::chrono::month{12}, std::chrono::day{25}}};
    version.horizon = version.holidays.front();
    version.notice_period = std::chrono::days{7};
    version.pace = wire::Pace{600, 3};
    version.leaves = {{version.holidays.front(), version.holidays.front(), "Crete"}};
    version.extras = {{Instant{std::chrono::days{20'500}}, Instant{std::chrono::days{20'500} + std::chrono::hours{1}}}};
    version.contacts = {{"Samaritans", "116 123"}};
    return version;
}

/// A version that is published `times` times more, so many minutes after the one before; for one conversation or all.
Bytes published(const wire::HoursVersion& version, std::uint8_t minutes, bool own, std::uint8_t times)
{
    Bytes bytes{std::byte{0}, std::byte{minutes}, std::byte{own ? std::uint8_t{3} : std::uint8_t{0}}};
    append(bytes, piece(wire::encode(version)));
    bytes.push_back(std::byte{times});
    return bytes;
}

void write_schedule()
{
    auto version = some_hours();
    auto bytes = published(version, 9, false, 0);
    write("schedule", "one", bytes);
    version.rules = "Tu 20:00-02:00";
    append(bytes, published(version, 200, false, 0));
    write("schedule", "two", bytes);
    version.notice_period = std::chrono::days{92};
    append(bytes, published(version, 1, false, 170));
    write("schedule", "many", bytes);
    version.rules.clear();
    version.zone.clear();
    append(bytes, published(version, 5, true, 0));
    version.rules = "Mo-Fr 18:00-19:00";
    version.zone = "Europe/Berlin";
    append(bytes, published(version, 5, true, 60));
    write("schedule", "own", bytes);
}

void write_lists()
{
    const auto list = test::Vector::parse(test::read_file(test::source_dir() + "/tests/vectors/device-list.txt"));
    const auto body = list.bytes("body");
    write("device_list", "list", with_first(0, to_bytes(BytesView{body}.subspan(33))));
    wire::Writer prekey;
    prekey.number(7, 4);
    wire::put(prekey, wire::decode<wire::DeviceList>(body)->devices.front().agreement);
    const auto one_time = std::move(prekey).take();
    write("device_list", "one_time", with_first(1, one_time));
    auto signed_prekey = one_time;
    append(signed_prekey, wire::encode(wire::Outage{Instant{}, Instant{std::chrono::days{30}}}));
    write("device_list", "signed_prekey", with_first(1, signed_prekey));
    write("device_list", "roster", with_first(2, wire::encode(std::vector<AccountId>(2))));
}

void write_payloads()
{
    for (const char* name : {"payload-text", "payload-text-in-notice"}) {
        const auto vector =
            test::Vector::parse(test::read_file(test::source_dir() + "/tests/vectors/" + name + ".txt"));
        write("payload", name, piece(vector.bytes("payload")));
    }
    Bytes all;
    const Date day{std::chrono::year{2026}, std::chrono::month{3}, std::chrono::day{3}};
    const wire::Experiment experiment{{}, "x", {}, 80, "y", day, day};
    const wire::ExperimentStep said{{}, wire::ExperimentPart::result, "z", 20};
    const wire::PulseAnswer pulse{wire::PulseAbout::window, {}, {}, 7};
    for (const auto& body : {wire::Body{wire::Repair{}}, wire::Body{wire::Withdrawn{}}, wire::Body{wire::Reading{}},
                             wire::Body{experiment}, wire::Body{said}, wire::Body{pulse}}) {
        wire::Content content;
        content.body = body;
        content.cls = wire::class_of(body);
        content.sequence = 1;
        append(all, piece(wire::encode(wire::Payload{{}, {}, wire::encode(content)})));
    }
    write("payload", "bodies", all);
}

void write_invitations()
{
    const auto path = test::source_dir() + "/tests/vectors/invitation-record.txt";
    write("invitation", "record", with_first(1, test::Vector::parse(test::read_file(path)).bytes("record")));
    write("invitation", "name", with_first(2, Bytes(168)));
}

void write_pictures()
{
    const auto code = qr::modules("holdfast://practice.example:8443/#" + std::string(80, 'A'));
    write("picture", "code", with_first(0, test::png_of(code, 2)));
    write("picture", "grey", with_first(0, test::png_of(std::vector<std::uint8_t>(32 * 32, 128), 32)));
    Bytes damage{std::byte{1}, std::byte{80}, std::byte{40}};
    holdfast::test::SeededRandom random{"pictures"};
    damage.resize(damage.size() + 80);
    random.fill(std::span{damage}.last(80));
    write("picture", "damaged", damage);
    write("picture", "whole", {std::byte{1}, std::byte{99}, std::byte{0}, std::byte{1}});
}

void write_exports()
{
    const auto record = record::test::some_record();
    for (const auto& [name, format] : {std::pair{"json", ui::RecordFormat::json},
                                       {"html", ui::RecordFormat::html},
                                       {"markdown", ui::RecordFormat::markdown}})
        write("record_file", name, with_first(0, to_bytes(ui::write_record(record, format).value())));
    auto words = piece(as_bytes("Sam"));
    append(words, piece(as_bytes("</script>\n```\n# *[x](y)*\\ \x1b[31m")));
    write("record_file", "words", with_first(1, words));
}

/// A file whose first piece is under another key, and stores of one piece and of three, with what happens to them.
void write_sealed_copies()
{
    auto file = to_bytes("holdfast copy 1\n");
    append(file, Bytes(64));
    write("sealed_copy", "other_key", with_first(0, file));
    std::size_t change = 0;
    for (const std::size_t size : {0U, 1000U, 140'000U}) {
        wire::Writer out;
        out.number(1, 1);
        out.number(size, 3);
        out.raw(piece(as_bytes("page")));
        out.number(size * 3 / 4, 3);
        out.number(change++, 1);
        write("sealed_copy", "store_of_" + std::to_string(size), std::move(out).take());
    }
}

void write_zone_files()
{
    auto block = test::london_in_2026();
    write("zone_file", "rule", with_first(0, test::zone_file(block, "GMT0BST,M3.5.0/1,M10.5.0")));
    write("zone_file", "steady", with_first(0, test::zone_file(block, "GMT0", '3')));
    write("zone_file", "old", with_first(0, test::old_zone_file(block)));
    block.leap_seconds = 2;
    write("zone_file", "leap_seconds", with_first(0, test::zone_file(block, "")));
    const auto& system = hours::zone_source();
    for (const char* name : {"Africa/Casablanca", "Australia/Lord_Howe", "Pacific/Apia"})
        write("zone_file", std::string{name}.substr(std::string{name}.find('/') + 1),
              with_first(0, system.read(name).value()));
    write("zone_file", "pack", with_first(1, hours::write_zone_pack(system, {"Etc/UTC", "UCT", "Etc/GMT+5"}).value()));
}

/// Choices of the conversation: each digit is a byte.
Bytes choices(std::string_view digits)
{
    Bytes bytes;
    for (const char c : digits) bytes.push_back(static_cast<std::byte>(c - '0'));
    return bytes;
}

void write_choices()
{
    write("conversation", "in_order",
          choices("000"
                  "100"
                  "010"
                  "000"
                  "110"
                  "010"));
    write("conversation", "loss",
          choices("000000000"
                  "0300"
                  "0101"
                  "0201"
                  "010"
                  "100110"));
    write("conversation", "damage",
          choices("000000"
                  "04001020"
                  "0410020"
                  "040300"
                  "15001234"));
    write("relay", "submit_and_wait",
          choices("001"
                  "101"
                  "101"
                  "2019"
                  "03"
                  "04"
                  "04"
                  "0004"
                  "1017"
                  "106"));
    write("relay", "strangers",
          choices("35"
                  "3000"
                  "3013"
                  "300900"
                  "3009501"
                  "31140011"
                  "3200071"));
    // Open, a message nobody acks, closed, and the therapist comes back.
    write("relay", "closing",
          choices("030m"
                  "1010"
                  "0310"
                  "05"
                  "000"));
    write("relay", "admin",
          choices("0810001"
                  "18100020"
                  "080"
                  "071"
                  "1010"
                  "04"
                  "170"));
    write("relay", "questions",
          choices("10081"
                  "10082"
                  "10083"
                  "00085"
                  "00086"
                  "200910"
                  "20097"
                  "00070"));
}

/// Of the therapist (0) and the client (1): one byte who, one what, and more of some. In conversation from the start.
void write_lies()
{
    const std::string online =
        "0"
        "06"
        "16"
        "04";
    const std::string writes =
        "10"
        "12";
    write("wrong_relay", "honest", choices(online + writes + "00" + "02" + "14" + "170000" + "04"));
    write("wrong_relay", "restarts", choices(online + writes + "05" + "06" + "15" + "16" + "04"));
    write("wrong_relay", "enrols",
          choices("3"
                  "16"
                  "06"
                  "14"
                  "04"
                  "10"
                  "14"));
    // The ninth field of a delivery, its body, at the place 272.
    write("wrong_relay", "damaged", choices(online + writes + "0:59" + "1@" + "31" + "04"));
    write("wrong_relay", "questions", choices(online + "11100" + "015" + "0161" + "110" + "16" + "06"));
    holdfast::test::SeededRandom random{"lies"};
    for (std::size_t frame = 0; frame < std::variant_size_v<wire::RelayFrame>; ++frame) {
        auto bytes = choices(online + writes + (frame % 2 == 0 ? "08" : "18"));
        bytes.push_back(static_cast<std::byte>(frame));
        bytes.resize(bytes.size() + 100);
        random.fill(std::span{bytes}.last(100));
        write("wrong_relay", "says" + std::to_string(frame), bytes);
    }
}

}  // namespace

TEST_CASE("write the corpus of what nobody types", "[.][make-corpus]")
{
    write_each("records", fuzz::RecordTypes{});
    write("records", "hours", with_first(5, wire::encode(some_hours())));
    write_each("vault_records", fuzz::VaultTypes{});
    write_alternatives<shell::join::FromJoined>("joined_windows", "joined", Indices<shell::join::FromJoined>{});
    write_alternatives<shell::join::FromOwner>("joined_windows", "owner", Indices<shell::join::FromOwner>{});
    write_alternatives<server::SocketRequest>("admin_socket", "request", Indices<server::SocketRequest>{});
    write_alternatives<server::SocketAnswer>("admin_socket", "answer", Indices<server::SocketAnswer>{});
    write("frames", "client", batch<wire::ClientFrame>(Indices<wire::ClientFrame>{}));
    write("frames", "relay", batch<wire::RelayFrame>(Indices<wire::RelayFrame>{}));
    write_schedule();
    write_lists();
    write_payloads();
    write_invitations();
    write_pictures();
    write_zone_files();
    write_sealed_copies();
    write_exports();
    write_choices();
    write_lies();
}

}  // namespace corpus_make
