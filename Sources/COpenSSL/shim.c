// The bodies of COpenSSL.h over libcrypto 3.
#include "COpenSSL.h"

#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

int factory_sha256(const void *data, size_t count, uint8_t out[32]) {
  return EVP_Digest(data, count, out, NULL, EVP_sha256(), NULL);
}

int factory_sha1(const void *data, size_t count, uint8_t out[20]) {
  return EVP_Digest(data, count, out, NULL, EVP_sha1(), NULL);
}

int factory_hmac_sha256(const void *key, size_t key_count, const void *data, size_t count, uint8_t out[32]) {
  // A null key would mean "the key of the call before" to older code paths; an empty one is a key too.
  if (key_count > INT_MAX) return 0;
  return HMAC(EVP_sha256(), key ? key : "", (int)key_count, data, count, out, NULL) != NULL;
}

int factory_scrypt(const void *password, size_t password_count, const void *salt, size_t salt_count, uint64_t n,
                   uint64_t r, uint64_t p, uint64_t max_memory, uint8_t *out, size_t out_count) {
  return EVP_PBE_scrypt(password ? password : "", password_count, salt, salt_count, n, r, p, max_memory, out,
                        out_count);
}

int factory_random(void *out, size_t count) {
  if (count > INT_MAX) return 0;
  return RAND_bytes(out, (int)count) == 1;
}

int factory_equal(const void *left, const void *right, size_t count) {
  return CRYPTO_memcmp(left, right, count) == 0;
}
