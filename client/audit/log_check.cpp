#include "client/audit/log_check.hpp"

#include <set>

namespace holdfast::audit {
namespace {

class LogCheck {
  public:
    LogCheck(const Case& given, Findings& out) : given_{given}, out_{out} {}

    void run()
    {
        for (const auto& entry : *given_.log) {
            if (entry.decision)
                check(*entry.decision, entry.hash);
            else
                not_signed();
        }
        if (next_ != given_.head + 1 && !(given_.log->empty() && given_.head == 0)) add(Kind::broken_number, next_);
    }

  private:
    void add(Kind kind, std::uint64_t sequence)
    {
        Finding finding;
        finding.kind = kind;
        finding.sequence = sequence;
        out_.push_back(finding);
    }

    void not_signed()
    {
        add(Kind::not_signed, next_);
        ++next_;
        before_.reset();
        begun_ = true;
    }

    void check(const Decision& decision, const Digest& hash)
    {
        if (!begun_)
            check_first(decision);
        else if (decision.sequence != next_)
            out_.push_back(about(Kind::broken_number, decision));
        else if (before_ && decision.previous != *before_)
            out_.push_back(about(Kind::broken_chain, decision));
        check_incarnation(decision);
        begun_ = true;
        next_ = decision.sequence + 1;
        before_ = hash;
    }

    /// A log begins with number 1, or with what the relay still has of a conversation older than it keeps.
    void check_first(const Decision& decision)
    {
        const bool pruned = given_.older || given_.begun < given_.now - log_kept + pruning_slack;
        if (decision.sequence == 1 && decision.previous != Digest{})
            out_.push_back(about(Kind::broken_chain, decision));
        if (decision.sequence != 1 && !pruned) out_.push_back(about(Kind::broken_number, decision));
    }

    /// A relay that was restored from a backup has a new incarnation, and no earlier one ever again.
    void check_incarnation(const Decision& decision)
    {
        if (incarnation_ == decision.incarnation) return;
        if (!incarnations_.insert(decision.incarnation).second)
            out_.push_back(about(Kind::broken_chain, decision));
        else if (incarnation_)
            out_.push_back(about(Kind::restored, decision));
        incarnation_ = decision.incarnation;
    }

    const Case& given_;
    Findings& out_;
    bool begun_ = false;
    std::uint64_t next_ = 1;
    std::optional<Digest> before_;
    std::optional<IncarnationId> incarnation_;
    std::set<IncarnationId> incarnations_;
};

}  // namespace

void check_log(const Case& given, Findings& out) { LogCheck{given, out}.run(); }

}  // namespace holdfast::audit
