// The guard: whatever ends the process, the tty gets its modes and its screen back. Handlers do only what POSIX
// allows in a handler: write, tcsetattr, sigaction, raise. Invariant: the bytes and modes are copied before `armed`
// is set, and never changed while it is.
#define _GNU_SOURCE 1
#include "CNcurses.h"
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static struct termios saved_modes;
static char saved_bytes[512];
static size_t saved_count;
static int saved_descriptor = -1;
static atomic_int armed;
static atomic_uint pending;
static atomic_int wake = -1;

static const int crashes[] = {SIGSEGV, SIGABRT, SIGTRAP, SIGILL, SIGBUS, SIGFPE};
static const int requests[] = {SIGWINCH, SIGCONT, SIGTSTP, SIGHUP, SIGINT, SIGTERM};
enum { CRASHES = sizeof crashes / sizeof *crashes, REQUESTS = sizeof requests / sizeof *requests };
static struct sigaction old_crash[CRASHES];
static struct sigaction old_request[REQUESTS];
static atomic_int installed;

static void restore(void) {
  if (!atomic_exchange(&armed, 0)) return;
  int error = errno;
  size_t done = 0;
  while (done < saved_count) {
    ssize_t step = write(saved_descriptor, saved_bytes + done, saved_count - done);
    if (step <= 0 && errno != EINTR) break;
    if (step > 0) done += (size_t)step;
  }
  tcsetattr(saved_descriptor, TCSANOW, &saved_modes);
  errno = error;
}

// A crash: put the tty back, then let whoever was there before have it. A fault happens again by itself when the
// handler returns; a signal that was sent must be sent again.
static void on_crash(int number, siginfo_t *info, void *context) {
  (void)context;
  restore();
  for (int i = 0; i < CRASHES; i++)
    if (crashes[i] == number) sigaction(number, &old_crash[i], NULL);
  if (!info || info->si_code <= 0) raise(number);
}

static unsigned bit_of(int number) {
  switch (number) {
    case SIGWINCH: return CN_GOT_RESIZE;
    case SIGCONT: return CN_GOT_CONTINUE;
    case SIGTSTP: return CN_GOT_STOP;
    case SIGHUP: return CN_GOT_HANGUP;
    case SIGINT: return CN_GOT_INTERRUPT;
    default: return CN_GOT_TERMINATE;
  }
}

// A request: noted for the loop. When the loop has not even looked at the first wish to end, the second one ends.
static void on_request(int number) {
  int error = errno;
  unsigned bit = bit_of(number);
  unsigned before = atomic_fetch_or(&pending, bit);
  if ((before & bit) && (number == SIGHUP || number == SIGINT || number == SIGTERM)) {
    restore();
    signal(number, SIG_DFL);
    raise(number);
  }
  int descriptor = atomic_load(&wake);
  if (descriptor >= 0) cn_event_write(descriptor);
  errno = error;
}

static void watch(int number, int crash, struct sigaction *old) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  if (crash) {
    action.sa_sigaction = on_crash;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  } else {
    action.sa_handler = on_request;
    action.sa_flags = SA_RESTART;
  }
  sigaction(number, &action, old);
  // A parent may have started us with signals blocked, and a mask is inherited: a resize or a TERM would never arrive.
  sigset_t watched;
  sigemptyset(&watched);
  sigaddset(&watched, number);
  pthread_sigmask(SIG_UNBLOCK, &watched, NULL);
}

// A stack of its own, so that a stack overflow on the terminal's thread is cleaned up after too.
static void prepare_stack(void) {
  static char memory[65536];
  stack_t now;
  if (sigaltstack(NULL, &now) || !(now.ss_flags & SS_DISABLE)) return;
  stack_t wanted = {.ss_sp = memory, .ss_size = sizeof memory, .ss_flags = 0};
  sigaltstack(&wanted, NULL);
}

void cn_guard_install(int wake_descriptor) {
  static atomic_int registered;
  atomic_store(&wake, wake_descriptor);
  atomic_store(&pending, 0);
  if (atomic_exchange(&installed, 1)) return;
  if (!atomic_exchange(&registered, 1)) atexit(restore);
  prepare_stack();
  for (int i = 0; i < CRASHES; i++) watch(crashes[i], 1, &old_crash[i]);
  for (int i = 0; i < REQUESTS; i++) watch(requests[i], 0, &old_request[i]);
}

void cn_guard_uninstall(void) {
  if (!atomic_exchange(&installed, 0)) return;
  for (int i = 0; i < CRASHES; i++) sigaction(crashes[i], &old_crash[i], NULL);
  for (int i = 0; i < REQUESTS; i++) sigaction(requests[i], &old_request[i], NULL);
  atomic_store(&wake, -1);
}

void cn_guard_arm(int descriptor, const struct termios *modes, const char *bytes, size_t count) {
  atomic_store(&armed, 0);
  saved_descriptor = descriptor;
  saved_modes = *modes;
  saved_count = count < sizeof saved_bytes ? count : sizeof saved_bytes;
  memcpy(saved_bytes, bytes, saved_count);
  atomic_store(&armed, 1);
}

void cn_guard_disarm(void) { atomic_store(&armed, 0); }

unsigned cn_guard_take(void) { return atomic_exchange(&pending, 0); }

void cn_guard_stop(void) {
  struct sigaction standard, before;
  memset(&standard, 0, sizeof standard);
  sigemptyset(&standard.sa_mask);
  standard.sa_handler = SIG_DFL;
  sigaction(SIGTSTP, &standard, &before);
  kill(0, SIGTSTP);
  sigaction(SIGTSTP, &before, NULL);
  atomic_fetch_and(&pending, ~(unsigned)(CN_GOT_CONTINUE | CN_GOT_STOP));
}

int cn_guard_rehearse(int descriptor, const char *bytes, size_t count, int number) {
  pid_t child = fork();
  if (child == 0) {
    struct termios modes, changed;
    sigset_t none;
    sigemptyset(&none);
    pthread_sigmask(SIG_SETMASK, &none, NULL);
    signal(number, SIG_DFL);
    cn_guard_uninstall();
    tcgetattr(descriptor, &modes);
    cn_guard_install(-1);
    cn_guard_arm(descriptor, &modes, bytes, count);
    changed = modes;
    cfmakeraw(&changed);
    tcsetattr(descriptor, TCSANOW, &changed);
    raise(number);
    // The first wish to end is only noted for the loop; without a loop a second one follows.
    raise(number);
    _exit(99);
  }
  int status = -1;
  if (child < 0) return -1;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  return status;
}
