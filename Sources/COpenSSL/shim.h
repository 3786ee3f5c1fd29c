// OpenSSL 3, imported by Cryptography and Transport only. The inline functions below exist because the originals are
// macros, which Swift cannot see, or because OpenSSL 3.0's replacement allocates and looks the algorithm up by name on
// each call.
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

// --- TLS, for Transport ---

// Versions, modes and options every context of ours has. Memory of an idle session is given back; no renegotiation, no
// compression; a connection cut without close_notify counts as ended, for HTTP knows its own lengths.
static inline void countersign_tls_defaults(SSL_CTX *context) {
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE |
                                   SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20");
}

static inline int countersign_tls_select_http1(SSL *session, const unsigned char **chosen, unsigned char *length,
                                               const unsigned char *offered, unsigned int offered_length,
                                               void *context) {
  static const unsigned char http1[] = "\x08http/1.1";
  (void)session;
  (void)context;
  if (SSL_select_next_proto((unsigned char **)chosen, length, http1, sizeof http1 - 1, offered, offered_length) !=
      OPENSSL_NPN_NEGOTIATED)
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  return SSL_TLSEXT_ERR_OK;
}

// A client that offers protocols but not http/1.1 is refused in the handshake (RFC 7301, 3.2).
static inline void countersign_tls_accept_http1(SSL_CTX *context) {
  SSL_CTX_set_alpn_select_cb(context, countersign_tls_select_http1, 0);
}

// The peer must prove this name or address; the name is also sent as SNI, which an address must not be (RFC 6066, 3).
static inline int countersign_tls_expect_host(SSL *session, const char *host) {
  X509_VERIFY_PARAM *parameters = SSL_get0_param(session);
  if (X509_VERIFY_PARAM_set1_ip_asc(parameters, host) == 1) return 1;
  if (SSL_set_tlsext_host_name(session, host) != 1) return 0;
  return SSL_set1_host(session, host);
}
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

// A composed macro: import the public half of a key with its domain parameters.
static const int countersign_public_key_selection = EVP_PKEY_PUBLIC_KEY;
