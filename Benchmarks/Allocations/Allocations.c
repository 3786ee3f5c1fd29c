/* Counts the memory allocations of each thread by standing in front of the C library's allocator.

   Two uses. Linked into a program, `allocations_of_this_thread` tells what the code between two calls has allocated.
   Preloaded into any program (LD_PRELOAD), it keeps the counts of all threads in the file that ALLOCATIONS_FILE names,
   which another process maps and reads (Tests/EndToEnd/allocations.py). When that process writes a thread's id into
   `watched`, the call stacks of that thread's allocations are counted there as well. */
#define _GNU_SOURCE
#include "Allocations.h"

#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

enum { THREADS = 256, STACKS = 4096, DEPTH = 24 };

struct thread_count {
  uint64_t thread, count, bytes;
};

struct stack_count {
  uint64_t key, count, bytes, depth, frames[DEPTH];
};

/* What the reader maps: 8-byte fields, little endian, in this order. */
struct shared {
  uint64_t threads, watched, lost;
  struct thread_count counts[THREADS];
  struct stack_count stacks[STACKS];
};

#define OWN static __thread __attribute__((tls_model("initial-exec")))
OWN uint64_t own_count;
OWN struct thread_count *own_slot;
OWN int is_inside;

static uint64_t process_count;
static struct shared *shared;

static void claim_slot(void) {
  uint64_t index = __atomic_fetch_add(&shared->threads, 1, __ATOMIC_RELAXED);
  own_slot = &shared->counts[index < THREADS ? index : THREADS - 1];
  own_slot->thread = (uint64_t)syscall(SYS_gettid);
}

/* One thread is watched at a time, so the table needs no lock. */
static void record_stack(size_t bytes) {
  void *frames[DEPTH + 2];
  int depth = backtrace(frames, DEPTH + 2) - 2;
  if (depth <= 0) return;
  uint64_t key = 14695981039346656037u;
  for (int i = 0; i < depth; i++) key = (key ^ (uint64_t)frames[i + 2]) * 1099511628211u;
  if (key == 0) key = 1;
  for (uint64_t probe = key % STACKS, tries = 0; tries < STACKS; tries++, probe = (probe + 1) % STACKS) {
    struct stack_count *entry = &shared->stacks[probe];
    if (entry->key == 0) {
      entry->key = key;
      entry->depth = (uint64_t)depth;
      for (int i = 0; i < depth; i++) entry->frames[i] = (uint64_t)frames[i + 2];
    }
    if (entry->key != key) continue;
    entry->count++;
    entry->bytes += bytes;
    return;
  }
  shared->lost++;
}

static inline void note(size_t bytes) {
  own_count++;
  __atomic_fetch_add(&process_count, 1, __ATOMIC_RELAXED);
  if (!shared || is_inside) return;
  is_inside = 1;
  if (!own_slot) claim_slot();
  own_slot->count++;
  own_slot->bytes += bytes;
  if (shared->watched == own_slot->thread) record_stack(bytes);
  is_inside = 0;
}

uint64_t allocations_of_this_thread(void) { return own_count; }

uint64_t allocations_of_this_process(void) { return __atomic_load_n(&process_count, __ATOMIC_RELAXED); }

void *malloc(size_t size) {
  note(size);
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  note(count * size);
  return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size) {
  note(size);
  return __libc_realloc(old, size);
}

void *memalign(size_t alignment, size_t size) {
  note(size);
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **result, size_t alignment, size_t size) {
  if (alignment % sizeof(void *) || alignment & (alignment - 1) || alignment == 0) return EINVAL;
  void *memory = memalign(alignment, size);
  if (!memory) return ENOMEM;
  *result = memory;
  return 0;
}

/* The first backtrace loads the unwinder, which allocates: here, and not in the middle of a measurement. */
__attribute__((constructor)) static void open_shared(void) {
  const char *path = getenv("ALLOCATIONS_FILE");
  if (!path) return;
  int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0 || ftruncate(file, sizeof(struct shared))) _exit(2);
  void *memory = mmap(NULL, sizeof(struct shared), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (memory == MAP_FAILED) _exit(2);
  close(file);
  void *frames[2];
  backtrace(frames, 2);
  shared = memory;
}
