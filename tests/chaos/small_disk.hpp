// A disk so small that a test can fill it: a file system in memory, mounted for as long as the object lives.
#pragma once

#include <filesystem>
#include <memory>

namespace holdfast::chaos {

class SmallDisk {
  public:
    /// Null where this user may not mount anything. `folder` must exist.
    [[nodiscard]] static std::unique_ptr<SmallDisk> mount(const std::filesystem::path& folder, std::size_t bytes);
    ~SmallDisk();
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    /// Takes up the last byte.
    void fill() const;
    /// There is room again.
    void free() const;

  private:
    explicit SmallDisk(std::filesystem::path folder) noexcept : folder_{std::move(folder)} {}
    std::filesystem::path folder_;
};

}  // namespace holdfast::chaos
