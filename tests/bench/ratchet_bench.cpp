// Sessions beside what libsodium alone takes for the same: a ratchet message on one chain and one with a Diffie-Hellman
// step, sealed and opened, and session set-up. Each pair of measurements is taken in turn, in processor time.
//
// The floors are what PROTOCOL.md prescribes: on each side of a message four HMACs (message key, next chain key, HKDF
// in two steps) and XChaCha20-Poly1305; for X3DH four products on each side, the initiator's ephemeral key, and the
// signatures: of two prekeys for the initiator, of a device list for the responder. That keys are checked before they
// are used comes on top.
#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

#include "protocol/crypto/aead.hpp"
#include "tests/protocol/session/party.hpp"

using namespace holdfast;
using test::Pair;

namespace {

constexpr int rounds = 9;
constexpr std::size_t text_bytes = 1024;
constexpr std::size_t associated_bytes = 80;
/// Their keys are more than a thread remembers to have checked (protocol/crypto/sign.cpp): each set-up is a first one.
constexpr std::size_t initiators = 24;
using Block = std::array<unsigned char, 32>;

double microseconds_of_processor()
{
    std::timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

template <class Work>
double time_of(int times, Work& work)
{
    const auto begin = microseconds_of_processor();
    for (int i = 0; i < times; ++i) work();
    return (microseconds_of_processor() - begin) / times;
}

double median(std::vector<double> values)
{
    std::nth_element(values.begin(), values.begin() + rounds / 2, values.end());
    return values[rounds / 2];
}

/// Ours and the floor in turn, so that whatever else the machine does meets both.
template <class Work, class Floor>
void compare(const char* name, int times, Work work, Floor floor)
{
    std::vector<double> ours;
    std::vector<double> floors;
    for (int i = 0; i < rounds; ++i) {
        ours.push_back(time_of(times, work));
        floors.push_back(time_of(times, floor));
    }
    std::printf("%s.holdfast %.3f us\n%s.floor %.3f us\n", name, median(ours), name, median(floors));
}

void require_done(bool done)
{
    if (!done) throw std::runtime_error{"a step of the cryptography failed"};
}

// ---- libsodium alone ------------------------------------------------------------------------------------------------

Block hmac(const Block& key, const Block& input, std::size_t size)
{
    Block out;
    crypto_auth_hmacsha256(out.data(), input.data(), size, key.data());
    return out;
}

/// The key of the next message; four HMACs.
Block next_key(Block& chain)
{
    const auto message = hmac(chain, Block{1}, 1);
    chain = hmac(chain, Block{2}, 1);
    return hmac(hmac(Block{}, message, 32), Block{1}, 32);
}

/// HKDF of a root step; three HMACs.
void root_step(Block& root, Block& chain, const Block& secret, const Block& remote)
{
    Block product;
    require_done(crypto_scalarmult(product.data(), secret.data(), remote.data()) == 0);
    const auto extracted = hmac(root, product, 32);
    root = hmac(extracted, Block{1}, 32);
    chain = hmac(extracted, Block{2}, 32);
}

struct Key {
    Block secret{};
    Block pub{};
    void renew(crypto::Random& random)
    {
        random.fill(std::as_writable_bytes(std::span{secret}));
        crypto_scalarmult_base(pub.data(), secret.data());
    }
};

class Floor {
  public:
    Floor() { one_.renew(random_), other_.renew(random_); }

    void chain_message() { pass(next_key(sending_), next_key(receiving_)); }

    /// One of a conversation in turns: a new own key, one root step on each side.
    void turn()
    {
        one_.renew(random_);
        root_step(root_one_, sending_, one_.secret, other_.pub);
        root_step(root_other_, receiving_, other_.secret, one_.pub);
        pass(next_key(sending_), next_key(receiving_));
        std::swap(one_, other_);
        std::swap(root_one_, root_other_);
    }

    void four_products()
    {
        std::array<unsigned char, 128> products;
        for (std::size_t i = 0; i < 4; ++i)
            require_done(crypto_scalarmult(products.data() + 32 * i, one_.secret.data(), other_.pub.data()) == 0);
        Block hash;
        crypto_hash_sha256(hash.data(), products.data(), products.size());
    }

    void verify()
    {
        require_done(crypto_sign_verify_detached(signature_.data(), text_.data(), text_.size(), verifies_.data()) == 0);
    }

    void initiate()
    {
        verify();
        verify();
        Key ephemeral;
        ephemeral.renew(random_);
        four_products();
    }

    void respond()
    {
        verify();
        four_products();
    }

    void sign()
    {
        std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret;
        crypto_sign_keypair(verifies_.data(), secret.data());
        crypto_sign_detached(signature_.data(), nullptr, text_.data(), text_.size(), secret.data());
    }

  private:
    void pass(const Block& seals, const Block& opens)
    {
        random_.fill(std::as_writable_bytes(std::span{nonce_}));
        crypto_aead_xchacha20poly1305_ietf_encrypt(sealed_.data(), nullptr, text_.data(), text_.size(),
                                                   associated_.data(), associated_.size(), nullptr, nonce_.data(),
                                                   seals.data());
        require_done(crypto_aead_xchacha20poly1305_ietf_decrypt(text_.data(), nullptr, nullptr, sealed_.data(),
                                                                sealed_.size(), associated_.data(), associated_.size(),
                                                                nonce_.data(), opens.data()) == 0);
    }

    crypto::SystemRandom random_;
    Key one_, other_;
    Block root_one_{}, root_other_{}, sending_{}, receiving_{};
    std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> verifies_{};
    std::array<unsigned char, crypto_sign_BYTES> signature_{};
    std::array<unsigned char, 24> nonce_{};
    std::array<unsigned char, associated_bytes> associated_{};
    std::array<unsigned char, text_bytes> text_{};
    std::array<unsigned char, text_bytes + 16> sealed_{};
};

// ---- ours -----------------------------------------------------------------------------------------------------------

/// Two ratchets that began together.
struct Ratchets {
    explicit Ratchets(crypto::Random& random)
    {
        auto prekey = crypto::DhKeyPair::generate(random);
        const auto root = random.secret<32>();
        one = session::Ratchet::initiator(root.clone(), prekey.pub);
        other = session::Ratchet::responder(root.clone(), std::move(prekey));
    }

    void pass(crypto::Random& random)
    {
        const auto out = one.send(random).value();
        const auto nonce = random.id<crypto::Nonce>();
        const auto sealed = crypto::seal(session::cipher_key(out.key), nonce, associated, text);
        const auto in = other.receive(out.header).value();
        require_done(crypto::open(session::cipher_key(in.key), nonce, associated, sealed).has_value());
    }

    session::Ratchet one, other;
    Bytes associated = Bytes(associated_bytes);
    Bytes text = Bytes(text_bytes);
};

void compare_ratchets()
{
    crypto::SystemRandom random;
    Ratchets chain{random};
    Ratchets turns{random};
    Floor floor;
    compare(
        "ratchet.chain", 2000, [&] { chain.pass(random); }, [&] { floor.chain_message(); });
    compare(
        "ratchet.turn", 200,
        [&] {
            turns.pass(random);
            std::swap(turns.one, turns.other);
        },
        [&] { floor.turn(); });
}

/// What a responder has from an initiator it has not seen before.
struct FirstMessage {
    explicit FirstMessage(std::size_t number) : pair{"initiator " + std::to_string(number)}
    {
        handshake = *session::open_envelope(pair.send(pair.a, "")).value().handshake;
        named = session::find_prekeys(pair.bob.prekeys, handshake, test::morning).value();
        bundle = pair.bob.bundle();
    }

    Pair pair;
    wire::HandshakeHeader handshake;
    session::NamedPrekeys named;
    wire::DevicePrekeys bundle;
};

void compare_set_up()
{
    crypto::SystemRandom random;
    std::vector<FirstMessage> firsts;
    firsts.reserve(initiators);  // the keys a handshake names stand in the pair
    for (std::size_t i = 0; i < initiators; ++i) firsts.emplace_back(i);
    std::size_t turn = 0;
    const auto next = [&]() -> FirstMessage& { return firsts[turn++ % firsts.size()]; };
    Floor floor;
    floor.sign();
    compare(
        "setup.initiator", 96,
        [&] {
            auto& [pair, handshake, named, bundle] = next();
            require_done(session::initiate(pair.alice.local(), pair.bob.list, bundle, pair.psk, test::morning, random)
                             .has_value());
        },
        [&] { floor.initiate(); });
    compare(
        "setup.responder", 96,
        [&] {
            auto& [pair, handshake, named, bundle] = next();
            const auto initiator = session::initiator_of(handshake).value();
            require_done(session::respond(pair.bob.local(), named, pair.psk, handshake, initiator).has_value());
        },
        [&] { floor.respond(); });
}

/// A whole message as programs send it: padding, states that are copied, envelopes that are encoded.
void measure_session()
{
    Pair pair;
    pair.connect();
    (void)Pair::receive(pair.a, pair.send(pair.b, "hello"));
    const std::string text(text_bytes / 2, 'x');
    auto work = [&] { require_done(Pair::receive(pair.b, pair.send(pair.a, text)).has_value()); };
    std::vector<double> times;
    for (int i = 0; i < rounds; ++i) times.push_back(time_of(500, work));
    std::printf("session.message %.3f us\n", median(times));
}

}  // namespace

int main()
{
    try {
        compare_ratchets();
        compare_set_up();
        measure_session();
        return 0;
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "ratchet_bench: %s\n", problem.what());
        return 1;
    }
}
