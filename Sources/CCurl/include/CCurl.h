// libcurl for Swift: its variadic functions by type, and the eventfd calls that Glibc's module lacks.
#pragma once
#include <curl/curl.h>
#include <signal.h>

typedef size_t (*factory_curl_sink)(char *bytes, size_t size, size_t count, void *context);
typedef int (*factory_curl_progress)(void *context, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

static inline CURLcode factory_curl_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode factory_curl_size(CURL *handle, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode factory_curl_text(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode factory_curl_bytes(CURL *handle, CURLoption option, const void *value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode factory_curl_headers(CURL *handle, struct curl_slist *list) {
  return curl_easy_setopt(handle, CURLOPT_HTTPHEADER, list);
}
static inline void factory_curl_body_sink(CURL *handle, factory_curl_sink sink, void *context) {
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, sink);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, context);
}
static inline void factory_curl_head_sink(CURL *handle, factory_curl_sink sink, void *context) {
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, sink);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, context);
}
static inline void factory_curl_on_progress(CURL *handle, factory_curl_progress function, void *context) {
  curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, function);
  curl_easy_setopt(handle, CURLOPT_XFERINFODATA, context);
}
static inline CURLcode factory_curl_info_long(CURL *handle, CURLINFO info, long *value) {
  return curl_easy_getinfo(handle, info, value);
}
static inline CURLcode factory_curl_info_socket(CURL *handle, curl_socket_t *value) {
  return curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, value);
}
static inline CURLMcode factory_curl_multi_long(CURLM *multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}

/// 1 and the result when a transfer of this multi handle ended, else 0.
int factory_curl_finished(CURLM *multi, CURLcode *result);

/// Descriptors of this handle's connections are not passed on to programs that this one starts.
void factory_curl_close_on_exec(CURL *handle);

/// SIGPIPE held back on one thread: TLS writes to a closed connection raise it, and libcurl leaves it to the program.
typedef struct {
  sigset_t before;
  int was_pending;
} factory_pipe_guard;
void factory_pipe_hold(factory_pipe_guard *guard);
/// Swallows one that was raised meanwhile and restores what was before.
void factory_pipe_release(const factory_pipe_guard *guard);

/// A descriptor that one thread polls and others make readable; -1 with errno when there is none left.
int factory_eventfd(void);
void factory_eventfd_signal(int descriptor);
void factory_eventfd_clear(int descriptor);

/// Locks a whole file for this open file description without waiting: 1 locked, 0 held by another, -1 with errno.
int factory_try_lock(int descriptor);
