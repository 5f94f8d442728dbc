#define _GNU_SOURCE 1
#include "CProcess.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

extern char **environ;

int cp_spawn_detached(const char *program, char *const argv[], int readiness, int lifeline, const char *log, pid_t *child) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t none, usual;
  int result = posix_spawn_file_actions_init(&actions);
  if (result) return result;
  if ((result = posix_spawnattr_init(&attributes))) {
    posix_spawn_file_actions_destroy(&actions);
    return result;
  }
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0600);
  posix_spawn_file_actions_adddup2(&actions, 1, 2);
  posix_spawn_file_actions_adddup2(&actions, readiness, 3);
  if (lifeline >= 0) posix_spawn_file_actions_adddup2(&actions, lifeline, 4);
  posix_spawn_file_actions_addclosefrom_np(&actions, lifeline >= 0 ? 5 : 4);
  posix_spawn_file_actions_addchdir_np(&actions, "/");
  // What the parent ignores or blocks (SIGPIPE, job control) is its own affair.
  sigemptyset(&none);
  sigemptyset(&usual);
  sigaddset(&usual, SIGPIPE);
  sigaddset(&usual, SIGINT);
  sigaddset(&usual, SIGHUP);
  sigaddset(&usual, SIGTERM);
  sigaddset(&usual, SIGTSTP);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &usual);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  result = posix_spawn(child, program, &actions, &attributes, argv, environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return result;
}
