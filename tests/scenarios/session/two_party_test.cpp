// Two people write to each other over a network that drops, reorders, duplicates and damages, as a seed decides. The
// invariants: what is shown was sent (I2), shown once (I2), no key encrypts twice (I8), refused input changes nothing
// (I9), and whatever happened, the next undisturbed message arrives.
#include <map>
#include <set>

#include "tests/protocol/session/party.hpp"
#include "tests/support/catch.hpp"

namespace two_party_test {

using namespace holdfast;
using namespace holdfast::session;
using test::Pair;
using wire::Class;

namespace {

class Network {
  public:
    explicit Network(std::uint64_t seed) : pair_{std::to_string(seed)}
    {
        pair_.connect();
        REQUIRE(Pair::receive(pair_.a, pair_.send(pair_.b, "", Class::control), Class::control).has_value());
    }

    void step()
    {
        switch (pair_.random.below(10)) {
            case 0:
            case 1:
            case 2: return send(pair_.a, to_b_);
            case 3:
            case 4: return send(pair_.b, to_a_);
            case 5:
            case 6: return deliver(to_b_, pair_.b);
            case 7:
            case 8: return deliver(to_a_, pair_.a);
            default: return disturb(pair_.random.below(2) == 0 ? to_a_ : to_b_);
        }
    }

    /// After all the trouble both directions still work.
    void heal()
    {
        for (int i = 0; i < 2; ++i) {
            CHECK(Pair::receive(pair_.b, pair_.send(pair_.a, "there")).value() == "there");
            CHECK(Pair::receive(pair_.a, pair_.send(pair_.b, "back")).value() == "back");
        }
    }

  private:
    struct Flight {
        Bytes body;
        std::string text;
        bool damaged = false;
    };
    using Flights = std::vector<Flight>;

    void send(Session& from, Flights& flights)
    {
        const auto text = std::to_string(++counter_);
        auto body = pair_.send(from, text);
        const auto header = wire::encode(open_envelope(body).value().header);
        CHECK(headers_.insert(header).second);  // I8: each header, so each message key, once
        flights.push_back({std::move(body), text});
    }

    void deliver(Flights& flights, Session& to)
    {
        if (flights.empty()) return;
        // Mostly in order, sometimes from the middle: a reordering network.
        const auto index = pair_.random.below(4) == 0 ? pair_.random.below(flights.size()) : 0;
        const auto flight = flights[index];
        if (pair_.random.below(8) != 0) flights.erase(flights.begin() + static_cast<std::ptrdiff_t>(index));
        const auto before = save(to);
        const auto text = Pair::receive(to, flight.body);
        if (text.has_error()) {
            CHECK(save(to) == before);  // I9
            CHECK((flight.damaged || shown_.contains(flight.text)));
            return;
        }
        CHECK_FALSE(flight.damaged);
        CHECK(text.value() == flight.text);
        CHECK(shown_.insert(flight.text).second);  // I2
    }

    void disturb(Flights& flights)
    {
        if (flights.empty()) return;
        auto& flight = flights[pair_.random.below(flights.size())];
        switch (pair_.random.below(3)) {
            case 0: flights.pop_back(); return;
            case 1: flights.push_back(flight); return;
            default:
                if (flight.damaged) return;  // a second flip could undo the first
                flight.body[pair_.random.below(flight.body.size())] ^= std::byte{4};
                flight.damaged = true;
        }
    }

    Pair pair_;
    Flights to_a_, to_b_;
    std::set<Bytes> headers_;
    std::set<std::string> shown_;
    int counter_ = 0;
};

}  // namespace

TEST_CASE("two parties stay in step through drops, reorders, duplicates and damage")
{
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        INFO("seed " << seed);
        Network network{seed};
        for (int i = 0; i < 250; ++i) network.step();
        network.heal();
    }
}

}  // namespace two_party_test
