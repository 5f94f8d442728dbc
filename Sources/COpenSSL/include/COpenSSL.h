// libcrypto as seven typed functions: one-shot digests and the key derivation, so that Swift sees no OpenSSL header.
// Each returns 1 on success and 0 when libcrypto refused (out of memory, a disabled algorithm).
#pragma once
#include <stddef.h>
#include <stdint.h>

int factory_sha256(const void *data, size_t count, uint8_t out[32]);
int factory_sha1(const void *data, size_t count, uint8_t out[20]);
int factory_hmac_sha256(const void *key, size_t key_count, const void *data, size_t count, uint8_t out[32]);
/// A key made ready once, for many codes from any thread; NULL without memory.
void *factory_hmac_sha256_key(const void *key, size_t count);
int factory_hmac_sha256_with(const void *prepared, const void *data, size_t count, uint8_t out[32]);
void factory_hmac_sha256_free(void *prepared);
int factory_scrypt(const void *password, size_t password_count, const void *salt, size_t salt_count, uint64_t n,
                   uint64_t r, uint64_t p, uint64_t max_memory, uint8_t *out, size_t out_count);
int factory_random(void *out, size_t count);
/// 1 when both are the same; the time it takes depends on `count` only.
int factory_equal(const void *left, const void *right, size_t count);
/// A digest that is fed in pieces; NULL without memory. `end` may be called once; `free` always.
void *factory_sha256_begin(void);
int factory_sha256_add(void *context, const void *data, size_t count);
int factory_sha256_end(void *context, uint8_t out[32]);
void factory_sha256_free(void *context);
