// libsodium for what OpenSSL does slowly: BLAKE2b has an AVX2 implementation here. The state is a block of bytes with
// an alignment, so it is copied and used in C.
#pragma once
#include <sodium.h>

static inline size_t countersign_blake2b_size(void) { return crypto_generichash_blake2b_statebytes(); }

/// Begins a digest of 32 bytes under a key of 32 bytes; 0 when done.
static inline int countersign_blake2b_begin(void *state, const unsigned char *key) {
  return crypto_generichash_blake2b_init((crypto_generichash_blake2b_state *)state, key, 32, 32);
}

/// The digest of one message after what `state` holds, which stays as it is.
static inline void countersign_blake2b_finish(const void *state, const void *message, size_t count,
                                              unsigned char *digest) {
  crypto_generichash_blake2b_state copy = *(const crypto_generichash_blake2b_state *)state;
  crypto_generichash_blake2b_update(&copy, (const unsigned char *)message, count);
  crypto_generichash_blake2b_final(&copy, digest, 32);
}
