#include "tests/server/shell/relay_process.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>
#include <stdexcept>

#include "protocol/crypto/random.hpp"

namespace holdfast::test {
namespace {

namespace asio = boost::asio;

// A completion handler wants values that can be made out of nothing, which a Result of a Connection cannot.
template <class T>
asio::awaitable<void> put_into(std::optional<Result<T>>* out, asio::awaitable<Result<T>> operation)
{
    *out = co_await std::move(operation);
}

// The value; an error is thrown by its name.
template <class T>
T wait(asio::io_context& io, asio::awaitable<Result<T>> operation)
{
    std::optional<Result<T>> result;
    io.restart();
    auto done = asio::co_spawn(io, put_into(&result, std::move(operation)), asio::use_future);
    // The connection's own clocks never run out of work.
    while (done.wait_for(std::chrono::seconds{0}) != std::future_status::ready) io.run_one();
    done.get();
    if (!*result) throw std::runtime_error(std::string{name(result->errc())});
    if constexpr (!std::is_void_v<T>) return std::move(*result).value();
}

}  // namespace

RelayProcess::RelayProcess(std::string_view more)
{
    const auto made = run({holdfast::test::source_dir() + "/certs/make-certificate", "--dir", folder_.path().string(),
                           "--host", "127.0.0.1"});
    if (made.status != 0) throw std::runtime_error("no certificate: " + made.err);
    write_file(folder_ / "holdfastd.toml",
               "address = \"127.0.0.1\"\nport = 0\npublic_address = \"relay.example.org\"\n"
               "data = \"relay\"\ncertificate = \"certificate.pem\"\nkey = \"key.pem\"\n" +
                   std::string{more});
    if (const auto done = ctl({"init"}); done.status != 0) throw std::runtime_error("init: " + done.err);
}

void RelayProcess::start() { start_under({}); }

void RelayProcess::start_under(Command front)
{
    auto command = std::move(front);
    for (const auto& word : {program("holdfastd"), std::string{"--json"}, std::string{"--config"}, config_file()})
        command.push_back(word);
    daemon_.reset();
    daemon_.emplace(std::move(command));
    const auto line = boost::json::parse(daemon_->wait_for_line("listening"));
    port_ = boost::json::value_to<std::uint16_t>(line.at("listening").at("port"));
}

Finished RelayProcess::ctl(Command arguments, std::string_view input) const
{
    Command command{program("holdfastctl"), "--config", config_file()};
    command.insert(command.end(), arguments.begin(), arguments.end());
    return run(std::move(command), input);
}

boost::json::object RelayProcess::ctl_json(Command arguments) const
{
    arguments.emplace_back("--json");
    const auto done = ctl(std::move(arguments));
    if (done.status != 0) throw std::runtime_error("holdfastctl: " + done.out + done.err);
    return boost::json::parse(done.out).as_object();
}

Speaker::Speaker(std::uint16_t port)
{
    crypto::SystemRandom{}.fill(nonce_);
    link_ = wait(io_, link::connect("127.0.0.1", port, patience));
}

wire::Greeting Speaker::greet(std::uint16_t version)
{
    send({wire::Hello{version, nonce_}});
    return next<wire::Greeting>();
}

void Speaker::send(const std::vector<wire::ClientFrame>& frames)
{
    Bytes batch;
    for (const auto& frame : frames) wire::append_frame(batch, frame);
    send_raw(std::move(batch));
}

void Speaker::send_raw(Bytes message) { wait(io_, link_->write(std::move(message))); }

wire::RelayFrame Speaker::next()
{
    while (waiting_.empty()) {
        const auto batch = wait(io_, link_->read());
        auto frames = wire::decode_relay_batch(batch).value();
        std::reverse(frames.begin(), frames.end());
        for (auto& frame : frames) waiting_.push_back(std::move(frame).value());
    }
    auto frame = std::move(waiting_.back());
    waiting_.pop_back();
    return frame;
}

std::vector<wire::RelayFrame> Speaker::until_closed(std::size_t most)
{
    std::vector<wire::RelayFrame> frames;
    try {
        while (frames.size() < most) frames.push_back(next());
    } catch (const std::runtime_error& end) {
        if (std::string_view{end.what()} != "closed") throw;
    }
    return frames;
}

}  // namespace holdfast::test
