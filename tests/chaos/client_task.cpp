#include "tests/chaos/client_task.hpp"

#include <boost/json/parse.hpp>
#include <csignal>
#include <sstream>

namespace holdfast::chaos {
namespace {

constexpr auto wait_seconds = "4";
constexpr int killed = 128 + SIGKILL;
constexpr int exit_ok = 0;
constexpr int exit_user = 1;
constexpr int exit_unexpected = 2;
constexpr int exit_network = 3;
constexpr int longest_text = 3000;
constexpr int lines_of_a_chat = 3;
constexpr std::size_t short_id = 8;

}  // namespace

ClientTask::ClientTask(Party& party, Random& random) : party_{party}
{
    plan(random);
    fault_ = client_fault(random);
    command_.insert(command_.begin(), {"--json", "--wait", wait_seconds});
    if (!party_.with.empty() && !takes_back_) command_.insert(command_.end(), {"--with", party_.with});
    party_.clock.shift(fault_.shift);
    process_.emplace(party_.person->start(command_, party_.clock.environment(fault_.environment())));
    try {
        process_->write(input_);
    } catch (const std::system_error&) {
        // Killed before it could read.
    }
    process_->close_input();
    words_ = party_.name + ": " + words_ + ", " + fault_.words();
}

std::string ClientTask::new_text(Random& random)
{
    auto text = party_.name + " " + std::to_string(++party_.written);
    if (below(random, 8) == 0) text.append(static_cast<std::size_t>(below(random, longest_text)), '.');
    return text;
}

void ClientTask::plan_sending(Random& random)
{
    command_ = {"send", new_text(random)};
    words_ = "sends " + command_.back().substr(0, command_.back().find('.'));
}

void ClientTask::plan_chat(Random& random)
{
    command_ = {"--plain"};
    for (int i = 0; i < lines_of_a_chat; ++i) input_ += new_text(random) + "\n";
    words_ = "types up to " + std::to_string(party_.written);
}

void ClientTask::plan(Random& random)
{
    switch (below(random, 8)) {
        case 0: command_ = {"read"}; break;
        case 1: command_ = {"status"}; break;
        case 2: takes_back_ = !party_.newest.empty(); break;
        case 3:
        case 4: return plan_chat(random);
        default: return plan_sending(random);
    }
    if (takes_back_) command_ = {"take-back", party_.newest};
    if (command_.empty()) command_ = {"read"};
    words_ = command_.front();
}

std::string ClientTask::end()
{
    process_->signal(SIGCONT);
    finished_ = process_->wait();
    std::istringstream lines{finished_.out};
    for (std::string line; std::getline(lines, line);) {
        boost::system::error_code torn;  // by a kill in the middle of a line
        const auto value = boost::json::parse(line, torn);
        if (!torn && value.is_object()) note(value.as_object());
    }
    const auto status = finished_.status;
    const bool mine = takes_back_ && status == exit_user;  // too late, or not known any more
    if (status == exit_ok || status == exit_network || mine) return {};
    if (status == exit_unexpected && party_.full) return {};
    if (status == killed && fault_.kind != Fault::Kind::none) return {};
    return party_.name + ": a command ended with " + std::to_string(status) + ": " + finished_.out + finished_.err;
}

void ClientTask::note(const boost::json::object& line)
{
    if (const auto* error = line.if_contains("error")) said_ += ", " + e2e::text_of(error->as_object(), "code");
    if (line.contains("mine")) return;  // an entry that is shown, nothing told about sending
    const auto id = e2e::text_of(line, "id");
    auto state = e2e::text_of(line, "state");
    if (state.empty()) state = e2e::text_of(line, "event");
    if (!state.empty()) said_ += ", " + state + " " + id.substr(0, short_id);
    // An event says that something was released, without naming what.
    if (id.empty() || (state != "saved" && state != "held" && state != "released")) return;
    party_.newest = id;
    party_.told.insert(id);
}

}  // namespace holdfast::chaos
