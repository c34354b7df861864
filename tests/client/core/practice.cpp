#include "tests/client/core/practice.hpp"

#include <span>

#include "protocol/identity/invitation.hpp"
#include "protocol/identity/invitation_code.hpp"
#include "protocol/wire/codec.hpp"
#include "server/core/store/schema.hpp"
#include "tests/client/core/shown.hpp"

namespace holdfast::client::test {
namespace {

constexpr crypto::PasswordCost cheap{8, 1};
const session::RelayAddress relay_address{"relay.example.org", 8443};

template <class... F>
struct Overloaded : F... {
    using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

std::string promise_text(const std::optional<wire::Promise>& promise)
{
    if (!promise) return "no reading time";
    return to_rfc3339(promise->from) + "/" + (promise->by ? to_rfc3339(*promise->by) : "");
}

std::string error_text(Errc code) { return std::string{holdfast::name(code)}; }

std::string broken_text(const Broken& broken)
{
    const auto window = " " + to_rfc3339(broken.window.from) + "/" + to_rfc3339(broken.window.by);
    switch (broken.breach) {
        case Breach::not_read: return "not read" + window;
        case Breach::outage:
            return "outage" + window + " down " + to_rfc3339(broken.down->from) + "/" + to_rfc3339(broken.down->by);
        case Breach::no_reply: return "no reply" + window;
    }
    return {};
}

std::string body_text(const EntryBody& body)
{
    if (const auto* text = std::get_if<wire::Text>(&body)) return text->text;
    if (const auto* check_in = std::get_if<wire::CheckIn>(&body)) return "check-in: " + check_in->note;
    if (const auto* repair = std::get_if<wire::Repair>(&body)) return "repair: " + repair->text;
    if (const auto* pace = std::get_if<wire::PaceAnswer>(&body))
        return std::string{pace->agreed ? "agreed to " : "declined "} + std::to_string(pace->pace.characters) + "x" +
               std::to_string(pace->pace.messages);
    if (const auto* broken = std::get_if<Broken>(&body)) return broken_text(*broken);
    if (const auto* newer = std::get_if<NewerKind>(&body)) return "(kind " + std::to_string(newer->kind) + ")";
    return "(missing)";
}

/// Through the codec and back, as on a socket.
wire::ClientFrame over_the_wire(const wire::ClientFrame& frame)
{
    Bytes batch;
    wire::append_frame(batch, frame);
    return std::move(wire::decode_client_batch(batch).value().at(0).value());
}

wire::RelayFrame over_the_wire(const wire::RelayFrame& frame)
{
    Bytes batch;
    wire::append_frame(batch, frame);
    return std::move(wire::decode_relay_batch(batch).value().at(0).value());
}

}  // namespace

std::string word(const Status& status) { return status.has_error() ? error_text(status.errc()) : "ok"; }

// ---- one installation -----------------------------------------------------------------------------------------------

Member::Member(Practice& practice, std::string name, std::string vfs)
    : practice_{&practice},
      name_{std::move(name)},
      vfs_{std::move(vfs)},
      directory_{std::make_unique<holdfast::test::TempDir>()},
      random_{name_}
{
    open_vault();
}

void Member::open_vault()
{
    const VaultOptions options{cheap, vfs_};
    auto vault = Vault::exists(directory()) ? Vault::open(directory(), as_bytes(passphrase), random_, options)
                                            : Vault::create(directory(), as_bytes(passphrase), random_, options);
    if (vault.has_error()) throw std::runtime_error{"vault: " + error_text(vault.errc())};
    auto loaded = Client::load(std::move(vault.value()), random_);
    if (loaded.has_error()) throw std::runtime_error{"load: " + error_text(loaded.errc())};
    client_.emplace(std::move(loaded.value()));
}

void Member::step(Event event) { carry_out(client_->step(std::move(event), practice_->now_ + clock_error)); }

void Member::carry_out(Effects effects)
{
    if (effects.wake_at) wake_at_ = *effects.wake_at - clock_error;
    for (auto& frame : effects.send) {
        sent_.push_back(frame);
        if (!meddle_out || meddle_out(frame)) out_.push_back(std::move(frame));
    }
    for (auto& item : effects.show) {
        lines_.push_back(line_of(item));
        if (const auto* entry = std::get_if<show::NewEntry>(&item)) arrived_.push_back(body_text(entry->entry.body));
        shown_.push_back(std::move(item));
    }
    if (effects.close) go_offline();
}

Lines Member::read() { return std::exchange(arrived_, {}); }

Status Member::order(Order order)
{
    const auto ticket = next_ticket_++;
    step(Command{ticket, std::move(order)});
    practice_->run();
    for (auto item = shown_.rbegin(); item != shown_.rend(); ++item)
        if (const auto* answered = std::get_if<show::Answered>(&*item); answered && answered->ticket == ticket)
            return answered->error ? Status{*answered->error} : ok();
    return Errc::timed_out;
}

Member& Member::operator>>(const std::string& text)
{
    (void)order(command::SendText{conversation(), text});
    return *this;
}

void Member::go_online()
{
    if (connection_ != 0) return;
    const auto relay = client_->relay();
    connection_ = practice_->next_connection_++;
    const Bytes exporter(32, static_cast<std::byte>(connection_));
    // A proxy has one with each side; the relay goes by none then.
    practice_->step_relay({server::Opened{connection_, practice_->behind_proxy_ ? Bytes{} : exporter, "192.0.2.1"}});
    step(Connected{exporter});
    practice_->run();
    // As the shell does: what was learned about the way to the relay is tried at once.
    if (connection_ == 0 && client_->relay() && client_->relay() != relay) go_online();
}

void Member::go_offline(Errc reason)
{
    if (connection_ == 0) return;
    const auto gone = std::exchange(connection_, 0);
    out_.clear();
    in_.clear();
    practice_->step_relay({server::Closed{gone}});
    step(Disconnected{reason});
}

void Member::restart()
{
    if (connection_ != 0) {
        const auto gone = std::exchange(connection_, 0);
        out_.clear();
        in_.clear();
        practice_->step_relay({server::Closed{gone}});
    }
    client_.reset();
    wake_at_.reset();
    open_vault();
}

void Member::swap_vault(const std::filesystem::path& copy)
{
    client_.reset();
    std::filesystem::remove_all(directory());
    std::filesystem::copy(copy, directory(), std::filesystem::copy_options::recursive);
    restart();
}

std::string Member::print_kit()
{
    (void)order(command::ShowKit{});
    return typed(last<show::Kit>().value());
}

void Member::restore(const std::string& kit)
{
    step(Command{1, command::Restore{kit}});
    go_online();
}

void Member::lose_device()
{
    restart();
    client_.reset();
    directory_ = std::make_unique<holdfast::test::TempDir>();
    open_vault();
}

std::string Member::line_of(const Show& item) const
{
    const auto text_of = [&](const MessageId& id) {
        const auto* entry = client_->entry(id);
        return entry ? body_text(entry->body) : "?";
    };
    return std::visit(
        Overloaded{
            [](const show::Answered& a) { return "answered: " + (a.error ? error_text(*a.error) : "ok"); },
            [](const show::Online&) -> std::string { return "online"; },
            [](const show::CaughtUp&) -> std::string { return "caught up"; },
            [](const show::Offline& o) { return "offline: " + error_text(o.reason); },
            [](const show::ClocksDiffer&) -> std::string { return "clocks differ"; },
            [](const show::BehindProxy&) -> std::string { return "behind a proxy"; },
            [](const show::Enrolled& e) {
                return "enrolled " + e.name + (e.conversation ? " with " : "") + e.therapist;
            },
            [](const show::Restored& r) { return "restored " + std::to_string(r.conversations); },
            [](const show::Kit&) -> std::string { return "kit"; },
            [](const show::KitConfirmed&) -> std::string { return "kit confirmed"; },
            [](const show::Invitation& i) { return "invitation for " + i.name; },
            [](const show::Joined& j) { return "joined: " + j.name; },
            [&](const show::Saved& s) { return "saved " + text_of(s.message) + ", " + promise_text(s.promise); },
            [&](const show::Accepted& a) {
                return (a.held ? "held " : "accepted ") + text_of(a.message) + ", " + promise_text(a.promise);
            },
            [&](const show::PromiseDiffers& d) {
                return "promise differs: " + promise_text(d.here) + " not " + promise_text(d.relay);
            },
            [&](const show::PromiseMoved& m) {
                std::string text = "moved";
                for (const auto& message : m.messages) text += " " + text_of(message);
                return text + ", " + promise_text(m.promise);
            },
            [&](const show::ReleasedEarly& r) {
                std::string text = "released early";
                for (const auto& message : r.messages) text += " " + text_of(message);
                return text;
            },
            [&](const show::NotAccepted& n) {
                return "not accepted " + text_of(n.message) + ": " + error_text(n.reason) + (n.retry ? ", again" : "");
            },
            [&](const show::TakenBack& t) { return "taken back " + text_of(t.message); },
            [&](const show::RefusedByReader& r) {
                return "reader refused " + text_of(r.message) + ": " + error_text(r.reason);
            },
            [](const show::NewEntry& n) { return "entry: " + body_text(n.entry.body); },
            [](const show::ReadIn& r) {
                return "read in " + to_rfc3339(r.window.from) + "/" + to_rfc3339(r.window.by) + ": " +
                       std::to_string(r.messages.size());
            },
            [](const show::Repaired& r) { return "repaired after " + std::to_string(r.after.count()) + " s"; },
            [](const show::VerdictTakenBack& t) {
                return std::string{t.read ? "read after all " : "taken back "} + to_rfc3339(t.window.from) + "/" +
                       to_rfc3339(t.window.by);
            },
            [](const show::WindowsMissed& m) {
                std::string words = "missed";
                for (const auto& one : m.windows) words += " " + to_rfc3339(one.from) + "/" + to_rfc3339(one.by);
                return words;
            },
            [](const show::Refused& r) { return "refused: " + error_text(r.reason); },
            [](const show::HoursChanged&) -> std::string { return "hours changed"; },
            [](const show::HoursProblem& p) { return "hours problem: " + error_text(p.reason); },
            [](const show::Holidays& h) {
                return "holidays: " + (h.list ? std::to_string(h.list->days.size()) : std::string{"none"});
            },
            [](const show::PracticeNotice& n) { return "practice: " + (n.text.empty() ? "lifted" : n.text); },
            [](const show::DevicesChanged&) -> std::string { return "devices changed"; },
            [](const show::AuditProgress&) -> std::string { return "audit goes on"; },
            [](const show::AuditDone& a) {
                std::string text =
                    "audited " + std::to_string(a.report.agreed) + "/" + std::to_string(a.report.checked);
                for (const auto& finding : a.report.findings)
                    text.append(", ")
                        .append(audit::name(finding.kind))
                        .append(" ")
                        .append(std::to_string(finding.sequence));
                return text;
            },
            [](const show::OutageDenied& d) {
                return "outage denied " + to_rfc3339(d.down.from) + "/" + to_rfc3339(d.down.by) + ", seen " +
                       to_rfc3339(d.seen);
            },
            [](const show::DeviceFrozen& f) -> std::string {
                return f.conversation ? "their device frozen" : "frozen";
            },
        },
        item);
}

// ---- the practice ---------------------------------------------------------------------------------------------------

Practice::Practice(std::string_view now)
    : now_{parse_rfc3339(now).value()}, key_{crypto::SignKeyPair::generate(random_)}
{
    open_relay();
}

Practice::~Practice() = default;

void Practice::open_relay()
{
    auto store = server::RelayStore::open(directory_ / "relay.db", key_.pub, random_, now_);
    if (store.has_error()) throw std::runtime_error{"relay store: " + error_text(store.errc())};
    relay_ = std::make_unique<server::Relay>(std::move(store.value()), key_.clone(), random_,
                                             server::RelayConfig{.behind_proxy = behind_proxy_});
    step_relay({server::Tick{}});
}

void Practice::behind_proxy(bool yes)
{
    behind_proxy_ = yes;
    restart_relay();
}

void Practice::relay_down()
{
    for (auto& member : members_) member->go_offline();
    step_relay({server::Tick{}});  // as the shell does all along: it ran until now
    relay_.reset();
    relay_wake_.reset();
}

void Practice::restart_relay()
{
    if (relay_) relay_down();
    open_relay();
}

void Practice::copy_relay()
{
    std::filesystem::remove(directory_ / "copy.db");
    if (relay_->store().backup_to(directory_ / "copy.db").has_error()) throw std::runtime_error{"backup"};
}

void Practice::restore_relay()
{
    relay_.reset();
    for (const auto* suffix : {"", "-wal", "-journal"})
        std::filesystem::remove(directory_ / (std::string{"relay.db"} + suffix));
    std::filesystem::copy_file(directory_ / "copy.db", directory_ / "relay.db");
    auto store = server::RelayStore::open(directory_ / "relay.db", key_.pub, random_, now_);
    store.value().mark_restored(random_);
    relay_ = std::make_unique<server::Relay>(std::move(store.value()), key_.clone(), random_);
    step_relay({server::Tick{}});
    for (auto& member : members_) member->go_offline();
}

void Practice::doctor_relay(const std::string& sql)
{
    relay_down();
    store::Database::open(directory_ / "relay.db", server::relay_schema()).value().execute(sql);
    open_relay();
}

/// In as many steps as the relay takes for them.
void Practice::step_relay(std::vector<server::Event> events)
{
    std::span<const server::Event> rest{events};
    do {
        auto effects = relay_->step(rest, now_);
        rest = rest.subspan(effects.taken);
        hand_out(std::move(effects));
    } while (!rest.empty());
}

void Practice::hand_out(server::Effects effects)
{
    relay_wake_ = effects.wake_at;
    for (auto& out : effects.frames)
        for (auto& member : members_)
            if (member->connection_ == out.connection) member->in_.push_back(std::move(out.frame));
    for (auto& answered : effects.answers) answer_ = std::move(answered.answer);
    for (const auto& hangup : effects.hangups)
        for (auto& member : members_)
            if (member->connection_ == hangup.connection && member->connection_ != 0) {
                while (pass_to_member(*member)) {
                }
                member->go_offline();
            }
}

bool Practice::pass_to_relay(Member& member)
{
    if (member.out_.empty()) return false;
    std::vector<server::Event> events;
    for (auto& frame : std::exchange(member.out_, {}))
        events.push_back(server::FrameArrived{member.connection_, over_the_wire(frame)});
    step_relay(std::move(events));
    return true;
}

bool Practice::pass_to_member(Member& member)
{
    if (member.in_.empty()) return false;
    Arrived arrived;
    for (auto& frame : std::exchange(member.in_, {})) {
        auto copy = over_the_wire(frame);
        if (!member.meddle || member.meddle(copy)) arrived.frames.emplace_back(std::move(copy));
    }
    if (!arrived.frames.empty()) member.step(std::move(arrived));
    return true;
}

void Practice::run()
{
    bool moved = true;
    while (moved) {
        moved = false;
        for (auto& member : members_) moved = pass_to_relay(*member) || moved;
        for (auto& member : members_) moved = pass_to_member(*member) || moved;
    }
}

void Practice::send_from(const Member& member, const wire::ClientFrame& frame)
{
    step_relay({server::FrameArrived{member.connection_, over_the_wire(frame)}});
    run();
}

void Practice::at(std::string_view time) { advance(parse_rfc3339(time).value()); }

void Practice::advance(Instant until)
{
    for (;;) {
        auto next = until;
        if (relay_wake_ && *relay_wake_ < next) next = *relay_wake_;
        for (const auto& member : members_)
            if (member->wake_at_ && *member->wake_at_ < next) next = *member->wake_at_;
        now_ = std::max(now_, next);
        if (relay_wake_ && *relay_wake_ <= now_) step_relay({server::Tick{}});
        for (auto& member : members_)
            if (member->wake_at_ && *member->wake_at_ <= now_) {
                member->wake_at_.reset();
                member->step(Tick{});
            }
        run();
        if (next == until) return;
    }
}

server::AdminAnswer Practice::admin(server::AdminRequest request)
{
    step_relay({server::AdminAsked{1, std::move(request)}});
    run();
    return *answer_;
}

// ---- people ---------------------------------------------------------------------------------------------------------

std::string Practice::invite_therapist(const std::string& name)
{
    const auto secret = random_.secret<16>();
    const auto keys = session::InvitationKeys::derive(secret);
    wire::InvitationRecord record{key_.pub, std::nullopt, {}, now_ + wire::invitation_lifetime, {}};
    record.sealed_name = session::seal_name(keys, name, random_).value();
    auto bytes = wire::encode(record);
    const auto mac = session::invitation_mac(keys, bytes);
    (void)admin(server::InviteTherapist{keys.psk.id, keys.redeem.pub, record.expires, std::move(bytes), mac});
    return session::invitation_code(relay_address, secret);
}

Member& Practice::newcomer(const std::string& name, const std::string& vfs)
{
    members_.push_back(std::make_unique<Member>(*this, name, vfs));
    return *members_.back();
}

Member& Practice::therapist(const std::string& name, const std::string& rules, const std::string& zone,
                            const std::string& vfs)
{
    auto& member = newcomer(name, vfs);
    member.step(Command{1, command::Enrol{invite_therapist(name), {}}});
    member.go_online();
    (void)member.order(command::ConfirmKit{member.print_kit()});
    if (!rules.empty()) {
        command::SetHours hours;
        hours.rules = rules;
        hours.zone = zone;
        if (const auto set = member.order(hours); set.has_error()) throw std::runtime_error{"hours: " + word(set)};
    }
    (void)member.lines();
    return member;
}

show::Invitation Practice::invitation(Member& therapist, const std::string& name)
{
    if (const auto invited = therapist.order(command::Invite{name}); invited.has_error())
        throw std::runtime_error{"invite: " + word(invited)};
    return therapist.last<show::Invitation>().value();
}

Member& Practice::client(const std::string& name, Member& therapist, const std::string& vfs)
{
    const auto code = invitation(therapist, name).code;
    auto& member = newcomer(name, vfs);
    member.step(Command{1, command::Enrol{code, name}});
    member.go_online();
    if (!member.client().status().enrolled) throw std::runtime_error{"not enrolled"};
    (void)member.lines();
    (void)therapist.lines();
    return member;
}

}  // namespace holdfast::client::test
