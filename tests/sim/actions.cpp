// The actions of a plan carried out. Each does nothing where it cannot, and decides everything by its own number.
#include <algorithm>
#include <array>

#include "tests/protocol/measure/small_measure.hpp"
#include "tests/sim/sim_world.hpp"

namespace holdfast::sim {
namespace {

using holdfast::test::FaultVfs;
using namespace std::chrono_literals;
namespace command = client::command;

constexpr std::array rules{"Mo-Fr 09:00-12:00", "Tu,Th 14:00-17:00",
                           "Mo-Su 08:00-09:30", "Mo-Fr 09:00-11:00,15:00-16:30",
                           "We-Su 22:00-02:30", "Sa,Su 00:30-02:30,10:00-11:00",
                           "Mo-Su 06:00-20:00"};
constexpr std::array zones{"Europe/London", "Europe/Berlin"};
constexpr std::array dangerous{"",
                               "",
                               "",
                               "\x1b[2J\x1b[31m",
                               "\x1b]52;c;aGk=\x07",
                               "\xe2\x80\xae",
                               "\r\x08",
                               "\xc2\x9b"
                               "31m"};
constexpr std::size_t most_devices = 8;

/// Nobody else has written it, it can be found wherever it should not be, and it may try to repaint a terminal.
std::string new_text(SimWorld& world, Device& writer, const ConversationId& conversation, Choice& choice)
{
    auto& intended = world.ledger().intended;
    const auto order = ++world.ledger().written;
    auto text = "canary-" + std::to_string(order) + "-" + std::to_string(choice.next());
    text += dangerous.at(choice.below(dangerous.size()));
    if (choice.one_in(12)) text.append(choice.below(3000), 'x');
    intended.emplace(text, Intended{&writer, conversation, order});
    return text;
}

std::optional<ConversationId> some_conversation(SimWorld& world, const Device& device, Choice& choice)
{
    const auto ids = world.conversations_of(device);
    if (ids.empty()) return std::nullopt;
    return ids.at(choice.below(ids.size()));
}

Date date_of(Instant t) { return Date{std::chrono::floor<std::chrono::days>(t)}; }
Date later_date(const SimWorld& world, std::size_t days)
{
    return date_of(world.now() + std::chrono::days{static_cast<int>(days)});
}

FaultVfs::Fault some_fault(Choice& choice)
{
    constexpr std::array all{FaultVfs::Fault::disk_full, FaultVfs::Fault::sync_error, FaultVfs::Fault::killed,
                             FaultVfs::Fault::power_cut, FaultVfs::Fault::torn};
    return all.at(choice.below(all.size()));
}

std::string_view name(FaultVfs::Fault fault)
{
    switch (fault) {
        case FaultVfs::Fault::disk_full: return "disk full";
        case FaultVfs::Fault::sync_error: return "sync error";
        case FaultVfs::Fault::killed: return "death among writes";
        case FaultVfs::Fault::power_cut: return "power cut";
        case FaultVfs::Fault::torn: return "torn and reordered writes";
    }
    return {};
}

struct Scene {
    SimWorld& world;
    Device& device;
    Choice choice;
    std::optional<ConversationId> conversation;

    void give(client::Order order) const { world.give(device, std::move(order)); }
    /// Base chain, or the chain of one conversation.
    std::optional<ConversationId> scope() { return choice.one_in(2) ? conversation : std::nullopt; }

    void people(Kind kind);
    void write_something(Kind kind);
    [[nodiscard]] command::SetHours new_hours();
    void change_hours(Kind kind);
    void read_something() const;
    void take_back_something();
    void keep_text(const std::string& text);
    void send_kept_text();
    void rename(const std::string& name);
    void set_agreement();
    void answer_agreement();
    void offer_measure();
    void answer_measure();
    void end(Kind kind);
    void set_plan();
    void propose_rhythm();
    void answer_rhythm();
    void give_due_check_in();
    void answer_plan();
    void mark_something();
    void write_note();
    void try_something();
    void say_what_happened();
    void answer_pulse();
    void devices(Kind kind);
    void network(Kind kind);
    void suspend();
    void relay(Kind kind);
};

void Scene::write_something(Kind kind)
{
    if (!conversation || !device.client) return;
    auto text = new_text(world, device, *conversation, choice);
    if (kind == Kind::check_in) return give(command::SendCheckIn{*conversation, {{{"mood", 3, 10}}, {}, text}});
    if (kind == Kind::repair) return give(command::Repair{*conversation, text});
    if (kind == Kind::draft) return keep_text(text);
    const auto bursts = choice.one_in(4) ? 1 + choice.below(4) : 1;
    for (std::size_t i = 0; i < bursts; ++i) {
        give(command::SendText{*conversation, text, choice.one_in(2)});
        text = new_text(world, device, *conversation, choice);
    }
}

/// The line being written, or a text kept beside it, with no conversation chosen yet now and then.
void Scene::keep_text(const std::string& text)
{
    const bool line = choice.one_in(2);
    const auto place = !line && choice.one_in(3) ? ConversationId{} : *conversation;
    auto& before = device.lines[place];
    if (line) device.unsent.erase(before);  // replaced, or not: whoever dies now may find either
    world.give(device, command::SaveDraft{place, text, line ? client::DraftKind::line : client::DraftKind::kept});
    if (!device.client || !device.answered || device.answer) return;
    device.unsent.insert(text);
    if (line) before = text;
}

void Scene::rename(const std::string& name)
{
    give(command::Rename{*conversation, name});
    if (const auto known = device.names_at_relay.find(*conversation); known != device.names_at_relay.end())
        known->second.insert(name);
}

void Scene::set_agreement()
{
    // Its words are looked for wherever they should not be, too.
    give(command::SetAgreement{"canary-agreement-" + std::to_string(choice.below(1000)) +
                               dangerous.at(choice.below(dangerous.size()))});
}

/// Most often to the text as it is, now and then twice, or to one that is not there.
void Scene::answer_agreement()
{
    if (!conversation || !device.client) return;
    const auto known = device.client->agreement(*conversation);
    if (!known) return;
    command::AnswerAgreement order{*conversation, known->hash, !choice.one_in(3), date_of(world.now())};
    if (choice.one_in(8)) order.text.value.fill(std::byte{7});
    give(order);
    if (!choice.one_in(3)) return;
    order.text = known->hash;
    order.agreed = !order.agreed;
    give(order);
    if (choice.one_in(2)) take_back_something();
}

/// Most often a good one, now and then one that is refused here: other words under the name there is.
void Scene::offer_measure()
{
    if (!conversation) return;
    auto measure = test::small_measure();
    measure.instruction = "canary-measure-" + std::to_string(choice.below(1000));
    measure.version = static_cast<std::uint16_t>(1 + choice.below(50));
    if (choice.one_in(8)) measure.bands.pop_back();
    give(command::OfferMeasure{*conversation, measure});
}

/// To an open one, in one go or with a stop between; now and then twice, or taken back.
void Scene::answer_measure()
{
    if (!conversation || !device.client) return;
    for (const auto& view : device.client->measures(*conversation)) {
        if (view.answered) continue;
        wire::MeasureChosen chosen;
        for (std::size_t i = 0; i < view.measure->items.size(); ++i) {
            chosen.emplace_back(static_cast<std::uint8_t>(choice.below(4)));
            if (choice.one_in(5)) chosen.back().reset();
        }
        const auto offer = view.offer;
        if (choice.one_in(2)) give(command::SaveMeasure{*conversation, offer, {chosen.begin(), chosen.begin() + 2}});
        give(command::AnswerMeasure{*conversation, offer, chosen});
        if (choice.one_in(3)) give(command::AnswerMeasure{*conversation, offer, chosen});
        if (choice.one_in(3)) take_back_something();
        return;
    }
}

/// At once, or with the next window; a proposal is answered, changed and withdrawn.
void Scene::end(Kind kind)
{
    if (!conversation || !device.client) return;
    if (kind == Kind::end_conversation) return give(command::End{*conversation, choice.one_in(3)});
    if (kind == Kind::propose_end) {
        const auto window = device.client->schedule(*conversation).next_window(world.now());
        if (window && window->end) give(command::ProposeEnd{*conversation, window->begin, *window->end});
        return;
    }
    const auto plan = device.client->end_plan(*conversation, world.now());
    const auto& last = plan.proposed ? plan.proposed : plan.agreed;
    if (last) give(command::AnswerEnd{*conversation, last->proposal, !last->mine && !choice.one_in(4)});
    if (choice.one_in(4)) take_back_something();
}

void Scene::set_plan()
{
    if (!conversation) return;
    const auto canary = "canary-plan-" + std::to_string(choice.below(1000));
    std::vector<wire::PlanStep> steps;
    for (auto more = 1 + choice.below(3); more > 0; --more)
        steps.push_back({"What helps", canary + dangerous.at(choice.below(dangerous.size()))});
    give(command::SetCopingPlan{*conversation, choice.one_in(3) ? std::string{} : canary, std::move(steps)});
}

/// A yes with or without words of their own, a no, now and then twice, or to a plan that is not there.
void Scene::answer_plan()
{
    if (!conversation || !device.client) return;
    const auto known = device.client->coping_plan(*conversation);
    if (!known) return;
    command::AnswerCopingPlan order{*conversation, known->hash, !choice.one_in(3), {}, date_of(world.now())};
    if (choice.one_in(2)) order.words.assign(known->steps.size(), "canary-own-" + std::to_string(choice.below(1000)));
    if (choice.one_in(8)) order.plan.value.fill(std::byte{7});
    give(order);
    if (!choice.one_in(3)) return;
    order.plan = known->hash;
    order.agreed = !order.agreed;
    give(order);
    if (choice.one_in(2)) take_back_something();
}

/// Several times a day, so that some are due within a run; now and then with an item that has other words.
void Scene::propose_rhythm()
{
    if (!conversation || !device.client) return;
    const auto canary = "canary-rhythm-" + std::to_string(choice.below(1000));
    wire::RhythmTerms terms;
    if (const auto known = device.client->rhythm(*conversation)) terms = known->terms;
    terms.zone = zones.at(choice.below(zones.size()));
    terms.days = static_cast<std::uint8_t>(1 + choice.below(127));
    terms.times.clear();
    for (std::uint16_t at = 0; at < 4; ++at)
        terms.times.push_back(static_cast<std::uint16_t>(360 * at + choice.below(360)));
    if (terms.items.empty()) terms.items.push_back({0, canary, {}, {}, {}});
    terms.items.front().question = canary + dangerous.at(choice.below(dangerous.size()));
    terms.asks_note = choice.one_in(2);
    give(command::ProposeRhythm{*conversation, std::move(terms), date_of(world.now())});
    if (choice.one_in(6)) take_back_something();
}

/// A yes, a no or an end, now and then to a version that is not there, or taken back at once.
void Scene::answer_rhythm()
{
    if (!conversation || !device.client) return;
    const auto all = device.client->rhythms(*conversation);
    if (all.empty()) return;
    auto hash = all.back().hash;
    if (choice.one_in(8)) hash.value.fill(std::byte{7});
    if (choice.one_in(6))
        give(command::EndRhythm{*conversation, choice.one_in(2) ? all.front().hash : hash, date_of(world.now())});
    else
        give(command::AnswerRhythm{*conversation, hash, !choice.one_in(4), date_of(world.now())});
    if (choice.one_in(8)) take_back_something();
}

/// What is due now, in part or not; now and then for another time, or twice.
void Scene::give_due_check_in()
{
    if (!conversation || !device.client) return;
    const auto due = device.client->due_check_in(*conversation, world.now());
    if (!due) return;
    wire::RhythmCheckIn answers{due->version.hash, due->due, {}, {}};
    for (const auto& item : due->version.terms.items) {
        if (choice.one_in(5)) continue;
        answers.items.push_back(item.id);
        answers.check_in.ratings.push_back({item.name, static_cast<std::uint8_t>(choice.below(11)), 10});
    }
    if (due->version.terms.asks_note) answers.check_in.note = "canary-due-" + std::to_string(choice.below(1000));
    if (choice.one_in(10)) answers.due += Seconds{60};
    give(command::SendRhythmCheckIn{*conversation, answers});
    if (choice.one_in(6)) take_back_something();
}

/// One of the newest messages: on, off or done, and now and then one that is not there.
void Scene::mark_something()
{
    if (!conversation || !device.client) return;
    const auto* head = device.client->before(*conversation, client::Client::past_the_last);
    for (auto back = choice.below(6); head && back > 0; --back)
        head = device.client->before(*conversation, head->number);
    if (!head) return;
    const auto state = static_cast<wire::MarkState>(1 + choice.below(3));
    give(command::SetMark{*conversation, choice.one_in(10) ? MessageId{} : head->message, state});
    if (choice.one_in(5)) take_back_something();
}

void Scene::write_note()
{
    if (!device.client) return;
    if (choice.one_in(3)) return give(command::DeleteNote{1 + choice.below(4)});
    give(command::SaveNote{0, "canary-note-" + std::to_string(choice.below(1000))});
}

/// A new one or another version of one there is, by either side; now and then one that is not there.
void Scene::try_something()
{
    if (!conversation || !device.client) return;
    const auto canary = "canary-expected-" + std::to_string(choice.below(1000));
    const auto known = device.client->experiments(*conversation);
    wire::Experiment experiment{{}, canary + dangerous.at(choice.below(dangerous.size())), {}, {}, canary, {}, {}};
    if (!known.empty() && choice.one_in(2)) experiment.of = known.at(choice.below(known.size())).id;
    if (choice.one_in(12)) experiment.of.value.fill(std::byte{7});
    if (choice.one_in(3)) experiment.unit = "minutes";
    if (!choice.one_in(4)) experiment.number = static_cast<std::uint32_t>(choice.below(120));
    experiment.from = later_date(world, choice.below(3));
    experiment.to = later_date(world, 2 + choice.below(4));
    give(command::SetExperiment{*conversation, experiment});
    if (choice.one_in(6)) take_back_something();
}

/// What happened, what was learned or that it is dropped: also again, and about one that is closed.
void Scene::say_what_happened()
{
    if (!conversation || !device.client) return;
    const auto known = device.client->experiments(*conversation);
    if (known.empty()) return try_something();
    wire::ExperimentStep said;
    said.experiment = known.at(choice.below(known.size())).id;
    said.part = static_cast<wire::ExperimentPart>(1 + choice.below(3));
    said.words = "canary-happened-" + std::to_string(choice.below(1000));
    if (said.part == wire::ExperimentPart::result && choice.one_in(2))
        said.number = static_cast<std::uint32_t>(choice.below(120));
    give(command::SayExperiment{*conversation, said});
    if (choice.one_in(6)) take_back_something();
}

/// About a session, or a window where there was one; kept, shared, or shared later.
void Scene::answer_pulse()
{
    if (!conversation || !device.client) return;
    if (choice.one_in(2)) give(command::NoteSession{*conversation});
    if (!device.client) return;
    const auto pulse = device.client->pulse(*conversation, world.now());
    const auto value = static_cast<std::uint8_t>(choice.below(12));
    if (pulse.occasion)
        give(command::AnswerPulse{*conversation, pulse.occasion->about, pulse.occasion->at, value, choice.one_in(2)});
    else
        give(command::AnswerPulse{*conversation, wire::PulseAbout::window, world.now(), value, true});
    if (!pulse.answers.empty() && choice.one_in(2))
        give(command::SharePulse{*conversation, pulse.answers.at(choice.below(pulse.answers.size())).answer.at});
    if (choice.one_in(8)) give(command::SetPulse{*conversation, choice.one_in(2)});
    if (choice.one_in(5)) take_back_something();
}

void Scene::send_kept_text()
{
    if (!conversation || !device.client) return;
    give(command::AddressDrafts{*conversation});
    if (!device.client) return;
    const auto drafts = device.client->drafts(*conversation);
    if (drafts.empty()) return;
    const auto draft = drafts.at(choice.below(drafts.size()));
    if (draft.as == client::DraftKind::repair) return;
    const bool line = draft.as == client::DraftKind::line;
    if (const auto found = world.ledger().intended.find(draft.text); found != world.ledger().intended.end())
        found->second = {&device, *conversation, ++world.ledger().written};
    world.give(device, command::SendText{*conversation, draft.text, true, draft.number},
               line ? conversation : std::nullopt);
}

void Scene::take_back_something()
{
    if (!conversation || !device.client) return;
    std::vector<MessageId> own;
    for (const auto* entry : device.client->history(*conversation))
        if (entry->mine && entry->stage != client::Stage::taken_back && entry->message != MessageId{})
            own.push_back(entry->message);
    if (own.empty()) return;
    const auto back = choice.below(std::min<std::size_t>(own.size(), 3));
    give(command::TakeBack{own.at(own.size() - 1 - back)});
}

void Scene::read_something() const
{
    if (!conversation || !device.client) return;
    const auto history = device.client->history(*conversation);
    if (!history.empty()) give(command::MarkShown{*conversation, history.back()->number});
}

command::SetHours Scene::new_hours()
{
    command::SetHours order;
    order.rules = rules.at(choice.below(rules.size()));
    order.zone = zones.at(choice.below(zones.size()));
    order.notice_period = Seconds{3600 * choice.below(30)};
    order.replies = choice.one_in(3);
    return order;
}

void Scene::change_hours(Kind kind)
{
    switch (kind) {
        case Kind::hours: {
            give(new_hours());
            // Now and then as many versions as nobody has reason to publish, all of which count at once.
            for (auto more = choice.one_in(8) ? 2 + choice.below(30) : 0; more > 0; --more) give(new_hours());
            return;
        }
        case Kind::extra: return give(command::GiveExtra{Seconds{60 * (5 + choice.below(60))}, scope()});
        case Kind::cancel: return give(command::CancelDate{later_date(world, choice.below(3)), "away", scope()});
        case Kind::leave: {
            const auto from = choice.below(3);
            return give(command::TakeLeave{later_date(world, from), later_date(world, from + choice.below(4)), "away",
                                           scope()});
        }
        default: break;
    }
    if (choice.one_in(2)) return give(command::CancelDate{later_date(world, choice.below(3)), {}, scope(), true});
    give(command::TakeLeave{later_date(world, 0), later_date(world, 1 + choice.below(5)), {}, scope(), true});
}

void Scene::people(Kind kind)
{
    switch (kind) {
        case Kind::write:
        case Kind::check_in:
        case Kind::repair:
        case Kind::draft: return write_something(kind);
        case Kind::take_back: return take_back_something();
        case Kind::send_draft: return send_kept_text();
        case Kind::read: return read_something();
        case Kind::propose_pace: {
            command::SetHours order;
            order.pace = wire::Pace{static_cast<std::uint16_t>(20 + choice.below(100)),
                                    static_cast<std::uint8_t>(1 + choice.below(3))};
            order.only = scope();
            return give(std::move(order));
        }
        case Kind::answer_pace:
            if (conversation) give(command::AnswerPace{*conversation, !choice.one_in(3)});
            return;
        case Kind::audit:
            if (conversation) give(command::Audit{*conversation});
            return;
        case Kind::rename:
            if (conversation) rename("N" + std::to_string(choice.below(100)));
            return;
        case Kind::invite:
            if (world.devices().size() < most_devices && device.client) world.invite(device);
            return;
        case Kind::agreement: return set_agreement();
        case Kind::answer_agreement: return answer_agreement();
        case Kind::offer_measure: return offer_measure();
        case Kind::answer_measure: return answer_measure();
        case Kind::end_conversation:
        case Kind::propose_end:
        case Kind::answer_end: return end(kind);
        case Kind::coping_plan: return set_plan();
        case Kind::answer_plan: return answer_plan();
        case Kind::rhythm: return propose_rhythm();
        case Kind::answer_rhythm: return answer_rhythm();
        case Kind::due_check_in: return give_due_check_in();
        case Kind::mark: return mark_something();
        case Kind::note: return write_note();
        case Kind::experiment: return try_something();
        case Kind::experiment_step: return say_what_happened();
        case Kind::pulse: return answer_pulse();
        default: return change_hours(kind);
    }
}

void Scene::devices(Kind kind)
{
    const Seconds pause{1 + choice.below(choice.one_in(3) ? 20'000 : 200)};
    switch (kind) {
        case Kind::offline: device.wants_online = false; return world.cut(device, Errc::closed, 1s, false);
        case Kind::online: device.wants_online = true; return world.connect(device);
        case Kind::kill:
            world.coverage().add("fault: death");
            return world.kill(device, FaultVfs::Fault::killed, pause);
        case Kind::power_cut:
            world.coverage().add("fault: a device's power cut");
            device.disk->shuffle(choice.next());
            return world.kill(device, choice.one_in(2) ? FaultVfs::Fault::power_cut : FaultVfs::Fault::torn, pause);
        case Kind::crash_before_effects:
        case Kind::crash_among_effects:
            device.crash = kind == Kind::crash_before_effects ? Crash::before_effects : Crash::among_effects;
            device.crash_at = choice.next() >> 40;
            return;
        case Kind::disk_step: {
            if (!device.client) return;
            const auto fault = some_fault(choice);
            world.coverage().add("disk: " + std::string{name(fault)});
            device.disk->shuffle(choice.next());
            return device.disk->fail_at(1 + static_cast<std::int64_t>(choice.below(30)), fault);
        }
        case Kind::device_clock: {
            const auto hour = std::chrono::milliseconds{3'600'000};
            const std::array errors{hour, -hour, 24 * hour, -24 * hour, hour / 60, hour * 0, hour / 20};
            device.clock_error = errors.at(choice.below(errors.size()));
            device.clock_changed = true;
            if (device.wake_at) device.wake_at = world.now();
            world.coverage().add("fault: a device's clock");
            return;
        }
        case Kind::lose_device: return world.lose(device);
        case Kind::vault_copy:
            world.files().copy(device.vault_file(), device.directory.string() + "/copy.db");
            device.copied = true;
            return;
        default: break;
    }
    if (!device.copied || !device.client) return;
    world.coverage().add("fault: a vault restored from a backup");
    world.swap_vault(device, device.directory.string() + "/copy.db");
}

void Scene::network(Kind kind)
{
    switch (kind) {
        case Kind::reset:
            if (device.link != 0) world.coverage().add("fault: reset");
            return world.cut(device, Errc::closed, Seconds{choice.below(3)}, true);
        case Kind::black_hole: return world.swallow(device);
        case Kind::late_close:
            // The relay goes on taking what was on its way, for the old connection, while the device has a new one.
            if (device.link != 0) world.coverage().add("fault: an end noticed late");
            return world.cut(device, Errc::closed, Seconds{20 + choice.below(70)}, false);
        case Kind::flood: return world.flood(device, choice);
        default: device.latency = Seconds{choice.below(40)}; world.coverage().add("fault: latency");
    }
}

void Scene::suspend()
{
    if (!device.address) return;
    world.coverage().add("fault: a suspended account");
    world.ledger().notices = true;  // hers, where she is a therapist
    world.tell_relay(server::SuspendAccount{device.address->account});
    world.later(Seconds{60 + choice.below(200'000)}, [&world = world, account = device.address->account] {
        world.tell_relay(server::ResumeAccount{account});
    });
}

void Scene::relay(Kind kind)
{
    const Seconds pause{1 + choice.below(choice.one_in(3) ? 20'000 : 100)};
    switch (kind) {
        case Kind::relay_kill:
            world.coverage().add("fault: relay's death");
            return world.kill_relay(FaultVfs::Fault::killed, pause);
        case Kind::relay_power_cut:
            world.coverage().add("fault: relay's power cut");
            world.relay_disk().shuffle(choice.next());
            return world.kill_relay(choice.one_in(2) ? FaultVfs::Fault::power_cut : FaultVfs::Fault::torn, pause);
        case Kind::relay_crash_before_effects: return world.crash_relay_at(Crash::before_effects, choice.next() >> 40);
        case Kind::relay_crash_among_effects: return world.crash_relay_at(Crash::among_effects, choice.next() >> 40);
        case Kind::relay_disk_step: {
            if (world.relay() == nullptr) return;
            const auto fault = some_fault(choice);
            world.coverage().add("relay's disk: " + std::string{name(fault)});
            world.relay_disk().shuffle(choice.next());
            return world.relay_disk().fail_at(1 + static_cast<std::int64_t>(choice.below(40)), fault);
        }
        case Kind::relay_clock: {
            const std::array jumps{3600, -3600, 86'400, -86'400, 600, -600};
            world.coverage().add("fault: the relay's clock");
            return world.jump_relay_clock(Seconds{jumps.at(choice.below(jumps.size()))});
        }
        case Kind::relay_full:
            world.coverage().add("fault: no room at the relay");
            world.fill_relay_disk(true);
            return world.later(Seconds{600 + choice.below(40'000)}, [&world = world] { world.fill_relay_disk(false); });
        case Kind::backup: return world.back_up();
        case Kind::restore: return world.restore(choice.below(4));
        case Kind::suspend: return suspend();
        case Kind::move:
            return world.tell_relay(server::AnnounceMove{
                choice.one_in(3) ? std::string{} : "relay" + std::to_string(choice.below(3)) + ".example.org"});
        default: break;
    }
    world.ledger().notices = true;
    if (device.address)
        world.tell_relay(server::IssueNotice{device.address->account, choice.one_in(2) ? "Dr N. is ill." : ""});
}

bool is_for_therapists(Kind kind)
{
    return kind == Kind::hours || kind == Kind::extra || kind == Kind::cancel || kind == Kind::leave ||
           kind == Kind::undo || kind == Kind::propose_pace || kind == Kind::invite || kind == Kind::notice ||
           kind == Kind::repair || kind == Kind::agreement || kind == Kind::offer_measure || kind == Kind::coping_plan;
}

}  // namespace

void act(SimWorld& world, const Action& action)
{
    std::vector<Device*> able;
    for (auto& device : world.devices())
        if (device->therapist || !is_for_therapists(action.kind)) able.push_back(device.get());
    auto& device = *able.at(action.who % able.size());
    world.coverage().add("action: " + std::string{sim::name(action.kind)});
    Scene scene{world, device, Choice{action.n}, std::nullopt};
    scene.conversation = some_conversation(world, device, scene.choice);
    if (action.kind < Kind::offline) return scene.people(action.kind);
    if (action.kind < Kind::reset) return scene.devices(action.kind);
    if (action.kind < Kind::relay_kill) return scene.network(action.kind);
    if (action.kind < Kind::attacker_drop) return scene.relay(action.kind);
    device.meddler.mode = action.kind;
    device.meddler.frames = 1 + static_cast<unsigned>(scene.choice.below(6));
    device.meddler.choice = scene.choice;
}

}  // namespace holdfast::sim
