// OpenSSL 3, imported by Cryptography and Transport only. The inline functions below exist because the originals are macros,
// which Swift cannot see, or because OpenSSL 3.0's replacement allocates and looks the algorithm up by name on each call.
#pragma once
#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wdeprecated-declarations"

// Low-level SHA-256: marked deprecated, yet the only way in OpenSSL 3.0 that neither allocates nor fetches.
static inline int countersign_sha256_init(SHA256_CTX *context) { return SHA256_Init(context); }
static inline int countersign_sha256_update(SHA256_CTX *context, const void *bytes, size_t count) {
  return SHA256_Update(context, bytes, count);
}
static inline int countersign_sha256_final(unsigned char *digest, SHA256_CTX *context) {
  return SHA256_Final(digest, context);
}

#pragma clang diagnostic pop
