// HMAC with a key that is made ready once: libcrypto looks the algorithm up and hashes the key only then.
#include "COpenSSL.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

void *factory_hmac_sha256_key(const void *key, size_t count) {
  EVP_MAC *algorithm = EVP_MAC_fetch(NULL, "HMAC", NULL);
  EVP_MAC_CTX *context = algorithm ? EVP_MAC_CTX_new(algorithm) : NULL;
  EVP_MAC_free(algorithm);
  OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, "SHA256", 0), OSSL_PARAM_construct_end()};
  if (context && EVP_MAC_init(context, key ? key : "", count, parameters) != 1) {
    EVP_MAC_CTX_free(context);
    return NULL;
  }
  return context;
}

int factory_hmac_sha256_with(const void *prepared, const void *data, size_t count, uint8_t out[32]) {
  EVP_MAC_CTX *context = EVP_MAC_CTX_dup(prepared);
  size_t length = 0;
  int done = context && EVP_MAC_update(context, data, count) == 1 && EVP_MAC_final(context, out, &length, 32) == 1;
  EVP_MAC_CTX_free(context);
  return done;
}

void factory_hmac_sha256_free(void *prepared) { EVP_MAC_CTX_free(prepared); }
