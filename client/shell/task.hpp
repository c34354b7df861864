// A command that runs beside the loop, on a stack of its own: commands are written to wait (EventLoop::run_until), and
// several of them live in one process when another window has joined. One rule: the loop and its tasks take turns, so
// that nothing ever runs at the same time as anything else, and nothing is locked.
#pragma once

#include <pthread.h>

#include <exception>
#include <functional>
#include <memory>
#include <semaphore>

namespace holdfast::shell {

class Task {
  public:
    /// Begins nothing yet. Throws std::system_error where there is no thread to be had.
    explicit Task(std::function<void()> body);
    /// Precondition: ended().
    ~Task();
    Task(const Task&) = delete;
    Task& operator=(const Task&) = delete;

    /// From the loop: goes on until the body waits or has ended.
    void resume();
    [[nodiscard]] bool ended() const noexcept { return ended_; }
    /// From the loop: whether what the body waits for has happened, or it has been interrupted.
    [[nodiscard]] bool is_due() const;
    /// From now on whatever the body waits for is over.
    void interrupt() noexcept { interrupted_ = true; }
    [[nodiscard]] bool interrupted() const noexcept { return interrupted_; }
    /// What left the body as an exception.
    [[nodiscard]] const std::exception_ptr& failure() const noexcept { return failure_; }

    /// The one whose turn it is; null while it is the loop's.
    [[nodiscard]] static Task* current() noexcept;
    /// From the body: gives the turn back until `due()` holds or it is interrupted.
    void wait(const std::function<bool()>& due);

  private:
    static void* enter(void* task);

    struct Free {
        void operator()(void* memory) const noexcept;
    };

    std::function<void()> body_;
    const std::function<bool()>* due_ = nullptr;  ///< null: nothing is waited for
    std::exception_ptr failure_;
    std::binary_semaphore go_{0}, back_{0};
    std::unique_ptr<void, Free> stack_;
    pthread_t thread_{};
    bool interrupted_ = false;
    bool ended_ = false;
};

}  // namespace holdfast::shell
