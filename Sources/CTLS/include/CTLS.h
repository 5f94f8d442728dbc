// TLS of the system's OpenSSL as a few typed functions over memory: bytes from the network go in, bytes for the network come out.
// A context is shared by sessions and counted by them; a session belongs to one thread at a time.
#pragma once
#include <stddef.h>

typedef struct factory_tls_context factory_tls_context;
typedef struct factory_tls factory_tls;

/// A server's context from PEM files, TLS 1.2 and newer; NULL with a sentence in `problem`.
factory_tls_context *factory_tls_context_new(const char *chain, const char *key, char *problem, size_t problem_count);
void factory_tls_context_free(factory_tls_context *context);

/// NULL when there is no memory.
factory_tls *factory_tls_new(factory_tls_context *context);
void factory_tls_free(factory_tls *tls);

/// Takes bytes from the network; 0 when there is no memory.
int factory_tls_put(factory_tls *tls, const void *bytes, size_t count);
/// Bytes waiting for the network.
size_t factory_tls_waiting(factory_tls *tls);
/// Hands out up to `count` bytes for the network.
size_t factory_tls_take(factory_tls *tls, void *bytes, size_t count);

/// 1 when the handshake is over, 0 when it needs more bytes, -1 when it failed.
int factory_tls_handshake(factory_tls *tls);
/// The count of bytes read; 0 when more are needed, -1 when the other side said goodbye, -2 on failure.
long factory_tls_read(factory_tls *tls, void *bytes, size_t count);
/// 1 when all were taken, 0 otherwise.
int factory_tls_write(factory_tls *tls, const void *bytes, size_t count);
/// Says goodbye.
void factory_tls_close(factory_tls *tls);
