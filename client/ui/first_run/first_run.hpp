// The first run: from an invitation to the first message, or for a therapist to the first invitation, question by
// question. A pure machine of values: it shows lines, has a question, takes an answer, and says what is to be done; the
// shell does it and tells how it went. "back" asks the question before again. What was done stays, whoever leaves: the
// step that comes next is kept in the vault.
//
//   client:    code → passphrase → server → contacts … → agreement → hours → message
//   therapist: code → passphrase → server → kit → groups → own hours → own agreement → invite
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "client/ui/hours/hours_interview.hpp"
#include "client/ui/input/typed_text.hpp"

namespace holdfast::ui {

/// Stored in vaults; never renumbered. 0 is none.
enum class FirstStep : std::uint8_t {
    code = 1,
    passphrase = 2,
    server = 3,  ///< what the practice's server sees
    contacts = 4,
    agreement = 5,
    hours = 6,
    message = 7,
    kit = 20,
    groups = 21,
    own_hours = 22,
    own_agreement = 23,
    invite = 24,
};

/// What the shell knows when a step begins. Words of others are as they came; the machine makes them safe.
struct FirstFacts {
    Here here{};
    wire::Role role = wire::Role::client;
    std::string with;                           ///< the therapist's name; a therapist's own; may be empty
    std::vector<wire::CrisisContact> contacts;  ///< the practice's
    std::vector<wire::CrisisContact> own;       ///< a client's own
    std::optional<client::AgreementView> agreement;
    Lines hours;                               ///< safe: when messages are read
    std::string begun;                         ///< the beginning of a first message, kept from before
    std::string groups;                        ///< "6, 14 and 34": those of the kit that are asked for
    std::optional<wire::PracticeTerms> terms;  ///< what the practice says of its server
    bool invited = false;                      ///< somebody has an invitation, or has come
};

namespace deed {
struct Nothing {};
struct CheckCode {
    std::string text;  ///< a link, a code, or the path of a picture
};
/// The passphrase is asked for by the shell: no secret passes through here.
struct TakePassphrase {};
struct SetContacts {
    std::vector<wire::CrisisContact> own;
};
struct AnswerAgreement {
    bool agreed = false;
};
/// A first message so far.
struct KeepText {
    std::string text;
};
struct SendText {
    std::string text;
};
struct ShowKit {};
struct ConfirmKit {
    std::string groups;
};
struct EditHours {};
struct TakeAgreement {};  ///< the therapist takes the text that was shown
struct Invite {
    std::string name;
};
struct Leave {};
}  // namespace deed
using Deed = std::variant<deed::Nothing, deed::CheckCode, deed::TakePassphrase, deed::SetContacts,
                          deed::AnswerAgreement, deed::KeepText, deed::SendText, deed::ShowKit, deed::ConfirmKit,
                          deed::EditHours, deed::TakeAgreement, deed::Invite, deed::Leave>;

class FirstRun {
  public:
    /// Begins with a step, of the path of `facts.role`; another step, or one that is not known, begins at `server`.
    FirstRun(std::uint8_t step, FirstFacts facts);

    /// To be brought up to date before a step begins.
    [[nodiscard]] FirstFacts& facts() noexcept { return facts_; }
    /// Empty once it is over.
    [[nodiscard]] std::optional<FirstStep> step() const noexcept { return step_; }
    /// 0 once it is over.
    [[nodiscard]] std::uint8_t number() const noexcept { return step_ ? static_cast<std::uint8_t>(*step_) : 0; }

    /// What is read when the step begins. Precondition of this and the next two: not over.
    [[nodiscard]] Lines opening() const;
    [[nodiscard]] Question question() const;
    /// What is to be done, after `say`. With Nothing the next question is asked; with another deed the shell does it
    /// and calls go_on(), or asks again.
    struct Taken {
        Lines say;
        Deed deed;
    };
    [[nodiscard]] Taken answer(std::string_view line);

    /// The deed is done: the next step begins, past those that have nothing to ask. After a contact and an invitation
    /// the shell asks again instead, for one more.
    void go_on();

  private:
    [[nodiscard]] Taken go_back();
    [[nodiscard]] Taken take(std::string_view words);
    [[nodiscard]] Taken take_contact(std::string_view words);
    [[nodiscard]] Taken take_agreement(std::string_view words);
    [[nodiscard]] Taken take_own_agreement(std::string_view words);
    [[nodiscard]] Taken take_line(std::string_view line);
    [[nodiscard]] bool is_skipped(FirstStep step) const;
    [[nodiscard]] const std::vector<FirstStep>& path() const;
    void begin(std::optional<FirstStep> step);

    std::optional<FirstStep> step_;
    FirstFacts facts_;
    Letter letter_;         ///< the first message
    bool writing_ = false;  ///< a line of it was taken
};

}  // namespace holdfast::ui
