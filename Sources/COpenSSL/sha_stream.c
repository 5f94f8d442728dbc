// SHA-256 in pieces over libcrypto 3.
#include "COpenSSL.h"

#include <openssl/evp.h>

void *factory_sha256_begin(void) {
  EVP_MD_CTX *context = EVP_MD_CTX_new();
  if (context && EVP_DigestInit_ex(context, EVP_sha256(), NULL) != 1) {
    EVP_MD_CTX_free(context);
    return NULL;
  }
  return context;
}

int factory_sha256_add(void *context, const void *data, size_t count) {
  return EVP_DigestUpdate(context, data, count);
}

int factory_sha256_end(void *context, uint8_t out[32]) { return EVP_DigestFinal_ex(context, out, NULL); }

void factory_sha256_free(void *context) { EVP_MD_CTX_free(context); }
