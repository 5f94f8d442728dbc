// Starting a process that outlives this one: what glibc offers only under _GNU_SOURCE, which Swift's module does not show.
#ifndef FACTORY_CPROCESS_H
#define FACTORY_CPROCESS_H
#include <sys/types.h>

/// Starts `program` in a session of its own, in the folder /, with stdin from /dev/null and output appended to `log`.
/// Descriptor 3 of the child is `readiness`, 4 is `lifeline` (when not negative); every other one is closed.
/// Both must be numbered 10 or higher. Returns 0 or an errno value.
int cp_spawn_detached(const char *program, char *const argv[], int readiness, int lifeline, const char *log, pid_t *child);

/// A command of a job. Descriptors must be numbered 10 or higher.
struct cp_job {
  const char *folder;
  char *const *argv;
  char **envp;
  int in, out, err;
  /// Read end of a pipe whose other end only the calling process holds: when that ends, the whole process group is killed.
  int lifeline;
  /// Bytes of address space; 0: no limit.
  unsigned long long memory;
};

/// Starts a command as the leader of a process group of its own, in its folder, with exactly this environment; it is killed when the
/// calling thread ends. The program is looked up in the PATH of `envp`. Returns 0 or an errno value; the child is to be
/// waited for in both cases unless it is negative.
int cp_spawn_job(const struct cp_job *job, pid_t *child);

/// A pipe whose ends are closed on exec from their first moment. 0 or -1 with errno.
int cp_pipe(int ends[2]);

/// A file without a name, closed on exec; -1 with errno.
int cp_memory_file(const char *label);

/// At most two of the allocator's pools. Before the first thread.
void cp_keep_memory_small(void);

/// Free pages go back to the system, and those of code that ran only at the start; what is called again is read from the file's cache.
void cp_give_memory_back(void);

/// The calling thread asks for its turns in pieces of 0.1 ms: where the kernel knows such a wish (Linux 6.12 and later) it is let in at once
/// beside threads that compute, and gets no more of the processor. Threads and processes that it makes do not inherit it. 0 or an errno value.
int cp_prefer_short_slices(void);

#endif
