// How long a domain label is on the wire (RFC 3492): X refuses links whose labels exceed 63 bytes.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace social311::connectors::twitter {

// Bytes of the label as "xn--…", or its own length when it is ASCII. Empty on overflow.
std::optional<std::size_t> wire_length(std::u32string_view label);

}  // namespace social311::connectors::twitter
