// The bodies of CCurl.h that cannot be inline: unions, and headers that Swift's Glibc module leaves out.
#include "CCurl.h"

#include <errno.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/file.h>
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
