// How much memory the allocator keeps for itself.
#include "CProcess.h"
#include <malloc.h>

void cp_keep_memory_small(void) { mallopt(M_ARENA_MAX, 2); }

void cp_give_memory_back(void) { malloc_trim(0); }
