#include "server/shell/page.hpp"

#include <string_view>

namespace holdfast::server {
namespace {

constexpr std::string_view style =
    "body{font:1.05rem/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#222;"
    "background:#fff}h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}table{border-collapse:collapse}"
    "th,td{text-align:left;vertical-align:top;padding:.3rem 1rem .3rem 0;border-bottom:1px solid #ccc}"
    "td{overflow-wrap:anywhere}@media(prefers-color-scheme:dark){body{color:#ddd;background:#111}a{color:#9cf}}";

constexpr std::string_view not_for_crises =
    "<p><strong>This is not a crisis service, and nobody watches it.</strong> In need, please use the contacts that "
    "your "
    "therapist gave you; they are also shown in the program.</p>\n";

constexpr std::string_view sees =
    "<h2>What the practice’s server can see</h2>\n<ul>\n"
    "<li>that there is an account, and how many devices it has; not whose it is</li>\n"
    "<li>which account writes to which, and when</li>\n"
    "<li>how long a message is, roughly: it is padded to one of seven sizes</li>\n"
    "<li>the network address from which somebody is connected</li>\n"
    "<li>the hours of each therapist, with the reasons she writes down for a change</li>\n</ul>\n"
    "<h2>What it cannot see or do</h2>\n<ul>\n"
    "<li>read what anybody writes: it is encrypted from device to device</li>\n"
    "<li>know the name of anybody</li>\n"
    "<li>change the hours, or open a time for reading: the therapist signs them</li>\n"
    "<li>put somebody else in the place of a therapist or a client without being noticed</li>\n"
    "<li>hold a message back longer than the hours say without being noticed: each decision is signed, and the program "
    "recomputes it</li>\n</ul>\n";

constexpr std::string_view keeps =
    "<h2>What it keeps, and how long</h2>\n<table>\n"
    "<tr><th>a message</th><td>encrypted, until the devices of its reader have it</td></tr>\n"
    "<tr><th>a message that is taken back</th><td>it is gone at once</td></tr>\n"
    "<tr><th>signed decisions, without any content</th><td>as the proof of what was held and let through, and "
    "when</td></tr>\n"
    "<tr><th>accounts, devices, hours</th><td>as long as the practice keeps the account</td></tr>\n"
    "<tr><th>copies of all this</th><td>as long as the practice keeps its backups</td></tr>\n</table>\n"
    "<p>The whole history of a conversation is on the devices of the people who have it, and nowhere else.</p>\n";

std::string as_html(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            default: out += c;
        }
    }
    return out;
}

std::string row(std::string_view name, std::string_view value)
{
    if (value.empty()) return {};
    return "<tr><th>" + std::string{name} + "</th><td>" + as_html(value) + "</td></tr>\n";
}

/// Only an address of the web becomes a link: nothing that a browser would run.
std::string source_row(std::string_view source)
{
    if (!source.starts_with("https://") && !source.starts_with("http://")) return row("source code", source);
    const auto text = as_html(source);
    return "<tr><th>source code</th><td><a href=\"" + text + "\">" + text + "</a></td></tr>\n";
}

}  // namespace

std::string public_page(const PageFacts& facts)
{
    const auto title = "Messages between sessions" + (facts.name.empty() ? "" : ": " + facts.name);
    std::string page = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
    page += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
    page += "<title>" + as_html(title) + "</title>\n<style>" + std::string{style} + "</style>\n</head>\n<body>\n";
    page += "<h1>" + as_html(title) + "</h1>\n";
    page +=
        "<p>Our clients can write whenever they need to. What they write waits on our own server, encrypted, until "
        "their "
        "therapist’s hours, and both see to the minute when it will be read.</p>\n";
    page += not_for_crises;
    page += sees;
    page += keeps;
    page += "<h2>Facts</h2>\n<table>\n" + row("address", facts.address) + row("practice", facts.practice);
    page += row("program", "Holdfast " + facts.version) + source_row(facts.source);
    page += row("data of time zones", facts.zone_data) + row("this page was made", facts.made);
    return page + "</table>\n</body>\n</html>\n";
}

}  // namespace holdfast::server
