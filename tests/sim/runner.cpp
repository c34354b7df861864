#include "tests/sim/runner.hpp"

#include <algorithm>

#include "tests/sim/sim_world.hpp"

namespace holdfast::sim {
namespace {

using Actions = std::vector<Action>;

class Shrinker {
  public:
    Shrinker(const Plan& plan, const std::string& invariant, std::size_t most_runs)
        : plan_{plan}, invariant_{invariant}, runs_left_{most_runs}
    {
    }

    Plan run()
    {
        leave_out_chunks();
        for (auto fewer = plan_; fewer.clients > 1;) {
            --fewer.clients;
            if (!take(fewer)) break;
        }
        for (auto fewer = plan_; fewer.therapists > 1;) {
            --fewer.therapists;
            if (!take(fewer)) break;
        }
        leave_out_chunks();
        return plan_;
    }

  private:
    bool take(const Plan& smaller)
    {
        if (runs_left_ == 0) return false;
        --runs_left_;
        Coverage ignored;
        const auto failure = play(smaller, ignored);
        if (!failure || failure->invariant() != invariant_) return false;
        plan_ = smaller;
        return true;
    }

    /// The time an action took stays: what follows happens when it did.
    bool leave_out(std::size_t from, std::size_t count)
    {
        auto smaller = plan_;
        const auto begin = smaller.actions.begin() + static_cast<std::ptrdiff_t>(from);
        const auto end = begin + static_cast<std::ptrdiff_t>(count);
        Seconds waited{};
        for (auto action = begin; action != end; ++action) waited += action->wait;
        const auto next = smaller.actions.erase(begin, end);
        if (next != smaller.actions.end()) next->wait += waited;
        return take(smaller);
    }

    void leave_out_chunks()
    {
        for (auto size = std::max<std::size_t>(1, plan_.actions.size() / 2);; size /= 2) {
            for (std::size_t from = 0; from < plan_.actions.size();)
                if (!leave_out(from, std::min(size, plan_.actions.size() - from))) from += size;
            if (size == 1) return;
        }
    }

    Plan plan_;
    std::string invariant_;
    std::size_t runs_left_;
};

}  // namespace

std::optional<Violation> play(const Plan& plan, Coverage& coverage)
{
    try {
        SimWorld world{plan, coverage};
        world.run();
    } catch (const Violation& violation) {
        return violation;
    } catch (const std::exception& error) {
        return Violation{"crash", error.what()};
    }
    return std::nullopt;
}

Plan shrink(const Plan& plan, const std::string& invariant, std::size_t most_runs)
{
    return Shrinker{plan, invariant, most_runs}.run();
}

}  // namespace holdfast::sim
