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
#include <openssl/ocsp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

// --- TLS, for Transport ---

// What every context of ours has. Memory of an idle session is given back; whole buffers are read at once, which is one
// receive for a record instead of two; no renegotiation, no compression; AEAD ciphers and elliptic curves only. AES-128
// stands first: it is the cheapest that is strong. A client that prefers ChaCha20 (no AES in hardware) gets it.
static inline int countersign_tls_defaults(SSL_CTX *context, int minimum_version) {
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                                SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE |
                                   SSL_OP_PRIORITIZE_CHACHA);
  SSL_CTX_set_read_ahead(context, 1);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_security_level(context, 2);
  return SSL_CTX_set_min_proto_version(context, minimum_version) == 1 &&
         SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:"
                                           "TLS_CHACHA20_POLY1305_SHA256") == 1 &&
         SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20") == 1 &&
         SSL_CTX_set1_groups_list(context, "X25519:P-256:P-384") == 1;
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

// Macros over SSL_CTX_ctrl and SSL_ctrl.
static inline void countersign_tls_on_status_request(SSL_CTX *context, int (*answer)(SSL *, void *)) {
  SSL_CTX_set_tlsext_status_cb(context, answer);
}

// OpenSSL frees what it is given, so it gets a copy.
static inline int countersign_tls_staple(SSL *session, const unsigned char *response, long length) {
  unsigned char *copy = OPENSSL_memdup(response, length);
  if (!copy) return SSL_TLSEXT_ERR_NOACK;
  SSL_set_tlsext_status_ocsp_resp(session, copy, length);
  return SSL_TLSEXT_ERR_OK;
}

static inline STACK_OF(X509) *countersign_tls_chain(SSL_CTX *context) {
  STACK_OF(X509) *chain = 0;
  return SSL_CTX_get0_chain_certs(context, &chain) == 1 ? chain : 0;
}

// Sets up sealing or opening of one session ticket: AES-256-CBC under the first half of `key`, HMAC-SHA-256 under the
// second (RFC 5077, 4). OpenSSL checks the MAC before it opens.
static inline int countersign_tls_ticket_cipher(EVP_CIPHER_CTX *cipher, EVP_MAC_CTX *mac, const unsigned char key[64],
                                                const unsigned char *iv, int is_sealing) {
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_KEY, (void *)(key + 32), 32),
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char *)"sha256", 0), OSSL_PARAM_construct_end()};
  return EVP_MAC_CTX_set_params(mac, parameters) == 1 &&
         EVP_CipherInit_ex(cipher, EVP_aes_256_cbc(), 0, key, iv, is_sealing) == 1;
}

// Stacks are typed by macros.
static inline int countersign_certificate_count(const STACK_OF(X509) *chain) { return chain ? sk_X509_num(chain) : 0; }
static inline X509 *countersign_certificate_at(const STACK_OF(X509) *chain, int index) {
  return sk_X509_value(chain, index);
}

// Calls `visit` with each DNS name of a certificate's subjectAltName.
static inline void countersign_each_dns_name(const X509 *certificate, void *context,
                                             void (*visit)(void *, const unsigned char *, int)) {
  GENERAL_NAMES *names = X509_get_ext_d2i(certificate, NID_subject_alt_name, 0, 0);
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names); i++) {
    const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);
    if (name->type != GEN_DNS) continue;
    visit(context, ASN1_STRING_get0_data(name->d.dNSName), ASN1_STRING_length(name->d.dNSName));
  }
  GENERAL_NAMES_free(names);
}

// The peer must prove this name or address; the name is also sent as SNI, which an address must not be (RFC 6066, 3).
static inline int countersign_tls_expect_host(SSL *session, const char *host) {
  X509_VERIFY_PARAM *parameters = SSL_get0_param(session);
  if (X509_VERIFY_PARAM_set1_ip_asc(parameters, host) == 1) return 1;
  if (SSL_set_tlsext_host_name(session, host) != 1) return 0;
  return SSL_set1_host(session, host);
}
// --- OCSP, for Cryptography ---

// Copies the first responder's address; 0 where the certificate names none that fits.
static inline int countersign_ocsp_responder(X509 *certificate, char *text, size_t room) {
  STACK_OF(OPENSSL_STRING) *addresses = X509_get1_ocsp(certificate);
  const char *first = addresses && sk_OPENSSL_STRING_num(addresses) > 0 ? sk_OPENSSL_STRING_value(addresses, 0) : "";
  size_t length = OPENSSL_strnlen(first, room);
  int fits = length > 0 && length < room;
  if (fits) OPENSSL_strlcpy(text, first, room);
  X509_email_free(addresses);
  return fits;
}

// Whether the issuer signed a response, or somebody to whom the issuer delegated it; nobody else is trusted.
static inline int countersign_ocsp_verify(OCSP_BASICRESP *response, X509 *issuer) {
  STACK_OF(X509) *known = sk_X509_new_null();
  X509_STORE *trusted = X509_STORE_new();
  int verified = known && trusted && sk_X509_push(known, issuer) > 0 && X509_STORE_add_cert(trusted, issuer) == 1 &&
                 X509_STORE_set_flags(trusted, X509_V_FLAG_PARTIAL_CHAIN) == 1 &&
                 OCSP_basic_verify(response, known, trusted, 0) == 1;
  X509_STORE_free(trusted);
  sk_X509_free(known);
  return verified;
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
