// SHA-256 (FIPS 180-4) of many messages at once: each lane of a vector register hashes another message.
// It is C because Swift has no run-time dispatch by instruction set; Debian has no library for it on all processors.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// One padded message, and where its digest goes.
struct countersign_sha256_message {
  /// Whole blocks of 64 bytes, the padding of FIPS 180-4 section 5.1.1 included.
  const uint8_t *blocks;
  /// How many blocks, at least one.
  size_t count;
  /// 32 bytes.
  uint8_t *digest;
};

/// How many lanes pay on this processor: 16 (AVX-512), 8 (AVX2) or 4; 1 where its own SHA-256 instructions, which
/// OpenSSL uses, beat them.
int countersign_sha256_lanes(void);

/// Hashes all messages, `lanes` at once: 16 or 8 only where the processor has them.
void countersign_sha256_many(const struct countersign_sha256_message *messages, size_t count, int lanes);
