// Redis streams, one for each mailbox: XADD; XREADGROUP that waits, then XACK and XDEL of what it brought.
#include <charconv>
#include <initializer_list>
#include <optional>
#include <vector>

#include "tests/bench/load/speakers.hpp"

namespace holdfast::bench {
namespace {

std::string bulk(std::string_view text)
{
    return "$" + std::to_string(text.size()) + "\r\n" + std::string{text} + "\r\n";
}

std::string command(const std::vector<std::string_view>& words)
{
    std::string out = "*" + std::to_string(words.size()) + "\r\n";
    for (const auto word : words) out += bulk(word);
    return out;
}

long long count_in(std::string_view line)
{
    long long value = 0;
    std::from_chars(line.data(), line.data() + line.size(), value);
    return value;
}

/// One reply of the Redis protocol, its strings in the order they stand in.
struct Reply {
    char kind = 0;
    std::size_t end = 0;  ///< behind it
    std::vector<std::string_view> strings;
};

/// False where it is not all there.
bool parse(std::string_view bytes, Reply& reply)
{
    const auto end_of_line = bytes.find("\r\n", reply.end);
    if (end_of_line == std::string_view::npos) return false;
    const char kind = bytes[reply.end];
    const auto count = count_in(bytes.substr(reply.end + 1, end_of_line - reply.end - 1));
    if (reply.kind == 0) reply.kind = kind;
    reply.end = end_of_line + 2;
    if (kind == '*') {
        for (long long i = 0; i < count; ++i)
            if (reply.end >= bytes.size() || !parse(bytes, reply)) return false;
    } else if (kind == '$' && count >= 0) {
        const auto size = static_cast<std::size_t>(count);
        if (bytes.size() < reply.end + size + 2) return false;
        reply.strings.push_back(bytes.substr(reply.end, size));
        reply.end += size + 2;
    }
    return true;
}

class RedisSpeaker final : public Speaker {
  public:
    RedisSpeaker(Line& line, SpeakerOptions options)
        : Speaker{line},
          reads_{options.reads},
          own_{mailbox(line.person().number)},
          other_{mailbox(line.person().writes_to)}
    {
    }

    void begin() override
    {
        if (line_.person().reads)
            line_.write(command({"XGROUP", "CREATE", own_, "g", "0", "MKSTREAM"}));
        else
            line_.write(command({"PING"}));
    }

    std::size_t read(std::string_view bytes) override
    {
        std::size_t used = 0;
        for (;;) {
            Reply reply;
            if (used == bytes.size() || !parse(bytes.substr(used), reply)) return used;
            line_.person().reads ? on_mailbox(reply) : on_written(reply);
            used += reply.end;
        }
    }

    void submit(std::uint32_t number) override
    {
        line_.write(command({"XADD", other_, "*", "d", message_text(number)}));
    }

  private:
    static std::string mailbox(std::uint32_t number) { return "in:" + std::to_string(number); }

    void ask()
    {
        line_.write(command({"XREADGROUP", "GROUP", "g", "c", "COUNT", "32", "BLOCK", "0", "STREAMS", own_, ">"}));
    }

    void on_written(const Reply& reply)
    {
        if (reply.kind == '+') return line_.watcher().ready(line_);
        if (reply.kind != '$') throw LoadError{"Redis refuses a message"};
        ++line_.accepted;
        line_.watcher().accepted(line_);
    }

    void on_mailbox(const Reply& reply)
    {
        if (!is_ready_) {  // made now, or there already
            is_ready_ = true;
            if (reads_) ask();
            return line_.watcher().ready(line_);
        }
        if (reply.kind != '*') return;  // the answers to XACK and XDEL
        // The stream, then for each entry its id, the field's name, and the text.
        std::vector<std::string_view> acked{"XACK", own_, "g"};
        std::vector<std::string_view> removed{"XDEL", own_};
        for (std::size_t i = 1; i + 2 < reply.strings.size(); i += 3) {
            acked.push_back(reply.strings[i]);
            removed.push_back(reply.strings[i]);
        }
        line_.write(command(acked) + command(removed));
        ask();
        for (std::size_t i = 3; i < reply.strings.size(); i += 3) {
            ++line_.received;
            line_.watcher().received(line_, number_in(reply.strings[i]));
        }
    }

    bool reads_;
    std::string own_;
    std::string other_;
    bool is_ready_ = false;
};

}  // namespace

Loop::MakeSpeaker redis_speaker(SpeakerOptions options)
{
    return [options](Line& line) { return std::make_unique<RedisSpeaker>(line, options); };
}

}  // namespace holdfast::bench
