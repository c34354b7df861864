// The thread that owns the relay machine and its store. It takes everything that has arrived since its last commit,
// steps it in one transaction, and hands out what is now durable: group commit.
//
//     network thread ── post() ──► [queue] ──► ledger thread: step, fsync ──► [executor] ──► Receiver, network thread
//
// The two queues are all the threads share. The one rule: after a storage error nothing is ever handed out again.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "protocol/base/result.hpp"
#include "server/core/events.hpp"
#include "server/core/relay.hpp"
#include "server/shell/clock_watch.hpp"

namespace holdfast::server {

/// What one commit made durable.
struct Committed {
    Effects effects;
    std::vector<ConnectionId> taken;  ///< one entry for every post() of this connection that is in this commit
    bool clock_jumped = false;
};

/// Work that runs on the ledger thread between two commits.
struct BackUp {
    std::uint64_t ticket = 0;
    std::filesystem::path file;
};

/// Running numbers since the start.
struct LedgerCounts {
    std::uint64_t commits = 0;
    std::uint64_t events = 0;
};

class Ledger {
  public:
    /// Called on the network thread, in the order of the commits.
    class Receiver {
      public:
        virtual ~Receiver() = default;
        virtual void committed(Committed outcome, LedgerCounts counts) = 0;
        virtual void backed_up(std::uint64_t ticket, Status outcome) = 0;
        /// The last call: everything posted before finish() is durable and was handed out.
        virtual void finished() = 0;
        /// The last call: the store cannot be relied on any more. `what` is for the log.
        virtual void failed(Errc code, std::string what) = 0;
    };

    /// Starts the thread; its first step is a Tick. `receiver` outlives this object and whatever runs on `network`.
    Ledger(std::unique_ptr<Relay> relay, boost::asio::any_io_executor network, Receiver& receiver);
    /// Ends the thread as finish() does, and waits for it.
    ~Ledger();
    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;

    /// Hands over what came from one connection, or from inside (connection 0), in order. Any thread.
    void post(ConnectionId from, std::vector<Event> events);
    void post(BackUp request);
    /// Steps what has been posted, then ends.
    void finish();

  private:
    struct Work {
        std::vector<Event> events;
        std::vector<ConnectionId> taken;
        std::vector<BackUp> backups;
        bool finish = false;
    };

    void run();
    void loop();
    [[nodiscard]] Work wait_for_work();
    void step(Work work);
    void back_up(const BackUp& request);
    void hand_out(Committed outcome);

    std::unique_ptr<Relay> relay_;
    boost::asio::any_io_executor network_;
    Receiver& receiver_;

    // Of the ledger thread alone.
    ClockWatch clock_{clock_jump};
    std::optional<Instant> wake_at_;
    Instant stepped_at_;
    LedgerCounts counts_;

    std::mutex mutex_;
    std::condition_variable arrived_;
    Work waiting_;  // guarded by mutex_
    std::thread thread_;
};

}  // namespace holdfast::server
