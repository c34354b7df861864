// Two people with a session between them, and a network that does what the input says: sends, delivers in any order,
// drops, repeats, damages, and makes envelopes up. What is shown was sent, once; what is refused changes nothing; and
// afterwards both can still be heard.
#include <map>
#include <set>

#include "tests/fuzz/targets.hpp"
#include "tests/protocol/session/party.hpp"

namespace holdfast::fuzz {
namespace {

using test::Pair;
using wire::Class;

class Network {
  public:
    explicit Network(Choices choices) : choices_{choices}
    {
        pair_.connect();
        (void)Pair::receive(pair_.a, pair_.send(pair_.b, "", Class::control), Class::control).value();
    }

    void run()
    {
        for (int steps = 0; steps < 200 && !choices_.done(); ++steps) step();
        for (int i = 0; i < 2; ++i) {
            require(Pair::receive(pair_.b, pair_.send(pair_.a, "there")).value() == "there", "a cannot be heard");
            require(Pair::receive(pair_.a, pair_.send(pair_.b, "back")).value() == "back", "b cannot be heard");
        }
    }

  private:
    struct Flight {
        Bytes body;
        std::string text;
    };
    struct Side {
        session::Session& session;
        std::vector<Flight> inbound;
        std::set<std::string> shown;
    };

    void step()
    {
        auto& to = choices_.below(2) == 0 ? a_ : b_;
        switch (choices_.below(6)) {
            case 0: return send(to);
            case 1: return deliver(to, pick(to), true);
            case 2: return deliver(to, pick(to), false);
            case 3: return drop(to);
            case 4: return deliver(to, damaged(pick(to)), false);
            default: return deliver(to, {to_bytes(choices_.piece()), {}}, false);
        }
    }

    void send(Side& to)
    {
        const auto text = std::to_string(++counter_) + to_text(choices_.take(choices_.byte()));
        auto body = pair_.send(&to == &a_ ? pair_.b : pair_.a, text);
        const auto header = wire::encode(session::open_envelope(body).value().header);
        require(headers_.insert(header).second, "a message key was used twice");
        sent_[&to].insert(text);
        to.inbound.push_back({std::move(body), text});
    }

    /// One that is on its way, or nothing.
    Flight pick(Side& to)
    {
        picked_ = to.inbound.empty() ? 0 : choices_.below(256) % to.inbound.size();
        return to.inbound.empty() ? Flight{} : to.inbound[picked_];
    }

    void drop(Side& to)
    {
        if (to.inbound.empty()) return;
        (void)pick(to);
        to.inbound.erase(to.inbound.begin() + static_cast<std::ptrdiff_t>(picked_));
    }

    /// Cut, longer, or with other bytes; the text goes, because nothing of it may be shown.
    Flight damaged(Flight flight)
    {
        if (flight.body.empty()) return flight;
        const auto original = flight.body;
        const auto place = choices_.number(2) % flight.body.size();
        switch (choices_.below(3)) {
            case 0: flight.body.resize(place); break;
            case 1: append(flight.body, choices_.piece()); break;
            default: flight.body[place] ^= static_cast<std::byte>(choices_.byte());
        }
        if (flight.body != original) flight.text.clear();
        return flight;
    }

    void deliver(Side& to, const Flight& flight, bool leaves)
    {
        const auto before = save(to.session);
        const auto text = Pair::receive(to.session, flight.body);
        if (text.has_error()) {
            require(save(to.session) == before, "a refused envelope changed the session");
            require(flight.text.empty() || to.shown.contains(flight.text), "a good envelope is refused");
            return;
        }
        require(sent_[&to].contains(text.value()), "something is shown that was not sent");
        require(to.shown.insert(text.value()).second, "something is shown twice");
        require(!flight.text.empty(), "a damaged envelope is read");
        if (leaves) to.inbound.erase(to.inbound.begin() + static_cast<std::ptrdiff_t>(picked_));
    }

    Choices choices_;
    Pair pair_{"fuzz"};
    Side a_{pair_.a, {}, {}}, b_{pair_.b, {}, {}};
    std::map<const Side*, std::set<std::string>> sent_;
    std::set<Bytes> headers_;
    std::size_t picked_ = 0;
    int counter_ = 0;
};

}  // namespace

void conversation(BytesView input) { Network{Choices{input}}.run(); }

}  // namespace holdfast::fuzz
