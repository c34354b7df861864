// The time the client takes at histories of different lengths: the start, the first screen, a key, a send, and an audit
// per receipt; one measurement a line, as in README.md. Real clients and the real relay machine, in one process and in
// virtual time; vaults on the disk. What is timed is the client's work alone. Asserts nothing.
//
//     client_bench                      all of it
//     client_bench key|screen|… COUNT   one part at one length, without other work: for callgrind
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

#include "client/core/tables.hpp"
#include "client/store/vault_file.hpp"
#include "client/ui/breach_view.hpp"
#include "client/ui/entry_view.hpp"
#include "client/ui/input/chat_lines.hpp"
#include "client/ui/screen/chat_screen.hpp"
#include "tests/client/core/client_world.hpp"

namespace holdfast::client::test {
namespace {

using namespace std::chrono_literals;

/// The processor's time of this thread: other programs do not count.
struct Clock {
    using duration = std::chrono::nanoseconds;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<Clock>;
    static time_point now()
    {
        std::timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return time_point{std::chrono::seconds{time.tv_sec} + std::chrono::nanoseconds{time.tv_nsec}};
    }
};

/// Where the disk counts, too.
using Wall = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;
using Microseconds = std::chrono::duration<double, std::micro>;

constexpr const char* daily = "Mo-Su 09:00-12:00";
constexpr std::string_view first_evening = "2026-03-02T20:00:00Z";
/// Histories reach back so many days, however long they are.
constexpr int days = 200;
constexpr int keys = 200;
constexpr int sends = 30;
constexpr int pages_back = 50;
constexpr int starts = 5;
constexpr std::size_t entries_at_start = 20;
constexpr std::string_view words =
    "A few words, as many as people write: it was a long day and I could not sleep again.";

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values.at(values.size() / 2);
}

template <class Unit, class Measure = Clock, class Act>
double timed(const Act& act)
{
    const auto begun = Measure::now();
    act();
    return Unit{Measure::now() - begun}.count();
}

void print(const std::string& name, double value, const char* unit)
{
    std::printf("%s %.3f %s\n", name.c_str(), value, unit);
    std::fflush(stdout);
}

/// Alice and her therapist, who both have been away since the first evening.
struct Practice {
    ClientWorld p{first_evening};
    Member& okafor = p.therapist("Dr Okafor", daily);
    Member& alice = p.client("Alice", okafor);

    /// `count` entries in Alice's vault, as if written and read since the first evening, two of three by her.
    void remember(std::size_t count)
    {
        alice >> std::string{words};
        alice.go_offline();
        okafor.go_offline();
        p.after(days * 24h);
        const holdfast::test::TempDir folder;
        const auto copy = folder.path() / "vault";
        std::filesystem::copy(alice.directory(), copy, std::filesystem::copy_options::recursive);
        write(copy, count);
        alice.swap_vault(copy);
        okafor.go_online();
        alice.go_online();
    }

  private:
    void write(const std::filesystem::path& directory, std::size_t count)
    {
        holdfast::test::SeededRandom random{"history"};
        auto vault = open_vault(directory, as_bytes(passphrase), random, {}).value();
        Tables tables;
        if (tables.load(vault).has_error()) std::abort();
        const auto first = *tables.entries.heads().begin();
        const auto proof = tables.receipts.rows().begin()->second.proof;
        const auto begun = p.now() - (days - 1) * 24h;
        const auto& roster = tables.conversations.rows().begin()->second.roster;
        for (std::size_t i = 0; i < count; ++i) {
            const auto at = begun + std::chrono::duration_cast<std::chrono::milliseconds>((days - 1) * 24h) *
                                        static_cast<std::int64_t>(i) / static_cast<std::int64_t>(count);
            auto entry = entry_at(first.second, at, i % 3 == 2 ? roster.owner : first.second.from, random);
            const bool kept = at + wire::receipts_kept > p.now();
            if (kept && entry.mine) tables.receipts.add({entry.conversation, proof, at, at, true});
            if (kept && !entry.mine)
                tables.deliveries.add({entry.conversation, wire::Class::message, entry.message, entry.from,
                                       entry.device, i, at, at, IncarnationId{}, at, false, std::nullopt});
            (void)tables.entries.add(std::move(entry));
        }
        vault.begin();
        tables.flush(vault);
        vault.commit();
    }

    /// Written at `at`, and read in the next window.
    static Entry entry_at(const ListedEntry& like, Instant at, const AccountId& from, crypto::Random& random)
    {
        const auto day = std::chrono::floor<std::chrono::days>(at + 15h);  // after nine: the window of the day after
        const Span window{day + 9h, day + 12h};
        Entry entry;
        entry.conversation = like.conversation;
        entry.message = random.id<MessageId>();
        entry.from = from;
        entry.mine = from == like.from;
        entry.sequence = 2;
        entry.device = like.device;
        entry.written = entry.mine ? at : window.from;
        entry.received = entry.written;
        entry.stage = entry.mine ? Stage::confirmed : Stage::received;
        entry.shown = true;
        if (entry.mine) {
            entry.promise = wire::Promise{window.from, window.by};
            entry.read = window;
            entry.delivered = true;
        } else {
            entry.released = entry.received;
        }
        entry.body = wire::Text{std::string{words}};
        return entry;
    }
};

// ---- parts ----------------------------------------------------------------------------------------------------------

std::size_t bytes_of(const ui::Lines& lines)
{
    std::size_t sum = 0;
    for (const auto& line : lines) sum += line.size();
    return sum;
}

/// As ChatView shows a conversation when it is opened.
std::size_t show_first_screen(const Client& client, const ui::ChatInput& input, const ui::Here& here)
{
    const auto conversation = client.conversations().at(0);
    std::size_t shown = 0;
    for (const auto& entry : ui::told_first(client, conversation))
        shown += bytes_of(ui::entry_lines(entry, client, here));
    const auto all = client.list(conversation.id, entries_at_start);
    for (const auto& head : all) shown += bytes_of(ui::entry_lines(client.read(head), client, here));
    shown += ui::chat_prompt(client, conversation.id, input.mode()).size();
    return shown + bytes_of(ui::chat_facts(client, conversation.id, input, {}, here).all());
}

/// As Chat does on a key: the line is edited, and the prompt and what stands above it are made anew.
std::size_t press_key(const Client& client, const ConversationId& id, ui::ChatInput& input, const ui::Here& here)
{
    input.feed("a");
    while (input.next()) continue;
    return ui::chat_prompt(client, id, input.mode()).size() +
           bytes_of(ui::chat_facts(client, id, input, {}, here).all());
}

void measure_start(Practice& practice, const std::string& count)
{
    practice.alice.go_offline();
    std::vector<double> times;
    for (int i = 0; i < starts; ++i) times.push_back(timed<Milliseconds>([&] { practice.alice.restart(); }));
    print("client.start." + count, median(times), "ms");
    practice.alice.go_online();
}

void measure_first_screen(Practice& practice, const std::string& count)
{
    const ui::ChatInput input{ui::ChatInput::Source::keys, wire::max_text_bytes};
    const ui::Here here{std::nullopt, practice.p.now()};
    std::size_t shown = 0;
    const auto time = timed<Milliseconds>([&] { shown = show_first_screen(practice.alice.client(), input, here); });
    if (shown == 0) std::abort();
    print("client.first_screen." + count, time, "ms");
}

/// The full screen: opened, paged back through what came before, and searched for words that are nowhere in it.
void measure_full_screen(Practice& practice, const std::string& count)
{
    auto& client = practice.alice.client();
    ui::ChatInput input{ui::ChatInput::Source::keys, wire::max_text_bytes};
    ui::screen::ChatScreen screen{client, input};
    input.ask_first([&screen](const ui::Key& key) { return screen.press(key); });
    const ui::Here here{std::nullopt, practice.p.now()};
    const auto draw = [&] {
        if (screen.picture(here, {60, 200}).rows.empty()) std::abort();
    };
    print("client.screen_open." + count, timed<Milliseconds>([&] {
              screen.open(practice.alice.conversation());
              draw();
          }),
          "ms");
    const auto page = [&](std::string_view bytes) {
        return timed<Milliseconds>([&] {
            input.feed(bytes);
            while (input.next()) continue;
            draw();
        });
    };
    std::vector<double> pages;
    for (int i = 0; i < pages_back; ++i) pages.push_back(page("\x1B[5~"));
    pages.push_back(page("\x1B[1;5H"));  // to the begin
    for (int i = 0; i < pages_back; ++i) pages.push_back(page("\x1B[6~"));
    print("client.screen_page." + count, median(pages), "ms");
    print("client.screen_longest_page." + count, *std::ranges::max_element(pages), "ms");

    std::vector<double> slices;
    const auto whole = timed<Milliseconds>([&] {
        screen.search("nowhere");
        for (bool more = true; more;) slices.push_back(timed<Milliseconds>([&] { more = screen.look_on(); }));
    });
    print("client.screen_search." + count, whole, "ms");
    print("client.screen_longest_slice." + count, *std::ranges::max_element(slices), "ms");
}

void measure_key(Practice& practice, const std::string& count, int pressed)
{
    const auto id = practice.alice.conversation();
    ui::ChatInput input{ui::ChatInput::Source::keys, wire::max_text_bytes};
    const ui::Here here{std::nullopt, practice.p.now()};
    std::vector<double> times;
    for (int i = 0; i < pressed; ++i)
        times.push_back(timed<Milliseconds>([&] {
            if (press_key(practice.alice.client(), id, input, here) == 0) std::abort();
        }));
    print("client.key." + count, median(times), "ms");
}

/// From Enter until the message is on the disk and with the connection; then the relay's answer and all that follows.
void measure_send(Practice& practice, const std::string& name, int sent)
{
    auto& alice = practice.alice;
    const auto id = alice.conversation();
    std::vector<double> times;
    Ticket ticket = 1'000'000;
    for (int i = 0; i < sent; ++i) {
        times.push_back(timed<Milliseconds, Wall>([&] {
            alice.step(Command{++ticket, command::SendText{id, std::string{words}}});
        }));
        practice.p.run();
        practice.p.after(10s);
    }
    print(name, median(times), "ms");
}

void measure_queue(std::size_t count)
{
    Practice practice;
    practice.alice.go_offline();
    const auto time = timed<Milliseconds, Wall>([&] {
        for (std::size_t i = 0; i < count; ++i) practice.alice >> std::string{words};
    });
    print("client.queue." + std::to_string(count), time / static_cast<double>(count), "ms");
}

/// A conversation of `count` messages, answered by one of ten; then only what the client does with the pages of the
/// log.
void measure_audit(std::size_t count)
{
    Practice practice;
    auto& alice = practice.alice;
    for (std::size_t i = 0; i < count; ++i) {
        alice >> std::string{words};
        if (i % 10 == 9) practice.okafor >> std::string{words};
        practice.p.after(3min);
    }
    // While hours are closed the log ends before what somebody else has written in them.
    while (!alice.client().outlook(alice.conversation(), practice.p.now()).open) practice.p.after(30min);
    Microseconds spent{0};
    auto begun = Clock::now();
    alice.meddle = [&](wire::RelayFrame& frame) {
        if (std::holds_alternative<wire::Log>(frame)) begun = Clock::now();
        return true;
    };
    alice.meddle_out = [&](wire::ClientFrame& frame) {
        if (std::holds_alternative<wire::FetchLog>(frame)) spent += Clock::now() - begun;
        return true;
    };
    begun = Clock::now();
    (void)alice.order(command::Audit{alice.conversation()});
    spent += Clock::now() - begun;
    const auto checked = alice.last<show::AuditDone>().value().report.checked;
    std::fprintf(stderr, "audit: %zu receipts\n", checked);
    print("client.audit", spent.count() / static_cast<double>(checked), "us");
}

/// A therapist's device fetches what `clients` people wrote while she was away.
void measure_after_leave(std::size_t clients, std::size_t each)
{
    ClientWorld p{first_evening};
    auto& okafor = p.therapist("Dr Okafor", daily);
    std::vector<Member*> writers;
    for (std::size_t i = 0; i < clients; ++i) writers.push_back(&p.client("Client " + std::to_string(i), okafor));
    okafor.go_offline();
    for (std::size_t i = 0; i < each; ++i) {
        for (auto* writer : writers) *writer >> std::string{words};
        if (i % 100 == 99) p.after(20min);
    }
    for (auto* writer : writers) writer->go_offline();
    p.after(24h);
    p.after(13h - 10min);
    const auto time = timed<Milliseconds, Wall>([&] {
        okafor.go_online();
        p.after(30min);
    });
    std::fprintf(stderr, "after a leave: %zu of %zu arrived\n", okafor.count<show::NewEntry>(), clients * each);
    print("client.after_leave." + std::to_string(clients * each), time / 1000, "s");
}

void measure_unlock()
{
    const holdfast::test::TempDir folder;
    holdfast::test::SeededRandom random{"unlock"};
    const auto directory = folder.path() / "vault";
    (void)create_vault(directory, as_bytes(passphrase), random, {}).value();
    print("client.unlock",
          timed<Milliseconds>([&] { (void)open_vault(directory, as_bytes(passphrase), random, {}).value(); }), "ms");
}

void measure_at(std::size_t count)
{
    Practice practice;
    practice.remember(count);
    const auto name = std::to_string(count);
    measure_start(practice, name);
    measure_first_screen(practice, name);
    measure_full_screen(practice, name);
    measure_key(practice, name, keys);
    measure_send(practice, "client.send." + name, sends);
    if (count == 20'000) measure_send(practice, "client.send", sends);
}

int measure_part(std::string_view part, std::size_t count)
{
    if (part == "audit") return measure_audit(count), 0;
    if (part == "queue") return measure_queue(count), 0;
    if (part == "after_leave") return measure_after_leave(std::max<std::size_t>(count / 900, 1), 900), 0;
    Practice practice;
    practice.remember(count);
    const auto name = std::to_string(count);
    if (part == "start") return measure_start(practice, name), 0;
    if (part == "first_screen") return measure_first_screen(practice, name), 0;
    if (part == "screen") return measure_full_screen(practice, name), 0;
    if (part == "key") return measure_key(practice, name, keys), 0;
    if (part == "send") return measure_send(practice, "client.send." + name, sends), 0;
    return 2;
}

}  // namespace
}  // namespace holdfast::client::test

int main(int argc, char** argv)
{
    using namespace holdfast::client::test;
    if (argc == 3) return measure_part(argv[1], std::strtoul(argv[2], nullptr, 10));
    measure_unlock();
    for (const std::size_t count : {100UL, 20'000UL, 50'000UL}) measure_at(count);
    measure_queue(1'000);
    measure_audit(500);
    measure_after_leave(3, 900);
    return 0;
}
