// Somebody between a device and the relay, without keys: a relay that lies looks the same to the device.
#include <algorithm>
#include <utility>

#include "protocol/wire/codec.hpp"
#include "tests/sim/sim_world.hpp"

namespace holdfast::sim {
namespace {

constexpr std::size_t remembered = 40;
/// Above any number the relay gives in a run.
constexpr std::uint64_t invented_delivery = std::uint64_t{1} << 40;

template <class Frame>
void remember(std::deque<Frame>& frames, const Frame& frame)
{
    frames.push_back(frame);
    if (frames.size() > remembered) frames.pop_front();
}

void flip(Bytes& bytes, Choice& choice)
{
    if (bytes.empty()) return;
    // The end of what is sealed: always under the seal, whatever stands before it.
    const auto at = bytes.size() - 1 - choice.below(std::min<std::size_t>(bytes.size(), 64));
    bytes[at] ^= static_cast<std::byte>(1U << choice.below(8));
}

/// Changes a frame somewhere; true where there is something in it that the reader has to refuse outright.
struct Alter {
    SimWorld& world;
    Device& device;
    Choice& choice;
    bool changed = false;

    bool operator()(wire::Deliver& frame)
    {
        flip(frame.body, choice);
        changed = true;
        return device.client && device.client->entry(frame.message) == nullptr;
    }
    bool operator()(wire::Accepted& frame)
    {
        flip(frame.proof.receipt, choice);
        changed = true;
        return false;
    }
    bool operator()(wire::HoursChain& frame)
    {
        if (frame.links.empty()) return false;
        auto& link = frame.links.at(choice.below(frame.links.size()));
        flip(choice.one_in(2) ? link.version.body : link.receipt.body, choice);
        changed = true;
        return false;
    }
    bool operator()(wire::Bundle& frame)
    {
        if (frame.devices.empty()) return false;
        flip(frame.devices.front().signed_prekey.body, choice);
        device.poisoned = changed = true;
        return false;
    }
    bool operator()(wire::TakenBack& frame)
    {
        flip(frame.proof.receipt, choice);
        changed = true;
        return false;
    }
    bool operator()(wire::Tell& frame)
    {
        auto* moved = std::get_if<wire::PromiseMoved>(&frame.statement);
        if (moved == nullptr) return false;
        flip(moved->proof.receipt, choice);
        changed = true;
        return false;
    }
    template <class Other>
    bool operator()(Other&)
    {
        return false;
    }
};

/// A modified client: a message under the id of one it submitted before. False where there was none.
bool reuse_id(SimWorld& world, const Device& device, Meddler& meddler, wire::Submit& submit)
{
    std::vector<MessageId> ids;
    for (const auto& said : meddler.said)
        if (const auto* before = std::get_if<wire::Submit>(&said); before && before->message != submit.message)
            ids.push_back(before->message);
    if (ids.empty()) return false;
    const auto before = std::exchange(submit.message, ids.at(meddler.choice.below(ids.size())));
    // The other is taken once more; and this one again, under a new number, where the relay had it under the old.
    if (device.address)
        for (const auto& id : {before, submit.message}) ++world.ledger().taken_again[{*device.address, id}];
    return true;
}

/// Says something else about a delivery than what is true; what it seals says otherwise.
void relabel(SimWorld& world, Device& device, wire::Deliver& frame)
{
    auto& choice = device.meddler.choice;
    switch (choice.below(4)) {
        case 0: {
            // Where there is another conversation, that one; else one that nobody knows.
            const auto others = world.conversations_of(device);
            const auto at = choice.below(others.size() + 1);
            const bool known = at < others.size() && others[at] != frame.conversation;
            if (known)
                frame.conversation = others[at];
            else
                frame.conversation.value[0] ^= std::byte{1};
            return;
        }
        case 1: frame.message.value[3] ^= std::byte{1}; return;
        case 2: frame.cls = frame.cls == wire::Class::message ? wire::Class::control : wire::Class::message; return;
        default: break;
    }
    for (const auto& other : world.devices())
        if (other->address && *other->address != Address{frame.from, frame.from_device}) {
            frame.from = other->address->account;
            frame.from_device = other->address->device;
            return;
        }
    frame.from_device.value[0] ^= std::byte{1};
}

/// Spent when it has done something to so many frames.
bool works(Meddler& meddler)
{
    if (meddler.frames == 0) meddler.mode.reset();
    if (!meddler.mode) return false;
    --meddler.frames;
    return true;
}

std::string counted(Kind kind) { return "fault: " + std::string{name(kind)}; }

/// A list of devices that names one more, under no signature of its owner.
std::optional<wire::Tell> forged_devices(SimWorld& world, Choice& choice)
{
    auto& lists = world.ledger().lists;
    if (lists.empty()) return std::nullopt;
    auto at = lists.begin();
    std::advance(at, static_cast<std::ptrdiff_t>(choice.below(lists.size())));
    auto list = wire::decode<wire::DeviceList>(at->second.body);
    if (!list) return std::nullopt;
    list->epoch += 1;
    auto more = list->devices.front();
    more.device.value[0] ^= std::byte{1};
    list->devices.push_back(more);
    return wire::Tell{invented_delivery, wire::DevicesChanged{{wire::encode(*list), at->second.signature}}};
}

void alter(SimWorld& world, Device& device, Meddled& out)
{
    auto& choice = device.meddler.choice;
    Alter change{world, device, choice};
    out.forged = std::visit(change, out.frames.front());
    if (change.changed) return;
    if (auto tell = forged_devices(world, choice)) out.frames.emplace_back(std::move(*tell));
}

}  // namespace

Meddled meddle(SimWorld& world, Device& device, wire::RelayFrame frame)
{
    auto& meddler = device.meddler;
    if (std::holds_alternative<wire::Bundle>(frame)) device.poisoned = false;
    remember(meddler.heard, frame);
    Meddled out;
    out.frames.push_back(std::move(frame));
    const bool relabels = meddler.mode == Kind::attacker_relabel;
    if (relabels && !std::holds_alternative<wire::Deliver>(out.frames.front())) return out;
    if (!works(meddler)) return out;
    world.coverage().add(counted(*meddler.mode));
    auto& choice = meddler.choice;
    switch (*meddler.mode) {
        case Kind::attacker_drop:
            device.meddled = true;
            out.frames.clear();
            return out;
        case Kind::attacker_duplicate:
            device.meddled = true;
            out.frames.push_back(out.frames.front());
            return out;
        case Kind::attacker_reorder:
            device.meddled = true;
            out.frames.insert(out.frames.begin(), meddler.heard.at(choice.below(meddler.heard.size())));
            std::swap(out.frames.front(), out.frames.back());
            return out;
        case Kind::attacker_replay:
            device.victim = true;
            out.frames.push_back(meddler.heard.at(choice.below(meddler.heard.size())));
            return out;
        case Kind::attacker_alter:
            device.victim = true;
            alter(world, device, out);
            return out;
        default: break;
    }
    device.victim = true;
    auto& delivery = std::get<wire::Deliver>(out.frames.front());
    out.forged = device.client && device.client->entry(delivery.message) == nullptr;
    relabel(world, device, delivery);
    return out;
}

std::vector<wire::ClientFrame> meddle(SimWorld& world, Device& device, wire::ClientFrame frame)
{
    auto& meddler = device.meddler;
    remember(meddler.said, frame);
    std::vector<wire::ClientFrame> out{std::move(frame)};
    const auto mode = meddler.mode;
    const bool both = mode == Kind::attacker_drop || mode == Kind::attacker_duplicate ||
                      mode == Kind::attacker_replay || mode == Kind::attacker_alter;
    auto* submit = std::get_if<wire::Submit>(&out.front());
    if (!both || (mode == Kind::attacker_alter && submit == nullptr) || meddler.choice.one_in(2) || !works(meddler))
        return out;
    world.coverage().add(counted(*mode) + ", upwards");
    device.meddled = true;
    if (mode == Kind::attacker_drop) {
        out.clear();
    } else if (mode == Kind::attacker_duplicate) {
        // A hundred times, where it is a message.
        out.insert(out.end(), submit ? 99 : 1, wire::ClientFrame{out.front()});
    } else if (mode == Kind::attacker_replay) {
        out.push_back(meddler.said.at(meddler.choice.below(meddler.said.size())));
    } else {
        device.victim = true;
        if (meddler.choice.one_in(2) && reuse_id(world, device, meddler, *submit))
            world.coverage().add("fault: a reused id");
        else if (!submit->envelopes.empty())
            flip(submit->envelopes.front().body, meddler.choice);
    }
    return out;
}

}  // namespace holdfast::sim
