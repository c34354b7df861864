// Records and payloads of the wire: one encoding each.
#include "tests/fuzz/types.hpp"

namespace holdfast::fuzz {

void records(BytesView input) { round_trip_one_of(RecordTypes{}, input); }

}  // namespace holdfast::fuzz
