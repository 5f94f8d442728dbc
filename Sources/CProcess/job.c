// Starting a command of a job: what posix_spawn cannot set between fork and exec. Only async-signal-safe calls after the fork.
#define _GNU_SOURCE 1
#include "CProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

// A process of the group, nobody's child, that reads the lifeline and at its end takes the group with it. The group's end is its own.
static void leave_guard(int lifeline) {
  pid_t between = fork();
  if (between == 0) {
    if (fork() == 0) {
      char byte;
      if (dup2(lifeline, 0) < 0) _exit(0);
      close_range(1, ~0U, 0);
      for (int number = 1; number < NSIG; number++) signal(number, number == SIGTERM ? SIG_IGN : SIG_DFL);
      while (read(0, &byte, 1) < 0 && errno == EINTR) {}
      kill(0, SIGKILL);
    }
    _exit(0);
  }
  while (between > 0 && waitpid(between, NULL, 0) < 0 && errno == EINTR) {}
}

static void become(const struct cp_job *job, pid_t parent, int report) {
  // From here on what goes wrong is told there.
  if (dup3(report, 3, O_CLOEXEC) < 0) _exit(126);
  struct rlimit none = {0, 0}, memory = {job->memory, job->memory};
  sigset_t clear;
  setpgid(0, 0);
  // Ends with the thread that started it: what nobody watches any more must not go on writing.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(127);
  leave_guard(job->lifeline);
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  sigemptyset(&clear);
  sigprocmask(SIG_SETMASK, &clear, NULL);
  setrlimit(RLIMIT_CORE, &none);
  if (job->memory && setrlimit(RLIMIT_AS, &memory)) return;
  if (chdir(job->folder)) return;
  if (dup2(job->in, 0) < 0 || dup2(job->out, 1) < 0 || dup2(job->err, 2) < 0) return;
  close_range(4, ~0U, 0);
  environ = job->envp;
  execvpe(job->argv[0], job->argv, job->envp);
}

int cp_spawn_job(const struct cp_job *job, pid_t *child) {
  int report[2], code = 0;
  pid_t parent = getpid();
  if (pipe2(report, O_CLOEXEC)) return errno;
  // Above what the child is given its own ends on.
  int writer = fcntl(report[1], F_DUPFD_CLOEXEC, 10);
  close(report[1]);
  if (writer < 0) {
    close(report[0]);
    return EMFILE;
  }
  *child = fork();
  if (*child == 0) {
    become(job, parent, writer);
    code = errno ? errno : EINVAL;
    if (write(3, &code, sizeof code) < 0) _exit(126);
    _exit(127);
  }
  int failed = *child < 0 ? errno : 0;
  close(writer);
  if (!failed) {
    ssize_t count;
    do count = read(report[0], &code, sizeof code);
    while (count < 0 && errno == EINTR);
    if (count == (ssize_t)sizeof code) failed = code;
  }
  close(report[0]);
  return failed;
}

int cp_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int cp_memory_file(const char *label) { return memfd_create(label, MFD_CLOEXEC); }
