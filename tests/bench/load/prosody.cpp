// XMPP over direct TLS with SASL PLAIN and stream management (XEP-0198), by which the server acknowledges.
#include <openssl/evp.h>

#include "tests/bench/load/speakers.hpp"

namespace holdfast::bench {
namespace {

std::string base64(std::string_view text)
{
    std::string out(4 * ((text.size() + 2) / 3) + 1, ' ');  // and a zero behind them
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), reinterpret_cast<const unsigned char*>(text.data()),
                    static_cast<int>(text.size()));
    out.pop_back();
    return out;
}

/// One element at the top of the stream: its name, and where it ends; 0 where it is not all there.
struct Element {
    std::string_view name;
    std::size_t end = 0;
};

Element element_at(std::string_view bytes)
{
    const auto head_end = bytes.find('>');
    if (head_end == std::string_view::npos) return {};
    const auto name = bytes.substr(1, bytes.find_first_of(" >/", 1) - 1);
    // The declaration, the end of the stream, the stream itself, and what has no content.
    if (bytes[1] == '?' || bytes[1] == '/' || name == "stream:stream" || bytes[head_end - 1] == '/')
        return {name, head_end + 1};
    const auto closing = "</" + std::string{name} + ">";
    const auto found = bytes.find(closing, head_end);
    if (found == std::string_view::npos) return {};
    return {name, found + closing.size()};
}

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

class ProsodySpeaker final : public Speaker {
  public:
    using Speaker::Speaker;

    void begin() override { open_stream(); }

    std::size_t read(std::string_view bytes) override
    {
        std::size_t used = 0;
        while (used < bytes.size()) {
            if (bytes[used] != '<') {
                ++used;
                continue;
            }
            const auto [name, end] = element_at(bytes.substr(used));
            if (end == 0) break;
            on_element(name, bytes.substr(used, end));
            used += end;
        }
        return used;
    }

    void submit(std::uint32_t number) override
    {
        line_.write("<message to='u" + std::to_string(line_.person().writes_to) + "@localhost' type='chat' id='m" +
                    std::to_string(number) + "'><body>" + message_text(number) +
                    "</body></message><r xmlns='urn:xmpp:sm:3'/>");
    }

    void leave() override { line_.write("</stream:stream>"); }

  private:
    enum class Phase { opened, authenticated, bound };

    void open_stream()
    {
        line_.write(
            "<?xml version='1.0'?><stream:stream to='localhost' version='1.0' xmlns='jabber:client' "
            "xmlns:stream='http://etherx.jabber.org/streams'>");
    }

    void on_element(std::string_view name, std::string_view text)
    {
        if (name == "stream:features") on_features();
        if (name == "success") open_stream();
        if (name == "iq") on_iq();
        if (name == "enabled") on_enabled();
        if (name == "r") line_.write("<a xmlns='urn:xmpp:sm:3' h='" + std::to_string(stanzas_) + "'/>");
        if (name == "a") on_acknowledged(text);
        if (name == "presence") ++stanzas_;
        if (name == "message") on_message(text);
        if (name == "failure" || name == "failed" || name == "stream:error")
            throw LoadError{"Prosody: " + std::string{text.substr(0, 200)}};
    }

    void on_features()
    {
        if (phase_ == Phase::opened) {
            const auto user = "u" + std::to_string(line_.person().number);
            phase_ = Phase::authenticated;
            line_.write("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>" +
                        base64(std::string(1, '\0') + user + std::string(1, '\0') + "pw") + "</auth>");
        } else {
            line_.write(
                "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                "<resource>r</resource></bind></iq>");
        }
    }

    void on_iq()
    {
        if (phase_ == Phase::bound) {
            ++stanzas_;
            return;
        }
        phase_ = Phase::bound;
        line_.write("<enable xmlns='urn:xmpp:sm:3'/>");
    }

    void on_enabled()
    {
        stanzas_ = 0;
        if (line_.person().reads) line_.write("<presence/>");
        line_.watcher().ready(line_);
    }

    void on_acknowledged(std::string_view text)
    {
        const auto at = text.find("h=");
        const auto count = at == std::string_view::npos ? 0UL : std::stoul(std::string{text.substr(at + 3, 10)});
        while (line_.accepted < count && line_.accepted < line_.submitted) {
            ++line_.accepted;
            line_.watcher().accepted(line_);
        }
    }

    void on_message(std::string_view text)
    {
        ++stanzas_;
        if (has(text, "type='error'")) throw LoadError{"Prosody refuses a message"};
        const auto body = text.find("<body>");
        if (body == std::string_view::npos) return;
        ++line_.received;
        line_.watcher().received(line_, number_in(text.substr(body + 6)));
    }

    Phase phase_ = Phase::opened;
    std::uint32_t stanzas_ = 0;  // received and counted for XEP-0198
};

}  // namespace

Loop::MakeSpeaker prosody_speaker(SpeakerOptions)
{
    return [](Line& line) { return std::make_unique<ProsodySpeaker>(line); };
}

}  // namespace holdfast::bench
