#include <boost/json/object.hpp>
#include <fstream>
#include <iterator>
#include <sstream>

#include "protocol/base/files.hpp"
#include "protocol/identity/printed_words.hpp"
#include "protocol/identity/record_key.hpp"
#include "protocol/identity/sealed_record.hpp"
#include "server/core/record_key.hpp"
#include "server/shell/ctl/ctl_commands.hpp"

namespace holdfast::server {
namespace {

namespace fs = std::filesystem;

constexpr std::uint8_t key_file_version = 1;
constexpr std::size_t key_file_bytes = 1 + 32;
constexpr std::uintmax_t longest_key_file = 4096;
/// Above any record: an export of years, and its padding.
constexpr std::uintmax_t longest_sealed = std::uintmax_t{1} << 30;

/// Groups that can be copied by hand from paper, below lines that begin with #.
crypto::SecretBytes key_file_of(const crypto::DhKeyPair& key)
{
    Bytes bytes{std::byte{key_file_version}};
    append(bytes, key.secret.view());
    std::string text = "# The key of the practice's record, number " + session::record_key_number(key.pub) +
                       "\n# Whoever has it reads everything that was sealed for the record. Keep it offline, and a "
                       "copy on paper.\n";
    std::size_t number = 0;
    for (const auto& word : session::printed_words(bytes, crypto::labels::record_key_file))
        text += std::to_string(++number) + ". " + word + '\n';
    crypto::wipe(bytes);
    crypto::SecretBytes file{to_bytes(as_bytes(text))};
    crypto::wipe(std::as_writable_bytes(std::span{text}));
    return file;
}

Result<crypto::SecretBytes> read_file(const std::string& file, std::uintmax_t longest)
{
    std::error_code error;
    const auto size = fs::file_size(file, error);
    if (error) return Errc::not_found;
    if (size > longest) return Errc::bad_record;
    std::ifstream in{file, std::ios::binary};
    Bytes content(size);
    if (!in.read(reinterpret_cast<char*>(content.data()), static_cast<std::streamsize>(size))) return Errc::not_found;
    return crypto::SecretBytes{std::move(content)};
}

Result<crypto::DhKeyPair> read_key(const std::string& file)
{
    const auto content = read_file(file, longest_key_file);
    if (content.has_error()) return content.errc();
    std::string words;
    std::istringstream lines{std::string{holdfast::as_text(content->view())}};
    for (std::string line; std::getline(lines, line);)
        if (!line.starts_with('#')) words += line + '\n';
    auto bytes = session::read_printed_words(words, crypto::labels::record_key_file);
    crypto::wipe(std::as_writable_bytes(std::span{words}));
    if (bytes.has_error()) return bytes.errc();
    if (bytes->size() != key_file_bytes || bytes->front() != std::byte{key_file_version}) return Errc::bad_kit;
    auto secret = crypto::Secret<32>::from(BytesView{*bytes}.subspan(1));
    crypto::wipe(*bytes);
    return crypto::DhKeyPair::from_secret(std::move(secret));
}

int fail_writing(const Console& console, const std::string& file, Errc code)
{
    if (code == Errc::already_exists)
        return console.fail(code, file, "Something is there already, and was left as it is. Name another file.");
    return console.fail(code, file);
}

int fail_opening(const Console& console, const RecordOpenOptions& options, Errc code)
{
    if (code == Errc::not_found)
        return console.fail(code, options.file, "There is no such file, or it cannot be read.");
    if (code == Errc::wrong_key)
        return console.fail(code, options.file, "It was sealed for another key than the one in " + options.key + ".");
    return console.fail(code, options.file,
                        "This is no sealed record, or it was changed or cut off since it was made. Ask the therapist "
                        "for it again.");
}

}  // namespace

int make_record_key(const Console& console, const std::string& file)
{
    crypto::SystemRandom random;
    const auto key = crypto::DhKeyPair::generate(random);
    if (const auto written = write_new_file(file, key_file_of(key).view()); !written)
        return fail_writing(console, file, written.errc());
    const auto number = session::record_key_number(key.pub);
    const auto text = record_key_text(key.pub);
    return console.done({{"written", file}, {"number", number}, {"record_key", text}},
                        "The key is in " + file +
                            ", which only you can read. Keep it away from the relay's machine, and a copy on paper: "
                            "with it everything that is sealed for the record can be read, without it nothing.\n\n"
                            "Its number, for the paper each therapist gets:\n  " +
                            number +
                            "\n\nFor the relay's configuration, before its first section; then restart the relay:\n"
                            "  record_key = \"" +
                            text + "\"\n");
}

int open_record_file(const Console& console, const RecordOpenOptions& options)
{
    const auto key = read_key(options.key);
    if (key.has_error())
        return console.fail(key.errc() == Errc::not_found ? Errc::not_found : Errc::bad_key, options.key,
                            key.errc() == Errc::not_found ? "There is no such file, or it cannot be read."
                                                          : "This is no key of holdfastctl record-key, or there is a "
                                                            "slip in its groups. Compare them with the paper.");
    const auto sealed = read_file(options.file, longest_sealed);
    if (sealed.has_error()) return fail_opening(console, options, sealed.errc());
    const auto content = session::open_sealed_record(*key, sealed->view());
    if (content.has_error()) return fail_opening(console, options, content.errc());
    const auto out = options.out.empty() ? options.file + ".json" : options.out;
    if (const auto written = write_new_file(out, content->view()); !written)
        return fail_writing(console, out, written.errc());
    return console.done({{"written", out}},
                        "Opened: " + out +
                            ", which only you can read. Whether it is as the therapist's program made "
                            "it says holdfast verify " +
                            out + ".\n");
}

}  // namespace holdfast::server
