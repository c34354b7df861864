// A relay that lies to real clients. A therapist and her client, enrolled and in conversation (or a client about to
// enrol), write, read and go about their hours; what the real relay says to one of them is dropped, repeated, kept for
// later, played back, altered field by field, or made up whole, and it signs whatever it likes with its own key.
// Whatever the relay says, nothing is shown that the other did not write, nothing is accepted without a receipt,
// nothing is encrypted for strangers (victim.cpp). Once it is honest again, new messages arrive, or their writers know
// why not.
#include <array>
#include <span>

#include "server/core/relay.hpp"
#include "tests/fuzz/lies.hpp"
#include "tests/fuzz/victim.hpp"

namespace holdfast::fuzz {
namespace {

namespace command = client::command;

constexpr int most_steps = 60;
constexpr std::size_t played_back = 16;
/// Passing on what is on its way ends; more than this and two honest machines talk in circles.
constexpr int most_rounds = 60;
/// Over a weekend, and what is put off for an hour at a time.
constexpr int most_days = 6;
/// A reason that still stands after these days stays one.
constexpr int days_with_a_reason = 2;

class WrongRelay {
  public:
    explicit WrongRelay(Choices choices) : choices_{choices}, enrolled_{prepared()}
    {
        step_relay({server::Tick{}});
        therapist_.meets(writer_);
        writer_.meets(therapist_);
        if (newcomer_) give(writer_, command::Enrol{enrolled_.code, Enrolled::newcomer});
        lies_.at(now_);
    }
    ~WrongRelay() { enrolled_.relay().take_back(std::move(relay_.store())); }
    WrongRelay(const WrongRelay&) = delete;
    WrongRelay& operator=(const WrongRelay&) = delete;

    void run()
    {
        for (int steps = 0; steps < most_steps && !choices_.done(); ++steps) step();
        heal();
    }

  private:
    static Enrolled& prepared()
    {
        auto& enrolled = Enrolled::once();
        enrolled.put_back();
        return enrolled;
    }

    void step()
    {
        auto& side = *sides_[choices_.below(2)];
        switch (choices_.below(12)) {
            case 0: return write(side);
            case 1: return order(side);
            case 2: return to_relay(side);
            case 3: return choices_.below(2) == 0 ? side.out.clear() : to_relay(side);
            case 4: return settle();
            case 5: return restart(side);
            case 6: return side.connection == 0 ? connect(side) : hang_up(side);
            case 7: return pass(std::chrono::minutes{choices_.number(2) % 6000});
            case 8: return say(side, {lies_.made_up()});
            case 9: return play_back(side);
            default: return lie(side);
        }
    }

    // ---- what people do ---------------------------------------------------------------------------------------------

    void write(Victim& side)
    {
        if (const auto conversation = side.conversation())
            give(side, command::SendText{*conversation, side.new_text(), true});
    }

    void order(Victim& side)
    {
        const auto conversation = side.conversation().value_or(ConversationId{});
        switch (choices_.below(12)) {
            case 0: return give(side, command::TakeBack{side.message(choices_.byte())});
            case 1: return give(side, command::Audit{conversation});
            case 2: return give(side, command::SendCheckIn{conversation, {{}, {}, side.new_text()}});
            case 3: return give(side, hours());
            case 4: return give(side, command::GiveExtra{std::chrono::minutes{5 + choices_.below(100)}, {}});
            case 5: return give(side, command::FetchHolidays{});
            case 6: return give(side, command::Invite{"somebody"});
            case 7: return give(side, command::Repair{conversation, side.new_text()});
            case 8: return give(side, command::MarkShown{conversation, choices_.byte()});
            case 9: return give(side, command::SaveDraft{conversation, "unfinished"});
            case 10: return give(side, command::AnswerPace{conversation, choices_.below(2) == 0});
            default: return give(side, command::SetAgreement{side.new_text()});
        }
    }

    command::SetHours hours()
    {
        static constexpr const char* rules[] = {"Mo-Fr 09:00-12:00", "Mo-Su 08:00-18:00", "Tu 20:00-02:00"};
        command::SetHours order;
        order.rules = rules[choices_.below(std::size(rules))];
        if (choices_.below(2) == 1) order.pace = wire::Pace{choices_.byte(), choices_.byte()};
        order.replies = choices_.below(2) == 1;
        return order;
    }

    void give(Victim& side, client::Order order)
    {
        side.order(std::move(order), now_);
        end_if_given_up(side);
    }

    void restart(Victim& side)
    {
        leave_relay(side);
        side.restart();
    }

    // ---- connections and time ---------------------------------------------------------------------------------------

    /// A program without an address connects to nobody.
    void connect(Victim& side)
    {
        if (!side.client().relay()) return;
        const auto number = next_connection_++;
        step_relay({server::Opened{number, Bytes(32, static_cast<std::byte>(number)), "192.0.2.1"}});
        side.connect(number, now_);
    }

    void leave_relay(Victim& side)
    {
        side.in.clear();
        if (const auto gone = std::exchange(side.connection, 0); gone != 0) step_relay({server::Closed{gone}});
    }

    void hang_up(Victim& side)
    {
        if (side.connection == 0) return;
        leave_relay(side);
        side.disconnect(Errc::closed, now_);
    }

    void end_if_given_up(Victim& side)
    {
        if (side.gives_up) hang_up(side);
    }

    void pass(Seconds time)
    {
        now_ += time;
        lies_.at(now_);
        step_relay({server::Tick{}});
        for (auto* side : sides_) {
            if (side->wake_at && *side->wake_at <= now_) side->tick(now_);
            end_if_given_up(*side);
        }
    }

    // ---- frames -----------------------------------------------------------------------------------------------------

    /// In as many steps as the relay takes for them.
    void step_relay(const std::vector<server::Event>& events)
    {
        std::span<const server::Event> rest{events};
        do {
            auto effects = relay_.step(rest, now_);
            rest = rest.subspan(effects.taken);
            hand_out(std::move(effects));
        } while (!rest.empty());
    }

    void hand_out(server::Effects effects)
    {
        for (auto& sent : effects.frames)
            for (auto* side : sides_)
                if (side->connection == sent.connection) side->in.push_back(std::move(sent.frame));
        for (const auto& hangup : effects.hangups)
            for (auto* side : sides_)
                if (side->connection == hangup.connection) hung_up_.push_back(side);
    }

    void to_relay(Victim& side)
    {
        std::vector<server::Event> events;
        for (auto& frame : std::exchange(side.out, {})) {
            lies_.hear(frame);
            if (side.connection != 0) events.push_back(server::FrameArrived{side.connection, std::move(frame)});
        }
        if (!events.empty()) step_relay(events);
    }

    /// Now and then the relay greets as one behind a proxy does.
    static bool is_for_proxy(const wire::Greeting& greeting)
    {
        return (greeting.nonce.front() & std::byte{7}) == std::byte{0};
    }

    void say(Victim& side, std::vector<wire::RelayFrame> frames)
    {
        if (side.connection == 0) return;
        for (auto& frame : frames)
            if (auto* greeting = std::get_if<wire::Greeting>(&frame); greeting && choices_.below(2) == 0)
                lies_.sign(*greeting, is_for_proxy(*greeting) ? Bytes{} : side.exporter, side.nonce);
        side.hear(frames, now_);
        end_if_given_up(side);
    }

    /// The next frame on its way, or nothing.
    std::optional<wire::RelayFrame> next(Victim& side)
    {
        if (side.in.empty()) return std::nullopt;
        auto frame = std::move(side.in.front());
        side.in.pop_front();
        lies_.hear(frame);
        side.heard.push_back(frame);
        if (side.heard.size() > played_back) side.heard.pop_front();
        return frame;
    }

    void lie(Victim& side)
    {
        auto frame = next(side);
        if (!frame) return;
        switch (choices_.below(6)) {
            case 0: return;
            case 1: return say(side, {*frame});
            case 2: return say(side, {*frame, *frame});
            case 3: return side.in.push_back(std::move(*frame));
            case 4: lies_.alter(*frame); [[fallthrough]];
            default: lies_.alter(*frame);
        }
        say(side, {std::move(*frame)});
    }

    void play_back(Victim& side)
    {
        auto& from = choices_.below(4) == 0 ? sides_[choices_.below(2)]->heard : side.heard;
        if (from.empty()) return;
        auto frame = from[from.size() - 1 - choices_.below(from.size())];
        if (choices_.below(2) == 1) lies_.alter(frame);
        say(side, {std::move(frame)});
    }

    /// Everything honestly, until nothing moves.
    void settle()
    {
        for (int rounds = 0; rounds < most_rounds; ++rounds) {
            bool moved = false;
            for (auto* side : sides_) {
                moved = moved || !side->out.empty() || !side->in.empty();
                to_relay(*side);
                std::vector<wire::RelayFrame> frames;
                while (auto frame = next(*side)) frames.push_back(std::move(*frame));
                if (side->connection != 0 && !frames.empty()) side->hear(frames, now_);
                end_if_given_up(*side);
            }
            for (auto* side : std::exchange(hung_up_, {}))
                if (side->in.empty()) hang_up(*side);
            if (!moved) return;
        }
        require(false, "they talk without end");
    }

    // ---- when it is honest again ------------------------------------------------------------------------------------

    void heal()
    {
        for (auto* side : sides_) restart(*side);
        for (auto* side : sides_) connect(*side);
        settle();
        for (auto* side : sides_) write(*side);
        const auto both = [&](const auto& holds) {
            return holds(*sides_[0], *sides_[1]) && holds(*sides_[1], *sides_[0]);
        };
        const auto known_why_not = [&](const Victim& writer, const Victim& reader) {
            return has_arrived(writer, reader) || knows_why_not(writer, reader);
        };
        for (int days = 0; days < most_days && !both(has_arrived); ++days) {
            if (days >= days_with_a_reason && both(known_why_not)) break;
            to_next_morning();
        }
        require(both(known_why_not), "a message is lost without a word");
        for (auto* side : sides_) hang_up(*side);
    }

    void to_next_morning()
    {
        const auto day = std::chrono::floor<std::chrono::days>(now_);
        pass(std::chrono::ceil<Seconds>(day + std::chrono::hours{24 + 10} - now_));
        for (auto* side : sides_)
            if (side->connection == 0) connect(*side);
        settle();
        pass(std::chrono::minutes{6});
        settle();
    }

    /// The newest text of the writer, if there is one.
    [[nodiscard]] static bool has_arrived(const Victim& writer, const Victim& reader)
    {
        return writer.wrote().empty() || reader.displayed(writer.wrote().back());
    }

    [[nodiscard]] bool knows_why_not(const Victim& writer, const Victim& reader) const
    {
        return writer.says_why_not(writer.wrote().back()) || writer.is_stopped() || reader.is_stopped() ||
               reader.has_no_hours(now_) || writer.has_no_hours(now_);
    }

    Choices choices_;
    Enrolled& enrolled_;
    Honest honest_ = enrolled_.honest;
    Instant now_ = enrolled_.now;
    holdfast::test::SeededRandom random_{"wrong relay"};
    server::Relay relay_{enrolled_.relay().lend(), enrolled_.key.clone(), random_};
    Victim therapist_{enrolled_, honest_, Enrolled::therapist};
    bool newcomer_ = choices_.below(4) == 3;
    Victim writer_{enrolled_, honest_, newcomer_ ? Enrolled::newcomer : Enrolled::client};
    std::array<Victim*, 2> sides_{&therapist_, &writer_};
    std::vector<Victim*> hung_up_;
    Lies lies_{choices_, enrolled_.key};
    server::ConnectionId next_connection_ = 1;
};

}  // namespace

void wrong_relay(BytesView input) { WrongRelay{Choices{input}}.run(); }

}  // namespace holdfast::fuzz
