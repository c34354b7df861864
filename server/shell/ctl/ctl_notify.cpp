#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value_to.hpp>
#include <fstream>
#include <iostream>
#include <iterator>

#include "protocol/base/files.hpp"
#include "server/doctor/news.hpp"
#include "server/shell/ctl/ctl_ask.hpp"
#include "server/shell/ctl/ctl_commands.hpp"
#include "server/shell/look.hpp"
#include "server/shell/programs.hpp"

namespace holdfast::server {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using doctor::Told;
using doctor::Weight;

constexpr std::chrono::seconds program_max{30};
constexpr std::size_t told_max = 64 * 1024;

/// Beside the store, where only the relay's user and root come.
fs::path told_file(const Config& config) { return config.data / "doctor.told"; }

/// One that cannot be read is as none: then something may be told twice.
Told read_told(const Config& config)
{
    const auto acting = act_as_owner({config.data});
    if (!acting) return {};
    std::ifstream in{told_file(config), std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    boost::system::error_code error;
    const auto value = json::parse(text.substr(0, told_max), error);
    const auto* object = error ? nullptr : value.if_object();
    if (object == nullptr) return {};
    const auto words = [&](const char* key) {
        const auto* found = object->if_contains(key);
        return found != nullptr && found->is_string() ? json::value_to<std::string>(*found) : std::string{};
    };
    const auto* due = object->if_contains("due");
    Told told{words("state"), words("seen"), due != nullptr && *due == true, {}};
    if (const auto* names = object->if_contains("names"); names != nullptr && names->is_array())
        for (const auto& name : names->get_array())
            if (name.is_string()) told.names.push_back(json::value_to<std::string>(name));
    return told;
}

Status write_told(const Config& config, const Told& told)
{
    const auto acting = act_as_owner({config.data});
    if (!acting) return acting.errc();
    const auto text = json::serialize(json::object{{"state", told.state},
                                                   {"seen", told.seen},
                                                   {"due", told.due},
                                                   {"names", json::array(told.names.begin(), told.names.end())}});
    return write_file(told_file(config), as_bytes(text));
}

/// Those of a folder beside the configuration. False when one did not do what it was asked, which is said.
bool call_all(const fs::path& folder, const std::vector<std::string>& arguments, std::vector<std::string>* told)
{
    bool well = true;
    const auto complain = [&](const fs::path& program, std::string_view what) {
        std::cerr << program.string() << ": " << what << std::endl;
        well = false;
    };
    const auto programs = programs_in(folder);
    for (const auto& program : programs.unsafe)
        complain(program, "not run: it, or its folder, can be changed by others. chown root; chmod go-w");
    for (const auto& program : programs.usable) {
        const auto name = program.filename().string();
        if (told != nullptr && std::ranges::find(*told, name) != told->end()) continue;
        if (!run_program(program, arguments, program_max))
            complain(program, "it failed, or took longer than 30 seconds; it is called again at the next look");
        else if (told != nullptr)
            told->push_back(name);
    }
    return well;
}

}  // namespace

int watch(const Console& console, const ConfigResult& config, const std::string& file)
{
    const auto* settings = std::get_if<Config>(&config);
    if (settings == nullptr) return examine(console, config, file);
    auto facts = look(config, file, {});
    const bool serves = ask_relay(facts).has_value();
    const auto findings = doctor::judge(facts);
    const auto worst = findings.front().weight;
    const auto folder = fs::absolute(file).parent_path();

    const auto before = read_told(*settings);
    auto now = doctor::looked(before, doctor::state_of(findings));
    bool well = true;
    if (now.due && now.state == now.seen) {
        well = call_all(folder / "notify.d",
                        {std::string{doctor::name_of(worst)}, doctor::news_of(findings, settings->public_address)},
                        &now.names);
        now.due = !well;
    }
    if (serves && worst != Weight::broken) well = call_all(folder / "heartbeat.d", {}, nullptr) && well;
    if (now != before)
        if (const auto written = write_told(*settings, now); !written)
            return console.fail(written.errc(), told_file(*settings).string());
    if (!well) return console.fail(Errc::not_allowed, folder.string(), "Not everybody could be told; see above.");
    return console.done({{"state", now.seen}}, {});
}

}  // namespace holdfast::server
