// Records the client reads from its own disk: sealed, but a vault may have been written by another version.
#include "tests/fuzz/types.hpp"

namespace holdfast::fuzz {

void vault_records(BytesView input) { round_trip_one_of(VaultTypes{}, input); }

}  // namespace holdfast::fuzz
