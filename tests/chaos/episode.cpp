#include "tests/chaos/episode.hpp"

#include <boost/json/serialize.hpp>
#include <csignal>
#include <functional>
#include <list>
#include <map>
#include <thread>

namespace holdfast::chaos {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

/// Room for a store, its log and a few hundred messages.
constexpr std::size_t disk_size = std::size_t{8} << 20;
/// A frozen or held-up program goes on after this, well within what a command waits.
constexpr milliseconds round_length{1200};
/// Acks and confirmations go back and forth once or twice; more often means that something never arrives.
constexpr int visits_until_quiet = 6;
/// Messages read in the open window are reported after its end, not before: one report per client waits for that.
constexpr std::int64_t reports_held = 2;

e2e::ProcessWorldOptions options(const FaultProxy& proxy, const fs::path& disk)
{
    // The whole disk is smaller than what a relay keeps free.
    return {proxy.port(), (disk / "relay").string(), "[limits]\nreserve_mib = 0\n"};
}

}  // namespace

/// Everything that happens at once: a task for each person, and one fault each for relay, line and disk.
class Episode::Round {
  public:
    Round(Episode& episode, int number) : episode_{episode}, random_{episode.random_}
    {
        episode_.note("round " + std::to_string(number));
        plan_relay();
        plan_line();
        plan_disk();
    }

    void run()
    {
        for (auto& party : episode_.parties_) {
            auto& task = tasks_.emplace_back(party, random_);
            episode_.note(task.words());
            plan_.emplace(task.fault().after, [&task] { task.strike(); });
        }
        const auto began = steady_clock::now();
        for (const auto& [when, happen] : plan_) {
            std::this_thread::sleep_until(began + when);  // the one thing here that is not synchronised, on purpose
            happen();
        }
        std::this_thread::sleep_until(began + round_length);
        heal();
        for (auto& task : tasks_) judge(task);
    }

  private:
    void plan_relay()
    {
        auto& practice = episode_.practice_;
        const auto fault = relay_fault(random_);
        const bool fills = below(random_, 8) == 0;
        const auto when = moment(random_);
        episode_.note("relay: " + fault.words());
        if (fault.kind == Fault::Kind::point) {
            practice.kill();
            episode_.start_relay(fault.environment());
        }
        plan_.emplace(fault.after, [this, fault, &practice] {
            episode_.relay_clock_.shift(fault.shift);
            fault.strike(practice.relay());
        });
        if (fills) plan_.emplace(when, [this] { episode_.fill_disk(episode_.disk_.get(), "the relay"); });
    }

    void plan_disk()
    {
        const auto when = moment(random_);
        auto& sam = episode_.parties_.at(1);
        sam.full = below(random_, 6) == 0;
        if (sam.full) plan_.emplace(when, [this] { episode_.fill_disk(episode_.sam_disk_.get(), "Sam"); });
    }

    void plan_line()
    {
        auto& proxy = episode_.proxy_;
        const auto when = moment(random_);
        const auto amount = below(random_, 20'000);
        const auto plan = [&](const std::string& words, std::function<void()> what) {
            episode_.note("line: " + words + " after " + std::to_string(when.count()) + " ms");
            plan_.emplace(when, std::move(what));
        };
        switch (below(random_, 9)) {
            case 0: return plan("cut", [&] { proxy.cut(); });
            case 1: return plan("held", [&] { proxy.hold(); });
            case 2: return plan("slow", [&] { proxy.delay(milliseconds{40}); });
            case 3: return plan("damaged", [&] { proxy.damage_next(); });
            case 4:
                episode_.note("line: cut after " + std::to_string(amount) + " bytes");
                return proxy.cut_after(static_cast<std::size_t>(amount));
            default: return episode_.note("line: undisturbed");
        }
    }

    void heal()
    {
        for (auto* disk : {episode_.disk_.get(), episode_.sam_disk_.get()})
            if (disk) disk->free();
        episode_.relay_clock_.shift(std::chrono::seconds{0});
        episode_.proxy_.heal();
        episode_.revive_relay();
    }

    void judge(ClientTask& task)
    {
        if (const auto wrong = task.end(); !wrong.empty()) episode_.found_.push_back(wrong);
        episode_.note(task.outcome());
    }

    Episode& episode_;
    Random& random_;
    std::list<ClientTask> tasks_;
    std::multimap<milliseconds, std::function<void()>> plan_;
};

Episode::Episode(unsigned seed)
    : random_{seed},
      disk_{SmallDisk::mount(disk_folder_.path(), disk_size)},
      practice_{options(proxy_, disk_folder_.path())},
      relay_clock_{practice_.folder() / "clock"}
{
    proxy_.lead_to(practice_.port());
    fs::create_directory(sam_.profile());
    sam_disk_ = SmallDisk::mount(sam_.profile(), disk_size);
    e2e::enrol_therapist(practice_, okafor_, e2e::closed_rules());
    e2e::enrol_client(okafor_, sam_, "Sam");
    e2e::enrol_client(okafor_, kim_, "Kim");
    const auto party = [&](const e2e::Person& person, std::string name, std::string with) {
        return Party{
            &person, std::move(name), std::move(with), {}, {}, 0, WrongClock{person.profile().string() + ".clock"}};
    };
    parties_ = {party(okafor_, "Okafor to Sam", "Sam"), party(sam_, "Sam", {}), party(kim_, "Kim", {})};
}

void Episode::note(const std::string& event) { log_ += event + (event.ends_with('\n') ? "" : "\n"); }

Violations Episode::run(int rounds)
{
    const int opens = below(random_, rounds);
    for (int number = 0; number < rounds && found_.empty(); ++number) {
        Round{*this, number}.run();
        if (number == opens) open_hours();
    }
    if (found_.empty()) settle();
    return found_;
}

/// While hours are closed no device of the therapist's has anything (I4); then they open for the rest of the episode.
void Episode::open_hours()
{
    restart_relay();
    check_closed();
    note("hours open");
    static_cast<void>(okafor_.ok({"hours", "extra", "2h", "--all", "--yes"}));
}

void Episode::check_closed()
{
    for (const auto& client : {"Sam", "Kim"})
        for (const auto& line : history_of(okafor_, client).theirs)
            found_.push_back(std::string{"read while closed: "} + line.text);
}

void Episode::fill_disk(SmallDisk* disk, const std::string& whose)
{
    note(whose + (disk ? "'s disk is full" : "'s disk would be full, but nothing may be mounted here"));
    if (disk) disk->fill();
}

void Episode::start_relay(test::Environment more) { practice_.start(relay_clock_.environment(std::move(more))); }

void Episode::revive_relay()
{
    auto& practice = practice_;
    practice.relay().signal(SIGCONT);
    if (!practice.relay().running()) {
        note("relay: started again; it had ended with " + std::to_string(practice.relay().wait().status));
        start_relay();
    }
    confirm_clock();
}

void Episode::settle()
{
    note("all heals");
    restart_relay();
    wait_until_quiet();
    check_agreement(parties_.at(1), "Sam");
    check_agreement(parties_.at(2), "Kim");
}

/// One that is not to die at some point any more.
void Episode::restart_relay()
{
    practice_.kill();
    start_relay();
    confirm_clock();
}

/// Right again, as the practice knows; until somebody says so a relay that saw it jump doubts it for some minutes.
void Episode::confirm_clock() { static_cast<void>(practice_.ctl({"clock", "confirm"})); }

void Episode::wait_until_quiet()
{
    boost::json::object relay;
    for (int visit = 0; visit < visits_until_quiet; ++visit) {
        bool sent = true;
        for (const auto& party : parties_) sent = party.person->object({"status"}).at("waiting") == 0 && sent;
        relay = practice_.status();
        note("queued: " + boost::json::serialize(relay.at("queued_deliveries")) +
             ", held: " + boost::json::serialize(relay.at("held_messages")));
        if (sent && relay.at("held_messages") == 0 && relay.at("queued_deliveries").as_int64() <= reports_held) return;
    }
    found_.push_back("the queues are not empty: " + boost::json::serialize(relay));
}

void Episode::check_agreement(const Party& client, const std::string& name)
{
    const auto hers = history_of(okafor_, name);
    const auto theirs = history_of(*client.person);
    const auto add = [&](Violations more) { found_.insert(found_.end(), more.begin(), more.end()); };
    add(compare(name + " to Okafor", theirs.mine, hers.theirs));
    add(compare("Okafor to " + name, hers.mine, theirs.theirs));
    add(kept(name, client.told, theirs.mine));
    if (client.name == "Sam") add(kept("Okafor", parties_.front().told, hers.mine));
}

}  // namespace holdfast::chaos
