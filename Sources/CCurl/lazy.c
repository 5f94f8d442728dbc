// libcurl under its own names, loaded when it is first used: its forty libraries take 10 ms of every start, and most starts end without it.
// Any thread. Invariants: the names stay within this program (hidden), so that libcurl never meets them; where it cannot be loaded nothing is
// ever made, and so nothing is ever used.
#define CURL_DISABLE_TYPECHECK 1
#include "CCurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdarg.h>
#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

#define OURS __attribute__((visibility("hidden")))
// Variadic ones take one argument behind the option, as wide as a pointer: long, pointer or curl_off_t.
_Static_assert(sizeof(long) == sizeof(void *) && sizeof(curl_off_t) == sizeof(void *), "one width for every option");

static struct {
  CURLcode (*global_init)(long);
  CURL *(*easy_init)(void);
  void (*easy_cleanup)(CURL *);
  void (*easy_reset)(CURL *);
  CURLcode (*easy_perform)(CURL *);
  CURLcode (*easy_send)(CURL *, const void *, size_t, size_t *);
  CURLcode (*easy_recv)(CURL *, void *, size_t, size_t *);
  const char *(*easy_strerror)(CURLcode);
  CURLcode (*easy_setopt)(CURL *, CURLoption, ...);
  CURLcode (*easy_getinfo)(CURL *, CURLINFO, ...);
  CURLM *(*multi_init)(void);
  CURLMcode (*multi_cleanup)(CURLM *);
  CURLMcode (*multi_wakeup)(CURLM *);
  CURLMcode (*multi_add_handle)(CURLM *, CURL *);
  CURLMcode (*multi_remove_handle)(CURLM *, CURL *);
  CURLMcode (*multi_perform)(CURLM *, int *);
  CURLMcode (*multi_poll)(CURLM *, struct curl_waitfd[], unsigned int, int, int *);
  CURLMsg *(*multi_info_read)(CURLM *, int *);
  CURLMcode (*multi_setopt)(CURLM *, CURLMoption, ...);
  struct curl_slist *(*slist_append)(struct curl_slist *, const char *);
  void (*slist_free_all)(struct curl_slist *);
  curl_mime *(*mime_init)(CURL *);
  void (*mime_free)(curl_mime *);
  curl_mimepart *(*mime_addpart)(curl_mime *);
  CURLcode (*mime_name)(curl_mimepart *, const char *);
  CURLcode (*mime_data)(curl_mimepart *, const char *, size_t);
  CURLcode (*mime_filedata)(curl_mimepart *, const char *);
  CURLcode (*mime_filename)(curl_mimepart *, const char *);
  CURLcode (*mime_type)(curl_mimepart *, const char *);
} real;

static int is_there;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
  int missing = 0;
#define FIND(name) missing |= !(*(void **)&real.name = dlsym(library, "curl_" #name))
  FIND(global_init), FIND(easy_init), FIND(easy_cleanup), FIND(easy_reset), FIND(easy_perform), FIND(easy_send);
  FIND(easy_recv), FIND(easy_strerror), FIND(easy_setopt), FIND(easy_getinfo), FIND(multi_init), FIND(multi_cleanup);
  FIND(multi_wakeup), FIND(multi_add_handle), FIND(multi_remove_handle), FIND(multi_perform), FIND(multi_poll);
  FIND(multi_info_read), FIND(multi_setopt), FIND(slist_append), FIND(slist_free_all), FIND(mime_init), FIND(mime_free);
  FIND(mime_addpart), FIND(mime_name), FIND(mime_data), FIND(mime_filedata), FIND(mime_filename), FIND(mime_type);
  is_there = !missing;
}

static int loaded(void) {
  pthread_once(&once, load);
  return is_there;
}

OURS CURLcode curl_global_init(long flags) { return loaded() ? real.global_init(flags) : CURLE_FAILED_INIT; }
OURS CURL *curl_easy_init(void) { return loaded() ? real.easy_init() : NULL; }
OURS CURLM *curl_multi_init(void) { return loaded() ? real.multi_init() : NULL; }
OURS const char *curl_easy_strerror(CURLcode code) {
  return loaded() ? real.easy_strerror(code) : "libcurl.so.4 cannot be loaded";
}
OURS struct curl_slist *curl_slist_append(struct curl_slist *list, const char *text) {
  return loaded() ? real.slist_append(list, text) : NULL;
}
OURS void curl_slist_free_all(struct curl_slist *list) {
  if (list) real.slist_free_all(list);
}

// The rest takes what the above made.
OURS void curl_easy_cleanup(CURL *easy) { real.easy_cleanup(easy); }
OURS void curl_easy_reset(CURL *easy) { real.easy_reset(easy); }
OURS CURLcode curl_easy_perform(CURL *easy) { return real.easy_perform(easy); }
OURS CURLcode curl_easy_send(CURL *easy, const void *bytes, size_t count, size_t *sent) {
  return real.easy_send(easy, bytes, count, sent);
}
OURS CURLcode curl_easy_recv(CURL *easy, void *bytes, size_t count, size_t *received) {
  return real.easy_recv(easy, bytes, count, received);
}
OURS CURLcode curl_easy_setopt(CURL *easy, CURLoption option, ...) {
  va_list rest;
  va_start(rest, option);
  void *value = va_arg(rest, void *);
  va_end(rest);
  return real.easy_setopt(easy, option, value);
}
OURS CURLcode curl_easy_getinfo(CURL *easy, CURLINFO info, ...) {
  va_list rest;
  va_start(rest, info);
  void *value = va_arg(rest, void *);
  va_end(rest);
  return real.easy_getinfo(easy, info, value);
}
OURS CURLMcode curl_multi_setopt(CURLM *multi, CURLMoption option, ...) {
  va_list rest;
  va_start(rest, option);
  void *value = va_arg(rest, void *);
  va_end(rest);
  return real.multi_setopt(multi, option, value);
}
OURS CURLMcode curl_multi_cleanup(CURLM *multi) { return real.multi_cleanup(multi); }
OURS CURLMcode curl_multi_wakeup(CURLM *multi) { return real.multi_wakeup(multi); }
OURS CURLMcode curl_multi_add_handle(CURLM *multi, CURL *easy) { return real.multi_add_handle(multi, easy); }
OURS CURLMcode curl_multi_remove_handle(CURLM *multi, CURL *easy) { return real.multi_remove_handle(multi, easy); }
OURS CURLMcode curl_multi_perform(CURLM *multi, int *running) { return real.multi_perform(multi, running); }
OURS CURLMcode curl_multi_poll(CURLM *multi, struct curl_waitfd extra[], unsigned int count, int ms, int *ready) {
  return real.multi_poll(multi, extra, count, ms, ready);
}
OURS CURLMsg *curl_multi_info_read(CURLM *multi, int *left) { return real.multi_info_read(multi, left); }
OURS curl_mime *curl_mime_init(CURL *easy) { return real.mime_init(easy); }
OURS void curl_mime_free(curl_mime *mime) {
  if (mime) real.mime_free(mime);
}
OURS curl_mimepart *curl_mime_addpart(curl_mime *mime) { return real.mime_addpart(mime); }
OURS CURLcode curl_mime_name(curl_mimepart *part, const char *name) { return real.mime_name(part, name); }
OURS CURLcode curl_mime_data(curl_mimepart *part, const char *bytes, size_t count) {
  return real.mime_data(part, bytes, count);
}
OURS CURLcode curl_mime_filedata(curl_mimepart *part, const char *file) { return real.mime_filedata(part, file); }
OURS CURLcode curl_mime_filename(curl_mimepart *part, const char *name) { return real.mime_filename(part, name); }
OURS CURLcode curl_mime_type(curl_mimepart *part, const char *type) { return real.mime_type(part, type); }
