// NATS JetStream: a work queue in files, a subject and a durable consumer for each mailbox, acknowledged one by one.
#include <charconv>
#include <vector>

#include "tests/bench/load/speakers.hpp"

namespace holdfast::bench {
namespace {

constexpr std::string_view line_end = "\r\n";

std::vector<std::string_view> words_of(std::string_view line)
{
    std::vector<std::string_view> words;
    while (!line.empty()) {
        const auto end = std::min(line.find(' '), line.size());
        if (end > 0) words.push_back(line.substr(0, end));
        line.remove_prefix(std::min(end + 1, line.size()));
    }
    return words;
}

std::size_t size_in(std::string_view text)
{
    std::size_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::string published(const std::string& subject, const std::string& answer_to, const std::string& body)
{
    return "PUB " + subject + " " + answer_to + (answer_to.empty() ? "" : " ") + std::to_string(body.size()) + "\r\n" +
           body + "\r\n";
}

class NatsSpeaker : public Speaker {
  public:
    NatsSpeaker(Line& line, SpeakerOptions options)
        : Speaker{line}, reads_{options.reads && line.person().reads}, id_{std::to_string(line.person().number)}
    {
    }

    bool speaks_before_tls() const override { return true; }

    void begin() override
    {
        line_.write("CONNECT {\"verbose\":false,\"pedantic\":false,\"tls_required\":true,\"name\":\"c" + id_ +
                    "\",\"lang\":\"bench\",\"version\":\"1\",\"protocol\":1}\r\n");
        line_.write(line_.person().reads ? "SUB d." + id_ + " 1\r\nSUB _R." + id_ + " 3\r\n"
                                         : "SUB _A." + id_ + ".* 2\r\n");
        line_.write("PING\r\n");
    }

    std::size_t read(std::string_view bytes) override
    {
        std::size_t used = 0;
        for (;;) {
            const auto rest = bytes.substr(used);
            const auto end = rest.find(line_end);
            if (end == std::string_view::npos) return used;
            const auto taken = on_line(rest.substr(0, end), rest.substr(end + line_end.size()));
            if (taken == incomplete) return used;
            used += end + line_end.size() + taken;
        }
    }

    void submit(std::uint32_t number) override
    {
        line_.write(published("in." + std::to_string(line_.person().writes_to),
                              "_A." + id_ + "." + std::to_string(number), message_text(number)));
    }

  protected:
    virtual void on_pong()
    {
        if (!reads_ || line_.person().was_here) return line_.watcher().ready(line_);
        line_.write(published("$JS.API.CONSUMER.DURABLE.CREATE.INBOX.c" + id_, "_R." + id_,
                              "{\"stream_name\":\"INBOX\",\"config\":{\"durable_name\":\"c" + id_ +
                                  "\",\"deliver_subject\":\"d." + id_ + "\",\"filter_subject\":\"in." + id_ +
                                  "\",\"deliver_policy\":\"all\",\"ack_policy\":\"explicit\","
                                  "\"max_ack_pending\":1000,\"ack_wait\":30000000000}}"));
    }

  private:
    static constexpr std::size_t incomplete = static_cast<std::size_t>(-1);

    /// How much of what follows the line was used up.
    std::size_t on_line(std::string_view line, std::string_view rest)
    {
        const auto words = words_of(line);
        if (words.empty()) return 0;
        if (words[0] == "PONG") on_pong();
        if (words[0] == "PING") line_.write("PONG\r\n");
        if (words[0] == "-ERR") throw LoadError{"NATS: " + std::string{line}};
        if (words[0] != "MSG") return 0;
        const auto size = size_in(words.back());
        if (rest.size() < size + line_end.size()) return incomplete;
        on_message(words[2], words.size() == 5 ? words[3] : std::string_view{}, rest.substr(0, size));
        return size + line_end.size();
    }

    void on_message(std::string_view subscription, std::string_view answer_to, std::string_view body)
    {
        const bool refused = subscription != "1" && body.find("\"error\"") != std::string_view::npos;
        if (refused && body.find("already") == std::string_view::npos)
            throw LoadError{"NATS refuses: " + std::string{body}};
        if (subscription == "2") {
            ++line_.accepted;
            line_.watcher().accepted(line_);
        } else if (subscription == "1") {
            line_.write(published(std::string{answer_to}, "", "+ACK"));
            ++line_.received;
            line_.watcher().received(line_, number_in(body));
        } else {
            line_.watcher().ready(line_);
        }
    }

    bool reads_;
    std::string id_;
};

/// Makes the stream and is ready when it stands.
class StreamMaker final : public NatsSpeaker {
  public:
    using NatsSpeaker::NatsSpeaker;

  protected:
    void on_pong() override
    {
        line_.write("SUB _R.s 3\r\n" +
                    published("$JS.API.STREAM.CREATE.INBOX", "_R.s",
                              "{\"name\":\"INBOX\",\"subjects\":[\"in.*\"],\"storage\":\"file\",\"retention\":"
                              "\"workqueue\",\"num_replicas\":1,\"discard\":\"old\",\"max_msgs\":-1,\"max_bytes\":-1,"
                              "\"max_age\":0,\"max_consumers\":-1}"));
    }
};

class WaitForReady final : public Watcher {
  public:
    void ready(Line&) override { is_ready = true; }
    bool is_ready = false;
};

}  // namespace

void make_nats_stream(std::uint16_t port)
{
    WaitForReady watcher;
    Loop loop{port, [](Line& line) { return std::make_unique<StreamMaker>(line, SpeakerOptions{}); }, watcher};
    loop.dial({});
    if (!loop.run_until([&] { return watcher.is_ready; }, seconds(10))) throw LoadError{"NATS makes no stream"};
}

Loop::MakeSpeaker nats_speaker(SpeakerOptions options)
{
    return [options](Line& line) { return std::make_unique<NatsSpeaker>(line, options); };
}

}  // namespace holdfast::bench
