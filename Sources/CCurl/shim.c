// The bodies of CCurl.h that cannot be inline: unions, and headers that Swift's Glibc module leaves out.
#include "CCurl.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

int factory_curl_finished(CURLM *multi, CURLcode *result) {
  int left = 0;
  CURLMsg *message = NULL;
  while ((message = curl_multi_info_read(multi, &left))) {
    if (message->msg == CURLMSG_DONE) {
      *result = message->data.result;
      return 1;
    }
  }
  return 0;
}

static int close_on_exec(void *context, curl_socket_t socket, curlsocktype purpose) {
  (void)context;
  (void)purpose;
  return fcntl(socket, F_SETFD, FD_CLOEXEC) == 0 ? CURL_SOCKOPT_OK : CURL_SOCKOPT_ERROR;
}

void factory_curl_close_on_exec(CURL *handle) {
  curl_easy_setopt(handle, CURLOPT_SOCKOPTFUNCTION, close_on_exec);
}

static int is_pending(void) {
  sigset_t pending;
  sigpending(&pending);
  return sigismember(&pending, SIGPIPE);
}

void factory_pipe_hold(factory_pipe_guard *guard) {
  sigset_t pipe;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  guard->was_pending = is_pending();
  pthread_sigmask(SIG_BLOCK, &pipe, &guard->before);
}

void factory_pipe_release(const factory_pipe_guard *guard) {
  sigset_t pipe;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  struct timespec now = {0, 0};
  if (!guard->was_pending && is_pending()) {
    while (sigtimedwait(&pipe, NULL, &now) < 0 && errno == EINTR) {
    }
  }
  pthread_sigmask(SIG_SETMASK, &guard->before, NULL);
}

int factory_eventfd(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

void factory_eventfd_signal(int descriptor) {
  uint64_t one = 1;
  // A full counter is readable already, so a failed write loses nothing.
  if (write(descriptor, &one, sizeof one) < 0) return;
}

void factory_eventfd_clear(int descriptor) {
  uint64_t count = 0;
  if (read(descriptor, &count, sizeof count) < 0) return;
}

int factory_try_lock(int descriptor) {
  int done = 0;
  do {
    done = flock(descriptor, LOCK_EX | LOCK_NB);
  } while (done != 0 && errno == EINTR);
  if (done == 0) return 1;
  return errno == EWOULDBLOCK ? 0 : -1;
}
