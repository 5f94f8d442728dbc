// How much memory the process keeps for itself.
#define _GNU_SOURCE 1
#include "CProcess.h"
#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

void cp_keep_memory_small(void) { mallopt(M_ARENA_MAX, 2); }

// Code that ran once, at the start. Its pages are the files' own, unchanged; what is needed again comes back from the file's cache, sixteen
// pages at a time.
static int let_code_go(struct dl_phdr_info *object, size_t size, void *unused) {
  (void)size;
  (void)unused;
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  for (int i = 0; i < object->dlpi_phnum; i++) {
    const ElfW(Phdr) *part = &object->dlpi_phdr[i];
    if (part->p_type != PT_LOAD || part->p_flags != (PF_R | PF_X)) continue;
    uintptr_t start = (object->dlpi_addr + part->p_vaddr) & ~(page - 1);
    uintptr_t end = (object->dlpi_addr + part->p_vaddr + part->p_memsz + page - 1) & ~(page - 1);
    madvise((void *)start, end - start, MADV_DONTNEED);
  }
  return 0;
}

void cp_give_memory_back(void) {
  malloc_trim(0);
  dl_iterate_phdr(let_code_go, NULL);
}
