// What the kernel is told of a thread's urgency.
#define _GNU_SOURCE 1
#include "CProcess.h"
#include <errno.h>
#include <sched.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

// As the kernel declares it; older C libraries do not.
struct attributes {
  uint32_t size, policy;
  uint64_t flags;
  int32_t nice;
  uint32_t priority;
  uint64_t runtime, deadline, period;
};

int cp_prefer_short_slices(void) {
  struct attributes wanted = {.size = sizeof wanted};
  if (syscall(SYS_sched_getattr, 0, &wanted, sizeof wanted, 0) != 0) return errno;
  // Left alone where an administrator chose something else.
  if (wanted.policy != SCHED_OTHER) return 0;
  wanted.flags |= 0x01;  // SCHED_FLAG_RESET_ON_FORK: for this thread only
  wanted.runtime = 100 * 1000;
  return syscall(SYS_sched_setattr, 0, &wanted, 0) == 0 ? 0 : errno;
}
