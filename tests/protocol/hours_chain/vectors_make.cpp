// Writes the signed hours in tests/vectors: `test_hours_chain "[make-vectors]"`, from a fixed seed. What comes out is
// said here by hand, and not asked of the code; vectors_test.cpp compares.
#include <functional>

#include "tests/protocol/hours_chain/signers.hpp"
#include "tests/protocol/session/vector_file.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::hours_chain::vectors_make {
namespace {

using holdfast::test::Vector;
using test::monday;
using test::Signers;
using namespace std::chrono_literals;

Instant at(const char* text) { return parse_rfc3339(text).value(); }

Date date(int year, unsigned month, unsigned day)
{
    return Date{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}};
}

/// One file: two chains that grow, and what is to be said of them.
class File {
  public:
    explicit File(const char* expect, bool with_own = false)
    {
        vector_.add("kind", "hours-chain").add("expect", expect).add("owner", signers.owner.view());
        vector_.add("identity_key", signers.therapist.pub.view()).add("relay_key", signers.relay.pub.view());
        if (with_own) vector_.add("conversation", conversation.view());
    }

    /// The next version of a chain, to be changed before it is added.
    [[nodiscard]] wire::HoursVersion next(bool own, const char* rules)
    {
        auto version = signers.next(own ? own_ : base_, rules);
        if (own && version.rules.empty()) version.zone.clear();
        return version;
    }
    void add(const wire::HoursVersion& version, const char* received)
    {
        add(version, signers.link(version, at(received), incarnation));
    }
    void add(const wire::HoursVersion& version, const wire::HoursLink& link)
    {
        const bool own = version.conversation.has_value();
        auto& chain = own ? own_ : base_;
        const auto name = (own ? "own." : "base.") + std::to_string(++(own ? owns_ : bases_));
        vector_.add(name + ".version", link.version.body).add(name + ".signature", link.version.signature.view());
        vector_.add(name + ".receipt", link.receipt.body);
        vector_.add(name + ".receipt_signature", link.receipt.signature.view());
        if (chain.append(link)) vector_.add(name + ".hash", chain.head()->hash.view());
    }
    void open(const char* t) { vector_.add("open", ms(t)); }
    void closed(const char* t) { vector_.add("closed", ms(t)); }
    void promise(const char* t, const char* from, const char* by)
    {
        vector_.add("promise", ms(t) + " " + (from ? ms(from) : "none") + (from ? " " + (by ? ms(by) : "none") : ""));
    }
    void write(const char* name, const char* situation) { vector_.write(name, situation); }

    Signers signers;
    ConversationId conversation = signers.random.id<ConversationId>();
    IncarnationId incarnation = signers.random.id<IncarnationId>();

  private:
    static std::string ms(const char* t) { return std::to_string(at(t).time_since_epoch().count()); }

    Chain base_ = signers.chain();
    Chain own_ = signers.chain(conversation);
    int bases_ = 0;
    int owns_ = 0;
    Vector vector_;
};

void make_base()
{
    File f{"ok"};
    auto first = f.next(false, "Mo-Fr 09:00-12:00; PH off \"holiday\"");
    first.zone = "Europe/London";
    first.holidays = {date(2026, 4, 3), date(2026, 4, 6)};
    first.horizon = date(2026, 12, 31);
    first.contacts = {{"Samaritans", "116 123"}};
    first.pace = wire::Pace{600, 3};
    first.replies = true;
    f.add(first, "2026-03-02T20:00:00Z");
    auto second = f.next(false, "Mo-Fr 11:00-14:00");
    second.zone = "Europe/London";
    second.leaves = {{date(2026, 3, 16), date(2026, 3, 20), "Crete"}};
    second.cancellations = {{date(2026, 3, 12), ""}};
    second.extras = {{at("2026-03-17T18:00:00Z"), at("2026-03-17T18:30:00Z")}};
    f.add(second, "2026-03-05T10:00:00Z");
    f.closed("2026-03-02T20:00:00Z");
    f.promise("2026-03-05T09:59:59Z", "2026-03-05T09:59:59Z", "2026-03-05T14:00:00Z");
    f.open("2026-03-11T09:00:00Z");  // the notice of the first
    f.closed("2026-03-12T11:30:00Z");
    f.closed("2026-03-13T09:30:00Z");
    f.open("2026-03-13T11:30:00Z");
    f.open("2026-03-17T18:15:00Z");
    f.promise("2026-03-17T18:15:00Z", "2026-03-23T11:00:00Z", "2026-03-23T14:00:00Z");
    f.write("hours-chain", "Two versions: a notice, a leave, a cancellation and an extra window.");
}

void make_own()
{
    File f{"ok", true};
    f.add(f.next(false, "Mo-Fr 09:00-12:00"), "2026-03-02T20:00:00Z");
    auto longer = f.next(false, "Mo-Fr 09:00-12:00");
    longer.notice_period = 10 * 24h;
    f.add(longer, "2026-03-03T20:00:00Z");
    auto first = f.next(true, "Mo-Fr 18:00-19:00");
    first.zone = "Europe/Berlin";
    first.notice_period = 3 * 24h;
    first.last_reading = 10min;
    f.add(first, "2026-03-04T20:00:00Z");
    f.open("2026-03-05T17:30:00Z");
    f.promise("2026-03-05T17:49:59Z", "2026-03-05T17:49:59Z", "2026-03-05T18:00:00Z");
    f.promise("2026-03-05T17:50:00Z", "2026-03-06T09:00:00Z", "2026-03-06T12:00:00Z");
    f.open("2026-03-13T10:00:00Z");  // ten days: the notice of the base version newest at the first receipt
    f.closed("2026-03-16T10:00:00Z");
    f.open("2026-03-16T17:30:00Z");
    f.write("hours-own", "A conversation's own rules, beside the base's for the base's notice.");
}

void make_own_empty_between()
{
    File f{"ok", true};
    auto base = f.next(false, "Mo-Fr 09:00-12:00");
    base.notice_period = 0s;
    f.add(base, "2026-03-02T20:00:00Z");
    auto first = f.next(true, "Mo-Fr 18:00-19:00");
    first.notice_period = 3 * 24h;
    first.last_reading = 10min;
    f.add(first, "2026-03-02T20:00:00Z");
    auto second = f.next(true, "");
    second.notice_period = 2 * 24h;
    second.cancellations = {{date(2026, 3, 11), ""}};
    f.add(second, "2026-03-09T20:00:00Z");
    auto third = f.next(true, "Mo-Fr 20:00-21:00");
    third.notice_period = 0s;
    f.add(third, "2026-03-12T20:00:00Z");
    f.closed("2026-03-04T10:00:00Z");  // the base had no notice
    f.open("2026-03-04T18:30:00Z");
    f.open("2026-03-10T10:00:00Z");  // without rules of its own: the base's
    f.open("2026-03-10T18:30:00Z");  // and the notice of the rules before
    f.promise("2026-03-10T11:45:00Z", "2026-03-10T18:00:00Z", "2026-03-10T19:00:00Z");  // the base's last_reading
    f.closed("2026-03-11T10:00:00Z");
    f.open("2026-03-12T10:00:00Z");
    f.open("2026-03-12T18:30:00Z");
    f.closed("2026-03-13T18:30:00Z");
    f.open("2026-03-13T10:00:00Z");  // the notice of the version without rules
    f.open("2026-03-13T20:30:00Z");
    f.closed("2026-03-16T10:00:00Z");
    f.open("2026-03-16T20:30:00Z");
    f.write("hours-own-without-rules", "A conversation's version without rules brings the base's hours back.");
}

void make_own_first_empty()
{
    File f{"ok", true};
    f.add(f.next(false, "Mo-Fr 09:00-12:00"), "2026-03-02T20:00:00Z");
    auto first = f.next(true, "");
    first.notice_period = 0s;
    first.extras = {{at("2026-03-03T18:00:00Z"), at("2026-03-03T18:30:00Z")}};
    f.add(first, "2026-03-03T12:30:00Z");
    auto second = f.next(true, "Mo-Fr 18:00-19:00");
    second.valid_from = at("2026-03-06T00:00:00Z");
    f.add(second, "2026-03-04T20:00:00Z");
    f.open("2026-03-03T18:15:00Z");
    f.open("2026-03-05T10:00:00Z");
    f.closed("2026-03-05T18:30:00Z");  // not valid yet
    f.open("2026-03-06T18:30:00Z");
    f.open("2026-03-10T10:00:00Z");  // the first version, though empty, began the base's notice: seven days
    f.closed("2026-03-11T10:00:00Z");
    f.open("2026-03-11T18:30:00Z");
    f.write("hours-own-first-empty", "The base's notice begins with the first own version, even without rules.");
}

void make_own_without_base()
{
    File f{"ok", true};
    auto first = f.next(true, "24/7");
    first.extras = {{at("2026-03-03T18:00:00Z"), at("2026-03-03T18:30:00Z")}};
    f.add(first, "2026-03-02T20:00:00Z");
    f.closed("2026-03-03T10:00:00Z");
    f.closed("2026-03-03T18:15:00Z");
    f.promise("2026-03-03T10:00:00Z", nullptr, nullptr);
    f.write("hours-own-without-base", "Without a base chain there are no hours. A relay refuses such a version.");
}

template <class Change>
void refused(const char* name, const char* expect, const char* situation, Change change)
{
    File f{expect};
    f.add(f.next(false, "Tu 09:00-12:00"), "2026-03-02T20:00:00Z");
    auto version = f.next(false, "We 09:00-12:00");
    change(f, version);
    f.write(name, situation);
}

/// A version that is refused for what it says.
void refused_content(const char* name, const char* expect, const char* situation,
                     const std::function<void(wire::HoursVersion&)>& change)
{
    refused(name, expect, situation, [&](File& f, wire::HoursVersion& version) {
        change(version);
        f.add(version, "2026-03-03T20:00:00Z");
    });
}

void make_refused()
{
    refused_content("refused-hours-number", "broken_chain", "A number is left out.", [](auto& v) { v.version = 3; });
    refused_content("refused-hours-past", "broken_chain", "Another version before it.",
                    [](auto& v) { v.previous = {}; });
    refused_content("refused-hours-fork", "fork", "Another version under a known number.",
                    [](auto& v) { v.version = 1; });
    refused_content("refused-hours-notice", "bad_duration", "A notice of 92 days and a second.",
                    [](auto& v) { v.notice_period = 92 * 24h + 1s; });
    refused_content("refused-hours-horizon", "bad_rules", "PH without the last date of its list.", [](auto& v) {
        v.rules = "Mo-Fr 09:00-12:00; PH off";
        v.holidays = {date(2026, 4, 3)};
    });
    refused_content("refused-hours-zone", "unknown_zone", "A zone in another case.",
                    [](auto& v) { v.zone = "europe/london"; });
    refused_content("refused-hours-valid-from", "bad_date", "Valid 92 days and a second after its receipt.",
                    [](auto& v) { v.valid_from = at("2026-03-03T20:00:01Z") + 92 * 24h; });
    refused_content("refused-hours-too-complex", "hours_too_complex", "Rules of more than 60,000 steps a year.",
                    [](auto& v) {
                        v.rules = "week 1-53/2 Mo-Su 00:00-06:00,06:00-24:00";
                        for (int i = 0; i < 40; ++i) v.rules += "; week 1-53/2 Mo-Su 00:00-06:00,06:00-24:00";
                    });
    refused("refused-hours-signature", "bad_signature", "A version signed by the relay's key.",
            [](File& f, const wire::HoursVersion& version) {
                auto link = f.signers.link(version, monday + 24h);
                link.version = sign_version(version, f.signers.relay);
                f.add(version, link);
            });
    refused("refused-hours-receipt", "wrong_address", "The receipt of another version.",
            [](File& f, const wire::HoursVersion& version) {
                auto other = version;
                other.rules = "Th 09:00-12:00";
                f.add(version, {f.signers.link(version).version, f.signers.link(other).receipt});
            });
    refused("refused-hours-receipt-earlier", "broken_chain", "Received before the version before it.",
            [](File& f, const wire::HoursVersion& version) { f.add(version, f.signers.link(version, monday - 1s)); });
}

void make_all()
{
    make_base();
    make_own();
    make_own_empty_between();
    make_own_first_empty();
    make_own_without_base();
    make_refused();
}

TEST_CASE("write the vector files of signed hours", "[.][make-vectors]") { make_all(); }

TEST_CASE("the vector files of signed hours are what is written anew")
{
    CHECK(holdfast::test::changed_by(make_all) == std::vector<std::string>{});
}

}  // namespace
}  // namespace holdfast::hours_chain::vectors_make
