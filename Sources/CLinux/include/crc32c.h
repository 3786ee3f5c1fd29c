// CRC-32C (Castagnoli, RFC 3720 appendix B.4): the processor's instruction where it has one, else a table.
// It is C because Swift has no intrinsic for it.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// The checksum of `count` bytes, continued from `seed` (0 to begin with).
uint32_t countersign_crc32c(uint32_t seed, const void *bytes, size_t count);
