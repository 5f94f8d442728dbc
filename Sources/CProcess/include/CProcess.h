// Starting a process that outlives this one: what glibc offers only under _GNU_SOURCE, which Swift's module does not show.
#ifndef FACTORY_CPROCESS_H
#define FACTORY_CPROCESS_H
#include <sys/types.h>

/// Starts `program` in a session of its own, in the folder /, with stdin from /dev/null and output appended to `log`.
/// Descriptor 3 of the child is `readiness`, 4 is `lifeline` (when not negative); every other one is closed.
/// Both must be numbered 10 or higher. Returns 0 or an errno value.
int cp_spawn_detached(const char *program, char *const argv[], int readiness, int lifeline, const char *log, pid_t *child);

/// At most two of the allocator's pools. Before the first thread.
void cp_keep_memory_small(void);

/// Free pages go back to the system.
void cp_give_memory_back(void);

#endif
