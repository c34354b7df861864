#include "server/outside/post.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string_view>

namespace holdfast::server::outside {
namespace {

constexpr long patience_seconds = 30;
/// Of RFC 2047: a word of a header has at most 75 characters, and a line 76.
constexpr std::size_t encoded_word_max = 60;

struct CurlEnd {
    void operator()(CURL* handle) const noexcept { curl_easy_cleanup(handle); }
    void operator()(curl_slist* list) const noexcept { curl_slist_free_all(list); }
};
using Handle = std::unique_ptr<CURL, CurlEnd>;
using List = std::unique_ptr<curl_slist, CurlEnd>;

/// A header's text in any script.
std::string encoded(std::string_view text)
{
    if (std::ranges::all_of(text, [](char c) { return c >= ' ' && c < 0x7f; })) return std::string{text};
    constexpr std::string_view begin = "=?utf-8?Q?";
    std::string out{begin};
    std::size_t length = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool starts = (byte & 0xC0U) != 0x80;
        if (starts && length > encoded_word_max - 16) {
            out.append("?=\r\n ").append(begin);
            length = 0;
        }
        char code[4];
        std::snprintf(code, sizeof code, "=%02X", byte);
        out += code;
        length += 3;
    }
    return out + "?=";
}

/// "Mon, 30 Nov 2026 09:12:00 +0000"
std::string mail_date(Instant now)
{
    const auto day = std::chrono::floor<std::chrono::days>(now);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(now - day)};
    static constexpr const char* weekdays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    char out[64];
    std::snprintf(out, sizeof out, "%s, %02u %s %04d %02ld:%02ld:%02ld +0000",
                  weekdays[std::chrono::weekday{day}.c_encoding()], unsigned{date.day()},
                  months[unsigned{date.month()} - 1], int{date.year()}, static_cast<long>(time.hours().count()),
                  static_cast<long>(time.minutes().count()), static_cast<long>(time.seconds().count()));
    return out;
}

std::string first_line(const std::filesystem::path& file)
{
    std::ifstream in{file};
    std::string line;
    std::getline(in, line);
    return line;
}

struct Unsent {
    std::string_view rest;
};

std::size_t give(char* out, std::size_t size, std::size_t count, void* from)
{
    auto& unsent = *static_cast<Unsent*>(from);
    const auto taken = std::min(size * count, unsent.rest.size());
    std::memcpy(out, unsent.rest.data(), taken);
    unsent.rest.remove_prefix(taken);
    return taken;
}

std::size_t pass_over(char*, std::size_t size, std::size_t count, void*) { return size * count; }

/// Where a server answered with a refusal, its number says more than curl's words.
std::string outcome(CURL* handle, CURLcode code)
{
    if (code == CURLE_OK) return {};
    long number = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &number);
    std::string words = curl_easy_strerror(code);
    if (number != 0) words += " (" + std::to_string(number) + ")";
    return words;
}

Handle begin()
{
    static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    Handle handle{ready ? curl_easy_init() : nullptr};
    if (!handle) throw std::runtime_error("libcurl cannot be used");
    curl_easy_setopt(handle.get(), CURLOPT_TIMEOUT, patience_seconds);
    curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle.get(), CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle.get(), CURLOPT_FAILONERROR, 1L);
    curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, pass_over);
    return handle;
}

std::string by_mail(const People& people, const Person& to, Instant now, const std::string& unique)
{
    const auto& server = *people.mail;
    const auto handle = begin();
    auto* curl = handle.get();
    const List receivers{curl_slist_append(nullptr, ("<" + to.address + ">").c_str())};
    const auto from = "<" + server.from + ">";
    const auto text = letter(people, to, now, unique);
    Unsent unsent{text};
    curl_easy_setopt(curl, CURLOPT_URL, server.url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    const bool local = server.url.starts_with("smtp://127.0.0.1") || server.url.starts_with("smtp://localhost");
    curl_easy_setopt(curl, CURLOPT_USE_SSL, static_cast<long>(local ? CURLUSESSL_TRY : CURLUSESSL_ALL));
    if (!server.authorities.empty()) curl_easy_setopt(curl, CURLOPT_CAINFO, server.authorities.c_str());
    if (!server.user.empty()) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, server.user.c_str());
        curl_easy_setopt(curl, CURLOPT_PASSWORD, first_line(server.password_file).c_str());
    }
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from.c_str());
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, receivers.get());
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(curl, CURLOPT_READDATA, &unsent);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    return outcome(curl, curl_easy_perform(curl));
}

std::string to_web(const People& people, const Person& to)
{
    const auto handle = begin();
    auto* curl = handle.get();
    const List headers{curl_slist_append(nullptr, "Content-Type: text/plain; charset=utf-8")};
    curl_easy_setopt(curl, CURLOPT_URL, to.address.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, static_cast<long>(people.text.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, people.text.c_str());
    return outcome(curl, curl_easy_perform(curl));
}

}  // namespace

std::string letter(const People& people, const Person& to, Instant now, const std::string& unique)
{
    const auto& from = people.mail->from;
    std::string body;
    for (const char c : people.text) body += c == '\n' ? std::string{"\r\n"} : std::string{c};
    return "Date: " + mail_date(now) + "\r\nFrom: <" + from + ">\r\nTo: <" + to.address +
           ">\r\nSubject: " + encoded(people.subject) + "\r\nMessage-ID: <" + unique + from.substr(from.find('@')) +
           ">\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
           "Content-Transfer-Encoding: 8bit\r\n\r\n" +
           body + "\r\n";
}

std::string post(const People& people, const Person& to, Instant now, const std::string& unique)
{
    return to.way == Way::mail ? by_mail(people, to, now, unique) : to_web(people, to);
}

}  // namespace holdfast::server::outside
