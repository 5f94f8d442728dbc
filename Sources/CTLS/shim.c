#include "CTLS.h"

#include <limits.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <string.h>

static int fail(SSL_CTX *context, const char *what, const char *path, char *problem, size_t count) {
  const char *reason = ERR_reason_error_string(ERR_peek_last_error());
  snprintf(problem, count, "%s %s cannot be used: %s", what, path, reason ? reason : "unknown reason");
  SSL_CTX_free(context);
  ERR_clear_error();
  return 0;
}

factory_tls_context *factory_tls_context_new(const char *chain, const char *key, char *problem, size_t count) {
  ERR_clear_error();
  SSL_CTX *context = SSL_CTX_new(TLS_server_method());
  if (!context) {
    fail(context, "TLS", "", problem, count);
    return NULL;
  }
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE |
                                   SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  if (SSL_CTX_use_certificate_chain_file(context, chain) != 1) {
    fail(context, "The certificate", chain, problem, count);
    return NULL;
  }
  if (SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) != 1 || SSL_CTX_check_private_key(context) != 1) {
    fail(context, "The key", key, problem, count);
    return NULL;
  }
  return (factory_tls_context *)context;
}

void factory_tls_context_free(factory_tls_context *context) { SSL_CTX_free((SSL_CTX *)context); }

factory_tls *factory_tls_new(factory_tls_context *context) {
  SSL *ssl = SSL_new((SSL_CTX *)context);
  if (!ssl) return NULL;
  BIO *in = BIO_new(BIO_s_mem()), *out = BIO_new(BIO_s_mem());
  if (!in || !out) {
    BIO_free(in);
    BIO_free(out);
    SSL_free(ssl);
    return NULL;
  }
  BIO_set_mem_eof_return(in, -1);
  BIO_set_mem_eof_return(out, -1);
  SSL_set_bio(ssl, in, out);
  SSL_set_accept_state(ssl);
  return (factory_tls *)ssl;
}

void factory_tls_free(factory_tls *tls) { SSL_free((SSL *)tls); }

int factory_tls_put(factory_tls *tls, const void *bytes, size_t count) {
  size_t written = 0;
  if (count == 0) return 1;
  return BIO_write_ex(SSL_get_rbio((SSL *)tls), bytes, count, &written) == 1 && written == count;
}

size_t factory_tls_waiting(factory_tls *tls) { return BIO_ctrl_pending(SSL_get_wbio((SSL *)tls)); }

size_t factory_tls_take(factory_tls *tls, void *bytes, size_t count) {
  size_t read = 0;
  return BIO_read_ex(SSL_get_wbio((SSL *)tls), bytes, count, &read) == 1 ? read : 0;
}

int factory_tls_handshake(factory_tls *tls) {
  ERR_clear_error();
  int result = SSL_do_handshake((SSL *)tls);
  if (result == 1) return 1;
  int error = SSL_get_error((SSL *)tls, result);
  return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE ? 0 : -1;
}

long factory_tls_read(factory_tls *tls, void *bytes, size_t count) {
  ERR_clear_error();
  int result = SSL_read((SSL *)tls, bytes, count > INT_MAX ? INT_MAX : (int)count);
  if (result > 0) return result;
  switch (SSL_get_error((SSL *)tls, result)) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE: return 0;
    case SSL_ERROR_ZERO_RETURN: return -1;
    default: return -2;
  }
}

int factory_tls_write(factory_tls *tls, const void *bytes, size_t count) {
  size_t written = 0;
  if (count == 0) return 1;
  ERR_clear_error();
  return SSL_write_ex((SSL *)tls, bytes, count, &written) == 1 && written == count;
}

void factory_tls_close(factory_tls *tls) {
  ERR_clear_error();
  SSL_shutdown((SSL *)tls);
}
